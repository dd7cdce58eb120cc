"""Who is better than whom: every outcome of every pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import TYPE_CHECKING, Final, get_args

from govsim.comparison.difference import Difference
from govsim.comparison.sentences import lopsided_sentence
from govsim.comparison.trade_off_sentences import quadrant_words, rate_bounds, rate_sentence, short_break_even
from govsim.documents.document import Part
from govsim.documents.drawing import dots, drawn
from govsim.documents.markup import Html
from govsim.documents.table import Column, Table
from govsim.experiments.arms import main_pair, pairs
from govsim.experiments.figures import cells
from govsim.experiments.figures.break_even import Traded, traded
from govsim.experiments.figures.comparisons import Comparisons, comparisons
from govsim.experiments.figures.figure import Figure
from govsim.experiments.outcomes import shown_as
from govsim.measures.amounts import figure
from govsim.words.numbers import signed
from govsim.words.verdicts import HARDLY_ANY, IN_WORDS, Verdict

if TYPE_CHECKING:
    from govsim.experiments.experiment import FigureAsked
    from govsim.experiments.results_view import ResultsView

ONE_WORLD: Final = "One world only: nothing has an interval, and nothing is decided."
VALUED: Final = ("public_value",)  # outcomes at whose end core services have an exchange rate
MOST_SENTENCES: Final = 4
FEW: Final = 3  # comparisons of an outcome that stand in one table with those of others
MOST_TIMES: Final = 1000  # as precise as so many times as many worlds; above, the number says nothing more
MOST_ROWS_DRAWN: Final = 24


def differences_part(view: ResultsView, asked: FigureAsked) -> Part:
    """Every outcome of every pair; the first outcome drawn and in sentences."""
    names = (
        list(dict.fromkeys((asked.outcome, *view.plan.experiment.outcomes)))
        if asked.outcome
        else list(view.plan.experiment.outcomes)
    )
    every = [comparisons(view, name) for name in names]
    sentences = _sentences(view, every[0], every)
    rates = traded(view) if any(name in VALUED for name in names) and every[0].differences else ()
    if rates:
        main = rates[_main(view)] if len(rates) == len(every[0].differences) else rates[-1]
        turns = rate_sentence(main.rate, main.scenario, main.baseline, main.progress_unit)
        sentences = (sentences[0], turns, *sentences[1:])
    part = differences_told(view, every, sentences)
    if not rates:
        return part
    document = {**part.document, "break_even": [asdict(one) for one in rates]}
    return replace(part, tables=(*part.tables, _rates_table(rates)), document=document)


def differences_told(
    view: ResultsView, every: Sequence[Comparisons], sentences: tuple[str, ...], with_means: bool = True
) -> Part:
    """Comparisons of some outcomes as a part, the first outcome drawn; all are of the same pairs.

    Means have a table of their own, unless another part shows them.
    """
    first, count = every[0], len(every[0].differences)
    caption = (
        f"{shown_as(first.outcome).label}: differences with 95% intervals"
        f"{f' that hold for all {count} comparisons at once' if count > 1 else ''}. Grey: too small to matter."
    )
    alone = in_one_world(first)
    can_be_drawn = 0 < count <= MOST_ROWS_DRAWN and not alone
    return Part(
        "differences",
        "How they differ" if alone else "Who is better than whom",
        sentences,
        "" if alone else caption,
        (*_tables(every), *([_means_table(every)] if with_means else [])),
        partial(differences_chart, first) if can_be_drawn else None,
        (ONE_WORLD,) if alone else _notes(view, every),
        {"outcomes": [one.document() for one in every]},
    )


def in_one_world(result: Comparisons) -> bool:
    """Whether there is but one world, so that nothing has an interval."""
    return bool(result.differences) and all(one.worlds == 1 for one in result.differences)


def _sentences(view: ResultsView, first: Comparisons, every: Sequence[Comparisons]) -> tuple[str, ...]:
    """The main outcome's differences in words, or counts of verdicts where they are many; then the others' last."""
    if not first.differences:
        return ("Nothing can be compared yet: no world is complete.",)
    sentences, main = list(first.sentences()), _main(view)
    if len(sentences) > MOST_SENTENCES:
        return (_counted(first), sentences[main], *(_counted(one) for one in every[1:]))
    others = [one.sentences()[main] for one in every[1:] if one.differences]
    return (sentences.pop(main), *sentences, *others)


def _main(view: ResultsView) -> int:
    """The place of the comparison that details are told of."""
    pair = main_pair(view.plan)
    assert pair is not None
    return pairs(view.plan).index(pair)


def _counted(result: Comparisons) -> str:
    words = [one.verdict for one in result.differences]
    told = [f"{words.count(word)} {IN_WORDS.get(word, word)}" for word in get_args(Verdict) if word in words]
    return f"{shown_as(result.outcome).label}, {len(words)} comparisons: {', '.join(told)}."


def _tables(every: Sequence[Comparisons]) -> list[Table]:
    """The differences of all outcomes: in one table where they are few, else a table for each outcome."""
    if len(every[0].differences) <= FEW:
        rows = [row for told in every for row in _rows(told, with_outcome=True)]
        return [Table("Differences, paired world by world", _columns(every, with_outcome=True), tuple(rows))]
    return [
        Table(
            f"{shown_as(told.outcome).label}: differences, {cells.difference_unit(told.outcome)}",
            _columns((told,), with_outcome=False),
            tuple(_rows(told, with_outcome=False)),
            aside=place > 0,
        )
        for place, told in enumerate(every)
    ]


def _rows(result: Comparisons, with_outcome: bool) -> list[tuple[str, ...]]:
    return [
        (
            label,
            *(
                [f"{shown_as(result.outcome).label}, {cells.difference_unit(result.outcome)}"]
                if with_outcome
                else []
            ),
            cells.interval_cell(one.difference, result.outcome, sign=True),
            "–" if one.per_cent is None else signed(one.per_cent.mean),
            *([] if one.worlds == 1 else _how_sure(one)),
        )
        for label, one in zip(result.labels, result.differences, strict=True)
    ]


def _how_sure(one: Difference) -> tuple[str, ...]:
    return (
        signed(one.effect_size),
        cells.per_cent_cell(one.better),
        one.word,
        _more_worlds(one),
    )


def _more_worlds(one: Difference) -> str:
    if not one.more_worlds:
        return "–"
    return "hardly any number" if one.more_worlds > HARDLY_ANY * one.worlds else f"{one.more_worlds:,}"


def _columns(every: Sequence[Comparisons], with_outcome: bool) -> tuple[Column, ...]:
    baseline, alone = every[0].baseline, in_one_world(every[0])
    return (
        Column(f"Against {baseline}" if baseline else "Comparison"),
        *([Column("Outcome, unit")] if with_outcome else []),
        Column("Difference" if alone else "Difference (95% interval)", True),
        Column("Per cent", True),
        *(() if alone else _columns_of_how_sure(every)),
    )


def _columns_of_how_sure(every: Sequence[Comparisons]) -> tuple[Column, ...]:
    better = {shown_as(told.outcome).better != 0 for told in every}
    which = "Better" if better == {True} else "Higher" if better == {False} else "Better, or else higher,"
    return (
        Column("Effect size", True),
        Column(f"{which} in % of worlds", True),
        Column("Verdict"),
        Column("More worlds that would tell", True),
    )


def _means_table(every: Sequence[Comparisons]) -> Table:
    columns = (
        Column("Case"),
        *(Column(f"{shown_as(one.outcome).label}, {cells.unit_of(one.outcome)}", True) for one in every),
    )
    rows = [
        (label, *(figure(one.means[row][1].mean, shown_as(one.outcome)) for one in every if one.means))
        for row, (label, _) in enumerate(every[0].means)
    ]
    caption = "In one world" if in_one_world(every[0]) else "Means over worlds"
    return Table(caption, columns, tuple(rows), aside=len(rows) > FEW + 1)


def _rates_table(rates: Sequence[Traded]) -> Table:
    """The rate at which every verdict on public value turns, beside what is traded."""
    alone = rates[0].rate.worlds == 1
    columns = (
        Column("Comparison"),
        *(() if alone else (Column("Progress and core services"),)),
        Column("Break-even rate; worlds above", True),
        *(() if alone else (Column("95% interval of the rate", True),)),
    )
    rows = tuple(
        (
            f"{one.scenario} against {one.baseline}",
            *(() if alone else (quadrant_words(one.quadrants, one.rate.worlds),)),
            short_break_even(one.rate),
            *(() if alone else (rate_bounds(one.rate),)),
        )
        for one in rates
    )
    unit = f"{rates[0].progress_unit:g}"
    caption = (
        f"At which rate the verdict turns: core index that a fall of need by {unit} is worth (fieller_1954)"
    )
    return Table(caption, columns, rows, aside=len(rows) > FEW)


def _notes(view: ResultsView, every: Sequence[Comparisons]) -> tuple[str, ...]:
    first = every[0]
    lopsided = lopsided_sentence([one for told in every for one in told.differences])
    lopsided = f" {lopsided} (sugden_2000, hall_1988)" if lopsided else ""
    sampled = (
        "Each set of assumptions counts once; its replicates are averaged first. "
        if view.plan.is_sample
        else ""
    )
    gained = [one.variance_reduction for one in first.differences]
    low, high = min(gained, default=1.0), max(gained, default=1.0)
    helped = (
        f"Giving all the same worlds made differences as precise as {_times(low)} to {_times(high)} as "
        "many worlds would."
        if len(gained) > 1
        else f"Giving both the same worlds made the difference as precise as {_times(high)} as many worlds would."
    )
    if low < 1:
        helped += " Below 1×, sharing worlds did not help: the two move against each other."
    left = f" {first.left_out:,} worlds are left out, because a run in them failed." if first.left_out else ""
    return (
        f"{sampled}{helped} Effect size: the difference in standard deviations between worlds. Per cent: of the "
        "baseline’s mean, where 0 means nothing at all (fieller_1954). Intervals: Student’s, of paired "
        "differences, for "
        f"all comparisons at once (student_1908, dunn_1961); shares of worlds: Wilson’s (wilson_1927).{lopsided}{left}",
    )


def _times(factor: float) -> str:
    if factor > MOST_TIMES:
        return f"more than {MOST_TIMES:,}×"
    return f"{factor:,.1f}×" if factor < 10 else f"{factor:,.0f}×"


def differences_chart(result: Comparisons) -> Html:
    """Every difference with its interval, in rows."""
    rows = [
        cells.drawn_row(label, one.difference, result.outcome)
        for label, one in zip(result.labels, result.differences, strict=True)
    ]
    effect = cells.scaled(result.differences[0].smallest_effect, result.outcome)
    title = cells.difference_title(result.outcome) + (f" from: {result.baseline}" if result.baseline else "")
    return drawn(dots(rows, cells.ALL_SAME, title, effect, 1, cells.NARROW), "Differences")


DIFFERENCES: Final = Figure(
    "differences",
    "every scenario, or row, against the baseline, with intervals",
    differences_part,
    suits=lambda plan: bool(pairs(plan)),
    compares=True,
)
