"""What analysis reads of an experiment, and what it compares: scenarios, rows of the design, or both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from govsim.arrays import Floats
from govsim.errors import InputError, Problem, nearest
from govsim.experiments.chunk import Failure
from govsim.experiments.designs import Row
from govsim.experiments.factors import Factor
from govsim.experiments.moved import Value
from govsim.experiments.outcomes import ALONG, AVERAGE, shown_as
from govsim.experiments.plan import Plan
from govsim.statistics.rounding import beyond_rounding
from govsim.words.names import arrangement_words, uncapitalised

if TYPE_CHECKING:
    from govsim.experiments.stopping import Stage

SAMPLES: Final = ("latin_hypercube", "sobol", "morris")  # designs whose rows are worlds, not arms


class Found(Protocol):
    """What analysis asks of results: what was planned, and outcomes by row, scenario and replicate."""

    @property
    def folder(self) -> Path:
        """Where they are kept."""

    @property
    def plan(self) -> Plan:
        """What was planned."""

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What made them."""

    @property
    def replicates(self) -> int:
        """How many replicates are complete."""

    @property
    def is_complete(self) -> bool:
        """Whether everything that was asked for is there."""

    @property
    def stages(self) -> tuple[Stage, ...]:
        """What a stopping rule decided, block by block; nothing where there is none."""

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Runs that came to nothing."""

    @property
    def reused(self) -> Mapping[str, int]:
        """How many runs were read in folders beside this one, by the names of those."""

    def outcome(self, name: str) -> Floats:
        """An outcome, (row, arm, replicate), NaN for a failed run."""

    def trajectory(self, name: str) -> Floats:
        """A measure over time, (row, arm, quarter, replicate)."""


@dataclass(frozen=True)
class Case:
    """One thing that is compared: a scenario in a row of the design, or in all rows where these are sampled worlds."""

    of_arm: str
    arm: int
    row: int | None = None
    of_row: str = ""
    sample: range | None = None  # rows that are sampled worlds, where no row is meant

    @property
    def label(self) -> str:
        """`mission-led`, `slack 0.2`, or `mission-led at slack 0.2`."""
        return " at ".join(part for part in (self.of_arm, self.of_row) if part)

    def worlds(self, values_ran: Floats) -> Floats:
        """Its values world by world, shape (world,): replicates of its row, or the rows' means over replicates."""
        if self.row is not None:
            return np.asarray(values_ran[self.row, self.arm])
        of_arm = values_ran[:, self.arm] if self.sample is None else values_ran[self.sample, self.arm]
        return np.asarray(of_arm.mean(axis=-1))


def told_apart(shown: Sequence[Case]) -> tuple[list[str], str]:
    """What cases are called side by side, and what all have in common: ` (at slack 0.2)`, or nothing."""
    rows = {case.of_row for case in shown}
    if len(rows) == 1 and len(shown) > 1 and all(case.of_arm for case in shown):
        row = rows.pop()
        return [case.of_arm for case in shown], f" (at {row})" if row else ""
    return [case.label for case in shown], ""


Pair = tuple[Case, Case]  # baseline and what is held against it


def is_sample(plan: Plan) -> bool:
    """Whether rows are points of a sample: worlds with other assumptions rather than arms."""
    return plan.experiment.design.kind in SAMPLES


def sample_rows(plan: Plan) -> range:
    """The rows that are worlds drawn apart from one another: of a Saltelli design its two samples, of paths none.

    The other rows of these designs are the same worlds with one assumption changed.
    """
    design = plan.experiment.design
    if design.kind == "sobol":
        return range(2 * design.points)
    return range(0 if design.kind == "morris" else len(plan.rows))


def arm_labels(plan: Plan) -> tuple[str, ...]:
    """The scenarios as prose names them."""
    return tuple(arrangement_words(scenario.name) for scenario in plan.scenarios)


def moving(plan: Plan) -> list[tuple[int, Factor]]:
    """The factors that take more than one value, each with its place in a row."""
    return [
        (place, factor)
        for place, factor in enumerate(plan.experiment.factors)
        if len({row[place] for row in plan.rows}) > 1
    ]


def value_words(value: Value) -> str:
    """A factor's value as a table shows it."""
    return arrangement_words(value) if isinstance(value, str) else f"{value:.4g}".replace("-", "−")


def is_on_off(plan: Plan) -> bool:
    """Whether every factor that moves has two named levels: absent and present."""
    return all(factor.levels and len(factor.levels) == 2 for _, factor in moving(plan)) and bool(moving(plan))


def row_label(plan: Plan, row: Row) -> str:
    """A row of the design in words: what is on, or the value of every factor that moves."""
    told = moving(plan)
    if is_on_off(plan):
        on = [factor.title for place, factor in told if row[place] == factor.stated[1]]
        return f"all {len(on)} together" if len(on) == len(told) > 2 else " + ".join(on)
    if plan.experiment.design.kind == "one_at_a_time":  # what is not named is as in the first row
        told = [(place, factor) for place, factor in told if row[place] != plan.rows[0][place]]
    words = [f"{uncapitalised(factor.title)} {value_words(row[place])}" for place, factor in told]
    return ", ".join(words) or "every factor’s first value"


def cases(plan: Plan) -> tuple[Case, ...]:
    """Everything that can be compared, the baseline first."""
    arms = arm_labels(plan)
    if is_sample(plan):
        return tuple(Case(label, arm, sample=sample_rows(plan)) for arm, label in enumerate(arms))
    if len(plan.rows) == 1:
        return tuple(Case(label, arm, 0) for arm, label in enumerate(arms))
    rows = [row_label(plan, row) for row in plan.rows]
    if len(arms) == 1:  # its name is told where nothing of it is moved
        return tuple(Case("" if label else arms[0], 0, row, label) for row, label in enumerate(rows))
    return tuple(
        Case(arm_label, arm, row, label)
        for row, label in enumerate(rows)
        for arm, arm_label in enumerate(arms)
    )


def pairs(plan: Plan) -> tuple[Pair, ...]:
    """What is compared: every scenario with the first within each row; with one scenario, rows with a baseline row."""
    found = cases(plan)
    if is_sample(plan) and not sample_rows(plan):
        return ()
    if len(plan.scenarios) > 1:
        first = {case.row: case for case in found if case.arm == 0}
        return tuple((first[case.row], case) for case in found if case.arm)
    if is_sample(plan):
        return ()
    base = baseline_rows(plan)
    return tuple((found[base[row]], found[row]) for row in range(len(found)) if base[row] != row)


def baseline_rows(plan: Plan) -> list[int]:
    """With what each row is compared where there is one scenario: the first row, or the first with its assumptions.

    What is assumed is not chosen, so where levers move too a row is held against the row that assumes the same and has
    all else at its first value. Where assumptions alone move, against the first row.
    """
    chosen = [place for place, factor in moving(plan) if factor.uncertainty is None]
    if not chosen:
        return [0] * len(plan.rows)
    first = {place: plan.rows[0][place] for place in chosen}
    places = {row: number for number, row in reversed(list(enumerate(plan.rows)))}
    alike = (tuple(first.get(place, value) for place, value in enumerate(row)) for row in plan.rows)
    return [places.get(row, 0) for row in alike]


def smallest_effect(plan: Plan, outcome: str) -> float:
    """The least difference that matters: as the experiment says, else its baseline scenario, else the measure's own."""
    name, _, item = outcome.partition(".")
    if item:  # of one mission, department and so on as of all of them
        return smallest_effect(plan, ALONG[name])
    asked, scenario = plan.experiment.smallest_effect, plan.scenarios[0].smallest_effect
    own = shown_as(outcome).smallest_effect
    return asked.get(outcome, scenario.get(outcome.removeprefix(AVERAGE), own))


def whole_worlds(values_pw: Floats) -> tuple[Floats, int]:
    """Only the worlds in which no run failed, shape (case, world), and how many were left out."""
    kept = np.isfinite(values_pw).all(axis=0)
    return values_pw[:, kept], int(np.count_nonzero(~kept))


@dataclass(frozen=True, eq=False)
class Contrast:
    """What a map or a screening is of: a scenario's difference from the first, or one scenario's outcome itself."""

    outcome: str
    scenario: str  # as prose names it
    baseline: str  # likewise; nothing where the outcome itself is meant
    values_rn: Floats  # (row, replicate)

    @property
    def is_difference(self) -> bool:
        """Whether it is a difference, not an outcome itself."""
        return bool(self.baseline)

    @property
    def subject(self) -> str:
        """`the difference in public value (mission-led less siloed)`, or `public value under siloed`."""
        name = shown_as(self.outcome).label.lower()
        if not self.is_difference:
            return f"{name} under {self.scenario}"
        return f"the difference in {name} ({self.scenario} less {self.baseline})"


def contrast_of(found: Found, outcome: str = "", scenario: str = "", against: str = "") -> Contrast:
    """The contrast of an outcome, the first if none is named, for a scenario, the last if none is named.

    It is held `against` the first scenario if none is named. Raises InputError for one that the experiment lacks.
    """
    plan = found.plan
    name = outcome or plan.experiment.outcomes[0]
    arm, labels = arm_of(plan, scenario), arm_labels(plan)
    base = arm_of(plan, against) if against else 0
    values = found.outcome(name)
    if arm == base:
        return Contrast(name, labels[arm], "", values[:, arm])
    apart = beyond_rounding(values[:, arm] - values[:, base], values)
    return Contrast(name, labels[arm], labels[base], apart)


def arm_of(plan: Plan, scenario: str) -> int:
    """Which scenario is meant, the last if none is named. Raises InputError for one that is not there."""
    names = [one.name for one in plan.scenarios]
    if not scenario:
        return len(names) - 1
    asked = list(plan.experiment.scenarios)
    for known in (names, asked):
        if scenario in known:
            return known.index(scenario)
    expected = "a scenario of the experiment"
    raise InputError(
        Problem("figures", expected, f"'{scenario}'", key="scenario", remedy=nearest(scenario, names))
    )


def column(plan: Plan, place: int) -> NDArray[np.float64]:
    """A factor's values by row as numbers: as they are, or for text the place among its values; shape (row,)."""
    values = [row[place] for row in plan.rows]
    if all(isinstance(value, int | float) for value in values):
        return np.array(values, dtype=np.float64)
    order = ordered(values)
    return np.array([order.index(value) for value in values], dtype=np.float64)


def ordered(values: Sequence[Value]) -> list[Value]:
    """Different values, numbers by size, text in the order in which it comes."""
    different = list(dict.fromkeys(values))
    numbers = [value for value in different if not isinstance(value, str)]
    return [*sorted(numbers)] if len(numbers) == len(different) else different
