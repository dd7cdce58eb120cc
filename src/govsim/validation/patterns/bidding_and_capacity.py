"""P5: where money is won by bidding it follows capacity; where none is, it follows need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from govsim.arrays import Floats, mean, standardised, total
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.validation.arms import few_worlds, final_worlds, random_arms
from govsim.validation.finding import Check, Figure, Plan, Reading, beside_nulls, beyond, both, estimated
from govsim.world.build import World

USUAL: Final = 0.33
NO_RELAPSE: Final = {"relapse": 0.0}  # under pressure bidding comes back, and none would not be none


def partial_correlation(first: Floats, second: Floats, held: Floats) -> Floats:
    """Partial correlation of two things over councils, given a third; all (council, world), the result (world,)."""
    one, two, three = standardised(first), standardised(second), standardised(held)
    r12, r13, r23 = mean(one * two), mean(one * three), mean(two * three)
    return (r12 - r13 * r23) / np.sqrt((1 - r13**2) * (1 - r23**2))


def pulls(world: World) -> tuple[Floats, Floats]:
    """Partial correlations of grant per head with capacity, given need, and with need, given capacity; (world,)."""
    head_cw = total(world["grant_cjw"], axis=1) / world.indices.population_c[:, None]
    need_cw = mean(world.indices.council_mean(world["need_kjw"]), axis=1)
    capacity_cw = world["capacity_cw"]
    return (
        partial_correlation(head_cw, capacity_cw, need_cw),
        partial_correlation(head_cw, need_cw, capacity_cw),
    )


def _figures(bases: Sequence[Scenario], plan: Plan) -> list[Figure]:
    figures = []
    for share, label in ((USUAL, f"at a competitive share of {USUAL}"), (0.0, "without competition")):
        worlds = final_worlds([base.replace(levers={"competitive_share": share}) for base in bases], plan)
        excess = np.concatenate([np.subtract(*pulls(world)) for world in worlds])
        figures.append(estimated(f"capacity's pull less need's, {label}", excess, "partial correlation"))
    return figures


def examine(plan: Plan) -> Reading:
    """Run siloed government with a third of grants won by bidding, and with none."""
    base = load_scenario("siloed").replace(uncertainties=NO_RELAPSE)
    blind = base.replace(constants={"bid_capacity": 0.0})
    return beside_nulls(
        lambda with_bids, without: both(beyond(with_bids, 0.0), beyond(without, 0.0, above=False)),
        _figures([base], plan.at_most(100)),
        off=("capacity does not help a bid", _figures([blind], plan.at_most(60))),
        random=(
            "levers at random, bidding apart",
            _figures(random_arms(base, plan, 12), few_worlds(plan)),
        ),
        notes="Over councils in the last quarter, given the other of the two; without relapse into bidding.",
    )


CHECK: Final = Check(
    "P5",
    "pattern",
    "Won money follows capacity, formula money follows need",
    source="lga_2020",
    refuted_by=(
        "with bidding, grant a head goes with need at least as much as with capacity; or without it, with capacity"
    ),
    examine=examine,
    observed=(
        "about a third of grants, by number, awarded by competition (verified); that capacity outweighs need is the "
        "councils' complaint, not a measurement (recalled)"
    ),
    use="held out",
)
