"""`govsim experiment report`: write the results of an experiment as a page."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.options import FILE, Outputs, file_option
from govsim.cli.saving import save
from govsim.documents.terminal import Page
from govsim.experiments.report.report import report_of
from govsim.experiments.results import open_results


@click.command("report")
@click.argument("folder", metavar="DIR", type=FILE)
@file_option(
    "-o",
    "--output",
    about="File to write; its ending (.html, .md or .json) sets the form.  [default: report.html in DIR]",
)
def report_command(folder: Path, output: Path | None) -> None:
    """Write the report of an experiment: findings, figures, tables and provenance.

    DIR is the folder of its results; the experiment may still be running. The page works without the internet.

    Examples:

    \b
      govsim experiment report results/quick_look-0123456789ab
      govsim experiment report results/quick_look-0123456789ab -o quick_look.md
    """
    results = open_results(folder)
    outputs = Outputs(report_file=output if output is not None else results.folder / "report.html")
    outputs.check()
    report = report_of(results)
    page = Page()
    page.text(report.question, style="bold")
    for sentence in report.answer:
        page.bullet(sentence)
    page.show()
    save(outputs, Report=report.save)
