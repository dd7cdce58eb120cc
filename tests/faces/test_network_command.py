"""`govsim network`: the network of a scenario as a file or in numbers."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from govsim.scenario.load import load_scenario
from govsim.world.find_places import places_of
from govsim.world.network import EDGE_TYPES
from govsim.world.network_files import read_network
from tests.program import invoked

run = partial(invoked, columns=80)


@pytest.mark.parametrize("ending", ["graphml", "json"])
def test_a_network_is_written_with_names_that_people_read(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"network.{ending}"
    result = run("network", "classroom_small", "-o", file)
    assert result.exit_code == 0
    assert result.output == f"Wrote 38 nodes and 108 edges to {file}.\n"
    text = file.read_text(encoding="utf-8")
    assert "Job centres, Millbridge" in text
    assert "Health and Care" in text
    scenario = load_scenario("classroom_small")
    read_network(file, scenario, places_of(scenario))


def test_a_summary_counts_nodes_and_edges_by_type() -> None:
    result = run("network", "classroom_small", "--summary")
    assert result.exit_code == 0
    assert "Nodes: 38" in result.output
    assert "Edges: 108" in result.output
    for edge_type in EDGE_TYPES:
        assert edge_type in result.output
    assert "tie: 0.1 to 1" in result.output
    assert "2 lead_only" in result.output


def test_other_places_may_be_given(tmp_path: Path) -> None:
    table, places = tmp_path / "two.csv", tmp_path / "two.parquet"
    table.write_text(
        "code,council,population,need_work,need_health,need_homes\nk1,A,9,0.2,0.3,1\nk2,B,9,0.6,0.3,0\n"
    )
    run("places", "import", table, "-o", places)
    result = run("network", "classroom_small", "--places", places, "--summary")
    assert result.exit_code == 0
    assert "The network of classroom_small on two" in result.output
    result = run("network", "siloed", "--places", places, "--summary")
    assert result.exit_code == 2
    assert "need for outcome 'living_standards'" in result.output


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("classroom_small",), "-o FILE.graphml, or ask for a --summary"),
        (("clasroom_small", "-o", "network.json"), "Did you mean 'classroom_small'?"),
        (("classroom_small", "-o", "network.graphm"), "Did you mean '.graphml'?"),
        (("classroom_small", "-o", "nowhere/network.json"), "expected a place in a folder that exists"),
        (("classroom_small", "--places", "synthetik", "--summary"), "Did you mean 'synthetic'?"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], expected: str) -> None:
    result = run("network", *arguments)
    assert result.exit_code == 2
    assert expected in result.output


@pytest.mark.parametrize(
    "command", [("run", "classroom_small"), ("compare", "classroom_small", "classroom_small")]
)
def test_an_edited_network_is_named_above_results_with_what_it_changes(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a short path, which no line breaks
    file = Path("few.json")
    run("network", "classroom_small", "-o", file)
    lines = file.read_text(encoding="utf-8").splitlines()
    left = [line for line in lines if '"type": "bonds"' not in line]
    left = [
        line.rstrip(",") if after.startswith("]") else line
        for line, after in zip(left, [*left[1:], ""], strict=True)
    ]
    file.write_text("\n".join(left), encoding="utf-8")
    said = " ".join(run(*command, "--network", file, "-n", "1", "--quiet").output.split())
    removed = len(lines) - len(left)
    assert removed > 0
    assert f"The network is that of {file}." in said
    results = said.index("What became of the country" if command[0] == "run" else "What is traded for what")
    assert said.index(f"({removed} of 108 edges removed): −{removed} bonds.") < results


def test_a_replay_says_that_an_edited_network_is_in_use(tmp_path: Path) -> None:
    file = tmp_path / "same.graphml"
    run("network", "classroom_small", "-o", file)
    command = (
        "replay",
        "classroom_small",
        "--actor",
        "council:hillford",
        "--quarter",
        "2",
        "--network",
        file,
    )
    assert "What the network changes: nothing." in " ".join(run(*command).output.split())
