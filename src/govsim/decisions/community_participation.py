"""A community decides how far to take part."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from govsim.arrays import Floats, mean
from govsim.decisions.rules import Rule, own_rows
from govsim.world.indices import Indices


@dataclass(frozen=True, eq=False)
class ParticipationView:
    """A community's view: its voice, its trust, others' engagement, and the pressure for figures."""

    engagement_kw: Floats
    social_capital_kw: Floats
    trust_kw: Floats
    around_kw: Floats  # mean engagement over bonds
    crowding_kw: Floats  # target pressure × mean distortion of its council's indicators
    voice_fatigue_w: Floats
    community_voice: float
    engagement_rest: float
    engagement_growth: float
    engagement_trust: float
    engagement_alone: float
    engagement_bonds: float
    engagement_decay: float

    def of(self, community: int) -> ParticipationView:
        """The view of one community; its axis has length 1."""
        return replace(self, **own_rows(self, "k", slice(community, community + 1)))


def see(
    engagement_kw: Floats,
    social_capital_kw: Floats,
    trust_kw: Floats,
    distortion_cjw: Floats,
    effective_pressure_w: Floats,
    voice_fatigue_w: Floats,
    community_voice: float,
    engagement_rest: float,
    engagement_growth: float,
    engagement_trust: float,
    engagement_alone: float,
    engagement_bonds: float,
    engagement_decay: float,
    indices: Indices,
) -> ParticipationView:
    """Communities see the engagement of communities to which bonds tie them. Source: own."""
    around_kw = indices.bond_mean(engagement_kw)
    crowding_cw = effective_pressure_w * mean(distortion_cjw, axis=1)
    return ParticipationView(
        engagement_kw,
        social_capital_kw,
        trust_kw,
        around_kw,
        indices.of_council(crowding_cw),
        voice_fatigue_w,
        community_voice,
        engagement_rest,
        engagement_growth,
        engagement_trust,
        engagement_alone,
        engagement_bonds,
        engagement_decay,
    )


def take_part(view: ParticipationView) -> Floats:
    """Voice engages people who trust and who see others engaged; it tires those who see nothing follow from it.

    Engagement fades, faster under targets and where people have a voice but no trust that it matters.

    Returns engagement, 0 to 1, shape (community, world). Source: ostrom_1996, arnstein_1969; the form is own.
    """
    room_kw = np.maximum(0.0, view.social_capital_kw - view.engagement_kw)
    pull_kw = view.engagement_alone + view.engagement_bonds * view.around_kw
    voice = view.engagement_growth * view.community_voice * view.engagement_trust
    rest_kw = view.engagement_rest * view.social_capital_kw
    tired_kw = view.voice_fatigue_w * view.community_voice * (1 - view.trust_kw)
    fading_kw = view.engagement_decay * (view.engagement_kw - rest_kw) * (1 + view.crowding_kw + tired_kw)
    return np.clip(view.engagement_kw + voice * view.trust_kw * room_kw * pull_kw - fading_kw, 0.0, 1.0)


RULES = {"take_part": Rule(take_part, "ostrom_1996")}
