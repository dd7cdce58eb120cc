"""Write the network to a file that other programs can show and edit, and read it back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final
from xml.parsers import expat

from govsim.errors import NetworkError, Problem, nearest
from govsim.files import readable, written
from govsim.scenario.schema import Scenario
from govsim.world.network import Network
from govsim.world.network_checks import FileEdge, FileNetwork, FileNode, checked_network
from govsim.world.places import Places

SUFFIXES: Final = (".graphml", ".json")
_WRITE_ONE: Final = "Write one with `govsim network SCENARIO -o FILE.graphml` and edit that."


def check_suffix(path: str | Path) -> str:
    """The format of a network file, by its suffix. Raises NetworkError for an unknown suffix."""
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        remedy = nearest(suffix, SUFFIXES)
        raise NetworkError(
            Problem(str(path), "a name ending in .graphml or .json", f"'{suffix}'", remedy=remedy)
        )
    return suffix


def write_network(network: Network, path: str | Path, labels: Mapping[str, str] | None = None) -> None:
    """Write the typed multigraph as GraphML or as JSON (node-link), by the suffix of the file.

    Nodes are `kind:key` with `kind`, `key` and `label` (from `labels`, else the key). Edges have their `type` and its
    attribute. The write is atomic. Raises NetworkError.
    """
    suffix = check_suffix(path)
    graph = _labelled(network, labels or {})
    with written(path, NetworkError) as file:
        (_write_graphml if suffix == ".graphml" else _write_json)(graph, file)


def read_network(path: str | Path, scenario: Scenario, places: Places) -> Network:
    """The network of an edited file, checked against the scenario and the places that it was written for.

    Reads what `write_network` wrote, and GraphML from editors that keep attributes under their names. Every
    node must be there; edges may be removed, added or given other attributes. Raises NetworkError with every
    problem, each with its line and edge.
    """
    where = str(path)
    reading = _read_graphml if check_suffix(path) == ".graphml" else _read_json

    def refused(found: str) -> NetworkError:
        return NetworkError(Problem(where, "a network file", found, remedy=_WRITE_ONE))

    with readable(path, refused) as file:
        network_file = reading(file, where)
    return checked_network(network_file, scenario, places)


def _labelled(network: Network, labels: Mapping[str, str]) -> Any:
    graph = network.to_graph()
    for node, attributes in graph.nodes(data=True):
        key = node.partition(":")[2]
        attributes["key"] = key
        attributes["label"] = labels.get(node, key)
    return graph


def _write_graphml(graph: Any, file: BinaryIO) -> None:
    import networkx

    keyed = networkx.MultiDiGraph()
    keyed.add_nodes_from(graph.nodes(data=True))
    # Keys become ids of edges, and editors merge edges with the same id.
    keyed.add_edges_from(
        (source, target, f"{key}-{row}", attributes)
        for row, (source, target, key, attributes) in enumerate(graph.edges(keys=True, data=True), start=1)
    )
    networkx.write_graphml_xml(keyed, file)


def _write_json(graph: Any, file: BinaryIO) -> None:
    """Write node-link JSON as networkx reads it. Not networkx's own writer, whose format changed with 3.4."""
    nodes = [{"id": node, **attributes} for node, attributes in graph.nodes(data=True)]
    edges = [
        {"source": source, "target": target, "key": key, **attributes}
        for source, target, key, attributes in graph.edges(keys=True, data=True)
    ]
    head = {"directed": True, "multigraph": True, "graph": {}}
    text = json.dumps(head)[:-1]
    for name, rows in (("nodes", nodes), ("edges", edges)):
        # One row a line, so that a person finds an edge and a comparison of two files shows it.
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        text += f',\n"{name}": [\n{lines}\n]'
    file.write(f"{text}}}\n".encode())


def _unreadable(where: str, found: str, line: int | None = None) -> NetworkError:
    return NetworkError(Problem(where, "a network written by govsim", found, line=line, remedy=_WRITE_ONE))


def _read_json(file: BinaryIO, where: str) -> FileNetwork:
    try:
        document = json.loads(file.read().decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise _unreadable(where, f"text that is not JSON ({error.msg.lower()})", error.lineno) from error
    except (UnicodeDecodeError, RecursionError, ValueError) as error:
        raise _unreadable(where, "text that is not JSON in UTF-8") from error
    if not isinstance(document, dict):
        raise _unreadable(where, "JSON of another kind")
    links = "edges" if "edges" in document else "links"  # as networkx called them up to 3.3, and D3 does
    directed = document.get("directed", True) is not False
    nodes = [
        FileNode(id=str(row.get("id", "")), place=place, attributes=row)
        for place, row in _rows(document, "nodes", where)
    ]
    edges = [
        FileEdge(
            source=str(row.get("source", "")),
            target=str(row.get("target", "")),
            place=place,
            directed=directed,
            attributes=row,
        )
        for place, row in _rows(document, links, where)
    ]
    return FileNetwork(where, nodes, edges)


def _rows(document: Mapping[str, Any], name: str, where: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    rows = document.get(name)
    if not isinstance(rows, list):
        raise _unreadable(where, f"no list of {'nodes' if name == 'nodes' else 'edges'}")
    for at, row in enumerate(rows):
        place = f"{name}[{at}]"
        if not isinstance(row, dict):
            raise _unreadable(where, f"{place} that is not an object")
        yield place, row


def _read_graphml(file: BinaryIO, where: str) -> FileNetwork:
    reader = _GraphMLReader(where)
    try:
        reader.parser.ParseFile(file)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise _unreadable(where, f"text that is not XML ({reason})", error.lineno) from error
    except ValueError as error:  # an encoding that is not known
        raise _unreadable(where, f"text that is not XML ({error})") from error
    return FileNetwork(where, reader.nodes, reader.edges)


class _GraphMLReader:
    """Reads nodes, edges and attributes by name, and skips what editors add for drawing.

    networkx's own reader gives no line numbers, is confused by duplicate ids, and is slower.
    """

    def __init__(self, where: str) -> None:
        self.where = where
        self.nodes: list[FileNode] = []
        self.edges: list[FileEdge] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self._entity
        self._names: dict[str, str] = {}  # id of a key to the name of the attribute
        self._defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
        self._owners: list[dict[str, Any]] = []  # attributes of the enclosing elements
        self._key: Mapping[str, str] = {}
        self._directed = "true"
        self._begun = False
        self._depth = 0  # inside <data> or <default>; editors put drawings there
        self._reading = ""
        self._words: list[str] = []

    def _begin(self, element: str, given: dict[str, str]) -> None:
        if self._depth:
            self._depth += 1
            return
        name = element.rpartition(" ")[2]
        attributes: dict[str, Any] = dict(self._defaults.get(name, {}))
        line = self.parser.CurrentLineNumber
        if name == "data":
            self._depth, self._reading, self._words = 1, given.get("key", ""), []
        elif name == "edge":
            edge = FileEdge(
                source=given.get("source", ""),
                target=given.get("target", ""),
                line=line,
                directed=given.get("directed", self._directed) != "false",
                attributes=attributes,
            )
            self.edges.append(edge)
            self._owners.append(attributes)
        elif name == "node":
            self.nodes.append(FileNode(id=given.get("id", ""), line=line, attributes=attributes))
            self._owners.append(attributes)
        elif name == "key":
            self._key = given
            self._names[given.get("id", "")] = given.get("attr.name", "")
        elif name == "default":
            self._depth, self._words = 1, []
        elif name == "graph":
            self._directed = "false" if given.get("edgedefault") == "undirected" else "true"
            self._owners.append(attributes)
        elif not self._begun and name != "graphml":
            raise _unreadable(self.where, f"XML of another kind (<{name}>)", line)
        self._begun = True

    def _end(self, element: str) -> None:
        if self._depth > 1:
            self._depth -= 1
            return
        name = element.rpartition(" ")[2]
        if self._depth:
            self._depth = 0
            text = "".join(self._words).strip()
            if name == "data" and self._owners and text:
                self._owners[-1][self._names.get(self._reading, "")] = text
            elif name == "default":
                for kind, defaults in self._defaults.items():
                    if self._key.get("for", "all") in (kind, "all"):
                        defaults[self._key.get("attr.name", "")] = text
        elif name in ("node", "edge", "graph"):
            self._owners.pop()

    def _text(self, text: str) -> None:
        if self._depth == 1:
            self._words.append(text)

    def _entity(self, *_: object) -> None:
        raise _unreadable(self.where, "XML that declares entities", self.parser.CurrentLineNumber)
