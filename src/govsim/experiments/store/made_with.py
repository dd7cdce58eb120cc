"""With what results were made: versions, machine, state of the code. It explains a result and changes none."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

_PACKAGES: Final = ("numpy", "scipy", "pydantic", "pyarrow", "duckdb", "govsim")
# Where stands what a run is made by: rooms with all that is in them, and rooms of which only their own files count.
_ROOMS: Final = (
    "scenario",
    "world",
    "decisions",
    "consequences",
    "measures",
    "runs",
    "experiments/engines",
    "experiments/designs",
)
_OWN_FILES: Final = (".", "experiments")
_GIT_SECONDS: Final = 5
_PACKAGE: Final = Path(__file__).resolve().parents[2]


def made_with(engine: str, command: str) -> dict[str, Any]:
    """Versions, platform, state of the code, engine, command and moment."""
    return {
        "packages": {name: _version(name) for name in _PACKAGES},
        "python": platform.python_version(),
        "platform": platform.platform(),
        "processors": os.cpu_count(),
        "git": _git(),
        "code": digest_of_code(),
        "engine": engine,
        "command": command,
        "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }


def digest_of_code() -> str:
    """A short SHA-256 of the source that runs are made by, so that results of two states are never mixed."""
    digest = hashlib.sha256()
    for file in files_of_the_model():
        digest.update(file.relative_to(_PACKAGE).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def files_of_the_model() -> list[Path]:
    """The source that runs are made by: whatever a worker process may load."""
    rooms = [file for room in _ROOMS for file in (_PACKAGE / room).rglob("*.py")]
    return sorted({*rooms, *(file for room in _OWN_FILES for file in (_PACKAGE / room).glob("*.py"))})


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _git() -> dict[str, Any] | None:
    """Commit and whether files differ from it; None where the source does not lie in a repository of its own."""
    root = _PACKAGE.parents[1]
    git = shutil.which("git")
    if git is None or not (root / ".git").exists():
        return None
    told = []
    for words in (("rev-parse", "HEAD"), ("status", "--porcelain", "--untracked-files=no")):
        try:
            done = subprocess.run(
                [git, "-C", str(root), *words],
                capture_output=True,
                text=True,
                timeout=_GIT_SECONDS,
                check=True,
            )
        except (subprocess.SubprocessError, OSError):
            return None  # a repository that git cannot read says nothing about the code
        told.append(done.stdout.strip())
    return {"commit": told[0], "changed": bool(told[1])}
