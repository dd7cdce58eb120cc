"""Mechanisms: each must move its outcome by more than a threshold. A new one is a line of CHECKS."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.measures.catalogue import MEASURES
from govsim.runs.run import Run
from govsim.scenario.load import load_scenario
from govsim.simulation import QUARTER, Phases
from govsim.validation.arms import run_arms
from govsim.validation.finding import Check, Figure, Plan, Reading, beyond, both, estimated, share_of_worlds
from govsim.validation.phases import altered, moved_from_start, quarter_with
from govsim.validation.wording import lever_words
from govsim.words.names import arrangement_words

BASES: Final = ("siloed", "mission_led")
OFTEN: Final = 0.2  # share of worlds in which a lever has to matter
EACH_WAY: Final = 0.05  # share of worlds in which it has to gain, and in which it has to harm
SPREAD_WORLDS: Final = 64
WITHOUT_CAUSES_OF_TRUST: Final[dict[str, Any]] = {
    "uncertainties": {"gaming_propensity": 0.0, "crisis_rate": 0.0},
    "constants": {"council_drift": 0.0, "community_drift": 0.0},
}


def siloed(plan: Plan, phases: Phases = QUARTER, **changes: Any) -> Run:
    """Run siloed government with changes to its scenario or quarter, in the worlds of a plan."""
    return run_arms([load_scenario("siloed").replace(**changes)], plan, phases)[0]


# --- moved both ways ------------------------------------------------------------------------------------------


def decides(before: Mapping[str, Any], after: Mapping[str, Any], plan: Plan) -> Reading:
    """From every base: shares of worlds in which public value moves by its smallest effect, up and down."""
    figures: list[Figure] = []
    for base in BASES:
        arms = [load_scenario(base).replace(**changes) for changes in (before, after)]
        first, second = (run.at_end("public_value") for run in run_arms(arms, plan))
        figures += shares(second - first, MEASURES["public_value"].smallest_effect, arrangement_words(base))
    lines = (OFTEN, EACH_WAY, EACH_WAY) * len(BASES)
    return Reading(tuple(figures), both(*map(beyond, figures, lines)))


def shares(gain_w: Floats, smallest: float, base: str) -> tuple[Figure, Figure, Figure]:
    """The shares of worlds with a move of at least the smallest effect: either way, up, and down."""
    return (
        share_of_worlds(f"from {base}, moved", np.abs(gain_w) >= smallest),
        share_of_worlds(f"from {base}, up", gain_w >= smallest),
        share_of_worlds(f"from {base}, down", gain_w <= -smallest),
    )


def lever_decides(key: str, lever: str) -> Check:
    """The check that a lever from none to all matters often, and either way."""
    return Check(
        key,
        "mechanism",
        f"{lever_words(lever)} from 0 to 1 matters, and either way",
        source="own",
        refuted_by=f"public value moves by a smallest effect in no more than {OFTEN:.0%} of worlds, or in less than "
        f"{EACH_WAY:.0%} of them up or down, from {' or '.join(BASES).replace('_', '-')}",
        examine=partial(decides, {"levers": {lever: 0.0}}, {"levers": {lever: 1.0}}),
    )


# --- spread, level and direction ------------------------------------------------------------------------------


def spread_of_trust(least: float, most_without: float, plan: Plan) -> Reading:
    """Spread of trust between worlds of siloed government, with and without its causes."""
    few = plan.at_most(SPREAD_WORLDS)
    whole, without = siloed(few).at_end("trust"), siloed(few, **WITHOUT_CAUSES_OF_TRUST).at_end("trust")
    figures = (_deviation("between worlds", whole), _deviation("without its causes", without))
    return Reading(figures, both(beyond(figures[0], least), beyond(figures[1], most_without, above=False)))


def _deviation(label: str, values_w: Floats) -> Figure:
    """The standard deviation over worlds; no interval, since the line was set for a number of worlds."""
    return Figure(f"standard deviation {label}", float(np.std(values_w, ddof=1)), unit="share")


def hidden(share: float) -> Phases:
    """The quarter in which councils hide a fixed share of need from quarter 0 on."""

    def instead(settled: Any, seen: Mapping[str, Any]) -> Any:
        return np.full_like(settled, share) if seen["quarter"] >= 0 else settled

    return quarter_with("council_gaming", lambda decision: altered(decision, instead, ("quarter",)))


def hiding_costs_trust(share: float, line: float, plan: Plan) -> Reading:
    """Trust after ten years in which a share of need is hidden, against none."""
    few = plan.at_most(SPREAD_WORLDS)
    openly, hiding = (siloed(few, hidden(hidden_share)).at_end("trust") for hidden_share in (0.0, share))
    figure = estimated("trust lost", openly - hiding, "share")
    return Reading((figure,), beyond(figure, line))


def is_its_own_best(name: str, values: Sequence[float], plan: Plan) -> Reading:
    """Public value of siloed government with another value of one number from quarter 0 on; the warm-up stays."""
    smallest = MEASURES["public_value"].smallest_effect
    shipped = getattr(load_scenario("siloed").constants, name)
    base = siloed(plan).at_end("public_value")
    figures = tuple(
        estimated(
            f"{name} {shipped:g} to {value:g}",
            siloed(plan, moved_from_start(name, value)).at_end("public_value") - base,
            "units",
        )
        for value in values
    )
    notes = (
        "This is no merit of siloed government: the exchange rate of public value was measured inside it, so its own "
        "split of money is the best by that rate. Volume spent on outcomes is judged by the same rate."
    )
    return Reading(figures, both(*(beyond(figure, smallest, above=False) for figure in figures)), notes=notes)


def _check(
    key: str, title: str, refuted_by: str, examine: Callable[..., Reading], *given: Any, arms: int = 4
) -> Check:
    return Check(
        key,
        "mechanism",
        title,
        source="own",
        refuted_by=refuted_by,
        examine=partial(examine, *given),
        arms=arms,
    )


CHECKS: Final = (
    lever_decides("M1", "goal_breadth"),
    lever_decides("M2", "target_pressure"),
    _check(
        "M3",
        "Trust differs between worlds, and does not without gaming, crises and drift",
        "its standard deviation over 64 worlds is below .05, or is .01 or more without what should move it",
        spread_of_trust,
        0.05,
        0.01,
    ),
    _check(
        "M4",
        "Half of need hidden for ten years lowers trust",
        "it falls by less than .10",
        hiding_costs_trust,
        0.5,
        0.10,
    ),
    _check(
        "M5",
        "Siloed government's own split of money is the best by the rate that judges it",
        "public value rises by a smallest effect when what departments have at stake in core services is moved",
        is_its_own_best,
        "core_stake",
        (0.15, 0.25, 0.4, 0.5),
        arms=6,
    ),
)
