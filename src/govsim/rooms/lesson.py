"""A lesson as an activity of a room: the class guesses step by step, and sees its guesses beside what came out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any, Final, Self

from govsim.app.work import Task
from govsim.documents.markup import element
from govsim.errors import InputError, Problem
from govsim.lessons.check import LessonResults, check_lessons
from govsim.lessons.guesses import Answer
from govsim.lessons.lesson import Lesson, Step, quoted
from govsim.lessons.load import load_lesson
from govsim.lessons.reveal import Drawn, before_guess, reveal
from govsim.lessons.saved_results import saved_results
from govsim.rooms.activity import (
    Ask,
    Beside,
    Block,
    Button,
    Count,
    Done,
    Drawing,
    Events,
    Face,
    Facts,
    Fill,
    Form,
    Phase,
    Pick,
    Say,
)
from govsim.words.names import capitalised
from govsim.words.plurals import counted

RESULTS: Final = "results"  # the name of the work
REVEAL: Final = "-reveal"
STOPS: Final = 40  # at most as many steps of a scale are offered on a phone
GETS_READY: Final = "The worlds of this lesson are simulated. This takes about a minute."
NOW_YOU_CAN: Final = "Now you can:"
LOOK: Final = "Look at the screen."


@lru_cache(maxsize=4)
def _loaded(source: str) -> Lesson:
    return load_lesson(source)


def results_for(source: str) -> LessonResults:
    """What came out for a lesson: as it was last checked, or else in worlds that are simulated now."""
    lesson = _loaded(source)
    known = saved_results(lesson)
    return known if known is not None else check_lessons([lesson], jobs=1)[lesson.name]


@dataclass(frozen=True, kw_only=True)
class LessonInRoom:
    """A lesson in a room."""

    source: str
    students: Mapping[str, None] = field(default_factory=dict)  # in the order in which they came
    guesses: Mapping[tuple[str, str], Answer] = field(default_factory=dict)  # by step and student
    place: int = 0

    @classmethod
    def open(cls, settings: Mapping[str, Any]) -> LessonInRoom:
        """A lesson at its beginning. Raises InputError for one that does not exist."""
        source = settings.get("lesson", "")
        _loaded(source)
        return cls(source=source)

    @property
    def lesson(self) -> Lesson:
        """The lesson."""
        return _loaded(self.source)

    @property
    def title(self) -> str:
        """Its name for people."""
        return self.lesson.title

    @cached_property
    def phases(self) -> tuple[Phase, ...]:
        """Each step, with a guess in two phases: a third of its minutes to guess, the rest to see and to talk."""
        phases = []
        for step in self.lesson.steps:
            third = max(1, step.minutes // 3) if step.guess is not None else step.minutes
            phases.append(Phase(key=step.key, title=step.title, minutes=third))
            if step.guess is not None:
                rest = max(1, step.minutes - third)
                phases.append(
                    Phase(key=f"{step.key}{REVEAL}", title=f"{step.title} What came out", minutes=rest)
                )
        return tuple(phases)

    @property
    def phase(self) -> Phase | None:
        """The open phase."""
        return self.phases[self.place] if self.place < len(self.phases) else None

    @property
    def step(self) -> Step | None:
        """The step to which the open phase belongs."""
        return None if self.phase is None else self.lesson.step(self.phase.key.removesuffix(REVEAL))

    @property
    def asks(self) -> bool:
        """Whether a guess is open."""
        return (
            self.phase is not None
            and self.step is not None
            and self.step.guess is not None
            and not self.reveals
        )

    @property
    def reveals(self) -> bool:
        """Whether the open phase shows what came out."""
        return self.phase is not None and self.phase.key.endswith(REVEAL)

    def after(self, event: Mapping[str, Any]) -> Self:
        """The state after one more event."""
        kind, student = event.get("event"), str(event.get("student", ""))
        if kind == "joined":
            return replace(self, students={**self.students, student: None})
        if kind == "closed" and self.phase is not None and event.get("phase") == self.phase.key:
            return replace(self, place=self.place + 1)
        if student not in self.students:
            raise InputError(Problem("lesson", "a student who is here", repr(student)[:40]))
        if kind == "left":
            return replace(self, students={one: None for one in self.students if one != student})
        step = self.step
        if kind != "guessed" or not self.asks or step is None or event.get("step") != step.key:
            raise InputError(Problem("lesson", "a guess that is asked for now", repr(kind)[:40]))
        assert step.guess is not None
        return replace(
            self, guesses={**self.guesses, (step.key, student): step.guess.checked(event.get("answer"))}
        )

    def joins(self, student: str) -> Events:
        """A student comes in."""
        return [{"event": "joined", "student": student}]

    def leaves(self, student: str) -> Events:
        """A student leaves."""
        return [{"event": "left", "student": student}] if student in self.students else []

    def answers(self, student: str, form: Form) -> Events:
        """A guess."""
        step = self.step
        if step is None or step.guess is None:
            raise InputError(Problem("guess", "a question that is open", "none"))
        answer = step.guess.checked(form.get("guess", ""))
        return [{"event": "guessed", "student": student, "step": step.key, "answer": answer}]

    def lecturer(self, form: Form) -> Events:
        """The desk has nothing to add to a lesson."""
        raise InputError(Problem("desk", "a button of the desk", "another"))

    def closes(self) -> Events:
        """The phase closes."""
        if self.phase is None:
            raise InputError(Problem("close", "a phase that is open", "none"))
        return [{"event": "closed", "phase": self.phase.key}]

    def next_words(self) -> str:
        """What the lecturer's next step is."""
        if self.place + 1 >= len(self.phases):
            return "End the lesson" if self.phase is not None else ""
        coming = self.phases[self.place + 1]
        return "Close the guesses, and show what came out" if self.asks else f"Go on to: {coming.title}"

    def waiting_for(self) -> frozenset[str]:
        """Who has not guessed."""
        step = self.step
        if not self.asks or step is None:
            return frozenset()
        return frozenset(one for one in self.students if (step.key, one) not in self.guesses)

    def seat_of(self, student: str) -> str:
        """All sit alike."""
        return "in the class"

    def seats(self, student: str) -> tuple[Button, ...]:
        """All sit alike."""
        return ()

    def work(self) -> Mapping[str, Task]:
        """What came out in many worlds."""
        return {RESULTS: Task(function=results_for, arguments=(self.source,), long=True)}

    # --- faces --------------------------------------------------------------------------------------------------------

    def phone(self, student: str, done: Done) -> Face:
        """The question, or one's own guess beside what came out."""
        step, results = self.step, done.get(RESULTS)
        if step is None:
            return Face(kicker="The lesson is over", title=self.title, blocks=self._own(student, results))
        mine = self.guesses.get((step.key, student))
        blocks: list[Block] = []
        if self.asks:
            blocks.append(_question(step, mine))
        elif self.reveals and step.guess is not None:
            guessed = "You did not guess." if mine is None else f"Your guess: {step.guess.words(mine)}."
            blocks.append(Say(words=guessed, kind="lead"))
            if isinstance(results, LessonResults) and (came_out := reveal(self.lesson, step, results).answer):
                blocks.append(Say(words=came_out, kind="lead"))
        blocks.append(Say(words=LOOK))
        return Face(kicker=self._where(), title=step.title, blocks=tuple(blocks))

    def _own(self, student: str, results: object) -> tuple[Block, ...]:
        """A student's guesses, each beside what came out."""
        rows = []
        for step in self.lesson.steps:
            mine = self.guesses.get((step.key, student))
            if step.guess is not None and mine is not None and isinstance(results, LessonResults):
                came_out = reveal(self.lesson, step, results).answer
                rows.append((step.title, f"{capitalised(step.guess.words(mine))}. {came_out}".strip()))
        if not rows:
            return (Say(words=LOOK, kind="lead"),)
        return (Facts(caption="Your guesses", rows=tuple(rows)),)

    def screen(self, done: Done) -> Face:
        """What is said and asked; then what came out, with all guesses."""
        step, results = self.step, done.get(RESULTS)
        if step is None:
            aims = tuple(Say(words=capitalised(f"{one}."), kind="lead") for one in self.lesson.aims)
            return Face(
                kicker="The lesson is over",
                title=self.lesson.question,
                blocks=(Say(words=NOW_YOU_CAN), *aims),
            )
        if not isinstance(results, LessonResults):
            return Face(kicker=self._where(), title=step.title, blocks=(Say(words=GETS_READY, kind="lead"),))
        guesses = [answer for (key, _), answer in self.guesses.items() if key == step.key]
        blocks: list[Block] = []
        if not self.reveals:
            blocks += [Say(words=quoted(text, results.quotes), kind="lead") for text in step.say]
        if self.asks and step.guess is not None:
            given = sum(student not in self.waiting_for() for student in self.students)
            blocks.append(Say(words=step.guess.question, kind="lead"))
            blocks.append(Count(count=given, of=len(self.students), words="have guessed"))
            beside = before_guess(self.lesson, step, results)
            return Face(
                kicker=self._where(),
                title=step.title,
                blocks=_beside([beside] if beside is not None else [], blocks),
            )
        shown = reveal(self.lesson, step, results, guesses)
        blocks += [Say(words=shown.answer, kind="lead")] if shown.answer else []
        blocks += [Say(words=text, kind="lead") for text in shown.after]
        blocks += [Say(words=text, kind="quote") for text in step.discuss]
        return Face(kicker=self._where(), title=step.title, blocks=_beside(shown.drawings, blocks))

    def desk(self, done: Done) -> tuple[Block, ...]:
        """Advice for the lecturer."""
        step, results = self.step, done.get(RESULTS)
        if step is None or not isinstance(results, LessonResults):
            return ()
        return tuple(Say(words=quoted(text, results.quotes), kind="note") for text in step.lecturer)

    def _where(self) -> str:
        steps = self.lesson.steps
        number = 1 + [one.key for one in steps].index(self.step.key) if self.step is not None else len(steps)
        return f"{self.title} · step {number} of {counted(len(steps), 'step').partition(' ')[0]}"


def _question(step: Step, mine: Answer | None) -> Block:
    """A step's guess: buttons for options, a list for a scale."""
    guess = step.guess
    assert guess is not None
    described = guess.described()
    note = (
        "Nobody sees it before the guesses are closed." if mine is None else "Saved. You can still change it."
    )
    if described["kind"] == "options":
        return Ask(
            key="guess",
            question=guess.question,
            buttons=tuple(Button(value=one["key"], label=one["words"]) for one in described["options"]),
            chosen=None if mine is None else str(mine),
            note=note,
            sends="guess",
        )
    low, high = float(described["low"]), float(described["high"])
    values = [round(low + (high - low) * place / STOPS, 6) for place in range(STOPS + 1)]
    chosen = values[STOPS // 2] if mine is None else float(mine)
    return Fill(
        key="guess",
        fields=(
            Pick(
                key="guess",
                label=guess.question,
                options=tuple(Button(value=f"{one:g}", label=guess.words(one)) for one in values),
                chosen=f"{chosen:g}",
            ),
        ),
        send="Save my guess" if mine is None else "Change my guess",
    )


def _beside(drawn: Sequence[Drawn], said: Sequence[Block]) -> tuple[Block, ...]:
    """Drawings, each over its caption, beside what is said."""
    if not drawn:
        return tuple(said)
    figures = tuple(
        Drawing(svg=element("figure", one.svg, element("figcaption", one.caption)), words="") for one in drawn
    )
    return (Beside(left=figures, right=tuple(said)),)
