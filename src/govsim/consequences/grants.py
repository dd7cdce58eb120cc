"""Money reaches places: formula grants and won bids, along the edges by which departments fund services."""

from __future__ import annotations

from typing import NamedTuple

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
    formula_ew, won_ew = (1 - effective_bidding_w) * placeable_ew, effective_bidding_w * placeable_ew
    by_formula = placed(placing_cjw, formula_ew, indices)
    by_bid = placed(wins_cjw * indices.population_c[:, None, None], won_ew, indices)
    return Grants(
        by_formula.money_cew,
        by_bid.money_cew,
        by_formula.money_cjw + by_bid.money_cjw,
        total(by_formula.unplaced_ew + by_bid.unplaced_ew),
    )


class Placed(NamedTuple):
    """Money by council and contribution, by council and outcome, and what no council can receive."""

    money_cew: Floats
    money_cjw: Floats
    unplaced_ew: Floats


def placed(weight_cjw: Floats, money_ew: Floats, indices: Indices) -> Placed:
    """Money goes to councils in proportion to weights, where a department funds a council's services.

    Source: own: arithmetic.
    """
    by_outcome = indices.by_outcome
    if indices.all_funded:  # each council has the same share of all contributions to an outcome
        sum_jw = total(weight_cjw)
        share_cjw = ratio(weight_cjw, sum_jw)
        money_cew = by_outcome.spread(share_cjw, axis=1)
        money_cew *= money_ew
        money_cjw = share_cjw
        money_cjw *= by_outcome.sum(money_ew)
        return Placed(money_cew, money_cjw, money_ew * by_outcome.spread(sum_jw == 0))
    weight_cew = by_outcome.spread(weight_cjw, axis=1) * indices.funds_ce[:, :, None]
    sum_ew = total(weight_cew)
    money_cew = weight_cew * ratio(money_ew, sum_ew)
    return Placed(money_cew, by_outcome.sum(money_cew, axis=1), money_ew * (sum_ew == 0))
