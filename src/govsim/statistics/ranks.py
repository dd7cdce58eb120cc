"""Which of several are among the first, and which may be, by the intervals of what they are ranked by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from govsim.statistics.given import require
from govsim.statistics.intervals import Interval


@dataclass(frozen=True)
class AmongFirst:
    """Places, in the order given, of those that are among the first whatever the intervals leave open, or may be."""

    surely: tuple[int, ...]
    perhaps: tuple[int, ...]


def among_first(sizes: Sequence[Interval], first: int) -> AmongFirst:
    """Which of several sizes are among the `first` greatest: surely, or perhaps.

    One is out where as many others lie clear above it, interval above interval; it is in for sure where fewer others
    may lie above it. Without an interval nothing is sure and nothing is out. Intervals that hold one at a time make
    this careful: two that just do not touch differ by more than their difference's own interval asks. Source: own.

    >>> among_first([Interval(5, 4, 6), Interval(3, 2, 4.5), Interval(2.5, 1, 3), Interval(0, 0, 0.5)], 2)
    AmongFirst(surely=(0,), perhaps=(1, 2))
    """
    require(first >= 1, "ranks", "at least the first 1", first)
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
    """How large a change is, whichever way it goes.

    >>> size_of(Interval(-2.0, -3.0, -1.0)), size_of(Interval(-1.0, -3.0, 1.0))
    (Interval(mean=2.0, low=1.0, high=3.0), Interval(mean=1.0, low=0.0, high=3.0))
    """
    ends = sorted((abs(change.low), abs(change.high)))
    return Interval(abs(change.mean), 0.0 if change.low <= 0 <= change.high else ends[0], ends[1])
