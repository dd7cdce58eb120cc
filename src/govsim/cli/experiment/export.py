"""`govsim experiment export`: all runs in one file that other programs read."""

from __future__ import annotations

from pathlib import Path

import click

_FILE = click.Path(path_type=Path)


@click.command("export", short_help="Write all runs to one file for other programs.")
@click.argument("folder", metavar="DIR", type=_FILE)
@click.option("--csv", "csv_file", type=_FILE, metavar="FILE", help="Write CSV.")
@click.option("--parquet", "parquet_file", type=_FILE, metavar="FILE", help="Write one Parquet file.")
@click.option("--json", "json_file", type=_FILE, metavar="FILE", help="Write a JSON list.")
def export_command(
    folder: Path, csv_file: Path | None, parquet_file: Path | None, json_file: Path | None
) -> None:
    """Write all runs to one file: a line for each, with its scenario, its factors and all outcomes.

    Example:

    \b
      govsim experiment export results/quick_look-0123456789ab --csv runs.csv
    """
    from govsim.cli.options import problems_of_targets
    from govsim.errors import InputError
    from govsim.experiments.results import open_results
    from govsim.experiments.store import exporting

    targets = {"--csv": csv_file, "--parquet": parquet_file, "--json": json_file}
    if not any(targets.values()):
        raise click.UsageError("Say where to: --csv FILE, --parquet FILE or --json FILE.")
    problems = problems_of_targets({f"{name} FILE": path for name, path in targets.items()})
    if problems:
        raise InputError(problems)
    results = open_results(folder)
    writers = (exporting.export_csv, exporting.export_parquet, exporting.export_json)
    for path, write in zip(targets.values(), writers, strict=True):
        if path is not None:
            click.echo(f"{write(results, path):,} runs in {path}")
