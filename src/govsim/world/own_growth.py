"""What a place's need grows by of its own: as much as the old arrangement took off it, quarter by quarter."""

from __future__ import annotations

import numpy as np

from govsim.arrays import Floats, ratio


def own_growth(
    held_fall_kjw: Floats,
    start_need_kj: Floats,
    crisis_rate_w: Floats,
    crisis_shock: float,
    crisis_persistence: float,
    usual_crises: float,
    growth_ceiling: float,
) -> Floats:
    """The growth, as a share of need that is not there, under which a place would stay where the map has it.

    What crises add that places have long lived with is taken off. Returns shares, 0 to the ceiling, shape (community,
    outcome, world). Source: own: no measured country reshuffles its map in ten years (mhclg_2019).
    """
    outcomes = start_need_kj.shape[1]
    usual_w = crisis_shock * np.minimum(crisis_rate_w, usual_crises) / outcomes / (1 - crisis_persistence)
    fall_kjw = held_fall_kjw * start_need_kj[:, :, None] - usual_w
    return np.clip(
        ratio(fall_kjw, (1 - start_need_kj)[:, :, None] + 0 * usual_w, otherwise=growth_ceiling),
        0.0,
        growth_ceiling,
    )
