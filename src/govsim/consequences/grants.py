"""Money reaches places: formula grants and won bids, along the edges by which departments fund services."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from govsim.arrays import Floats, ratio, total
from govsim.world.indices import Indices


class Grants(NamedTuple):
    """Grants by council and contribution; what no council can receive is unplaced."""

    formula_cew: Floats
    won_cew: Floats
    grant_cjw: Floats
    unplaced_w: Floats


def grants(
    placeable_ew: Floats, placing_cjw: Floats, wins_cjw: Floats, effective_bidding_w: Floats, indices: Indices
) -> Grants:
    """The money of a contribution goes to the services of its department, by formula and by competition.

    Source: own.
    """
    spread = indices.by_outcome.spread
    funds_ce = indices.funds_cd[:, indices.edge_department_e][:, :, None]
    formula_weight_cew = spread(placing_cjw, axis=1)
    won_weight_cew = spread(wins_cjw * indices.population_c[:, None, None], axis=1)
    if not funds_ce.all():
        formula_weight_cew, won_weight_cew = formula_weight_cew * funds_ce, won_weight_cew * funds_ce
    formula_ew = (1 - effective_bidding_w) * placeable_ew
    won_ew = effective_bidding_w * placeable_ew
    formula_sum_ew, won_sum_ew = total(formula_weight_cew), total(won_weight_cew)
    formula_cew = np.multiply(formula_weight_cew, ratio(formula_ew, formula_sum_ew), out=formula_weight_cew)
    won_cew = np.multiply(won_weight_cew, ratio(won_ew, won_sum_ew), out=won_weight_cew)
    unplaced_ew = formula_ew * (formula_sum_ew == 0) + won_ew * (won_sum_ew == 0)
    grant_cjw = indices.by_outcome.sum(formula_cew + won_cew, axis=1)
    return Grants(formula_cew, won_cew, grant_cjw, total(unplaced_ew))
