"""How a run is driven, and by nobody else: the warm-up, the start at quarter 0, then quarter after quarter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from govsim.scenario.schema import Scenario
from govsim.simulation import QUARTER, Decide, Phases, advance, by_rule
from govsim.world.build import World

Before = Callable[
    [World], None
]  # told of the worlds before each quarter: it hands them something, or stops the run


def step(
    world: World, decide: Decide = by_rule, phases: Phases = QUARTER, before: Before | None = None
) -> None:
    """Run one quarter of a batch of worlds; if it fails, the worlds stay as they were before it.

    `before` is called with the worlds just before, to hand them what the quarter needs from outside, or to raise.
    """
    state = dict(world.state)
    try:
        if before is not None:
            before(world)
        advance(world, decide, phases)
    except BaseException:
        world.state = state
        raise


def each_quarter(
    world: World,
    until: int | None = None,
    decide: Decide = by_rule,
    phases: Phases = QUARTER,
    before: Before | None = None,
) -> Iterator[World]:
    """The same worlds after each quarter, up to the quarter `until`, or to the horizon where it is None."""
    end = world.scenario.horizon if until is None else until
    while world.quarter < end:
        step(world, decide, phases, before)
        yield world


def run_on(
    world: World,
    until: int | None = None,
    decide: Decide = by_rule,
    phases: Phases = QUARTER,
    before: Before | None = None,
) -> World:
    """The same worlds, run to the quarter `until`, or to the horizon where it is None."""
    for _ in each_quarter(world, until, decide, phases, before):
        pass
    return world


def warm_up(
    world: World, decide: Decide = by_rule, phases: Phases = QUARTER, before: Before | None = None
) -> World:
    """The same worlds at the end of their warm-up, from which every scenario that shares it can start."""
    return run_on(world, 0, decide, phases, before)


def start(warm: World, scenario: Scenario | None = None) -> World:
    """The worlds at quarter 0 of a scenario that shares their warm-up, or of their own; `warm` can start others too."""
    return warm.starting(warm.scenario if scenario is None else scenario)


def fork(world: World) -> World:
    """A copy that can go its own way; arrays are shared, because they are replaced and never changed in place."""
    return replace(world, state=dict(world.state), flows=dict(world.flows))
