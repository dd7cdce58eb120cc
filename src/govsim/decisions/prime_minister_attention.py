"""The Prime Minister decides which missions get attention."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govsim.arrays import Floats, combined, ratio, total
from govsim.decisions.rules import Rule
from govsim.world.indices import Indices


@dataclass(frozen=True, eq=False)
class AttentionView:
    """The Prime Minister's view: the perceived urgency of each mission, and the time available."""

    urgency_mw: Floats
    prime_minister_time: float
    attention_capacity: float
    attention_exponent: float


def see(
    perceived_centre_jw: Floats,
    alarm_jw: Floats,
    prime_minister_time: float,
    attention_capacity: float,
    attention_exponent: float,
    indices: Indices,
) -> AttentionView:
    """Urgency of a mission is the perceived need of the outcomes in its goal, raised by crises.

    Source: own.
    """
    urgency_jw = perceived_centre_jw * alarm_jw
    urgency_mw = combined(indices.goal_mj.T, urgency_jw[None])[0]
    return AttentionView(urgency_mw, prime_minister_time, attention_capacity, attention_exponent)


def most_urgent(view: AttentionView) -> Floats:
    """Attention goes to the most urgent missions out of proportion.

    Returns attention, 0 to 1, shape (mission, world). Source: jones_baumgartner_2005.
    """
    weight_mw = view.urgency_mw**view.attention_exponent
    share_mw = ratio(weight_mw, total(weight_mw))
    return np.minimum(1.0, view.attention_capacity * view.prime_minister_time * share_mw)


RULES = {"most_urgent": Rule(most_urgent, "jones_baumgartner_2005")}
