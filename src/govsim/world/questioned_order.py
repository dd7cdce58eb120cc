"""Questions about the order of lines: a column sorted, moved or filled down alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from govsim.words.numbers import decimal
from govsim.words.plurals import joined
from govsim.world.places import Floats
from govsim.world.places_csv import in_lines

_SEVERAL: Final = 20  # communities for an order beyond chance
_RUN: Final = 12  # lines one after another that go on by one step, or have one number
_MANY: Final = 30  # lines, to compare two correlations
_STEPS: Final = (-3, -2, -1, 1, 2, 3)  # lines by which a column may have moved
_FITS: Final = 0.35  # correlation with the other outcomes, moved back
_SURELY: Final = 3.3  # standard errors between two correlations, beyond chance and neighbours
_CLEARLY: Final = 0.5  # correlation, with the others or against them
_OFTEN: Final = 4.0  # standard errors of the clustering that every other outcome has
_HARDLY: Final = 2.0  # standard errors of one that has none
_ALIKE: Final = 4  # letters of a word that two names share
_OWN: Final = 3  # most councils with a word in their names; a commoner word means council
_COUNCILS: Final = 5  # to see whether numbers go with them
_ALONE: Final = "It may have been sorted or moved alone. Put it right, or add --sure."


def questions_of_order(
    population: tuple[str, Floats],
    outcomes: Mapping[str, Floats],
    need_of: Mapping[str, Floats],
    *,
    keys: Sequence[str],
    councils: Sequence[str],
    lines: Sequence[int],
) -> Iterator[str]:
    """Questions about columns whose order is not that of the file.

    Args:
        population: Residents, and the name of their column.
        outcomes: Scores and measured need by column, as they stand in the file; ranks may be in order.
        need_of: Need by column, of all outcomes: high is great need.
        keys: Codes of communities, in the order of the file.
        councils: The council of each.
        lines: The line of each.

    Yields:
        A question for each such column, with its lines and what to do.
    """
    columns = {population[0]: population[1], **outcomes}
    ordered = len(lines) >= _SEVERAL and _in_order(keys, councils)
    questioned = set()
    for column, values in columns.items() if ordered else ():
        if _is_sorted(values):
            questioned.add(column)
            everywhere = in_lines(lines, len(lines))
            yield f"{column} rises or falls from each line to the next {everywhere}, as codes do. {_ALONE}"
        elif (rows := _filled_down(values, column == population[0])).size:
            questioned.add(column)
            yield (
                f"{column} goes on by the same step, or with the same number, from line {lines[rows[0]]:,} to line "
                f"{lines[rows[-1]]:,}: a spreadsheet may have filled it down. Put its own numbers there, or add --sure."
            )
        elif _repeats_in_blocks(values):
            questioned.add(column)
            yield (
                f"{column} has each number in several lines, one after another, {in_lines(lines, len(lines))}. It may "
                "have been filled down, or be a figure of councils. If communities really share it, add --sure."
            )
    others = {column: need for column, need in need_of.items() if column not in questioned}
    moved = list(_moved(others, lines)) if ordered else []
    yield from moved
    turned = list(_turned_in_part(others, lines)) if ordered and not moved else []
    yield from turned
    if not (moved or turned):
        yield from _apart(others, councils, lines)


def _in_order(keys: Sequence[str], councils: Sequence[str]) -> bool:
    """Whether lines stand by code or by council, so that they are not sorted by a number."""
    runs = 1 + sum(one != other for one, other in zip(councils[1:], councils, strict=False))
    known = len(set(councils))
    together = known >= _COUNCILS and len(keys) >= 3 * known and runs <= 1.1 * known
    return together or list(keys) in (sorted(keys), sorted(keys, reverse=True))


def _is_sorted(values: Floats) -> bool:
    steps = np.diff(values)
    way = bool((steps >= 0).all() or (steps <= 0).all())
    return way and np.unique(values).size >= _SEVERAL / 2


def _filled_down(values: Floats, people: bool) -> np.ndarray:
    """Rows of a run with a constant step, or with one number that is neither the least nor the greatest.

    Residents may rise by a step in an invented file: of them only steps of 1 count.
    """
    steps = np.diff(values)
    same = np.isclose(steps[1:], steps[:-1], rtol=1e-9, atol=1e-9 * max(1.0, float(np.ptp(values))))
    ends = (values[1:-1] == values.min()) | (values[1:-1] == values.max())
    same &= ~((steps[1:] == 0) & ends)
    if people:
        same &= np.abs(steps[1:]) <= 1
    at, longest = _longest(same)
    few = np.unique(values).size < values.size / 3  # grades, which may well be equal
    return np.arange(at, at + longest + 2) if longest + 2 >= _RUN and not few else np.zeros(0, np.int64)


def _longest(which: np.ndarray) -> tuple[int, int]:
    """Where the longest run of true begins, and how long it is."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], which.astype(np.int8), [0]])))
    begins, lengths = edges[::2], edges[1::2] - edges[::2]
    if not lengths.size:
        return 0, 0
    at = int(lengths.argmax())
    return int(begins[at]), int(lengths[at])


def _repeats_in_blocks(values: Floats) -> bool:
    """Whether each number stands in one block of lines, and hardly any alone."""
    known = np.unique(values).size
    runs = 1 + int((np.diff(values) != 0).sum())
    return _COUNCILS <= known <= values.size / 3 and runs == known


def _scores(columns: Mapping[str, Floats]) -> Floats:
    """Standard scores, shape (community, outcome); 0 in a constant column."""
    values = np.column_stack(list(columns.values()))
    spread = values.std(axis=0)
    scores: Floats = (values - values.mean(axis=0)) / np.where(spread > 0, spread, 1)
    return scores


def _moved(outcomes: Mapping[str, Floats], lines: Sequence[int]) -> Iterator[str]:
    """Outcomes that go with the others only when moved back by some lines, or turned upside down."""
    if len(outcomes) < 2 or len(lines) < _MANY:
        return
    score_kj = _scores(outcomes)
    moved = {}
    for j, column in enumerate(outcomes):
        rest_k = np.delete(score_kj, j, axis=1).mean(axis=1)
        if (where := _better_elsewhere(score_kj[:, j], rest_k)) is not None:
            moved[column] = where
    if not moved:
        return
    surest = max(moved, key=lambda column: moved[column][0])  # others look moved beside it
    _, how, first = moved[surest]
    one = f"{surest} or the other column" if len(outcomes) == 2 else surest
    from_line = "" if first == 0 else f" from line {lines[first]:,} on"
    yield f"{one}{from_line} goes with the other outcomes only when {how}. {_ALONE}"


def _better_elsewhere(score_k: Floats, rest_k: Floats) -> tuple[float, str, int] | None:
    """The move that surely fits a column better to the others: standard errors gained, its words, its first row."""
    best: tuple[float, str, int] | None = None
    size = len(score_k)
    ways = [(step, np.roll(score_k, -step)) for step in _STEPS]
    for step, there_k in [*ways, (0, score_k[::-1])]:
        gain = there_k * rest_k - score_k * rest_k
        sums = gain[::-1].cumsum()[::-1]  # from each row to the last
        first = int(sums[: size - _MANY + 1].argmax())
        part = slice(first, size - max(0, step)) if step else slice(0, size)
        sure = _surely_more(there_k[part], score_k[part], rest_k[part])
        if sure >= _SURELY and (best is None or sure > best[0]):
            lines = f"{abs(step)} line{'s' if abs(step) > 1 else ''}"
            how = f"moved {'up' if step > 0 else 'down'} by {lines}" if step else "turned upside down"
            best = (sure, how, first if step else 0)
    return best


def _surely_more(there_k: Floats, here_k: Floats, rest_k: Floats) -> float:
    """Standard errors by which one column correlates more with another than a second does; 0 if it hardly does."""
    if len(rest_k) < _MANY - max(_STEPS) or min(one.std() for one in (there_k, here_k, rest_k)) == 0:
        return 0.0
    there, here = (float(np.corrcoef(one, rest_k)[0, 1]) for one in (there_k, here_k))
    if there < _FITS:
        return 0.0
    apart = np.arctanh(min(there, 0.999)) - np.arctanh(np.clip(here, -0.999, 0.999))
    return float(apart * np.sqrt((len(rest_k) - 3) / 2))


def _turned_in_part(outcomes: Mapping[str, Floats], lines: Sequence[int]) -> Iterator[str]:
    """An outcome that goes with the others in one part of the file and against them in the other."""
    if len(outcomes) < 3 or len(lines) < 2 * _MANY:
        return
    score_kj = _scores(outcomes)
    for j, column in enumerate(outcomes):
        rest_k = np.delete(score_kj, j, axis=1).mean(axis=1)
        sums = (score_kj[:, j] * rest_k).cumsum()
        after = sums[-1] - sums
        inner = slice(_MANY - 1, len(lines) - _MANY)
        cut = int(np.abs(sums - after)[inner].argmax()) + _MANY
        parts = [
            np.corrcoef(score_kj[part, j], rest_k[part])[0, 1] for part in (slice(cut), slice(cut, None))
        ]
        if min(parts) <= -_CLEARLY and max(parts) >= _CLEARLY:
            before, behind = (decimal(float(part), 2) for part in parts)
            yield (
                f"{column} goes with the other outcomes in one part of the file and against them in the other, which "
                f"begins near line {lines[cut]:,} (correlations {before}, {behind}). One may count the other way. Turn "
                "it round, or add --sure."
            )
            return


def _apart(outcomes: Mapping[str, Floats], councils: Sequence[str], lines: Sequence[int]) -> Iterator[str]:
    """One outcome that goes neither with councils nor with the others, where all others do both."""
    known, council_k = np.unique(np.array(councils), return_inverse=True)
    size = len(lines)
    if len(outcomes) < 3 or len(known) < _COUNCILS or size < max(_MANY, 3 * len(known)):
        return
    score_kj = _scores(outcomes)
    count_c = np.bincount(council_k)
    clustered, together = [], []
    for j in range(len(outcomes)):
        mean_c = np.bincount(council_k, score_kj[:, j]) / count_c
        between = float((count_c * mean_c**2).sum()) / (len(known) - 1)
        within = (size - float((count_c * mean_c**2).sum())) / (size - len(known))
        clustered.append((between / max(within, 1e-9) - 1) / np.sqrt(2 / (len(known) - 1)))
        rest_k = np.delete(score_kj, j, axis=1).mean(axis=1)
        together.append(
            abs(float((score_kj[:, j] * rest_k).mean())) / max(float(rest_k.std()), 1e-9) * np.sqrt(size)
        )
    alone = [j for j in range(len(outcomes)) if clustered[j] < _HARDLY and together[j] < _HARDLY]
    if len(alone) == 1 and all(
        min(clustered[j], together[j]) > _OFTEN for j in range(len(outcomes)) if j != alone[0]
    ):
        column = list(outcomes)[alone[0]]
        yield (
            f"{column} goes with no other outcome and with no council {in_lines(lines, size)}, as all other outcomes "
            f"do. {_ALONE}"
        )


def _taking_turns(
    runs: Mapping[str, Sequence[int]], starts: Sequence[int], councils: Sequence[str]
) -> tuple[str, str] | None:
    """Two names of councils that share a word of their own and take turns in lines that no other council has."""
    ends = dict(zip(starts, [*starts[1:], len(councils)], strict=True))
    words_of = {name: set(re.findall(rf"[^\W\d_]{{{_ALIKE},}}", name.casefold())) for name in runs}
    usual = Counter(word for words in words_of.values() for word in words)
    for one, rows in runs.items():
        between = set(councils[rows[0] : ends[rows[-1]]]) - {one}
        if len(between) != 1:
            continue
        other = between.pop()
        first, last = min(rows[0], runs[other][0]), max(rows[-1], runs[other][-1])
        shared = words_of[one] & words_of[other]
        if set(councils[first : ends[last]]) == {one, other} and any(usual[word] <= _OWN for word in shared):
            return one, other
    return None


def questions_of_runs(column: str, councils: Sequence[str], lines: Sequence[int]) -> Iterator[str]:
    """A question about few lines whose council stands in two places of a file, where all others stand together."""
    starts = [0, *(row for row in range(1, len(councils)) if councils[row] != councils[row - 1])]
    known = set(councils)
    runs: dict[str, list[int]] = {}
    for row in starts:
        runs.setdefault(councils[row], []).append(row)
    if (pair := _taking_turns(runs, starts, councils)) is not None:
        shown = joined([f"'{name}' (line {lines[runs[name][0]]:,})" for name in pair])
        yield (
            f"{column} has {shown}, which take turns and have a word in common: they may be one. Write one name for "
            "one council, or add --sure."
        )
        return
    parted = {council: rows for council, rows in runs.items() if len(rows) > 1}
    few = len(starts) - len(known) <= max(2, len(known) / 10)
    if len(known) < _COUNCILS or len(councils) < 3 * len(known) or not parted or not few:
        return
    shown = joined(
        [
            f"'{council}' {in_lines([lines[row] for row in rows])}"
            for council, rows in list(parted.items())[:3]
        ]
    )
    yield (
        f"{column} has {shown}, apart from its other lines, where the lines of nearly all councils stand together. It "
        "may be two councils of one name, or a slip. Put it right, or add --sure."
    )
