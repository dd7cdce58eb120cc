"""On which assumptions a difference hangs: moved one at a time from many places, or as shares of its variance."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from govsim.errors import InputError, Problem
from govsim.experiments.analysis.ranking import first_words
from govsim.experiments.analysis.reading import Found, contrast_of, smallest_effect
from govsim.experiments.designs import Morris, Sobol
from govsim.experiments.outcomes import shown_as
from govsim.experiments.plan import Plan
from govsim.measures.amounts import amount, span
from govsim.scenario.uncertainty import Uncertainty
from govsim.statistics.intervals import Interval
from govsim.statistics.morris import screening
from govsim.statistics.sobol import sobol_indices, sobol_indices_with_chance
from govsim.words.names import capitalised, uncapitalised

WORLDS_FOR_CHANCE: Final = 10  # with fewer a variance between worlds is known to within half of it, or worse
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
    """All assumptions, the one with the largest mean size first. Source: morris_1991, campolongo_2007."""

    outcome: str
    subject: str
    factors: tuple[Screened, ...]
    smallest_effect: float
    trajectories: int
    left_out: int

    def sentence(self) -> str:
        """Which may move it most, and how many move it by less than matters."""
        measure, of_all = shown_as(self.outcome), f"of {len(self.factors)} assumptions"
        matter = [one for one in self.factors if not one.size.high < self.smallest_effect]
        if not matter:
            return f"{capitalised(self.subject)} is moved by none {of_all} by as much as matters."
        told = [
            f"{uncapitalised(one.title)} ({amount(one.size.mean, measure)}, {span(one.size, measure)})"
            for one in matter
        ]
        few = len(self.factors) - len(matter)
        rest = f" By less than matters it is surely moved by {few} {of_all}." if few else ""
        return (
            f"What moves {self.subject} most: {first_words(told, [one.size for one in matter])}. "
            f"In brackets: the mean move from one end of a range to the other, with its 95% interval.{rest}"
        )

    def document(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {**asdict(self), "sentences": [self.sentence()]}


@dataclass(frozen=True)
class Share:
    """The share of a difference's variance that goes with one assumption, or with chance."""

    name: str
    title: str
    first: Interval  # alone
    total: Interval  # with all that it interacts with


@dataclass(frozen=True)
class Variance:
    """All assumptions, the one with the largest total share first, and chance. Source: saltelli_2010.

    With several worlds of a set the variance is that of a single world; with one, that between sets in that world.
    """

    outcome: str
    subject: str
    factors: tuple[Share, ...]
    alone: Interval  # what assumptions explain one at a time
    chance: Share | None  # None where all sets were run in one world alone
    points: int
    worlds: int  # of a set
    left_out: int

    @property
    def varies(self) -> bool:
        """Whether there is any variance to share."""
        return not np.isnan(self.factors[0].total.mean)

    def sentences(self) -> tuple[str, ...]:
        """Which explain most, how much is due to interactions, and how much to chance."""
        if not self.varies:
            return (f"{capitalised(self.subject)} is the same whatever is assumed.",)
        return self._of_assumptions(), self._of_chance()

    def _of_assumptions(self) -> str:
        told = [f"{uncapitalised(one.title)} ({_share_words(one.total)})" for one in self.factors]
        between = "sets of assumptions" if self.chance is None else "worlds"
        largest = (
            f"What explains most of the variance of {self.subject} between {between}: "
            f"{first_words(told, [one.total for one in self.factors])} (interactions included, 95% intervals)"
        )
        shares = [
            self.alone,
            *(one.first for one in self.factors),
            *([self.chance.first] if self.chance else []),
        ]
        if max(one.half_width for one in shares) > UNSURE:
            return f"{largest}. Too few sets were run to say what is due to each alone."
        by_chance = (
            "" if self.chance is None else f", {_between_0_and_1(self.chance.first.mean):.0%} by chance alone"
        )
        return (
            f"{largest}. {capitalised(self._alone_words())} is explained by assumptions one at a time{by_chance}, "
            "the rest by several together."
        )

    def _alone_words(self) -> str:
        low, high = (100 * _between_0_and_1(bound) for bound in (self.alone.low, self.alone.high))
        return f"about {_between_0_and_1(self.alone.mean):.0%} ({low:.0f} to {high:.0f}%)"

    def _of_chance(self) -> str:
        if self.chance is None:
            return (
                "Every set was run in one world, with the same luck: what chance does cannot be told apart from what "
                "the assumptions do; that takes two worlds of each set or more."
            )
        rough = (
            f" The {self.worlds} worlds of a set tell it only roughly."
            if self.worlds < WORLDS_FOR_CHANCE
            else ""
        )
        return (
            f"{self.chance.title} goes with {self.chance.total.mean:.0%}, interactions included: so much would be left "
            f"if every assumption were known.{rough}"
        )

    def document(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {**asdict(self), "sentences": list(self.sentences())}


def _share_words(share: Interval) -> str:
    low, high = (100 * _between_0_and_1(bound) for bound in (share.low, share.high))
    return f"{share.mean:.0%}, {low:.0f} to {high:.0f}%"


def _between_0_and_1(share: float) -> float:
    """A share as it can be: estimates may lie a little outside."""
    return float(np.clip(share, 0, 1))


def screened(found: Found, outcome: str = "", scenario: str = "") -> Screening:
    """The screening of a contrast; replicates of a row are averaged. Trajectories with a failed run are left out."""
    plan, contrast = found.plan, contrast_of(found, outcome, scenario)
    design, factors = plan.experiment.design, plan.experiment.factors
    if not isinstance(design, Morris):
        raise _other_design("morris", design.kind)
    shape = design.trajectories, len(factors) + 1
    outcomes_ts = contrast.values_rn.mean(axis=1).reshape(shape)
    whole = np.isfinite(outcomes_ts).all(axis=1)
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
    """Shares of a contrast's variance, chance among them where each set was run in several worlds.

    Worlds are crossed with sets, as each has the same chance in all of them. Points with a failed run are left out.
    """
    plan, contrast = found.plan, contrast_of(found, outcome, scenario)
    design, factors = plan.experiment.design, plan.experiment.factors
    if not isinstance(design, Sobol):
        raise _other_design("sobol", design.kind)
    outcomes_knw = contrast.values_rn.reshape(len(factors) + 2, design.points, -1)
    whole = np.isfinite(outcomes_knw).all(axis=(0, 2))
    outcomes_knw = outcomes_knw[:, whole]
    worlds = outcomes_knw.shape[2]
    shares = sobol_indices_with_chance(outcomes_knw) if worlds > 1 else sobol_indices(outcomes_knw[:, :, 0])
    luck = shares.chance
    chance = Share("chance", _chance_title(plan), luck.first, luck.total) if luck else None
    rows = [
        Share(factor.name, factor.title, one.first, one.total)
        for factor, one in zip(factors, shares.factors, strict=True)
    ]
    rows.sort(key=lambda one: -one.total.mean)
    points = int(whole.sum())
    return Variance(
        contrast.outcome,
        contrast.subject,
        tuple(rows),
        shares.alone,
        chance,
        points,
        worlds,
        design.points - points,
    )


def _chance_title(plan: Plan) -> str:
    """Chance, and with it the assumptions that are drawn anew for each world because no factor moves them."""
    moved = {factor.uncertainty for factor in plan.experiment.factors}
    drawn = {
        name
        for scenario in plan.scenarios
        for name, setting in scenario.uncertainties.in_force().items()
        if isinstance(setting, Uncertainty) and name not in moved
    }
    others = (
        f", and {len(drawn)} assumption{'s' if len(drawn) > 1 else ''} that no factor moves" if drawn else ""
    )
    return f"Chance (the world’s luck{others})"


def _other_design(wanted: str, found: str) -> InputError:
    remedy = f"Ask for the figure in an experiment whose design is of kind '{wanted}'."
    return InputError(
        Problem("figures", f"a design of kind '{wanted}'", f"'{found}'", key="kind", remedy=remedy)
    )
