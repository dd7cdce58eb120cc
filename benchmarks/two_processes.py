"""Many worlds in one process and in two with half of them each; it stands alone, so that a process imports little."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from govsim import simulate
from govsim.runs.run import Run

SEED = 0
COUNT_TO = 40_000_000  # a second or so


def part(scenario: str, first: int, last: int) -> tuple[Run, float]:
    """Some of the worlds, and the CPU seconds that their process has taken since it began."""
    run = simulate(scenario, replicates=range(first, last), seed=SEED)  # type: ignore[arg-type]
    return run, time.process_time()


def counting(to: int) -> float:
    """Wall seconds of work that needs a core and nothing else."""
    began = time.perf_counter()
    at = 0
    while at < to:
        at += 1
    return time.perf_counter() - began


def cores_to_be_had(count_to: int = COUNT_TO) -> float:
    """How many cores this machine has to give just now: throughput of two processes that count, to that of one."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(counting, [1000, 1000]))  # both have started
        alone = pool.submit(counting, count_to).result()
        together = max(pool.map(counting, [count_to, count_to]))
    return 2 * alone / together


def seconds(scenario: str, worlds: int, turns: int) -> dict[str, list[float]]:
    """Wall and CPU seconds in one process and in two, in turn; starting them and handing whole runs back included.

    The CPU of two processes is that of the longer one and of the one that waits for them.
    """
    found: dict[str, list[float]] = {
        "one_wall": [],
        "one_cpu": [],
        "two_wall": [],
        "two_cpu": [],
        "cores": [],
    }
    parts = [(0, worlds // 2), (worlds // 2, worlds)]
    for _ in range(turns):
        found["cores"].append(cores_to_be_had(min(COUNT_TO, 20_000 * worlds)))
        began, before = time.perf_counter(), time.process_time()
        simulate(scenario, replicates=worlds, seed=SEED)
        found["one_wall"].append(time.perf_counter() - began)
        found["one_cpu"].append(time.process_time() - before)
        began, before = time.perf_counter(), time.process_time()
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            work = [pool.submit(part, scenario, first, last) for first, last in parts]
            longest = max(done.result()[1] for done in work)
        found["two_wall"].append(time.perf_counter() - began)
        found["two_cpu"].append(longest + time.process_time() - before)
    return found
