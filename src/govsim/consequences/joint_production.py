"""Whether a mission's engines of change must move together: accountability, partners, and engagement."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from govsim.arrays import Floats, mean, ratio, total
from govsim.world.indices import Indices


class JointProduction(NamedTuple):
    """The effect of money that is left where engines run apart, and the level of each engine at the start."""

    joint_cw: Floats
    first_engines_gcw: Floats


def joint_production(
    first_engines_gcw: Floats,
    edge_power_ew: Floats,
    recipe_ew: Floats,
    partnership_cw: Floats,
    effective_control_w: Floats,
    engagement_kw: Floats,
    social_capital_kw: Floats,
    joint_complementarity_w: Floats,
    joint_loss: float,
    ratio_floor: float,
    cobb_douglas_band: float,
    production_rule: str,
    quarter: int,
    indices: Indices,
) -> JointProduction:
    """Under the rule `joint` money loses effect as far as engines of change run further apart than their mean.

    Engines are the pull of boards on departments that do not lead, partnership in places, and discretion with
    engagement. Each counts from where it stood at the start, so no arrangement is the weakest link by definition.
    Returns shares, shape (council, world), and engines, shape (engine, council, world).
    Source: milgrom_roberts_1990, kremer_1993; the form is own. Mixed evidence: ennen_richter_2010.
    """
    if production_rule == "separable":
        return JointProduction(np.ones_like(partnership_cw), first_engines_gcw.copy())
    others_ew = recipe_ew * ~indices.edge_leads_e[:, None]
    pull_w = ratio(total(others_ew * edge_power_ew), total(others_ew))
    engaged_cw = indices.council_mean(np.minimum(1.0, ratio(engagement_kw, social_capital_kw)))
    engines_gcw = np.stack(
        [
            np.broadcast_to(pull_w, partnership_cw.shape),
            partnership_cw,
            ((1 - effective_control_w) + engaged_cw) / 2,
        ]
    )
    if quarter < 0:
        return JointProduction(np.ones_like(partnership_cw), engines_gcw)
    risen_gcw = ratio(engines_gcw - first_engines_gcw, 1 - first_engines_gcw)
    running_gcw = np.maximum(0.0, risen_gcw) + ratio_floor
    apart_cw = mean(running_gcw) - equal_power_mean(running_gcw, joint_complementarity_w, cobb_douglas_band)
    return JointProduction(np.exp(-joint_loss * np.maximum(0.0, apart_cw)), first_engines_gcw.copy())


def equal_power_mean(values_gcw: Floats, exponent_w: Floats, band: float) -> Floats:
    """Constant-elasticity mean of positive values with equal weights; geometric within `band` of exponent 0.

    Source: arrow_chenery_minhas_solow_1961.
    """
    geometric_w = np.abs(exponent_w) < band
    safe_w = np.where(geometric_w, 1.0, exponent_w)
    logarithm_gcw = np.log(values_gcw)
    mean_cw = np.exp(np.log(mean(np.exp(safe_w * logarithm_gcw))) / safe_w)
    return np.where(geometric_w, np.exp(mean(logarithm_gcw)), mean_cw)
