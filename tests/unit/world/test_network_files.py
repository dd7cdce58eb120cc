"""A network goes to a file and comes back as it was; an edited one is taken, or told what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx
import numpy as np
import pytest

from govsim.errors import NetworkError
from govsim.runs.drive import run_on
from govsim.scenario.load import load_scenario, scenario_names
from govsim.scenario.schema import Scenario
from govsim.world.build import World, build_world
from govsim.world.find_places import places_of
from govsim.world.network import EDGE_TYPES, SYMMETRIC, Network, build_network
from govsim.world.network_files import read_network, write_network
from govsim.world.places import Places

FORMATS = ("graphml", "json")
SMALL = load_scenario("classroom_small")
LAND = places_of(SMALL)
NETWORK = build_network(SMALL, LAND)

YED = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
  <key attr.name="kind" attr.type="string" for="node" id="d0"/>
  <key attr.name="key" attr.type="string" for="node" id="d1"/>
  <key for="node" id="d2" yfiles.type="nodegraphics"/>
  <key attr.name="type" attr.type="string" for="edge" id="d3"/>
  <key attr.name="tie" attr.type="double" for="edge" id="d4"><default>0.25</default></key>
  <key attr.name="weight" attr.type="double" for="edge" id="d5"/>
  <key attr.name="membership" attr.type="string" for="edge" id="d6"/>
  <graph edgedefault="directed" id="G">
%s
  </graph>
</graphml>
"""
YED_NODE = """    <node id="n%d">
      <data key="d0" xml:space="preserve"><![CDATA[%s]]></data>
      <data key="d1">%s</data>
      <data key="d2"><y:ShapeNode><y:NodeLabel>Some <y:data>name</y:data></y:NodeLabel></y:ShapeNode></data>
    </node>"""


def rows(network: Network, edge_type: str) -> list[tuple[int, int, float]]:
    table = network.edges[edge_type]
    ends = np.stack([table.source, table.target], axis=1)
    if edge_type in SYMMETRIC:
        ends = np.sort(ends, axis=1)
    values = np.zeros(len(ends)) if table.attribute is None else table.attribute
    return sorted((int(a), int(b), float(value)) for (a, b), value in zip(ends, values, strict=True))


def the_same(one: Network, other: Network) -> bool:
    return one.nodes == other.nodes and all(rows(one, name) == rows(other, name) for name in EDGE_TYPES)


def lived(scenario: Scenario, places: Places, network: Network | None, quarters: int = 5) -> World:
    world = build_world(scenario, places, [0, 1], seed=3, network=network)
    return run_on(world, world.quarter + quarters)


def document() -> dict[str, Any]:
    graph = NETWORK.to_graph()
    nodes = [{"id": node, **attributes} for node, attributes in graph.nodes(data=True)]
    edges = [
        {"source": one, "target": other, "key": key, **attributes}
        for one, other, key, attributes in graph.edges(keys=True, data=True)
    ]
    return {"directed": True, "multigraph": True, "graph": {}, "nodes": nodes, "edges": edges}


def edge(told: dict[str, Any], edge_type: str, source: str = "", target: str = "") -> dict[str, Any]:
    found: dict[str, Any] = next(
        row
        for row in told["edges"]
        if row["type"] == edge_type and row["source"].endswith(source) and row["target"].endswith(target)
    )
    return found


def read(folder: Path, told: object, name: str = "edited.json") -> Network:
    file = folder / name
    file.write_text(told if isinstance(told, str) else json.dumps(told), encoding="utf-8")
    return read_network(file, SMALL, LAND)


def message(folder: Path, told: object, name: str = "edited.json") -> str:
    with pytest.raises(NetworkError) as error:
        read(folder, told, name)
    return str(error.value)


@pytest.mark.parametrize("name", scenario_names())
@pytest.mark.parametrize("form", FORMATS)
def test_a_network_that_is_written_and_read_is_the_same_and_runs_the_same(
    name: str, form: str, tmp_path: Path
) -> None:
    scenario = load_scenario(name)
    places = places_of(scenario)
    network = build_network(scenario, places)
    file = tmp_path / f"network.{form}"
    write_network(network, file)
    again = read_network(file, scenario, places)
    assert the_same(network, again)
    one, other = lived(scenario, places, None), lived(scenario, places, again)
    for array, values in {**one.state, **one.flows}.items():
        np.testing.assert_array_equal(values, other[array], err_msg=array)


@pytest.mark.parametrize("form", FORMATS)
def test_the_order_of_nodes_and_edges_in_the_file_changes_nothing(form: str, tmp_path: Path) -> None:
    first, second = tmp_path / f"first.{form}", tmp_path / f"second.{form}"
    graph = NETWORK.to_graph()
    turned = networkx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    for one, other, _, attributes in reversed(list(graph.edges(keys=True, data=True))):
        ends = (other, one) if attributes["type"] in SYMMETRIC else (one, other)
        turned.add_edge(*ends, **attributes)
    if form == "graphml":
        networkx.write_graphml(turned, second)
    else:
        second.write_text(json.dumps(networkx.node_link_data(turned, edges="links")))
    write_network(NETWORK, first)
    one, other = (read_network(file, SMALL, LAND) for file in (first, second))
    assert the_same(one, other)
    worlds = [lived(SMALL, LAND, network) for network in (one, other)]
    for array in worlds[0].state:
        np.testing.assert_array_equal(worlds[0][array], worlds[1][array], err_msg=array)


@pytest.mark.parametrize("form", FORMATS)
def test_networkx_reads_what_is_written(form: str, tmp_path: Path) -> None:
    file = tmp_path / f"network.{form}"
    write_network(NETWORK, file, {"department:care": "Health and Care"})
    if form == "graphml":
        graph = networkx.read_graphml(file, force_multigraph=True)
    else:
        graph = networkx.node_link_graph(json.loads(file.read_text()), edges="edges")
    own = NETWORK.to_graph()
    assert graph.number_of_nodes() == own.number_of_nodes()
    assert sorted(graph.edges(data="type")) == sorted(own.edges(data="type"))
    assert graph.nodes["department:care"] == {"kind": "department", "key": "care", "label": "Health and Care"}
    assert graph.nodes["outcome:work"]["label"] == "work"


def test_every_edge_of_a_graphml_file_has_an_id_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "network.graphml"
    write_network(NETWORK, file)
    keys = [key for *_, key in networkx.read_graphml(file, force_multigraph=True).edges(keys=True)]
    assert len(set(keys)) == len(keys)


def test_a_file_of_an_editor_that_numbers_nodes_anew_and_draws_them_is_read(tmp_path: Path) -> None:
    kinds = [(kind, key) for kind, keys in NETWORK.nodes.items() for key in keys]
    number = {f"{kind}:{key}": place for place, (kind, key) in enumerate(kinds)}
    lines = [YED_NODE % (place, kind, key) for place, (kind, key) in enumerate(kinds)]
    for row in document()["edges"]:
        given = [f'<data key="d3">{row["type"]}</data>', '<data key="d5">1.0</data>']
        given += [f'<data key="d5">{row["weight"]}</data>'] if "weight" in row else []
        given += [f'<data key="d6">{row["membership"]}</data>'] if "membership" in row else []
        given += [f'<data key="d4">{row["tie"]}</data>'] if row["type"] == "convenes" else []
        ends = f'source="n{number[row["source"]]}" target="n{number[row["target"]]}"'
        lines.append(f'    <edge id="e{len(lines)}" {ends}>{"".join(given)}</edge>')
    found = read(tmp_path, YED % "\n".join(lines), "drawn.graphml")
    assert rows(found, "contributes") == rows(NETWORK, "contributes")
    assert rows(found, "bonds") == rows(NETWORK, "bonds")
    assert {value for *_, value in rows(found, "works_with")} == {0.25}  # the default of the file


def test_ends_of_an_undirected_file_may_stand_in_either_order(tmp_path: Path) -> None:
    told = document()
    for row in told["edges"]:
        row["source"], row["target"] = row["target"], row["source"]
    assert "expected an edge from centre to department" in message(tmp_path, told)
    told["directed"] = False
    assert the_same(read(tmp_path, told), NETWORK)


@pytest.mark.parametrize("edge_type", EDGE_TYPES)
def test_an_edge_that_is_taken_out_stays_out(edge_type: str, tmp_path: Path) -> None:
    told = document()
    ends = {"contributes": ("learning",)}.get(edge_type, ())  # an outcome keeps its lead
    told["edges"].remove(edge(told, edge_type, *ends))
    found = read(tmp_path, told)
    assert len(rows(found, edge_type)) == len(rows(NETWORK, edge_type)) - 1


def test_edited_attributes_take_effect(tmp_path: Path) -> None:
    told = document()
    edge(told, "works_with")["tie"] = 0.9
    edge(told, "contributes", "economy", "homes")["weight"] = 2.5
    edge(told, "sits_on", "care")["membership"] = "lead_only"
    found = read(tmp_path, told)
    world, before = (build_world(SMALL, LAND, [0], network=network) for network in (found, NETWORK))
    assert world["tie_pw"].max() == 0.9
    assert not np.array_equal(world.indices.published_e, before.indices.published_e)
    assert world.indices.seat_rank_md.sum() < before.indices.seat_rank_md.sum()


def test_edges_may_be_added(tmp_path: Path) -> None:
    told = document()
    told["edges"].append({"source": "council:hillford", "target": "council:southport", "type": "neighbours"})
    assert len(rows(read(tmp_path, told), "neighbours")) == len(rows(NETWORK, "neighbours")) + 1


Edit = Callable[[dict[str, Any]], object]

WRONG: dict[str, tuple[Edit, tuple[str, ...]]] = {
    "unknown node": (
        lambda told: told["nodes"].append({"id": "department:ecconomy"}),
        ("nodes[38]", "'department:ecconomy'", "Did you mean 'economy'?"),
    ),
    "node twice": (
        lambda told: told["nodes"].append({"id": "outcome:work"}),
        ("outcome:work", "expected each node once"),
    ),
    "node of two minds": (
        lambda told: told["nodes"][1].update(kind="outcome", key="work"),
        ("department:economy", "found those of 'outcome:work'"),
    ),
    "missing node": (
        lambda told: (told["nodes"].pop(0), told["edges"].clear()),
        ("every node of the scenario", "no centre:centre", "only edges may be removed"),
    ),
    "edge to nowhere": (
        lambda told: edge(told, "line").update(target="department:nobody"),
        ("a node of this file", "'department:nobody'"),
    ),
    "unknown type": (
        lambda told: edge(told, "funds").update(type="fund"),
        ("'type'", "'fund'", "joined by 'funds'"),
    ),
    "no type": (lambda told: edge(told, "bonds").pop("type"), ("'type'", "found none", "joined by 'bonds'")),
    "type between other kinds": (
        lambda told: edge(told, "bonds").update(type="neighbours"),
        ("an edge from council to council", "found one from community to community"),
    ),
    "service of another council": (
        lambda told: edge(told, "convenes", "hillford").update(target="service:southport/jobs"),
        ("a local service of the same council", "'service:southport/jobs'"),
    ),
    "community of another council": (
        lambda told: edge(told, "serves", "hillford/jobs").update(target="community:southport_heights"),
        ("a community of the same council", "this one is in 'southport'"),
    ),
    "service that does not carry the money": (
        lambda told: edge(told, "funds", "economy", "hillford/jobs").update(
            target="service:hillford/clinics"
        ),
        ("the service that carries its money, 'service:hillford/jobs'",),
    ),
    "loop": (
        lambda told: edge(told, "neighbours").update(source="council:eastmere", target="council:eastmere"),
        ("two different nodes of kind council",),
    ),
    "no weight": (lambda told: edge(told, "aims_at").pop("weight"), ("'weight'", "found none")),
    "weight of nothing": (
        lambda told: edge(told, "aims_at").update(weight=0),
        ("above 0", "'0'", "remove the edge"),
    ),
    "endless weight": (
        lambda told: edge(told, "contributes").update(weight=float("inf")),
        ("finite", "'inf'"),
    ),
    "weight with a comma": (lambda told: edge(told, "contributes").update(weight="1,5"), ("finite", "'1,5'")),
    "tie beyond 1": (
        lambda told: edge(told, "works_with").update(tie=1.2),
        ("a number from 0 to 1 in its attribute 'tie'", "'1.2'"),
    ),
    "tie of the own service": (
        lambda told: edge(told, "convenes", "hillford", "hillford/council").update(tie=0.5),
        ("tie 1, for the service is the council's own", "'0.5'"),
    ),
    "seat that nobody takes": (
        lambda told: edge(told, "sits_on").update(membership="none"),
        ("lead_only, contributors or all", "'none'", "remove the edge"),
    ),
    "edge twice": (
        lambda told: told["edges"].append(edge(told, "bonds")),
        ("bonds from community:", "expected each edge once"),
    ),
    "edge twice, the other way round": (
        lambda told: told["edges"].append(
            {
                "type": "works_with",
                "tie": 0.2,
                "source": edge(told, "works_with")["target"],
                "target": edge(told, "works_with")["source"],
            }
        ),
        ("works_with", "expected each edge once"),
    ),
    "outcome without a lead": (
        lambda told: [
            told["edges"].remove(row) for row in list(told["edges"]) if row["target"] == "outcome:work"
        ],
        ("outcome:work", "which leads it", "found none"),
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said(name: str, tmp_path: Path) -> None:
    told = document()
    spoil, expected = WRONG[name]
    spoil(told)
    said = message(tmp_path, told)
    assert str(tmp_path / "edited.json") in said
    for words in expected:
        assert words in said
    assert len(said.splitlines()) == 1


def test_a_graphml_problem_has_its_line(tmp_path: Path) -> None:
    file = tmp_path / "network.graphml"
    write_network(NETWORK, file)
    lines = file.read_text().splitlines()
    at = next(number for number, line in enumerate(lines) if "<edge" in line and "council:" in line)
    lines[at] = lines[at].replace("council:", "council:x")
    said = message(tmp_path, "\n".join(lines), "network.graphml")
    assert f"line {at + 1}, from council:x" in said


def test_all_problems_are_said_at_once_up_to_twenty(tmp_path: Path) -> None:
    told = document()
    for row in told["edges"]:
        row["type"] = "x"
    said = message(tmp_path, told).splitlines()
    assert len(said) == 21
    assert f"found {len(told['edges']) - 20} more" in said[-1]


def test_a_network_of_other_places_is_told_as_such_first(tmp_path: Path) -> None:
    told = document()
    for node in told["nodes"]:
        node["id"] = node["id"].replace("council:", "council:x")
    first = message(tmp_path, told).splitlines()[0]
    assert "no council:hillford, council:millbridge, council:eastmere and 1 more" in first
    assert "Use the scenario and the --places that the network was written for." in first


UNREADABLE = {
    "text.json": ("not json", "text that is not JSON"),
    "list.json": ("[]", "JSON of another kind"),
    "empty.json": ("{}", "no list of nodes"),
    "numbers.json": ('{"nodes": [1], "edges": []}', "nodes[0] that is not an object"),
    "edgeless.json": ('{"nodes": []}', "no list of edges"),
    "text.graphml": ("not xml", "line 1: expected a network written by govsim, found text that is not XML"),
    "page.graphml": ("<html></html>", "XML of another kind (<html>)"),
    "cut.graphml": ("<graphml><graph>", "not XML"),
    "bomb.graphml": ('<!DOCTYPE g [<!ENTITY a "b">]><graphml/>', "XML that declares entities"),
    "table.csv": ("a,b", "a name ending in .graphml or .json, found '.csv'"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_is_no_network_is_refused(name: str, tmp_path: Path) -> None:
    text, expected = UNREADABLE[name]
    assert expected in message(tmp_path, text, name)


def test_a_missing_file_is_said() -> None:
    with pytest.raises(NetworkError, match=r"nowhere\.json: .*no such file"):
        read_network("nowhere.json", SMALL, LAND)


def test_nothing_is_left_where_writing_fails(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(NetworkError, match="a file that can be written"):
        write_network(NETWORK, tmp_path / "folder.json")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.json"]
