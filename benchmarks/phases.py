"""Where a quarter's time goes, phase by phase, and how far each phase is from moving its arrays just once."""

from __future__ import annotations

import functools
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np

from benchmarks.answers import Answer, Table, shown
from benchmarks.bandwidth import WITHIN_CACHE, Bandwidth, bandwidth
from benchmarks.measuring import MEGABYTE, middle
from benchmarks.sizes import Size
from govsim import load_scenario
from govsim.arrays import Floats
from govsim.measures.catalogue import observe, observe_pound
from govsim.runs.drive import run_on, start, step
from govsim.runs.simulate import simulating
from govsim.scenario.schema import Scenario
from govsim.simulation import QUARTER, Decision, Phase, Phases
from govsim.world.build import World, build_world
from govsim.world.draws import Draws, Keys
from govsim.world.find_places import places_of
from govsim.world.places import Places
from govsim.world.synthetic_places import synthetic_england

MEASURES: Final = "all measures"
REST: Final = "between phases"
WARM_UP: Final = 8  # quarters after which memory is at hand and ties and beliefs differ


@dataclass
class Watch:
    """CPU seconds by phase and year, or the bytes that the arrays of a phase hold, each counted once in a quarter.

    One or the other: noting which arrays there are takes time too.
    """

    noting: bool
    draws: list[float] = field(default_factory=list)
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    bytes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _touched: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def watching(self, name: str, deed: Callable[..., Any]) -> Callable[..., Any]:
        """The deed, timed, under a signature that still tells what it reads."""

        @functools.wraps(deed)
        def timed(*seen: Any, **named: Any) -> Any:
            began = time.process_time_ns()
            results = deed(*seen, **named)
            self.seconds[name][-1] += (time.process_time_ns() - began) / 1e9
            for array in arrays_in([*seen, *named.values(), results]) if self.noting else ():
                self._touched[name][_memory(array)] = held_bytes(array)
            return results

        return timed

    def begin_year(self) -> None:
        """Begin new sums."""
        self.draws.append(0.0)
        for name in (*[phase.name for phase in QUARTER], MEASURES, REST):
            self.seconds[name].append(0.0)
            self.bytes[name].append(0)

    def end_quarter(self) -> None:
        """Add up what was touched, before its memory is used for something else."""
        for name, touched in self._touched.items():
            self.bytes[name][-1] += sum(touched.values())
        self._touched.clear()

    def so_far(self) -> float:
        """CPU seconds of the year up to now."""
        return sum(values[-1] for values in self.seconds.values())


@dataclass(frozen=True, eq=False)
class WatchedDraws(Draws):
    """Random draws, whose time is noted within that of the phase that asks for them."""

    watch: Watch

    def normal(self, stream: str, quarter: int, keys: Keys) -> Floats:
        """Standard normal draws."""
        return self._timed(super().normal, stream, quarter, keys)

    def gumbel(self, stream: str, quarter: int, keys: Keys) -> Floats:
        """Standard Gumbel draws."""
        return self._timed(super().gumbel, stream, quarter, keys)

    def uniform(self, stream: str, quarter: int, keys: Keys) -> Floats:
        """Uniform draws, which the others are made from."""
        return self._timed(super().uniform, stream, quarter, keys)

    def _timed(self, draw: Callable[..., Floats], *address: Any) -> Floats:
        already, began = self.watch.draws[-1], time.process_time_ns()
        drawn = draw(*address)
        self.watch.draws[-1] = (
            already + (time.process_time_ns() - began) / 1e9
        )  # what it draws from is within it
        return drawn


def arrays_in(values: Iterable[Any]) -> Iterator[np.ndarray]:
    """The arrays among values, and within tuples of them."""
    for value in values:
        if isinstance(value, np.ndarray):
            yield value
        elif isinstance(value, tuple | list):
            yield from arrays_in(value)


def held_bytes(array: np.ndarray) -> int:
    """The bytes of memory behind an array; what is only repeated is there once."""
    cells = [length for length, stride in zip(array.shape, array.strides, strict=True) if stride]
    return int(np.prod(cells)) * array.itemsize


def _memory(array: np.ndarray) -> int:
    return int(array.__array_interface__["data"][0])


def watched(watch: Watch) -> tuple[Phases, Callable[..., Any]]:
    """The quarter with every phase watched, and who decides in it."""
    phases: list[Phase | Decision] = []
    for phase in QUARTER:
        if isinstance(phase, Phase):
            phases.append(replace(phase, follows=watch.watching(phase.name, phase.follows)))
            continue
        settle = phase.settle and watch.watching(phase.name, phase.settle)
        phases.append(replace(phase, see=watch.watching(phase.name, phase.see), settle=settle))

    def decide(decision: Decision, view: Any, rule: Any) -> Any:
        return watch.watching(decision.name, rule.choose)(view)

    return tuple(phases), decide


def years_of(world: World, years: int, noting: bool = False) -> Watch:
    """Run some years, watching every phase, the measures of every quarter and what lies between."""
    watch = Watch(noting)
    draws = WatchedDraws(world.draws.seed, world.draws.replicates, watch)
    world = replace(world, draws=draws, given={**world.given, "draws": draws})
    phases, decide = watched(watch)
    measures = watch.watching(MEASURES, _measures)
    for _ in range(years):
        watch.begin_year()
        for _ in range(4):
            within, began = watch.so_far(), time.process_time_ns()
            step(world, decide, phases)
            took = (time.process_time_ns() - began) / 1e9
            watch.seconds[REST][-1] += took - (watch.so_far() - within)
            measures(world)
            watch.end_quarter()
    return watch


def _measures(world: World) -> None:
    names = world.names(world.quarter - 1)
    observe(names, at_end=False)
    observe_pound(names)


def world_of(scenario: Scenario, places: Places, worlds: int) -> World:
    """Worlds some quarters after their start."""
    world = build_world(scenario, places, range(worlds), 0)
    return run_on(start(run_on(world, world.quarter + WARM_UP)), 4)


@dataclass(frozen=True)
class Line:
    """A phase: CPU seconds a quarter, bytes that it must move a quarter."""

    name: str
    seconds: float
    bytes: float


def lines_of(noted: Watch, watch: Watch) -> list[Line]:
    """All phases, a quarter being the mean over a year, as some have work in one quarter of four."""
    return [
        Line(
            name,
            middle(seconds) / 4,
            0.0 if name in (MEASURES, REST) else middle(noted.bytes[name]) / 4,
        )
        for name, seconds in watch.seconds.items()
    ]


def once_through(world: World) -> float:
    """Bytes if a quarter read all of its state and wrote all that it makes in a single pass."""
    state = sum(held_bytes(array) for array in world.state.values())
    return float(2 * state + sum(held_bytes(array) for array in world.flows.values()))


def table_of(key: str, lines: list[Line], worlds: int, memory: Bandwidth, cache: Bandwidth) -> Table:
    """Phases by their time, the small ones together, and what all take."""
    whole = sum(line.seconds for line in lines)
    small = [line for line in lines if line.seconds < 0.01 * whole]
    shown_lines = sorted(
        (line for line in lines if line not in small), key=lambda line: line.seconds, reverse=True
    )
    if small:
        words = f"{len(small)} phases below 1% each"
        shown_lines.append(
            Line(words, sum(line.seconds for line in small), sum(line.bytes for line in small))
        )
    shown_lines.append(Line("a quarter", whole, sum(line.bytes for line in lines)))
    rows = [
        [
            line.name.replace("_", " "),
            shown(1e6 * line.seconds / worlds, "µs"),
            f"{line.seconds / whole:.0%}",
            shown(line.bytes / worlds / 1024, "KB") if line.bytes else "–",
            f"{line.bytes / memory.best / line.seconds:.0%}" if line.bytes else "–",
            f"{line.bytes / cache.best / line.seconds:.0%}" if line.bytes else "–",
        ]
        for line in shown_lines
    ]
    heads = ("Phase", "CPU a world", "share", "must move", "of the limit, memory", "of the limit, cache")
    return Table(key, heads, rows)


def ask(size: Size) -> Answer:
    """Measure both countries and tell, with the bandwidth of the same minute."""
    scenario = load_scenario(size.scenario)
    small = places_of(scenario)
    large = synthetic_england(296, 114) if size.england else synthetic_england(9, 3)
    countries = {
        "phases": (scenario, small, size.replicates),
        "phases_england": (load_scenario("siloed"), large, size.england_replicates),
    }
    tables, notes, measured = [], [], {}
    for key, (country, places, replicates) in countries.items():
        worlds = next(simulating([country], replicates, places=places)).done  # as many as it takes at once
        world = world_of(country, places, worlds)
        memory = bandwidth(size.array_megabytes * MEGABYTE)
        cache = bandwidth(WITHIN_CACHE)
        noted, watch = years_of(world, 1, noting=True), years_of(world, size.years)
        lines = lines_of(noted, watch)
        tables.append(table_of(key, lines, worlds, memory, cache))
        quarter = sum(line.seconds for line in lines)
        through = once_through(world)
        notes.append(
            f"{len(places.community_keys):,} communities, {worlds} worlds at once: bandwidth "
            f"{shown(memory.best / 1e9, 'GB/s')} in memory (arrays of {size.array_megabytes} MB; copy "
            f"{shown(memory.copy / 1e9)}, triad {shown(memory.triad / 1e9)}) and {shown(cache.best / 1e9, 'GB/s')} "
            f"within the cache (arrays of 256 KB; copy {shown(cache.copy / 1e9)}, triad "
            f"{shown(cache.triad / 1e9)}). If a whole quarter were one pass over its state and what it makes "
            f"({shown(through / worlds / MEGABYTE, 'MB')} a world), it would take "
            f"{shown(1e6 * through / memory.best / worlds, 'µs')} a world at the bandwidth of memory; it takes "
            f"{shown(1e6 * quarter / worlds, 'µs')}, of which random draws {middle(watch.draws) / 4 / quarter:.0%}."
        )
        measured[key] = {
            "worlds": worlds,
            "communities": len(places.community_keys),
            "memory": {"copy": memory.copy, "triad": memory.triad},
            "cache": {"copy": cache.copy, "triad": cache.triad},
            "once_through_bytes": through,
            "draws": watch.draws,
            "lines": [[line.name, line.seconds, line.bytes] for line in lines],
        }
    return Answer(
        "phases",
        "Where does a quarter's time go, and how far is it from the limit?",
        (),
        tables,
        notes,
        measured,
    )
