"""Counts with their noun, and lists for sentences."""

from __future__ import annotations

from collections.abc import Sequence


def counted(count: int, one: str, several: str = "") -> str:
    """`1 run`, `1,200 runs`."""
    return f"{count:,} {one if count == 1 else several or f'{one}s'}"


def joined(words: Sequence[str], last: str = "and") -> str:
    """Words as a list in a sentence: `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
