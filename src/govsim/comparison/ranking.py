"""Sentences about all arrangements of a comparison: ranking, precision, when each pays.

The sentence of one difference is `Difference.sentence`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from govsim.comparison.compare import Comparison
from govsim.comparison.difference import Difference
from govsim.measures.catalogue import MEASURES
from govsim.runs.run import Run
from govsim.words.numbers import chance_words
from govsim.words.plurals import joined

HEADLINES = ("public_value", "progress", "core_services", "effectiveness")
LEVEL_IN = ("public_value", "progress")  # measures with a sentence on when a scenario is level or ahead
SHOWN = (  # measures in tables of a comparison, unless all are requested
    "public_value",
    "progress",
    "core_services",
    "effectiveness",
    "worst_decile",
    "reported_progress",
    "outcome_money",
    "regional_gap",
    "understatement",
    "central_staff_time",
    "local_staff_time",
    "approvals",
    "trust",
    "engagement",
    "adoption",
)


def precision_sentence(comparison: Comparison) -> str:
    """The gain in precision from common random numbers; empty where unknown."""
    worlds = len(comparison.runs[0].replicates)
    gained = [comparison.difference("public_value", *pair).variance_reduction for pair in comparison.pairs()]
    equivalents = sorted(worlds * one for one in gained if math.isfinite(one))
    if not equivalents:
        return ""
    low, high = (f"{float(f'{one:.2g}'):,.0f}" for one in (equivalents[0], equivalents[-1]))
    many = low if low == high else f"{low} to {high}"
    return f"In public value, {worlds:,} shared worlds tell as much as {many} unrelated ones would."


FIXED = "The number of worlds was chosen beforehand, not by what came out."


def lopsided_sentence(differences: Sequence[Difference]) -> str:
    """The number of differences too skewed for Student's interval; empty if none is."""
    count = sum(one.lopsided for one in differences)
    if not count:
        return ""
    return (
        f"In {count:,} of {len(differences):,} differences a few worlds weigh so much that the usual interval "
        "(Student’s) would be too narrow; there a bootstrap’s is given."
    )


def ranking_sentence(comparison: Comparison) -> str:
    """The scenarios that may be best in public value; empty where not known."""
    ranking = comparison.ranking("public_value")
    if not ranking:
        return ""
    candidates = [
        f"{one.scenario} ({chance_words(one.chance_of_best)})" for one in ranking if one.may_be_best
    ]
    best = (
        f"Best in mean public value is {candidates[0]}"
        if len(candidates) == 1
        else f"Best in mean public value may be {joined(candidates, 'or')}"
    )
    rest = "no other scenario can" if len(candidates) == 1 else "the others cannot"
    rest = f"; {rest} be (95% confidence)" if len(candidates) < len(ranking) else ""
    return f"{best}{rest}. In brackets: the chance of having the best mean, if such worlds were drawn again."


def break_even_sentences(comparison: Comparison) -> Iterator[str]:
    """The quarters from which a scenario's mean is at least as good as another's."""
    for baseline, run in comparison.pairs():
        pair = f"{run.scenario.name} against {baseline.scenario.name}"
        clauses = (_caught_up(comparison, name, baseline, run) for name in LEVEL_IN)
        yield f"{pair}: {'; '.join(clauses)}."


def _caught_up(comparison: Comparison, measure: str, baseline: Run, run: Run) -> str:
    start, label = comparison.break_even(measure, baseline, run), MEASURES[measure].label.lower()
    if start is None:
        return f"in {label} it ends behind"
    if start == 0:
        return f"in {label} it is never behind"
    return f"in {label} it is level or ahead from quarter {start + 1} of {run.quarters} (year {start // 4 + 1}) on"
