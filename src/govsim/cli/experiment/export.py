"""`govsim experiment export`: write all runs to one file for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.options import FILE, file_option, problems_of_targets
from govsim.errors import InputError
from govsim.experiments.results import open_results
from govsim.experiments.store.exporting import export_csv, export_json, export_parquet, logarithmic_factors
from govsim.words.plurals import counted


@click.command("export")
@click.argument("folder", metavar="DIR", type=FILE)
@file_option("--csv", "csv_file", about="Write CSV.")
@file_option("--parquet", "parquet_file", about="Write one Parquet file.")
@file_option("--json", "json_file", about="Write a JSON list.")
def export_command(
    folder: Path, csv_file: Path | None, parquet_file: Path | None, json_file: Path | None
) -> None:
    """Write all runs to one file: a line for each, with its scenario, its factors and all outcomes.

    Example:

    \b
      govsim experiment export results/quick_look-0123456789ab --csv runs.csv
    """
    targets = {"--csv FILE": csv_file, "--parquet FILE": parquet_file, "--json FILE": json_file}
    if not any(targets.values()):
        raise click.UsageError("Say where to: --csv FILE, --parquet FILE or --json FILE.")
    if problems := problems_of_targets(targets):
        raise InputError(problems)
    results = open_results(folder)
    for path, write in zip(targets.values(), (export_csv, export_parquet, export_json), strict=True):
        if path is not None:
            click.echo(f"{counted(write(results, path), 'run')} in {path}")
    for name in logarithmic_factors(results.plan.experiment.factors):
        click.echo(f"{name} is spread on a logarithmic scale; log10_{name} is its logarithm to base 10.")
