"""Checks of arguments: whole numbers, and names."""

from __future__ import annotations

import operator
import reprlib
from collections.abc import Iterable, Sequence
from typing import Any, Final

from govsim.errors import InputError, Problem

LAST_SEED: Final = 2**64 - 1


def whole_number(name: str, given: Any, least: int = 0, most: int | None = None) -> int:
    """A whole number as a plain int, also from numpy. Raises InputError for a fraction, a text, None, True or False.

    >>> whole_number("seed", 3)
    3
    """
    upper = "2^64 − 1" if most == LAST_SEED else f"{most:,}" if most is not None else ""
    expected = f"a whole number from {least} to {upper}" if upper else f"a whole number of at least {least}"
    try:
        if isinstance(given, bool):
            raise TypeError
        number = operator.index(given)
    except TypeError:
        remedy = f"Give int({name})." if _is_whole(given) else ""
        raise InputError(Problem(name, expected, reprlib.repr(given), remedy=remedy)) from None
    if number < least or (most is not None and number > most):
        raise InputError(Problem(name, expected, str(number)))
    return number


def seed_number(given: Any, name: str = "seed") -> int:
    """A root seed. Raises InputError."""
    return whole_number(name, given, 0, LAST_SEED)


def processes(given: Any) -> int | None:
    """A number of worker processes, or None, which chooses. Raises InputError."""
    try:
        return None if given is None else whole_number("jobs", given, 1)
    except InputError as error:
        (problem,) = error.problems
        remedy = "None takes as many as save time."
        raise InputError(Problem(problem.where, problem.expected, problem.found, remedy=remedy)) from None


def several(names: str | Iterable[str]) -> Sequence[str]:
    """A sequence of names; one name alone is a sequence of one.

    >>> several("progress")
    ('progress',)
    """
    return (names,) if isinstance(names, str) else tuple(names)


def _is_whole(given: Any) -> bool:
    return isinstance(given, float) and given.is_integer()
