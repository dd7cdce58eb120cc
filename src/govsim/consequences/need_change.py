"""How need changes in communities."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from govsim.arrays import Floats, blocks, total


class NeedChange(NamedTuple):
    """New need, and the mean fall and shortfall of core services over the end of the warm-up."""

    need_kjw: Floats
    held_fall_kjw: Floats
    held_shortfall_w: Floats


def need_change(
    need_kjw: Floats,
    held_fall_kjw: Floats,
    held_shortfall_w: Floats,
    own_growth_kjw: Floats,
    drift_kjw: Floats,
    dose_kjw: Floats,
    coproduction_effect_kw: Floats,
    crisis_jw: Floats,
    baseline_dw: Floats,
    core_dw: Floats,
    start_need_kj: Floats,
    effect_w: Floats,
    dependence_w: Floats,
    core_failure_w: Floats,
    need_growth: float,
    crisis_shock: float,
    need_rule: str,
    held_for: int,
    quarter: int,
) -> NeedChange:
    """Need grows by itself, more where core services fall short, and falls with what reaches people.

    Rule `held`: the warm-up keeps need as mapped, and records how much services would have lowered it in its last
    quarters. From quarter 0 on need grows by that much, and core services count relative to their level then.
    Growth wanders, and follows the place's other outcomes.
    Rule `first_edition`: need grows everywhere alike. Crises add to need, which is clipped to 0 to 1. Source: own.
    """
    shortfall_w = total(baseline_dw * np.maximum(0.0, 1 - core_dw))
    if need_rule == "held" and quarter < 0:
        if quarter < -held_for:
            return NeedChange(need_kjw.copy(), held_fall_kjw.copy(), held_shortfall_w.copy())
        fall_kjw = dose_kjw * ((effect_w / held_for) * coproduction_effect_kw)[:, None, :]
        fall_kjw += held_fall_kjw
        return NeedChange(need_kjw.copy(), fall_kjw, held_shortfall_w + shortfall_w / held_for)
    pressed_w = np.maximum(0.0, 1 + core_failure_w * (shortfall_w - held_shortfall_w))
    crises_jw = crisis_shock * crisis_jw
    new_kjw = np.empty_like(need_kjw)
    for k in blocks(need_kjw.shape):
        change_kjw = dose_kjw[k] * (-effect_w * coproduction_effect_kw[k])[:, None, :]
        change_kjw *= need_kjw[k]
        room_kjw = 1 - need_kjw[k]
        if need_rule == "held":
            change_kjw += own_growth_kjw[k] * room_kjw * pressed_w
            wander_kjw = drift_kjw[k] + dependence_w * others_moved(need_kjw[k], start_need_kj[k])
            wander_kjw *= need_kjw[k]
            wander_kjw *= room_kjw
            wander_kjw *= 4  # so that drift is in need points at need ½
            change_kjw += wander_kjw
        else:
            change_kjw += need_growth * (1 + core_failure_w * shortfall_w) * room_kjw
        change_kjw += crises_jw
        change_kjw += need_kjw[k]
        np.clip(change_kjw, 0.0, 1.0, out=new_kjw[k])
    return NeedChange(new_kjw, held_fall_kjw.copy(), held_shortfall_w.copy())


def others_moved(need_kjw: Floats, start_need_kj: Floats) -> Floats:
    """The rise of the mean need of a place's other outcomes since the start, shape (community, outcome, world).

    0 where there is no other outcome. Source: own.
    """
    moved_kjw = need_kjw - start_need_kj[:, :, None]
    others = need_kjw.shape[1] - 1
    return (total(moved_kjw, axis=1)[:, None, :] - moved_kjw) / others if others else 0 * moved_kjw
