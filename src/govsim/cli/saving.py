"""Writes the files that were asked for, once the page has been shown, and says where they are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govsim.comparison.compare import Comparison
from govsim.comparison.export import comparison_document, run_document, write_csv
from govsim.documents.charts import draw
from govsim.documents.json import write_json
from govsim.runs.run import Run

if TYPE_CHECKING:
    from govsim.documents.document import Document


def save_results(
    runs: Sequence[Run],
    comparison: Comparison | None,
    command: str,
    json_file: Path | None,
    csv_folder: Path | None,
    plot_file: Path | None,
    output: Path | None = None,
    report: tuple[Document, Path] | None = None,
) -> None:
    """Save in every form that has a place; each file appears whole or not at all."""
    saved: list[tuple[str, Path]] = []
    if output is not None:
        saved.append(("Run", runs[0].save(output)))
    if json_file is not None:
        told = (
            run_document(runs[0], command) if comparison is None else comparison_document(comparison, command)
        )
        write_json(told, json_file)
        saved.append(("JSON", json_file))
    if csv_folder is not None:
        write_csv(runs, [] if comparison is None else comparison.differences(), csv_folder)
        saved.append(("CSV", csv_folder))
    if plot_file is not None:
        draw(runs, plot_file)
        saved.append(("Plot", plot_file))
    if report is not None:
        told_in_words, path = report
        saved.append(("Report", told_in_words.save(path)))
    tell_saved(saved)
    if output is not None:
        click.echo(f"  Read the run again in Python with govsim.load_run({str(output)!r}).")


def tell_saved(saved: Sequence[tuple[str, Path]]) -> None:
    """Say what was written where; nothing where nothing was."""
    if saved:
        click.echo("\nSaved")
    wide = max((len(kind) for kind, _ in saved), default=0) + 1
    for kind, path in saved:
        click.echo(f"  {kind + ':':<{max(wide, 6)}} {path}")
