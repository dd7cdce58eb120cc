"""L2: where every outcome is one department's work, a pound for missions does no more under boards than in silos."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.scenario.schema import Scenario
from govsim.validation.arms import at_the_centre
from govsim.validation.finding import Check, Figure, Plan, Reading
from govsim.validation.inspection import Deviation, inspected, reading
from govsim.validation.limits.powerless_boards import with_uncertainties
from govsim.validation.samples import WORLDS, countries, shipped
from govsim.validation.stepping import Snapshot, record

ROUNDING: Final = 1e-12
THOUSANDTH: Final = 1e-3

NOTHING_OF: Final[Mapping[str, float]] = {
    "cross_cutting": 0.0,
    "knowledge_noise": 0.0,
    "recipe_error": 0.0,
    "place_diversity": 0.0,
    "gaming_propensity": 0.0,
    "design_flaws": 0.0,  # boards find them, whichever department does the work
}
SILOED: Final[Mapping[str, Any]] = {
    "board_membership": "none",
    "pooled_funding": 0.0,
    "joint_accountability": 0.0,
    "reporting_retired": 0.0,
}
BOARDS: Final[Mapping[str, Any]] = {
    "board_membership": "contributors",
    "pooled_funding": 0.5,
    "joint_accountability": 0.6,
    "prime_minister_time": 0.7,
}

# Also frozen, because money that moves between departments, outcomes and councils would lose unequal shares there:
NO_FREE_MONEY: Final[Mapping[str, float]] = {"local_discretion": 0.0, "competitive_share": 0.0}


def equally_lossy(scenario: Scenario) -> Scenario:
    """The scenario where all councils and outcomes lose the same share of their money."""
    no_relapse_into_bidding = with_uncertainties(scenario, {"relapse": 0.0})
    bound_money_is_absorbed = {"absorption_base": 0.0}
    return no_relapse_into_bidding.replace(
        constants=bound_money_is_absorbed, levers=NO_FREE_MONEY, starts_from_levers=NO_FREE_MONEY
    )


def boards_of(scenario: Scenario) -> dict[str, Any]:
    """The levers of a scenario that create its boards."""
    return {name: getattr(scenario.levers, name) for name in BOARDS}


def effectiveness(at: Snapshot) -> Floats:
    """Effective money for each pound meant for outcomes, relabelled money counted as meant for them, by world."""
    meant_w = at["edge_money_ew"].sum(0) + at["relabelled_money_dw"].sum(0)
    return np.asarray(at["effective_cjw"].sum((0, 1)) / np.where(meant_w == 0, np.inf, meant_w))


def gains_of_boards(
    scenario: Scenario,
    boards: Mapping[str, Any],
    nothing_of: Mapping[str, float] = NOTHING_OF,
) -> Iterator[tuple[int, Floats]]:
    """The gain in effect of a pound for missions from boards, by quarter and world."""
    silos = with_uncertainties(scenario, nothing_of).replace(levers=SILOED, starts_from_levers=SILOED)
    records = (record(which, WORLDS) for which in (silos, silos.replace(levers=boards)))
    for silo, board in zip(*records, strict=True):
        yield silo.quarter, effectiveness(board) - effectiveness(silo)


@inspected
def boards_gain_nothing(
    scenario: Scenario,
    boards: Mapping[str, Any] = BOARDS,
    allowed: float = ROUNDING,
) -> Iterator[Deviation]:
    """Boards never gain without cross-cutting work, noise, error, diversity, gaming or flaws of design.

    Exact to rounding where the scenario is `equally_lossy`. Elsewhere money also moves between councils with unequal
    losses, which is no effect of boards, so the tolerance may be a thousandth of a pound.
    """
    for quarter, gain_w in gains_of_boards(scenario, boards):
        yield Deviation(f"quarter {quarter}", max(0.0, float(gain_w.max())), allowed)


def examine(plan: Plan) -> Reading:
    """Try boards in random and shipped countries whose problems do not cut across; report their losses."""
    inspections = [
        (scenario.name, boards_gain_nothing(equally_lossy(scenario), boards_of(scenario)))
        for scenario in countries(plan, 6, reforms=False, additions=False)
    ]
    siloed, classroom = shipped("siloed", "classroom_small", horizon=12)
    siloed = at_the_centre(siloed)
    for scenario in (siloed, classroom):
        inspections += [
            (scenario.name, boards_gain_nothing(equally_lossy(scenario))),
            (f"{scenario.name}, unequal losses", boards_gain_nothing(scenario, BOARDS, THOUSANDTH)),
        ]
    *_, (_, gained_w) = gains_of_boards(siloed, BOARDS)
    unit = "effective pounds a pound for missions"
    read = reading(
        inspections,
        "largest gain from boards",
        "quarters compared",
        unit,
        more="Where councils lose unequal shares a thousandth of a pound is allowed for.",
    )
    loss = Figure("what boards lose in siloed after three years", -float(gained_w.mean()), unit=unit)
    return replace(read, figures=(*read.figures, loss))


CHECK: Final = Check(
    "L2",
    "limit",
    "Without cross-cutting work boards bring nothing: a pound for missions does no more than in silos",
    source="gulick_1937 for departments as the division of work; the limit is own",
    refuted_by=(
        "with cross-cutting work, noise, error, diversity, gaming and flaws of design at 0 a pound for missions does "
        "more under boards"
    ),
    examine=examine,
)
