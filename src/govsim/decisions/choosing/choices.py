"""Validate choices before they take effect, so that no money is created or lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from govsim.arrays import Floats, Integers, total
from govsim.errors import ChoiceError, Problem

TOLERANCE = 1e-9


@dataclass(frozen=True)
class Question:
    """One decision: the actor by kind and key, the method that answers, and the quarter."""

    kind: str
    key: str
    method: str
    quarter: int | None = None  # None if quarters are not counted

    def __str__(self) -> str:
        """`council 'hillford', commission in quarter 8`."""
        when = "" if self.quarter is None else f" in quarter {self.quarter}"
        return f"{self.kind} '{self.key}', {self.method}{when}"

    def refuse(self, expected: str, found: str, remedy: str = "") -> NoReturn:
        """Raise ChoiceError with the actor and the choice that is not allowed."""
        raise ChoiceError(str(Problem(str(self), expected, found, remedy=remedy)))


def numbers_of(question: Question, choice: Any, shape: tuple[int, ...]) -> Floats:
    """A choice as an array of the required shape. Raises ChoiceError for anything else."""
    expected = f"an array of shape {shape}"
    try:
        values = np.asarray(choice)
    except ValueError:
        question.refuse(expected, "rows of different lengths")
    if values.dtype.kind not in "fiu":
        question.refuse(expected, _shortened(repr(choice)), "Return an array of numbers.")
    if values.shape != shape:
        question.refuse(expected, f"shape {values.shape}", "Keep the axes of the view.")
    return np.array(values, dtype=np.float64)  # a copy, so that the actor cannot change it later


def _shortened(text: str, most: int = 80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _check(question: Question, values: Floats, right: NDArray[np.bool_], expected: str) -> None:
    if not right.all():
        question.refuse(expected, f"{values[~right][0]:.12g}")


def are_shares(values: Floats) -> NDArray[np.bool_]:
    """Which numbers are shares from 0 to 1."""
    return (values >= 0) & (values <= 1 + TOLERANCE)


def check_shares(question: Question, values: Floats) -> None:
    """Raise ChoiceError unless every number is a share from 0 to 1."""
    _check(question, values, are_shares(values), "shares from 0 to 1")


def check_whole(question: Question, summed: Floats, of: str) -> None:
    """Raise ChoiceError unless shares sum to 1."""
    wrong = ~(np.abs(summed - 1) <= TOLERANCE)
    if wrong.any():
        found = f"a sum of {summed[wrong][0]:.12g}"
        question.refuse(f"shares that sum to 1 over {of}", found, "Divide them by their sum.")


def check_stance(question: Question, stance_ew: Floats, view: Any) -> None:
    """Raise ChoiceError if a department's shares sum to more than 1: it cannot spend more than its own money."""
    spent_w = total(stance_ew)
    if not (spent_w <= 1 + TOLERANCE).all():
        remedy = "The rest of 1 goes to core services."
        question.refuse("shares that sum to 1 at most", f"a sum of {spent_w.max():.12g}", remedy)


def check_steering(question: Question, share_mew: Floats, view: Any) -> None:
    """Raise ChoiceError unless a board divides its whole pool, where it has a member to pay."""
    weight_mew = (view.goal_me * view.member_me)[:, :, None] * view.belief_mew
    has_member_mw = total(weight_mew, axis=1) > 0
    check_whole(question, total(share_mew, axis=1)[has_member_mw], "the pool")


def check_commission(question: Question, share_cew: Floats, view: Any) -> None:
    """Raise ChoiceError unless a council divides all free money of each outcome."""
    check_whole(question, view.by_outcome.sum(share_cew, axis=1), "an outcome's free money")


def two_of(question: Question, choice: Any) -> tuple[Any, Any]:
    """A choice of two arrays. Raises ChoiceError for anything else."""
    if not (isinstance(choice, tuple) and len(choice) == 2):
        remedy = "Return the same kind of choice as the rule does."
        question.refuse("two arrays", _shortened(repr(choice)), remedy)
    return choice


def attention(question: Question, choice: Any, view: Any) -> Floats:
    """The Prime Minister's attention: a share for each mission. Raises ChoiceError."""
    attention_mw = numbers_of(question, choice, view.urgency_mw.shape)
    check_shares(question, attention_mw)
    return attention_mw


def budget(question: Question, choice: Any, view: Any) -> tuple[Floats, Floats]:
    """Budgets, which must sum to 1, and the pressure left. Raises ChoiceError."""
    baseline, pressure = two_of(question, choice)
    baseline_dw = numbers_of(question, baseline, view.baseline_dw.shape)
    pressure_dw = numbers_of(question, pressure, view.pressure_dw.shape)
    check_shares(question, baseline_dw)
    check_whole(question, total(baseline_dw), "departments")
    _check(question, pressure_dw, np.isfinite(pressure_dw), "finite numbers")
    return baseline_dw, pressure_dw


def placing(question: Question, choice: Any, view: Any) -> tuple[Floats, Floats]:
    """Weights of the formula, and who wins the competitions. Raises ChoiceError."""
    weights, wins = two_of(question, choice)
    placing_cjw = numbers_of(question, weights, view.signal_cjw.shape)
    wins_cjw = numbers_of(question, wins, view.signal_cjw.shape)
    is_weight = np.isfinite(placing_cjw) & (placing_cjw >= 0)
    _check(question, placing_cjw, is_weight, "numbers of 0 or more")
    check_shares(question, wins_cjw)
    return placing_cjw, wins_cjw


def own_row(view: Any, row: int) -> slice:
    """The rows of one actor's choice among all actors of its kind."""
    return slice(row, row + 1)


def own_contributions(view: Any, row: int) -> Integers:
    """The rows of one department's choice among all contributions."""
    return np.flatnonzero(view.segments.group == row)
