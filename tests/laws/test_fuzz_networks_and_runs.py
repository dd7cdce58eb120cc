"""Whatever stands in a file of a network or of a saved run, it is taken or refused with its reasons."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import govsim
from govsim.errors import InputError
from govsim.measures.catalogue import MEASURES
from govsim.runs.drive import start, step
from govsim.scenario.load import load_scenario
from govsim.world.build import build_world
from govsim.world.find_places import places_of
from govsim.world.network import build_network
from govsim.world.network_files import read_network, write_network
from tests.hostile import ODD_VALUES

SMALL = load_scenario("classroom_small").replace(warm_up=4, horizon=1)
LAND = places_of(SMALL)
FORMS = ("graphml", "json")
WRONG: list[Any] = [*ODD_VALUES, {}, {"a": 1}, 1e308, 5e-324]
WRONG += ["1e308", "nan", "-0.1", "١", "wоrk", "board", "\ud800", "w" * 5_000, "\x1b[31m", "council:hillford"]
PUT = [
    b"",
    b"<",
    b">",
    b"&",
    b'"',
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b"nan",
    b"1e308",
    b"5e-324",
    b"-1",
    b"\xff",
    b"\0",
]
PUT += [
    b"<!DOCTYPE x>",
    b"<data>",
    b"</graph>",
    b"<node/>",
    b"<edge/>",
    b"<default>",
    b"\xef\xbb\xbf",
    b"true",
]


def damaged(content: bytes, chance: random.Random, put: list[bytes]) -> bytes:
    """A file with bits turned, cut off, with a piece missing or twice, or with something else put in."""
    broken = bytearray(content)
    start, stop = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    kind = chance.choice(
        ["bits", "bits", "end", "piece", "short piece", "twice", *(["put"] * 6 if put else [])]
    )
    if kind == "bits":
        for _ in range(chance.choice([1, 1, 2, 8])):
            broken[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    elif kind == "end":
        del broken[start:]
    elif kind == "piece":
        del broken[start:stop]
    elif kind == "short piece":
        del broken[start : start + chance.randrange(40)]
    elif kind == "twice":
        broken[start:start] = broken[start:stop]
    else:
        broken[start : start + chance.randrange(12)] = chance.choice(put)
    return bytes(broken)


@pytest.fixture(scope="module")
def networks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("networks")
    for form in FORMS:
        write_network(build_network(SMALL, LAND), folder / f"good.{form}")
    return {form: (folder / f"good.{form}").read_bytes() for form in FORMS}


def is_taken_or_refused(content: bytes, file: Path) -> bool:
    file.write_bytes(content)
    network, wheres = None, {str(file)}
    try:
        network = read_network(file, SMALL, LAND)
    except InputError as refused:
        wheres = {problem.where for problem in refused.problems}
        assert len(str(refused)) < 2_000 * (1 + len(refused.problems))  # noqa: PT017
    assert wheres == {str(file)}
    if network is None:
        return False
    world = build_world(SMALL, LAND, [0, 1], network=network)
    step(world)
    world = start(world)
    step(world)
    for values in (*world.state.values(), *world.flows.values()):
        assert np.isfinite(values).all()
    return True


@pytest.mark.parametrize("form", FORMS)
def test_networks_that_were_damaged_are_taken_or_refused(
    networks: dict[str, bytes], form: str, tmp_path: Path
) -> None:
    chance = random.Random(form)
    for _ in range(250):
        is_taken_or_refused(damaged(networks[form], chance, PUT), tmp_path / f"edited.{form}")


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_networks_that_were_damaged_in_many_ways_are_taken_or_refused(
    networks: dict[str, bytes], form: str, tmp_path: Path
) -> None:
    chance = random.Random(form + " again")
    for _ in range(15_000):
        is_taken_or_refused(damaged(networks[form], chance, PUT), tmp_path / f"edited.{form}")


@pytest.mark.parametrize("form", FORMS)
def test_attributes_of_a_network_may_be_anything(
    networks: dict[str, bytes], form: str, tmp_path: Path
) -> None:
    file = tmp_path / f"edited.{form}"
    chance = random.Random(form)
    if form == "json":
        document = json.loads(networks[form])
        for part in ("nodes", "edges"):
            for key in sorted({key for row in document[part] for key in row}):
                for wrong in WRONG:
                    changed = json.loads(networks[form])
                    chance.choice([row for row in changed[part] if key in row])[key] = wrong
                    is_taken_or_refused(json.dumps(changed).encode(), file)
        for key in document:
            for wrong in WRONG:
                is_taken_or_refused(json.dumps({**document, key: wrong}).encode(), file)
    else:
        values = list(re.finditer(rb">([^<>\n]+)<|=\"([^\"]*)\"", networks[form]))
        for wrong in [str(wrong).encode("utf-8", "replace") for wrong in WRONG]:
            for match in chance.sample(values, 12):
                start, stop = match.span(1 if match[1] is not None else 2)
                is_taken_or_refused(networks[form][:start] + wrong + networks[form][stop:], file)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("runs") / "run.parquet"
    return govsim.simulate(SMALL, replicates=2).save(file).read_bytes()


def is_read_or_refused(content: bytes, file: Path) -> bool:
    file.write_bytes(content)
    run, wheres = None, {str(file)}
    try:
        run = govsim.load_run(file)
    except InputError as refused:
        wheres = {problem.where for problem in refused.problems}
    assert wheres == {str(file)}
    if run is None:
        return False
    for name in MEASURES:  # whoever reads a run asks for these
        assert run.at_end(name).dtype == np.float64
        assert len(run.label(name)) == (run.measure(name).shape[1] if MEASURES[name].axis else 0)
    assert len(run.pound_shares()) > 1
    assert run.to_arrow().num_rows == run.quarters * len(run.replicates)
    run.save(file)
    return True


def test_saved_runs_that_were_damaged_are_read_or_refused(saved: bytes, tmp_path: Path) -> None:
    chance = random.Random("runs")
    for _ in range(200):
        is_read_or_refused(damaged(saved, chance, []), tmp_path / "run.parquet")
    assert {file.name for file in tmp_path.iterdir()} == {"run.parquet"}


@pytest.mark.slow
def test_saved_runs_that_were_damaged_in_many_ways_are_read_or_refused(saved: bytes, tmp_path: Path) -> None:
    chance = random.Random("many runs")
    for _ in range(15_000):
        is_read_or_refused(damaged(saved, chance, []), tmp_path / "run.parquet")


def test_what_stands_beside_a_saved_run_may_be_of_any_shape(saved: bytes, tmp_path: Path) -> None:
    file = tmp_path / "run.parquet"
    file.write_bytes(saved)
    table = pq.read_table(file)
    about = json.loads(table.schema.metadata[b"govsim_run"])
    labels = {**about["labels"], "j": ["work"]}
    shapes = [{**about, key: wrong} for key in about for wrong in WRONG]
    shapes += [{**about, "labels": labels}, {**about, "labels": {}}, {**about, "replicates": [0]}]
    shapes += [
        {**about, "quarters": 2},
        {**about, "replicates": ["a", "b"]},
        {**about, "scenario": "extends = 1"},
    ]
    shapes += [{key: value for key, value in about.items() if key != left_out} for left_out in about]
    for shape in [*shapes, *WRONG]:
        pq.write_table(table.replace_schema_metadata({b"govsim_run": json.dumps(shape)}), file)
        is_read_or_refused(file.read_bytes(), file)
    for deep in ("[" * 100_000 + "]" * 100_000, json.dumps({**about, "scenario": "x = " + "[" * 20_000})):
        pq.write_table(table.replace_schema_metadata({b"govsim_run": deep}), file)
        assert not is_read_or_refused(file.read_bytes(), file)


@pytest.mark.parametrize("column", ["measure", "quarter", "item", "replicate", "value"])
def test_columns_of_a_saved_run_may_be_of_any_kind(saved: bytes, tmp_path: Path, column: str) -> None:
    file = tmp_path / "run.parquet"
    file.write_bytes(saved)
    table = pq.read_table(file)
    rows, position = table.num_rows, table.column_names.index(column)
    kinds = [
        pa.array(["public_value"] * rows),
        pa.array(["nothing known"] * rows).dictionary_encode(),
        pa.nulls(rows),
        pa.array([True] * rows),
        pa.array([1] * rows),
        pa.array([1] * rows, pa.date32()),
        pa.array([0.5] * (rows - 1) + [None]),
        pa.array([[1.0]] * rows),
        pa.array([b"\xff"] * rows),
    ]
    for put in kinds:
        pq.write_table(table.set_column(position, column, put), file)
        is_read_or_refused(file.read_bytes(), file)
    pq.write_table(table.remove_column(position), file)
    is_read_or_refused(file.read_bytes(), file)
    pq.write_table(table.slice(0, rows - 1), file)
    assert not is_read_or_refused(file.read_bytes(), file)
    pq.write_table(table.slice(0, 0), file)
    assert not is_read_or_refused(file.read_bytes(), file)
