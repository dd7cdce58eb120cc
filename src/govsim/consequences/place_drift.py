"""Drift of places: the growth of need differs between places and changes slowly, alike among neighbours."""

from __future__ import annotations

import numpy as np

from govsim.arrays import Floats, WeightedSum
from govsim.world.draws import Draws, Keys
from govsim.world.indices import Indices


def place_drift(
    drift_kjw: Floats,
    need_rule: str,
    council_drift: float,
    community_drift: float,
    drift_common: float,
    neighbour_spread: WeightedSum,
    draws: Draws,
    council_keys: Keys,
    council_outcome_keys: Keys,
    community_keys: Keys,
    community_outcome_keys: Keys,
    quarter: int,
    indices: Indices,
) -> Floats:
    """Once a year the growth of need takes a random step in each council, and in each community about its council.

    Councils' steps are smoothed over neighbours, and leave the nation's mean alone; communities' leave their council's
    mean alone. A part of every step is common to all outcomes. At quarter 0 places have wandered for four years.
    Returns the growth of need by wandering, need points a quarter at need ½, shape (community, outcome, world).
    Source: own: calibrated to how council areas moved in England from 2010 to 2019 (mhclg_2019).
    """
    if need_rule == "first_edition":
        return drift_kjw.copy()
    common_cw, apart_cjw, together_kw, near_kjw = draws.normals(
        quarter,
        [
            ("drift_all", council_keys),
            ("drift", council_outcome_keys),
            ("near_drift_all", community_keys),
            ("near_drift", community_outcome_keys),
        ],
    )
    step_cjw = np.sqrt(drift_common) * neighbour_spread(common_cw)[:, None, :]
    step_cjw = council_drift * (step_cjw + np.sqrt(1 - drift_common) * neighbour_spread(apart_cjw))
    step_cjw -= indices.national_mean(step_cjw)
    step_kjw = near_kjw
    step_kjw *= np.sqrt(1 - drift_common)
    step_kjw += np.sqrt(drift_common) * together_kw[:, None, :]
    step_kjw -= indices.of_council(indices.council_mean(step_kjw))
    step_kjw *= community_drift
    step_kjw += indices.of_council(step_cjw)
    if quarter == 0:
        step_kjw *= FIRST_STEP
    step_kjw += drift_kjw
    return step_kjw


FIRST_STEP = 2.0  # the standard deviation of four yearly steps
