"""Files that cannot be read or written, and options that will not do, end with code 2 before any work is done."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile import CHILD, PLAIN, READ, Told, asking, put


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
def test_a_file_that_may_not_be_read_is_named(
    told: Told, right_files: Path, tmp_path: Path, name: str
) -> None:
    file = put(tmp_path, name, (right_files / name).read_bytes())
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


@pytest.mark.skipif(os.name != "posix", reason="no limits of files here")
@pytest.mark.parametrize(
    ("command", "file"),
    [
        (("run", "classroom_small", "-n", "1", "--quiet", "--json"), "r.json"),
        (("run", "classroom_small", "-n", "1", "--quiet", "--csv"), "folder"),
        (("run", "classroom_small", "-n", "1", "--quiet", "-o"), "r.parquet"),
        (("run", "classroom_small", "-n", "1", "--quiet", "--report"), "r.md"),
        (("network", "classroom_small", "-o"), "n.graphml"),
        (("places", "import", "p.csv", "-o"), "p.parquet"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_write_that_fails_names_its_file(command: tuple[str, ...], file: str, tmp_path: Path) -> None:
    import resource

    put(tmp_path, "p.csv", PLAIN)
    words = ("compare", *command[1:2], *command[1:]) if file.endswith(".md") else command
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *words, file],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000)),
    )
    assert done.returncode in (1, 2)
    assert file in done.stderr.partition(":")[0]
    assert "too large" in done.stderr.lower()
