"""A step is around the rule's choice: 0 is the rule bit for bit, and none is refused by the decision's checks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govsim.decisions.choosing.actor_view import Names
from govsim.decisions.choosing.owners import decisions_of
from govsim.measures.catalogue import observe
from govsim.runs.drive import start, step, warm_up
from govsim.runs.ongoing import begin_run
from govsim.scenario.levers import NUMBER_LEVERS
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.teaching.seats import actor_of, facts_of, seats_of
from govsim.teaching.steps import DIALS, FURTHEST, OF_KIND
from govsim.validation.stepping import shortened
from govsim.world.build import World, build_world
from govsim.world.find_places import places_of
from tests.worlds import scenarios

STEPS = range(-FURTHEST, FURTHEST + 1)
KIND_OF = {method: kind for kind in OF_KIND for method in decisions_of(kind)}


def cabinet(option: str = "mission_led") -> Scenario:
    """The country of the cabinet under an arrangement from the beginning, quickly."""
    return shortened(load_scenario("cabinet").replace(levers=load_scenario(option).levers.model_dump()), 4, 8)


def all_actors(scenario: Scenario, steps: dict[str, Any]) -> dict[str, Any]:
    """Every actor with the steps of the dials that it has."""
    names = Names.of(scenario, places_of(scenario))
    found = {}
    for kind in OF_KIND:
        own = {
            key: steps[key] for key, dial in DIALS.items() if KIND_OF[dial.method] == kind and key in steps
        }
        for key in names.actors(kind):
            who = f"{kind}:{key}"
            found[who] = actor_of(who, {0: own}, facts_of(scenario))
    return found


def run_of(scenario: Scenario, steps: dict[str, Any], worlds: tuple[int, ...] = (0, 1)) -> Any:
    run = begin_run(scenario, replicates=worlds, seed=3)
    run.step(scenario.horizon, all_actors(scenario, steps))
    return run


def test_every_decision_of_the_model_has_a_dial() -> None:
    of_all_kinds = {method for kind in OF_KIND for method in decisions_of(kind)}
    assert {dial.method for dial in DIALS.values()} == of_all_kinds


@pytest.mark.parametrize("option", ["siloed", "mission_led"])
def test_at_step_0_everybody_decides_by_the_rules_to_the_last_bit(option: str) -> None:
    scenario = cabinet(option)
    moved, by_rules = (
        run_of(scenario, dict.fromkeys(DIALS, 0)),
        begin_run(scenario, replicates=(0, 1), seed=3),
    )
    by_rules.step(scenario.horizon)
    for name, values in by_rules.world.state.items():
        assert values.tobytes() == moved.world.state[name].tobytes(), name


@pytest.mark.parametrize("key", sorted(set(DIALS) - {"budgets"}))
def test_each_dial_moves_what_it_says_one_way_and_the_other(key: str) -> None:
    """Its array rises or falls with every step, where something is to be moved."""
    scenario = cabinet()
    steps = np.array(STEPS)
    ends = _turned(run_of(scenario, {key: steps}, (0,) * steps.size).world, key, scenario)
    assert (np.diff(ends) >= -1e-12).all()
    assert ends[-1] - ends[0] > 1e-6


def test_budgets_move_in_more_years_the_more_readily_they_follow_pressure() -> None:
    scenario = cabinet().replace(horizon=24)
    run = begin_run(scenario, replicates=(0,) * len(STEPS), seed=3)
    actors, moved, years = all_actors(scenario, {"budgets": np.array(STEPS)}), np.zeros(len(STEPS)), 6
    for _ in range(years):
        before = run.world.state["baseline_dw"]
        run.step(4, actors)
        moved += (np.abs(run.world.state["baseline_dw"] - before) > 1e-9).any(axis=0)
    assert (np.diff(moved) >= 0).all()
    assert moved[0] < moved[-1] == years


def _turned(world: World, key: str, scenario: Scenario) -> Any:
    """What a dial is about, by world: greater the further it is turned."""
    indices, state, flows = world.indices, world.state, world.flows
    departments = [one.key for one in scenario.departments]
    own_e = indices.edge_department_e == departments.index("communities")
    if key == "need":
        weights = flows["placing_cjw"] / indices.population_c[:, None, None]
        return (weights.max(axis=0) / weights.min(axis=0)).mean(axis=0)
    if key == "urgent":
        attention = flows["attention_mw"]
        return attention.max(axis=0) / attention.sum(axis=0)
    if key == "outcomes":
        return state["stance_ew"].sum(axis=0)
    if key == "shared":
        others = state["stance_ew"][~indices.edge_leads_e].sum(axis=0)
        return others / state["stance_ew"].sum(axis=0)
    if key == "own":
        return flows["commission_cew"][:, own_e].sum(axis=(0, 1))
    if key == "figures":
        return state["gaming_cjw"].mean(axis=(0, 1))
    if key == "take_part":
        return state["engagement_kw"].mean(axis=0)
    of_lead = {"lead": [], "second": []}
    for row, mission in enumerate(scenario.missions):
        lead_e = indices.edge_department_e == departments.index(mission.lead)
        goals = [outcome.key for outcome in scenario.outcomes]
        second_e = indices.edge_outcome_e == goals.index(list(mission.goal_shares())[1])
        of_lead["lead"].append(flows["board_share_mew"][row][lead_e].sum(axis=0))
        of_lead["second"].append(flows["board_share_mew"][row][second_e].sum(axis=0))
    return np.min(of_lead[key], axis=0)


@given(scenarios(), st.dictionaries(st.sampled_from(sorted(DIALS)), st.sampled_from(list(STEPS)), min_size=3))
@settings(max_examples=6, deadline=None)
def test_no_step_is_refused_in_any_country(scenario: Scenario, steps: dict[str, int]) -> None:
    steps = {key: turned for key, turned in steps.items() if key != "second" or _has_goals(scenario)}
    run_of(scenario, steps)  # ChoiceError where a choice is not allowed


def _has_goals(scenario: Scenario) -> bool:
    return all(len(mission.goal_shares()) > 1 for mission in scenario.missions)


def test_one_step_a_world_is_that_step_in_that_world() -> None:
    scenario, steps = cabinet(), np.array([2, 0, -2])
    together = run_of(scenario, dict.fromkeys(DIALS, steps), (5, 5, 6)).world
    for column, (turned, world) in enumerate(zip(steps.tolist(), (5, 5, 6), strict=True)):
        alone = run_of(scenario, dict.fromkeys(DIALS, turned), (world,)).world
        for name, values in alone.state.items():
            assert values[..., 0].tobytes() == together.state[name][..., column].tobytes(), name


def test_the_model_page_states_every_dial_with_its_factors() -> None:
    rows = [
        line.split("|") for line in Path("docs/model.md").read_text().splitlines() if line.startswith("| `")
    ]
    stated = {row[1].strip(" `"): row[4] for row in rows if row[1].strip(" `") in DIALS}
    assert set(stated) == set(DIALS)
    for key, dial in DIALS.items():
        assert tuple(float(one.replace("−", "-")) for one in stated[key].split(",")) == dial.factors


def test_steps_of_a_round_hold_until_the_next() -> None:
    actor = actor_of("council:hillford", {0: {"figures": 2}, 8: {"figures": -1}}, facts_of(cabinet()))
    assert [actor.steps(quarter).get("figures") for quarter in (0, 7, 8, 31)] == [2, 2, -1, -1]


def test_seats_are_actors_of_the_country_and_dials_of_their_kind() -> None:
    scenario = load_scenario("cabinet")
    names = Names.of(scenario, places_of(scenario))
    for seat in seats_of(scenario).values():
        assert len(seat.choices) <= 3
        for choice in seat.choices:
            assert 3 <= len(choice.buttons) <= 5
            assert choice.needs in ("", *NUMBER_LEVERS)
            for actor in choice.actors:
                kind, _, key = actor.partition(":")
                assert (key or "centre") in names.actors(kind)
                assert DIALS[choice.dial].method in decisions_of(kind)


def test_the_country_of_the_cabinet_lets_both_sides_win() -> None:
    """After the vote in quarter 16, at equal weights, missions win in some worlds and silos in others."""
    country = load_scenario("cabinet")
    world = warm_up(build_world(country, places_of(country), range(100), 11))
    ends = []
    for reforms in ([], [{"quarter": 16, **load_scenario("mission_led").levers.model_dump()}]):
        began = start(world, country.replace(reforms=reforms))
        while began.quarter < country.horizon:
            step(began)
        ends.append(observe(began.names(country.horizon - 1), at_end=True)["public_value"])
    assert 0.2 <= (ends[1] > ends[0]).mean() <= 0.8
