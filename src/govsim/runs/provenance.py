"""The provenance of results: versions, machine, digest of the code. No result depends on it."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import numpy
import scipy

from govsim.runs.version import MODEL_VERSION

_PACKAGES: Final = ("numpy", "scipy", "pydantic", "pyarrow", "duckdb", "govsim")
# The code that affects a run: whole packages, then packages of which only the files at the top count.
_ROOMS: Final = (
    "words",
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
_PACKAGE: Final = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, kw_only=True, order=True)
class Maker:
    """The machine, versions and code behind some runs."""

    host: str
    govsim: str
    python: str
    numpy: str
    scipy: str
    code: str

    @property
    def alike(self) -> dict[str, str]:
        """The versions that all makers of one table share, by name: a run may depend on each of them."""
        return {
            "govsim": self.govsim,
            "source": self.code,
            "Python": minor(self.python),
            "numpy": self.numpy,
            "scipy": self.scipy,
        }


@cache
def this_maker() -> Maker:
    """This process as the maker of runs."""
    return Maker(
        host=socket.gethostname(),
        govsim=MODEL_VERSION,
        python=platform.python_version(),
        numpy=numpy.__version__,
        scipy=scipy.__version__,
        code=digest_of_code(),
    )


def provenance(engine: str, command: str) -> dict[str, Any]:
    """Versions, platform, state of the code, engine, command and time."""
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


def minor(python: str) -> str:
    """The part of Python's version that matters to a run.

    >>> minor("3.11.7")
    '3.11'
    """
    return ".".join(python.split(".")[:2])


def versions_in_words(alike: Mapping[str, str]) -> str:
    """Versions as in a sentence.

    >>> versions_in_words({"Python": "3.11", "numpy": "2.4.6"})
    'Python 3.11, numpy 2.4.6'
    """
    return ", ".join(f"{name} {version}" for name, version in alike.items())


@cache  # the source as it was loaded: a later change on the disk does not reach this process
def digest_of_code() -> str:
    """A short SHA-256 of the model's code, so that results of two states never mix."""
    digest = hashlib.sha256()
    for file in files_of_the_code():
        digest.update(file.relative_to(_PACKAGE).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def files_of_the_code() -> list[Path]:
    """The source files that a worker process may load, sorted."""
    rooms = [file for room in _ROOMS for file in (_PACKAGE / room).rglob("*.py")]
    return sorted({*rooms, *(file for room in _OWN_FILES for file in (_PACKAGE / room).glob("*.py"))})


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _git() -> dict[str, Any] | None:
    """The commit and whether files differ from it; None outside a repository."""
    root = _PACKAGE.parents[1]
    git = shutil.which("git")
    if git is None or not (root / ".git").exists():
        return None
    answers = []
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
        answers.append(done.stdout.strip())
    return {"commit": answers[0], "changed": bool(answers[1])}
