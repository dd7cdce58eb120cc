"""A report as Markdown: words and tables, without drawings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from govsim.documents.document import Document, Part
from govsim.documents.reading import as_read
from govsim.documents.table import Table


def markdown_of(report: Document) -> str:
    """The whole report as Markdown."""
    read = as_read(report)
    report = read.document
    lines = [f"# {plain(report.question)}", "", *([plain(report.about), ""] if report.about else [])]
    lines += ["## The answer", "", *_paragraphs(report.answer)]
    if report.units:
        lines += ["### Measures and units", "", *_bullets([f"{name}: {unit}" for name, unit in report.units])]
    lines += ["### How sure is it?", "", *_bullets(report.how_sure)]
    lines += ["### What it does not say", "", *_bullets(report.does_not_say)]
    for part in report.parts:
        lines += _part(part)
    if read.methods or read.sources:
        lines += ["## Methods", "", *_paragraphs([f"{kind}: {note}" for kind, note in read.methods])]
        lines += _bullets([f"{who}: {whole}" for who, whole in read.sources])
    lines += [
        "## Where this comes from",
        "",
        *_bullets([f"{name}: {value}" for name, value in report.provenance]),
    ]
    if report.failures:
        failures = [f"Run {one.run:,} ({one.status}): {one.error}" for one in report.failures]
        lines += ["### Runs that failed", "", *_bullets(failures)]
    if report.command:
        lines += ["To make it again:", "", "```bash", report.command, "```", ""]
    return "\n".join(lines)


def plain(text: str) -> str:
    """Text on one line, with Markdown's markup escaped.

    >>> plain("a|b *c* <d>")
    'a\\\\|b \\\\*c\\\\* &lt;d&gt;'
    """
    safe = re.sub(r"([\\`*_\[\]#|])", r"\\\1", " ".join(text.split()))
    return safe.replace("<", "&lt;").replace(">", "&gt;")


def _part(part: Part) -> list[str]:
    lines = [f"## {plain(part.heading)}", "", *_paragraphs(part.sentences)]
    for table in part.tables:
        if table.rows:
            lines += _table(table)
    return [*lines, *_paragraphs([part.caption] if part.caption else [])]


def _table(table: Table) -> list[str]:
    head = "| " + " | ".join(plain(column.heading) for column in table.columns) + " |"
    rule = "|" + "|".join("---:" if column.number else "---" for column in table.columns) + "|"
    rows = ["| " + " | ".join(plain(cell) for cell in row) + " |" for row in table.rows]
    return [f"**{plain(table.caption)}**", "", head, rule, *rows, ""]


def _paragraphs(texts: Sequence[str]) -> list[str]:
    return [line for text in texts for line in (plain(text), "")]


def _bullets(texts: Sequence[str]) -> list[str]:
    return [*(f"- {plain(text)}" for text in texts), ""]
