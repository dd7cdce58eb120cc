"""A read-only mapping by name that suggests the nearest name for one that it does not have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import numpy as np

from govsim.errors import nearest

Value = TypeVar("Value")


class Named(Mapping[str, Value]):
    """Things of one kind by name. Arrays in it are read-only.

    >>> Named("measure", {"trust": 0.5})["turst"]
    Traceback (most recent call last):
    ...
    KeyError: "no measure 'turst'. Did you mean 'trust'?"
    """

    def __init__(
        self, kind: str, items: Mapping[str, Value], remedy: Callable[[str], str] | None = None
    ) -> None:
        self._kind, self._remedy = kind, remedy
        self._items: dict[str, Value] = {name: read_only(value) for name, value in items.items()}

    def __getitem__(self, name: str) -> Value:
        try:
            return self._items[name]
        except (KeyError, TypeError):
            remedy = (
                nearest(str(name), list(self._items)) if self._remedy is None else self._remedy(str(name))
            )
            raise KeyError(f"no {self._kind} '{name}'. {remedy}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        names = ", ".join(list(self._items)[:6]) + (", …" if len(self) > 6 else "")
        return f"<{len(self)} by {self._kind}: {names}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return Named, (self._kind, self._items, self._remedy)  # a copy's arrays are read-only too

    def __or__(self, other: Mapping[str, Value]) -> dict[str, Value]:
        return {**self, **other}

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._items)


def read_only(value: Any) -> Any:
    """A view of an array that cannot be written to; anything else as it is."""
    if isinstance(value, np.ndarray):
        value = value.view()
        value.flags.writeable = False
    return value
