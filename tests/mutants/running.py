"""Running the tests of a room against a copy of the project with one fault in it."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.rooms import ROOT, Room

PARTS = ("src", "tests", "docs", "scenarios", "experiments", "benchmarks")
PASSED, FAILED, INTERRUPTED = 0, 1, 2  # exit codes of pytest; others say that it was called wrongly
LEAST_SECONDS = 300  # other work on the machine must not count as a fault that never ends


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a fault: whether a test failed, which, and after how long."""

    fault: str
    died: bool
    killer: str
    seconds: float

    def __str__(self) -> str:
        return f"{self.seconds:5.0f} s  {'died' if self.died else 'SURVIVED'}  {self.fault}  {self.killer}"


class Copy:
    """A copy of the project in a folder of its own, in which one source at a time has a fault."""

    def __init__(self, folder: Path, of: Path = ROOT) -> None:
        self.folder = folder
        for part in PARTS:
            shutil.copytree(of / part, folder / part, symlinks=True)
        for path in of.glob("*.*"):
            if path.is_file():
                shutil.copy2(path, folder)

    @contextmanager
    def changed(self, file: str, change: Callable[[bytes], bytes]) -> Iterator[None]:
        """The copy while one of its sources is changed."""
        path = self.folder / "src/govsim" / file
        sound = path.read_bytes()
        for compiled in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
            compiled.unlink()
        path.write_bytes(change(sound))
        try:
            yield
        finally:
            path.write_bytes(sound)

    def test(self, tests: Sequence[str], seconds: float, compiles: bool = False) -> tuple[int | None, str]:
        """The exit code of pytest, None after too long, and what it said."""
        options = ["-x", "-q", "-p", "no:cacheprovider", "-n", "0", "--no-header", "--tb=line"]
        path = os.pathsep.join([str(self.folder / "src"), os.environ.get("PYTHONPATH", "")])
        environment = {**os.environ, "PYTHONPATH": path}
        if not compiles:  # a compiled fault must not outlive it
            environment["PYTHONDONTWRITEBYTECODE"] = "1"
        process = subprocess.Popen(
            [sys.executable, "-m", "pytest", *options, *tests],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            said, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            said, _ = process.communicate()
            return None, said
        return process.returncode, said


def outcome(fault: str, code: int | None, said: str, seconds: float) -> Outcome:
    """What the end of pytest says about a fault. Raises RuntimeError where pytest could not be run."""
    if code not in (None, PASSED, FAILED, INTERRUPTED):
        raise RuntimeError(f"pytest ended with {code} on {fault}:\n{said[-2000:]}")
    killers = [line for line in said.splitlines() if line.startswith(("FAILED", "ERROR"))]
    killer = "too long" if code is None else (killers or [""])[0].partition(" - ")[0]
    return Outcome(fault=fault, died=code != PASSED, killer=killer, seconds=seconds)


Change = tuple[str, str, Callable[[bytes], bytes]]  # what it is called, the source, and how that is changed


def outcomes(room: Room, changes: Sequence[Change], folder: Path, jobs: int | None = None) -> list[Outcome]:
    """What became of each fault of a room. Raises RuntimeError where its tests fail without one."""
    jobs = min(jobs or os.cpu_count() or 1, len(changes))
    first = Copy(folder / "0")
    began = time.monotonic()
    code, said = first.test(room.tests, 3600, compiles=True)
    if code != PASSED:
        raise RuntimeError(f"the tests of {room.name} fail without a fault:\n{said[-4000:]}")
    limit = max(LEAST_SECONDS, 5 * (time.monotonic() - began))
    copies: queue.Queue[Copy] = queue.Queue()
    copies.put(first)
    for row in range(1, jobs):
        copies.put(Copy(folder / str(row), first.folder))

    def look(change: Change) -> Outcome:
        name, file, changed = change
        copy = copies.get()
        try:
            since = time.monotonic()
            with copy.changed(file, changed):
                code, said = copy.test(room.tests, limit)
            result = outcome(name, code, said, time.monotonic() - since)
            print(result, flush=True)
            return result
        finally:
            copies.put(copy)

    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(look, changes))
