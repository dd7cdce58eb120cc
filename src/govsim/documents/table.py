"""A table: a caption, columns with headings, and rows of words and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LONG: Final = 16  # rows from which a table moves to the end, folded


@dataclass(frozen=True)
class Column:
    """One column of a table: its heading, the kind of its cells, and its scenario."""

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
    aside: bool = False  # moved to the end at any length
    brief_rows: int = 0  # number of rows in the brief form

    @property
    def is_long(self) -> bool:
        """Whether it moves to the end, so that it does not push its part off the page."""
        return self.aside or len(self.rows) >= LONG
