"""Puts what the experiments that come with govsim say into docs/results.md, out of results that were kept.

    python docs/write_studies.py RESULTS [--check]

RESULTS is a folder with results, as `govsim experiment run NAME -o RESULTS` leaves them; what it
lacks is named as not yet run. With --check nothing is written, and the exit code is 1 where the page says something
else.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from markdown_tables import table

from govsim.experiments.describe import list_experiments
from govsim.experiments.report.report import report_of
from govsim.experiments.results import Results, open_results, results_in

PAGE = Path(__file__).resolve().parent / "results.md"
PLACE = re.compile(r"(<!-- studies: .*? -->\n).*?(<!-- end -->)", re.DOTALL)
HEAD = ("experiment", "what it asks", "runs", "how its report begins")


def told(results: Sequence[Results]) -> str:
    """A row for each experiment that comes with govsim, with its answer where it was run, and what made them."""
    by_name = {found.name: found for found in results if found.is_complete}
    listed = [(one, by_name.get(one.name)) for one in list_experiments().experiments]
    done = [(one, found) for one, found in listed if found is not None]
    stale = [one.name for one, found in done if found.plan.experiment.question != one.question]
    if stale or not done:
        raise LookupError(f"results of another question: {', '.join(stale)}" if stale else "no results")
    engines = {str(found.manifest["made_with"]["engine"]) for _, found in done}
    versions = {found.manifest["asked"]["model_version"] for _, found in done}
    days = sorted(found.manifest["made_with"]["started"][:10] for _, found in done)
    when = days[0] if days[0] == days[-1] else f"{days[0]} to {days[-1]}"
    rows = [
        (
            f"`{one.name}`",
            one.question,
            f"{one.runs:,}",
            "not yet run" if found is None else report_of(found).answer[0],
        )
        for one, found in listed
    ]
    made = f"Model version {', '.join(sorted(versions))}, run on {when}"
    return f"{made}, each by {' or '.join(sorted(engines))}.\n\n{table(HEAD, rows)}\n"


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
            print("docs/results.md says something else than these results.")
        return int(written != text)
    PAGE.write_text(written, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
