"""How need changes in communities."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from govsim.arrays import Floats, blocks, combined, total


class NeedChange(NamedTuple):
    """New need and its change in the quarter."""

    need_kjw: Floats
    change_kjw: Floats


def need_change(
    need_kjw: Floats,
    change_kjw: Floats,
    dose_kjw: Floats,
    coproduction_effect_kw: Floats,
    crisis_jw: Floats,
    baseline_dw: Floats,
    core_dw: Floats,
    need_growth_w: Floats,
    effect: float,
    crisis_shock: float,
    spillover_strength: float,
    spillover_jj: Floats,
) -> NeedChange:
    """Need grows by itself, more where core services fall short, and falls with what reaches people.

    Crises add to it, and a part of each change spills over to other outcomes a quarter later. Need is kept in
    0 to 1. Source: own.
    """
    shortfall_w = total(baseline_dw * np.maximum(0.0, 1 - core_dw))
    growth_w = need_growth_w * (1 + shortfall_w)
    added_jw = growth_w + crisis_shock * crisis_jw
    spread_jj = spillover_strength * spillover_jj
    found = NeedChange(np.empty_like(need_kjw), np.empty_like(need_kjw))
    for k in blocks(need_kjw.shape):
        falls_kjw = dose_kjw[k] * (effect * coproduction_effect_kw[k])[:, None, :]
        falls_kjw += growth_w  # growth is in proportion to what need could still grow
        falls_kjw *= need_kjw[k]
        new_kjw = combined(spread_jj, change_kjw[k])
        new_kjw += need_kjw[k]
        new_kjw += added_jw
        new_kjw -= falls_kjw
        np.clip(new_kjw, 0.0, 1.0, out=found.need_kjw[k])
        np.subtract(found.need_kjw[k], need_kjw[k], out=found.change_kjw[k])
    return found
