"""What a decision rule is: a function from view to choice, with its source. Also lazy fields of views."""

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


def lazy(name: str) -> Callable[[type[View]], type[View]]:
    """Decorate a view so that the array `name` may be given as `deferred(calculation)`. Source: own: bookkeeping."""

    def decorated(view: type[View]) -> type[View]:
        setattr(view, name, _Lazy(name))
        return view

    return decorated


def deferred(calculate: Callable[[], Floats]) -> Floats:
    """Stand in for a costly array that few rules read; calculated on first access. Source: own: bookkeeping."""
    return cast(Floats, cache(calculate))


class _Lazy:
    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, view: object, owner: type) -> Any:
        given = vars(view)[self._name]
        return given() if callable(given) else given

    def __set__(self, view: object, given: Any) -> None:
        vars(view)[self._name] = given
