"""Law: a world is bit for bit the same alone, in a batch of any size, in another process, and after a pause."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from govsim.runs.drive import fork, start
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.validation.finding import Check, Plan, Reading
from govsim.validation.inspection import Deviation, inspected, reading
from govsim.validation.samples import chance, everywhere
from govsim.validation.stepping import (
    LEAST,
    Snapshot,
    new_world,
    one_world,
    record,
    same_arrays,
    same_records,
    shortened,
    snapshot,
    step,
)

ELSEWHERE: Final = "from govsim.validation.laws.same_everywhere import answer; answer()"
REPLICATES: Final = (0, 7)
PAUSED: Final = (3, 1)  # the paused worlds
SEED: Final = 11
HASHES: Final = ("1", "4242")  # of texts, which every process of Python salts


@inspected
def same_alone_and_in_a_batch(
    scenario: Scenario,
    replicates: Sequence[int],
    seed: int = 0,
    order: Sequence[int] = (),
    alone: Sequence[int] = (0,),
) -> Iterator[Deviation]:
    """The worlds of a batch, the same in another order, and those at the positions `alone` by themselves."""
    batch = record(scenario, replicates, seed)
    for position in alone:
        by_itself = record(scenario, replicates[position : position + 1], seed)
        yield from same_records(one_world(batch, position), by_itself)
    if order:
        mixed = record(scenario, [replicates[position] for position in order], seed)
        for place, position in enumerate(order):
            yield from same_records(one_world(batch, position), one_world(mixed, place))


@inspected
def same_after_a_pause(scenario: Scenario, pause: int) -> Iterator[Deviation]:
    """Paused before a quarter by a copy of the arrays, and by a pickle that another process could read."""
    world = new_world(scenario, PAUSED)
    for at in record(scenario, PAUSED):
        if at.quarter == 0:
            world = start(world)
        if at.quarter == pause:
            left = fork(world)
            step(left)  # the running original does not disturb the copy
            world = pickle.loads(pickle.dumps(world))
        step(world)
        yield same_arrays(at.arrays, snapshot(world).arrays, f"paused at {pause}, quarter {at.quarter}")


@inspected
def same_from_saved_state(scenario: Scenario, pause: int) -> Iterator[Deviation]:
    """A new world with only the state saved before a quarter (above 0) continues as the old one."""
    straight = record(scenario, PAUSED)
    fresh = start(new_world(scenario, PAUSED))
    saved, *later = [at for at in straight if at.quarter >= pause - 1]
    fresh.state = {name: values.copy() for name, values in saved.state.items()}
    fresh.quarter = pause
    for at in later:
        step(fresh)
        yield same_arrays(at.arrays, snapshot(fresh).arrays, f"saved at {pause}, quarter {at.quarter}")


def fingerprint(moments: Sequence[Snapshot]) -> str:
    """A hash of all arrays of a record."""
    digest = hashlib.sha256()
    for at in moments:
        for name, values in sorted(at.arrays.items()):
            digest.update(f"{at.quarter} {name} {values.shape}".encode())
            digest.update(np.ascontiguousarray(values).tobytes())
    return digest.hexdigest()


def answer() -> None:
    """Read scenarios from the standard input and write the fingerprint of each: what another process does."""
    for document in json.load(sys.stdin):
        sys.stdout.write(f"{fingerprint(record(load_scenario(document), REPLICATES, SEED))}\n")


@inspected
def same_in_another_process(
    scenarios: Sequence[Scenario], hashes: Sequence[str] = HASHES
) -> Iterator[Deviation]:
    """Other processes, with other hashes of texts and one thread, record the same bits."""
    here = [fingerprint(record(scenario, REPLICATES, SEED)) for scenario in scenarios]
    document = json.dumps([scenario.model_dump(exclude_none=True) for scenario in scenarios], default=list)
    for salt in hashes:
        environment = {**os.environ, "PYTHONHASHSEED": salt, "OMP_NUM_THREADS": "1"}
        environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        done = subprocess.run(
            [sys.executable, "-c", ELSEWHERE],
            input=document,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        for scenario, mine, theirs in zip(scenarios, here, done.stdout.split(), strict=True):
            where = f"{scenario.name} in a process with hash seed {salt}"
            yield Deviation(where, 0.0 if mine == theirs else LEAST)


def examine(plan: Plan) -> Reading:
    """Run shipped scenarios and random countries in batches of several sizes, with pauses and in other processes."""
    scenarios = everywhere(plan, "mission_led", "classroom_small", random=3)
    inspections = []
    for row, scenario in enumerate(scenarios):
        random = chance(plan, 100 + row)
        worlds = [int(world) for world in random.integers(0, 2**62, 2 + 3 * row)]
        order = [int(place) for place in random.permutation(len(worlds))]
        several = [same_alone_and_in_a_batch(scenario, worlds, plan.seed, order, (0, len(worlds) - 1))]
        for pause in (-scenario.warm_up, 0, scenario.horizon - 1):
            several.append(same_after_a_pause(scenario, pause))
        several.append(same_from_saved_state(scenario, 2))
        inspections += [(scenario.name, one) for one in several]
    elsewhere = [shortened(scenario, 4, 5) for scenario in scenarios]
    inspections.append(("elsewhere", same_in_another_process(elsewhere, HASHES[:1])))
    return reading(inspections, "largest difference between a world and itself", "quarters compared")


CHECK: Final = Check(
    "law 3",
    "law",
    "The same seed gives the same country to the last digit: alone, among others, elsewhere, after a pause",
    source="own: what cannot be repeated cannot be checked",
    refuted_by="one bit of one array differs between a world alone, in a batch, in another process, or after a pause",
    examine=examine,
)
