"""Common output of commands about results: size, failures, warnings and a table of outcomes."""

from __future__ import annotations

import shlex
from typing import Final

from govsim.comparison.trade_off_sentences import IN_BRACKETS, short_break_even
from govsim.documents.table import Column
from govsim.documents.terminal import Page
from govsim.experiments.arms import pairs
from govsim.experiments.figures.break_even import traded
from govsim.experiments.figures.comparisons import comparisons
from govsim.experiments.outcomes import shown_as
from govsim.experiments.results import Results
from govsim.experiments.status import difference_sentence
from govsim.measures.amounts import figure, unit_words
from govsim.words.plurals import counted, joined

MOST_COMPARISONS: Final = 12  # rows of a table; the report has all
MOST_OUTCOMES: Final = 4  # most columns; more would break words
MOST_FAILURES: Final = 3


def command(*words: object) -> str:
    """A command to copy."""
    return shlex.join(["govsim", "experiment", *map(str, words)])


def size_words(results: Results) -> str:
    """`9 points × 50 worlds`."""
    plan = results.plan
    worlds = results.replicates if plan.is_sequential else plan.most_replicates
    return f"{counted(plan.points, 'point')} × {counted(worlds, 'world')}"


def warnings(page: Page, results: Results) -> None:
    """Caveats for readers of these results."""
    if sentence := difference_sentence(results):
        page.bullet(sentence)
    for stranger in results.strangers[:MOST_FAILURES]:
        page.bullet(f"{stranger} is none of this experiment's files and was left alone.")


def failures(page: Page, results: Results) -> None:
    """Failed runs: their number, reasons, and the command that repeats one."""
    failed = results.failures
    if not failed:
        return
    page.heading(f"{counted(len(failed), 'run')} failed")
    whys: dict[str, list[int]] = {}
    for failure in failed:
        whys.setdefault(failure.error, []).append(failure.run)
    for error, runs in list(whys.items())[:MOST_FAILURES]:
        often = "once" if len(runs) == 1 else f"{len(runs):,} times"
        page.bullet(f"{error} ({often})")
        page.verbatim(f"    {command('replay', results.folder, runs[0])}")
    if len(whys) > MOST_FAILURES:
        page.bullet(f"… and {len(whys) - MOST_FAILURES} other errors. This writes all of them to a file:")
        page.verbatim(f"    {command('export', results.folder, '--csv', 'runs.csv')}")

    how_to_retry(page, results)


def how_to_retry(page: Page, results: Results) -> None:
    """The command to retry after a fix; nothing if this version of the model cannot resume the results."""
    if results.difference_of_model is not None:
        return
    page.text("Once the cause is fixed, to retry them:")
    page.verbatim(f"  {command('resume', results.folder, '--retry-failed')}")
    if results.plan.actors:
        page.text(
            "An actor whose file was changed makes another experiment: start it with 'govsim experiment run'."
        )


def tried_again(before: int, after: int) -> str:
    """The numbers of retried runs, and of those that failed again."""
    if not before:
        return "No run had failed, so none was tried again."
    were = "1 failed run was" if before == 1 else f"{before:,} failed runs were"
    now = "none fails" if not after else "1 fails" if after == 1 else f"{after:,} fail"
    return f"{were} tried again: now {now}."


def reused(page: Page, results: Results) -> None:
    """The number of runs reused from other folders."""
    count = sum(last - first + 1 for first, last in results.written)
    for name, runs in sorted(results.reused.items()):
        page.verbatim(f"{runs:,} of {counted(count, 'run')} reused from {results.folder.parent / name}")


def outcomes(page: Page, results: Results) -> None:
    """A small table of judged outcomes for each comparison, or of each point without one."""
    judged = results.plan.experiment.outcomes
    names = judged[:MOST_OUTCOMES]
    measures = [shown_as(name) for name in names]
    tables = [comparisons(results, name) for name in names]
    if not any(one.means for one in tables):
        page.text("No world is complete yet.")
        return
    labels, against = tables[0].labels, tables[0].differences
    rates = (
        traded(results, pairs(results.plan)[:MOST_COMPARISONS]) if against and "public_value" in names else ()
    )
    if against:
        page.heading("Results: mean differences over worlds, each with its verdict")
        baseline = tables[0].baseline
        first = f"Against {baseline}" if baseline else "Compared"
    else:
        page.heading("Results: means over worlds")
        labels, first = tuple(label for label, _ in tables[0].means), ""

    def cell(row: int, column: int) -> str:
        one, measure = tables[column], measures[column]
        if not against:
            return figure(one.means[row][1].mean, measure)
        turns = f" ({short_break_even(rates[row].rate)})" if names[column] == "public_value" else ""
        return f"{one.short(one.differences[row])}{turns}"

    page.table(
        [Column(first), *(Column(f"{measure.label}, {unit_words(measure)}") for measure in measures)],
        [
            [label, *(cell(row, column) for column in range(len(names)))]
            for row, label in enumerate(labels[:MOST_COMPARISONS])
        ],
    )
    if rates:
        page.text(IN_BRACKETS)
    if len(labels) > MOST_COMPARISONS:
        page.text(f"… and {len(labels) - MOST_COMPARISONS:,} more in the report.")
    if len(judged) > MOST_OUTCOMES:
        others = [shown_as(name).label.lower() for name in judged[MOST_OUTCOMES:]]
        page.text(f"The report also has {joined(others)}.")
