"""What an edited network changes is said in one paragraph, with the attributes that count for nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from govsim.scenario.load import load_scenario
from govsim.world.find_places import places_of
from govsim.world.network import build_network
from govsim.world.network_changes import network_changes
from govsim.world.network_files import read_network, write_network

SMALL = load_scenario("classroom_small")
PLACES = places_of(SMALL)


@pytest.fixture
def document(tmp_path: Path) -> dict[str, Any]:
    write_network(build_network(SMALL, PLACES), tmp_path / "n.json")
    found: dict[str, Any] = json.loads((tmp_path / "n.json").read_text())
    return found


def said(folder: Path, document: dict[str, Any]) -> str:
    (folder / "n.json").write_text(json.dumps(document))
    return network_changes(read_network(folder / "n.json", SMALL, PLACES), SMALL, PLACES)


def test_an_unchanged_network_changes_nothing(tmp_path: Path, document: dict[str, Any]) -> None:
    document["edges"].reverse()
    assert said(tmp_path, document) == "What the network changes: nothing."


def test_edges_removed_and_added_are_counted_by_type(tmp_path: Path, document: dict[str, Any]) -> None:
    edges = document["edges"]
    funds, bonds = (sum(edge["type"] == name for edge in edges) for name in ("funds", "bonds"))
    assert bonds
    document["edges"] = [edge for edge in edges if edge["type"] not in ("funds", "bonds")]
    new = {"source": "department:economy", "target": "outcome:homes", "type": "contributes", "weight": 0.1}
    contributes = {(edge["source"], edge["target"]) for edge in edges if edge["type"] == "contributes"}
    added = (new["source"], new["target"]) not in contributes
    document["edges"] += [new] if added else []
    text = said(tmp_path, document)
    assert f"({funds + bonds} of {len(edges)} edges removed)" in text
    assert f"−{funds} funds" in text
    assert f"−{bonds} bonds" in text
    assert ("+1 contributes" in text) is added


def test_weights_are_counted_where_they_count_and_named_where_they_do_not(
    tmp_path: Path, document: dict[str, Any]
) -> None:
    count = {"funds": 0, "serves": 0}
    for edge in document["edges"]:
        if edge["type"] in count:
            edge["weight"] = 0.01
            count[edge["type"]] += 1
    next(edge for edge in document["edges"] if edge["type"] == "contributes")["weight"] = 7.5
    next(edge for edge in document["edges"] if edge["type"] == "works_with")["strength"] = 1
    text = said(tmp_path, document)
    assert "What the network changes: another weight on 1 contributes edge." in text
    for name, edges in count.items():
        assert f"weight on {edges} {name} edges" in text
    assert "strength on 1 works_with edge" in text
    assert "Attributes without effect:" in text


def test_graphml_says_the_same(tmp_path: Path) -> None:
    network = build_network(SMALL, PLACES)
    write_network(network, tmp_path / "n.graphml")
    text = (tmp_path / "n.graphml").read_text()
    weight = next(line for line in text.splitlines() if 'attr.name="weight"' in line)
    key = weight.split('id="')[1].split('"')[0]
    funded = text.replace(
        '<data key="d3">funds</data>', f'<data key="d3">funds</data><data key="{key}">9</data>'
    )
    (tmp_path / "n.graphml").write_text(funded)
    found = network_changes(read_network(tmp_path / "n.graphml", SMALL, PLACES), SMALL, PLACES)
    funds = network.edges["funds"].source.size
    assert (
        found
        == f"What the network changes: nothing. Attributes without effect: weight on {funds} funds edges."
    )
