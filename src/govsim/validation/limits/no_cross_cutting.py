"""L2: where every outcome is one department's work, a pound for missions does no more under boards than in silos."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.scenario.schema import Scenario
from govsim.simulation import QUARTER, Phases
from govsim.validation.finding import Check, Figure, Plan, Reading
from govsim.validation.inspection import Deviation, Inspection, inspect, reading
from govsim.validation.limits.powerless_boards import with_uncertainties
from govsim.validation.samples import countries, shipped
from govsim.validation.stepping import Snapshot, record

REPLICATES: Final = (0, 1, 2)
ROUNDING: Final = 1e-12
THOUSANDTH: Final = 1e-3

NOTHING_OF: Final[Mapping[str, float]] = dict.fromkeys(
    (
        *("cross_cutting", "knowledge_noise", "recipe_error", "place_diversity", "gaming_propensity"),
        "design_flaws",  # boards find them, whichever department does the work
    ),
    0.0,
)
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

# Held besides, where money that moves between departments, outcomes and councils would lose unequal shares there:
NO_FREE_MONEY: Final[Mapping[str, float]] = {"local_discretion": 0.0, "competitive_share": 0.0}
BOUND_MONEY_IS_ABSORBED: Final[Mapping[str, float]] = {"absorption_base": 0.0}
NO_RELAPSE_INTO_BIDDING: Final[Mapping[str, float]] = {"relapse": 0.0}


def equally_lossy(scenario: Scenario) -> Scenario:
    """The scenario where all councils and outcomes lose the same share of their money."""
    held = with_uncertainties(scenario, NO_RELAPSE_INTO_BIDDING)
    return held.replace(
        constants=BOUND_MONEY_IS_ABSORBED, levers=NO_FREE_MONEY, starts_from_levers=NO_FREE_MONEY
    )


def boards_of(scenario: Scenario) -> dict[str, Any]:
    """The levers of a scenario that make its boards."""
    return {name: getattr(scenario.levers, name) for name in BOARDS}


def effectiveness(at: Snapshot) -> Floats:
    """Effective money for each pound meant for outcomes, relabelled money counted as meant for them, by world."""
    meant_w = at["edge_money_ew"].sum(0) + at["relabelled_money_dw"].sum(0)
    return np.asarray(at["effective_cjw"].sum((0, 1)) / np.where(meant_w == 0, np.inf, meant_w))


def gains_of_boards(
    scenario: Scenario,
    boards: Mapping[str, Any],
    nothing_of: Mapping[str, float] = NOTHING_OF,
    phases: Phases = QUARTER,
) -> Iterator[tuple[int, Floats]]:
    """By quarter, what a pound for missions does more under boards than in silos, by world."""
    silos = with_uncertainties(scenario, nothing_of).replace(levers=SILOED, starts_from_levers=SILOED)
    records = (record(which, REPLICATES, phases=phases) for which in (silos, silos.replace(levers=boards)))
    for silo, board in zip(*records, strict=True):
        yield silo.quarter, effectiveness(board) - effectiveness(silo)


def boards_gain_nothing(
    scenario: Scenario,
    boards: Mapping[str, Any] = BOARDS,
    allowed: float = ROUNDING,
    phases: Phases = QUARTER,
) -> Inspection:
    """Boards never gain without cross-cutting work, noise, error, diversity, gaming or flaws of design.

    Exact to rounding where the scenario is `equally_lossy`; elsewhere money also moves between councils that
    lose unequal shares, which is no effect of boards, so that a thousandth of a pound may be allowed.
    """
    return inspect(
        Deviation(f"quarter {quarter}", max(0.0, float(gain_w.max())), allowed)
        for quarter, gain_w in gains_of_boards(scenario, boards, phases=phases)
    )


def examine(plan: Plan) -> Reading:
    """Boards of random countries and of shipped ones; what they lose is shown too."""
    inspections = [
        (scenario.name, boards_gain_nothing(equally_lossy(scenario), boards_of(scenario)))
        for scenario in countries(plan, 6, reforms=False, additions=False)
    ]
    shown = [
        scenario.replace(uncertainties={"worlds": "alike"}) for scenario in shipped("siloed", horizon=12)
    ]
    for scenario in (*shown, *shipped("classroom_small", horizon=12)):
        inspections.append((scenario.name, boards_gain_nothing(equally_lossy(scenario))))
        inspections.append(
            (f"{scenario.name}, unequal losses", boards_gain_nothing(scenario, BOARDS, THOUSANDTH))
        )
    *_, (_, lost_w) = gains_of_boards(shown[0], BOARDS)
    read = reading(
        inspections,
        "largest gain from boards",
        "quarters compared",
        "effective pounds a pound for missions",
        more="Where councils lose unequal shares a thousandth of a pound is allowed for.",
    )
    loss = Figure(
        "what boards lose in siloed after three years", -float(lost_w.mean()), unit=read.figures[0].unit
    )
    return Reading((*read.figures, loss), read.agrees, notes=read.notes)


CHECK: Final = Check(
    "L2",
    "limit",
    "Without cross-cutting work boards bring nothing: a pound for missions does no more than in silos",
    "gulick_1937 for departments as the division of work; the limit is own",
    "with cross-cutting work, noise, error, diversity, gaming and flaws of design at 0 a pound for missions does more "
    "under boards",
    examine,
)
