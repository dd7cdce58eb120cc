"""Own growth of need: in each place it equals the fall of need per quarter under the old arrangement."""

from __future__ import annotations

import numpy as np

from govsim.arrays import Floats, ratio


def own_growth(
    held_fall_kjw: Floats,
    start_need_kj: Floats,
    crisis_rate_w: Floats,
    *,
    crisis_shock: float,
    crisis_persistence: float,
    usual_crises: float,
    growth_ceiling: float,
) -> Floats:
    """The growth that keeps a place's need as mapped, as a share of 1 − need.

    The need that crises add on average is deducted. Returns shares from 0 to the ceiling, shape (community, outcome,
    world). Source: own: no measured country reshuffles its map in ten years (mhclg_2019).
    """
    outcomes = start_need_kj.shape[1]
    usual_w = crisis_shock * np.minimum(crisis_rate_w, usual_crises) / outcomes / (1 - crisis_persistence)
    fall_kjw = held_fall_kjw * start_need_kj[:, :, None] - usual_w
    return np.clip(
        ratio(fall_kjw, (1 - start_need_kj)[:, :, None] + 0 * usual_w, otherwise=growth_ceiling),
        0.0,
        growth_ceiling,
    )
