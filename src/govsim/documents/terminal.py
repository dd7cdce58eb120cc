"""A document as plain text, brief or full, for the reader's terminal, pipe and encoding."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from io import StringIO
from typing import Any, Final

import click

from govsim.documents.document import Document, Part
from govsim.documents.table import Column
from govsim.palette import COLOURS
from govsim.words.names import uncapitalised

NARROWEST, WIDEST, WHEN_PIPED = 60, 120, 100

HEADING_WIDTH: Final = 16  # width of a number's column before its heading is folded
WORDS_WIDTHS: Final = (40, 34, 28, 24)  # widths at which words may wrap; the first that fits is used
MOST_COLUMNS: Final = 6  # rows of a table in a cut document
MOST_FAILED: Final = 3

_BEYOND_ASCII = "─█−±–£’…•×"
_PLAIN = str.maketrans(
    {
        "─": "-",
        "█": "#",
        "−": "-",
        "±": "+/-",
        "–": "-",
        "—": "-",
        "£": "GBP ",
        "’": "'",
        "‘": "'",
        "…": "...",
        "•": "*",
    }
    | {"“": '"', "”": '"', "×": "x", "≥": ">=", "≤": "<=", "→": "->"}
)


class Page:
    """Text that is printed whole at the end, so that an error leaves no partial output."""

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
        """A bullet point."""
        self.text(f"• {text}", indent=2, hanging=2)

    def verbatim(self, text: str) -> None:
        """A line to copy, never wrapped."""
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
    """A long name on several lines, broken between words.

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


def write_document(
    page: Page,
    document: Document,
    full: bool = True,
    most_rows: int | None = None,
    read_on: Sequence[str] = (),
) -> None:
    """Write a document on a page: question, answer, parts, certainty, and the command to repeat it.

    Without `full` each part has its brief form only; `read_on` says where the rest is. With `most_rows` long
    tables are cut, and those of many columns left out.
    """
    page.text(document.question, style="bold")
    again = {sentence for part in document.parts for sentence in part.sentences} if full else set()
    answer = [sentence for sentence in document.answer if sentence not in again]
    if answer:
        page.blank()
    for sentence in answer:
        page.text(sentence)
    if document.about:
        page.blank()
        page.text(document.about)
    for part in document.parts:
        if full or part.brief or any(table.brief_rows for table in part.tables):
            _write_part(page, part, full, most_rows)
    page.heading("How sure is it?")
    sure = (*document.how_sure, *document.does_not_say)
    for sentence in sure if full else (*document.how_sure[: document.brief], *document.does_not_say[:1]):
        page.bullet(sentence)
    if document.failures:
        page.text("Runs that failed, the first of them:")
        for failed in document.failures[:MOST_FAILED]:
            page.verbatim(f"  {failed.replay}")
    if read_on and not full:
        page.heading("Where to read on")
        for sentence in read_on:
            page.bullet(sentence)
    if document.command:
        page.text("To run it again:")
        page.verbatim(f"  {document.command}")


def _write_part(page: Page, part: Part, full: bool, most_rows: int | None) -> None:
    alone = len(part.tables) == 1 and not part.sentences
    captions = [uncapitalised(one.caption) for one in part.tables if alone or (one.brief_rows and not full)]
    page.heading(f"{part.heading}: {captions[0]}" if captions else part.heading)
    for sentence in part.sentences if full else part.sentences[: part.brief]:
        page.bullet(sentence)
    for table in part.tables:
        rows = table.rows if full else table.rows[: table.brief_rows]
        if table.aside or not rows or (most_rows is not None and len(table.columns) > MOST_COLUMNS):
            continue
        if full and not alone:
            page.blank()
            page.text(table.caption)
        _write_table(page, table.columns, rows[:most_rows])
        if most_rows is not None and len(rows) > most_rows:
            page.text(f"… and {len(rows) - most_rows:,} more, which the report has (--report).")
    for note in part.notes if full or any(table.brief_rows for table in part.tables) else ():
        page.text(note)


def _write_table(page: Page, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """A table in as many blocks as the page needs; each repeats the row names and the baseline."""
    cells = [_aligned([row[place] for row in rows], one.number) for place, one in enumerate(columns)]
    shown = [_headed(one, column) for one, column in zip(columns, cells, strict=True)]
    least = next(
        (width for width in WORDS_WIDTHS if sum(_widths(shown, cells, width)) <= page.width), WORDS_WIDTHS[-1]
    )
    widths = _widths(shown, cells, least)
    first = next((place for place, one in enumerate(columns) if one.number), len(columns))
    repeated = [place for place, one in enumerate(columns) if place < first or one.scenario == 0]
    blocks, room = [list(repeated)], page.width - sum(widths[place] for place in repeated)
    left = room
    for place in (place for place in range(len(columns)) if place not in repeated):
        if widths[place] > left and len(blocks[-1]) > len(repeated):
            blocks.append(list(repeated))
            left = room
        blocks[-1].append(place)
        left -= widths[place]
    for number, block in enumerate(blocks):
        if number:
            page.blank()
        places = sorted(block)
        page.table(
            [shown[place] for place in places], list(zip(*(cells[place] for place in places), strict=True))
        )


def _aligned(cells: Sequence[str], number: bool) -> list[str]:
    """Align numbers and the brackets after them as two columns."""
    if not number or not any(" (" in cell for cell in cells):
        return list(cells)
    halves = [cell.partition(" (") for cell in cells]
    before = max(len(first) for first, _, _ in halves)
    behind = max(len(between + rest) for _, between, rest in halves)
    return [f"{first:>{before}}{between + rest:<{behind}}" for first, between, rest in halves]


def _headed(column: Column, cells: Sequence[str]) -> Column:
    """A column for print: a long heading over numbers is folded and right-aligned."""
    if not column.number:
        return column
    width = max(len(cell) for cell in cells)
    lines = folded(column.heading, max(HEADING_WIDTH, width)).splitlines()
    if not any(cell.endswith(" ") for cell in cells):
        return replace(column, heading="\n".join(lines))
    heading = "\n".join(f"{line:>{width}}" for line in lines)
    return replace(column, heading=heading, number=False, short=True)  # keeps trailing blanks of cells


def _widths(columns: Sequence[Column], cells: Sequence[Sequence[str]], words: int) -> list[int]:
    """Widths of columns with padding, if words wrap at a width."""

    def longest(column: Column, inside: Sequence[str]) -> int:
        every = [line for text in (column.heading, *inside) for line in text.splitlines()]
        return max(map(len, every), default=0)

    widths = [longest(*one) for one in zip(columns, cells, strict=True)]
    return [
        (width if one.number or one.short else min(width, words)) + 2
        for one, width in zip(columns, widths, strict=True)
    ]


def _can_show(characters: str) -> bool:
    try:
        characters.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
