"""How need changes in communities."""

from __future__ import annotations

import numpy as np

from govsim.arrays import Floats, blocks, total


def need_change(
    need_kjw: Floats,
    dose_kjw: Floats,
    coproduction_effect_kw: Floats,
    crisis_jw: Floats,
    baseline_dw: Floats,
    core_dw: Floats,
    effect_w: Floats,
    need_growth: float,
    crisis_shock: float,
) -> Floats:
    """Need grows by itself, more where core services fall short, and falls with what reaches people.

    Crises add to it. Returns need, kept in 0 to 1, shape (community, outcome, world). Source: own.
    """
    shortfall_w = total(baseline_dw * np.maximum(0.0, 1 - core_dw))
    growth_w = need_growth * (1 + shortfall_w)
    added_jw = growth_w + crisis_shock * crisis_jw
    new_kjw = np.empty_like(need_kjw)
    for k in blocks(need_kjw.shape):
        falls_kjw = dose_kjw[k] * (effect_w * coproduction_effect_kw[k])[:, None, :]
        falls_kjw += growth_w  # growth is in proportion to what need could still grow
        falls_kjw *= need_kjw[k]
        np.subtract(need_kjw[k] + added_jw, falls_kjw, out=new_kjw[k])
        np.clip(new_kjw[k], 0.0, 1.0, out=new_kjw[k])
    return new_kjw
