"""L4: with one principal, what a target pulls is Baker's best strength of an incentive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.consequences.local_mix import diligence, indicator
from govsim.scenario.schema import Scenario
from govsim.validation.finding import Check, Plan, Reading
from govsim.validation.inspection import Inspection, Look, inspected, reading
from govsim.validation.lives import begin
from govsim.validation.samples import chance, countries, shipped
from govsim.world.build import World

GREATEST: Final = 2.0  # strength that is searched
STEPS: Final = 2001
FOUND_TO: Final = 1e-5  # ten times the step of the finer search
COUNCILS: Final = 3
PRESSURE: Final = 0.37


def best_strength(value: Floats, measure: Floats, risk: float, variance: float) -> float:
    """Where the surplus of a principal and one agent is greatest, found by search and not by formula.

    The agent does effort = strength·measure (cost |effort|²/2); pay is uncertain by strength²·variance, which
    costs risk/2 of it. Source: baker_2002.
    """

    def best_of(strengths: Floats) -> float:
        effort = strengths[:, None] * measure
        pay = risk * variance * strengths**2 / 2
        surplus = effort @ value - (effort**2).sum(1) / 2 - pay
        return float(strengths[int(np.argmax(surplus))])

    near = best_of(np.linspace(0, GREATEST, STEPS))
    step = GREATEST / (STEPS - 1)
    return best_of(np.linspace(max(0.0, near - step), min(GREATEST, near + step), STEPS))


def closed_form(value: Floats, measure: Floats, risk: float, variance: float) -> float:
    """value·measure/(|measure|² + risk·variance), up to the greatest strength of the search. Source: baker_2002."""
    best = float(value @ measure) / (float(measure @ measure) + risk * variance)
    return min(best, GREATEST)


def formula_is_bakers(value: Floats, measure: Floats, risk: float, noise: float) -> Inspection:
    """The closed form agrees with the search."""
    distance = best_strength(value, measure, risk, noise**2) - closed_form(value, measure, risk, noise**2)
    return inspected([Look("best strength by formula and by search", abs(distance), FOUND_TO)])


def pull_of_pressure(
    world: World, breadth: float, unmeasured: float, pressure: float, strive: Callable[..., Any] = diligence
) -> tuple[Floats, Floats]:
    """What the model makes of a target: its alignment, and the part of motive that comes from pressure."""
    worlds = world.worlds
    signs = indicator(
        world.state["department_belief_ew"],
        world.state["council_belief_cew"],
        np.full(worlds, breadth),
        np.full(worlds, unmeasured),
        world.indices,
    )
    constants = ("indicator_noise", "breadth_noise", "incentive_risk", "control_incentive", "diligence_half")
    made_cjw = strive(
        alignment_cjw=signs.alignment_cjw,
        local_tie_csw=world.state["local_tie_csw"],
        effective_pressure_w=np.full(worlds, pressure),
        effective_control_w=np.zeros(worlds),
        effective_breadth_w=np.full(worlds, breadth),
        public_service_motivation_w=np.zeros(worlds),
        diligence_incentive=1.0,
        diligence_tie=0.0,
        indices=world.indices,
        **{name: world.given[name] for name in constants},
    ).diligence_cjw
    # diligence = motive/(motive + half)
    return signs.alignment_cjw, made_cjw / (1 - made_cjw) * world.given["diligence_half"]


def pull_is_pressure_times_best_strength(
    scenario: Scenario,
    breadth: float,
    unmeasured: float,
    pressure: float = PRESSURE,
    strive: Callable[..., Any] = diligence,
) -> Inspection:
    """The sense in which `diligence` follows Baker: value and measure are taken as directions (length 1).

    Value is what the council believes the place needs, and one thing more that no narrow indicator counts
    (unmeasured·(1−breadth) as long as all the rest); measure is the indicator; variance is that of the
    indicator's noise. Then pull = pressure × best strength. Lengths play no part: a scale of the indicator
    cannot be told from a scale of pressure.
    """
    world = begin(scenario, (0,))
    given, indices = world.given, world.indices
    alignment_cjw, pull_cjw = pull_of_pressure(world, breadth, unmeasured, pressure, strive)
    noise = given["indicator_noise"] + given["breadth_noise"] * breadth

    def looks() -> Iterator[Look]:
        for council in range(min(COUNCILS, indices.councils)):
            for outcome in range(indices.outcomes):
                rows = indices.edge_outcome_e == outcome
                needed_e = world.state["council_belief_cew"][council, rows, 0]
                counted_e = (1 - breadth) * indices.edge_leads_e[rows]
                counted_e = counted_e + breadth * world.state["department_belief_ew"][rows, 0]
                hidden = unmeasured * (1 - breadth) * np.linalg.norm(needed_e)
                value, measure = np.append(needed_e, hidden), np.append(counted_e, 0.0)
                value, measure = value / np.linalg.norm(value), measure / np.linalg.norm(measure)
                strength = best_strength(value, measure, given["incentive_risk"], noise**2)
                where = f"council {council + 1}, outcome {outcome + 1}, breadth {breadth:g}"
                at = (council, outcome, 0)
                yield Look(f"{where}: pull", abs(float(pull_cjw[at]) - pressure * strength), FOUND_TO)
                yield Look(f"{where}: alignment", abs(float(alignment_cjw[at]) - value @ measure), FOUND_TO)

    return inspected(looks())


def examine(plan: Plan) -> Reading:
    """The formula on random values and measures; then what the model makes of targets of any breadth."""
    found = []
    for row in range(40):
        random = chance(plan, 600 + row)
        size = int(random.integers(2, 5))
        value, measure = random.uniform(0.05, 1, size), random.uniform(0.3, 1, size)
        one = formula_is_bakers(value, measure, float(random.uniform(0, 5)), float(random.random()))
        found.append(("the formula", one))
    for scenario in [*shipped("siloed", "classroom_small"), *countries(plan, 2)]:
        for breadth in (0.0, 0.2, 0.8, 1.0):
            for unmeasured in (0.0, 1.0, 2.0):
                one = pull_is_pressure_times_best_strength(scenario, breadth, unmeasured)
                found.append((scenario.name, one))
    return reading(
        found,
        "largest distance from the best strength found by search",
        "targets looked at",
        more="The search goes in steps of a millionth.",
    )


CHECK: Final = Check(
    "L4",
    "limit",
    "A target works as far as it points at what matters and can be read: Baker's best strength of an incentive",
    "baker_2002",
    "what pressure adds to motive differs from pressure × value·measure/(|measure|² + risk·variance) for directions "
    "of length 1",
    examine,
)
