"""L7: a department's settled stance lies between the demands of its line and of missions, by a closed form.

Phases 3 and 6 in a case with a closed form: exponent 1, so that power is the mean of pooled money and of accountability
times attention. No motivation, equal urgency, no stake in core services, full membership, one mission an outcome.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.consequences.board_power import BoardPower, board_power
from govsim.decisions import department_allocation
from govsim.decisions.department_allocation import AllocationView
from govsim.decisions.rules import Rule
from govsim.scenario.schema import Scenario
from govsim.validation.finding import Check, Plan, Reading
from govsim.validation.inspection import Deviation, inspected, reading
from govsim.validation.samples import chance, everywhere
from govsim.validation.stepping import new_world
from govsim.world.build import World

ROUNDING: Final = 1e-12
ATTENTION: Final = 0.3
SETTLED: Final = 1000  # quarters, after which the slowest rule has come to rest


def with_a_mission_an_outcome(scenario: Scenario) -> Scenario:
    """The scenario with one mission for each outcome, so that goal weights sum to 1 on every outcome."""
    lead = scenario.departments[0].key
    missions = [
        {"key": f"mission_{outcome.key}", "label": outcome.label, "lead": lead, "goal": {outcome.key: 1.0}}
        for outcome in scenario.outcomes
    ]
    return scenario.replace(missions=missions, reforms=[])


def power_of_boards(world: World, pooled: float, accountability: float, alone: float) -> BoardPower:
    """Phase 3 with exponent 1, full membership and no crisis."""
    worlds, indices = world.worlds, world.indices
    return board_power(
        attention_mw=np.full((indices.missions, worlds), ATTENTION),
        pooled_funding=pooled,
        joint_accountability=accountability,
        power_complementarity_w=np.ones(worlds),
        accountability_alone_w=np.full(worlds, alone),
        crisis_level_w=np.zeros(worlds),
        crisis_power_loss=world.given["crisis_power_loss"],
        cobb_douglas_band=world.given["cobb_douglas_band"],
        member_md=np.ones((indices.missions, indices.departments)),
        department_belief_ew=world.state["department_belief_ew"],
        indices=indices,
    )


def _view(world: World, power: BoardPower, urgency_ew: Floats, credit_ew: Floats) -> AllocationView:
    """Phase 6 without a stake in core services and without motivation; the stance begins at nothing."""
    none_dw = np.zeros((world.indices.departments, world.worlds))
    return department_allocation.see(
        stance_ew=np.zeros_like(urgency_ew),
        urgency_ew=urgency_ew,
        edge_power_ew=power.edge_power_ew,
        credit_ew=credit_ew,
        core_ask_dw=none_dw,
        mean_power_dw=power.mean_power_dw,
        public_service_motivation_w=np.zeros(world.worlds),
        result_dw=none_dw,
        aspiration_dw=none_dw,
        indices=world.indices,
        **{name: world.given[name] for name in ("stance_speed", "satisfied_speed", "search_speed")},
    )


def settled_stance(view: AllocationView, rule: Rule[Any, Any]) -> Floats:
    """The stance at which a department comes to rest, contributions in the order of departments."""
    for _ in range(SETTLED):
        view = dataclasses.replace(view, stance_ew=rule.choose(view))
    return view.stance_ew


def _value(worth: Floats, shares: Floats) -> Floats:
    """Value of a department's shares less their cost |shares|²/2, by world."""
    value: Floats = (worth * shares - shares * shares / 2).sum(0)
    return value


@inspected
def stance_is_between_line_and_missions(
    scenario: Scenario,
    random: np.random.Generator,
    pooled: float,
    accountability: float = 0.0,
    alone: float = 0.0,
    rule: Rule[Any, Any] = department_allocation.RULES["stakes"],
) -> Iterator[Deviation]:
    """Draw urgency, credit and a value of each contribution, and compare stance and value with the closed form.

    With line and mission shares l and r, each summing to 1, and the power f, the stance is l + p(r − l),
    p = f·|mission stakes|/((1 − f)·|line stakes| + f·|mission stakes|). The value v·s − |s|²/2 gains
    p(r − l)·(v − l) − p²|r − l|²/2 over the line alone. It holds where `alone` (the effort from accountability
    without power) is 0, or accountability is at or below power.
    """

    def compared(what: str, one: Any, other: Any) -> Deviation:
        return Deviation(what, float(np.max(np.abs(one - other), initial=0.0)), ROUNDING)

    world = new_world(with_a_mission_an_outcome(scenario), (0, 1))
    indices, belief_ew = world.indices, world.state["department_belief_ew"]
    urgency_ew = float(random.uniform(0.1, 3)) * belief_ew
    credit_ew = random.uniform(0.05, 1, belief_ew.shape)
    worth_ew = random.uniform(0.05, 1, belief_ew.shape)[indices.department_order]
    power = power_of_boards(world, pooled, accountability, alone)
    expected = (pooled + accountability * ATTENTION) / 2
    view = _view(world, power, urgency_ew, credit_ew)
    stance_ew = settled_stance(view, rule)
    yield compared("goal weights on each outcome sum to 1", indices.goal_mj.sum(0), 1.0)
    yield compared("power of boards is the mean of its two parts", power.power_mw, expected)
    yield compared("pull over contributions is that power", power.edge_power_ew, expected)
    for department in range(indices.departments):
        rows = view.segments.group == department
        mission = view.urgency_ew[rows]
        line = mission * view.credit_ew[rows]
        known = line.sum(0) > 0  # elsewhere the department believes that it has no part in anything
        if not known.any():
            continue
        mission, line, stance, worth = (
            values[:, known] for values in (mission, line, stance_ew[rows], worth_ew[rows])
        )
        by_missions, by_line = mission / mission.sum(0), line / line.sum(0)
        turn = by_missions - by_line
        p = expected * mission.sum(0)
        p = p / ((1 - expected) * line.sum(0) + p)
        where = f"department {department + 1}"
        yield compared(f"{where}: mean power", power.mean_power_dw[department, known], expected)
        yield compared(f"{where}: stance", stance, by_line + p * turn)
        gained = _value(worth, stance) - _value(worth, by_line)
        formula = p * (turn * (worth - by_line)).sum(0) - p**2 * (turn**2).sum(0) / 2
        yield compared(f"{where}: value gained", gained, formula)


def examine(plan: Plan) -> Reading:
    """Try random pools where accountability alone draws no money, or is no stronger than the power of boards."""
    inspections = []
    for row, scenario in enumerate(everywhere(plan, "mission_led", "classroom_small", random=6)):
        random = chance(plan, 700 + row)
        for name, rule in department_allocation.RULES.items():
            pooled, other, alone = random.random(3).tolist()
            at_most = pooled / (2 - ATTENTION)  # there accountability is power
            cases = {"alone 0": (other, 0.0), "accountability at or below power": (other * at_most, alone)}
            for case, (accountability, draws_alone) in cases.items():
                one = stance_is_between_line_and_missions(
                    scenario, random, pooled, accountability, draws_alone, rule
                )
                inspections.append((f"{scenario.name}, {name}, {case}", one))
    return reading(
        inspections,
        "largest distance from the closed form",
        "comparisons",
        "share of a department's money",
        more="Closed form where accountability_alone is 0 or joint accountability at or below power.",
    )


CHECK: Final = Check(
    "L7",
    "limit",
    "Between two masters a department settles where the stakes of line and missions put it",
    source="bernheim_whinston_1986; holmstrom_milgrom_1991",
    refuted_by="with exponent 1 and nothing else at stake, the settled stance is not l + p(r − l)",
    examine=examine,
)
