"""On which assumptions a difference hangs: moved one at a time from many places, or as shares of its variance."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from govsim.documents.wording import capitalised
from govsim.errors import InputError, Problem
from govsim.experiments.analysis.reading import Contrast, Found, contrast_of, smallest_effect
from govsim.experiments.designs import Morris, Sobol
from govsim.experiments.outcomes import shown_as
from govsim.statistics.intervals import Interval
from govsim.statistics.morris import screening
from govsim.statistics.sobol import sobol_indices
from govsim.usecases.figures import amount
from govsim.usecases.sentences import joined

MOST_NAMED: Final = 3
UNSURE: Final = 0.15  # half-width of a share of variance from which on it says little


@dataclass(frozen=True)
class Screened:
    """What one assumption does to a difference when it goes over its whole range, from many places."""

    name: str
    title: str
    mean: float  # effects in opposite directions cancel
    size: Interval  # mean of the effects' sizes
    variation: float  # how much the effect depends on the other assumptions


@dataclass(frozen=True)
class Screening:
    """All assumptions, the one that moves the difference most first. Source: morris_1991, campolongo_2007."""

    outcome: str
    subject: str
    factors: tuple[Screened, ...]
    smallest_effect: float
    trajectories: int
    left_out: int

    def sentence(self) -> str:
        """Which move it most, and how many move it by less than matters."""
        measure = shown_as(self.outcome)
        told = [
            f"{one.title.lower()} ({amount(one.size.mean, measure)})" for one in self.factors[:MOST_NAMED]
        ]
        few = sum(one.size.high < self.smallest_effect for one in self.factors)
        rest = f"; {few} of {len(self.factors)} surely move it by less than matters" if few else ""
        return (
            f"{capitalised(self.subject)} hangs most on {joined(told)}: so much does it move, on average, when the "
            f"assumption goes from one end of its range to the other{rest}."
        )

    def document(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {**asdict(self), "sentences": [self.sentence()]}


@dataclass(frozen=True)
class Share:
    """The share of a difference's variance that goes with one assumption."""

    name: str
    title: str
    first: Interval  # alone
    total: Interval  # with all that it interacts with


@dataclass(frozen=True)
class Variance:
    """All assumptions, the one with the largest total share first. Source: saltelli_2010."""

    outcome: str
    subject: str
    factors: tuple[Share, ...]
    points: int
    left_out: int

    @property
    def alone(self) -> float:
        """The share of variance that is explained by assumptions one at a time."""
        return float(np.clip(sum(one.first.mean for one in self.factors), 0, 1))

    def sentence(self) -> str:
        """Which explain most, and how much is due to interactions."""
        told = [f"{one.title.lower()} ({one.total.mean:.0%})" for one in self.factors[:MOST_NAMED]]
        most = f"Of the variance of {self.subject} between sets of assumptions, most goes with {joined(told)}"
        if max(one.first.half_width for one in self.factors) > UNSURE:
            return f"{most}, interactions included; too few sets were run to say what is due to each alone."
        return (
            f"{most}, interactions included; about {self.alone:.0%} is explained by assumptions one at a time, the "
            "rest by several together."
        )

    def document(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {**asdict(self), "explained_alone": self.alone, "sentences": [self.sentence()]}


def screened(found: Found, outcome: str = "", scenario: str = "") -> Screening:
    """The screening of a contrast; replicates of a row are averaged. Trajectories with a failed run are left out."""
    plan, contrast = found.plan, contrast_of(found, outcome, scenario)
    design, factors = plan.experiment.design, plan.experiment.factors
    if not isinstance(design, Morris):
        raise _other_design("morris", design.kind)
    shape = design.trajectories, len(factors) + 1
    outcomes_ts, whole = _without_failures(contrast, shape, axis=1)
    unit_tsf = design.unit(len(factors), plan.experiment.seed).reshape(*shape, len(factors))
    rows = [
        Screened(factor.name, factor.title, one.mean, one.size, one.variation)
        for factor, one in zip(factors, screening(unit_tsf[whole], outcomes_ts[whole]), strict=True)
    ]
    rows.sort(key=lambda one: -one.size.mean)
    return Screening(
        contrast.outcome,
        contrast.subject,
        tuple(rows),
        smallest_effect(plan, contrast.outcome),
        int(whole.sum()),
        int((~whole).sum()),
    )


def variance(found: Found, outcome: str = "", scenario: str = "") -> Variance:
    """Shares of a contrast's variance; replicates of a row are averaged. Points with a failed run are left out."""
    plan, contrast = found.plan, contrast_of(found, outcome, scenario)
    design, factors = plan.experiment.design, plan.experiment.factors
    if not isinstance(design, Sobol):
        raise _other_design("sobol", design.kind)
    outcomes_kn, whole = _without_failures(contrast, (len(factors) + 2, design.points), axis=0)
    rows = [
        Share(factor.name, factor.title, one.first, one.total)
        for factor, one in zip(factors, sobol_indices(outcomes_kn[:, whole]), strict=True)
    ]
    rows.sort(key=lambda one: -one.total.mean)
    return Variance(contrast.outcome, contrast.subject, tuple(rows), int(whole.sum()), int((~whole).sum()))


def _without_failures(contrast: Contrast, shape: tuple[int, int], axis: int) -> tuple[Any, Any]:
    """Means over replicates in the shape of the design, and which of its parts have no failed run."""
    outcomes = contrast.values_rn.mean(axis=1).reshape(shape)
    return outcomes, np.isfinite(outcomes).all(axis=axis)


def _other_design(wanted: str, found: str) -> InputError:
    remedy = f"Ask for the figure in an experiment whose design is of kind '{wanted}'."
    return InputError(
        Problem("figures", f"a design of kind '{wanted}'", f"'{found}'", key="kind", remedy=remedy)
    )
