"""CPU time of this process and of others, several deeds in turn, peak memory: how everything here is measured."""

from __future__ import annotations

import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
MEGABYTE: Final = 2**20

Deed = Callable[[], object]


@dataclass(frozen=True)
class Spent:
    """What a process took: seconds of CPU and of wall."""

    cpu: float
    wall: float


def cpu_seconds(deed: Deed) -> float:
    """CPU seconds that a deed takes in this process."""
    gc.collect()  # what others left behind is not its cost
    began = time.process_time()
    deed()
    return time.process_time() - began


def in_turn(deeds: Mapping[str, Deed], turns: int) -> dict[str, list[float]]:
    """CPU seconds of several deeds, done one after the other (A B A B), so that a slow minute slows all of them."""
    seconds: dict[str, list[float]] = {name: [] for name in deeds}
    for _ in range(turns):
        for name, deed in deeds.items():
            seconds[name].append(cpu_seconds(deed))
    return seconds


def ratios(over: Sequence[float], under: Sequence[float]) -> list[float]:
    """The ratio of each pair that was measured side by side."""
    return [one / other for one, other in zip(over, under, strict=True)]


def middle(values: Sequence[float]) -> float:
    """The median."""
    return float(median(values))


def command(words: Sequence[str], folder: Path) -> Spent:
    """What a command of ours takes from start to end in a process of its own, its children included.

    Raises CalledProcessError with what it said where it fails.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run([sys.executable, *words], cwd=folder, env=_environment(), capture_output=True, check=True)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Spent(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall)


def apart(function: str, /, **arguments: Any) -> Any:
    """What a function (`module:name` of this folder) returns in a fresh process, whose memory is its own."""
    return apart_with(sys.executable, function, **arguments)


def apart_with(interpreter: str | Path, function: str, /, **arguments: Any) -> Any:
    """As `apart`, with another Python."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        words = [str(interpreter), "-m", "benchmarks.measuring", function, json.dumps(arguments), str(answer)]
        subprocess.run(words, cwd=folder, env=_environment(), stdout=subprocess.DEVNULL, check=True)
        return json.loads(answer.read_text(encoding="utf-8"))


def peak_memory() -> float:
    """The most memory that this process has held so far, in MB; of no use where memory is not told in /proc."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage would count what the parent held when it split
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / MEGABYTE if sys.platform == "darwin" else most / 1024


def _environment() -> dict[str, str]:
    path = [str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path).rstrip(os.pathsep), "COLUMNS": "100"}


def main(words: Sequence[str]) -> None:
    """Call a function in this process and leave its answer in a file."""
    from importlib import import_module

    module, _, name = words[0].partition(":")
    found = getattr(import_module(f"benchmarks.{module}"), name)(**json.loads(words[1]))
    Path(words[2]).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
