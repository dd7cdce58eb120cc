"""Places and networks are taken as they are, as paths, and networks as graphs, wherever Python takes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import govsim
from govsim.errors import NetworkError, PlacesError
from govsim.replay.replay import replay
from govsim.world.find_places import places_of
from govsim.world.network import build_network
from govsim.world.network_files import write_network

SMALL = "classroom_small"


@pytest.fixture(scope="module")
def places() -> govsim.Places:
    return places_of(govsim.load_scenario(SMALL))


@pytest.fixture(scope="module")
def cut(places: govsim.Places) -> govsim.Network:
    """The network without its first bond."""
    whole = build_network(govsim.load_scenario(SMALL), places)
    bonds, keys = whole.edges["bonds"], whole.nodes["community"]
    return whole.without("bonds", keys[bonds.source[0]], keys[bonds.target[0]])


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, places: govsim.Places, cut: govsim.Network) -> Path:
    """A home folder with a file of places and two of networks."""
    govsim.save_places(places, tmp_path / "places.parquet")
    for name in ("network.graphml", "network.json"):
        write_network(cut, tmp_path / name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


def trust(run: govsim.Run) -> Any:
    return run.measures["trust"]


@pytest.mark.parametrize("write", [str, Path, lambda path: f"~/{Path(path).name}"], ids=["str", "Path", "~"])
def test_a_path_is_as_good_as_what_is_in_the_file(
    write: Callable[[Any], Any], home: Path, places: govsim.Places, cut: govsim.Network
) -> None:
    given = govsim.simulate(SMALL, replicates=2, places=places, network=cut)
    for name in ("network.graphml", "network.json"):
        found = govsim.simulate(
            SMALL, replicates=2, places=write(home / "places.parquet"), network=write(home / name)
        )
        assert np.array_equal(trust(found), trust(given))
    assert not np.array_equal(trust(given), trust(govsim.simulate(SMALL, replicates=2)))


PLACES: dict[str, Callable[[Any], object]] = {
    "simulate": lambda places: govsim.simulate(SMALL, replicates=2, places=places),
    "compare": lambda places: govsim.compare([SMALL, SMALL], replicates=2, places=places),
    "explain": lambda places: govsim.explain(SMALL, SMALL, replicates=2, places=places),
    "attribute": lambda places: govsim.attribute("siloed", "layered", places=places),
    "discover": lambda places: govsim.discover("siloed", "layered", places=places),
    "sensitivity": lambda places: govsim.sensitivity("siloed", "layered", places=places),
    "run_experiment": lambda places: govsim.run_experiment("quick_look", places=places),
    "model": lambda places: govsim.GovernanceModel(SMALL, places=places),
    "replay": lambda places: replay(SMALL, actor="council:hillford", quarter=1, places=places),
    "load_network": lambda places: govsim.load_network("x.graphml", SMALL, places=places),
}
NETWORKS: dict[str, Callable[[Any], object]] = {
    "simulate": lambda network: govsim.simulate(SMALL, replicates=2, network=network),
    "compare": lambda network: govsim.compare([SMALL, SMALL], replicates=2, network=network),
    "explain": lambda network: govsim.explain(SMALL, SMALL, replicates=2, network=network),
    "model": lambda network: govsim.GovernanceModel(SMALL, network=network),
    "replay": lambda network: replay(SMALL, actor="council:hillford", quarter=1, network=network),
}


@pytest.mark.parametrize("door", PLACES)
def test_a_missing_file_of_places_is_said_at_every_door(
    door: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PlacesError, match=r"england\.parquet: .*no such file"):
        PLACES[door]("england.parquet")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("door", NETWORKS)
def test_a_missing_file_of_a_network_is_said_at_every_door(door: str) -> None:
    with pytest.raises(NetworkError, match=r"n\.graphml: .*no such file"):
        NETWORKS[door]("n.graphml")


def test_places_of_a_comparison_and_of_results_are_those_of_the_file(home: Path) -> None:
    file = home / "places.parquet"
    comparison = govsim.compare([SMALL, SMALL], replicates=2, places=file)
    assert isinstance(comparison.places, govsim.Places)
    asked = {
        "name": "tiny",
        "scenarios": [SMALL],
        "changes": {"warm_up": 4, "horizon": 2},
        "replicates": 2,
    }
    results = govsim.run_experiment(
        govsim.load_experiment(asked), output=home / "results", places="~/places.parquet", jobs=1
    )
    assert results.is_complete
    assert results.manifest["files"]["places"] == str(file)  # where a later resume finds them


def test_other_things_are_refused_with_the_way_to_give_them() -> None:
    pandas = pytest.importorskip("pandas")
    with pytest.raises(PlacesError, match=r"found a DataFrame\. govsim\.import_places"):
        govsim.simulate(SMALL, replicates=2, places=pandas.DataFrame())
    with pytest.raises(NetworkError, match="found a DataFrame"):
        govsim.simulate(SMALL, replicates=2, network=pandas.DataFrame())


def test_an_edited_graph_is_a_network(places: govsim.Places, cut: govsim.Network) -> None:
    networkx = pytest.importorskip("networkx")
    whole = build_network(govsim.load_scenario(SMALL), places)
    graph, less = whole.to_graph(), cut.to_graph()
    gone = set(graph.edges(keys=True)) - set(less.edges(keys=True))
    graph.remove_edges_from(list(gone))
    found = govsim.simulate(SMALL, replicates=2, network=graph)
    assert np.array_equal(trust(found), trust(govsim.simulate(SMALL, replicates=2, network=cut)))
    with pytest.raises(NetworkError, match="network, "):
        govsim.simulate(SMALL, replicates=2, network=networkx.path_graph(3))


def test_a_network_is_loaded_for_its_scenario(home: Path, cut: govsim.Network) -> None:
    loaded = govsim.load_network("~/network.graphml", SMALL)
    assert repr(loaded) == repr(cut)
    assert np.array_equal(loaded.edges["bonds"].source, cut.edges["bonds"].source)
    with pytest.raises(NetworkError):
        govsim.load_network(home / "network.graphml", "siloed")


def test_a_network_serves_one_country_only(home: Path) -> None:
    other = govsim.load_scenario("siloed").replace(horizon=32)
    with pytest.raises(NetworkError, match="scenarios of one country"):
        govsim.compare([SMALL, other], replicates=2, network=home / "network.graphml")
