"""Agents' attributes: rows of the world's arrays, generated from their declarations."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, overload

import numpy as np

from govsim.agents.row_sums import ROW_SUMS
from govsim.arrays import Floats
from govsim.errors import InputError, Problem
from govsim.world.state import FIXED, FLOWS, STATE, Declared

if TYPE_CHECKING:
    from govsim.agents.actor import Actor

Kind = TypeVar("Kind", bound=type)

_SHARE, _ABOVE, _ANY = (0.0, 1.0), (0.0, math.inf), (-math.inf, math.inf)

# Bounds of a value, by the declared unit of its array.
RANGES: dict[str, tuple[float, float]] = {
    "need, 0 to 1": _SHARE,
    "tie, 0 to 1": _SHARE,
    "need": _SHARE,
    "share": _SHARE,
    "share of the budget": _SHARE,
    "share of own money": _SHARE,
    "share of effort": _SHARE,
    "share of the outcome": _SHARE,
    "share of absent need": _SHARE,
    "share of need": _ABOVE,
    "strength": _ABOVE,
    "index": _ABOVE,
    "need a quarter": _ANY,
    "need a quarter at need ½": _ANY,
    "need per dose": _ANY,
    "log budget": _ANY,
}


class Row:
    """A descriptor for one agent's part of an array of the world; writable between steps.

    Reading gives a float, or a read-only array without the world axis, which does not change when the world moves on.
    Writing replaces the world's array by a changed copy. Raises InputError for what cannot be written.
    """

    def __init__(self, declared: Declared) -> None:
        self.declared = declared
        self.name = declared.name.rpartition("_")[0]
        self.__doc__ = f"{declared.meaning[:1].upper()}{declared.meaning[1:]} ({declared.unit})."

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, actor: None, owner: type) -> Row: ...

    @overload
    def __get__(self, actor: Actor, owner: type) -> float | Floats: ...

    def __get__(self, actor: Actor | None, owner: type) -> Row | float | Floats:
        if actor is None:
            return self
        world = actor.world
        try:
            array = world[self.declared.name]
        except KeyError:
            # AttributeError, so that hasattr and Mesa's reporters treat it as missing
            raise AttributeError(
                f"{actor}, {self.name}: no value yet, because no quarter has run. Call model.step() first."
            ) from None
        values = array[..., 0] if self.declared.axes.endswith("w") else array
        row = values[actor.place_in(self.declared)]
        if np.ndim(row) == 0:
            return float(row)
        row.flags.writeable = False
        return np.asarray(row)

    def __set__(self, actor: Actor, given: Any) -> None:
        if self.declared.name not in STATE:
            raise self._refusal(
                actor,
                "an attribute that can be written",
                "one that is fixed or computed each quarter",
                "It can be read, not written.",
            )
        array = actor.world.state[self.declared.name].copy()
        place = actor.place_in(self.declared)
        array[..., 0][place] = self._checked(actor, given, array[..., 0][place].shape)
        broken = ROW_SUMS.get(self.declared.name)
        if broken is not None:
            problem = broken(actor, array[..., 0])
            if problem is not None:
                raise self._refusal(actor, *problem)
        actor.replace_array(self.declared.name, array)

    def _checked(self, actor: Actor, given: Any, shape: tuple[int, ...]) -> Floats:
        low, high = RANGES[self.declared.unit]
        between = f"from {low:g} to {high:g}" if high < math.inf else f"of {low:g} or more"
        bounds = "" if low == -math.inf else f" {between}"
        wanted = f"a number{bounds}" if shape == () else f"an array of shape {shape} of numbers{bounds}"
        try:
            values = np.asarray(given)
        except ValueError:
            raise self._refusal(actor, wanted, "rows of different lengths") from None
        if values.dtype.kind not in "fiu":
            raise self._refusal(actor, wanted, repr(given))
        if values.shape != shape:
            raise self._refusal(actor, wanted, f"shape {values.shape}" if values.shape else f"{given}")
        values = values.astype(np.float64)
        wrong = ~(np.isfinite(values) & (values >= low) & (values <= high))
        if wrong.any():
            raise self._refusal(actor, wanted, f"{values[wrong][0]:.12g}")
        return values

    def _refusal(self, actor: Actor, expected: str, found: str, remedy: str = "") -> InputError:
        return InputError(Problem(str(actor), expected, found, key=self.name, remedy=remedy))


def rows_of(*axes: str) -> Callable[[Kind], Kind]:
    """Give a kind of agent an attribute for each array of the world whose first axis is one of these letters.

    State can be written; constants and flows are read-only. A name that the class already has, such as a decision's, is
    not replaced.
    """

    def dressed(kind: Kind) -> Kind:
        for declared in (*STATE.values(), *FIXED.values(), *FLOWS.values()):
            row = Row(declared)
            if declared.axes[0] in axes and not hasattr(kind, row.name):
                setattr(kind, row.name, row)
        return kind

    return dressed
