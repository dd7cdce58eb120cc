"""The decision rule: a function from view to choice, with its source. Also lazy fields of views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Generic, TypeVar, cast

import numpy as np

from govsim.arrays import Floats

View = TypeVar("View")
Choice = TypeVar("Choice")


@dataclass(frozen=True)
class Rule(Generic[View, Choice]):
    """One way to decide. `source` is a key of docs/references.bib, or `own` with the reason."""

    choose: Callable[[View], Choice]
    source: str


def own_rows(view: Any, axis: str, rows: slice) -> dict[str, Any]:
    """The arrays of a view whose first axis has this letter, cut to an actor's rows. Source: own: bookkeeping."""
    values = {field.name: getattr(view, field.name) for field in fields(view)}
    return {
        name: array[rows]
        for name, array in values.items()
        if isinstance(array, np.ndarray) and name.rpartition("_")[2].startswith(axis)
    }


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
