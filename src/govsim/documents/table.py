"""A table: a caption, columns with headings, and rows of words and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LONG: Final = 16  # rows from which on a table stands at the end
ENDLESS: Final = 45  # rows from which on it is folded there


@dataclass(frozen=True)
class Column:
    """One column of a table: its heading, whether numbers or words that never wrap stand in it, and whose it is."""

    heading: str
    number: bool = False
    short: bool = False
    scenario: int | None = None  # position of the scenario that it belongs to


@dataclass(frozen=True)
class Table:
    """Rows of words and numbers under headings; the first cell of a row is its name."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    aside: bool = False  # wanted at the end, however short
    brief_rows: int = 0  # how many of its rows the brief form has

    @property
    def is_long(self) -> bool:
        """Whether it stands at the end, so that it does not push what it belongs to off the page."""
        return self.aside or len(self.rows) >= LONG

    @property
    def is_endless(self) -> bool:
        """Whether it is folded away, so that a printed report stays short; it is in the file all the same."""
        return len(self.rows) >= ENDLESS
