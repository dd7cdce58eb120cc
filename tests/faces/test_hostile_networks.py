"""Networks that are hostile or wrongly edited end with code 2 and say where and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.hostile import Told, asking, put

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE graphml [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]><graphml><graph><node id='&j;'/></graph></graphml>"
)
NETWORKS = {
    "an XML bomb": (
        "graphml",
        BOMB,
        "line 1: expected a network written by govsim, found XML that declares entities",
    ),
    "a file of the system": (
        "graphml",
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><graphml><graph><node id="&x;"/></graph></graphml>',
        "found XML that declares entities",
    ),
    "20,000 elements within each other": (
        "graphml",
        "<graphml>" + "<graph>" * 20_000,
        "found text that is not XML",
    ),
    "another XML": (
        "graphml",
        "<html></html>",
        "line 1: expected a network written by govsim, found XML of another kind",
    ),
    "20,000 brackets": ("json", "[" * 20_000, "found text that is not JSON"),
    "20,000 tables": ("json", '{"a":' * 20_000 + "1" + "}" * 20_000, "found text that is not JSON"),
    "a list": ("json", "[]", "found JSON of another kind"),
    "no edges": ("json", '{"nodes": []}', "found no list of edges"),
    "numbers for nodes": ("json", '{"nodes": [1], "edges": []}', "found nodes[0] that is not an object"),
    "a number of 5,000 digits": ("json", '{"nodes": ' + "9" * 5_000 + "}", "found text that is not JSON"),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_a_file_that_is_no_network_is_refused_with_its_place(told: Told, tmp_path: Path, name: str) -> None:
    form, content, wanted = NETWORKS[name]
    file = put(tmp_path, f"edited.{form}", content)
    for arguments in asking("network", file):
        code, said = told(*arguments)
        assert code == 2
        assert said.startswith(str(file))
        assert wanted in said


EDGES: list[tuple[dict[str, Any], str]] = [
    ({"weight": 1e308}, "expected a finite number above 0"),
    ({"weight": 5e-324}, "expected a finite number above 0"),
    ({"weight": float("nan")}, "expected a finite number above 0"),
    ({"weight": True}, "expected a finite number above 0"),
    ({"weight": 10**400}, "expected a finite number above 0"),
    ({"weight": None}, "expected a finite number above 0"),
    ({"type": ["contributes"]}, "expected a known type of edge"),
    ({"type": "соntributes"}, "expected a known type of edge"),
    ({"source": "department:nobody"}, "expected a node of this file"),
    ({"source": None}, "expected a node of this file"),
    ({"source": "w" * 1_000_000}, "expected a node of this file"),
    ({"target": "centre:centre"}, "expected an edge from "),
]


@pytest.mark.parametrize(("change", "wanted"), EDGES, ids=lambda value: str(value)[:30])
def test_an_edge_that_will_not_do_is_refused_with_its_place(
    told: Told, right_files: Path, tmp_path: Path, change: dict[str, Any], wanted: str
) -> None:
    document = json.loads((right_files / "network.json").read_text(encoding="utf-8"))
    at = next(row for row, edge in enumerate(document["edges"]) if edge["type"] == "contributes")
    document["edges"][at] |= change
    file = put(tmp_path, "edited.json", json.dumps(document))
    code, said = told("run", "classroom_small", "-n", 1, "--network", file)
    assert code == 2
    assert said.startswith(f"{file}, edges[{at}], ")
    assert wanted in said
    assert len(said) < 3_000


@pytest.mark.parametrize(
    "change", [{"kind": ["a"]}, {"id": {"a": 1}}, {"kind": None, "id": 5}, {"id": "w" * 1_000_000}], ids=str
)
def test_a_node_that_will_not_do_is_refused(
    told: Told, right_files: Path, tmp_path: Path, change: dict[str, Any]
) -> None:
    document = json.loads((right_files / "network.json").read_text(encoding="utf-8"))
    document["nodes"][3] |= {"key": "changed"} | change
    file = put(tmp_path, "edited.json", json.dumps(document))
    code, said = told("run", "classroom_small", "-n", 1, "--network", file)
    if code == 0:
        pytest.skip("a label only")
    assert code == 2
    assert said.startswith(str(file))
    assert len(said) < 20_000
