"""The tables of `govsim compare`: levers, measures, weights, gains and losses, and the pound's journey."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from govsim.comparison.compare import Comparison
from govsim.comparison.export import weights_shown
from govsim.comparison.gains import Change, changes, clear
from govsim.comparison.trade_off_sentences import short_break_even
from govsim.documents.table import Column
from govsim.documents.terminal import Page, folded
from govsim.measures.amounts import BETTER, figure, span, unit_words
from govsim.measures.catalogue import MEASURES
from govsim.measures.measure import Measure
from govsim.measures.pound import CATEGORIES
from govsim.words.numbers import pence
from govsim.words.plurals import joined
from govsim.words.verdicts import WHAT_SHORT_MEANS

NAME_WIDTH = 16  # of a scenario's name in a heading, before it is folded
LABEL_WIDTH = 40  # what the first column of a table of scenarios should at least have
WIDE = 96  # from here on there is room for a column more
MOST_NAMED = 3  # gains or losses that are named

_WHO: Final = {
    "Outcome": "Outcomes (progress)",
    "Mission": "Missions (progress)",
    "Department": "Departments (core services)",
    "Region": "Regions (progress)",
}


def levers(page: Page, comparison: Comparison) -> None:
    """What is governed otherwise, and in what else the scenarios differ."""
    page.heading("Levers that differ (from 0, not at all, to 1, fully)")
    rows = comparison.lever_table()
    names = range(len(comparison.runs))
    if rows:
        for block in _blocks(page, [[settings[row] for _, settings in rows] for row in names]):
            if block[1] > 1:
                page.blank()
            columns = [Column("Lever"), *(_column(comparison, row) for row in block)]
            page.table(columns, [[label, *(settings[row] for row in block)] for label, settings in rows])
    else:
        page.text("None: the scenarios have the same levers.")
    if other := comparison.other_parts():
        page.text(f"They also differ in {joined(other)}: 'govsim scenario diff' shows how.")


def measures(page: Page, comparison: Comparison, names: Sequence[str]) -> None:
    """Means in the last quarter, with what they differ by."""
    lengths = {run.quarters for run in comparison.runs}
    when = f"After {_years(lengths.pop())}" if len(lengths) == 1 else "At the end of each"
    means = "means over worlds" if len(comparison.runs[0].replicates) > 1 else "one world"
    page.heading(f"{when}: {means}")
    if len(comparison.runs) == 2:
        _two(page, comparison, names)
    else:
        _several(page, comparison, names)


def _two(page: Page, comparison: Comparison, names: Sequence[str]) -> None:
    baseline, run = comparison.runs
    judged, wide = len(run.replicates) > 1, page.width >= WIDE
    differences = [comparison.difference(name, baseline, run) for name in names]
    apart = [figure(one.difference.mean, MEASURES[one.measure], sign=True) for one in differences]
    if judged:
        spans = [f"({span(one.difference, MEASURES[one.measure], sign=True)})" for one in differences]
        apart = _side_by_side(apart, spans, right=True)
    columns = [Column("Measure, unit"), *([Column("Better", short=True)] if wide else [])]
    columns += [_column(comparison, 0), _column(comparison, 1)]
    columns += [Column("Difference (95% interval)" if judged else "Difference", number=True)]
    columns += [Column("Verdict", short=True)] if judged else []
    rows = []
    for difference, words in zip(differences, apart, strict=True):
        measure = MEASURES[difference.measure]
        row = [_label(measure), *([BETTER[measure.better]] if wide else [])]
        row += [figure(comparison.mean(one, measure.name).mean, measure) for one in comparison.runs]
        row += [words, *([difference.word] if judged else [])]
        rows.append(row)
    page.table(columns, rows)
    if judged:
        page.text(WHAT_SHORT_MEANS)


def _several(page: Page, comparison: Comparison, names: Sequence[str]) -> None:
    baseline = comparison.runs[0]
    cells = [[figure(comparison.mean(baseline, name).mean, MEASURES[name]) for name in names]]
    for run in comparison.runs[1:]:
        means = [figure(comparison.mean(run, name).mean, MEASURES[name]) for name in names]
        apart = [f"({comparison.difference(name, baseline, run).short()})" for name in names]
        cells.append(_side_by_side(means, apart))
    for block in _blocks(page, cells):
        if block[1] > 1:
            page.blank()
        columns = [
            Column("Measure, unit"),
            Column("Better", short=True),
            *(_column(comparison, row) for row in block),
        ]
        page.table(
            columns,
            [
                [_label(MEASURES[name]), BETTER[MEASURES[name].better], *(cells[row][place] for row in block)]
                for place, name in enumerate(names)
            ],
        )
    if len(baseline.replicates) > 1:
        page.text(
            f"In brackets: difference to {baseline.scenario.name}, and what it means. {WHAT_SHORT_MEANS}"
        )
    else:
        page.text(f"In brackets: difference to {baseline.scenario.name} in this one world.")


def weights(page: Page, comparison: Comparison) -> None:
    """What becomes of the verdict on public value if progress weighs more or less, and at which rate it turns."""
    shown = weights_shown(comparison)
    used = comparison.runs[0].scenario.values.progress_weight
    columns = [Column("Public value of")]
    columns += [Column(f"at {weight:g}{' (used here)' if weight == used else ''}") for weight in shown]
    rows = []
    for baseline, run in comparison.pairs():
        name = f"{run.scenario.name} against {baseline.scenario.name}"
        cells = [
            f"{comparison.public_value_at(weight, baseline, run).short()} "
            f"({short_break_even(comparison.break_even_rate(baseline, run, weight))})"
            for weight in shown
        ]
        rows.append([name, *cells])
    page.table(columns, rows)


def gains_and_losses(page: Page, comparison: Comparison) -> None:
    """For whom each scenario is better or worse than the baseline: the greatest of the clear differences."""
    baseline = comparison.runs[0]
    for run in comparison.runs[1:]:
        page.heading(f"Who gains and who loses: {run.scenario.name} against {baseline.scenario.name}")
        found = changes(comparison, baseline, run)
        by_kind = {kind: [one for one in found if one.kind == kind] for kind in _WHO}
        rows = [
            [_WHO[kind], *(_named(clear(told, word), len(told)) for word in ("better", "worse"))]
            for kind, told in by_kind.items()
            if told
        ]
        page.table([Column(""), Column("Gain most"), Column("Lose most")], rows)
    if len(baseline.replicates) > 1:
        progress, core = (
            figure(comparison.smallest_effect(name), MEASURES[name]) for name in ("progress", "core_services")
        )
        page.text(
            "Progress in points of need, core services in points of their index. Named are those whose whole interval "
            f"lies beyond {progress} and {core}; all intervals hold at once."
        )


def pound(page: Page, comparison: Comparison) -> None:
    """Where each pound ends, in pence, side by side."""
    first = comparison.runs[0]
    page.heading("The pound’s journey: pence of each pound, over all quarters")
    shares = [{**run.pound_shares(), "together": sum(run.pound_shares().values())} for run in comparison.runs]
    cells = [[pence(share) for share in shares[0].values()]]
    for share in shares[1:]:
        apart = [f"({pence(share[name] - shares[0][name], sign=True)})" for name in CATEGORIES]
        cells.append(_side_by_side([pence(one) for one in share.values()], [*apart, ""], right=True))
    labels = [*CATEGORIES.values(), "Together"]
    for block in _blocks(page, cells):
        if block[1] > 1:
            page.blank()
        columns = [Column("Where it ends"), *(_column(comparison, row) for row in block)]
        page.table(
            columns, [[label, *(cells[row][place] for row in block)] for place, label in enumerate(labels)]
        )
    page.text(f"In brackets: difference to {first.scenario.name}.")


def _named(found: Sequence[Change], of: int) -> str:
    """Those who gain or lose most, each with by how much, and how many more there are."""
    if not found:
        return "none"
    words = [
        f"{one.who} {figure(one.difference.difference.mean, _measure(one), sign=True)}"
        for one in found[:MOST_NAMED]
    ]
    rest = len(found) - MOST_NAMED
    if len(found) == of and of > 1:
        return f"{'; '.join(words)}" + (f"; and the other {rest}" if rest > 0 else "")
    return "; ".join(words) + (f"; and {rest} more" if rest > 0 else "")


def _measure(one: Change) -> Measure:
    return MEASURES[one.difference.measure.partition(".")[0]]


def _label(measure: Measure) -> str:
    return f"{measure.label}, {unit_words(measure)}"


def _years(quarters: int) -> str:
    if quarters % 4:
        return f"{quarters} quarters"
    return "1 year" if quarters == 4 else f"{quarters // 4} years"


def _column(comparison: Comparison, row: int) -> Column:
    return Column(folded(comparison.names[row], NAME_WIDTH), number=True, scenario=row)


def _side_by_side(means: Sequence[str], apart: Sequence[str], right: bool = False) -> list[str]:
    """Two columns as one, so that numbers stand under numbers and brackets under brackets."""
    first, second = max(map(len, means)), max(map(len, apart))
    return [
        f"{mean:>{first}} {bracket:>{second}}" if right else f"{mean:>{first}} {bracket:<{second}}"
        for mean, bracket in zip(means, apart, strict=True)
    ]


def _blocks(page: Page, cells: Sequence[Sequence[str]]) -> list[list[int]]:
    """Which scenarios fit beside each other; the baseline stands in every block."""
    label = LABEL_WIDTH if page.width >= WIDE else LABEL_WIDTH - 12
    widths = [max(NAME_WIDTH // 2, *map(len, column)) + 2 for column in cells]
    blocks: list[list[int]] = [[0]]
    for row in range(1, len(cells)):
        if len(blocks[-1]) > 1 and label + sum(widths[one] for one in [*blocks[-1], row]) > page.width:
            blocks.append([0])
        blocks[-1].append(row)
    return blocks
