"""Save a document as HTML, Markdown or JSON, by the file's ending, atomically."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from govsim.documents.charts import drawing_problems, ending_problems
from govsim.documents.document import Document
from govsim.documents.html import html_of
from govsim.documents.json import json_text
from govsim.documents.markdown import markdown_of
from govsim.errors import InputError, Problem
from govsim.files import atomic_write

FORMS: Final[dict[str, Callable[[Document], str]]] = {
    ".html": html_of,
    ".md": markdown_of,
    ".json": lambda report: json_text(report.document()),
}


def report_problems(path: Path, option: str) -> list[Problem]:
    """Problems that would stop a report from being written here; check them before the work starts."""
    if problems := ending_problems(path, option, (".html", ".md", ".json")):
        return problems
    return drawing_problems(path, option) if FORMS[path.suffix.lower()] is html_of else []


def page_problems(path: Path, option: str) -> list[Problem]:
    """A problem if this name is none of a page of HTML."""
    return ending_problems(path, option, (".html", ".htm"))


def save_report(report: Document, path: Path) -> Path:
    """Write a report in the form of the file's ending. Raises InputError."""
    problems = report_problems(path, "report")
    if problems:
        raise InputError(problems)
    text = FORMS[path.suffix.lower()](report)
    with atomic_write(path) as file:
        file.write(text.encode())
    return path
