"""The reveal of a step: drawings with their tables, and sentences. Pure functions, for any page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from govsim.documents.markup import Html
from govsim.documents.table import Column, Table
from govsim.lessons import drawing
from govsim.lessons.check import Course, LessonResults
from govsim.lessons.guesses import Answer, ChoiceGuess, EndGuess, NumberGuess, SignGuess, Truth
from govsim.lessons.lesson import Lesson, Shown, Step, quoted
from govsim.measures.amounts import figure, span, threshold, unit_words
from govsim.measures.catalogue import MEASURES
from govsim.measures.measure import Measure
from govsim.statistics.intervals import Interval
from govsim.words.names import capitalised, uncapitalised

OPINION: Final = "There is no right answer."


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A drawing with its caption and the same numbers as a table."""

    name: str
    caption: str
    svg: Html
    table: Table


@dataclass(frozen=True, kw_only=True)
class Reveal:
    """The result of a step, as it is shown after the guess."""

    answer: str  # to the guess, in a sentence; empty without a guess
    truth: Truth
    drawings: tuple[Drawn, ...]
    after: tuple[str, ...]  # sentences below the drawings


def reveal(lesson: Lesson, step: Step, results: LessonResults, guesses: Sequence[Answer] = ()) -> Reveal:
    """The result of a step, with guesses drawn against it.

    Args:
        lesson: The lesson.
        step: One of its steps.
        results: Its results in many worlds.
        guesses: Checked answers to the step's guess: one of a reader, or those of a class, which are also counted.

    Returns:
        Drawings, sentences and the right answer.
    """
    guess = step.guess
    truth = Truth() if guess is None else guess.truth(results.statements, results.ends)
    drawn = []
    numbers = tuple(float(one) for one in guesses) if isinstance(guess, NumberGuess | EndGuess) else ()
    if step.show is not None:
        drawn.append(_shown(lesson, step, step.show, results, numbers if isinstance(guess, EndGuess) else ()))
    if len(guesses) > 1 and isinstance(guess, SignGuess | ChoiceGuess):
        drawn.insert(0, _tally(guess, [str(one) for one in guesses], truth))
    elif isinstance(guess, NumberGuess) and truth.number is not None:
        drawn.insert(0, _on_a_scale(guess, numbers, truth.number))
    return Reveal(
        answer=_answer(step, truth, results),
        truth=truth,
        drawings=tuple(drawn),
        after=tuple(quoted(text, results.quotes) for text in step.after),
    )


def before_guess(
    lesson: Lesson, step: Step, results: LessonResults, guesses: Sequence[Answer] = ()
) -> Drawn | None:
    """The drawing beside a guess: for an end, the chart without the line that is guessed; else None."""
    if not isinstance(step.guess, EndGuess) or step.show is None:
        return None
    return _course(lesson, step, step.show, results, tuple(float(one) for one in guesses), first=1)


def _answer(step: Step, truth: Truth, results: LessonResults) -> str:
    """`What came out: less.`"""
    guess = step.guess
    if guess is None:
        return ""
    if truth.number is not None:
        return f"What came out: {guess.words(truth.number)}."
    if len(truth.answers) > 1 and isinstance(guess, SignGuess):
        if results.statements[guess.statement].verdict == "unknown":
            return "What came out: not known. It is more in some worlds and less in others."
        return f"What came out: {truth.answers[0]} on average, perhaps by too little to matter."
    words = [uncapitalised(guess.words(key)) for key in truth.answers]
    return f"What came out: {' or '.join(words)}." if words else OPINION


def _shown(
    lesson: Lesson, step: Step, shown: Shown, results: LessonResults, guesses: Sequence[float]
) -> Drawn:
    if shown.view == "worlds" and shown.statement is not None:
        return _worlds(lesson, shown.statement, results)
    return _course(lesson, step, shown, results, guesses)


def _course(
    lesson: Lesson,
    step: Step,
    shown: Shown,
    results: LessonResults,
    guesses: Sequence[float],
    *,
    first: int = 0,
) -> Drawn:
    """The courses of a view, except for the `first` of them."""
    courses = {lesson.labels[name]: results.courses[name, shown.measure] for name in shown.settings}
    guess = step.guess if isinstance(step.guess, EndGuess) else None
    factor = 1 if guess is None else guess.factor
    scale = None if guess is None else (guess.low / factor, guess.high / factor)
    names = [_arrangement(lesson, name) for name in shown.settings]
    measure = MEASURES[shown.measure]
    title = f"{measure.label}{_unit(measure)}"
    label = f"{title}: {measure.meaning}"
    band = "" if first else f" Band: nine in ten worlds, {next(iter(courses))}."
    matters = f"A difference matters from {threshold(measure.smallest_effect, measure)}."
    return Drawn(
        name=f"{step.key}-course",
        caption=f"{label}. Lines: means of {results.worlds:,} worlds.{band} {matters}",
        svg=drawing.course_svg(
            courses,
            shown.measure,
            title=title,
            names=names,
            guesses=[one / factor for one in guesses],
            scale=scale,
            factor=factor,
            first=first,
        ),
        table=_course_table(label, dict([*courses.items()][first:]), measure),
    )


def _course_table(label: str, courses: Mapping[str, Course], measure: Measure) -> Table:
    """The lines and the band of the first, at the end of each year."""
    judged, one = next(iter(courses.items()))
    columns = [Column("End of year"), *(Column(name, True) for name in courses)]
    columns.append(Column(f"Nine in ten worlds, {judged}", True))
    rows = [
        (
            "start" if year == 0 else str(year),
            *(figure(line.mean[year], measure) for line in courses.values()),
            span(Interval(one.mean[year], one.low[year], one.high[year]), measure),
        )
        for year in range(len(one.mean))
    ]
    return Table(label, tuple(columns), tuple(rows))


def _arrangement(lesson: Lesson, name: str) -> str:
    """The shipped arrangement that a setting is, which has a colour of its own; else the setting's key."""
    scenario = lesson.settings[name].scenario
    return scenario if isinstance(scenario, str) else str(scenario.get("extends", name))


def _worlds(lesson: Lesson, key: str, results: LessonResults) -> Drawn:
    result, statement = results.statements[key], lesson.statements[key]
    measure = MEASURES[statement.measure]
    one, other = statement.names(lesson.labels)
    dots = result.dots
    rows = tuple(
        (f"{label} of worlds", figure(dots[round(share * (len(dots) - 1))], measure, sign=True))
        for label, share in (
            ("lowest tenth", 0.1),
            ("lower quarter", 0.25),
            ("middle", 0.5),
            ("upper quarter", 0.75),
            ("highest tenth", 0.9),
        )
    )
    title = capitalised(f"{statement.subject}: {one} against {other}{_unit(measure)}")
    return Drawn(
        name=f"{key}-worlds",
        caption=f"Each dot is one of {len(dots)} equally likely worlds. {measure.label}: {measure.meaning}.",
        svg=drawing.worlds_svg(
            dots, statement.measure, title=title, effect=statement.effect(lesson.scenarios[statement.against])
        ),
        table=Table(title, (Column("Limit"), Column("Difference", True)), rows),
    )


def _unit(measure: Measure) -> str:
    """The unit in brackets, for a title; that of an index says nothing."""
    return "" if measure.unit == "index" else f" ({unit_words(measure)})"


def _on_a_scale(guess: NumberGuess, guesses: Sequence[float], truth: float) -> Drawn:
    low, high, _ = guess.scale
    result = f"came out: {guess.words(truth)}"
    rows = (("came out", guess.words(truth)), *(("a guess", guess.words(one)) for one in guesses))
    return Drawn(
        name=f"{guess.statement}-guesses",
        caption=guess.question,
        svg=drawing.scale_svg((low, high), guess.unit, guesses, truth, result),
        table=Table(guess.question, (Column("What"), Column(capitalised(guess.unit), True)), rows),
    )


def _tally(guess: SignGuess | ChoiceGuess, answers: Sequence[str], truth: Truth) -> Drawn:
    rows = tuple((words, str(answers.count(key))) for key, words in guess.choices)
    return Drawn(
        name="guesses",
        caption=guess.question,
        svg=drawing.tally_svg(guess.choices, answers, truth.answers),
        table=Table(guess.question, (Column("Answer"), Column("How many", True)), rows),
    )
