"""The same costs with a newer Mesa, which needs a newer Python: in an environment made for this and thrown away."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.answers import Answer
from benchmarks.measuring import ROOT, apart_with
from benchmarks.reference import told
from benchmarks.sizes import Size

KEY: Final = "newer_mesa"
VERSION: Final = "3.13"
_QUESTION: Final = "And with the newest Mesa 3?"
_FITS: Final = f"import sys, ssl, venv; assert sys.version_info[:2] == ({VERSION.replace('.', ', ')})"


def ask(size: Size) -> Answer:
    """Measure there, or say why not."""
    if not size.newer_mesa:
        return Answer(KEY, _QUESTION, notes=["Left out: a second environment is made in a full run alone."])
    interpreter = newer_python()
    if interpreter is None:
        return Answer(KEY, _QUESTION, notes=[f"Not measured: no Python {VERSION} was found here."])
    with tempfile.TemporaryDirectory() as folder:
        python = _environment(interpreter, Path(folder))
        return told(
            apart_with(
                python,
                "reference:costs",
                scenario_name=size.scenario,
                turns=size.turns,
                replicates=size.replicates,
            ),
            KEY,
        )


def newer_python() -> str | None:
    """A Python of that version that runs, or None."""
    installed = sorted(Path.home().glob(f".pyenv/versions/{VERSION}*/bin/python"))
    for candidate in (f"python{VERSION}", *map(str, installed)):
        try:
            done = subprocess.run([candidate, "-c", _FITS], capture_output=True, check=False)
        except FileNotFoundError:
            continue
        if done.returncode == 0:
            return candidate
    return None


def _environment(interpreter: str, folder: Path) -> Path:
    """A virtual environment with what govsim stands on, at the versions that the tests use."""
    subprocess.run([interpreter, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    words = [str(python), "-m", "pip", "install", "-q", "-c", str(ROOT / "requirements.lock"), str(ROOT)]
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    subprocess.run(words, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return python
