"""A real Dask scheduler and its workers, each a process of its own on loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.tiny_experiments import ROOT

SECONDS_TO_START = 60.0


@dataclass
class DaskProcesses:
    """A scheduler and its workers, to be killed at will."""

    folder: Path
    options: Sequence[str] = ()  # of scheduler and workers, such as those of TLS
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)  # the scheduler first

    def start(self, *words: str, python: str = sys.executable, source: Path = ROOT / "src") -> None:
        """Start a process of Dask with the source of a folder."""
        self.processes.append(
            subprocess.Popen(
                [python, "-m", *words, *self.options, "--no-dashboard"],
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": os.pathsep.join([str(source), str(ROOT)])},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )

    @property
    def address(self) -> str:
        """The address of the scheduler, once it has one."""
        file = self.folder / "scheduler.json"
        until = time.monotonic() + SECONDS_TO_START
        while not file.exists() and time.monotonic() < until:
            time.sleep(0.05)
        return str(json.loads(file.read_text())["address"])

    def add_worker(
        self, source: Path = ROOT / "src", preload: str = "", python: str = sys.executable
    ) -> None:
        """Start a worker; it runs the text `preload` first."""
        words = ["distributed.cli.dask_worker", self.address, "--nthreads", "1", "--no-nanny"]
        if preload:
            file = self.folder / f"preload_{len(self.processes)}.py"
            file.write_text(preload, encoding="utf-8")
            words += ["--preload", str(file)]
        self.start(*words, "--local-directory", str(self.folder), python=python, source=source)


@contextmanager
def dask_processes(
    folder: Path, host: str = "127.0.0.1", options: Sequence[str] = ()
) -> Iterator[DaskProcesses]:
    """A scheduler without workers; all processes end with the block."""
    folder.mkdir(exist_ok=True)
    made = DaskProcesses(folder, options)
    file = str(folder / "scheduler.json")
    made.start("distributed.cli.dask_scheduler", "--host", host, "--port", "0", "--scheduler-file", file)
    try:
        yield made
    finally:
        for process in made.processes:
            process.kill()  # workers have no nanny, so nothing is left
            process.wait()


def wait_for_workers(address: str, count: int, **client: object) -> None:
    """Wait until a cluster has so many workers."""
    import distributed

    with distributed.Client(address, set_as_default=False, **client) as asking:
        asking.wait_for_workers(count, timeout=SECONDS_TO_START)
