"""Attribution: Shapley values of elements and levers in the difference between two arrangements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.documents.document import Part
from govsim.documents.drawing import WIDTH, dots, drawn, row_height
from govsim.documents.markup import Html
from govsim.documents.reading import cited
from govsim.documents.table import Table
from govsim.errors import InputError, Problem
from govsim.experiments.arms import whole_worlds
from govsim.experiments.designs.design import Rows
from govsim.experiments.factors import Factor
from govsim.experiments.figures.cells import difference_title
from govsim.experiments.figures.figure import Figure, OutcomeResult, numbers, table_of, words
from govsim.experiments.figures.ranking import FIRST, depends_words, first_words
from govsim.experiments.levels import element_of
from govsim.experiments.results_view import ResultsView, contrast_of
from govsim.measures.amounts import amount, span
from govsim.scenario.levers import ELEMENTS
from govsim.statistics.intervals import Interval, interval
from govsim.statistics.ranks import size_of
from govsim.statistics.shapley import orders, sampled_shapley, shapley, subsets_on_the_way
from govsim.words.names import uncapitalised
from govsim.words.numbers import decimal
from govsim.words.plurals import joined, left_out_words

if TYPE_CHECKING:
    from govsim.experiments.experiment import FigureRequest
    from govsim.experiments.plan import Plan

FEW: Final = 6  # factors up to which all subsets are run
NO_ELEMENT: Final = "No element"


@dataclass(frozen=True)
class Due:
    """The share of one lever or element."""

    title: str
    adds: Interval


@dataclass(frozen=True)
class Split:
    """A difference split over its causes; the means sum to it."""

    of_what: str  # Elements, or Levers
    shares: tuple[Due, ...]
    is_exact: bool  # over all orders, not a sample


@dataclass(frozen=True, kw_only=True)
class Attribution(OutcomeResult):
    """The difference between no lever and all levers moved, with its splits."""

    whole: Interval
    splits: tuple[Split, ...]
    worlds: int
    left_out: int
    orders: int

    @property
    def heading(self) -> str:
        """To what most of the difference is due, as far as that is known."""
        shares = self.splits[0].shares
        names = [uncapitalised(share.title) for share in shares]
        subject = f"The difference in {self.label.lower()}"
        return depends_words(subject, names, [size_of(share.adds) for share in shares])

    def sentences(self) -> tuple[str, ...]:
        """The whole difference and the largest shares, one sentence per split."""
        sentences = []
        for split in self.splits:
            most = sorted(split.shares, key=lambda share: -abs(share.adds.mean))
            named = [f"{uncapitalised(share.title)} {self._adds(share.adds)}" for share in most]
            of = f"{self.label}: of the difference of {amount(self.whole.mean, self.measure, sign=True)}"
            if len(named) <= FIRST:
                sentences.append(
                    f"{of}, this is due to each of the {len(named)} {split.of_what.lower()}: {joined(named)}."
                )
                continue
            first = first_words(named, [size_of(share.adds) for share in most])
            sentences.append(f"{of}, most is due, of {len(named)} {split.of_what.lower()}: {first}.")
        return tuple(sentences)

    def _adds(self, adds: Interval) -> str:
        """`+0.16 units (+0.12 to +0.20)`; in one world without the interval."""
        size = amount(adds.mean, self.measure, sign=True)
        return size if self.worlds == 1 else f"{size} ({span(adds, self.measure, sign=True)})"

    @property
    def method(self) -> str:
        """The method in a sentence."""
        levers = (
            "levers over all orders"
            if all(split.is_exact for split in self.splits)
            else f"levers over {self.orders} random orders, each with its reverse, whose chance is in the intervals"
        )
        left = (
            f" {left_out_words(self.left_out, 'world')}, because a run in them failed."
            if self.left_out
            else ""
        )
        return (
            "Each effect depends on those added before it, so it is averaged over the orders in which things "
            f"may be added (shapley_1953): elements over all orders, {levers}, always on the same {self.worlds:,} "
            "worlds (castro_2009). Shares of one kind add up to the whole. Intervals hold one at a time."
            f"{left}"
        )

    def document(self) -> dict[str, Any]:
        """Everything as JSON."""
        return {**super().document(), "method": cited(self.method)}


def attribution(view: ResultsView, count: int, outcome: str = "") -> Attribution:
    """Shapley values of the difference between the row with all factors moved and the row with none.

    Over elements, if factors are levers and all combinations of elements were run; over factors, from all combinations
    or along `count` orders drawn from the experiment's seed. Raises InputError if their rows were not run. Source:
    shapley_1953, castro_2009.
    """
    plan, contrast = view.plan, contrast_of(view, outcome)
    factors = [factor for _, factor in plan.moving]
    rows = _rows_by_bits(plan)
    values, left_out = whole_worlds(contrast.values_rn)
    everything = (1 << len(factors)) - 1
    splits = []
    grouped = elements_of(factors)
    if len(grouped) > 1:
        sets = [_union(list(grouped.values()), number) for number in range(2 ** len(grouped))]
        if all(bits in rows for bits in sets):
            shares = shapley(values[[rows[bits] for bits in sets]])
            dues = tuple(Due(name, interval(share)) for name, share in zip(grouped, shares, strict=True))
            splits.append(Split("Elements", dues, True))
    splits.append(_of_levers(values, rows, factors, count, plan.experiment.seed))
    return Attribution(
        outcome=contrast.outcome,
        whole=interval(values[rows[everything]] - values[rows[0]]),
        splits=tuple(splits),
        worlds=values.shape[1],
        left_out=left_out,
        orders=count if everything >= len(rows) else 0,
    )


def _of_levers(
    values_rw: Floats, rows: dict[int, int], factors: Sequence[Factor], count: int, seed: int
) -> Split:
    k = len(factors)
    if len(rows) == 2**k:
        exact = [interval(share) for share in shapley(values_rw[[rows[bits] for bits in range(2**k)]])]
        return _split(factors, exact, True)
    if count < 2 or count % 2:
        raise InputError(
            Problem("figures", "an even number of orders of the factors", str(count), key="orders")
        )
    drawn = orders(k, count, seed)
    way = subsets_on_the_way(drawn)
    lacking = [bits for bits in np.unique(way) if int(bits) not in rows]
    if lacking:
        remedy = "Let govsim attribute lay out the rows."
        raise InputError(
            Problem("figures", "rows along all orders", f"{len(lacking)} missing", remedy=remedy)
        )
    along = values_rw[np.vectorize(lambda bits: rows[int(bits)])(way)]
    return _split(factors, sampled_shapley(drawn, along), False)


def _split(factors: Sequence[Factor], shares: Sequence[Interval], is_exact: bool) -> Split:
    dues = [Due(factor.title, share) for factor, share in zip(factors, shares, strict=True)]
    return Split("Levers", tuple(sorted(dues, key=lambda due: -abs(due.adds.mean))), is_exact)


def elements_of(factors: Sequence[Factor]) -> dict[str, int]:
    """The elements of the argument with their factors as bits; empty if any factor is no lever.

    A lever without an element is a group of its own.
    """
    grouped: dict[str, int] = {}
    for place, factor in enumerate(factors):
        section, _, name = factor.path.partition(".")
        if section != "levers":
            return {}
        heading = ELEMENTS.get(element_of(name), NO_ELEMENT)
        grouped[heading] = grouped.get(heading, 0) | 1 << place
    return grouped


def _union(sets: Sequence[int], number: int) -> int:
    """The union of the sets selected by the bits of a number."""
    return sum(members for place, members in enumerate(sets) if number >> place & 1)  # the sets are disjoint


def rows_to_run(factors: Sequence[Factor], count: int, seed: int) -> list[int]:
    """The subsets of factors, as bits, that an attribution needs: all if few, else those along its orders."""
    k = len(factors)
    if k <= FEW:
        return list(range(2**k))
    way = {int(bits) for bits in np.unique(subsets_on_the_way(orders(k, count, seed)))}
    grouped = list(elements_of(factors).values())
    way |= {_union(grouped, number) for number in range(2 ** len(grouped))}
    return sorted(way)


def _rows_by_bits(plan: Plan) -> dict[int, int]:
    """Rows by the bits of the factors that differ from the first row."""
    first, moving = plan.rows[0], plan.moving
    return {
        sum(1 << bit for bit, (place, _) in enumerate(moving) if row[place] != first[place]): number
        for number, row in enumerate(plan.rows)
    }


def attribution_part(view: ResultsView, request: FigureRequest) -> Part:
    """The part of a report on attribution."""
    result = attribution(view, request.orders, request.outcome)
    return result.part(
        "attribution",
        result.heading,
        f"{result.label}: what each adds, {result.unit}, with 95% intervals; they add up to the whole difference.",
        *(_split_table(result, split) for split in result.splits),
        chart=partial(attribution_chart, result),
        notes=(result.method,),
    )


def _split_table(result: Attribution, split: Split) -> Table:
    whole = result.whole.mean
    return table_of(
        f"By {split.of_what.lower()}",
        (*split.shares, Due("Together", result.whole)),
        words(split.of_what, lambda due: due.title),
        numbers(f"Adds, {result.unit} (95% interval)", lambda due: result.cell(due.adds, True)),
        numbers("% of the whole", lambda due: decimal(100 * due.adds.mean / whole, 0) if whole else "–"),
    )


def attribution_chart(result: Attribution) -> Html:
    """Dots with intervals: the share of each element and lever."""
    rows = [
        result.drawn_row(share.title, share.adds, split.of_what)
        for split in result.splits
        for share in split.shares
    ]
    kinds = tuple(split.of_what for split in result.splits)
    chart = dots(rows, kinds, difference_title(result.outcome, "Adds to the difference in"), 0.0, 0, WIDTH)
    height = row_height([row["row"] for row in rows]) * len(rows)
    return drawn(chart.properties(height=height), "Attribution")


ATTRIBUTION: Final = Figure(
    kind="attribution",
    shows="to which levers and elements a difference is due, in rows that `govsim attribute` lays out",
    part=attribution_part,
    rows=frozenset({Rows.CELLS}),
    compares=True,
)
