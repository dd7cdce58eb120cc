"""The pound's journey: where each pound of the quarter's budget ends."""

from __future__ import annotations

from govsim.arrays import Floats, grand_total, ratio, total
from govsim.measures.measure import Measure
from govsim.world.indices import Indices
from govsim.world.pound import ENDS, LOCAL_LOSSES

CATEGORIES: dict[str, str] = {key: end.label for key, end in ENDS.items()}


def pound_journey(
    core_money_dw: Floats,
    relabelled_money_dw: Floats,
    edge_money_ew: Floats,
    delivery_dw: Floats,
    awaiting_w: Floats,
    flawed_w: Floats,
    unplaced_w: Floats,
    losses_xcjw: Floats,
    produced_cjw: Floats,
    effective_cjw: Floats,
    indices: Indices,
) -> dict[str, Floats]:
    """Shares of the quarter's budget by category, each of shape (world,); they sum to 1. Source: own."""
    handled_dw = core_money_dw + relabelled_money_dw + indices.department_sum(edge_money_ew)
    lost_xw = total(losses_xcjw.reshape(len(LOCAL_LOSSES), -1, losses_xcjw.shape[-1]), axis=1)
    journey = dict(zip(LOCAL_LOSSES, lost_xw, strict=True))
    journey["core_services"] = total(core_money_dw * delivery_dw)
    journey["relabelled"] = total(relabelled_money_dw * delivery_dw)
    journey["central_overhead"] = total(handled_dw * (1 - delivery_dw))
    journey["awaiting"] = awaiting_w
    journey["flawed"] = flawed_w
    journey["late"] = journey["late"] + unplaced_w
    journey["misfit"] = grand_total(produced_cjw - effective_cjw)
    journey["effective"] = grand_total(effective_cjw)
    return {name: journey[name] for name in CATEGORIES}


def outcome_money(edge_money_ew: Floats) -> Floats:
    """Share of the budget that goes to outcomes, less money relabelled to core services, shape (world,).

    Source: own.
    """
    return total(edge_money_ew)


def effectiveness(effective_cjw: Floats, edge_money_ew: Floats) -> Floats:
    """Effective money for each pound that goes to outcomes, shape (world,). Source: own."""
    return ratio(grand_total(effective_cjw), outcome_money(edge_money_ew))


MEASURES = (
    Measure(
        effectiveness,
        "Effective per pound for outcomes",
        "share",
        "effective money for each pound that goes to outcomes",
        better=1,
        smallest_effect=0.01,
    ),
    Measure(
        outcome_money,
        "Money for outcomes",
        "share of the budget",
        "money that goes to outcomes, less what is relabelled to core services",
        smallest_effect=0.01,
    ),
)
