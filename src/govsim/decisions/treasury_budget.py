"""The Treasury decides on departments' budgets, once a year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from govsim.arrays import Floats, mean, ratio, total
from govsim.decisions.rules import Rule
from govsim.world.draws import Draws, Keys
from govsim.world.indices import Indices


@dataclass(frozen=True, eq=False)
class BudgetView:
    """The Treasury's view: budgets, the pressure on each, and the departments at the table."""

    baseline_dw: Floats
    pressure_dw: Floats
    line_d: Floats
    budget_friction_w: Floats
    pressure_response: float
    incremental_response: float


class Budget(NamedTuple):
    """New budgets, shares that sum to 1, and the pressure that is left."""

    baseline_dw: Floats
    pressure_dw: Floats


def see(
    baseline_dw: Floats,
    pressure_dw: Floats,
    core_dw: Floats,
    perceived_centre_jw: Floats,
    alarm_jw: Floats,
    budget_friction_w: Floats,
    pressure_core: float,
    pressure_urgency: float,
    pressure_noise: float,
    pressure_response: float,
    incremental_response: float,
    draws: Draws,
    department_keys: Keys,
    quarter: int,
    indices: Indices,
) -> BudgetView:
    """Pressure builds up from poor core services, urgent outcomes and much else. Source: jones_baumgartner_2005."""
    shortfall_dw = np.maximum(0.0, 1 - core_dw)
    urgency_dw = lead_urgency(perceived_centre_jw * alarm_jw, indices)
    noise_dw = pressure_noise * draws.normal("budget", quarter, department_keys)
    added_dw = pressure_core * (shortfall_dw - mean(shortfall_dw)) + pressure_urgency * urgency_dw + noise_dw
    return BudgetView(
        baseline_dw,
        (pressure_dw + added_dw) * indices.line_d[:, None],
        indices.line_d,
        budget_friction_w,
        pressure_response,
        incremental_response,
    )


def lead_urgency(urgency_jw: Floats, indices: Indices) -> Floats:
    """Mean urgency of the outcomes that a department leads, as a deviation from that of leading departments.

    Source: own.
    """
    led_dj = (np.arange(indices.departments)[:, None] == indices.lead_department_j).astype(np.float64)
    led_d = total(led_dj, axis=1)
    urgency_dw = ratio(total(led_dj[:, :, None] * urgency_jw, axis=1), led_d[:, None])
    leading_d = (led_d > 0).astype(np.float64)[:, None]
    return leading_d * (urgency_dw - total(leading_d * urgency_dw) / total(leading_d))


def _rescaled(baseline_dw: Floats) -> Floats:
    return baseline_dw / total(baseline_dw)


def friction(view: BudgetView) -> Budget:
    """Budgets stand still until pressure is great, and then they jump.

    Source: jones_baumgartner_2005.
    """
    moves_dw = (np.abs(view.pressure_dw) > view.budget_friction_w) & (view.line_d[:, None] > 0)
    growth_dw = np.where(moves_dw, view.pressure_response * view.pressure_dw, 0.0)
    left_dw = np.where(moves_dw, (1 - view.pressure_response) * view.pressure_dw, view.pressure_dw)
    return Budget(_rescaled(view.baseline_dw * np.exp(growth_dw)), left_dw)


def incremental(view: BudgetView) -> Budget:
    """Every budget moves a little from last year's, in proportion to the pressure on it.

    Source: davis_dempster_wildavsky_1966.
    """
    growth_dw = view.incremental_response * view.pressure_dw
    return Budget(_rescaled(view.baseline_dw * np.exp(growth_dw)), np.zeros_like(view.pressure_dw))


RULES = {
    "friction": Rule(friction, "jones_baumgartner_2005"),
    "incremental": Rule(incremental, "davis_dempster_wildavsky_1966"),
}
