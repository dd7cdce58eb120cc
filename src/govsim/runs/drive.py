"""How a run is driven, and by nobody else: the warm-up, the start at quarter 0, then quarter after quarter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from govsim.arrays import Floats, total
from govsim.errors import InputError, Problem
from govsim.scenario.reforms import Course
from govsim.scenario.schema import Scenario
from govsim.simulation import QUARTER, Decide, Phases, advance, by_rule
from govsim.world.build import World

Before = Callable[
    [World], None
]  # told of the worlds before each quarter: it hands them something, or stops the run
DecideFor = Callable[[World], Decide]  # who decides in a batch of worlds


def step(
    world: World, decide: Decide = by_rule, phases: Phases = QUARTER, before: Before | None = None
) -> None:
    """Run one quarter of a batch of worlds; if it fails, the worlds stay as they were before it.

    `before` is called with the worlds just before, to hand them what the quarter needs from outside, or to raise.
    """
    state, flows, quarter = dict(world.state), dict(world.flows), world.quarter
    try:
        if before is not None:
            before(world)
        advance(world, decide, phases)
        _check_volume(world)
    except BaseException:
        world.state, world.flows, world.quarter = state, flows, quarter
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


def start(
    warm: World,
    scenario: Scenario | None = None,
    phases: Phases = QUARTER,
    decide_for: DecideFor | None = None,
) -> World:
    """The worlds at quarter 0 of a scenario that shares their warm-up, or of their own; `warm` can start others too.

    A scenario that is held to the volume or the overheads of another one first runs the same worlds as that one does,
    `decide_for` saying who decides there (the rules, where it is None). One that is held to itself is not held.
    """
    scenario = warm.scenario if scenario is None else scenario
    world = warm.starting(scenario)
    own = Course(levers=scenario.levers, reforms=scenario.reforms)
    asked = {
        name: course
        for name, course in (("volume", scenario.equal_volume_as), ("overhead", scenario.equal_overhead_as))
        if course is not None
    }
    if all(course == own for course in asked.values()):
        return world
    held: dict[str, Any] = {}
    for name, course in asked.items():
        path = _course(warm, scenario, course, phases, decide_for)
        held |= {key: values for key, values in path.items() if (key in VOLUME) == (name == "volume")}
    world.held_to = {**world.held_to, **held}
    return world


VOLUME = ("volume_target_w",)  # what equal volume holds; the rest is for equal overheads


def _course(
    warm: World, scenario: Scenario, course: Course, phases: Phases, decide_for: DecideFor | None
) -> dict[str, Floats]:
    """What another course gives the same worlds: volume and overheads, by quarter; kept with the warm-up."""
    key = (course.model_dump_json(), scenario.horizon, id(phases))
    if key not in warm.courses:
        other = {"levers": course.levers, "reforms": course.reforms}
        free = dict.fromkeys(("equal_volume", "equal_overhead"), "")
        unheld = dict.fromkeys(("equal_volume_as", "equal_overhead_as"))
        led = warm.starting(scenario.model_copy(update={**other, **free, **unheld}))
        paths: dict[str, list[Floats]] = {name: [] for name in led.held_to}
        for world in each_quarter(led, decide=decide_for(led) if decide_for else by_rule, phases=phases):
            paths["volume_target_w"].append(total(world.flows["edge_money_ew"]))
            paths["overhead_target_dw"].append(world.flows["overhead_dw"])
            paths["delivery_target_dw"].append(world.flows["delivery_dw"])
            paths["local_overhead_target_w"].append(world.flows["local_overhead_w"])
        warm.courses[key] = {name: np.stack(values) for name, values in paths.items()}
    found: dict[str, Floats] = warm.courses[key]
    return found


NEAR_ENOUGH = 0.002  # of the budget, between the volume that is asked for and what can be had


def _check_volume(world: World) -> None:
    quarter = world.quarter - 1
    asked_w = world.held_to["volume_target_w"][quarter] if quarter >= 0 else None
    if asked_w is None:
        return
    missed_w = np.abs(total(world.flows["edge_money_ew"]) - asked_w)
    worst = int(np.argmax(missed_w))
    if missed_w[worst] > NEAR_ENOUGH:
        raise InputError(
            Problem(
                world.scenario.name,
                key="equal_volume",
                expected=f"a share of {asked_w[worst]:.3f} for outcomes, as in '{world.scenario.equal_volume}'",
                found=f"{total(world.flows['edge_money_ew'])[worst]:.3f} at most or at least in quarter {quarter}, "
                f"world {world.draws.replicates[worst]}",
                remedy="Departments without outcomes, or without core services, cannot move money between them.",
            )
        )


def fork(world: World) -> World:
    """A copy that can go its own way; arrays are shared, because they are replaced and never changed in place."""
    return replace(world, state=dict(world.state), flows=dict(world.flows))
