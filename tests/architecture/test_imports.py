"""Imports point down, siblings are strangers, and what is heavy arrives when it is asked for."""

from __future__ import annotations

import ast
import os
import pickle
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

import govsim
from govsim.experiments.engines.engine import packed
from govsim.experiments.plan import planned
from govsim.runs.provenance import files_of_the_code, this_maker
from tests.tiny_experiments import tiny

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "govsim"
HEAVY = ("numpy", "scipy", "mesa", "networkx", "pyarrow", "pydantic", "altair", "rich", "click")


def python(code: str, *arguments: str) -> str:
    """What a fresh interpreter prints."""
    path = os.pathsep.join([str(Path(govsim.__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path.rstrip(os.pathsep)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_the_contract_on_circles_leaves_out_is_imported_for_types_alone() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (contract,) = (one for one in settings["contracts"] if one["type"] == "acyclic_siblings")
    for line in contract["ignore_imports"]:
        importer, imported = line.split(" -> ")
        room = PACKAGE.parent / importer.replace(".", "/").removesuffix("/*")
        for file in room.glob("*.py") if importer.endswith("*") else [room.with_suffix(".py")]:
            tree = ast.parse(file.read_text(encoding="utf-8"))
            types = [
                part
                for part in tree.body
                if isinstance(part, ast.If) and "TYPE_CHECKING" in ast.unparse(part.test)
            ]
            inside = {id(node) for part in types for node in ast.walk(part)}
            for node in ast.walk(tree):
                if isinstance(node, ast.ImportFrom) and node.module == imported:
                    assert id(node) in inside, f"{file.name}, line {node.lineno}"


def test_the_import_contracts_are_kept() -> None:
    pytest.importorskip("importlinter")
    code = (
        "import sys; from importlinter.cli import lint_imports_command as check;"
        "check(['--no-cache', '--no-logo'], prog_name='lint-imports')"
    )
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_importing_govsim_loads_nothing_heavy() -> None:
    loaded = python("import sys, govsim; print(*sys.modules)").split()
    assert not set(HEAVY) & set(loaded)


def test_help_needs_click_and_the_standard_library_only() -> None:
    before = set(python("import sys; print(*sys.modules)").split())
    code = (
        "import sys\n"
        "from govsim.cli.main import main\n"
        "try:\n    main(['--help'])\n"
        "except SystemExit as stop:\n    assert stop.code == 0\n"
        "print('\\n' + ' '.join(sys.modules))"
    )
    after = set(python(code).splitlines()[-1].split())
    packages = {name.partition(".")[0] for name in after - before}
    assert packages - set(sys.stdlib_module_names) == {"govsim", "click"}


def test_a_batch_worker_needs_no_face() -> None:
    loaded = set(python("import sys, govsim.runs.simulate; print(*sys.modules)").split())
    assert not {"mesa", "networkx", "altair", "solara", "rich", "click", "pyarrow"} & loaded


MAKES_A_CHUNK = """
import pickle, sys
from pathlib import Path
from govsim.experiments.engines.engine import run_packed
expected, work, chunk = pickle.loads(Path(sys.argv[1]).read_bytes())
assert run_packed(expected, work, chunk).failures == ()
print(*(module.__file__ for name, module in sys.modules.items() if name.partition(".")[0] == "govsim"), sep="\\n")
"""


def test_the_digest_of_the_code_covers_every_module_that_a_worker_loads(tmp_path: Path) -> None:
    actor = tmp_path / "thrifty.py"
    actor.write_text(
        "class Thrifty:\n    def commission(self, view, rule):\n        return rule.choose(view)\n", "utf-8"
    )
    plan = replace(planned(tiny()), actors=(f"council:hillford={actor}:Thrifty",))
    chunk = next(plan.chunks(plan.blocks[0]))
    asked = tmp_path / "asked.pickle"
    asked.write_bytes(pickle.dumps((this_maker().alike, packed(plan.work), packed(chunk))))
    loaded = {Path(file) for file in python(MAKES_A_CHUNK, str(asked)).splitlines()}
    assert PACKAGE / "experiments" / "chunk.py" in loaded
    assert PACKAGE / "measures" / "progress.py" in loaded
    missing = loaded - set(files_of_the_code())
    assert not missing, f"list their rooms in runs/provenance.py: {sorted(missing)}"


def test_only_the_driver_of_runs_advances_worlds() -> None:
    """Everybody else steps them by `runs/drive.py`, so that what is handed to a run reaches every run."""
    sources = [*sorted(PACKAGE.rglob("*.py")), *sorted(ROOT.glob("benchmarks/*.py"))]
    advancing = {
        path
        for path in sources
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if "advance" in (getattr(node, "id", ""), getattr(node, "attr", ""), getattr(node, "name", ""))
    }
    assert advancing == {PACKAGE / "runs" / "drive.py", PACKAGE / "simulation.py"}
