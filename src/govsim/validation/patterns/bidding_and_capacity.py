"""P5: where money is won by bidding it follows capacity; where none is, it follows need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from govsim.arrays import Floats, mean, standardised, total
from govsim.scenario.schema import Scenario
from govsim.validation.arms import arm, few_worlds, final_worlds, random_arms
from govsim.validation.finding import Check, Figure, Null, Plan, Reading, beyond, both, estimated
from govsim.world.build import World

USUAL: Final = 0.33
NO_RELAPSE: Final = {"relapse": 0.0}  # under pressure bidding comes back, and none would not be none


def partial_correlation(first: Floats, second: Floats, held: Floats) -> Floats:
    """Correlation of two things over councils with a third held fixed; all (council, world), the result (world,)."""
    one, two, three = standardised(first), standardised(second), standardised(held)
    r12, r13, r23 = mean(one * two), mean(one * three), mean(two * three)
    return (r12 - r13 * r23) / np.sqrt((1 - r13**2) * (1 - r23**2))


def pulls(world: World) -> tuple[Floats, Floats]:
    """How grant a head goes with capacity, need held fixed, and with need, capacity held fixed; each (world,)."""
    head_cw = total(world["grant_cjw"], axis=1) / world.indices.population_c[:, None]
    need_cw = mean(world.indices.council_mean(world["need_kjw"]), axis=1)
    capacity_cw = world["capacity_cw"]
    return (
        partial_correlation(head_cw, capacity_cw, need_cw),
        partial_correlation(head_cw, need_cw, capacity_cw),
    )


def _figures(with_bids: Sequence[World], without: Sequence[World]) -> tuple[Figure, Figure]:
    figures = []
    for label, worlds in (
        (f"at a competitive share of {USUAL}", with_bids),
        ("without competition", without),
    ):
        excess = np.concatenate([capacity_w - need_w for capacity_w, need_w in map(pulls, worlds)])
        figures.append(estimated(f"capacity's pull less need's, {label}", excess, "partial correlation"))
    return figures[0], figures[1]


def _agrees(with_bids: Figure, without: Figure) -> bool | None:
    return both(beyond(with_bids, 0.0), beyond(without, 0.0, above=False))


def _pair(base: Scenario) -> list[Scenario]:
    return [
        base.replace(name=f"{base.name} {share}", levers={"competitive_share": share})
        for share in (USUAL, 0.0)
    ]


def examine(plan: Plan) -> Reading:
    """Siloed government with a third of grants won by bidding, and with none."""
    base = arm("siloed", "bids", uncertainties=NO_RELAPSE)
    blind = base.replace(name="blind", constants={"bid_capacity": 0.0})
    with_bids, without = final_worlds(_pair(base), plan.at_most(100))
    off_with, off_without = final_worlds(_pair(blind), plan.at_most(60))
    chance = final_worlds([one for a in random_arms(base, plan, 12) for one in _pair(a)], few_worlds(plan))
    main, off = _figures([with_bids], [without]), _figures([off_with], [off_without])
    random = _figures(chance[::2], chance[1::2])
    return Reading(
        main,
        _agrees(*main),
        (
            Null("capacity does not help a bid", "mechanism", off, _agrees(*off)),
            Null("levers at random, bidding apart", "arrangement", random, _agrees(*random)),
        ),
        notes="Over councils in the last quarter, the other of the two held fixed; without relapse into bidding.",
    )


CHECK: Final = Check(
    "P5",
    "pattern",
    "Won money follows capacity, formula money follows need",
    "lga_2020",
    "with bidding, grant a head goes with need at least as much as with capacity; or without it, with capacity",
    examine,
    observed=(
        "about a third of grants, by number, awarded by competition (verified); that capacity outweighs need is the "
        "councils' complaint, not a measurement (recalled)"
    ),
    use="held out",
)
