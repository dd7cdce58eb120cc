"""A cache of results computed from the same arrays by several phases and measures."""

from __future__ import annotations

import weakref
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from operator import call, is_
from typing import Any, NamedTuple, TypeVar, cast

from numpy.typing import NDArray

MOST_RESULTS = 8

Result = TypeVar("Result", bound=NDArray[Any])
Method = TypeVar("Method", bound=Callable[..., NDArray[Any]])


class _Known(NamedTuple):
    whose: list[weakref.ref[NDArray[Any]]]
    result: Any


class ResultCache:
    """Cache of the last results of a calculation, by the identity of its read-only arguments.

    Copies and pickles of the cache are empty.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[int, ...], _Known] = OrderedDict()

    def of(self, work_out: Callable[..., Result], *values: NDArray[Any]) -> Result:
        """The result for these arrays; read-only where it is cached."""
        for array in values:
            if array.flags.writeable:
                return work_out(*values)
        address = tuple(map(id, values))
        known = self._known.get(address)
        if known is not None and all(map(is_, map(call, known.whose), values)):
            self._known[address] = self._known.pop(address, known)  # last: least recently used goes first
            return cast(Result, known.result)
        result = work_out(*values)
        result.flags.writeable = False
        self._known[address] = _Known([weakref.ref(array) for array in values], result)
        if len(self._known) > MOST_RESULTS:
            self._known.popitem(last=False)
        return result

    def __reduce__(self) -> tuple[Any, ...]:
        return (ResultCache, ())


def cached(method: Method) -> Method:
    """A method of arrays that caches its last results in its object's `results`."""
    name = method.__name__

    @wraps(method)
    def of(self: Any, *values: NDArray[Any]) -> Any:
        return self.results[name].of(method.__get__(self), *values)

    return cast(Method, of)
