"""Counts with their noun, and lists for sentences."""

from __future__ import annotations

from collections.abc import Sequence


def counted(count: int, one: str, several: str = "") -> str:
    """`1 run`, `1,200 runs`."""
    return f"{count:,} {one if count == 1 else several or f'{one}s'}"


def years_words(quarters: int) -> str:
    """A number of quarters in years.

    >>> years_words(4), years_words(6)
    ('1 year', '1.5 years')
    """
    return f"{quarters / 4:g} year{'' if quarters == 4 else 's'}"


def left_out_words(count: int, one: str) -> str:
    """`1 world is left out`, `3 worlds are left out`."""
    return f"{counted(count, one)} {'is' if count == 1 else 'are'} left out"


def joined(words: Sequence[str], last: str = "and") -> str:
    """Words as a list in a sentence: `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
