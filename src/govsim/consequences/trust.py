"""Trust in what government reports."""

from __future__ import annotations

import numpy as np

from govsim.arrays import Floats
from govsim.world.build import reported_mean
from govsim.world.indices import Indices


def trust(
    trust_kw: Floats,
    need_kjw: Floats,
    gaming_cjw: Floats,
    year_need_kw: Floats,
    year_reported_kw: Floats,
    trust_slope: float,
    trust_up: float,
    trust_down: float,
    indices: Indices,
) -> Floats:
    """Trust falls fast where more is reported than happened, and comes back slowly.

    Returns trust, 0 to 1, shape (community, world). Source: slovic_1993.
    """
    reported_kw = reported_mean(need_kjw, gaming_cjw, indices)
    true_gap_kw = (year_need_kw - indices.outcome_mean(need_kjw)) - (year_reported_kw - reported_kw)
    aim_kw = 0.5 + 0.5 * np.tanh(0.5 * trust_slope * true_gap_kw)  # the logistic function of slope × gap
    gap_kw = aim_kw - trust_kw
    return trust_kw + trust_up * np.maximum(0.0, gap_kw) + trust_down * np.minimum(0.0, gap_kw)
