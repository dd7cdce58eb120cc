"""Guesses that a step asks for: each checks an answer, describes itself to any page, and knows the right answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, Discriminator, Field

from govsim.errors import LessonError, Problem, nearest
from govsim.lessons.statements import Result
from govsim.measures.amounts import difference_words, is_share, level
from govsim.measures.catalogue import MEASURES
from govsim.scenario.country import CHECKED, Key, Several
from govsim.words.verdicts import Verdict

Answer = str | float  # the key of an option, or a number on a scale
SIGNS: Final = (("more", "More"), ("same", "No difference that matters"), ("less", "Less"))
OF_WORLDS: Final = 100  # a share of worlds is guessed as a number out of these


@dataclass(frozen=True, kw_only=True)
class Truth:
    """The right answer to a guess; empty and None where there is none."""

    answers: tuple[str, ...] = ()  # keys of the options that are right
    number: float | None = None


class _Guess(BaseModel):
    """A question that is answered before the reveal."""

    model_config = CHECKED

    question: str = Field(min_length=1, description="what is asked")

    def described(self) -> dict[str, Any]:
        """The question as plain data for a page: kind, question, and options or a scale."""
        raise NotImplementedError

    def checked(self, given: object) -> Answer:
        """A valid answer, from what was given. Raises LessonError for anything else."""
        raise NotImplementedError

    def words(self, answer: Answer) -> str:
        """An answer in words."""
        raise NotImplementedError


class _Options(_Guess):
    """A guess among options."""

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Keys and words of the options."""
        raise NotImplementedError

    def described(self) -> dict[str, Any]:
        """Its options, each with a key and its words."""
        options = [{"key": key, "words": words} for key, words in self.choices]
        return {"kind": "options", "question": self.question, "options": options}

    def checked(self, given: object) -> str:
        """The key of an option. Raises LessonError."""
        keys = [key for key, _ in self.choices]
        if given not in keys:
            remedy = nearest(str(given)[:60], keys)
            raise LessonError(Problem("guess", "the key of an option", repr(given)[:60], remedy=remedy))
        return str(given)

    def words(self, answer: Answer) -> str:
        """The words of the option."""
        return dict(self.choices)[str(answer)]


class _Number(_Guess):
    """A guess of a number on a scale."""

    @property
    def scale(self) -> tuple[float, float, float]:
        """Its lowest and highest number, and its steps."""
        raise NotImplementedError

    @property
    def unit(self) -> str:
        """What is counted."""
        raise NotImplementedError

    def described(self) -> dict[str, Any]:
        """Its scale."""
        low, high, step = self.scale
        return {
            "kind": "number",
            "question": self.question,
            "low": low,
            "high": high,
            "step": step,
            "unit": self.unit,
        }

    def checked(self, given: object) -> float:
        """A number on the scale. Raises LessonError."""
        low, high, _ = self.scale
        try:
            number = float(given)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            number = float("nan")
        if not low <= number <= high:
            raise LessonError(Problem("guess", f"a number from {low:g} to {high:g}", repr(given)[:60]))
        return number

    def words(self, answer: Answer) -> str:
        """The number with its unit."""
        return f"{float(answer):g} {self.unit}".strip()


class SignGuess(_Options):
    """More, less, or no difference that matters."""

    kind: Literal["sign"]
    statement: Key = Field(description="the statement that answers it")

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """The same three for every such guess."""
        return SIGNS

    def truth(self, results: Mapping[str, Result], ends: Mapping[tuple[str, str], float]) -> Truth:
        """By the verdict on the mean difference; both of two where that is not settled."""
        result = results[self.statement]
        way = "more" if result.mean > 0 else "less"
        if result.verdict in ("equal", "negligible"):
            return Truth(answers=("same",))
        if result.verdict == "unknown":
            return Truth(answers=("more", "same", "less"))
        return Truth(answers=(way, "same") if result.verdict == "leaning" else (way,))


class NumberGuess(_Number):
    """In how many of 100 worlds something is so."""

    kind: Literal["worlds"]
    statement: Key = Field(description="the statement that answers it")
    way: Literal["higher", "lower"] = Field(description="whether worlds with more or with less are counted")

    @property
    def scale(self) -> tuple[float, float, float]:
        """From none to all."""
        return 0, OF_WORLDS, 1

    @property
    def unit(self) -> str:
        """Worlds."""
        return f"of {OF_WORLDS} worlds"

    def truth(self, results: Mapping[str, Result], ends: Mapping[tuple[str, str], float]) -> Truth:
        """The share of worlds."""
        result = results[self.statement]
        return Truth(number=OF_WORLDS * (result.higher if self.way == "higher" else result.lower))

    def words(self, answer: Answer) -> str:
        """The number of worlds; 0 and 100 stand only for none and all."""
        number = float(answer)
        about = min(max(round(number), 1), OF_WORLDS - 1)
        if 0 < number < OF_WORLDS and about != round(number):
            return f"{'more' if about > 1 else 'fewer'} than {about} {self.unit}"
        return f"{round(number)} {self.unit}"


class EndGuess(_Number):
    """Where a line ends: a level of a measure, drawn on the chart. Shares are guessed in per cent."""

    kind: Literal["end"]
    setting: Key = Field(description="key of the setting whose line it is")
    measure: str = Field(description="what is measured")
    low: float = Field(description="lower end of the scale, in per cent for a share")
    high: float = Field(description="upper end of the scale")

    @property
    def factor(self) -> int:
        """How many times larger a guess is than the measure itself: 100 for a share."""
        return 100 if is_share(MEASURES[self.measure]) else 1

    @property
    def scale(self) -> tuple[float, float, float]:
        """As the lesson gives it, in a hundred steps."""
        return self.low, self.high, round((self.high - self.low) / 100, 6)

    @property
    def unit(self) -> str:
        """The measure's; a plain number has none."""
        return "%" if self.factor > 1 else difference_words(MEASURES[self.measure])

    def words(self, answer: Answer) -> str:
        """As levels of the measure are written."""
        return level(float(answer) / self.factor, MEASURES[self.measure])

    def truth(self, results: Mapping[str, Result], ends: Mapping[tuple[str, str], float]) -> Truth:
        """The mean at the end."""
        return Truth(number=self.factor * ends[self.setting, self.measure])


class Option(BaseModel):
    """An option of a choice."""

    model_config = CHECKED

    key: Key
    words: str = Field(min_length=1, description="the option, in a few words")
    setting: Key | None = Field(default=None, description="key of the setting that it stands for")
    verdicts: Several[Verdict] = Field(default=(), description="verdicts of the statement that make it right")


class ChoiceGuess(_Options):
    """A choice of one option; without a statement nobody is right or wrong."""

    kind: Literal["choice"]
    options: Several[Option] = Field(min_length=2, description="what there is to choose from")
    statement: Key | None = Field(
        default=None, description="the statement that answers it; none for an opinion"
    )

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """As the lesson lists them."""
        return tuple((option.key, option.words) for option in self.options)

    def truth(self, results: Mapping[str, Result], ends: Mapping[tuple[str, str], float]) -> Truth:
        """By the verdict, or the setting that leads; nothing for an opinion."""
        if self.statement is None:
            return Truth()
        verdict = results[self.statement].verdict
        first = results[self.statement].first
        right = (
            option.key
            for option in self.options
            if verdict in option.verdicts or (first and option.setting == first)
        )
        return Truth(answers=tuple(right))


Guess = Annotated[SignGuess | NumberGuess | EndGuess | ChoiceGuess, Discriminator("kind")]
