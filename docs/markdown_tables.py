"""Tables in Markdown, and how numbers and bounds of the schemas stand in them."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic.fields import FieldInfo

MADE = "<!-- made by: python docs/write_tables.py; change the schema, not this page -->"


def said(value: Any) -> str:
    """A number or a name as a table shows it."""
    if value is None:
        return "–"
    if isinstance(value, int) and abs(value) >= 10**6:
        return f"{value:,}"
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; a bar inside a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def bounds_of(field: FieldInfo) -> str:
    """The bounds of a field in words."""
    names = ("ge", "gt", "le")
    found = {name: getattr(limit, name) for limit in field.metadata for name in names if hasattr(limit, name)}
    low = said(found["ge"]) if "ge" in found else f"above {said(found['gt'])}" if "gt" in found else ""
    high = said(found["le"]) if "le" in found else ""
    if low and high:
        return f"{low} to {high}"
    return f"from {low}" if low and "ge" in found else low or high


def wrapped(page: str) -> str:
    """A page whose paragraphs end their lines at 120 columns; headings, tables and code spans stay in one line."""
    return "\n\n".join(
        part if part.startswith(("#", "|", "<!--")) else _filled(part) for part in page.split("\n\n")
    )


def _filled(paragraph: str) -> str:
    glued = re.sub(r"`[^`]+`", lambda span: span[0].replace(" ", "\0"), paragraph)
    return textwrap.fill(glued, 120, break_long_words=False, break_on_hyphens=False).replace("\0", " ")
