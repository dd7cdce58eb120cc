"""The parts of a comparison's document on trade-offs, break-even rates and the split of effective pence."""

from __future__ import annotations

import math
from dataclasses import asdict

from govsim.comparison.compare import Comparison
from govsim.comparison.document_parts import MOST_IN_BRIEF
from govsim.comparison.export import trade_off_document
from govsim.comparison.pound_split import Split
from govsim.comparison.trade_off_sentences import (
    PARTS,
    best_by_rate_sentence,
    billion_words,
    break_even_rate_sentence,
    common_budget,
    pence_sentence,
    quadrant_words,
    rate_bounds,
    short_break_even,
    trade_off_sentence,
    value_split_sentence,
)
from govsim.documents.document import Part
from govsim.documents.table import Column, Table
from govsim.measures.amounts import figure, span
from govsim.measures.catalogue import MEASURES
from govsim.runs.run import Run
from govsim.statistics.intervals import Interval
from govsim.words.names import capitalised
from govsim.words.numbers import pence


def trade_off_part(result: Comparison) -> Part:
    """Progress against core services for every pair, and the rate at which its verdict turns."""
    first, *others = result.runs
    sentences = tuple(
        sentence
        for run in reversed(others)
        for sentence in (trade_off_sentence(result, first, run), break_even_rate_sentence(result, first, run))
    )
    best = () if len(result.runs) < 3 else (best_by_rate_sentence(result),)
    alone = result.in_one_world
    columns = (
        Column("Comparison"),
        Column("Progress, need points", True),
        Column("Core services, index", True),
        *(() if alone else (Column("Worlds"),)),
        Column("Break-even rate; worlds above", True),
        *(() if alone else (Column("95% interval of the rate", True),)),
    )
    unit = f"{result.runs[0].scenario.constants.progress_unit:g}"
    return Part(
        "trade-off",
        "What is traded for what",
        (*sentences[:2], *best, *sentences[2:]),
        "",
        (
            Table(
                "Progress against core services",
                columns,
                tuple(_row(result, *pair, alone) for pair in result.pairs()),
                aside=len(result.runs) == 2,
            ),
        ),
        notes=(
            f"Break-even rate: how much of core services a fall of need by {unit} must be worth for the mean "
            "difference in public value to be nothing, at the weight of progress used here. Its interval is "
            "Fieller’s, of paired worlds: the rates at which the sign of the mean is not sure (fieller_1954). Nobody "
            "knows the rate; each world draws one.",
        ),
        document={
            "pairs": trade_off_document(result),
            "best_by_rate": [asdict(one) for one in result.best_by_rate()],
        },
        brief=2 if len(others) <= MOST_IN_BRIEF else 1,
    )


def _row(result: Comparison, baseline: Run, run: Run, alone: bool) -> tuple[str, ...]:
    rate = result.break_even_rate(baseline, run)
    counts = () if alone else (quadrant_words(result.quadrants(baseline, run), len(run.replicates)),)
    return (
        f"{run.scenario.name} against {baseline.scenario.name}",
        *(
            _cell(result.difference(name, baseline, run).difference, name)
            for name in ("progress", "core_services")
        ),
        *counts,
        short_break_even(rate),
        *(() if alone else (rate_bounds(rate),)),
    )


def _cell(estimate: Interval, name: str) -> str:
    measure = MEASURES[name]
    mean = figure(estimate.mean, measure, sign=True)
    return mean if math.isnan(estimate.low) else f"{mean} ({span(estimate, measure, sign=True)})"


def pence_part(result: Comparison) -> Part:
    """Effective pence of a pound, split into volume, overhead and what a pound does; public value too, if requested."""
    shown = result.pairs() if len(result.runs) == 2 else result.pairs()[: len(result.runs) - 1]
    columns = (
        Column("Comparison"),
        Column("Difference, pence of a pound", True),
        *(Column(capitalised(words), True) for words in PARTS.values()),
    )
    rows = []
    for baseline, run in result.pairs():
        split, budget = result.pence_split(baseline, run), common_budget(baseline, run)
        parts = [split.whole, *(getattr(split, name) for name in PARTS)]
        pair = f"{run.scenario.name} against {baseline.scenario.name}"
        rows.append((pair, *(_pence_cell(part, budget) for part in parts)))
    return Part(
        "effective-pence",
        "What a difference in effective money is due to",
        (
            *(value_split_sentence(split) for split in result.value_splits),
            *(pence_sentence(result, *pair) for pair in reversed(shown)),
        ),
        "",
        (
            Table("Effective pence of a pound, and £bn a year", columns, tuple(rows)),
            *([_value_table(result.value_splits)] if result.value_splits else []),
        ),
        notes=(
            "Volume: money for outcomes. Overhead: staff time lost in central and local government, reorganisation "
            "included. What a pound does: everything else. Each is averaged over all orders in which the three could "
            "change, so that they add up (shapley_1953).",
        ),
        document={"value_splits": [asdict(one) for one in result.value_splits]},
        brief=len(result.value_splits),
    )


def _pence_cell(part: Interval, budget: float | None) -> str:
    bounds = "" if math.isnan(part.low) else f" ({pence(part.low, True)} to {pence(part.high, True)})"
    money = "" if budget is None else f"; {billion_words(part.mean, budget)}"
    return f"{pence(part.mean, True)}{bounds}{money}"


def _value_table(splits: tuple[Split, ...]) -> Table:
    columns = (
        Column("Comparison"),
        Column("Difference in public value, units", True),
        *(Column(capitalised(words), True) for words in PARTS.values()),
    )
    rows = tuple(
        (
            f"{one.scenario} against {one.baseline}",
            *(_cell(getattr(one, name), "public_value") for name in ("whole", *PARTS)),
        )
        for one in splits
    )
    return Table("Public value, split by runs held to the baseline", columns, rows)
