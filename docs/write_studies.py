"""Puts what the experiments that come with govsim say into docs/experiments.md, out of results that were kept.

    python docs/write_studies.py RESULTS [--check]

RESULTS is a folder with finished results of each of them, as `govsim experiment run NAME -o RESULTS` leaves them,
one after the other on an idle machine. With --check nothing is written, and the exit code is 1 where the page says
something else.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from markdown_tables import table

from govsim.experiments.describe import duration, list_experiments
from govsim.experiments.report.report import report_of
from govsim.experiments.results import Results, open_results, results_in

PAGE = Path(__file__).resolve().parent / "experiments.md"
PLACE = re.compile(r"(<!-- studies: .*? -->\n).*?(<!-- end -->)", re.DOTALL)
HEAD = ("experiment", "what it asks", "runs", "time", "how its report begins")


def seconds_of(found: Results) -> float:
    """From the start of an experiment to its last run."""
    started = datetime.fromisoformat(found.manifest["made_with"]["started"]).timestamp()
    return max(file.stat().st_mtime for file in (found.folder / "chunks").iterdir()) - started


def told(results: Sequence[Results]) -> str:
    """One row for each experiment that comes with govsim, and what made them. Raises LookupError where one lacks."""
    by_name = {found.name: found for found in results if found.is_complete}
    listed = [(one, by_name[one.name]) for one in list_experiments().experiments]
    stale = [one.name for one, found in listed if found.plan.experiment.question != one.question]
    if stale:
        raise LookupError(f"results of another question: {', '.join(stale)}")
    engines = {str(found.manifest["made_with"]["engine"]) for _, found in listed}
    versions = {found.manifest["asked"]["model_version"] for _, found in listed}
    days = sorted(found.manifest["made_with"]["started"][:10] for _, found in listed)
    when = days[0] if days[0] == days[-1] else f"{days[0]} to {days[-1]}"
    rows = [
        (
            f"`{one.name}`",
            one.question,
            f"{one.runs:,}",
            duration(seconds_of(found)),
            report_of(found).answer[0],
        )
        for one, found in listed
    ]
    made = f"Model version {', '.join(sorted(versions))}, run on {when}"
    return f"{made}, one after the other, each by {' or '.join(sorted(engines))}.\n\n{table(HEAD, rows)}\n"


def main(arguments: list[str]) -> int:
    """Write the page anew, or check it."""
    check = "--check" in arguments
    folders = [argument for argument in arguments if not argument.startswith("--")]
    if len(folders) != 1:
        print(__doc__)
        return 2
    fresh = told([open_results(folder) for folder in results_in(folders[0])])
    text = PAGE.read_text(encoding="utf-8")
    written = PLACE.sub(lambda place: f"{place[1]}{fresh}{place[2]}", text)
    if check:
        if written != text:
            print("docs/experiments.md says something else than these results.")
        return int(written != text)
    PAGE.write_text(written, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
