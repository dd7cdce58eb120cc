"""The parts of a report that a comparison alone has: levers, all measures, rank, other weights, and when it pays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import Final, get_args

from govsim.comparison.compare import Comparison
from govsim.comparison.difference import Difference
from govsim.comparison.export import weights_shown
from govsim.comparison.sentences import (
    HEADLINES,
    LEVEL_IN,
    break_even_sentences,
    lopsided_sentence,
    ranking_sentence,
)
from govsim.comparison.trade_off_sentences import IN_BRACKETS, short_break_even
from govsim.documents.document import Part
from govsim.documents.table import Column, Table
from govsim.experiments.analysis.comparisons import Comparisons, comparisons
from govsim.experiments.analysis.journeys import Trajectories, gains_and_losses, trajectories
from govsim.experiments.analysis.reading import Pair, cases
from govsim.experiments.compared import DRAWN, Compared
from govsim.experiments.experiment import FigureAsked
from govsim.experiments.outcomes import shown_as
from govsim.experiments.report.cells import interval_cell, unit_of
from govsim.experiments.report.charts import gains_chart, trajectories_chart
from govsim.experiments.report.comparing import differences_told
from govsim.experiments.report.journeys import (
    bands_words,
    change_cell,
    gains_caption,
    gains_part,
    range_words,
    year_cells,
    year_ends,
)
from govsim.measures.amounts import BETTER, figure, unit_words
from govsim.measures.catalogue import MEASURES
from govsim.runs.run import Run
from govsim.words.names import capitalised
from govsim.words.numbers import chance_words
from govsim.words.plurals import joined
from govsim.words.verdicts import IN_WORDS, WHAT_SHORT_MEANS, Verdict

MOST_BESIDE: Final = 3  # scenarios beside the baseline in a table that prints on a page
MOST_YEARS: Final = 3  # of a measure in the table of how it goes over time
FEW: Final = 3  # pairs of which each has a sentence


def levers_part(told: Comparison) -> Part:
    """What is governed otherwise."""
    rows = told.lever_table()
    if rows:
        noun = "lever" if len(rows) == 1 else "levers"
        first = f"They differ in {len(rows)} {noun}; numbers go from 0 (not at all) to 1 (fully)."
    else:
        first = "They have the same levers."
    other = told.other_parts()
    more = (f"They also differ in {joined(other)}; 'govsim scenario diff' shows how.",) if other else ()
    columns = (Column("Lever"), *(Column(name, True) for name in told.names))
    return Part(
        "levers",
        "What is governed otherwise",
        (first, *more),
        "",
        (Table("Levers that differ", columns, tuple((label, *settings) for label, settings in rows)),),
        document={
            "levers": [
                {"lever": label, **dict(zip(told.names, settings, strict=True))} for label, settings in rows
            ],
            "other_parts": other,
        },
    )


def differences_part(found: Compared) -> Part:
    """Every pair in every headline: the last scenario against the baseline first."""
    every = [comparisons(found, name, every_pair(found)) for name in HEADLINES]
    return differences_told(found, every, tuple(_headlines(every, len(found.comparison.runs))), False)


def every_pair(found: Compared) -> tuple[Pair, ...]:
    """Every scenario with every one after it, the baseline's first."""
    known = cases(found.plan)
    return tuple((first, second) for row, first in enumerate(known) for second in known[row + 1 :])


def _headlines(every: Sequence[Comparisons], scenarios: int) -> Iterable[str]:
    main = scenarios - 2  # the place of the last scenario against the baseline
    yield from (one.sentences()[main] for one in every)
    of_first = every[0].sentences()
    shown = len(of_first) if len(of_first) <= FEW else scenarios - 1
    yield from (sentence for place, sentence in enumerate(of_first[:shown]) if place != main)


def ranking_part(told: Comparison) -> Part:
    """Which of several may be the best."""
    ranking = told.ranking("public_value")
    rows = [
        (
            one.scenario,
            figure(told.mean(run, "public_value").mean, MEASURES["public_value"]),
            chance_words(one.chance_of_best),
            "yes" if one.may_be_best else "no",
        )
        for one, run in zip(ranking, told.runs, strict=True)
    ]
    columns = (
        Column("Scenario"),
        Column("Mean public value, units", True),
        Column("Chance of the best mean", True),
        Column("May be the best (95% confidence)"),
    )
    return Part(
        "ranking",
        "Which is best",
        (ranking_sentence(told),),
        "",
        (Table("Public value: who may be the best", columns, tuple(rows)),),
        notes=(
            "The chance is the share of paired resamples of the worlds in which a scenario has the best mean.",
        ),
        document={"public_value": [asdict(one) for one in ranking]},
    )


def measures_part(told: Comparison, names: Sequence[str]) -> Part:
    """Means at the end, what they differ by, and what that means."""
    baseline, *others = told.runs
    counted = () if _in_one_world(told) else tuple(_counted(told, run, names) for run in reversed(others))
    first = counted or ("What one world came to at its end, and by how much it differs from the baseline’s.",)
    groups = [others[start : start + MOST_BESIDE] for start in range(0, len(others), MOST_BESIDE)]
    tables = tuple(_measures_table(told, group, names) for group in groups)
    if not counted:
        note = f"In brackets: difference from {baseline.scenario.name}."
    elif len(others) == 1:
        note = f"{WHAT_SHORT_MEANS} All measures are in the JSON report."
    else:
        note = (
            f"In brackets: difference from {baseline.scenario.name}, and what it means. {WHAT_SHORT_MEANS} "
            "Intervals of all measures and pairs are in the JSON report."
        )
    return Part(
        "measures",
        "Everything that was looked at",
        first,
        "",
        tables,
        notes=(note,),
        document={"differences": [asdict(one) for one in told.differences()]},
    )


def _counted(told: Comparison, run: Run, names: Sequence[str]) -> str:
    """How many measures are better, worse and so on."""
    baseline = told.runs[0]
    words = [told.difference(name, baseline, run).verdict for name in names]
    counts = [
        f"{words.count(word)} {IN_WORDS.get(word, word)}" for word in get_args(Verdict) if word in words
    ]
    under = f"under {run.scenario.name} instead of {baseline.scenario.name}"
    return f"Of {len(names)} measures {under}: {joined(counts)}."


def _measures_table(told: Comparison, others: Sequence[Run], names: Sequence[str]) -> Table:
    baseline = told.runs[0]
    alone = len(told.runs) == 2 and not _in_one_world(told)
    rows = [
        (
            f"{MEASURES[name].label}, {unit_words(MEASURES[name])}",
            BETTER[MEASURES[name].better],
            figure(told.mean(baseline, name).mean, MEASURES[name]),
            *(cell for run in others for cell in _cells(told, run, name, alone)),
        )
        for name in names
    ]
    columns = (
        Column("Measure, unit"),
        Column("Better"),
        Column(baseline.scenario.name, True),
        *(Column(run.scenario.name, True) for run in others),
        *((Column("Difference (95% interval)", True), Column("Verdict")) if alone else ()),
    )
    when = "in one world" if _in_one_world(told) else "means over worlds"
    return Table(f"At the end: {when}", columns, tuple(rows))


def _cells(told: Comparison, run: Run, name: str, alone: bool) -> tuple[str, ...]:
    measure, one = MEASURES[name], told.difference(name, told.runs[0], run)
    mean = figure(told.mean(run, name).mean, measure)
    if alone:
        return (mean, interval_cell(one.difference, name, True), one.word)
    return (f"{mean} ({one.short()})",)


def weights_part(told: Comparison) -> Part:
    """What other weights of progress in public value would say."""
    shown, used = weights_shown(told), told.runs[0].scenario.values.progress_weight
    found = [
        (
            _against(baseline, run),
            [told.public_value_at(weight, baseline, run) for weight in shown],
            [short_break_even(told.break_even_rate(baseline, run, weight)) for weight in shown],
        )
        for baseline, run in told.pairs()
    ]
    columns = [
        Column(f"Weight {weight:g}{' (used here)' if weight == used else ''}", True) for weight in shown
    ]
    rows = [
        (name, *(f"{_weighed(one)} ({rate})" for one, rate in zip(differences, rates, strict=True)))
        for name, differences, rates in found
    ]
    name, main, _ = found[len(told.runs) - 2]
    turns = (
        f"With weights of {joined([f'{weight:g}' for weight in shown])}, public value of {name} is "
        f"{joined([one.verdict for one in main])}."
    )
    return Part(
        "weights",
        "What other weights would say",
        (
            f"Public value weighs progress with {used:g} and core services with the rest. How much each counts is a "
            "judgement, not a finding, and the reader’s to make.",
            *(() if _in_one_world(told) else (turns,)),
        ),
        "",
        (
            Table(
                "Difference in public value, units, by weight of progress",
                (Column("Comparison"), *columns),
                tuple(rows),
            ),
        ),
        notes=(IN_BRACKETS,),
        document={
            "at": [
                {"weight": weight, **asdict(one)}
                for _, differences, _ in found
                for weight, one in zip(shown, differences, strict=True)
            ]
        },
    )


def _weighed(one: Difference) -> str:
    told = interval_cell(one.difference, one.measure, True)
    return told if one.worlds == 1 else f"{told} {one.word}"


def pays_part(told: Comparison) -> Part:
    """From when on a scenario is level or ahead."""
    sentences = tuple(break_even_sentences(told))
    shown = sentences if len(sentences) <= FEW else sentences[: len(told.runs) - 1]
    return Part(
        "when-it-pays",
        "When it pays",
        tuple(capitalised(sentence) for sentence in shown),
        "",
        (),
        notes=("Level or ahead: the mean over worlds stays at least as good as the other’s until the end.",),
        document={
            "level_from": [
                {
                    "scenario": run.scenario.name,
                    "baseline": baseline.scenario.name,
                    **{name: _quarter(told.break_even(name, baseline, run)) for name in LEVEL_IN},
                }
                for baseline, run in told.pairs()
            ]
        },
    )


def _quarter(start: int | None) -> int | None:
    return None if start is None else start + 1


def courses_part(found: Compared) -> Part:
    """Public value, progress and core services over the years."""
    every = [trajectories(found, name) for name in DRAWN]
    return Part(
        "over-time",
        "How it goes over time",
        tuple(told.sentence() for told in every),
        bands_words(every[0]),
        _years_tables(every),
        partial(trajectories_chart, *every),
        document={"courses": [told.document() for told in every]},
    )


def _years_tables(every: Sequence[Trajectories]) -> tuple[Table, ...]:
    """Some years of all of them; the document has every quarter."""
    starts = range(0, len(every[0].courses), MOST_BESIDE + 1)
    groups = [slice(start, start + MOST_BESIDE + 1) for start in starts]
    return tuple(
        _years_table([replace(told, courses=told.courses[group]) for told in every]) for group in groups
    )


def _years_table(every: Sequence[Trajectories]) -> Table:
    places = year_ends(every[0].courses[0].years)
    step = -(-len(places) // MOST_YEARS)
    rows = tuple(
        (
            f"{shown_as(told.outcome).label}, {unit_of(told.outcome)}",
            f"{told.courses[0].years[place]:g}",
            *year_cells(told, place),
        )
        for told in every
        for place in reversed(places[::-step])
    )
    headings = (Column(one.case, True) for one in every[0].courses)
    columns = (Column("Measure, unit"), Column("End of year", True), *headings)
    return Table(f"Over time{range_words(every[0])}", columns, rows)


def gains_of_all(found: Compared) -> Part:
    """Who gains and who loses under every scenario instead of the baseline; the last is drawn."""
    first, *others = cases(found.plan)
    if len(others) == 1:
        return gains_part(found, FigureAsked(kind="gains_and_losses"))
    every = [gains_and_losses(found, (first, other)) for other in others]
    last = every[-1]
    lopsided = lopsided_sentence([one.difference for gains in every for one in gains.changes])
    cells = [{(one.kind, one.who): change_cell(one) for one in gains.changes} for gains in every]
    who = list(dict.fromkeys(key for told in cells for key in told))
    groups = [
        range(start, min(start + MOST_BESIDE, len(every))) for start in range(0, len(every), MOST_BESIDE)
    ]
    tables = tuple(
        Table(
            f"Changes from {last.baseline}: outcomes, missions, departments and regions",
            (Column("Who"), Column("Kind"), *(Column(every[place].other, True) for place in group)),
            tuple(
                (name, kind, *(cells[place].get((kind, name), "–") for place in group)) for kind, name in who
            ),
        )
        for group in groups
    )
    return Part(
        "gains-and-losses",
        "Who gains and who loses",
        tuple(gains.sentence() for gains in reversed(every)),
        gains_caption(last),
        tables,
        partial(gains_chart, last),
        notes=(lopsided,) if lopsided else (),
        document={"comparisons": [gains.document() for gains in every]},
    )


def _against(baseline: Run, run: Run) -> str:
    return f"{run.scenario.name} against {baseline.scenario.name}"


def _in_one_world(told: Comparison) -> bool:
    return len(told.runs[0].replicates) == 1
