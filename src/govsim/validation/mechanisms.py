"""Mechanisms: lines that each has to pass for what it is there to decide. To add one, add an entry to CHECKS."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.measures.catalogue import MEASURES
from govsim.runs.run import Run
from govsim.runs.simulate import finished, simulating
from govsim.scenario.constants import Constants
from govsim.scenario.load import load_scenario
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.simulation import QUARTER, Decision, Phases
from govsim.validation.finding import Check, Figure, Plan, Reading, beyond, both, estimated, share_of_worlds
from govsim.validation.phases import altered_decision, moved_from_start
from govsim.validation.wording import lever_words
from govsim.words.settings import setting_words

BASES: Final = ("siloed", "mission_led")
OFTEN: Final = 0.2  # share of worlds in which a lever has to matter
EACH_WAY: Final = 0.05  # share of worlds in which it has to gain, and in which it has to harm
SPREAD_WORLDS: Final = 64


@dataclass(frozen=True)
class Arm:
    """One side of a comparison: a shipped arrangement, what its scenario says besides, how its quarter goes."""

    base: str
    changes: Mapping[str, Any]
    phases: Phases = QUARTER

    def run(self, plan: Plan) -> Run:
        """It in the worlds of a plan."""
        scenario = load_scenario(self.base).replace(**self.changes)
        return finished(simulating([scenario], plan.worlds, plan.seed, phases=self.phases))[0]


def with_numbers(**numbers: float) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What a scenario says to have some numbers, be they assumptions or constants, and those the model lacks."""
    changes: dict[str, Any] = {"uncertainties": {}, "constants": {}}
    missing = []
    for name, value in numbers.items():
        if name in UNCERTAINTIES:
            changes["uncertainties"][name] = value
        elif name in Constants.model_fields:
            changes["constants"][name] = value
        else:
            missing.append(name)
    return changes, tuple(missing)


# --- moved both ways ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Move:
    """What is moved from some bases, the measure that it is to move, and from which difference on that counts."""

    name: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    bases: tuple[str, ...] = BASES
    measure: str = "public_value"
    often: float = OFTEN
    each_way: float = EACH_WAY


def decides(move: Move, plan: Plan) -> Reading:
    """From every base: shares of worlds in which the measure moves by its smallest effect, up and down."""
    smallest = MEASURES[move.measure].smallest_effect
    figures: list[Figure] = []
    answers: list[bool | None] = []
    for base in move.bases:
        scenario = load_scenario(base)
        arms = [
            scenario.replace(name=f"{base} {word}", **changes)
            for word, changes in (("before", move.before), ("after", move.after))
        ]
        first, second = (
            run.at_end(move.measure) for run in finished(simulating(arms, plan.worlds, plan.seed))
        )
        three = shares(second - first, smallest, base.replace("_", " "))
        figures += three
        answers += [
            beyond(figure, line)
            for figure, line in zip(three, (move.often, move.each_way, move.each_way), strict=True)
        ]
    return Reading(tuple(figures), both(*answers))


def shares(gain_w: Floats, smallest: float, base: str) -> tuple[Figure, Figure, Figure]:
    """In how many worlds something moves by its smallest effect or more, up, and down."""
    return (
        share_of_worlds(f"from {base}, moved", np.abs(gain_w) >= smallest),
        share_of_worlds(f"from {base}, up", gain_w >= smallest),
        share_of_worlds(f"from {base}, down", gain_w <= -smallest),
    )


def lever_decides(key: str, lever: str, before: float = 0.0, after: float = 1.0) -> Check:
    """An entry: a lever from one setting to another matters often, and either way."""
    move = Move(lever, {"levers": {lever: before}}, {"levers": {lever: after}})
    return Check(
        key,
        "mechanism",
        f"{lever_words(lever)} from {setting_words(before)} to {setting_words(after)} matters, and either way",
        "own",
        f"public value moves by a smallest effect in no more than {OFTEN:.0%} of worlds, or in less than "
        f"{EACH_WAY:.0%} of them up or down, from {' or '.join(BASES).replace('_', '-')}",
        partial(decides, move),
        arms=4,
    )


# --- spread, level and direction ------------------------------------------------------------------------------


def spread_of_trust(off: Mapping[str, float], least: float, most_without: float, plan: Plan) -> Reading:
    """How far trust differs between worlds of siloed government, with and without what should make it differ."""
    few = Plan(min(plan.worlds, SPREAD_WORLDS), plan.seed)
    changes, missing = with_numbers(**off)
    whole, without = (Arm("siloed", also).run(few).at_end("trust") for also in ({}, changes))
    figures = (_deviation("between worlds", whole), _deviation("without its causes", without))
    notes = f"The model has no {', '.join(missing)} to be switched off." if missing else ""
    return Reading(
        figures, both(beyond(figures[0], least), beyond(figures[1], most_without, above=False)), notes=notes
    )


def _deviation(label: str, values_w: Floats) -> Figure:
    """The standard deviation over worlds; no interval, since the line was set for a number of worlds."""
    return Figure(f"standard deviation {label}", float(np.std(values_w, ddof=1)), unit="share")


def hidden(share: float) -> Phases:
    """The quarter in which councils hide a share of need from quarter 0 on, whatever they would choose."""

    def instead(settled: Any, seen: Mapping[str, Any]) -> Any:
        return np.full_like(settled, share) if seen["quarter"] >= 0 else settled

    return tuple(
        altered_decision(phase, instead, ("quarter",))
        if isinstance(phase, Decision) and phase.name == "council_gaming"
        else phase
        for phase in QUARTER
    )


def hiding_costs_trust(share: float, line: float, plan: Plan) -> Reading:
    """Trust after ten years in which a share of need is hidden, against none."""
    few = plan.at_most(SPREAD_WORLDS)
    open_run, hiding = (Arm("siloed", {}, hidden(hidden_share)).run(few) for hidden_share in (0.0, share))
    figure = estimated("trust lost", open_run.at_end("trust") - hiding.at_end("trust"), "share")
    return Reading((figure,), beyond(figure, line))


def is_its_own_best(name: str, values: Sequence[float], plan: Plan) -> Reading:
    """Public value of siloed government when one number is moved from quarter 0 on; the warm-up stays."""
    smallest = MEASURES["public_value"].smallest_effect
    shipped = getattr(load_scenario("siloed").constants, name)
    base = Arm("siloed", {}).run(plan).at_end("public_value")
    figures = tuple(
        estimated(
            f"{name} {shipped:g} to {value:g}",
            Arm("siloed", {}, moved_from_start(name, value)).run(plan).at_end("public_value") - base,
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
    return Check(key, "mechanism", title, "own", refuted_by, partial(examine, *given), arms=arms)


_CAUSES_OF_TRUST: Final = {
    "gaming_propensity": 0.0,
    "crisis_rate": 0.0,
    "council_drift": 0.0,
    "community_drift": 0.0,
}

CHECKS: Final = (
    lever_decides("M1", "goal_breadth"),
    lever_decides("M2", "target_pressure"),
    _check(
        "M3",
        "Trust differs between worlds, and does not without gaming, crises and drift",
        "its standard deviation over 64 worlds is below .05, or is .01 or more without what should move it",
        spread_of_trust,
        _CAUSES_OF_TRUST,
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
