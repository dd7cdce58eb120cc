"""The page: the document of a comparison, its worlds to explore, and where it comes from, in one file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from govsim.comparison.compare import Comparison
from govsim.comparison.document import document_of, in_words
from govsim.documents.document import Document
from govsim.documents.html import header_and_sections
from govsim.documents.json import without_nan
from govsim.documents.markup import Html, element
from govsim.documents.page import sealed, whole_page
from govsim.errors import InputError, Problem
from govsim.explorer.alone import document_of_one
from govsim.explorer.markup import explorable
from govsim.explorer.packed import PRECISION, floats_and_steps, packed
from govsim.files import atomic_write
from govsim.words.plurals import counted

MOST_BYTES: Final = 2_000_000
OF_WORDS: Final = 150_000  # bytes of a page without its worlds, about
PER_FLOAT, PER_STEP = 7, 1  # bytes that an exact value and one over time take at least, deflated
IN_BASE_64: Final = 4 / 3
_HERE: Final = Path(__file__).parent
_SCRIPTS: Final = ("figures.js", "drawings.js", "explorer.js")
WHAT_IT_IS: Final = (
    "A page made by govsim, a simulation of government. It carries all that it shows, and asks no other machine "
    "for anything."
)


def page_document(told: Comparison, command: str, notes: Sequence[str], made: datetime) -> Document:
    """The document of the page: as `govsim compare` shows it, or of one run, with the date."""
    spoken = in_words(told)
    document = (
        document_of(told, command, notes)
        if len(told.runs) > 1
        else document_of_one(spoken, command, tuple(notes))
    )
    first = told.runs[0]
    more = (
        ("What it is", WHAT_IT_IS),
        *document.provenance,
        ("Worlds", f"{counted(len(first.replicates), 'world')} over {counted(first.quarters, 'quarter')}"),
        ("Precision", PRECISION),
        ("Made", f"{made:%d %B %Y, %H:%M} {made.tzname()}"),
    )
    return replace(document, provenance=more)


def page_html(told: Comparison, document: Document) -> str:
    """The page as text.

    Args:
        told: Runs of one scenario, or of several in the same worlds.
        document: What the page says of them, as `page_document` gives it.

    Returns:
        HTML that needs no other file, no network and no storage. Without JavaScript it shows answer and tables.
    """
    spoken = in_words(told)
    header, [answer, *rest] = header_and_sections(document)
    script = Html("\n".join([_of_the_app("pictures.js"), "(() => {", *map(_text, _SCRIPTS), "})();"]))
    data = {
        **packed(spoken),
        "file": "-".join(run.scenario.name for run in told.runs),
        "replicates": list(told.runs[0].replicates),
    }
    carried = Html(json.dumps(without_nan(data), ensure_ascii=False, allow_nan=False).replace("<", "\\u003c"))
    scripts = [
        element("script", carried, id="explorer-data", type="application/json"),
        element("script", script),
    ]
    return whole_page(
        f"govsim: {document.name}", header, [answer, explorable(spoken), *rest, *scripts], _head(script)
    )


def _head(script: str) -> list[Html]:
    """Head of the page: its style, an icon inside the file, and a policy that loads nothing from elsewhere."""
    return [*sealed(script), element("style", Html(_of_the_app("page.css") + _text("explorer.css")))]


def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _of_the_app(name: str) -> str:
    return (_HERE.parent / "app" / name).read_text(encoding="utf-8")


def write_page(told: Comparison, document: Document, path: Path) -> None:
    """Write the page atomically. Raises InputError where it would be too large."""
    page = page_html(told, document).encode()
    refuse_if_too_large(len(page), len(told.runs[0].replicates))
    with atomic_write(path) as file:
        file.write(page)


def size_at_least(arms: int, items: int, quarters: int, worlds: int) -> int:
    """Approximate least size of a page in bytes."""
    floats, steps = floats_and_steps(arms, items, quarters, worlds)
    return OF_WORDS + round(IN_BASE_64 * (PER_FLOAT * floats + PER_STEP * steps))


def refuse_if_too_large(size: int, worlds: int) -> None:
    """Raise InputError for a page of more than two million bytes, and say how many worlds fit."""
    if size <= MOST_BYTES:
        return
    fit = max(1, int(0.97 * worlds * (MOST_BYTES - OF_WORDS) / (size - OF_WORDS)))
    fit = fit // 10 * 10 or fit
    remedy = f"Take fewer worlds (-n {fit}), or fewer scenarios."
    found = f"about {size / 1e6:.1f} MB with {counted(worlds, 'world')}"
    raise InputError(Problem("page", "at most 2 MB", found, remedy=remedy))
