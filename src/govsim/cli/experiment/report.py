"""`govsim experiment report`: what an experiment found, as a page to read, print or send."""

from __future__ import annotations

from pathlib import Path

import click

_FILE = click.Path(path_type=Path)


@click.command("report", short_help="Write what an experiment found: a page to read, print or send.")
@click.argument("folder", metavar="DIR", type=_FILE)
@click.option(
    "-o",
    "--output",
    type=_FILE,
    metavar="FILE",
    help="Where to, and in which form: .html, .md or .json.  [default: report.html in DIR]",
)
def report_command(folder: Path, output: Path | None) -> None:
    """Write what an experiment found, with figures, tables, and where it comes from.

    DIR is the folder of its results; the experiment may still be running. The page needs no internet and no script.

    Examples:

    \b
      govsim experiment report results/quick_look-0123456789ab
      govsim experiment report results/quick_look-0123456789ab -o quick_look.md
    """
    from govsim.cli.options import problems_of_targets
    from govsim.cli.saving import tell_saved
    from govsim.documents.saving import report_problems, save_report
    from govsim.documents.terminal import Page
    from govsim.errors import InputError
    from govsim.experiments.report.report import report_of
    from govsim.experiments.results import open_results

    results = open_results(folder)
    target = output if output is not None else folder / "report.html"
    problems = [*report_problems(target, "--output"), *problems_of_targets({"--output": target})]
    if problems:
        raise InputError(problems)
    found = report_of(results)
    save_report(found, target)
    page = Page()
    page.text(found.question, style="bold")
    for sentence in found.answer:
        page.bullet(sentence)
    page.show()
    tell_saved([("Report", target)])
