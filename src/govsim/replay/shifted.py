"""Alternatives to the rule's choice, with more or less of one thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final, Literal

import numpy as np

from govsim.arrays import Floats
from govsim.replay.labelled_arrays import LabelledArray
from govsim.replay.replay import Instead, Option

Way = Literal["more", "less"]

FACTORS: Final[dict[Way, float]] = {"more": 1.5, "less": 0.5}
WORDS: Final[dict[Way, str]] = {"more": "one and a half times the", "less": "half the"}
WHAT: Final = {  # the shifted thing, by the method that decides
    "give_attention": "attention",
    "set_budgets": "budget",
    "place_grants": "weight in the formula",
    "allocate": "share of its own money for outcomes",
    "steer": "share of the pool",
    "commission": "share of the free money",
    "report": "effort that goes into figures",
    "take_part": "engagement",
}
AS_ONE: Final = ("allocate", "report", "take_part")  # the whole choice shifts together


@dataclass(frozen=True, kw_only=True)
class Shift:
    """More or less of one row of a choice, for one quarter or from then on."""

    way: Way
    row: int = 0
    name: str = ""  # of the row
    from_then_on: bool = False


def rows_of(method: str, chosen: Option) -> tuple[str, ...]:
    """Names of the rows of a choice that can shift; empty where the whole shifts together."""
    if method in AS_ONE:
        return ()
    return tuple(dict.fromkeys(_name(method, row) for row in chosen.choice[0].rows))


def largest_row(method: str, chosen: Option) -> int:
    """The largest row, where the choice has several."""
    choice: LabelledArray = chosen.choice[0]
    names = rows_of(method, chosen)
    if not names:
        return 0
    sums = dict.fromkeys(names, 0.0)
    for row, value in zip(choice.rows, choice.values, strict=True):
        sums[_name(method, row)] += value
    return max(range(len(names)), key=lambda at: sums[names[at]])


def shifted(method: str, shift: Shift) -> Instead:
    """The alternative to replay: the rule's choice with more or less of one thing."""
    change = _CHANGES[method]
    factor = FACTORS[shift.way]
    words = f"{WORDS[shift.way]} {WHAT[method]}"
    what = words + (f" ({shift.name})" if shift.name else "")

    class Shifted(SimpleNamespace):
        __doc__ = f"As the rule in force, but with {words}; the rest gives way or takes over."

    def choose(view: Any, rule: Any) -> Any:
        return change(view, rule.choose(view), shift.row, factor)

    return Instead(chooser=Shifted(**{method: choose}), name=what, from_then_on=shift.from_then_on)


def _name(method: str, row: tuple[str, ...]) -> str:
    return row[0] if method == "place_grants" else ", ".join(row)


def _times(values: Floats, row: int, factor: float) -> Floats:
    """Shares along the first axis with one row multiplied; the others share the rest as before, so the sum stays."""
    whole = values.sum(axis=0)
    one = np.minimum(whole, factor * values[row])
    others = whole - values[row]
    left = np.divide(whole - one, others, out=np.ones_like(whole), where=others > 0)
    changed = values * left
    changed[row] = np.where(others > 0, one, values[row])
    return np.asarray(changed)


def _attention(view: Any, chosen: Any, row: int, factor: float) -> Any:
    return np.minimum(1.0, _times(chosen, row, factor))


def _budgets(view: Any, chosen: Any, row: int, factor: float) -> Any:
    return _times(chosen[0], row, factor), chosen[1]


def _grants(view: Any, chosen: Any, row: int, factor: float) -> Any:
    placing = chosen[0].copy()
    placing[row] *= factor
    return placing, chosen[1]


def _all(view: Any, chosen: Any, row: int, factor: float) -> Any:
    return np.minimum(1.0, factor * chosen)


def _own_money(view: Any, chosen: Any, row: int, factor: float) -> Any:
    return chosen * np.minimum(factor, 1 / np.maximum(chosen.sum(axis=0), 1e-12))


def _steering(view: Any, chosen: Any, row: int, factor: float) -> Any:
    return _times(chosen[0], row, factor)[None]


def _commission(view: Any, chosen: Any, row: int, factor: float) -> Any:
    changed = chosen.copy()
    groups = np.asarray(view.by_outcome.group)
    rows = np.flatnonzero(groups == groups[row])
    changed[0, rows] = _times(chosen[0, rows], int(np.flatnonzero(rows == row)[0]), factor)
    return changed


_CHANGES: Final[dict[str, Callable[[Any, Any, int, float], Any]]] = {
    "give_attention": _attention,
    "set_budgets": _budgets,
    "place_grants": _grants,
    "allocate": _own_money,
    "steer": _steering,
    "commission": _commission,
    "report": _all,
    "take_part": _all,
}
