"""Perceived need: need with noise that grows with distance. Decisions see this and never the truth."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from govsim.arrays import Floats
from govsim.world.draws import Draws, Keys
from govsim.world.indices import Indices

DISTANCE_COUNCIL = 1
DISTANCE_CENTRE = 3
DISTANCE_BOARD = 4


class Signals(NamedTuple):
    """Perceived need, by who perceives it."""

    perceived_centre_jw: Floats
    perceived_department_ew: Floats
    perceived_board_mjw: Floats
    perceived_council_cjw: Floats
    perceived_place_kjw: Floats
    noise_centre_w: Floats
    noise_council_w: Floats


def signal_noise(knowledge_noise_w: Floats, distance_noise_w: Floats, distance: float) -> Floats:
    """Standard deviation of a signal of need at a distance from the place, shape (world,). Source: own."""
    return knowledge_noise_w * (1 + distance_noise_w * distance)


def signals(
    need_kjw: Floats,
    reported_cjw: Floats,
    report_weight_w: Floats,
    knowledge_noise_w: Floats,
    distance_noise_w: Floats,
    community_voice: float,
    perception_floor: float,
    draws: Draws,
    quarter: int,
    outcome_keys: Keys,
    edge_keys: Keys,
    board_outcome_keys: Keys,
    council_outcome_keys: Keys,
    community_outcome_keys: Keys,
    indices: Indices,
) -> Signals:
    """Everybody sees need with noise: councils with the least, the centre with more, mission boards with the most.

    Everybody outside a place sees in part what its council reports, so need that a council hides gets less attention.
    Source: own, after hayek_1945 on knowledge of time and place; bevan_hood_2006 on what reports hide.
    """

    centre_w = signal_noise(knowledge_noise_w, distance_noise_w, DISTANCE_CENTRE)
    board_w = signal_noise(knowledge_noise_w, distance_noise_w, DISTANCE_BOARD)
    place_w = signal_noise(knowledge_noise_w, distance_noise_w, DISTANCE_COUNCIL - community_voice)
    centre_jw, department_ew, board_mjw, council_cjw, place_kjw = draws.normals(
        quarter,
        [
            ("perceive_centre", outcome_keys),
            ("perceive_department", edge_keys),
            ("perceive_board", board_outcome_keys),
            ("perceive_council", council_outcome_keys),
            ("perceive_place", community_outcome_keys),
        ],
    )
    need_cjw = (1 - report_weight_w) * indices.council_mean(need_kjw) + report_weight_w * reported_cjw
    need_jw = indices.national_mean(need_cjw)
    within = perception_floor, 1.0
    return Signals(
        seen(need_jw, centre_w, centre_jw, *within),
        seen(need_jw[indices.edge_outcome_e], centre_w, department_ew, *within),
        seen(need_jw, board_w, board_mjw, *within),
        seen(need_cjw, centre_w, council_cjw),
        seen(need_kjw, place_w, place_kjw, *within),
        centre_w,
        signal_noise(knowledge_noise_w, distance_noise_w, DISTANCE_COUNCIL),
    )


def seen(truth: Floats, noise_w: Floats, draws: Floats, *within: float) -> Floats:
    """The truth with noise of a standard deviation, within bounds if any; overwrites the draws.

    Source: own: arithmetic.
    """
    draws *= noise_w
    draws += truth
    return np.clip(draws, *within, out=draws) if within else draws


def year_begins(reported_cjw: Floats) -> Floats:
    """Councils note their reports at the start of a year, shape (council, outcome, world). Source: own: bookkeeping."""
    return reported_cjw.copy()
