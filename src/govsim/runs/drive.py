"""Drive a run: warm-up, start at quarter 0, then quarter after quarter. Nothing else steps worlds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats, total
from govsim.errors import InputError, Problem
from govsim.scenario.reforms import Course
from govsim.scenario.schema import Scenario
from govsim.simulation import QUARTER, Decide, Phases, advance, by_rule
from govsim.world.build import World

Before = Callable[[World], None]  # hook before each quarter: passes inputs to the worlds, or raises
DecideFor = Callable[[World], Decide]  # from a batch of worlds to its decision function


def step(
    world: World, decide: Decide = by_rule, phases: Phases = QUARTER, before: Before | None = None
) -> None:
    """Run one quarter of a batch of worlds; restore the worlds if it fails.

    `before` is called with the worlds first, to pass inputs from outside or to raise.
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
    """Yield the same worlds after each quarter, up to the quarter `until` (default: the horizon)."""
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
    """Run worlds to the quarter `until` (default: the horizon) and return them."""
    for _ in each_quarter(world, until, decide, phases, before):
        pass
    return world


def warm_up(
    world: World, decide: Decide = by_rule, phases: Phases = QUARTER, before: Before | None = None
) -> World:
    """Run worlds to the end of their warm-up, which scenarios can share."""
    return run_on(world, 0, decide, phases, before)


def start(
    warm: World,
    scenario: Scenario | None = None,
    phases: Phases = QUARTER,
    decide_for: DecideFor | None = None,
) -> World:
    """Start a scenario (default: the worlds' own) from warmed-up worlds, which stay reusable for other scenarios.

    For a scenario held to the volume or overheads of another, first runs that other one on the same worlds, with
    decisions by `decide_for` (default: the rules). A target that is the scenario itself is ignored.
    """
    scenario = warm.scenario if scenario is None else scenario
    world = warm.starting(scenario)
    held: dict[str, Any] = {}
    for name, course in _held_to(scenario).items():
        key = _key(course, scenario)
        if key not in warm.courses or warm.courses[key][0] is not phases:
            free = {
                "equal_volume": "",
                "equal_volume_as": None,
                "equal_overhead": "",
                "equal_overhead_as": None,
            }
            own = {"levers": course.levers, "reforms": course.reforms}
            led = warm.starting(scenario.model_copy(update={**own, **free}))
            decide = decide_for(led) if decide_for else by_rule
            for _ in recorded(warm, led, each_quarter(led, decide=decide, phases=phases), phases):
                pass
        path = warm.courses[key][1]
        held |= {target: path[target] for target in path if (target == VOLUME) == (name == "volume")}
    world.held_to = {**world.held_to, **held}
    return world


def recorded(
    warm: World, world: World, quarters: Iterator[World], phases: Phases = QUARTER
) -> Iterator[World]:
    """Pass on a world's quarters and record its volume and overheads as targets for others from `warm`."""
    steps: list[dict[str, Floats]] = []
    for now in quarters:
        yield now
        steps.append({VOLUME: total(now.flows["edge_money_ew"])})
        steps[-1] |= {target: now.flows[flow] for target, flow in OVERHEADS.items()}
    if steps and not _held_to(world.scenario):
        path = {target: np.stack([step[target] for step in steps]) for target in steps[0]}
        warm.courses[_key(_course(world.scenario), world.scenario)] = phases, path


def _course(scenario: Scenario) -> Course:
    return Course(levers=scenario.levers, reforms=scenario.reforms)


def _held_to(scenario: Scenario) -> dict[str, Course]:
    """The target courses of a scenario, by "volume" and "overhead"; empty if they are its own."""
    others = {"volume": scenario.equal_volume_as, "overhead": scenario.equal_overhead_as}
    courses = {name: course for name, course in others.items() if course is not None}
    own = _course(scenario)
    return {} if all(course == own for course in courses.values()) else courses


def _key(course: Course, scenario: Scenario) -> tuple[str, int]:
    """The key of a course among those that start from the same warm-up."""
    return course.model_dump_json(), scenario.horizon


VOLUME: Final = "volume_target_w"  # target of equal volume; the others are of equal overheads
OVERHEADS: Final = {
    "overhead_target_dw": "overhead_dw",
    "delivery_target_dw": "delivery_dw",
    "local_overhead_target_w": "local_overhead_w",
}
NEAR_ENOUGH = 0.002  # share of the budget by which the volume may miss its target


def _check_volume(world: World) -> None:
    quarter = world.quarter - 1
    target_w = world.held_to[VOLUME][quarter] if quarter >= 0 else None
    if target_w is None:
        return
    spent_w = total(world.flows["edge_money_ew"])
    missed_w = np.abs(spent_w - target_w)
    worst = int(np.argmax(missed_w))
    if missed_w[worst] > NEAR_ENOUGH:
        raise InputError(
            Problem(
                world.scenario.name,
                key="equal_volume",
                expected=f"a share of {target_w[worst]:.3f} for outcomes, as in '{world.scenario.equal_volume}'",
                found=f"{spent_w[worst]:.3f} as the nearest within reach, in quarter {quarter} of world "
                f"{world.draws.replicates[worst]}",
                remedy="Departments without outcomes, or without core services, cannot move money between them.",
            )
        )


def fork(world: World) -> World:
    """An independent copy; it shares arrays, because nothing changes them in place."""
    return replace(world, state=dict(world.state), flows=dict(world.flows))
