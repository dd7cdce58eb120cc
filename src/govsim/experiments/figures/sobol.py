"""Sobol indices: shares of a difference's variance due to assumptions and to chance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from govsim.documents.document import Part
from govsim.documents.drawing import dots, drawn
from govsim.documents.markup import Html
from govsim.experiments.designs.design import Rows
from govsim.experiments.figures.cells import MOST_FACTORS, per_cent_cell
from govsim.experiments.figures.figure import Figure, OutcomeResult, numbers, table_of, words
from govsim.experiments.figures.ranking import depends_words, first_words
from govsim.experiments.results_view import ResultsView, contrast_of
from govsim.scenario.uncertainty import Uncertainty
from govsim.statistics.intervals import Interval
from govsim.statistics.sobol import sobol_indices
from govsim.words.names import capitalised, uncapitalised

if TYPE_CHECKING:
    from govsim.experiments.experiment import FigureRequest
    from govsim.experiments.plan import Plan

WORLDS_FOR_CHANCE: Final = (
    10  # fewer estimate the variance between worlds only to within half of it, or worse
)
UNSURE: Final = 0.15  # least half-width of a rough share of variance


@dataclass(frozen=True, kw_only=True)
class Share:
    """The share of a difference's variance due to one assumption, or to chance."""

    name: str
    title: str
    first: Interval  # alone
    total: Interval  # with interactions


@dataclass(frozen=True, kw_only=True)
class Variance(OutcomeResult):
    """All assumptions, the one with the largest total share first, and chance. Source: saltelli_2010.

    With several worlds per set it is the variance of single worlds; with one, that between sets in this world.
    """

    subject: str
    factors: tuple[Share, ...]
    alone: Interval  # sum of the first-order indices of assumptions
    chance: Share | None  # None if all sets were run in one world
    points: int
    worlds: int  # per set
    left_out: int

    @property
    def varies(self) -> bool:
        """Whether there is any variance to share."""
        return not np.isnan(self.factors[0].total.mean)

    @property
    def heading(self) -> str:
        """The assumptions with the largest shares of variance."""
        if not self.varies:
            return f"{capitalised(self.subject)} is the same whatever is assumed"
        names = [uncapitalised(one.title) for one in self.factors]
        return depends_words(capitalised(self.subject), names, [one.total for one in self.factors])

    def sentences(self) -> tuple[str, ...]:
        """The assumptions that explain most, the share of interactions and the share of chance."""
        if not self.varies:
            return (f"{capitalised(self.subject)} is the same whatever is assumed.",)
        return self._of_assumptions(), self._of_chance()

    def _of_assumptions(self) -> str:
        names = [f"{uncapitalised(one.title)} ({_share_words(one.total)})" for one in self.factors]
        between = "sets of assumptions" if self.chance is None else "worlds"
        largest = (
            f"What explains most of the variance of {self.subject} between {between}: "
            f"{first_words(names, [one.total for one in self.factors])} (interactions included, 95% intervals)"
        )
        shares = [
            self.alone,
            *(one.first for one in self.factors),
            *([self.chance.first] if self.chance else []),
        ]
        if max(one.half_width for one in shares) > UNSURE:
            return f"{largest}. Too few sets were run to separate the effect of each alone."
        alone, low, high = np.clip((self.alone.mean, self.alone.low, self.alone.high), 0, 1)
        by_chance = f", {np.clip(self.chance.first.mean, 0, 1):.0%} by chance alone" if self.chance else ""
        return (
            f"{largest}. About {alone:.0%} ({100 * low:.0f} to {100 * high:.0f}%) is explained by assumptions one at "
            f"a time{by_chance}, the rest by several together."
        )

    def _of_chance(self) -> str:
        if self.chance is None:
            return (
                "Every set was run in one world, with the same luck: the effect of chance cannot be separated "
                "from that of assumptions; that takes two worlds of each set or more."
            )
        rough = (
            f" The {self.worlds} worlds of a set show it only roughly."
            if self.worlds < WORLDS_FOR_CHANCE
            else ""
        )
        return (
            f"{self.chance.title} goes with {self.chance.total.mean:.0%}, interactions included: so much would be left "
            f"if every assumption were known.{rough}"
        )


def _share_words(share: Interval) -> str:
    low, high = 100 * np.clip((share.low, share.high), 0, 1)  # estimates may lie a little outside
    return f"{share.mean:.0%}, {low:.0f} to {high:.0f}%"


def variance(view: ResultsView, outcome: str = "", scenario: str = "") -> Variance:
    """Shares of a contrast's variance, with chance if each set was run in several worlds.

    Worlds are crossed with sets: each has the same draws in all. Leaves out points with a failed run.
    """
    plan, contrast = view.plan, contrast_of(view, outcome, scenario)
    factors = plan.experiment.factors
    outcomes_knw = contrast.values_rn.reshape(len(factors) + 2, -1, contrast.values_rn.shape[1])
    whole = np.isfinite(outcomes_knw).all(axis=(0, 2))
    outcomes_knw = outcomes_knw[:, whole]
    shares = sobol_indices(outcomes_knw)
    rows = [
        Share(name=factor.name, title=factor.title, **vars(one))
        for factor, one in zip(factors, shares.factors, strict=True)
    ]
    rows.sort(key=lambda one: -one.total.mean)
    chance = None
    if shares.chance is not None:
        chance = Share(name="chance", title=_chance_title(plan), **vars(shares.chance))
    points = int(whole.sum())
    return Variance(
        outcome=contrast.outcome,
        subject=contrast.subject,
        factors=tuple(rows),
        alone=shares.alone,
        chance=chance,
        points=points,
        worlds=outcomes_knw.shape[2],
        left_out=whole.size - points,
    )


def _chance_title(plan: Plan) -> str:
    """The title of chance, with the assumptions that no factor moves and so every world draws."""
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


def sobol_part(view: ResultsView, request: FigureRequest) -> Part:
    """The part of a report on Sobol indices."""
    result = variance(view, request.outcome, request.scenario)
    shares = (*result.factors, *([result.chance] if result.chance else []))
    return result.part(
        "sobol",
        result.heading,
        f"Shares of the variance of {result.subject} over {result.points:,} pairs of sets of assumptions, with "
        "95% intervals.",
        table_of(
            f"Every assumption{', and chance' if result.chance else ''}",
            shares,
            words("Assumption", lambda one: one.title),
            numbers("Alone, % of variance (95% interval)", lambda one: per_cent_cell(one.first)),
            numbers("With interactions, % (95% interval)", lambda one: per_cent_cell(one.total)),
        ),
        chart=partial(variance_chart, result) if result.varies else None,
        notes=(_of_shares(result),),
    )


def _of_shares(result: Variance) -> str:
    """The caption: method of the shares, and the limits of their intervals."""
    indices = (
        "Alone: what would vanish if this assumption were known (first order index). With interactions: what would be "
        "left if all others were known (total index; jansen_1999, saltelli_2010). Shares with interactions add up to "
        "more than 100%. A share may come out below 0 by chance."
    )
    if result.chance is None:
        return f"{indices} All runs share the same draws."
    return (
        f"{indices} Shares are of the variance of single worlds. Each of {result.worlds:,} worlds has the same chance "
        "in every set, so chance is one factor more (zhu_sudret_2021). Alone, it is the variance between the means of "
        "the worlds (searle_1992); with interactions, that between worlds of one set. Shares alone come from different "
        "worlds, so that luck cannot pass for an assumption. Intervals are for the drawn sets of assumptions, not for "
        f"the {result.worlds:,} worlds: other worlds would give chance another share."
    )


def variance_chart(result: Variance) -> Html:
    """Dots with intervals: first-order and total indices; chance below the assumptions."""
    names = ("alone", "with interactions")
    shares = [*result.factors[:MOST_FACTORS], *([result.chance] if result.chance else [])]
    rows = [
        {
            "row": one.title,
            "what": what,
            "value": 100 * share.mean,
            "low": 100 * share.low,
            "high": 100 * share.high,
        }
        for one in shares
        for what, share in zip(names, (one.first, one.total), strict=True)
    ]
    return drawn(dots(rows, names, "% of the variance of the difference", 0.0, 0), "Shares of variance")


SOBOL: Final = Figure(
    kind="sobol",
    shows="shares of the variance that factors explain",
    part=sobol_part,
    rows=frozenset({Rows.EXCHANGED}),
    suits=lambda plan: Rows.EXCHANGED in plan.experiment.design.offers,
)
