"""Questions about how the numbers of a column lie: piles of one number, two scales in one column, constants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from govsim.world.places import Floats
from govsim.world.places_csv import in_lines

_FEWEST: Final = 10  # communities, to see what is usual
_PILE: Final = 4  # lines with one number
_DISTINCT: Final = 0.8  # of the other numbers, in a column in which a pile shows
_CODES: Final = (8, 9, 88, 98, 99)  # for a missing value, which may lie among the numbers of a column
_APART: Final = 2  # times the mean step of the others, from a pile to them
_STEP: Final = 3  # times from one number to the next, between two scales
_SCALES: Final = (5, 250)  # times from the middle of one scale to that of the other: 10 or 100, about


def questions_of_values(
    population: str, people: Floats, outcomes: Mapping[str, Floats], lines: Sequence[int]
) -> Iterator[str]:
    """Questions about residents that are no whole numbers, and about piles, scales and constants of outcomes."""
    part = np.flatnonzero(people != np.round(people))
    if part.size:
        yield (
            f"{population} has {people[part[0]]:,.6g} {_where(part, lines)}: no whole number of people. Are they "
            "residents in thousands, or did a spreadsheet take a point between thousands for a decimal? Write whole "
            "residents, or add --sure."
        )
    for column, values in outcomes.items():
        if len(lines) < _FEWEST:
            return
        if np.ptp(values) == 0:
            yield (
                f"{column} is {values[0]:,.6g} {in_lines(lines, len(lines))}, and says nothing of where need is. "
                "Remove it or fill it in; if it is right, add --sure."
            )
        elif (pile := piled(values)) is not None:
            yield (
                f"{column} has {pile:,.6g} {_where(np.flatnonzero(values == pile), lines)}, in a column in which other "
                "numbers hardly repeat: it may stand for a missing value. Leave the lines out or fill them in; if it "
                "is right, add --sure."
            )
        elif (rows := other_scale(values)).size:
            yield (
                f"{column} has two scales: the numbers {_where(rows, lines)}, such as {values[rows[0]]:,.6g}, lie "
                "10 or 100 times from the others. A decimal mark may be lost, or percent may stand beside shares. "
                "Write them on one scale, or add --sure."
            )


def _where(rows: np.ndarray, lines: Sequence[int]) -> str:
    return in_lines([lines[row] for row in rows.tolist()], len(lines))


def piled(values: Floats) -> float | None:
    """The number that many lines share in a column of nearly distinct numbers, where it looks like no measurement.

    It is a whole number apart from the others at one end, or one of the usual codes.
    """
    unique, counts = np.unique(values, return_counts=True)
    at = int(counts.argmax())
    pile, rest = float(unique[at]), np.delete(unique, at)
    others = values.size - int(counts[at])
    if counts[at] < _PILE or rest.size < max(_FEWEST / 2, _DISTINCT * others) or 2 * counts[at] > values.size:
        return None
    if pile in _CODES:
        return pile
    if pile != round(pile):  # the least of a published score, which places without a crime share
        return None
    gap = max(float(rest[0]) - pile, pile - float(rest[-1]))
    return pile if gap > _APART * float(np.ptp(rest)) / rest.size else None


def other_scale(values: Floats) -> np.ndarray:
    """Rows of the rarer scale of a column that has two, a factor of 10 or 100 apart; empty where it has one."""
    none = np.zeros(0, np.int64)
    if (values < 0).any() and (values > 0).any():
        return none
    sizes = np.abs(values)
    ordered = np.sort(sizes[sizes > 0])
    if np.unique(ordered).size < _FEWEST:
        return none
    steps = ordered[1:] / ordered[:-1]
    widest = int(steps.argmax())
    low, high = ordered[: widest + 1], ordered[widest + 1 :]
    times = float(np.median(high) / np.median(low))
    spread = all(np.unique(one).size >= _PILE for one in (low, high))
    if not spread or steps[widest] < _STEP or not _SCALES[0] <= times <= _SCALES[1]:
        return none
    above = sizes >= high[0]
    rare = above if high.size <= low.size else (sizes > 0) & ~above
    return np.flatnonzero(rare)
