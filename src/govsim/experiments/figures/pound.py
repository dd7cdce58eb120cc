"""The pound's journey: the end uses of the budget."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from govsim.documents.charts import pound_chart
from govsim.documents.document import Part
from govsim.documents.drawing import ALONE, drawn
from govsim.documents.markup import Html
from govsim.experiments.arms import display_names
from govsim.experiments.figures.figure import Figure, FigureResult, numbers, table_of, words
from govsim.experiments.outcomes import POUND, category_words
from govsim.experiments.results_view import ResultsView, shown_arms
from govsim.measures.pound import CATEGORIES
from govsim.words.numbers import pence
from govsim.words.plurals import joined

if TYPE_CHECKING:
    from govsim.experiments.experiment import FigureRequest

MOST_MOVERS: Final = 3


@dataclass(frozen=True, kw_only=True)
class Pound(FigureResult):
    """Shares of the budget over all quarters and worlds, by arm and category."""

    shares: tuple[tuple[str, tuple[tuple[str, float], ...]], ...]  # arm to (category, share)
    where: str  # common setting

    @property
    def moved(self) -> list[str]:
        """The largest changes of shares from the first arm to the last, `11.2p less in core services`."""
        changes = {name: share - dict(self.shares[0][1])[name] for name, share in self.shares[-1][1]}
        order = sorted(changes, key=lambda name: -abs(changes[name]))[:MOST_MOVERS]
        return [
            f"{pence(abs(changes[name]))}p {'more' if changes[name] > 0 else 'less'} in {category_words(name)}"
            for name in order
            if abs(changes[name]) >= 0.0005
        ]

    @property
    def heading(self) -> str:
        """The largest change, or a sentence that there is none."""
        last = self.shares[-1][0]
        if not self.moved:
            return "Each pound ends in the same places"
        return f"Of each pound, {last} puts {self.moved[0]}"

    def sentence(self) -> str:
        """The largest changes of shares from the first arm to the last."""
        first, last = self.shares[0][0], self.shares[-1][0]
        if not self.moved:
            return f"Of each pound, {last} uses no more than a tenth of a penny otherwise than {first}."
        return f"Of each pound, {last} puts {joined(self.moved)} than {first}{self.where}."

    def document(self) -> dict[str, Any]:
        """Everything as JSON."""
        return {
            "shares": [{"case": case, **dict(shares)} for case, shares in self.shares],
            "sentences": [self.sentence()],
        }


def pound(view: ResultsView) -> Pound:
    """The pound's journey under the arms to draw."""
    shown = shown_arms(view)
    names, where = display_names(shown)
    values = {category: view.outcome(f"{POUND}{category}") for category in CATEGORIES}
    shares = tuple(
        (name, tuple((category, float(np.nanmean(case.worlds(of)))) for category, of in values.items()))
        for name, case in zip(names, shown, strict=True)
    )
    return Pound(shares=shares, where=where)


def pound_part(view: ResultsView, request: FigureRequest) -> Part:
    """The part of a report on the pound's journey."""
    result = pound(view)
    (baseline, shares), *_ = result.shares
    first = dict(shares)

    def cell(case: str, of: dict[str, float], category: str) -> str:
        apart = "" if case == baseline else f" ({pence(of[category] - first[category], sign=True)})"
        return f"{pence(of[category])}{apart}"

    return result.part(
        "pound",
        result.heading,
        f"Where each pound of the budget ended, pence, over all quarters and worlds{result.where}.",
        table_of(
            f"Pence of each pound; in brackets: difference from {baseline}",
            CATEGORIES,
            words("Where it ends", CATEGORIES.__getitem__),
            *(numbers(case, partial(cell, case, dict(shares))) for case, shares in result.shares),
        ),
        chart=partial(pound_drawing, result),
    )


def pound_drawing(result: Pound) -> Html:
    """Stacked bars of the pound's journey, one per arm."""
    return drawn(pound_chart([(case, dict(shares)) for case, shares in result.shares], ALONE, 2), "Pound")


POUND_JOURNEY: Final = Figure(
    kind="pound",
    shows="where each pound went",
    part=pound_part,
    suits=lambda plan: not plan.is_sample,
)
