"""The parts of a comparison's document: verdicts, measures, rank, weights, who gains, the pound's journey, levers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final, get_args

from govsim.comparison.compare import Comparison
from govsim.comparison.difference import Difference
from govsim.comparison.export import level_from, weights_shown
from govsim.comparison.ranking import HEADLINES, break_even_sentences, ranking_sentence
from govsim.comparison.trade_off_sentences import IN_BRACKETS, short_break_even
from govsim.documents.document import Part
from govsim.documents.table import Column, Table
from govsim.measures.amounts import BETTER, figure, is_share, span, unit_words
from govsim.measures.catalogue import MEASURES
from govsim.palette import turns
from govsim.runs.run import Run
from govsim.units import QUARTERS_IN_YEAR
from govsim.words.names import capitalised
from govsim.words.numbers import chance_words, decimal, signed
from govsim.words.plurals import counted, joined
from govsim.words.verdicts import HARDLY_ANY, IN_WORDS, WHAT_SHORT_MEANS, Verdict

MOST_BESIDE: Final = 3  # most scenarios beside the baseline in a printed table
MOST_IN_BRIEF: Final = 2  # likewise on a terminal
BRIEF_MEASURES: Final = 5
BRIEF_HEADLINES: Final = 3  # for scenarios too many for a column each


def levers_part(result: Comparison) -> Part:
    """The part on levers and other parts that differ."""
    rows = result.lever_table()
    if rows:
        noun = "lever" if len(rows) == 1 else "levers"
        first = f"They differ in {len(rows)} {noun}; numbers go from 0 (not at all) to 1 (fully)."
    else:
        first = "They have the same levers."
    other = result.other_parts()
    more = (f"They also differ in {joined(other)}; 'govsim scenario diff' shows how.",) if other else ()
    table = Table(
        "Levers that differ",
        (Column("Lever"), *columns_of(result)),
        tuple((label, *settings) for label, settings in rows),
    )
    levers = [{"lever": label, **dict(zip(result.names, settings, strict=True))} for label, settings in rows]
    numbers = {"levers": levers, "other_parts": other}
    return Part("levers", "Settings that differ", (first, *more), "", (table,), document=numbers)


def differences_part(result: Comparison) -> Part:
    """Verdicts: every pair in public value, other headlines against the baseline, and a table of all."""
    first = result.runs[0]
    pairs = sorted(result.pairs(), key=lambda pair: pair[0] is first)  # baseline's pairs: in the answer too
    lead = [result.difference("public_value", *pair) for pair in pairs]
    rest = [result.difference(name, first, run) for name in HEADLINES[1:] for run in result.runs[1:]]
    every = [result.difference(name, *pair) for name in HEADLINES for pair in pairs]
    alone = result.in_one_world
    columns = (
        Column("Comparison"),
        Column("Measure, unit"),
        Column("Difference" if alone else "Difference (95% interval)", True),
        Column("Per cent", True),
        *(() if alone else _HOW_SURE),
    )
    table = Table(
        "Differences, paired world by world", columns, tuple(_row(one) for one in every), aside=True
    )
    notes = (
        "Effect size: the difference in standard deviations between worlds. Per cent: of the baseline’s mean, where 0 "
        "means nothing at all (fieller_1954). Intervals: Student’s, of paired differences, for all comparisons at once "
        "(student_1908, dunn_1961), or a bootstrap’s (hall_1988); shares of worlds: Wilson’s (wilson_1927).",
    )
    return Part(
        "differences",
        "How they differ" if alone else "Verdicts",
        tuple(one.line(with_pair=len(pairs) > 1) for one in (*lead, *rest)),
        "",
        (table,),
        notes=() if alone else notes,
        document={"differences": [{**asdict(one), "sentence": one.sentence()} for one in every]},
        brief=len(pairs) - len(result.runs) + 1 if len(result.runs) - 1 <= MOST_IN_BRIEF else 0,
    )


_HOW_SURE: Final = (
    Column("Effect size", True),
    Column("Better in % of worlds", True),
    Column("Verdict"),
    Column("More worlds that would settle it", True),
)


def _row(one: Difference) -> tuple[str, ...]:
    measure = MEASURES[one.measure]
    unit = "percentage points" if is_share(measure) else measure.unit
    more = "–" if not one.more_worlds else f"{one.more_worlds:,}"
    more = "hardly any number" if (one.more_worlds or 0) > HARDLY_ANY * one.worlds else more
    better = (
        f"{decimal(100 * one.better.mean, 0)} ({100 * one.better.low:.0f} to {100 * one.better.high:.0f})"
    )
    return (
        f"{one.scenario} against {one.baseline}",
        f"{measure.label}, {unit}",
        interval_cell(one),
        "–" if one.per_cent is None else signed(one.per_cent.mean),
        *(() if one.worlds == 1 else (signed(one.effect_size), better, one.word, more)),
    )


def interval_cell(one: Difference) -> str:
    """`+0.15 (+0.13 to +0.17)`; without the interval where one world has none."""
    measure, apart = MEASURES[one.measure.partition(".")[0]], one.difference
    mean = figure(apart.mean, measure, sign=True)
    return mean if math.isnan(apart.low) else f"{mean} ({span(apart, measure, sign=True)})"


def may_be_ranked(result: Comparison) -> bool:
    """Whether there are several scenarios, and enough worlds to rank them."""
    return len(result.runs) > 2 and bool(result.ranking("public_value"))


def ranking_part(result: Comparison) -> Part:
    """The part on the scenarios that may be best."""
    ranking = result.ranking("public_value")
    rows = [
        (
            one.scenario,
            figure(result.mean(run, "public_value").mean, MEASURES["public_value"]),
            chance_words(one.chance_of_best),
            "yes" if one.may_be_best else "no",
        )
        for one, run in zip(ranking, result.runs, strict=True)
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
        (ranking_sentence(result),),
        "",
        (Table("Public value: who may be the best", columns, tuple(rows)),),
        notes=(
            "The chance is the share of paired resamples of the worlds in which a scenario has the best mean.",
        ),
        document={"public_value": [asdict(one) for one in ranking]},
    )


def measures_part(result: Comparison, names: Sequence[str]) -> Part:
    """Means at the end, their differences and verdicts."""
    baseline, *others = result.runs
    alone = result.in_one_world
    groups = [others[start : start + MOST_BESIDE] for start in range(0, len(others), MOST_BESIDE)]
    return Part(
        "measures",
        f"After {_years(baseline.quarters)}",
        () if alone else tuple(_counted(result, run, names) for run in reversed(others)),
        "",
        (
            *([_summary_table(result)] if len(others) > MOST_IN_BRIEF else []),
            *(_measures_table(result, group, names) for group in groups),
        ),
        notes=() if alone else (WHAT_SHORT_MEANS,),
        document={"differences": [asdict(one) for one in result.differences()]},
    )


def _counted(result: Comparison, run: Run, names: Sequence[str]) -> str:
    """Counts of measures by verdict."""
    baseline = result.runs[0]
    words = [result.difference(name, baseline, run).verdict for name in names]
    counts = [
        f"{words.count(word)} {IN_WORDS.get(word, word)}" for word in get_args(Verdict) if word in words
    ]
    under = f"under {run.scenario.name} instead of {baseline.scenario.name}"
    return f"Of {len(names)} measures {under}: {joined(counts)}."


def _measures_table(result: Comparison, others: Sequence[Run], names: Sequence[str]) -> Table:
    baseline = result.runs[0]
    wide = len(result.runs) == 2 and not result.in_one_world
    rows = tuple(
        (
            f"{MEASURES[name].label}, {unit_words(MEASURES[name])}",
            *([BETTER[MEASURES[name].better]] if wide else []),
            figure(result.mean(baseline, name).mean, MEASURES[name]),
            *(cell for run in others for cell in _cells(result, run, name, wide)),
        )
        for name in names
    )
    columns = (
        Column("Measure, unit"),
        *([Column("Better", short=True)] if wide else []),
        *(column_of(result, run) for run in (baseline, *others)),
        *((Column("Difference (95% interval)", True), Column("Verdict", short=True)) if wide else ()),
    )
    means = "In one world" if result.in_one_world else "Means over worlds in the last quarter"
    in_brackets = "" if wide else f"; in brackets: difference from {result.names[0]}"
    return Table(
        means + in_brackets,
        columns,
        rows,
        brief_rows=BRIEF_MEASURES if len(result.runs) - 1 <= MOST_IN_BRIEF else 0,
    )


def _summary_table(result: Comparison) -> Table:
    """A table of many scenarios in few measures, one row each."""
    names = HEADLINES[:BRIEF_HEADLINES]
    baseline, *others = result.runs
    columns = (Column(f"{MEASURES[name].label}, {unit_words(MEASURES[name])}", True) for name in names)
    first = tuple(figure(result.mean(baseline, name).mean, MEASURES[name]) for name in names)
    rest = ((run.scenario.name, *(_cells(result, run, name, False)[0] for name in names)) for run in others)
    return Table(
        f"Means over worlds in the last quarter; in brackets: difference from {baseline.scenario.name}",
        (Column("Scenario"), *columns),
        ((baseline.scenario.name, *first), *rest),
        brief_rows=len(result.runs),
    )


def _cells(result: Comparison, run: Run, name: str, wide: bool) -> tuple[str, ...]:
    one = result.difference(name, result.runs[0], run)
    mean = figure(result.mean(run, name).mean, MEASURES[name])
    return (mean, interval_cell(one), one.word) if wide else (f"{mean} ({one.short()})",)


def weights_part(result: Comparison) -> Part:
    """Verdicts under other weights of progress in public value, and the rate at which each turns."""
    shown, used = weights_shown(result), result.runs[0].scenario.values.progress_weight
    by_pair = [(pair, [result.public_value_at(weight, *pair) for weight in shown]) for pair in result.pairs()]
    columns = [
        Column(f"Weight {weight:g}{' (used here)' if weight == used else ''}", True) for weight in shown
    ]
    rows = tuple(
        (
            against_words(*pair),
            *(
                f"{one.short()} ({short_break_even(result.break_even_rate(*pair, weight))})"
                for one, weight in zip(differences, shown, strict=True)
            ),
        )
        for pair, differences in by_pair
    )
    table = Table(
        "Difference in public value, units, by weight of progress", (Column("Comparison"), *columns), rows
    )
    return Part(
        "weights",
        "What other weights would say",
        (
            f"Public value weighs progress with {used:g} and core services with the rest. How much each counts is a "
            "judgement, not a finding, and yours to make (--weight).",
        ),
        "",
        (table,),
        notes=(IN_BRACKETS,),
        document={
            "at": [
                {"weight": weight, **asdict(one)}
                for _, differences in by_pair
                for weight, one in zip(shown, differences, strict=True)
            ]
        },
    )


def pays_part(result: Comparison) -> Part:
    """The part on the quarter from which a scenario is level or ahead."""
    return Part(
        "when-it-pays",
        "When it pays",
        tuple(capitalised(sentence) for sentence in break_even_sentences(result)),
        "",
        (),
        notes=("Level or ahead: the mean over worlds stays at least as good as the other’s until the end.",),
        document={"level_from": level_from(result)},
    )


def against_words(baseline: Run, run: Run) -> str:
    """A pair in words: `mission_led against siloed`."""
    return f"{run.scenario.name} against {baseline.scenario.name}"


def column_of(result: Comparison, run: Run) -> Column:
    """The column of one arrangement."""
    name = run.scenario.name
    return Column(name, True, scenario=turns(result.names)[result.names.index(name)])


def columns_of(result: Comparison) -> tuple[Column, ...]:
    """A column for each arrangement."""
    return tuple(column_of(result, run) for run in result.runs)


def _years(quarters: int) -> str:
    years, rest = divmod(quarters, QUARTERS_IN_YEAR)
    return counted(quarters, "quarter") if rest else counted(years, "year")
