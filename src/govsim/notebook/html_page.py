"""The pages of the command line as HTML, for a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from govsim.documents.html import table_html
from govsim.documents.markup import Html, element
from govsim.documents.page import embedded
from govsim.documents.table import Column, Table
from govsim.documents.terminal import Page

_WIDTH: Final = 100  # characters, by which pages size their bars


class HtmlPage(Page):
    """A page of the command line that becomes HTML."""

    def __init__(self) -> None:
        self.ascii, self.width = False, _WIDTH
        self._pieces: list[Html] = []
        self._bullets: list[Html] = []

    def html(self) -> str:
        """The whole page as a piece of another one."""
        return embedded([], self._whole())

    def heading(self, text: str) -> None:
        """A heading."""
        self._add(element("h3", text))

    def blank(self) -> None:
        """Nothing: HTML spaces its parts itself."""

    def text(self, text: str, indent: int = 0, hanging: int = 0, style: str = "") -> None:
        """A paragraph."""
        inside = element("b", text) if style == "bold" else text
        self._add(element("p", inside, **({"style": f"margin-left: {indent}ch"} if indent else {})))

    def bullet(self, text: str) -> None:
        """A bullet point; neighbours form one list."""
        self._bullets.append(element("li", text))

    def verbatim(self, line: str) -> None:
        """A line to copy."""
        self._add(element("pre", line.strip()))

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """A table under the last heading."""
        self._add(table_html(Table("", tuple(columns), tuple(tuple(row) for row in rows))))

    def show(self) -> None:
        """Nothing: `html` returns the page."""

    def _add(self, piece: Html) -> None:
        self._pieces = [*self._whole(), piece]
        self._bullets = []

    def _whole(self) -> list[Html]:
        return [*self._pieces, *([element("ul", *self._bullets)] if self._bullets else [])]
