"""A simulation in several processes gives the same bits as in one, tells how far it is, and ends with Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from govsim.runs.run import Run
from govsim.runs.sharing import Part, parts_of
from govsim.runs.simulate import Progress, simulate, simulating
from govsim.scenario.load import load_scenario
from tests.tiny_experiments import ROOT, on_this_machine

SHORT = {"warm_up": 4, "horizon": 6}
WORLDS = 7


def scenarios() -> list[object]:
    """Two that share a warm-up, and one of another length of it."""
    first = load_scenario("classroom_small").replace(**SHORT)
    other = first.replace(name="other", levers={"pooled_funding": 0.5})
    return [first, other, first.replace(name="longer", warm_up=5, horizon=8)]


def are_the_same_bits(found: Run, alone: Run) -> bool:
    kinds = ("measures", "pound", "along_axes", "assumptions")
    arrays = [
        (getattr(found, kind)[name], values)
        for kind in kinds
        for name, values in getattr(alone, kind).items()
    ]
    return (
        all(one.shape == other.shape and one.tobytes() == other.tobytes() for one, other in arrays)
        and [list(getattr(found, kind)) for kind in kinds] == [list(getattr(alone, kind)) for kind in kinds]
        and (found.scenario, found.replicates, found.seed) == (alone.scenario, alone.replicates, alone.seed)
        and (found.labels, found.places_name) == (alone.labels, alone.places_name)
    )


def watched(jobs: int, **changes: object) -> tuple[list[Progress], list[Run]]:
    work = simulating(scenarios(), WORLDS, 5, jobs=jobs, **changes)
    seen = []
    while True:
        try:
            seen.append(next(work))
        except StopIteration as stop:
            return seen, stop.value


@pytest.mark.parametrize("jobs", [2, 3])
def test_any_number_of_processes_gives_the_same_bits_and_tells_how_far_it_is(jobs: int) -> None:
    slack = {"slack": np.linspace(0.05, 0.2, WORLDS)}
    _, alone = watched(1, assumptions=slack)
    seen, found = watched(jobs, assumptions=slack)
    assert all(are_the_same_bits(*pair) for pair in zip(found, alone, strict=True))
    done = [progress.done for progress in seen]
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, seen[-1].of)
    assert {progress.running for progress in seen} == {f"{jobs} processes"}


def test_worlds_are_cut_into_parts_of_about_one_size_as_many_for_each_process() -> None:
    def sizes(worlds: int, jobs: int) -> list[int]:
        whole = Part(
            scenarios=(),
            replicates=tuple(range(worlds)),
            seed=0,
            places=None,
            network=None,
            assumptions={"slack": np.arange(worlds) / 1.0},
        )
        parts = parts_of(whole, jobs)
        assert [world for part in parts for world in part.replicates] == list(range(worlds))
        assert [world for part in parts for world in part.assumptions["slack"]] == list(range(worlds))
        return [len(part.replicates) for part in parts]

    assert sizes(64, 2) == [32, 32]
    assert sizes(3, 8) == [1, 1, 1]
    assert sizes(1000, 2) == [100] * 10
    assert max(sizes(1001, 3)) - min(sizes(1001, 3)) <= 1


def test_objects_of_the_callers_own_decide_in_this_process() -> None:
    class Still:
        process = os.getpid()

        def commission(self, view, rule):
            assert os.getpid() == self.process
            return rule.choose(view)

    first = load_scenario("classroom_small").replace(**SHORT)
    found = simulate(first, replicates=4, actors={"council:hillford": Still()}, jobs=2)
    assert are_the_same_bits(found, simulate(first, replicates=4))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are not listed in /proc")
def test_ctrl_c_ends_a_comparison_in_two_processes_within_two_seconds() -> None:
    words = [sys.executable, "-m", "govsim", "compare", "siloed", "layered", "-n", "20000", "--jobs", "2"]
    process = subprocess.Popen(
        words,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    until = time.monotonic() + on_this_machine(30)
    while len(members(process.pid)) < 4 and time.monotonic() < until:  # the program, two workers, the tracker
        time.sleep(0.05)
    time.sleep(on_this_machine(1))
    assert process.poll() is None
    began = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=60)[1].decode()
    assert time.monotonic() - began < on_this_machine(2), said
    assert "Stopped." in said
    while members(process.pid) and time.monotonic() < began + on_this_machine(4):
        time.sleep(0.02)
    assert not members(process.pid)


def members(group: int) -> list[int]:
    """Processes of a group that have not ended."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = status.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(told[2]) == group and told[0] not in "ZX":
            found.append(int(status.parent.name))
    return found
