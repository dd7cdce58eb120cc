"""A lesson: its settings, its statements and its steps, as a file says them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, Field, PrivateAttr, model_validator

from govsim.errors import nearest
from govsim.lessons.guesses import ChoiceGuess, EndGuess, Guess
from govsim.lessons.statements import Statement, runs_of
from govsim.measures.catalogue import MEASURES
from govsim.scenario.country import CHECKED, Key, Several
from govsim.scenario.findings import Finding, Findings, repeated
from govsim.scenario.schema import Scenario

Text = Annotated[str, Field(min_length=1)]
QUOTED: Final = ("sentence", "claim", "size", "setting", "against", "higher", "lower")  # what texts may quote
_QUOTE: Final = re.compile(r"\{([a-z0-9_]+)(?:\.([a-z_]+))?\}")


class LessonSetting(BaseModel):
    """A way of governing that a lesson looks at."""

    model_config = CHECKED

    label: Text = Field(description="what the class calls it, such as: a layer of boards")
    scenario: str | Mapping[str, Any] = Field(description="name of a scenario, or a table that extends one")


class Shown(BaseModel):
    """The drawing of a reveal."""

    model_config = CHECKED

    view: Literal["course", "worlds"] = Field(
        description="course: lines over the years; worlds: differences of single worlds"
    )
    settings: Several[Key] = Field(
        default=(), max_length=4, description="of a course: settings, the first judged"
    )
    measure: str = Field(default="", description="of a course: what is measured")
    statement: Key | None = Field(
        default=None, description="of worlds: the statement whose differences are drawn"
    )


class Step(BaseModel):
    """A few minutes of a lesson: a text, perhaps a guess, and the result."""

    model_config = CHECKED

    key: Key
    title: Text
    minutes: int = Field(ge=1, le=120, description="how long it takes")
    say: Several[Text] = Field(min_length=1, description="text before the guess, a paragraph each")
    guess: Guess | None = Field(default=None, description="what the class guesses, if anything")
    show: Shown | None = Field(default=None, description="what is drawn when the step reveals")
    after: Several[Text] = Field(default=(), description="text after the reveal; the first answers the guess")
    discuss: Several[Text] = Field(default=(), description="questions to talk about")
    lecturer: Several[Text] = Field(default=(), description="advice for the lecturer, not for the class")

    @property
    def is_opinion(self) -> bool:
        """Whether it asks for an opinion, which no result can answer."""
        return isinstance(self.guess, ChoiceGuess) and self.guess.statement is None

    @property
    def statements(self) -> tuple[str, ...]:
        """The statements that it rests on, in their order."""
        texts = (*self.say, *self.after, *self.discuss, *self.lecturer)
        named = [name for text in texts for name, _ in _QUOTE.findall(text)]
        if self.show is not None and self.show.statement:
            named.insert(0, self.show.statement)
        if self.guess is not None and getattr(self.guess, "statement", None):
            named.insert(0, str(self.guess.statement))  # type: ignore[union-attr]
        return tuple(dict.fromkeys(named))


class Lesson(BaseModel):
    """A lesson, checked and immutable. `scenarios` are its settings, loaded."""

    model_config = CHECKED

    name: str = Field(min_length=1, max_length=100, description="short name; that of the file if left out")
    title: Text
    minutes: int = Field(ge=5, le=240, description="how long it takes, all steps together")
    for_whom: Text = Field(description="who can follow it, and what they need to know")
    question: Text = Field(description="the question that it answers")
    aims: Several[Text] = Field(min_length=1, description="what a student can do afterwards")
    settings: Mapping[Key, LessonSetting] = Field(min_length=1, description="ways of governing, by key")
    statements: Mapping[Key, Statement] = Field(min_length=1, description="what it rests on, by key")
    steps: Several[Step] = Field(min_length=1, description="what happens, in its order")

    _scenarios: dict[str, Scenario] = PrivateAttr(default_factory=dict)

    @property
    def scenarios(self) -> Mapping[str, Scenario]:
        """The scenario of each setting."""
        return self._scenarios

    @property
    def labels(self) -> dict[str, str]:
        """The label of each setting, as the class calls it."""
        return {key: setting.label for key, setting in self.settings.items()}

    @property
    def courses(self) -> tuple[tuple[str, str], ...]:
        """Settings and measures whose courses are shown or guessed."""
        drawn = [
            (setting, step.show.measure)
            for step in self.steps
            if step.show is not None
            for setting in step.show.settings
        ]
        drawn += [
            (step.guess.setting, step.guess.measure)
            for step in self.steps
            if isinstance(step.guess, EndGuess)
        ]
        return tuple(dict.fromkeys(drawn))

    @property
    def drawn(self) -> frozenset[str]:
        """The statements whose worlds are drawn."""
        shown = (step.show.statement for step in self.steps if step.show is not None)
        return frozenset(name for name in shown if name)

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that it uses, in order of appearance."""
        stated = [self.statements[name].measure for step in self.steps for name in step.statements]
        return tuple(dict.fromkeys([*stated, *(measure for _, measure in self.courses)]))

    def step(self, key: str) -> Step:
        """A step by its key."""
        return next(step for step in self.steps if step.key == key)

    @model_validator(mode="after")
    def _fits_together(self) -> Lesson:
        findings = list(_findings(self))
        if findings:
            raise Findings(findings)
        return self


def quoted(text: str, quotes: Mapping[str, Mapping[str, str]]) -> str:
    """A text with what it quotes filled in: `{core}` is a statement's sentence, `{core.lower}` one of its figures."""
    return _QUOTE.sub(lambda match: quotes[match[1]][match[2] or "sentence"], text)


def _findings(lesson: Lesson) -> Iterator[Finding]:
    """What does not fit together, each at its key."""
    yield from repeated("steps", [step.key for step in lesson.steps])
    total = sum(step.minutes for step in lesson.steps)
    if total != lesson.minutes:
        remedy = "Change minutes, or those of a step."
        yield Finding(
            ("minutes",), f"the minutes of its steps together, {total}", str(lesson.minutes), remedy
        )
    used = {name for step in lesson.steps for name in step.statements}
    for key, statement in lesson.statements.items():
        at = ("statements", key)
        for name in sorted(runs_of([statement])):
            yield from _known((*at, "setting"), "a setting", name, lesson.settings)
        yield from _measured((*at, "measure"), statement.measure)
        if key not in used:
            yield Finding(at, "a statement that a step asks about, draws or quotes", "none that does")
    for row, step in enumerate(lesson.steps):
        yield from _of_step(lesson, ("steps", row), step)


def _of_step(lesson: Lesson, at: tuple[str | int, ...], step: Step) -> Iterator[Finding]:
    for name in step.statements:
        yield from _known(at, "a statement", name, lesson.statements)
    for part in ("say", "after", "discuss", "lecturer"):
        for text in getattr(step, part):
            for _, figure in _QUOTE.findall(text):
                if figure:
                    yield from _known((*at, part), "a figure of a statement", figure, QUOTED)
    if step.show is not None:
        yield from _of_view(lesson, (*at, "show"), step.show)
    if isinstance(step.guess, EndGuess):
        yield from _known((*at, "guess", "setting"), "a setting", step.guess.setting, lesson.settings)
        yield from _measured((*at, "guess", "measure"), step.guess.measure)
        if not step.guess.low < step.guess.high:
            yield Finding((*at, "guess", "low"), "less than high", f"{step.guess.low:g}")
    if isinstance(step.guess, ChoiceGuess):
        for option in step.guess.options:
            if option.setting is not None:
                yield from _known((*at, "guess", "options"), "a setting", option.setting, lesson.settings)
    if step.guess is not None and not step.after:
        yield Finding((*at, "after"), "a sentence after the reveal", "nothing")


def _of_view(lesson: Lesson, at: tuple[str | int, ...], shown: Shown) -> Iterator[Finding]:
    if shown.view == "worlds":
        if shown.statement is None:
            yield Finding((*at, "statement"), "the statement whose worlds are drawn", "nothing")
        return
    if not shown.settings:
        yield Finding((*at, "settings"), "settings whose courses are drawn", "nothing")
    for name in shown.settings:
        yield from _known((*at, "settings"), "a setting", name, lesson.settings)
    yield from _measured((*at, "measure"), shown.measure)


def _known(
    path: tuple[str | int, ...], kind: str, name: str, known: Mapping[str, Any] | tuple[str, ...]
) -> Iterator[Finding]:
    if name not in known:
        yield Finding(path, f"the key of {kind}", f"'{name}'", nearest(name, list(known)))


def _measured(path: tuple[str | int, ...], name: str) -> Iterator[Finding]:
    plain = [key for key, measure in MEASURES.items() if not measure.axis]
    if name not in plain:
        yield Finding(path, "a measure without an axis", f"'{name}'", nearest(name, plain))
