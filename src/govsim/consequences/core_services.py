"""Core services: what departments owe the public under any missions."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from govsim.arrays import Floats
from govsim.world.indices import Indices


class CoreServices(NamedTuple):
    """The core service index of departments, and the need from which demand on them follows."""

    core_dw: Floats
    lagged_need_jw: Floats


def core_services(
    core_dw: Floats,
    lagged_need_jw: Floats,
    need_kjw: Floats,
    core_money_dw: Floats,
    relabelled_money_dw: Floats,
    delivery_dw: Floats,
    requirement_dw: Floats,
    reporting_retired: float,
    assurance_loss_w: Floats,
    national_start_need_j: Floats,
    recipe_ew: Floats,
    demand_elasticity_w: Floats,
    demand_lag: float,
    perception_floor: float,
    ratio_floor: float,
    core_speed: float,
    core_curvature: float,
    core_ceiling: float,
    indices: Indices,
) -> CoreServices:
    """Core services follow their money with diminishing returns; less reporting means less watching.

    Demand on them follows need years later, so prevention pays off only where need has fallen.
    Returns the index (1 where money meets the requirement), shape (department, world), and the lagged need of the
    nation, shape (outcome, world). Source: christie_2011 for demand; the forms are own.
    """
    need_jw = indices.national_mean(indices.council_mean(need_kjw))
    lagged_jw = lagged_need_jw + (need_jw - lagged_need_jw) / demand_lag
    start_jw = national_start_need_j[:, None]
    grown_jw = (lagged_jw - start_jw) / np.maximum(perception_floor, start_jw)
    grown_dw = indices.department_mean(grown_jw[indices.edge_outcome_e], recipe_ew)
    demand_dw = np.maximum(ratio_floor, 1 + demand_elasticity_w * grown_dw)
    watched_w = 1 - assurance_loss_w * reporting_retired**2
    money_dw = (core_money_dw + relabelled_money_dw) * delivery_dw * watched_w
    level_dw: Floats = np.expm1(-core_curvature * money_dw / (requirement_dw * demand_dw)) / np.expm1(
        -core_curvature
    )
    return CoreServices(np.minimum(core_ceiling, core_dw + core_speed * (level_dw - core_dw)), lagged_jw)
