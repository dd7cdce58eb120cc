"""Drivers that are killed before each step in which a file takes its place or goes, one driver for each step.

python -m tests.killed_at_a_step RESULTS NAME COPIES
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from tests.tiny_experiments import ROOT, AtOnce, resume


def killed_at_every_step(results: Path, name: str, copies: Path) -> list[Path]:
    """Go on with a folder of results in copies of all of them, each time with a kill one step later.

    Returns the folder in each copy; what had crashed is tried again, and the last of them was not killed.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tests.killed_at_a_step", str(results), name, str(copies)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return [copies / str(step) / name for step in range(len(list(copies.iterdir())))]


def _is_killed_at(step: int, folder: Path) -> bool:
    """Whether a driver comes to a step; the child has no thread but its first, and needs none."""
    child = os.fork()
    if not child:
        fatal = _Fatal(step)
        os.replace, os.unlink = map(fatal, (os.replace, os.unlink))
        resume(folder, executor=AtOnce(), retry_failed=True)
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if ended not in (0, -signal.SIGKILL):
        raise AssertionError(f"the driver ended with {ended}")
    return ended != 0


class _Fatal:
    """Counts steps, and kills this process before one of them."""

    def __init__(self, step: int) -> None:
        self.left = step

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*arguments: Any, **named: Any) -> Any:
            if not self.left:
                os.kill(os.getpid(), signal.SIGKILL)
            self.left -= 1
            return function(*arguments, **named)

        return stepped


if __name__ == "__main__":
    for step in count():
        copy = Path(sys.argv[3]) / str(step)
        shutil.copytree(sys.argv[1], copy)
        if not _is_killed_at(step, copy / sys.argv[2]):
            break
