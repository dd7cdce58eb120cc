"""How long a simulation takes, stage by stage, as seen from the progress that it reports."""

from __future__ import annotations

import time
from collections.abc import Sequence

from govsim.runs.simulate import simulating
from govsim.scenario.schema import Scenario
from govsim.world.places import Places

Seconds = dict[str, float]


def seconds_by_stage(
    scenario: Scenario, replicates: int | Sequence[int], places: Places | None = None, seed: int = 0
) -> Seconds:
    """CPU seconds: `building` worlds with their first quarter less a usual one, `warm-up`, `run` with all measures.

    Building goes with the first quarter that a batch reports; what other quarters of warm-up take is taken off.
    """
    first: list[float] = []
    later: list[float] = []
    run = 0.0
    before, warming = time.process_time(), False
    for progress in simulating([scenario], replicates, seed, places):
        now, was_warming = time.process_time(), warming
        warming = progress.running == "warm-up"
        if not warming:
            run += now - before
        elif was_warming:
            later.append(now - before)
        else:
            first.append(now - before)
        before = now
    run += time.process_time() - before
    usual = sum(later) / len(later) if later else 0.0
    building = sum(first) - usual * len(first)
    return {"building": max(0.0, building), "warm-up": sum(later) + usual * len(first), "run": run}
