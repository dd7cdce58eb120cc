"""Step small worlds quarter by quarter, record them, and compare records bit by bit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.runs import drive
from govsim.scenario.geography import SyntheticPlaces
from govsim.scenario.schema import Scenario
from govsim.simulation import QUARTER, Decide, Phases, by_rule
from govsim.validation.inspection import Deviation, inspected
from govsim.world.build import World, build_world
from govsim.world.find_places import places_of
from govsim.world.network import Network
from govsim.world.places import Places
from govsim.world.state import FIXED
from govsim.world.synthetic_places import synthetic_places

REPLICATES: Final = (0, 4)
LEAST: Final = 5e-324  # the distance of equal numbers with different bits, such as 0 and −0


@dataclass(frozen=True)
class Snapshot:
    """The arrays of a world after a quarter. They are read-only, so keeping them costs nothing."""

    quarter: int
    state: Mapping[str, Floats]
    flows: Mapping[str, Floats]

    @property
    def arrays(self) -> dict[str, Floats]:
        """State and flows together, by name."""
        return {**self.state, **self.flows}

    def __getitem__(self, name: str) -> Floats:
        return self.flows[name] if name in self.flows else self.state[name]


def small_places(scenario: Scenario) -> Places:
    """The places of a scenario; for synthetic ones the smallest version that has neighbours and bonds."""
    if isinstance(scenario.places, SyntheticPlaces):
        real = scenario.places.real
        return synthetic_places(scenario.places.synthetic, real.least_councils(2), 2)
    return places_of(scenario)


def shortened(scenario: Scenario, warm_up: int = 5, horizon: int = 9) -> Scenario:
    """A shipped scenario for less time; a reform beyond the horizon never comes."""
    return scenario.replace(warm_up=warm_up, horizon=horizon)


def new_world(
    scenario: Scenario, replicates: Sequence[int] = (0,), seed: int = 0, network: Network | None = None
) -> World:
    """Worlds at the start of their warm-up."""
    return build_world(scenario, small_places(scenario), replicates, seed, network)


def snapshot(world: World) -> Snapshot:
    """The arrays after the last quarter."""
    return Snapshot(world.quarter - 1, dict(world.state), dict(world.flows))


def after_warm_up(world: World) -> World:
    """The same worlds at quarter 0."""
    return drive.start(drive.warm_up(world))


def phases_checked() -> Phases:
    """The quarter under test: the model's, unless a test replaces it."""
    return QUARTER


def step(world: World, decide: Decide = by_rule, phases: Phases | None = None) -> None:
    """Run one quarter of a batch of worlds (default: the quarter under test)."""
    drive.step(world, decide, phases or phases_checked())


def every_quarter(world: World, quarters: int | None = None) -> Iterator[World]:
    """Yield the world, always the same object, after each quarter of warm-up and run."""
    phases = phases_checked()
    yield from drive.each_quarter(world, 0, phases=phases)
    yield from drive.each_quarter(drive.start(world, phases=phases), quarters, phases=phases)


def record(
    scenario: Scenario,
    replicates: Sequence[int] = (0,),
    seed: int = 0,
    *,
    network: Network | None = None,
    quarters: int | None = None,
) -> list[Snapshot]:
    """A snapshot of every quarter of a run, its warm-up included."""
    world = new_world(scenario, replicates, seed, network)
    return [snapshot(now) for now in every_quarter(world, quarters)]


def world_after(scenario: Scenario, quarters: int = 6, replicates: Sequence[int] = (0, 1)) -> World:
    """A world some quarters into its run."""
    return drive.run_on(after_warm_up(new_world(scenario, replicates)), quarters)


def same_bits(one: Any, other: Any) -> bool:
    """Whether two arrays have the same shape, the same type and the same bits."""
    first, second = np.ascontiguousarray(one), np.ascontiguousarray(other)
    return first.shape == second.shape and first.dtype == second.dtype and first.tobytes() == second.tobytes()


def different_bits(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """Names of the arrays that are not bit for bit the same."""
    names = sorted({*one, *other})
    return [
        name
        for name in names
        if name not in one or name not in other or not same_bits(one[name], other[name])
    ]


def largest_difference(one: Any, other: Any) -> float:
    """The largest difference of two arrays that differ in any bit; infinite if shapes differ."""
    if np.shape(one) != np.shape(other):
        return np.inf
    return max(LEAST, float(np.max(np.abs(np.asarray(one) - np.asarray(other)), initial=0.0)))


def same_arrays(one: Mapping[str, Any], other: Mapping[str, Any], where: str) -> Deviation:
    """Deviation between two sets of arrays that should agree bit for bit."""
    changed = different_bits(one, other)
    distance = max((largest_difference(one.get(name), other.get(name)) for name in changed), default=0.0)
    return Deviation(f"{where}: {', '.join(changed)}" if changed else where, distance)


def same_records(one: Iterable[Snapshot], other: Iterable[Snapshot]) -> Iterator[Deviation]:
    """Deviations between two runs that should agree bit for bit in every array of every quarter."""
    for here, there in zip(one, other, strict=True):
        yield same_arrays(here.arrays, there.arrays, f"quarter {here.quarter}")


@inspected
def same_runs(one: Scenario, other: Scenario, quarters: int | None = None) -> Iterator[Deviation]:
    """Two scenarios that must give the same bits in every array of every quarter."""
    yield from same_records(*(record(which, REPLICATES, quarters=quarters) for which in (one, other)))


def world_alone(arrays: Mapping[str, Any], position: int) -> dict[str, Any]:
    """One world of a batch."""
    return {name: values[..., position : position + 1] for name, values in arrays.items()}


def one_world(snapshots: Sequence[Snapshot], position: int) -> list[Snapshot]:
    """The record of one world of a batch."""
    return [
        Snapshot(at.quarter, world_alone(at.state, position), world_alone(at.flows, position))
        for at in snapshots
    ]


def fixed_arrays(world: World) -> dict[str, Any]:
    """The fixed arrays of a world: recipes, requirements and the map at the start."""
    return {name: world.given[name] for name in FIXED}
