"""The opening of a report: question, answer, certainty and limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from govsim.comparison.setting import held_words, other_countries_words
from govsim.documents.document import Part
from govsim.experiments.arms import pairs, scenario_labels, smallest_effect
from govsim.experiments.figures.cells import difference_unit
from govsim.experiments.figures.differences import DIFFERENCES
from govsim.experiments.outcomes import shown_as
from govsim.experiments.report.stages import width_words
from govsim.experiments.results_view import ResultsView
from govsim.measures.amounts import threshold
from govsim.words.names import capitalised
from govsim.words.plurals import counted, joined

SENTENCES: Final = 4
OF_THE_FIRST: Final = 2  # sentences of the first part, unless it says otherwise
MOST_NAMED: Final = 4
EXAMPLE: Final = 0.01  # need points, in an example
MONTE_CARLO: Final = (
    "The intervals cover Monte Carlo error only: chance between simulated worlds. They say nothing of how "
    "well the model "
    "matches a real country."
)
A_MODEL: Final = (
    "It is a model, not a forecast: its rules and constants are judgement where nobody has measured them, and another "
    "model may answer otherwise."
)
SHARES: Final = (
    "A share of worlds is a share of the worlds that our ranges of contested assumptions produce, not a "
    "probability that "
    "something is so."
)


def question_of(view: ResultsView) -> str:
    """The question of an experiment: its own, or one from its scenarios."""
    experiment = view.plan.experiment
    names = scenario_labels(view.plan)
    if experiment.question:
        return experiment.question
    return f"How do {joined(names)} compare?" if len(names) > 1 else f"What does {experiment.name} say?"


def country_words(view: ResultsView) -> tuple[str, ...]:
    """Sentences on equal volume or overheads, and on scenarios that are other countries."""
    scenarios = view.plan.scenarios
    elsewhere = other_countries_words(scenarios)
    return (*held_words(scenarios), *([elsewhere] if elsewhere else []))


def answer(parts: Sequence[Part]) -> tuple[str, ...]:
    """The answer in a few sentences: those of the first part that answer, then the first from each other part."""
    first = list(parts[0].sentences[: parts[0].brief or OF_THE_FIRST]) if parts else []
    first += [part.sentences[0] for part in parts[1:] if part.sentences]
    more = [sentence for part in parts[:1] for sentence in part.sentences]
    return tuple(dict.fromkeys([*first, *more]))[:SENTENCES]


def how_sure(view: ResultsView, parts: Sequence[Part]) -> tuple[str, ...]:
    """Sentences on the number of worlds, common random numbers, stopping and failures."""
    plan = view.plan
    worlds, several = view.replicates, len(pairs(plan))
    if plan.is_sample:
        runs = f"{len(plan.rows):,} sets of assumptions, each in {counted(worlds, 'world')}"
    elif len(plan.rows) > 1:
        runs = f"{len(plan.rows):,} combinations, each in the same {counted(worlds, 'world')}"
    else:
        runs = f"the same {counted(worlds, 'world')}"
    who = scenario_labels(plan)
    named = joined(who) if len(who) <= MOST_NAMED else f"{len(who)} scenarios"
    sentences = [
        f"Runs: {named}; {runs}. In each world all have the same chance events and, unless these are moved, "
        "the same assumptions, so differences are due to the compared settings alone."
    ]
    if not view.is_complete:
        sentences.append(
            f"It is not finished: this is from {worlds:,} of up to {counted(plan.most_replicates, 'world')}."
        )
    elif plan.is_sequential:
        sentences.append(_stopped(view))
    if several > 1 and any(part.key == DIFFERENCES.kind for part in parts):
        sentences.append(f"Intervals are simultaneous over all {several} comparisons of an outcome.")
    if view.failures:
        share = len(view.failures) / max(1, plan.points * worlds)
        sentences.append(
            f"{counted(len(view.failures), 'run')} failed ({share:.1%}), listed at the end and left out everywhere."
        )
    return tuple(sentences)


def _stopped(view: ResultsView) -> str:
    last, run = view.stages[-1], f"{view.replicates:,}"
    if last.enough is None:
        return (
            f"It stopped at the most allowed worlds ({run}); the precision that the rule wants may take more."
        )
    enough = run if last.enough == view.replicates else f"{last.enough:,} of the {run} that were run"
    return (
        f"Worlds were added until every difference in {shown_as(last.outcome).label.lower()} was known to within "
        f"±{width_words(last.half_width, last.outcome)} {difference_unit(last.outcome)}, and stayed so: {enough} were "
        "enough (hoad_robinson_davies_2010)."
    )


def units(view: ResultsView) -> tuple[tuple[str, str], ...]:
    """Each outcome with its unit, and a text: its meaning, that of a unit, and the smallest difference that matters."""
    return tuple(
        (f"{shown_as(name).label}, {difference_unit(name)}", _unit_words(view, name))
        for name in view.plan.experiment.outcomes
    )


def _unit_words(view: ResultsView, name: str) -> str:
    measure, effect = shown_as(name), smallest_effect(view.plan, name)
    scenario, meaning = view.plan.scenarios[0], capitalised(measure.meaning)
    sentences = [f"{meaning}."]
    if measure.unit == "units":
        weight, unit = scenario.values.progress_weight, scenario.constants.progress_unit
        sentences.append(f"A fall of mean need by {unit:g}, on a scale from 0 to 1, adds {weight:g} units.")
    elif measure.unit == "need points":
        sentences.append(
            f"{EXAMPLE:g} need points: need on a scale from 0 to 1 falls from 0.45 to {0.45 - EXAMPLE:.2f}."
        )
    if effect:
        sentences.append(f"A difference matters from {threshold(effect, measure)}.")
    return " ".join(sentences)


def does_not_say(view: ResultsView) -> tuple[str, ...]:
    """Sentences on the limits of the results."""
    weights = {scenario.values.progress_weight for scenario in view.plan.scenarios}
    sentences = [MONTE_CARLO, A_MODEL, SHARES]
    if any(name.endswith("public_value") for name in view.plan.experiment.outcomes):
        weight = ", ".join(f"{value:g}" for value in sorted(weights))
        sentences.append(
            f"Public value weighs progress on missions with {weight} and core services with the rest. That weight is a "
            "judgement, which is the reader’s to make; it is not a finding."
        )
    return tuple(sentences)
