"""Yearly learning of actors: from their own evidence, from neighbours, and from places."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from govsim.arrays import FLAT, Floats
from govsim.world.draws import Draws, Keys
from govsim.world.indices import Indices


class Learned(NamedTuple):
    """Beliefs and capacity after a year."""

    council_belief_cew: Floats
    department_belief_ew: Floats
    board_belief_mew: Floats
    capacity_cw: Floats


def learning(
    council_belief_cew: Floats,
    department_belief_ew: Floats,
    board_belief_mew: Floats,
    capacity_cw: Floats,
    local_recipe_cew: Floats,
    noise_council_w: Floats,
    year_reported_council_cjw: Floats,
    reported_cjw: Floats,
    free_share_cw: Floats,
    absorption_cw: Floats,
    engagement_kw: Floats,
    effective_control_w: Floats,
    learning_loop: float,
    learning_evidence: float,
    learning_base: float,
    learning_free: float,
    learning_neighbours: float,
    learning_centre: float,
    capacity_growth: float,
    capacity_wear: float,
    capacity_floor: float,
    draws: Draws,
    council_edge_keys: Keys,
    quarter: int,
    indices: Indices,
) -> Learned:
    """Councils learn from evidence and neighbours, the centre from councils; free money builds capacity.

    Source: lazer_friedman_2007 for neighbours, cohen_levinthal_1990 for capacity.
    """
    performance_cjw = year_reported_council_cjw - reported_cjw
    rate_cw = learning_evidence * (learning_base + learning_free * free_share_cw) * absorption_cw
    rate_cw = rate_cw * indices.council_mean(engagement_kw)
    seen_cew = draws.normal("evidence", quarter, council_edge_keys)
    seen_cew *= noise_council_w
    np.exp(seen_cew, out=seen_cew)
    seen_cew *= local_recipe_cew
    evidence_cew = indices.by_outcome.normalised(seen_cew, axis=1)
    moved_cew = evidence_cew
    moved_cew -= council_belief_cew
    moved_cew *= rate_cw[:, None, :]
    moved_cew += council_belief_cew
    for outcome, (first, last) in enumerate(
        pairwise(indices.by_outcome.bounds)
    ):  # in blocks that fit the cache
        part = slice(first, last)
        performance_cw = performance_cjw[:, outcome : outcome + 1]
        pulled_cew = pull_of_better_neighbours(council_belief_cew[:, part], performance_cw, indices)
        moved_cew[:, part] += learning_neighbours * pulled_cew
    learnt_ew = indices.national_mean(council_belief_cew)
    heeded = learning_centre * learning_loop
    grown_cw = capacity_cw + capacity_growth * free_share_cw - capacity_wear * effective_control_w
    return Learned(
        moved_cew,
        department_belief_ew + heeded * (learnt_ew - department_belief_ew),
        board_belief_mew + heeded * (learnt_ew - board_belief_mew),
        np.clip(grown_cw, capacity_floor, 1.0),
    )


def pull_of_better_neighbours(
    values_c: Floats, performance_c: Floats, indices: Indices, flat: float = FLAT
) -> Floats:
    """Mean of the neighbours that perform better, less a council's own value; 0 where none does.

    A lead of up to `flat` is rounding. Councils are the first axis of both arrays; performance is broadcast over the
    other axes of the values.
    Source: lazer_friedman_2007, where the less successful emulate the more successful.
    """
    segments, neighbour = indices.by_neighbour, indices.neighbour_to
    weight = (performance_c[neighbour] > segments.spread(performance_c + flat)).astype(np.float64)
    count_c = segments.sum(weight)
    weight /= segments.spread(np.maximum(1.0, count_c))
    theirs = np.take(values_c, neighbour, axis=0)
    theirs *= weight
    pull_c: Floats = segments.sum(theirs) - np.minimum(1.0, count_c) * values_c
    return pull_c
