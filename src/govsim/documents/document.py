"""Documents: question, answer, findings in parts, and provenance, for any output format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from govsim.display import Displayed
from govsim.documents.markup import Html
from govsim.documents.table import Table
from govsim.words.names import uncapitalised
from govsim.words.plurals import counted


@dataclass(frozen=True)
class Part:
    """One part of a report."""

    key: str
    heading: str
    sentences: tuple[str, ...]  # the first is in the answer
    caption: str  # of the drawing
    tables: tuple[Table, ...]
    drawing: Callable[[], Html] | None = None  # drawn on use: drawing needs an extra
    notes: tuple[str, ...] = ()  # method, for readers who ask
    document: Mapping[str, Any] = field(default_factory=dict)
    brief: int = 0  # number of sentences in the brief form

    def renamed(self, heading: str, before: int) -> Part:
        """A copy with a title before its heading; with parts of the same kind `before` it, a key of its own.

        The tables of such a further part move to the end.
        """
        titled = f"{heading}: {uncapitalised(self.heading)}" if heading else self.heading
        if not before:
            return replace(self, heading=titled)
        aside = tuple(replace(table, aside=True) for table in self.tables)
        return replace(self, heading=titled, key=f"{self.key}-{before + 1}", tables=aside)


@dataclass(frozen=True)
class FailedRun:
    """A failed run, and the command that reproduces it."""

    run: int
    status: str
    error: str
    replay: str


@dataclass(frozen=True, eq=False, repr=False)
class Document(Displayed):
    """The content of a report."""

    name: str
    about: str
    question: str
    answer: tuple[str, ...]
    how_sure: tuple[str, ...]
    does_not_say: tuple[str, ...]
    parts: tuple[Part, ...]
    provenance: tuple[tuple[str, str], ...]
    failures: tuple[FailedRun, ...]
    command: str
    brief: int = 0  # number of sentences on certainty in the brief form
    units: tuple[tuple[str, str], ...] = ()  # measure, and the meaning of its unit

    def in_one_line(self) -> str:
        """Its name and question, and how many parts it has."""
        return f"{self.name}, {self.question} {counted(len(self.parts), 'part')}"

    def save(self, path: str | Path) -> Path:
        """Write it in the form of the file's ending: .html, .md or .json. Raises InputError for another."""
        from govsim.documents.saving import save_report

        return save_report(self, Path(path).expanduser())

    def document(self) -> dict[str, Any]:
        """The document as JSON-ready tables of numbers and words."""
        from govsim.documents.reading import cited, sources_of  # lazy: it reads documents

        return {
            "name": self.name,
            "about": self.about,
            "question": self.question,
            "answer": list(self.answer),
            "units": dict(self.units),
            "how_sure": [cited(sentence) for sentence in self.how_sure],
            "does_not_say": list(self.does_not_say),
            "findings": [
                {
                    "key": part.key,
                    "heading": part.heading,
                    "sentences": list(part.sentences),
                    "caption": part.caption,
                    "tables": [{**_plain(table), "caption": cited(table.caption)} for table in part.tables],
                    "notes": [cited(note) for note in part.notes],
                    "numbers": dict(part.document),
                }
                for part in self.parts
            ],
            "sources": dict(sources_of(self)),
            "provenance": dict(self.provenance),
            "failures": [vars(failed) for failed in self.failures],
            "command": self.command,
        }


def _plain(table: Table) -> dict[str, Any]:
    return {
        "columns": [column.heading for column in table.columns],
        "rows": [list(row) for row in table.rows],
    }
