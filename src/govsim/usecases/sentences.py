"""Differences between arrangements as sentences that a policy reader can quote."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from govsim.measures.catalogue import MEASURES
from govsim.usecases.compare import Comparison, Difference
from govsim.usecases.figures import amount, figure, span
from govsim.usecases.run import Run

HEADLINES = ("public_value", "progress", "core_services", "effectiveness")
SHORT = {"practically equal": "equal", "undecided": "unclear"}


def verdict_sentence(difference: Difference) -> str:
    """One difference: the word for it, its size, its interval and in how many worlds it is so."""
    measure, found = MEASURES[difference.measure], difference.difference
    one, other = difference.scenario, difference.baseline
    way = "higher" if found.mean >= 0 else "lower"
    size = f"{amount(found.mean, measure)} {way}"
    if math.isnan(found.low):
        return f"{measure.label}: {one} is {size} than {other} in this one world, which decides nothing."
    bounds = f"95% interval {span(found, measure, sign=True)}"
    matters = f"a difference matters from {figure(difference.smallest_effect, measure)}"
    if difference.verdict == "practically equal":
        return f"{measure.label}: {one} and {other} are practically equal; {size} ({bounds}; {matters})."
    if difference.verdict == "undecided":
        more = difference.more_worlds
        hope = f"; about {more:,} more worlds would decide" if more else ""
        return f"{measure.label}: undecided between {one} and {other}; {size} ({bounds}; {matters}){hope}."
    word = "better" if measure.better else "higher"
    return (
        f"{measure.label}: {one} is {difference.verdict} than {other}; {size} ({bounds}), "
        f"{word} in {_of_worlds(difference)}."
    )


def _of_worlds(difference: Difference) -> str:
    worlds = difference.worlds
    count = round(difference.share_better * worlds)
    if count == worlds:
        return f"all {worlds:,} worlds"
    if count == 0:
        return f"none of {worlds:,} worlds"
    few = "only " if difference.share_better < 0.5 else ""
    return f"{few}{count:,} of {worlds:,} worlds"


def short_verdict(difference: Difference) -> str:
    """A difference as it fits a table: `+0.16 better`; without the word where one world decides nothing."""
    size = figure(difference.difference.mean, MEASURES[difference.measure], sign=True)
    if math.isnan(difference.difference.low):
        return size
    return f"{size} {SHORT.get(difference.verdict, difference.verdict)}"


def precision_sentence(comparison: Comparison) -> str:
    """How much was gained by giving all scenarios the same draws of chance."""
    told = [
        f"{_times(comparison.difference('public_value', baseline, run).variance_reduction)} as many worlds "
        f"({run.scenario.name} with {baseline.scenario.name})"
        for baseline, run in comparison.pairs()
    ]
    return f"Sharing the same worlds made the comparison of public value as precise as {joined(told)}."


def _times(factor: float) -> str:
    if math.isinf(factor):
        return "endlessly"
    return f"{factor:.1f}×" if factor < 10 else f"{factor:,.0f}×"


def break_even_sentences(comparison: Comparison) -> Iterator[str]:
    """From when on a scenario is, on average, at least as good as another."""
    for baseline, run in comparison.pairs():
        pair = f"{run.scenario.name} against {baseline.scenario.name}"
        told = (_caught_up(comparison, name, baseline, run) for name in ("public_value", "progress"))
        yield f"{pair}: {'; '.join(told)}."


def _caught_up(comparison: Comparison, measure: str, baseline: Run, run: Run) -> str:
    start, label = comparison.break_even(measure, baseline, run), MEASURES[measure].label.lower()
    if start is None:
        return f"in {label} it ends behind"
    if start == 0:
        return f"in {label} it is never behind"
    return f"in {label} it is level or ahead from quarter {start + 1} of {run.quarters} (year {start // 4 + 1}) on"


def joined(words: Sequence[str], last: str = "and") -> str:
    """Words as a sentence lists them: `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
