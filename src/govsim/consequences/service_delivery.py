"""The effect of the money that is left after local losses: a mix of contributions, and what steers it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from govsim.arrays import Floats, Segments, power_mean, ratio, where_above, where_not_all
from govsim.world.indices import Indices


class Production(NamedTuple):
    """Effective money, and the ratio of its effect to it."""

    effective_cjw: Floats
    strength_cjw: Floats


def steering(
    effective_pressure_w: Floats,
    effective_breadth_w: Floats,
    effort_dw: Floats,
    metric_gain_w: Floats,
    metric_loss_w: Floats,
    joint_effort_w: Floats,
    indices: Indices,
) -> Floats:
    """Targets and joint effort multiply the work of a pound: more where a target counts it, less elsewhere.

    A narrow target counts the lead's contribution alone and draws work away from the others. A broad target counts all
    contributions, so that each gains less. Returns multiples, shape (edge, world). Source: holmstrom_milgrom_1991
    (multitask); the form is own.
    """
    leads_e = indices.edge_leads_e[:, None]
    gain_w = metric_gain_w * effective_pressure_w / (1 + effective_breadth_w)
    lost_w = metric_loss_w * effective_pressure_w * (1 - effective_breadth_w)
    others_ew = 1 + joint_effort_w * effort_dw[indices.edge_department_e]
    return np.where(leads_e, 1 + gain_w, (1 + gain_w * effective_breadth_w - lost_w) * others_ew)


def production(
    mix_cew: Floats,
    produced_cjw: Floats,
    joint_cw: Floats,
    effective_pressure_w: Floats,
    effective_breadth_w: Floats,
    effort_dw: Floats,
    metric_gain_w: Floats,
    metric_loss_w: Floats,
    joint_effort_w: Floats,
    local_recipe_cew: Floats,
    elasticity_w: Floats,
    recipe_floor: float,
    ratio_floor: float,
    cobb_douglas_band: float,
    indices: Indices,
) -> Production:
    """Contributions combine with constant elasticity: a mix that matches the place's recipe wastes nothing.

    Where targets multiply the work of a pound, the mix and the strength of the output count that work. The account of
    money counts pounds. Source: arrow_chenery_minhas_solow_1961.
    """
    steered_cew = mix_cew * steering(
        effective_pressure_w,
        effective_breadth_w,
        effort_dw,
        metric_gain_w,
        metric_loss_w,
        joint_effort_w,
        indices,
    )
    strength_cjw = ratio(indices.outcome_sum(steered_cew), indices.outcome_sum(mix_cew), otherwise=1.0)
    fit_cjw = production_fit(
        steered_cew,
        local_recipe_cew,
        elasticity_w,
        recipe_floor,
        ratio_floor,
        cobb_douglas_band,
        indices.by_outcome,
    )
    return Production(produced_cjw * fit_cjw, strength_cjw * joint_cw[:, None, :])


def production_fit(
    mix_cew: Floats,
    local_recipe_cew: Floats,
    elasticity_w: Floats,
    recipe_floor: float,
    ratio_floor: float,
    cobb_douglas_band: float,
    by_outcome: Segments,
) -> Floats:
    """Share of an outcome's money that has its effect: 1 where the mix is the recipe, 0 without money.

    Ratios of mix to recipe are floored, so that one absent partner does not undo an outcome, and then rescaled
    by their recipe-weighted mean, so that money is conserved. Money on a contribution that the place does not
    need (up to `recipe_floor` of the outcome) is lost whole.
    Source: arrow_chenery_minhas_solow_1961; the floor is own.
    """
    needed_cew = where_above(local_recipe_cew, recipe_floor)
    weight_cew = where_not_all(needed_cew, local_recipe_cew, 0.0)
    money_cjw = by_outcome.sum(mix_cew, axis=1)
    useful_cjw = money_cjw if needed_cew.all() else by_outcome.sum(mix_cew * needed_cew, axis=1)
    some_cjw = money_cjw + (money_cjw == 0)
    fitting_cew = by_outcome.spread(some_cjw, axis=1)
    fitting_cew *= weight_cew  # the outcome's money, mixed as the recipe
    ratio_cew = where_not_all(needed_cew, mix_cew / where_not_all(needed_cew, fitting_cew, 1.0), 1.0)
    np.clip(ratio_cew, ratio_floor, np.inf, out=ratio_cew)
    arithmetic_cjw = by_outcome.sum(np.multiply(weight_cew, ratio_cew, out=fitting_cew), axis=1)
    exponent_w = 1 - 1 / elasticity_w
    mean_cjw = power_mean(weight_cew, ratio_cew, exponent_w, cobb_douglas_band, by_outcome)
    fit_cjw: Floats = useful_cjw / some_cjw * np.minimum(1.0, mean_cjw / arithmetic_cjw)
    return fit_cjw
