"""Questions about lines and columns of a file that repeat others: one place twice, or a block pasted over another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

import numpy as np

from govsim.words.plurals import counted, joined
from govsim.world.places import Floats
from govsim.world.places_csv import in_lines

_FEWEST: Final = 5  # communities for a norm
_ENOUGH: Final = 20  # communities to compare the order of two columns
_DISTINCT: Final = 0.8  # share of lines with a number or name of their own
_PART: Final = 0.02  # standard deviations of a whole by which a part moves it
_BLOCK: Final = 6  # consecutive numbers that recur in a column
_WHOLE: Final = 0.01  # standard deviations that rounding may leave between an index and its parts
_MANY: Final = 12  # different numbers of a column that cannot equal another by chance
_RICH: Final = 20  # times as many equal lines as chance gives
_TELLING: Final = 3  # columns that count in the chance of equal lines, for others run with them
_SEVERAL: Final = 5  # lines of one name; more are tracts of a town
_NEAR: Final = 0.02  # residents of one place in two years
_REMEDY: Final = "Leave one line for each place, or add --sure."


def questions_of_repeats(
    values: Mapping[str, Floats], councils: Sequence[str], names: Sequence[str] | None, lines: Sequence[int]
) -> Iterator[str]:
    """Questions about equal columns and equal lines. `values` has residents first, then a column for each outcome."""
    for (one, first), (other, second) in combinations(values.items(), 2):
        if np.array_equal(first, second) and np.unique(first).size >= _MANY:
            yield (
                f"{other} has the numbers of {one} {in_lines(lines, len(lines))}: one may be pasted over the other. "
                "Fill in its own numbers or remove it; if it is right, add --sure."
            )
        elif _same_order(first, second):
            yield (
                f"{other} has the order of {one} {in_lines(lines, len(lines))}: one may be worked out from the other. "
                "Fill in its own numbers or remove it; if it is right, add --sure."
            )
    for column, numbers_k in values.items():
        if (at := _block_twice(numbers_k)) is not None:
            yield (
                f"{column} has the same {_BLOCK} numbers or more, one after another, from line {lines[at[0]]:,} and "
                f"from line {lines[at[1]]:,} on: a block may be pasted over another. Put its own numbers there, or add "
                "--sure."
            )
            break
    yield from _sum_of_others(list(values)[1:], list(values.values())[1:], lines)
    numbers = np.column_stack(list(values.values()))
    if alike := equal_lines(numbers):
        yield _repeats_sentence("have all their numbers in common with another line", alike, lines)
        return
    if numbers.shape[1] > 2:
        elsewhere = [
            rows for rows in equal_lines(numbers[:, 1:]) if len({councils[row] for row in rows}) == len(rows)
        ]
        if elsewhere:
            what = "have all their numbers but residents in common with a line of another council"
            yield _repeats_sentence(what, elsewhere, lines)
    if names is not None and (same := _same_names(numbers, councils, names)):
        yield _repeats_sentence(
            "have council, name and nearly all numbers in common with another line", same, lines
        )
    elif names is not None and (times := _each_again(councils, names)):
        yield (
            f"Each name stands {times} times in its council {in_lines(lines, len(lines))}: the lines may be of several "
            f"years or groups. {_REMEDY}"
        )


def _same_order(one: Floats, other: Floats) -> bool:
    """Whether two columns of many distinct numbers put lines in the same order, or in reverse."""
    if np.unique(one).size < max(_ENOUGH, one.size / 4):
        return False
    first, second = (np.unique(values, return_inverse=True)[1] for values in (one, other))
    return np.array_equal(first, second) or np.array_equal(first, second.max() - second)


def _block_twice(values: Floats) -> tuple[int, int] | None:
    """The first rows of two blocks with the same numbers in a column in which numbers hardly repeat."""
    if values.size < _ENOUGH or np.unique(values).size < values.size / 2:
        return None
    first: dict[tuple[float, ...], int] = {}
    numbers = values.tolist()
    for row in range(len(numbers) - _BLOCK + 1):
        block = tuple(numbers[row : row + _BLOCK])
        if len(set(block)) >= _BLOCK - 1 and row - first.setdefault(block, row) >= _BLOCK:
            return first[block], row
    return None


def _sum_of_others(columns: Sequence[str], outcomes: Sequence[Floats], lines: Sequence[int]) -> Iterator[str]:
    """A column that is the sum or a mean of the other outcomes, as the whole of an index is."""
    if len(columns) < 3 or len(lines) < _ENOUGH + 5 * len(columns):
        return
    numbers = np.column_stack(outcomes)
    spread = numbers.std(axis=0)
    if (spread == 0).any() or not np.isfinite(spread).all():
        return
    scores = (numbers - numbers.mean(axis=0)) / spread
    for j, column in enumerate(columns):
        others = np.delete(scores, j, axis=1)
        weights, _, rank, _ = np.linalg.lstsq(others, scores[:, j], rcond=None)
        off = scores[:, j] - others @ weights
        if (
            rank == others.shape[1]
            and off.std() < _WHOLE
            and (weights > -_WHOLE).all()
            and (weights > _PART).sum() > 1
        ):
            yield (
                f"{column} is a sum or a mean of the other outcomes {in_lines(lines, len(lines))}. A whole index is no "
                "outcome of its own: remove it; if it is one, add --sure."
            )
            return


def _each_again(councils: Sequence[str], names: Sequence[str]) -> int:
    """How often nearly every name stands in its council; 0 where that varies, or where names are those of councils."""
    counts = Counter(zip(councils, names, strict=True))
    times, pairs = Counter(counts.values()).most_common(1)[0]
    several = {council for council, _ in counts}
    if times < 2 or len(names) < _ENOUGH or len(counts) < 2 * len(several):
        return 0
    return times if times * pairs >= _DISTINCT * len(names) else 0


def _repeats_sentence(what: str, groups: Sequence[Sequence[int]], lines: Sequence[int]) -> str:
    rows = sorted(row for group in groups for row in group)
    pairs = joined([f"{lines[group[0]]:,} and {lines[group[1]]:,}" for group in groups[:3]])
    return (
        f"{counted(len(rows), 'line')} of {len(lines):,} {what}, such as {pairs}: they may be one place twice, or a "
        f"block pasted over another. {_REMEDY}"
    )


def equal_lines(numbers: Floats) -> list[list[int]]:
    """Rows that are equal, in groups; empty where as many may be equal by chance."""
    unique, which, counts = np.unique(numbers, axis=0, return_inverse=True, return_counts=True)
    equal = float((counts * (counts - 1) / 2).sum())
    if not equal or len(numbers) < _FEWEST:
        return []
    pairs = len(unique) * (len(unique) - 1) / 2
    chances = []
    for column in unique.T:
        _, same = np.unique(column, return_counts=True)
        chances.append((float((same * (same - 1) / 2).sum()) + 1) / (pairs + 1))
    by_chance = len(numbers) * (len(numbers) - 1) / 2 * float(np.prod(sorted(chances)[:_TELLING]))
    if equal <= _RICH * by_chance:
        return []
    rows_of: dict[int, list[int]] = defaultdict(list)
    for row, group in enumerate(which.ravel().tolist()):
        rows_of[group].append(row)
    return [rows for rows in rows_of.values() if len(rows) > 1]


def _same_names(numbers: Floats, councils: Sequence[str], names: Sequence[str]) -> list[list[int]]:
    """Rows of one council and name whose residents or most of whose outcomes agree.

    A town and the land around it may have one name, so most rows of one name must agree.
    """
    rows_of: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, of in enumerate(zip(councils, names, strict=True)):
        rows_of[of].append(row)
    groups = [rows for rows in rows_of.values() if len(rows) > 1]
    agree = [
        rows for rows in groups if len(rows) <= _SEVERAL and len(numbers) >= _FEWEST and _agree(numbers[rows])
    ]
    return agree if 2 * len(agree) > len(groups) else []


def _agree(numbers: Floats) -> bool:
    people, outcomes = numbers[:, 0], numbers[:, 1:]
    equal = (outcomes == outcomes[0]).all(axis=0).mean()
    return bool(equal >= 0.5 or (np.ptp(people) <= _NEAR * people.max() and outcomes.shape[1] > 0))
