"""The numbers that every shipped scenario gives, frozen: a change of them is seen, and told in the changelog.

    python -m tests.frozen.renew

writes them anew and prints the line for CHANGELOG.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from govsim.runs.simulate import finished, simulating
from govsim.scenario.load import scenario_names
from govsim.scenario.schema import Scenario

SUMMARIES = Path(__file__).with_name("summaries.json")
REPLICATES = 16
SEED = 2026

Summary = dict[str, dict[str, float]]


def ten_digits(value: float) -> float:
    """A number with ten significant digits, which any processor gives alike but for the last."""
    return float(f"{value:.10g}")


def summaries(scenarios: Sequence[str | Scenario] = ()) -> dict[str, Summary]:
    """By scenario: the mean over worlds of each measure at the end, and the pound's journey over the whole run."""
    names = scenario_names()
    runs = finished(simulating(scenarios or names, REPLICATES, SEED))
    own = names if not scenarios else [run.scenario.name for run in runs]
    return {
        name: {
            "measures": {name: ten_digits(run.at_end(name).mean()) for name in sorted(run.measures)},
            "pound": {name: ten_digits(share) for name, share in run.pound_shares().items()},
        }
        for name, run in zip(own, runs, strict=True)
    }


def digest() -> str:
    """Twelve characters that stand for the frozen numbers."""
    return hashlib.sha256(SUMMARIES.read_bytes()).hexdigest()[:12]


def changelog_line() -> str:
    """The line that CHANGELOG.md has under the heading Results."""
    return f"- frozen summaries: {digest()}"


if __name__ == "__main__":
    SUMMARIES.write_text(json.dumps(summaries(), indent=1) + "\n", encoding="utf-8")
    print("Say under `### Results` in CHANGELOG.md what changed and why, and put this line there:")
    print(changelog_line())
