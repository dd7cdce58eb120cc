"""The centre decides which places get grants: a formula for most, a competition for some."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from govsim.arrays import Floats, mean, ratio, standardised
from govsim.decisions.rules import Rule
from govsim.world.draws import Draws, Keys
from govsim.world.indices import Indices


@dataclass(frozen=True, eq=False)
class GrantsView:
    """The centre's view of places: noisy signals of need, residents, and the score of each bid."""

    signal_cjw: Floats
    noise_w: Floats
    population_c: Floats
    score_cjw: Floats
    winning_share: float
    perception_floor: float


class Placing(NamedTuple):
    """Weights of the formula and winners of the competitions, by council and outcome."""

    placing_cjw: Floats
    wins_cjw: Floats


def see(
    perceived_council_cjw: Floats,
    noise_centre_w: Floats,
    capacity_cw: Floats,
    reported_effect_cjw: Floats,
    bid_capacity: float,
    winning_share: float,
    perception_floor: float,
    draws: Draws,
    council_outcome_keys: Keys,
    quarter: int,
    indices: Indices,
) -> GrantsView:
    """Bids score on capacity and on merit: need as it looks from the centre, and reported results per pound.

    Source: lga_2020 for capacity; mcfadden_1974 for the noise.
    """
    luck_cjw = draws.gumbel("bid", quarter, council_outcome_keys)
    merit_cjw = standardised(perceived_council_cjw) + standardised(reported_effect_cjw) + luck_cjw
    score_cjw = bid_capacity * standardised(capacity_cw)[:, None, :] + merit_cjw
    return GrantsView(
        perceived_council_cjw,
        noise_centre_w,
        indices.population_c,
        score_cjw,
        winning_share,
        perception_floor,
    )


def winners(score_cjw: Floats, winning_share: float) -> Floats:
    """The best bids for each outcome win; 1 where a council wins, else 0. Source: own."""
    councils = score_cjw.shape[0]
    places = min(councils, max(1, math.ceil(winning_share * councils)))
    worst_jw: Floats = np.partition(score_cjw, councils - places, axis=0)[councils - places]
    return (score_cjw >= worst_jw).astype(np.float64)


def shrunk_estimate(view: GrantsView) -> Placing:
    """The less the centre can tell places apart, the more alike it treats them.

    Estimates of need are shrunk to the mean by the share of their variance that is noise, so uniformity
    emerges. Source: efron_morris_1975.
    """
    centre_jw = mean(view.signal_cjw)
    deviation_cjw = view.signal_cjw - centre_jw
    noise_w = view.noise_w**2
    between_jw = np.maximum(0.0, mean(deviation_cjw * deviation_cjw) - noise_w)
    trust_jw = ratio(between_jw, between_jw + noise_w, otherwise=1.0)
    estimate_cjw = np.clip(centre_jw + trust_jw * deviation_cjw, view.perception_floor, 1.0)
    return Placing(
        estimate_cjw * view.population_c[:, None, None], winners(view.score_cjw, view.winning_share)
    )


def by_population(view: GrantsView) -> Placing:
    """The same per head at any need. Source: own: the Barnett formula's logic of population shares."""
    heads_cjw = np.broadcast_to(view.population_c[:, None, None], view.signal_cjw.shape)
    return Placing(heads_cjw.copy(), winners(view.score_cjw, view.winning_share))


RULES = {
    "shrunk_estimate": Rule(shrunk_estimate, "efron_morris_1975"),
    "by_population": Rule(by_population, "own: so much a head, as in population-based formulas"),
}
