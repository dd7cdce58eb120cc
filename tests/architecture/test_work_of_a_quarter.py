"""What makes it fast stays so, held by counts and ratios: a busy machine changes neither.

Where a change needs more on purpose, say so in the commit; `python -m benchmarks --only work` tells the new counts.
"""

from __future__ import annotations

import functools
import gc
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.reference import FROZEN, ReferenceRun, fingerprint
from benchmarks.work import YEAR, Work, a_year, counted, country, work_of_a_year
from govsim import load_scenario
from govsim.arrays import Floats
from govsim.consequences.working_ties import local_ties
from govsim.simulation import QUARTER, Phase, advance
from govsim.world.find_places import places_of

ARRANGEMENTS = ("siloed", "mission_led")

# About a quarter above what the default country needs (48 councils, 192 communities, 64 worlds).
LINES_A_QUARTER = 4_800
MADE_A_QUARTER = 5.8  # times the bytes of the state and of what a quarter makes
HELD_AT_ONCE = 3.6  # times the same, beyond what is kept


@cache
def work(arrangement: str, councils: int, communities: int, worlds: int) -> tuple[Work, int]:
    return work_of_a_year(load_scenario(arrangement), councils, communities, worlds)


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_a_quarter_takes_no_more_lines_of_python_than_it_did(arrangement: str) -> None:
    done, _ = work(arrangement, 48, 192, 64)
    assert done.lines / YEAR < LINES_A_QUARTER


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_no_python_runs_once_for_each_world_community_or_council(arrangement: str) -> None:
    """The few lines that a larger country takes are of chunks, such as those in which draws are made."""
    few, _ = work(arrangement, 12, 24, 4)
    for larger in ((12, 24, 64), (12, 480, 4), (96, 192, 4)):
        many, _ = work(arrangement, *larger)
        assert many.lines < 1.1 * few.lines, larger


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_a_quarter_makes_no_more_arrays_than_it_did(arrangement: str) -> None:
    done, kept = work(arrangement, 48, 192, 64)
    assert done.bytes_made / YEAR / kept < MADE_A_QUARTER
    assert done.bytes_at_once / kept < HELD_AT_ONCE


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_memory_is_in_proportion_to_what_lives_in_it(arrangement: str) -> None:
    small, kept_by_small = work(arrangement, 48, 192, 64)
    for larger in ((48, 192, 128), (48, 960, 64), (192, 960, 64)):
        large, kept_by_large = work(arrangement, *larger)
        growth = kept_by_large / kept_by_small
        assert large.bytes_made < 1.15 * growth * small.bytes_made, larger
        assert large.bytes_at_once < 1.15 * growth * small.bytes_at_once, larger


def test_a_loop_over_worlds_would_be_noticed() -> None:
    def world_by_world(**seen: Any) -> Floats:
        worlds = seen["local_tie_csw"].shape[-1]

        def one(at: int) -> Floats:
            return local_ties(
                **{name: seen[name][..., [at]] if name.endswith("w") else seen[name] for name in seen}
            )

        return np.concatenate([one(at) for at in range(worlds)], axis=-1)

    looping = functools.wraps(local_ties)(world_by_world)
    quarter = tuple(
        replace(phase, follows=looping) if phase.name == "local_ties" and isinstance(phase, Phase) else phase
        for phase in QUARTER
    )
    few, many = (country(load_scenario("siloed"), 12, 24, worlds) for worlds in (4, 64))
    sound = counted(lambda: advance(few, phases=quarter))
    found = counted(lambda: advance(many, phases=quarter))
    assert found.lines > 1.1 * sound.lines


def test_what_is_made_and_freed_is_counted() -> None:
    megabyte = np.zeros(2**17)

    def work_in_vain() -> None:
        for _ in range(3):
            (megabyte + 1.0).sum()

    done = counted(work_in_vain, Path(__file__).parent)
    assert done.lines == 7  # three times the loop and its body, and the loop's end
    assert done.bytes_made == pytest.approx(3 * 2**20, rel=0.02)
    assert done.bytes_at_once == pytest.approx(2**20, rel=0.02)


def quickest(deed: Callable[[], object], times: int = 5) -> float:
    """The least CPU time of several, which others at work disturb the least."""
    gc.collect()
    found = []
    for _ in range(times):
        began = time.process_time()
        deed()
        found.append(time.process_time() - began)
    return min(found)


def test_a_world_costs_little_in_a_batch_and_less_than_as_agents() -> None:
    """Measured about 15 and 200 times; half of the first and 80 of the second would already be a defect."""
    scenario = load_scenario("siloed")
    alone, batch = (country(scenario, 48, 192, worlds) for worlds in (1, 64))
    reference = ReferenceRun(scenario, places_of(scenario))
    reference.step()
    in_batch = quickest(lambda: a_year(batch)) / (64 * YEAR)
    assert quickest(lambda: advance(alone)) > 7 * in_batch
    assert quickest(reference.step) > 80 * in_batch


def test_the_reference_is_the_one_that_ratios_are_measured_against() -> None:
    """When the model changes so does the reference: renew FROZEN in benchmarks/reference.py, and measure again."""
    assert fingerprint() == FROZEN
