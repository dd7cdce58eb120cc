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
    "-o", "--output", about="Where to, and in which form: .html, .md or .json.  [default: report.html in DIR]"
)
def report_command(folder: Path, output: Path | None) -> None:
    """Write what an experiment found, with figures, tables, and where it comes from.

    DIR is the folder of its results; the experiment may still be running. The page needs no internet and no script.

    Examples:

    \b
      govsim experiment report results/quick_look-0123456789ab
      govsim experiment report results/quick_look-0123456789ab -o quick_look.md
    """
    results = open_results(folder)
    outputs = Outputs(report_file=output if output is not None else results.folder / "report.html")
    outputs.check()
    found = report_of(results)
    page = Page()
    page.text(found.question, style="bold")
    for sentence in found.answer:
        page.bullet(sentence)
    page.show()
    save(outputs, Report=found.save)
