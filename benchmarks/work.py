"""The work of some quarters counted, not timed: lines of Python, and bytes of arrays made on the way.

Counts are the same on a busy machine and on an idle one, so a test can hold them.
"""

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Final

import govsim
from benchmarks.answers import Answer, Table, shown
from benchmarks.sizes import Size
from govsim import load_scenario
from govsim.runs.drive import run_on, start
from govsim.scenario.schema import Scenario
from govsim.world.build import World, build_world
from govsim.world.synthetic_places import synthetic_england

PACKAGE: Final = Path(govsim.__file__).parent
YEAR: Final = 4  # quarters, as some phases have work in one of them


@dataclass(frozen=True)
class Work:
    """What was done: lines of Python, bytes made on them, and the most that was held at once beyond the start."""

    lines: int
    bytes_made: int
    bytes_at_once: int


def counted(deed: Callable[[], object], folder: Path = PACKAGE) -> Work:
    """The work that a deed does in the files of a folder.

    Bytes made on a line are the most that it added at once, so that what it frees again counts too.
    """
    lines, made, most = 0, 0, 0
    held = at_first = 0
    within = str(folder)

    def account() -> None:
        nonlocal made, held, most
        now, peak = tracemalloc.get_traced_memory()
        made += max(0, peak - held)
        most = max(most, peak - at_first)
        held = now
        tracemalloc.reset_peak()

    def on_line(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal lines
        if event == "line":
            lines += 1
            account()
        return on_line

    def on_call(frame: FrameType, event: str, argument: Any) -> Any:
        return on_line if frame.f_code.co_filename.startswith(within) else None

    tracing = sys.gettrace()
    gc.collect()
    tracemalloc.start()
    try:
        held = at_first = tracemalloc.get_traced_memory()[0]
        sys.settrace(on_call)
        deed()
    finally:
        sys.settrace(tracing)
        account()
        tracemalloc.stop()
    return Work(lines, made, most)


def country(scenario: Scenario, councils: int, communities: int, worlds: int) -> World:
    """Worlds of a synthetic country in their second year: what is made once is made."""
    places = synthetic_england(councils, communities // councils)
    world = start(build_world(scenario, places, range(worlds), 0))
    a_year(world)
    return world


def a_year(world: World) -> None:
    """Four quarters."""
    run_on(world, world.quarter + YEAR)


def work_of_a_year(scenario: Scenario, councils: int, communities: int, worlds: int) -> tuple[Work, int]:
    """The work of a year, and the bytes of the state and of what a quarter makes."""
    world = country(scenario, councils, communities, worlds)
    work = counted(lambda: a_year(world))
    kept = sum(array.nbytes for arrays in (world.state, world.flows) for array in arrays.values())
    return work, kept


def ask(size: Size) -> Answer:
    """Count and tell; counting takes seconds, whatever the size."""
    scenario = load_scenario("siloed")
    rows, measured = [], []
    for councils, communities, worlds in ((48, 192, 1), (48, 192, 64), (48, 960, 64), (192, 960, 64)):
        work, kept = work_of_a_year(scenario, councils, communities, worlds)
        rows.append(
            [
                f"{communities:,} communities, {councils} councils, {worlds} worlds",
                shown(work.lines / YEAR),
                shown(work.bytes_made / YEAR / kept, "×"),
                shown(work.bytes_at_once / kept, "×"),
            ]
        )
        measured.append(
            [councils, communities, worlds, work.lines, work.bytes_made, work.bytes_at_once, kept]
        )
    heads = ("A quarter", "lines of Python", "bytes made, to what a world keeps", "held at once, to the same")
    return Answer(
        "work", "How much is done in a quarter, without a clock?", (), [Table("work", heads, rows)], [],
        {"counts": measured},
    )  # fmt: skip
