"""The greatest of several estimates, surely or perhaps, by their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from govsim.statistics.intervals import Interval


@dataclass(frozen=True)
class AmongFirst:
    """Positions of the estimates that are surely, or perhaps, among the greatest."""

    surely: tuple[int, ...]
    perhaps: tuple[int, ...]


def among_first(sizes: Sequence[Interval], first: int) -> AmongFirst:
    """Which of several sizes are among the `first` greatest: surely, or perhaps.

    A size is excluded if the intervals of `first` others or more lie above its own, and sure if fewer than `first`
    others may. Without intervals nothing is sure and nothing excluded. Separate 95% intervals make this conservative:
    two that just do not touch differ by more than the interval of their difference requires. Source: own.

    >>> among_first([Interval(5, 4, 6), Interval(3, 2, 4.5), Interval(2.5, 1, 3), Interval(0, 0, 0.5)], 2)
    AmongFirst(surely=(0,), perhaps=(1, 2))
    """
    surely: list[int] = []
    perhaps: list[int] = []
    for place, one in enumerate(sizes):
        others = [other for row, other in enumerate(sizes) if row != place]
        if sum(other.low > one.high for other in others) >= first:
            continue
        may_be_above = sum(not other.high < one.low for other in others)
        (surely if may_be_above < first else perhaps).append(place)
    return AmongFirst(tuple(surely), tuple(perhaps))


def size_of(change: Interval) -> Interval:
    """The size of a change, whatever its sign.

    >>> size_of(Interval(-2.0, -3.0, -1.0)), size_of(Interval(-1.0, -3.0, 1.0))
    (Interval(mean=2.0, low=1.0, high=3.0), Interval(mean=1.0, low=0.0, high=3.0))
    """
    ends = sorted((abs(change.low), abs(change.high)))
    return Interval(abs(change.mean), 0.0 if change.low <= 0 <= change.high else ends[0], ends[1])
