"""Whatever stands in a file of places, it is taken or refused with its reasons, and nothing is left behind."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from govsim.errors import InputError
from govsim.runs.drive import start, step
from govsim.scenario.load import load_scenario
from govsim.world.build import build_world
from govsim.world.describe_places import describe_places
from govsim.world.import_places import import_places
from govsim.world.places import Places
from govsim.world.saved_places import load_places, save_places
from tests.hostile import ODD_VALUES

SMALL = load_scenario("classroom_small").replace(warm_up=4, horizon=1)
PLAIN = (
    "code,name,council,population,need_work,need_health,score_homes,social_capital\n"
    "k1,Mill Lane,B,1000,0.2,0.5,10,0.5\n"
    'k2,"Harbour, East",A,1500,0.6,0.9,30,0.1\n'
    "k3,Park End,B,1200,0.4,0,30,0.9\n"
    "k4,Quay,C,80,1,0.3,12,\n"
).replace("12,\n", "12,0.4\n")
HEADINGS = (
    "LSOA code (2021),LSOA name (2021),Local Authority District code (2024),"
    "Local Authority District name (2024),Income Score (rate),Income Rank (where 1 is most deprived),"
    'Employment Score (rate),"Education, Skills and Training Score",Health Deprivation and Disability Score,'
    "Crime Score,Barriers to Housing and Services Score,Living Environment Score,"
    "Total population: mid 2022 (excluding prisoners)\n"
)
FILE_7 = HEADINGS + (
    "E1,North 1,A,Ayton,0.2,1,0.1,20.5,0.3,-0.2,30,15,1500\n"
    "E2,North 2,A,Ayton,0.1,2,0.2,10.5,-1.3,0.2,20,25,1700\n"
    "E3,South 1,B,Beeham,0.05,3,0.05,5,-0.3,1.2,10,35,1600\n"
)
COUNCILS = (
    "code,name,region,region_name,upper_code,upper_name,capacity\n"
    "A,Ayton,N,North,U,Ushire,0.2\n"
    "B,Beeham,N,North,U,Ushire,0.8\n"
    "C,Isle,S,South,C,Isle,0.5\n"
)
NEIGHBOURS = "council_a,council_b\nA,B\nB,C\n"

JUNK = [
    b"",
    b",",
    b'"',
    b"\n",
    b"\r",
    b"\r\n",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b";",
    b"nan",
    b"inf",
    b"-1",
    b"0",
]
JUNK += [
    b"1e308",
    b"5e-324",
    b"1e400",
    b"9" * 400,
    b"A",
    b"B",
    b"k1",
    b"True",
    b"2020-01-01",
    b"1_000",
    b"\xd0\xb0",
]
JUNK += [b"need_work", b"code", b"score_", b"need_", b"\x1b[31m", b"=1+1", b"x" * 200_000, b"PK", b"PAR1"]
EDIT = st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(JUNK) | st.binary(max_size=3))
CELL = st.tuples(st.integers(0, 5), st.integers(0, 12), st.sampled_from(JUNK))


def edited(text: str, edits: list[Any], cells: list[Any]) -> bytes:
    """A table with whole cells replaced, and then bytes anywhere."""
    rows = [line.split(b",") for line in text.encode().split(b"\n")]
    for line, column, junk in cells:
        row = rows[line % len(rows)]
        row[column % len(row)] = junk
    content = b"\n".join(b",".join(row) for row in rows)
    for place, removed, put in edits:
        start = round(place * len(content))
        content = content[:start] + put + content[start + removed :]
    return content


def runs_a_quarter(places: Places) -> None:
    """Places that were taken serve a scenario, if they have the outcomes for it, and everything stays finite."""
    if any(outcome.key not in places.outcomes for outcome in SMALL.outcomes):
        return
    world = build_world(SMALL, places, [0, 1])
    step(world)
    world = start(world)
    step(world)
    for values in (*world.state.values(), *world.flows.values()):
        assert np.isfinite(values).all()


def comes_in_or_is_refused(folder: Path, tables: dict[str, bytes], tier: str) -> bool:
    """Whether the tables came in, were kept and came back the same; if not, they were refused."""
    for file in folder.iterdir():  # what an example that failed left
        file.unlink()
    for name, content in tables.items():
        (folder / f"{name}.csv").write_bytes(content)
    kept = folder / "places.parquet"
    beside = {name: folder / f"{name}.csv" for name in ("councils", "neighbours") if name in tables}
    places, refused = None, ""
    try:
        places = import_places(folder / "communities.csv", tier=tier, **beside)  # type: ignore[arg-type]
    except InputError as error:
        refused = str(error)
    if places is None:
        assert all(line.startswith((str(folder), "places '", "tier 'upper'")) for line in refused.split("\n"))
    else:
        describe_places(places)
        save_places(places, kept)
        again = load_places(kept)
        assert np.array_equal(again.need_kj, places.need_kj)
        assert again.community_names == places.community_names
        runs_a_quarter(again)
    expected = {f"{name}.csv" for name in tables} | ({kept.name} if places is not None else set())
    assert {file.name for file in folder.iterdir()} == expected
    return places is not None


TABLES = st.fixed_dictionaries(
    {
        "communities": st.builds(
            edited,
            st.sampled_from([PLAIN, PLAIN, FILE_7]),
            st.lists(EDIT, max_size=2),
            st.lists(CELL, max_size=2),
        )
    },
    optional={
        "councils": st.builds(
            edited, st.just(COUNCILS), st.lists(EDIT, max_size=1), st.lists(CELL, max_size=1)
        ),
        "neighbours": st.builds(
            edited, st.just(NEIGHBOURS), st.lists(EDIT, max_size=1), st.lists(CELL, max_size=1)
        ),
    },
)
TIER = st.sampled_from(["lower", "lower", "upper"])
IN_ONE_FOLDER = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=200, suppress_health_check=IN_ONE_FOLDER)
@given(TABLES, TIER)
def test_tables_of_places_come_in_or_are_refused(tmp_path: Path, tables: dict[str, bytes], tier: str) -> None:
    comes_in_or_is_refused(tmp_path, tables, tier)


@pytest.mark.slow
@settings(max_examples=15_000, suppress_health_check=IN_ONE_FOLDER)
@given(TABLES, TIER)
def test_many_tables_of_places_come_in_or_are_refused(
    tmp_path: Path, tables: dict[str, bytes], tier: str
) -> None:
    comes_in_or_is_refused(tmp_path, tables, tier)


def kept_places(folder: Path) -> bytes:
    """A file of places as it is kept, with all that places may have."""
    for name, text in (("communities", PLAIN), ("councils", COUNCILS), ("neighbours", NEIGHBOURS)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    places = import_places(
        folder / "communities.csv", councils=folder / "councils.csv", neighbours=folder / "neighbours.csv"
    )
    save_places(places, folder / "kept.parquet")
    return (folder / "kept.parquet").read_bytes()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return kept_places(tmp_path_factory.mktemp("kept"))


def is_read_or_refused(content: bytes, file: Path) -> bool:
    file.write_bytes(content)
    places, wheres = None, {str(file)}
    try:
        places = load_places(file)
    except InputError as refused:
        wheres = {problem.where for problem in refused.problems}
    assert wheres == {str(file)}
    if places is None:
        return False
    describe_places(places)
    runs_a_quarter(places)
    return True


def damaged(content: bytes, seed: int) -> bytes:
    """A file with some bits turned, or cut off, or with a piece missing or twice."""
    chance = random.Random(seed)
    broken = bytearray(content)
    kind = chance.choice(["bits", "bits", "bits", "end", "piece", "twice"])
    start, stop = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    if kind == "bits":
        for _ in range(chance.choice([1, 1, 2, 8])):
            at = (
                chance.randrange(len(content))
                if chance.random() < 0.5
                else -1 - chance.randrange(2_000) % len(content)
            )
            broken[at] ^= 1 << chance.randrange(8)
    elif kind == "end":
        del broken[start:]
    elif kind == "piece":
        del broken[start:stop]
    else:
        broken[start:start] = broken[start:stop]
    return bytes(broken)


@pytest.mark.parametrize("tenth", range(10))
def test_kept_places_that_were_damaged_are_read_or_refused(kept: bytes, tmp_path: Path, tenth: int) -> None:
    for seed in range(tenth * 60, tenth * 60 + 60):
        is_read_or_refused(damaged(kept, seed), tmp_path / "places.parquet")


@pytest.mark.slow
def test_kept_places_that_were_damaged_in_many_ways_are_read_or_refused(kept: bytes, tmp_path: Path) -> None:
    for seed in range(1_000, 40_000):
        is_read_or_refused(damaged(kept, seed), tmp_path / "places.parquet")


WRONG: list[Any] = [*ODD_VALUES, ["a"], [["a"]], [None], {}, {"a": 1}]
WRONG += [
    [0, 0, 10**30],
    [[0, 1, 2]],
    [[0, 10**30]],
    [-1, 0, 0],
    [0.5, 0.5, "x"],
    [1e308] * 3,
    [5e-324] * 3,
    [[1, 0]],
]


def test_what_stands_beside_kept_places_may_be_of_any_shape(kept: bytes, tmp_path: Path) -> None:
    file = tmp_path / "places.parquet"
    file.write_bytes(kept)
    table = pq.read_table(file)
    beside = json.loads(table.schema.metadata[b"govsim_places"])
    tried = 0
    for key in (*beside, None):
        for wrong in WRONG:
            text = json.dumps(wrong if key is None else {**beside, key: wrong})
            pq.write_table(table.replace_schema_metadata({b"govsim_places": text}), file)
            is_read_or_refused(file.read_bytes(), file)
            tried += 1
        if key is not None:
            text = json.dumps({name: value for name, value in beside.items() if name != key})
            pq.write_table(table.replace_schema_metadata({b"govsim_places": text}), file)
            may_lack = key in ("questions", "origins", "reading")  # files of earlier versions have none
            assert is_read_or_refused(file.read_bytes(), file) is may_lack
    deep = "[" * 100_000 + "]" * 100_000
    pq.write_table(table.replace_schema_metadata({b"govsim_places": deep}), file)
    assert not is_read_or_refused(file.read_bytes(), file)
    assert tried > 300


@settings(max_examples=120, suppress_health_check=IN_ONE_FOLDER)
@given(data=st.data())
def test_columns_of_kept_places_may_be_of_any_kind(kept: bytes, tmp_path: Path, data: st.DataObject) -> None:
    import pyarrow as pa

    file = tmp_path / "places.parquet"
    file.write_bytes(kept)
    table = pq.read_table(file)
    column = data.draw(st.sampled_from(table.column_names))
    kinds = {
        "texts": pa.array(["a", "b", "c", "d"]),
        "nulls": pa.nulls(4),
        "booleans": pa.array([True, False, True, True]),
        "whole": pa.array([1, 2, 3, 4]),
        "dates": pa.array([1, 2, 3, 4], pa.date32()),
        "times": pa.array([1, 2, 3, 4], pa.timestamp("s")),
        "holes": pa.array([0.5, None, 0.5, 0.5]),
        "endless": pa.array([0.5, math.inf, math.nan, 0.5]),
        "huge": pa.array([1e308] * 4),
        "tiny": pa.array([5e-324] * 4),
        "lists": pa.array([[1.0], [2.0], [], [3.0]]),
        "bytes": pa.array([b"\xff", b"a", b"b", b"c"]),
        "half": pa.array(np.array([0.5, 1, 0, 0.5], np.float16)),
        "texts with a hole": pa.array(["A", None, "B", "C"]),
    }
    put = kinds[data.draw(st.sampled_from(sorted(kinds)))]
    position = table.column_names.index(column)
    changed = table.set_column(position, column, put)
    if data.draw(st.booleans()):
        changed = changed.append_column(column, put)
    assume(changed is not None)
    pq.write_table(changed, file)
    is_read_or_refused(file.read_bytes(), file)
