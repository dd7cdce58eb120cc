"""A page of plain text: headings, paragraphs and tables that fit the reader's terminal, pipe or encoding."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from io import StringIO
from typing import Any

import click

from govsim.documents.table import Column

NARROWEST, WIDEST, WHEN_PIPED = 60, 120, 100
COLOURS = ("#D55E00", "#0072B2", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")

_BEYOND_ASCII = "─█−–£’…•×"
_PLAIN = str.maketrans(
    {"─": "-", "█": "#", "−": "-", "–": "-", "—": "-", "£": "GBP ", "’": "'", "‘": "'", "…": "...", "•": "*"}
    | {"“": '"', "”": '"', "×": "x", "≥": ">=", "≤": "<=", "→": "->"}
)


class Page:
    """Text that is put together first and shown at once, so that nothing half said is ever seen."""

    def __init__(self) -> None:
        from rich.console import Console

        self.ascii = not _can_show(_BEYOND_ASCII)
        self.width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size((WHEN_PIPED, 24)).columns))
        self._written = StringIO()
        self._console = Console(
            file=self._written,
            width=self.width,
            force_terminal=sys.stdout.isatty(),
            markup=False,
            highlight=False,
            emoji=False,
            soft_wrap=False,
        )

    def heading(self, text: str) -> None:
        """A line above what follows."""
        self._console.print()
        self._console.print(self._text(text, "bold"))

    def blank(self) -> None:
        """An empty line."""
        self._console.print()

    def text(self, text: str, indent: int = 0, hanging: int = 0, style: str = "") -> None:
        """A paragraph; lines after the first may hang further in."""
        import textwrap

        lines = textwrap.wrap(
            self._plain(text),
            self.width - 1,
            initial_indent=" " * indent,
            subsequent_indent=" " * (indent + hanging),
            break_on_hyphens=False,
        )
        for line in lines:
            self._console.print(self._text(line, style), no_wrap=True, overflow="ignore", crop=False)

    def bullet(self, text: str) -> None:
        """One of several sentences under a heading."""
        self.text(f"• {text}", indent=2, hanging=2)

    def verbatim(self, text: str) -> None:
        """A line that is to be copied, never wrapped."""
        self._console.print(self._text(text, ""), no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """Rows under headings; text wraps, numbers do not."""
        from rich.table import Table

        table = Table(box=self._lines(), show_edge=False, pad_edge=False, padding=(0, 1), header_style="bold")
        for column in columns:
            colour = "" if column.scenario is None else COLOURS[column.scenario % len(COLOURS)]
            table.add_column(
                self._text(column.heading, colour),
                justify="right" if column.number else "left",
                no_wrap=column.number or column.short,
                overflow="fold",
            )
        for row in rows:
            table.add_row(*(self._text(cell, "") for cell in row))
        self._console.print(table)

    def show(self) -> None:
        """Print the page, without the blanks at the ends of lines."""
        lines = (line.rstrip() for line in self._written.getvalue().splitlines())
        click.echo("\n".join(lines).strip("\n"))
        self._written.seek(0)
        self._written.truncate()

    def _lines(self) -> Any:
        from rich.box import SIMPLE_HEAD, Box

        if not self.ascii:
            return SIMPLE_HEAD
        return Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)

    def _plain(self, text: str) -> str:
        if not self.ascii:
            return text
        return text.translate(_PLAIN).encode("ascii", "replace").decode("ascii")

    def _text(self, text: str, style: str) -> Any:
        from rich.text import Text

        return Text(self._plain(text), style=style)


def folded(name: str, width: int) -> str:
    """A long name on several lines, broken where its words meet.

    >>> folded("levelling_up_12", 10).splitlines()
    ['levelling_', 'up_12']
    """
    import re

    lines = [""]
    for word in re.split(r"(?<=[_ \-/])", name):
        parts = [word[start : start + width] for start in range(0, len(word), width)]
        for part in parts:
            if len(lines[-1]) + len(part.rstrip()) > width and lines[-1]:
                lines.append("")
            lines[-1] += part
    return "\n".join(line.rstrip() for line in lines)


def _can_show(characters: str) -> bool:
    try:
        characters.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
