"""Arms of an experiment: scenarios, rows of the design, or both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from govsim.arrays import Floats
from govsim.experiments.factors import Factor
from govsim.experiments.moved import Value
from govsim.experiments.outcomes import ALONG, AVERAGE, condition, shown_as
from govsim.words.names import arrangement_words, uncapitalised

if TYPE_CHECKING:
    from govsim.experiments.designs.design import Row
    from govsim.experiments.plan import Plan


@dataclass(frozen=True)
class Arm:
    """A scenario in one row of the design, or in all sampled rows."""

    scenario: str  # its name in prose; empty if there is only one
    place: int  # position of the scenario in the plan
    row: int | None = None
    setting: str = ""  # the row in words
    sample: range = range(0)  # the sampled rows, if `row` is None

    @property
    def label(self) -> str:
        """`mission-led`, `slack 0.2`, or `mission-led at slack 0.2`."""
        return " at ".join(part for part in (self.scenario, self.setting) if part)

    @property
    def rows(self) -> slice:
        """Its row, or the sampled rows."""
        if self.row is None:
            return slice(self.sample.start, self.sample.stop)
        return slice(self.row, self.row + 1)

    def of_rows(self, values_rn: Floats) -> Floats:
        """From values by row and replicate, those of its row, or each sampled row's mean over replicates."""
        return np.asarray(values_rn[self.rows].mean(axis=-1) if self.row is None else values_rn[self.row])

    def worlds(self, values_ran: Floats) -> Floats:
        """Its values per world, shape (world,)."""
        return self.of_rows(values_ran[:, self.place])


HELD_TO: Final = {"equal_volume": "volume", "equal_overhead": "overheads"}

Pair = tuple[Arm, Arm]  # baseline, and the arm compared with it


def pair_names(first: Arm, second: Arm) -> tuple[str, str]:
    """The names of two arms in a sentence; a common setting stands once."""
    common = first.row == second.row and first.setting
    return first.scenario if common else first.label, second.label


def scenario_labels(plan: Plan) -> tuple[str, ...]:
    """The names in prose of a plan's scenarios."""
    return tuple(arrangement_words(scenario.name) for scenario in plan.scenarios)


def display_names(shown: Sequence[Arm]) -> tuple[list[str], str]:
    """The names of arms side by side, and their common setting, such as ` (at slack 0.2)`, if any."""
    settings = {arm.setting for arm in shown}
    if len(settings) == 1 and len(shown) > 1 and all(arm.scenario for arm in shown):
        setting = settings.pop()
        return [arm.scenario for arm in shown], f" (at {setting})" if setting else ""
    return [arm.label for arm in shown], ""


def arms_of(plan: Plan) -> tuple[Arm, ...]:
    """All arms of a plan, the baseline first."""
    scenarios = scenario_labels(plan)
    if plan.is_sample:
        return tuple(Arm(name, place, sample=plan.sample_rows) for place, name in enumerate(scenarios))
    if len(plan.rows) == 1:
        return tuple(Arm(name, place, 0) for place, name in enumerate(scenarios))
    settings = [row_label(plan, row) for row in plan.rows]
    if len(scenarios) == 1:  # named only where no factor moves it
        return tuple(Arm("" if words else scenarios[0], 0, row, words) for row, words in enumerate(settings))
    return tuple(
        Arm(name, place, row, setting)
        for row, setting in enumerate(settings)
        for place, name in enumerate(scenarios)
    )


def pairs(plan: Plan) -> tuple[Pair, ...]:
    """The comparisons: each scenario with the first within each row; with one scenario, rows with a baseline row."""
    arms = arms_of(plan)
    if plan.is_sample and not plan.sample_rows:
        return ()
    if len(plan.scenarios) > 1:
        first = {arm.row: arm for arm in arms if arm.place == 0}
        return tuple((first[arm.row], arm) for arm in arms if arm.place)
    if plan.is_sample:
        return ()
    base = baseline_rows(plan)
    return tuple((arms[base[row]], arms[row]) for row in range(len(arms)) if base[row] != row)


def baseline_rows(plan: Plan) -> list[int]:
    """The baseline row of each row of a single scenario.

    If only assumptions move, it is the first row. If levers move too, it is the row with the same assumptions and all
    else at its first value, because assumptions are not chosen.
    """
    chosen = [place for place, factor in plan.moving if factor.uncertainty is None]
    if not chosen:
        return [0] * len(plan.rows)
    first = {place: plan.rows[0][place] for place in chosen}
    places = {row: number for number, row in reversed(list(enumerate(plan.rows)))}
    alike = (tuple(first.get(place, value) for place, value in enumerate(row)) for row in plan.rows)
    return [places.get(row, 0) for row in alike]


def main_pair(plan: Plan, place: int | None = None) -> Pair | None:
    """The comparison shown in detail: the last one, or the last of the scenario at `place`.

    With several scenarios it is in the middle row, like the drawings; with one, the row with the most changes.
    """
    known = pairs(plan)
    if len(plan.scenarios) > 1:
        middle = middle_row(plan)
        known = tuple(pair for pair in known if pair[1].row in (None, middle))
    known = tuple(pair for pair in known if place in (None, pair[1].place))
    return known[-1] if known else None


def middle_row(plan: Plan) -> int:
    """The row whose factors are nearest to the middle of their values; in a one-at-a-time design, the start."""
    if plan.experiment.design.starts:
        return 0
    orders = [(place, ordered([row[place] for row in plan.rows])) for place, _ in plan.moving]
    off = [
        sum(abs(values.index(row[place]) - len(values) // 2) for place, values in orders) for row in plan.rows
    ]
    return off.index(min(off))


def row_label(plan: Plan, row: Row) -> str:
    """A row of the design in words: the factors that are on, or the value of every moving factor."""
    moving = plan.moving
    if moving and all(len(factor.levels) == 2 for _, factor in moving):  # each is off or on
        on = [
            held_words(factor, row[place]) or factor.title
            for place, factor in moving
            if row[place] == factor.stated[1]
        ]
        return f"all {len(on)} together" if len(on) == len(moving) > 2 else " + ".join(on)
    if plan.experiment.design.starts:  # others are as at the start
        moving = [(place, factor) for place, factor in moving if row[place] != plan.rows[0][place]]
    words = [
        held_words(factor, row[place]) or f"{uncapitalised(factor.title)} {value_words(row[place])}"
        for place, factor in moving
    ]
    return ", ".join(words) or "every factor’s first value"


def held_words(factor: Factor, value: Value) -> str:
    """The target to which a factor's value holds scenarios, such as `siloed’s volume`; empty without one."""
    other = factor.holds and factor.changes(value).get(factor.holds)
    return f"{arrangement_words(other)}’s {HELD_TO[factor.holds]}" if other else ""


def value_words(value: Value) -> str:
    """A factor's value in a table."""
    return arrangement_words(value) if isinstance(value, str) else f"{value:.4g}".replace("-", "−")


def ordered(values: Sequence[Value]) -> list[Value]:
    """Distinct values: numbers by size, words in order of appearance."""
    different = list(dict.fromkeys(values))
    numbers = [value for value in different if not isinstance(value, str)]
    return [*sorted(numbers)] if len(numbers) == len(different) else different


def smallest_effect(plan: Plan, outcome: str) -> float:
    """The smallest effect that matters: from the experiment, else its baseline scenario, else the measure."""
    name, _, item = ("", "", "") if condition(outcome) else outcome.partition(".")
    if item:  # one mission, department and so on has the effect of all together
        return smallest_effect(plan, ALONG[name])
    stated, scenario = plan.experiment.smallest_effect, plan.scenarios[0].smallest_effect
    own = shown_as(outcome).smallest_effect
    return stated.get(outcome, scenario.get(outcome.removeprefix(AVERAGE), own))


def whole_worlds(values_pw: Floats) -> tuple[Floats, int]:
    """The worlds without a failed run, shape (arm, world), and the number of those left out."""
    whole = np.isfinite(values_pw).all(axis=0)
    return values_pw[:, whole], int(np.count_nonzero(~whole))
