"""Writes which contested assumptions decide most between the shipped arrangements: the sliders of the page.

    python docs/write_deciding.py [--check]

It simulates 2,000 worlds, which takes some minutes. With --check nothing is written; 4 worlds are simulated, and the
exit code is 1 where they are not those that the list was made from: then the model has changed, and the list may too.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final

from govsim.app.assumptions import DECIDING, deciding_names, deciding_table
from govsim.comparison.compare import compare
from govsim.palette import ARRANGEMENTS
from govsim.questions.deciding import halves_apart
from govsim.runs.run import Run
from govsim.scenario.toml_writing import toml_text

WORLDS: Final = 2000
FIRST: Final = 4  # worlds whose results are written too, so that a change of the model is noticed
LISTED: Final = 7
ABOUT: Final = """\
# made by: python docs/write_deciding.py
# The contested assumptions that decide most whether an arrangement has more public value than siloed government:
# `apart` is the share of worlds in which it has, above the median of the assumption, less the share below.
"""


def deciding_of(runs: Sequence[Run]) -> dict[str, Any]:
    """The list, out of runs of the shipped arrangements in the same worlds, the baseline first."""
    baseline, *others = runs
    before_w = baseline.at_end("public_value")
    found = [
        (apart, name, run.scenario.name)
        for run in others
        for name, apart in halves_apart(run.assumptions, run.at_end("public_value") > before_w).items()
    ]
    largest: dict[str, Mapping[str, Any]] = {}
    for apart, name, arrangement in sorted(found, key=lambda one: -abs(one[0])):
        largest.setdefault(name, {"name": name, "arrangement": arrangement, "apart": round(apart, 3)})
    return {
        "worlds": len(baseline.replicates),
        "first_worlds": first_worlds(runs),
        "assumptions": list(largest.values())[:LISTED],
    }


def first_worlds(runs: Sequence[Run]) -> dict[str, list[float]]:
    """Public value in the first worlds, by arrangement."""
    return {
        run.scenario.name: [round(float(value), 6) for value in run.at_end("public_value")[:FIRST]]
        for run in runs
    }


def main(given: Sequence[str]) -> int:
    """Write or check the list."""
    is_check = list(given) == ["--check"]
    runs = compare(ARRANGEMENTS, replicates=FIRST if is_check else WORLDS, jobs=1 if is_check else None).runs
    if not is_check:
        DECIDING.write_text(ABOUT + "\n" + toml_text(deciding_of(runs)), encoding="utf-8")
        print(", ".join(deciding_names()))
        return 0
    if first_worlds(runs) == deciding_table()["first_worlds"]:
        return 0
    print(f"{DECIDING.name} is stale: the model has changed. Write it again: python docs/write_deciding.py")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
