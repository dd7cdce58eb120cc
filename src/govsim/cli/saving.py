"""Show results, write the requested files, and print their paths."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from govsim.cli.options import Outputs
from govsim.documents.document import Document
from govsim.documents.json import write_json
from govsim.documents.terminal import Page, write_document


def deliver(
    document: Document,
    outputs: Outputs,
    json_table: Callable[[], Mapping[str, Any]],
    *,
    full: bool = True,
    most_rows: int | None = None,
    read_on: Sequence[str] = (),
    **writers: Callable[[Path], object],
) -> None:
    """Show a document, and save it as JSON, as a report and by `writers` if requested."""
    page = Page()
    write_document(page, document, full, most_rows, read_on)
    page.show()

    def save_json(path: Path) -> None:
        write_json(json_table(), path)

    by_kind: dict[str, Callable[[Path], object]] = {"JSON": save_json, "Report": document.save}
    save(outputs, **(by_kind | writers))


def save(outputs: Outputs, **writers: Callable[[Path], object]) -> None:
    """Write each requested kind of file atomically, and print its path."""
    places = {
        "Run": outputs.output,
        "Runs": outputs.runs_folder,
        "Page": outputs.page_file,
        "JSON": outputs.json_file,
        "CSV": outputs.csv_folder,
        "Plot": outputs.plot_file,
        "Report": outputs.report_file,
    }
    saved = {kind: path for kind in writers if (path := places[kind]) is not None}
    for kind, path in saved.items():
        writers[kind](path)
    if saved:
        click.echo("\nSaved")
    wide = max([5, *map(len, saved)]) + 1
    for kind, path in saved.items():
        click.echo(f"  {kind + ':':<{wide}} {path}")
