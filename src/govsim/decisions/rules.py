"""How a rule of decision is listed: the function from view to choice, and the source of the idea.

Also how a part of a view is worked out only when somebody looks at it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar, cast

from govsim.arrays import Floats

View = TypeVar("View")
Choice = TypeVar("Choice")


@dataclass(frozen=True)
class Rule(Generic[View, Choice]):
    """One way to decide. `source` is a key of docs/references.bib, or `own` with the reason."""

    choose: Callable[[View], Choice]
    source: str


def when_looked_at(name: str) -> Callable[[type[View]], type[View]]:
    """A decorator of views: the array of this name may be given as `later(calculation)`. Source: own: bookkeeping."""

    def decorated(view: type[View]) -> type[View]:
        setattr(view, name, _WhenLookedAt(name))
        return view

    return decorated


def later(calculate: Callable[[], Floats]) -> Floats:
    """What a view takes for an array that costs time and that few rules look at. Source: own: bookkeeping."""
    return cast(Floats, cache(calculate))


class _WhenLookedAt:
    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, view: object, owner: type) -> Any:
        given = vars(view)[self._name]
        return given() if callable(given) else given

    def __set__(self, view: object, given: Any) -> None:
        vars(view)[self._name] = given
