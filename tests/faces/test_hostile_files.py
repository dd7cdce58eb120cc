"""Tables, kept places, saved runs, networks and options that are hostile end with code 2 and say where and why."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import govsim
from govsim.cli.main import COMMANDS, main

CHILD = "from govsim.cli.main import main; main()"
PLAIN = (
    "code,name,council,population,need_work,need_health,score_homes\n"
    "k1,Mill Lane,B,1000,0.2,0.5,10\n"
    "k2,Harbour,A,1500,0.6,0.9,30\n"
    "k3,Park End,B,1200,0.4,0,30\n"
    "k4,Quay,C,80,1,0.3,12\n"
)
COUNCILS = "code,name,region,capacity\nA,Ayton,N,0.2\nB,Beeham,N,0.8\nC,Isle,S,0.5\n"
NEIGHBOURS = "council_a,council_b\nA,B\n"
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE graphml [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]><graphml><graph><node id='&j;'/></graph></graphml>"
)

Told = Callable[..., tuple[int, str]]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    """The exit code of a command and what it wrote; never a traceback."""

    def run(*arguments: object) -> tuple[int, str]:
        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return int(str(stop.value.code)), err or out

    return run


def put(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def imported(
    told: Told, folder: Path, communities: str | bytes, councils: str = COUNCILS, neighbours: str = NEIGHBOURS
) -> tuple[int, str]:
    """What an import says; it leaves the places behind where it is done, and nothing where it is not."""
    tables = [
        put(folder, "p.csv", communities),
        put(folder, "c.csv", councils),
        put(folder, "n.csv", neighbours),
    ]
    kept = folder / "kept.parquet"
    found = told(
        "places", "import", tables[0], "--councils", tables[1], "--neighbours", tables[2], "-o", kept
    )
    assert {file.name for file in folder.iterdir()} == {"p.csv", "c.csv", "n.csv"} | (
        {"kept.parquet"} if found[0] == 0 else set()
    )
    return found


# --- tables -------------------------------------------------------------------------------------------------

CELLS = [
    "nan",
    "inf",
    "-1",
    "1e400",
    "1e308",
    "5e-324",
    "true",
    "2020-01-01",
    "1_000",
    '"1,000"',
    "0x10",
    "",
    "9" * 5_000,
]
COLUMNS = {"population": ("1000", 2), "need_work": ("0.2", 2), "score_homes": (",10\n", 2)}


@pytest.mark.parametrize("cell", [*CELLS, "0"], ids=lambda cell: cell[:12])
@pytest.mark.parametrize("column", COLUMNS)
def test_a_cell_that_is_no_usable_number_is_refused_at_its_line_and_column(
    told: Told, tmp_path: Path, column: str, cell: str
) -> None:
    old, line = COLUMNS[column]
    new = f",{cell}\n" if old.endswith("\n") else cell
    code, said = imported(told, tmp_path, PLAIN.replace(old, new, 1))
    if (column, cell) in (
        ("need_work", "0"),
        ("score_homes", "0"),
        ("score_homes", "-1"),
        ("score_homes", "1e308"),  # a score may be of any size: only its rank counts
    ):
        assert code == 0
        return
    assert code == 2
    assert said.startswith(f"{tmp_path / 'p.csv'}, line {line}, {column}: expected ")


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell[:12])
def test_a_capacity_that_is_no_share_is_refused(told: Told, tmp_path: Path, cell: str) -> None:
    code, said = imported(told, tmp_path, PLAIN, COUNCILS.replace("0.2", cell, 1))
    assert code == 2
    assert said.startswith(f"{tmp_path / 'c.csv'}, line 2, capacity: expected a share from 0 to 1")


TABLES: dict[str, tuple[str | bytes, str]] = {
    "a community twice": (
        PLAIN.replace("k2,", "k1,"),
        "line 3, code: expected each community once, found 'k1' again",
    ),
    "an empty column of residents": (
        "code,council,population,need_x\nk1,A,,1\nk2,B,,1\nk3,C,,1\n",
        "population: expected residents above 0, found an empty column",
    ),
    "an empty column of names": (
        "code,name,council,population,need_x\nk1,,A,1,1\n",
        "name: expected values, found an empty column",
    ),
    "an unknown council": (PLAIN.replace(",C,", ",Z,"), "line 5, council: expected a council of"),
    "a council in Cyrillic": (PLAIN.replace(",A,", ",А,"), "line 3, council: expected a council of"),
    "a heading in Cyrillic": (PLAIN.replace("code", "cоde"), "line 1: expected a column 'code'"),
    "a column twice": (PLAIN.replace("need_health", "need_work"), "line 1: expected each column once"),
    "short rows": (PLAIN + "k9,x\n", "line 6: expected 7 cells, found 2 cells"),
    "an open quote": (PLAIN + '"k9', "line 6: expected CSV"),
    "a byte of nought": (
        PLAIN.replace("Harbour", "Har\0bour"),
        "line 3: expected text without control characters",
    ),
    "an escape": (PLAIN.replace("Harbour", "\x1b[31m"), "line 3: expected text without control characters"),
    "Latin-1": (
        PLAIN.replace("Mill", "Mîll").encode("latin-1"),
        "line 2: expected text in UTF-8, found the byte 0xee",
    ),
    "UTF-16": (PLAIN.encode("utf-16"), "line 1: expected text in UTF-8"),
    "a cell of 200,000 letters": (PLAIN.replace("Harbour", "H" * 200_000), "line 3: expected CSV"),
    "only headings": (PLAIN.split("\n")[0] + "\n", "found only column names"),
    "nothing": ("", "found an empty file"),
    "a spreadsheet": (b"PK\3\4", "found a spreadsheet or zip file"),
    "half a Parquet file": (b"PAR1\0\0", "found a Parquet file"),
    "a picture": (bytes(range(256)) * 20, "expected "),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_will_not_do_is_refused_with_its_place(told: Told, tmp_path: Path, name: str) -> None:
    content, wanted = TABLES[name]
    code, said = imported(told, tmp_path, content)
    assert code == 2
    assert said.startswith(str(tmp_path / "p.csv"))
    assert wanted in said
    assert len(said) < 6_000


@pytest.mark.parametrize(
    ("pairs", "wanted"),
    [
        ("a_a,a_b\nA,A\n", "line 2: expected two different councils"),
        ("a_a,a_b\nA,Z\n", "line 2: expected a known council, found 'Z'"),
        ("a_a,a_b\nA,\n", "a_b: expected values, found an empty column"),
        (",a_b\nA,B\n", "line 1: expected two columns with names"),
        ("A,B\nB,A\n", "line 1: expected a line of column names"),
    ],
)
def test_neighbours_that_will_not_do_are_refused(told: Told, tmp_path: Path, pairs: str, wanted: str) -> None:
    code, said = imported(told, tmp_path, PLAIN, neighbours=pairs)
    assert code == 2
    assert said.startswith(str(tmp_path / "n.csv"))
    assert wanted in said


def test_50_mb_without_a_line_are_refused(told: Told, tmp_path: Path) -> None:
    file = tmp_path / "big.csv"
    with file.open("wb") as stream:
        stream.truncate(50_000_000)
    code, said = told("places", "import", file, "-o", tmp_path / "x.parquet")
    assert (code, said.split(":")[0]) == (2, f"{file}, line 1")


@pytest.mark.parametrize(
    "communities",
    [
        PLAIN,
        "\ufeff" + PLAIN.replace("\n", "\r\n"),
        "code,council,population,need_work,need_health,need_homes\nk1,A,5,0.5,0,1\n",
    ],
    ids=["an island", "from a spreadsheet", "one council with one community"],
)
def test_unusual_places_that_are_right_come_in_and_run(told: Told, tmp_path: Path, communities: str) -> None:
    assert imported(told, tmp_path, communities)[0] == 0
    kept = tmp_path / "kept.parquet"
    assert told("places", "describe", kept)[0] == 0
    assert told("run", "classroom_small", "--places", kept, "-n", 1, "--quiet")[0] == 0


# --- kept places, saved runs, networks ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kept file of each kind, all of them right."""
    made = tmp_path_factory.mktemp("right")
    put(made, "p.csv", PLAIN)
    for arguments in (
        ["places", "import", str(made / "p.csv"), "-o", str(made / "places.parquet")],
        ["network", "classroom_small", "-o", str(made / "network.graphml")],
        ["network", "classroom_small", "-o", str(made / "network.json")],
        ["run", "classroom_small", "-n", "2", "-o", str(made / "run.parquet"), "--quiet"],
    ):
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        assert stop.value.code == 0
    return made


def asking(name: str, file: Path) -> list[list[str]]:
    """Commands that read a file of a kind."""
    option = "--network" if name.startswith("network") else "--places"
    asked = [["run", "classroom_small", "-n", "1", option, str(file), "--quiet"]]
    asked += [["compare", "classroom_small", "classroom_small", "-n", "1", option, str(file), "--quiet"]]
    if name == "places.parquet":
        asked += [
            ["places", "describe", str(file)],
            ["network", "classroom_small", "--summary", "--places", str(file)],
        ]
    return asked


READ = ("places.parquet", "network.graphml", "network.json")


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("share", [0, 0.001, 0.3, 0.9, 0.999])
def test_a_file_that_is_half_written_is_refused(
    told: Told, folder: Path, tmp_path: Path, name: str, share: float
) -> None:
    whole = (folder / name).read_bytes()
    file = put(tmp_path, name, whole[: round(share * len(whole))])
    for arguments in asking(name, file):
        code, said = told(*arguments)
        assert code == 2
        assert said.startswith(str(file))


@pytest.mark.parametrize("share", [0, 0.001, 0.3, 0.9, 0.999])
def test_a_saved_run_that_is_half_written_is_refused(folder: Path, tmp_path: Path, share: float) -> None:
    whole = (folder / "run.parquet").read_bytes()
    file = put(tmp_path, "run.parquet", whole[: round(share * len(whole))])
    with pytest.raises(govsim.errors.RunFileError) as caught:
        govsim.load_run(file)
    assert str(caught.value).startswith(str(file))


@pytest.mark.skipif("replay" not in COMMANDS, reason="there is no govsim replay")
@pytest.mark.parametrize("wrong", ["half", "shape", "text"])
def test_a_damaged_run_is_not_replayed(told: Told, folder: Path, tmp_path: Path, wrong: str) -> None:
    file = tmp_path / "run.parquet"
    whole = (folder / "run.parquet").read_bytes()
    file.write_bytes(whole[: len(whole) // 2] if wrong == "half" else whole if wrong == "shape" else b"a run")
    if wrong == "shape":
        table = pq.read_table(file)
        pq.write_table(table.replace_schema_metadata({b"govsim_run": b'{"format": 1}'}), file)
    code, said = told("replay", file, "--actor", "council:hillford", "--quarter", 1)
    assert code == 2
    assert str(file) in said


@pytest.mark.parametrize(
    "change",
    [
        {"format": 9},
        {"format": None},
        {"council_keys": 5},
        {"council_keys": ["A", "A", "B"]},
        {"council_names": [1, 2, 3]},
        {"region_keys": []},
        {"council_region": [0, 0, 10**30]},
        {"council_region": [7, 7, 7]},
        {"neighbours": [[0, 1, 2]]},
        {"neighbours": [[1, 0]]},
        {"capacity": ["x", 0, 0]},
        {"capacity": [5e-324, 0, 0]},
        {"councils_represented": -1},
        {"councils_represented": 10**400},
        {"outcomes": "health"},
        {"outcomes": {}},
        {"name": None},
        {"notes": [[]]},
        [],
        "x",
        None,
    ],
    ids=str,
)
def test_kept_places_whose_description_has_another_shape_are_refused(
    told: Told, folder: Path, tmp_path: Path, change: Any
) -> None:
    table = pq.read_table(folder / "places.parquet")
    beside = json.loads(table.schema.metadata[b"govsim_places"])
    text = json.dumps({**beside, **change} if isinstance(change, dict) else change)[:2_000_000]
    file = tmp_path / "places.parquet"
    pq.write_table(table.replace_schema_metadata({b"govsim_places": text}), file)
    for arguments in asking("places.parquet", file):
        code, said = told(*arguments)
        assert code == 2
        assert said.startswith(str(file))


@pytest.mark.parametrize("column", ["code", "council", "population", "need_work"])
@pytest.mark.parametrize("kind", ["nulls", "booleans", "dates", "huge", "negative", "missing"])
def test_kept_places_with_columns_of_another_kind_are_refused(
    told: Told, folder: Path, tmp_path: Path, column: str, kind: str
) -> None:
    table = pq.read_table(folder / "places.parquet")
    columns = {
        "nulls": pa.nulls(4),
        "booleans": pa.array([True] * 4),
        "dates": pa.array([1] * 4, pa.date32()),
        "huge": pa.array([1e308] * 4),
        "negative": pa.array([-1.0] * 4),
    }
    at = table.column_names.index(column)
    changed = table.remove_column(at) if kind == "missing" else table.set_column(at, column, columns[kind])
    file = tmp_path / "places.parquet"
    pq.write_table(changed, file)
    code, said = told("places", "describe", file)
    assert code == 2
    assert said.startswith(str(file))


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
    told: Told, folder: Path, tmp_path: Path, change: dict[str, Any], wanted: str
) -> None:
    document = json.loads((folder / "network.json").read_text(encoding="utf-8"))
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
    told: Told, folder: Path, tmp_path: Path, change: dict[str, Any]
) -> None:
    document = json.loads((folder / "network.json").read_text(encoding="utf-8"))
    document["nodes"][3] |= {"key": "changed"} | change
    file = put(tmp_path, "edited.json", json.dumps(document))
    code, said = told("run", "classroom_small", "-n", 1, "--network", file)
    if code == 0:
        pytest.skip("a label only")
    assert code == 2
    assert said.startswith(str(file))
    assert len(said) < 20_000


# --- where files cannot be read or written ------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("name", [*READ, "p.csv"])
@pytest.mark.parametrize("kind", ["pipe", "endless", "folder", "loop"])
def test_what_is_no_file_is_never_waited_for(tmp_path: Path, name: str, kind: str) -> None:
    file = tmp_path / name
    if kind == "pipe":
        os.mkfifo(file)
    elif kind == "folder":
        file.mkdir()
    else:
        file.symlink_to("/dev/zero" if kind == "endless" else file)
    arguments = (
        ["places", "import", str(file), "-o", "x.parquet"] if name == "p.csv" else asking(name, file)[0]
    )
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *arguments], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith(str(file))


@pytest.mark.parametrize("name", [*READ, "p.csv"])
def test_a_file_that_may_not_be_read_is_named(told: Told, folder: Path, tmp_path: Path, name: str) -> None:
    file = put(tmp_path, name, (folder / name).read_bytes())
    file.chmod(0)
    if os.access(file, os.R_OK):
        pytest.skip("this user may read everything")
    asked = (
        [["places", "import", str(file), "-o", str(tmp_path / "x.parquet")]]
        if name == "p.csv"
        else asking(name, file)
    )
    for arguments in asked:
        code, said = told(*arguments)
        assert code == 2
        assert str(file) in said


WRITING = {
    "run -o": ["run", "classroom_small", "-n", "1", "--quiet", "-o"],
    "run --json": ["run", "classroom_small", "-n", "1", "--quiet", "--json"],
    "run --csv": ["run", "classroom_small", "-n", "1", "--quiet", "--csv"],
    "run --plot": ["run", "classroom_small", "-n", "1", "--quiet", "--plot"],
    "compare --json": ["compare", "classroom_small", "classroom_small", "-n", "1", "--quiet", "--json"],
    "compare --csv": ["compare", "classroom_small", "classroom_small", "-n", "1", "--quiet", "--csv"],
    "network -o": ["network", "classroom_small", "-o"],
    "places import -o": ["places", "import", "p.csv", "-o"],
}


@pytest.mark.parametrize("what", WRITING)
@pytest.mark.parametrize("where", ["no folder", "in a file", "taken", "read-only", "long"])
def test_an_output_that_cannot_be_written_is_refused_and_leaves_nothing(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, where: str
) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "p.csv", PLAIN)
    ending = {"run --plot": ".svg", "network -o": ".json"}.get(what, ".out")
    locked = tmp_path / "locked"
    locked.mkdir()
    target = {
        "no folder": tmp_path / "nowhere" / f"x{ending}",
        "in a file": tmp_path / "p.csv" / f"x{ending}",
        "taken": tmp_path / f"taken{ending}",
        "read-only": locked / f"x{ending}",
        "long": tmp_path / ("x" * 5_000 + ending),
    }[where]
    if where == "taken":
        target.write_text("not a folder") if what.endswith("--csv") else target.mkdir()
    if where == "read-only":
        locked.chmod(0o500)
        if os.access(locked, os.W_OK):
            pytest.skip("this user may write everywhere")
    before = sorted(str(file) for file in tmp_path.rglob("*"))
    code, said = told(*WRITING[what], target)
    assert code == 2
    assert said.startswith(str(target)[:200])
    assert sorted(str(file) for file in tmp_path.rglob("*")) == before


# --- options ------------------------------------------------------------------------------------------------

OPTIONS = [("-n", value) for value in ("0", "-1", "x", "", "1.5", "1e9", "nan", "inf", "true", "9" * 5_000)]
OPTIONS += [("--seed", value) for value in ("-1", str(2**64), "x", "", "1e3", "nan", "9" * 5_000)]
OPTIONS += [("--worlds", "some"), ("--places", ""), ("--network", ""), ("--places", "x" * 5_000)]


@pytest.mark.parametrize(("option", "value"), OPTIONS, ids=lambda value: str(value)[:20])
@pytest.mark.parametrize("verb", ["run", "compare"])
def test_the_value_of_an_option_that_will_not_do_is_refused(
    told: Told, verb: str, option: str, value: str
) -> None:
    names = ["classroom_small"] * (1 if verb == "run" else 2)
    code, said = told(verb, *names, option, value, "--quiet")
    assert code == 2
    assert option in said or option in ("--places", "--network")


def test_the_largest_seed_is_taken(told: Told) -> None:
    assert told("run", "classroom_small", "-n", 1, "--seed", 2**64 - 1, "--quiet")[0] == 0


def test_more_worlds_than_anybody_can_hold_are_refused_at_once(told: Told) -> None:
    code, words = told("run", "classroom_small", "-n", 1_000_000_000, "--quiet")
    assert code == 2
    assert "1000000000 is not in the range 1<=x<=1000000" in words
