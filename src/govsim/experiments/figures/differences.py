"""Paired differences of every outcome in every pair of arms."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, get_args

from govsim.comparison.difference import A_SET, Difference
from govsim.comparison.ranking import lopsided_sentence
from govsim.comparison.trade_off_sentences import quadrant_words, rate_bounds, rate_sentence, short_break_even
from govsim.documents.document import Part
from govsim.documents.drawing import dots, drawn
from govsim.documents.markup import Html
from govsim.documents.table import Table
from govsim.experiments.arms import main_pair, pairs
from govsim.experiments.figures import cells
from govsim.experiments.figures.break_even import Traded, traded
from govsim.experiments.figures.comparisons import Comparisons, comparisons
from govsim.experiments.figures.figure import Cells, Figure, numbers, table_of, words
from govsim.measures.amounts import agree, figure
from govsim.words.numbers import signed
from govsim.words.plurals import left_out_words
from govsim.words.verdicts import HARDLY_ANY, IN_WORDS, Verdict

if TYPE_CHECKING:
    from govsim.experiments.experiment import FigureRequest
    from govsim.experiments.results_view import ResultsView

ONE_WORLD: Final = "One world only: nothing has an interval, and nothing is decided."
VALUED: Final = ("public_value",)  # outcomes that trade progress for core services
MOST_SENTENCES: Final = 4
FEW: Final = 3  # comparisons per outcome up to which all outcomes share a table
ROUNDED: Final = (
    "Means and differences are each rounded after they were worked out, so a printed difference may be one off in its "
    "last figure from that of the printed means; the difference is the one to quote."
)
MOST_TIMES: Final = 1000  # largest gain from common random numbers that is stated
MOST_ROWS_DRAWN: Final = 24


def differences_part(view: ResultsView, request: FigureRequest) -> Part:
    """The part of a report on all outcomes of all pairs; draws and describes the first outcome."""
    outcomes = view.plan.experiment.outcomes
    names = dict.fromkeys((request.outcome or outcomes[0], *outcomes))
    every = [comparisons(view, name) for name in names]
    sentences = _sentences(view, every[0], every)
    rates = traded(view) if any(name in VALUED for name in names) and every[0].differences else ()
    document: dict[str, Any] = {"outcomes": [one.document() for one in every]}
    if rates:
        main = rates[_main(view)] if len(rates) == len(every[0].differences) else rates[-1]
        turns = rate_sentence(main.rate, main.scenario, main.baseline, main.progress_unit)
        sentences = (sentences[0], turns, *sentences[1:])
        document["break_even"] = [asdict(one) for one in rates]
    first, count = every[0], len(every[0].differences)
    caption = (
        f"{first.label}: differences with 95% intervals"
        f"{f' that hold for all {count} comparisons at once' if count > 1 else ''}. Grey: too small to matter."
    )
    alone = in_one_world(first)
    can_be_drawn = 0 < count <= MOST_ROWS_DRAWN and not alone
    return replace(
        first.part(
            "differences",
            _heading(view, first, alone),
            "" if alone else caption,
            *_tables(every),
            _means_table(every),
            *([_rates_table(rates)] if rates else []),
            chart=partial(differences_chart, first) if can_be_drawn else None,
            notes=(ONE_WORLD if alone else _notes(view, every), *_rounding(every)),
        ),
        sentences=sentences,
        document=document,
    )


def _heading(view: ResultsView, first: Comparisons, alone: bool) -> str:
    """The verdict on the main difference, or counts of verdicts."""
    if alone or not first.differences:
        return "How they differ in one world" if alone else "How they differ is not known yet"
    if len(first.differences) > MOST_SENTENCES and not first.everywhere:
        return _few_better(first)
    return first.claim(first.differences[_main(view)])


def _few_better(first: Comparisons) -> str:
    """`In public value 1 of 7 is better than siloed, and 2 are worse`, among many comparisons."""
    words: tuple[Verdict, Verdict] = ("better", "worse") if first.measure.better else ("higher", "lower")
    verdicts = [one.verdict for one in first.differences]
    good, bad = (verdicts.count(word) for word in words)
    than = f" than {first.baseline}" if first.baseline else " than its baseline"
    one, two = (
        f"{count or 'none'}{of}{' is' if count < 2 else ' are'}"
        for count, of in ((good, f" of {len(verdicts)}"), (bad, ""))
    )
    return f"In {first.label.lower()} {one} {words[0]}{than}, and {two} {words[1]}"


def in_one_world(result: Comparisons) -> bool:
    """Whether there is only one world, hence no interval."""
    return bool(result.differences) and all(one.worlds == 1 for one in result.differences)


def _sentences(view: ResultsView, first: Comparisons, every: Sequence[Comparisons]) -> tuple[str, ...]:
    """The main outcome's differences in words, or counts of verdicts if many; then the others' main differences."""
    if not first.differences:
        return ("Nothing can be compared yet: no world is complete.",)
    sentences, main = list(first.sentences()), _main(view)
    if len(sentences) > MOST_SENTENCES:
        return (_counted(first), sentences[main], *(_counted(one) for one in every[1:]))
    others = [one.sentences()[main] for one in every[1:] if one.differences]
    return tuple(dict.fromkeys((sentences.pop(main), *sentences, *others)))


def _main(view: ResultsView) -> int:
    """The position of the main comparison."""
    pair = main_pair(view.plan)
    assert pair is not None
    return pairs(view.plan).index(pair)


def _counted(result: Comparisons) -> str:
    if result.everywhere:
        return result.sentences()[0]
    verdicts = [one.verdict for one in result.differences]
    counts = [
        f"{verdicts.count(word)} {IN_WORDS.get(word, word)}" for word in get_args(Verdict) if word in verdicts
    ]
    against = f" with {result.baseline}" if result.baseline else ""
    return f"{result.label}, {len(verdicts)} comparisons{against}: {', '.join(counts)}."


_Row = tuple[Comparisons, str, Difference]  # outcome, label of the row, difference


def _tables(every: Sequence[Comparisons]) -> list[Table]:
    """The differences of all outcomes: in one table if few, else one table per outcome."""
    if len(every[0].differences) <= FEW:
        unit: Cells[_Row] = words("Outcome, unit", lambda row: f"{row[0].label}, {row[0].unit}")
        return [_table("Differences, paired world by world", every, unit)]
    tables = [_table(f"{result.label}: differences, {result.unit}", (result,)) for result in every]
    return [tables[0], *(replace(table, aside=True) for table in tables[1:])]


def _table(caption: str, every: Sequence[Comparisons], *outcome: Cells[_Row]) -> Table:
    """All differences of some outcomes; several outcomes have a column."""
    baseline, alone = every[0].baseline, in_one_world(every[0])
    rows = [(result, *row) for result in every for row in zip(result.labels, result.differences, strict=True)]
    return table_of(
        caption,
        rows,
        words(f"Against {baseline}" if baseline else "Comparison", lambda row: row[1]),
        *outcome,
        numbers(
            "Difference" if alone else "Difference (95% interval)",
            lambda row: row[0].cell(row[2].difference, sign=True),
        ),
        numbers("Per cent", lambda row: "–" if row[2].per_cent is None else signed(row[2].per_cent.mean)),
        *(() if alone else _how_sure(every)),
    )


def _how_sure(every: Sequence[Comparisons]) -> tuple[Cells[_Row], ...]:
    better = {result.measure.better != 0 for result in every}
    sets = any(one.each == A_SET for result in every for one in result.differences)
    noun = "sets" if sets else "worlds"
    which = "Better" if better == {True} else "Higher" if better == {False} else "Better, or else higher,"
    return (
        numbers("Effect size", lambda row: signed(row[2].effect_size)),
        numbers(f"{which} in % of {noun}", lambda row: cells.per_cent_cell(row[2].better)),
        words("Verdict", lambda row: row[0].word(row[2])),
        numbers(f"More {noun} that would settle it", lambda row: _more_worlds(row[2])),
    )


def _more_worlds(one: Difference) -> str:
    if not one.more_worlds:
        return "–"
    return "hardly any number" if one.more_worlds > HARDLY_ANY * one.worlds else f"{one.more_worlds:,}"


def _means_table(every: Sequence[Comparisons]) -> Table:
    labels = [label for label, _ in every[0].means]

    def cell(one: Comparisons, row: int) -> str:
        return figure(one.means[row][1].mean, one.measure) if one.means else "–"

    return table_of(
        "In one world" if in_one_world(every[0]) else "Means over worlds",
        range(len(labels)),
        words("Case", labels.__getitem__),
        *(numbers(f"{one.label}, {cells.unit_of(one.outcome)}", partial(cell, one)) for one in every),
        aside=len(labels) > FEW + 1,
    )


def _rates_table(rates: Sequence[Traded]) -> Table:
    """The break-even rate of every verdict on public value, beside the trade-off."""
    alone = rates[0].rate.worlds == 1
    columns: list[Cells[Traded]] = [
        words("Comparison", lambda one: f"{one.scenario} against {one.baseline}"),
        words("Progress and core services", lambda one: quadrant_words(one.quadrants, one.rate.worlds)),
        numbers("Break-even rate; worlds above", lambda one: short_break_even(one.rate)),
        numbers("95% interval of the rate", lambda one: rate_bounds(one.rate)),
    ]
    return table_of(
        f"At which rate the verdict turns: core index that a fall of need by {rates[0].progress_unit:g} is worth "
        "(fieller_1954)",
        rates,
        *(columns[::2] if alone else columns),
        aside=len(rates) > FEW,
    )


def _notes(view: ResultsView, every: Sequence[Comparisons]) -> str:
    first = every[0]
    lopsided = lopsided_sentence([one for result in every for one in result.differences])
    lopsided = f" {lopsided} (sugden_2000, hall_1988)" if lopsided else ""
    sampled = (
        "Each set of assumptions counts once; its replicates are averaged first. "
        if view.plan.is_sample
        else ""
    )
    gained = [one.variance_reduction for one in first.differences]
    low, high = min(gained, default=1.0), max(gained, default=1.0)
    helped = (
        f"Sharing worlds gives differences the precision of {_times(low)} to {_times(high)} as many worlds."
        if len(gained) > 1
        else f"Sharing worlds gives the difference the precision of {_times(high)} as many worlds."
    )
    if low < 1:
        helped += " Below 1×, sharing worlds did not help: the two move against each other."
    left = (
        f" {left_out_words(first.left_out, 'world')}, because a run in them failed." if first.left_out else ""
    )
    return (
        f"{sampled}{helped} Effect size: the difference in standard deviations between worlds. Per cent: of the "
        "baseline’s mean, where 0 means nothing at all (fieller_1954). Intervals: Student’s, of paired differences, "
        f"for all comparisons at once (student_1908, dunn_1961); shares of worlds: Wilson’s (wilson_1927).{lopsided}"
        f"{left}"
    )


def _rounding(every: Sequence[Comparisons]) -> tuple[str, ...]:
    """A note where a printed difference is not that of the printed means."""
    apart = [
        one
        for result in every
        for one in result.differences
        if not agree(
            _mean(result, one.scenario), _mean(result, one.baseline), one.difference.mean, result.measure
        )
    ]
    return (ROUNDED,) if apart else ()


def _mean(result: Comparisons, case: str) -> float:
    return next((mean.mean for label, mean in result.means if label == case), math.nan)


def _times(factor: float) -> str:
    if factor > MOST_TIMES:
        return f"more than {MOST_TIMES:,}×"
    return f"{factor:,.1f}×" if factor < 10 else f"{factor:,.0f}×"


def differences_chart(result: Comparisons) -> Html:
    """Dots with intervals: one row per difference."""
    return drawn(differences_dots(result), "Differences")


def differences_dots(result: Comparisons) -> Any:
    """The chart of dots with intervals, one row per difference."""
    rows = [
        result.drawn_row(label, one.difference)
        for label, one in zip(result.labels, result.differences, strict=True)
    ]
    effect = cells.scaled(result.differences[0].smallest_effect, result.outcome)
    title = cells.difference_title(result.outcome) + (f" from: {result.baseline}" if result.baseline else "")
    return dots(rows, cells.ALL_SAME, title, effect, 1, cells.NARROW)


DIFFERENCES: Final = Figure(
    kind="differences",
    shows="every scenario, or row, against the baseline, with intervals",
    part=differences_part,
    suits=lambda plan: bool(pairs(plan)),
    compares=True,
)
