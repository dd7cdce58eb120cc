"""Words for a ranking that claim no more than the intervals do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from govsim.statistics.intervals import Interval
from govsim.statistics.ranks import among_first
from govsim.words.plurals import counted, joined

FIRST: Final = 3  # size of the leading group
MOST_NAMED: Final = 3  # of the possible members of the group
_PLACE: Final = {1: "the first", 2: "among the first two", 3: "among the first three"}


def first_words(names: Sequence[str], sizes: Sequence[Interval]) -> str:
    """`a is surely among the first three; b, c, d and 2 others may be`, the largest first.

    >>> first_words(["a", "b", "c"], [Interval(5, 4, 6), Interval(3, 2, 3.5), Interval(1, 0, 2.5)])
    'a is surely among the first two; b and c may be'
    """
    first = max(1, min(FIRST, len(names) - 1))
    order = sorted(range(len(names)), key=lambda place: -sizes[place].mean)
    leading = among_first([sizes[place] for place in order], first)
    surely = [names[order[place]] for place in leading.surely]
    perhaps = [names[order[place]] for place in leading.perhaps]
    place = _PLACE[first]
    if not perhaps:
        return f"{joined(surely)} {'is' if len(surely) == 1 else 'are'} surely {place}"
    may_be = joined(_few(perhaps), "or" if first == 1 else "and")
    if not surely:
        return f"{may_be} may be {place}"
    return f"{joined(surely)} {'is' if len(surely) == 1 else 'are'} surely {place}; {may_be} may be"


def depends_words(subject: str, names: Sequence[str], sizes: Sequence[Interval]) -> str:
    """A heading that names what matters most, or says that it is not known: `X depends most on slack`.

    >>> depends_words("Trust", ["slack", "taxes"], [Interval(5, 4, 6), Interval(3, 2, 3.5)])
    'Trust depends most on slack'
    >>> depends_words("Trust", ["slack", "taxes"], [Interval(5, 4, 6), Interval(4, 3, 5)])
    'Trust may depend most on slack or taxes'
    """
    possible = possible_first(names, sizes)
    if len(possible) == 1:
        return f"{subject} depends most on {possible[0]}"
    if len(possible) <= MOST_NAMED:
        return f"{subject} may depend most on {joined(possible, 'or')}"
    return f"On which of {len(names)} {subject[:1].lower()}{subject[1:]} depends most is not known"


def possible_first(names: Sequence[str], sizes: Sequence[Interval]) -> list[str]:
    """The names of all candidates for the greatest, in descending order; one if it is sure."""
    order = sorted(range(len(names)), key=lambda place: -sizes[place].mean)
    leading = among_first([sizes[place] for place in order], 1)
    return [names[order[place]] for place in (*leading.surely, *leading.perhaps)]


def _few(names: Sequence[str]) -> list[str]:
    """The first names, and the number of others."""
    rest = len(names) - MOST_NAMED
    if rest <= 1:
        return list(names)
    return [*names[:MOST_NAMED], counted(rest, "other")]
