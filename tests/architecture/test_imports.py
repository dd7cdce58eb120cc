"""Imports point down, siblings are strangers, and what is heavy arrives when it is asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import govsim

ROOT = Path(__file__).parents[2]
HEAVY = ("numpy", "scipy", "mesa", "networkx", "pyarrow", "pydantic", "altair", "rich", "click")


def python(code: str, *arguments: str) -> str:
    """What a fresh interpreter prints."""
    path = os.pathsep.join([str(Path(govsim.__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, *arguments, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path.rstrip(os.pathsep)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


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
    loaded = set(python("import sys, govsim.usecases.simulate; print(*sys.modules)").split())
    assert not {"mesa", "altair", "rich", "click", "pyarrow"} & loaded
