"""What becomes of core services: what departments owe the public whatever the missions are."""

from __future__ import annotations

import numpy as np

from govsim.arrays import Floats


def core_services(
    core_dw: Floats,
    core_money_dw: Floats,
    relabelled_money_dw: Floats,
    delivery_dw: Floats,
    requirement_dw: Floats,
    reporting_retired: float,
    assurance_loss_w: Floats,
    core_speed: float,
    core_curvature: float,
    core_ceiling: float,
) -> Floats:
    """Core services follow their money with diminishing returns; less reporting means less watching.

    Returns the index (1 where money meets the requirement), shape (department, world). Source: own.
    """
    watched_w = 1 - assurance_loss_w * reporting_retired**2
    money_dw = (core_money_dw + relabelled_money_dw) * delivery_dw * watched_w
    level_dw: Floats = np.expm1(-core_curvature * money_dw / requirement_dw) / np.expm1(-core_curvature)
    return np.minimum(core_ceiling, core_dw + core_speed * (level_dw - core_dw))
