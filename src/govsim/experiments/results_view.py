"""The view of results that figures read: the plan, outcomes by row, scenario and replicate, and contrasts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np

from govsim.arrays import Floats
from govsim.errors import InputError, Problem, nearest
from govsim.experiments.arms import Arm, arms_of, middle_row, scenario_labels
from govsim.experiments.factors import Factor
from govsim.experiments.outcomes import shown_as
from govsim.statistics.rounding import beyond_rounding

if TYPE_CHECKING:
    from govsim.experiments.chunk import Failure
    from govsim.experiments.plan import Plan
    from govsim.experiments.stopping_rule import Stage


class ResultsView(Protocol):
    """The interface of results to figures: the plan, and outcomes by row, scenario and replicate."""

    @property
    def folder(self) -> Path:
        """The folder of the results."""

    @property
    def plan(self) -> Plan:
        """The plan."""

    @property
    def manifest(self) -> Mapping[str, Any]:
        """The manifest, with the provenance."""

    @property
    def replicates(self) -> int:
        """The number of complete replicates."""

    @property
    def is_complete(self) -> bool:
        """Whether all runs are there."""

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Decisions of the stopping rule, block by block; empty without a rule."""

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Failed runs."""

    @property
    def reused(self) -> Mapping[str, int]:
        """The number of runs reused from other folders, by folder name."""

    def outcome(self, name: str) -> Floats:
        """An outcome, (row, arm, replicate), NaN for a failed run."""

    def trajectory(self, name: str) -> Floats:
        """A measure over time, (row, arm, quarter, replicate)."""


@dataclass(frozen=True, eq=False)
class Contrast:
    """The quantity of a figure: a scenario's difference from a baseline, or one scenario's outcome."""

    outcome: str
    scenario: str  # its name in prose
    baseline: str  # likewise; empty for the outcome itself
    values_rn: Floats  # (row, replicate)

    @property
    def is_difference(self) -> bool:
        """Whether it is a difference, not an outcome."""
        return bool(self.baseline)

    @property
    def subject(self) -> str:
        """`the difference in public value (mission-led less siloed)`, or `public value under siloed`."""
        name = shown_as(self.outcome).label.lower()
        if not self.is_difference:
            return f"{name} under {self.scenario}"
        return f"the difference in {name} ({self.scenario} less {self.baseline})"


def contrast_of(view: ResultsView, outcome: str = "", scenario: str = "", against: str = "") -> Contrast:
    """The contrast of an outcome (default: the first) for a scenario (default: the last).

    The baseline is `against` (default: the first scenario). Raises InputError for unknown names.
    """
    plan = view.plan
    name = outcome or plan.experiment.outcomes[0]
    arm, labels = scenario_place(plan, scenario), scenario_labels(plan)
    base = scenario_place(plan, against) if against else 0
    values = view.outcome(name)
    if arm == base:
        return Contrast(name, labels[arm], "", values[:, arm])
    apart = beyond_rounding(values[:, arm] - values[:, base], values)
    return Contrast(name, labels[arm], labels[base], apart)


def scenario_place(plan: Plan, scenario: str) -> int:
    """The position of a scenario (default: the last). Raises InputError for an unknown name."""
    names = [one.name for one in plan.scenarios]
    if not scenario:
        return len(names) - 1
    for known in (names, list(plan.experiment.scenarios)):
        if scenario in known:
            return known.index(scenario)
    expected, remedy = "a scenario of the experiment", nearest(scenario, names)
    raise InputError(Problem("figures", expected, f"'{scenario}'", key="scenario", remedy=remedy))


@dataclass(frozen=True, eq=False, kw_only=True)
class Sample:
    """Points of a sampled design without failed runs, with a contrast's value at each."""

    contrast: Contrast
    factors: tuple[Factor, ...]  # those with a range
    points_nf: Floats
    values_n: Floats  # means over replicates
    left_out: int


def sample_of(view: ResultsView, outcome: str = "", scenario: str = "") -> Sample:
    """The sampled worlds of an experiment and a contrast in them (see `contrast_of`)."""
    plan, contrast = view.plan, contrast_of(view, outcome, scenario)
    rows = plan.sample_rows
    values_n = contrast.values_rn[rows].mean(axis=1)
    complete = np.isfinite(values_n)
    ranging = [(place, factor) for place, factor in plan.moving if factor.range is not None]
    points_nf = np.array([[row[place] for place, _ in ranging] for row in plan.rows], dtype=np.float64)
    return Sample(
        contrast=contrast,
        factors=tuple(factor for _, factor in ranging),
        points_nf=points_nf[rows][complete],
        values_n=values_n[complete],
        left_out=int(np.count_nonzero(~complete)),
    )


def sampled_words(worlds: int) -> str:
    """The noun for the points of a sample: worlds, or sets of assumptions of several worlds each."""
    return "worlds" if worlds == 1 else "sets of assumptions"


MOST_ARMS: Final = 6  # lines or bars that a reader can distinguish


def shown_arms(view: ResultsView) -> tuple[Arm, ...]:
    """The arms to draw: all if few, else the scenarios in the middle row, or the extremes."""
    known = arms_of(view.plan)
    if len(known) <= MOST_ARMS:
        return known
    if len(view.plan.scenarios) > 1:
        in_a_row = tuple(arm for arm in known if arm.row in (None, middle_row(view.plan)))
        return in_a_row if len(in_a_row) <= MOST_ARMS else _telling(view, in_a_row)
    return _telling(view, known)


def _telling(view: ResultsView, known: Sequence[Arm]) -> tuple[Arm, ...]:
    """The baseline, the worst, the best and the last of many, in their order."""
    outcome = view.plan.experiment.outcomes[0]
    values = view.outcome(outcome)
    means = np.array([np.nanmean(arm.worlds(values)) for arm in known]) * (shown_as(outcome).better or 1)
    places = {0, int(np.argmin(means)), int(np.argmax(means)), len(known) - 1}
    return tuple(known[place] for place in sorted(places))
