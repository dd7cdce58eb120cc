"""Sentences of five reports, recomputed from raw runs alone by `tests.recompute_sentences`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from govsim.experiments.load import load_experiment
from govsim.experiments.report.report import report_of
from govsim.experiments.run import run_experiment
from tests.recompute_sentences import Raw, checked

ARMS = ["siloed", "layered", "mission_led"]
ELEMENTS = [
    {"name": f"element {number}", "levers_from": "mission_led", "element": number} for number in (1, 2, 3)
]
CROSS = {"name": "cross", "path": "uncertainties.cross_cutting", "values": [0.2, 0.6, 1.0]}
COST = {"name": "cost", "path": "uncertainties.reorganisation_cost", "values": [0.0, 0.1, 0.25]}
FIVE: dict[str, dict[str, Any]] = {
    "curve": {"scenarios": ARMS, "factors": [CROSS], "trajectories": ["public_value", "core_services"]},
    "elements": {
        "scenarios": ["siloed"],
        "factors": ELEMENTS,
        "figures": [
            *(
                {"kind": "factorial", "outcome": name}
                for name in ("public_value", "progress", "core_services")
            ),
            {"kind": "pound"},
        ],
    },
    "reforms": {"scenarios": ["siloed", "mission_led"], "factors": [COST]},
    "arms": {"scenarios": ARMS, "figures": [{"kind": "pound"}, {"kind": "differences"}]},
    "sample": {
        "scenarios": ["siloed", "mission_led"],
        "uncertainties": "all",
        "design": {"kind": "latin_hypercube", "points": 60},
        "replicates": 2,
    },
}


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[dict[str, Any], Raw]]:
    """The report of each experiment as JSON, and its raw runs."""
    output, every = tmp_path_factory.mktemp("results"), []
    for name, changes in FIVE.items():
        plain = {"name": name, "replicates": 16, "changes": {"warm_up": 4, "horizon": 8}}
        results = run_experiment(load_experiment({**plain, **changes}), output=output, jobs=1)
        every.append((json.loads(json.dumps(report_of(results).document())), Raw(Path(results.folder))))
    return every


def test_at_least_twenty_five_sentences_of_five_reports_follow_from_the_raw_runs(
    told: list[tuple[dict[str, Any], Raw]],
) -> None:
    by_report = [list(checked(report, raw)) for report, raw in told]
    every = [one for some in by_report for one in some]
    assert all(by_report)
    assert len({one.sentence for one in every}) >= 25
    assert [one.sentence for one in every if not one.right] == []


def test_a_number_that_is_not_so_is_seen(told: list[tuple[dict[str, Any], Raw]]) -> None:
    report, raw = told[0]
    wrong = json.loads(json.dumps(report))
    sentences = next(part["sentences"] for part in wrong["findings"] if part["key"] == "curve")
    assert "it changes by " in sentences[0]
    head, between, tail = sentences[0].partition("it changes by ")
    sentences[0] = f"{head}{between}{tail[0]}9{tail[1:]}"
    assert [one.sentence for one in checked(wrong, raw) if not one.right] == [sentences[0]]
