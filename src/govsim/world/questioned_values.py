"""Questions about the distribution of a column: piles of one number, two scales, constants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from govsim.world.places import Floats
from govsim.world.places_csv import in_lines

_FEWEST: Final = 10  # communities for a norm
_PILE: Final = 4  # lines with one number
_DISTINCT: Final = 0.8  # of the other numbers, in a column in which a pile shows
_CODES: Final = (8, 9, 88, 98, 99)  # for a missing value, within the range of a column
_APART: Final = 2  # times the mean step of the others, from a pile to them
_STEP: Final = 3  # times from one number to the next, between two scales
_SCALES: Final = (5, 250)  # times from the middle of one scale to that of the other: 10 or 100, about
_SCALES_OF_PEOPLE: Final = (5, 2500)  # residents may be in thousands
_NARROW: Final = (2, 6)  # times from one scale to the other, and from least to greatest of the usual one
_OFF: Final = 4.0  # standard deviations of the others to an outlier
_ZERO_OFF: Final = 3.0  # and to a 0 for a missing value
_SIZES: Final = 4.5  # standard deviations of the logarithm of residents
_ENOUGH: Final = 20  # communities for a spread
_SLIPS: Final = 3  # numbers that may be slips
_YEARS: Final = (1960, 2060)


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
    if len(lines) < _FEWEST:
        return
    yield from _about_residents(population, people, lines)
    for column, values in outcomes.items():
        yield from _about_outcome(column, values, lines)


def _about_residents(column: str, people: Floats, lines: Sequence[int]) -> Iterator[str]:
    everywhere = in_lines(lines, len(lines))
    if np.ptp(people) == 0:
        yield (
            f"{column} is {people[0]:,.6g} {everywhere}: residents are hardly the same everywhere. Fill in their "
            "numbers; if they are right, add --sure."
        )
    elif np.array_equal(np.sort(people), np.arange(1, people.size + 1)):
        yield f"{column} has each number from 1 to {people.size:,} once: it may be ranks. {_FILL}"
    elif (rows := other_scale(people, _SCALES_OF_PEOPLE)).size:
        yield (
            f"{column} has two scales: the residents {_where(rows, lines)}, such as {people[rows[0]]:,.6g}, lie 10, "
            "100 or 1,000 times from the others. Some may be in thousands. Write them on one scale, or add --sure."
        )
    elif (rows := _of_another_size(people)).size:
        yield (
            f"{column} has {people[rows[0]]:,.6g} {_where(rows, lines)}, far from all others: a digit too many or too "
            "few, the mark of a footnote, or a number that stands for few people. Mend it, or add --sure."
        )


def _about_outcome(column: str, values: Floats, lines: Sequence[int]) -> Iterator[str]:
    if np.ptp(values) == 0:
        yield (
            f"{column} is {values[0]:,.6g} {in_lines(lines, len(lines))}, and says nothing of where need is. "
            "Remove it or fill it in; if it is right, add --sure."
        )
    elif _are_years(values):
        years, where = f"{values.min():.0f} to {values.max():.0f}", in_lines(lines, len(lines))
        yield f"{column} looks like years: {years} {where}. {_FILL}"
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
    elif (rows := _slips(values)).size:
        yield (
            f"{column} has {values[rows[0]]:,.6g} {_where(rows, lines)}, off from all others: a sign or a decimal mark "
            "may have slipped, or it stands for a missing value. Mend it or leave the line out; if it is right, add "
            "--sure."
        )


_FILL: Final = "Fill in its own numbers; if they are right, add --sure."


def _are_years(values: Floats) -> bool:
    whole = bool((values == np.round(values)).all())
    return (
        whole
        and _YEARS[0] <= values.min()
        and values.max() <= _YEARS[1]
        and np.unique(values).size <= _FEWEST
    )


def _of_another_size(people: Floats) -> np.ndarray:
    """Rows whose residents are at least twice as many, or a third as many, as any others, and far from the usual."""
    none = np.zeros(0, np.int64)
    if people.size < _ENOUGH:
        return none
    sizes = np.log(np.unique(people))
    steps = np.diff(sizes)
    if not steps.size:
        return none
    widest = int(steps.argmax())
    above = widest >= sizes.size / 2
    edge = np.exp(sizes[widest] + steps[widest] / 2)
    far = people > edge if above else people < edge
    rest = np.log(people[~far])
    apart = abs(float(np.log(people[far]).mean() - np.median(rest))) > _SIZES * float(rest.std())
    few = far.sum() <= max(_SLIPS, people.size / 20)
    low, high = np.quantile(people[~far], (0.05, 0.95))
    digits = not above or any(low <= people[far].min() / times <= high for times in (10, 100, 1000))
    return (
        np.flatnonzero(far)
        if few and apart and digits and steps[widest] > np.log(2 if above else 3)
        else none
    )


def _slips(values: Floats) -> np.ndarray:
    """Rows of the few suspect numbers in a column of positive ones: negative, 0, or far below all others."""
    none = np.zeros(0, np.int64)
    far = np.argsort(values)[:_SLIPS]
    if values.size < _ENOUGH:
        return none
    ordered = np.sort(values)
    for few in range(1, _SLIPS + 1):
        low, rest = ordered[:few], ordered[few:]
        usual = rest[0] > 0 and low[-1] <= rest[0] / _STEP and low[-1] < rest.mean() - _OFF * rest.std()
        turned = rest[0] > 0 > low[-1] and -low[0] <= rest[-1]
        nothing = low[0] == low[-1] == 0 < rest.mean() - _ZERO_OFF * rest.std()
        nothing = nothing and rest[0] > np.median(rest) / _PILE
        if usual or turned or nothing:
            return np.sort(far[:few])
    return none


def _where(rows: np.ndarray, lines: Sequence[int]) -> str:
    return in_lines([lines[row] for row in rows.tolist()], len(lines))


def piled(values: Floats) -> float | None:
    """The number that many lines share in a column of nearly distinct numbers, unless it looks measured.

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


def other_scale(values: Floats, scales: tuple[float, float] = _SCALES) -> np.ndarray:
    """Rows of the rarer scale of a column that has two, a factor of 10 or 100 apart; empty where it has one."""
    none = np.zeros(0, np.int64)
    if (values < 0).any() and (values > 0).any():
        return none
    sizes = np.abs(values)
    ordered = np.sort(sizes[sizes > 0])
    known, first = np.unique(ordered, return_index=True)
    if known.size < max(_FEWEST, 2 * _PILE):
        return none
    steps = known[1:] / known[:-1]
    inner = steps[_PILE - 1 : 1 - _PILE or None]  # each scale has several numbers
    widest = int(inner.argmax()) + _PILE - 1
    low, high = ordered[: first[widest + 1]], ordered[first[widest + 1] :]
    times = float(np.median(high) / np.median(low))
    usual = max(low, high, key=len)
    narrow = values.size >= _ENOUGH and steps[widest] >= _NARROW[0] and usual[-1] <= _NARROW[1] * usual[0]
    if not (steps[widest] >= _STEP or narrow) or not scales[0] <= times <= scales[1]:
        return none
    above = sizes >= high[0]
    rare = above if high.size <= low.size else (sizes > 0) & ~above
    return np.flatnonzero(rare)
