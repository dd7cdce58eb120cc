"""The part of a report on a stopping rule: its checks, their results, and why it continued or stopped."""

from __future__ import annotations

from govsim.documents.document import Part
from govsim.experiments.arms import pairs
from govsim.experiments.figures.cells import difference_unit, scaled
from govsim.experiments.figures.figure import numbers, table_of, words
from govsim.experiments.outcomes import shown_as
from govsim.experiments.results_view import ResultsView
from govsim.experiments.stopping_rule import Stage
from govsim.words.plurals import counted


def stages_part(view: ResultsView) -> Part | None:
    """Each application of the stopping rule; None without a rule or before the first."""
    stages, stopping = view.stages, view.plan.experiment.stopping
    if stopping is None or not stages:
        return None
    last = stages[-1]
    unit = difference_unit(last.outcome)
    return Part(
        key="stages",
        heading=_heading(last),
        sentences=(_rule(view, last), _end(stages)),
        caption="What the rule saw at each look, and what followed.",
        tables=(
            table_of(
                "Every look of the stopping rule",
                stages,
                words("Worlds so far", lambda one: f"{one.replicates:,}"),
                numbers(
                    f"Known to within ±, {unit}",
                    lambda one: "–" if one.widest is None else width_words(one.widest, one.outcome),
                ),
                words("What followed", _decision),
            ),
        ),
        notes=(
            "Known to within: half the width of the 95% interval, the widest of all comparisons, which hold at once. "
            f"The rule asks for {counted(stopping.first, 'world')} at least, and that enough precision stays so "
            f"for {counted(stopping.look_ahead, 'world')} more, beyond 100 worlds for {stopping.look_ahead} in every "
            "100 (hoad_robinson_davies_2010). It judges precision alone, not who is ahead, so it does not stop "
            "where the answer is liked: tried on 3,000 cases, intervals at the stop covered the truth in 92% to 97%. "
            "Each decision was saved before the next worlds were run.",
        ),
        document={"stages": [vars(one) for one in stages]},
    )


def _heading(last: Stage) -> str:
    """Whether the worlds were enough."""
    if last.goes_on:
        return "Whether there are worlds enough is not known yet"
    if last.enough is None:
        return f"The most worlds that were allowed, {last.replicates:,}, were not enough"
    return f"{counted(last.enough, 'world')} {'was' if last.enough == 1 else 'were'} enough"


def _rule(view: ResultsView, last: Stage) -> str:
    what = "every difference in" if pairs(view.plan) else "the mean of"
    return (
        f"Worlds were to be run until {what} {shown_as(last.outcome).label.lower()} was known to within "
        f"±{width_words(last.half_width, last.outcome)} {difference_unit(last.outcome)}."
    )


def _end(stages: tuple[Stage, ...]) -> str:
    last, looks = stages[-1], counted(len(stages), "look")
    if last.goes_on:
        return f"It has not stopped yet: {looks} so far, the last after {counted(last.replicates, 'world')}."
    if last.enough is None:
        most = counted(last.replicates, "world")
        return f"It never was: after {looks} it stopped at {most}, the most that were allowed."
    return (
        f"That was so from {counted(last.enough, 'world')} on; it was seen at the look after "
        f"{counted(last.replicates, 'world')} ({looks} in all), because worlds are run in blocks."
    )


def _decision(stage: Stage) -> str:
    """Why the rule went on or stopped."""
    if stage.enough is not None:
        return f"Stopped: precise enough from {counted(stage.enough, 'world')} on"
    if not stage.goes_on:
        return "Stopped: the most worlds that were allowed"
    if stage.widest is None:
        return "Went on: too few worlds without a failed run"
    if stage.widest > stage.half_width:
        return f"Went on: more than ±{width_words(stage.half_width, stage.outcome)}"
    return "Went on: precise enough, but not for long enough yet"


def width_words(value: float, outcome: str) -> str:
    """A half-width in the unit of a difference, with three significant figures.

    >>> width_words(0.0123, "public_value")
    '0.0123'
    """
    shown = scaled(value, outcome)
    return f"{shown:.3g}" if shown < 100 else f"{shown:,.0f}"
