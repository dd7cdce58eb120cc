"""Law 9: every flow runs along the network's edges; where an edge is gone, what it carried stops."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govsim.decisions.rules import Rule
from govsim.scenario.schema import Scenario
from govsim.simulation import QUARTER, Decision, Phase
from govsim.validation.laws.flows_along_edges import every_type_of_edge_matters, flows_run_along_edges
from govsim.validation.phases import altered, quarter_with, with_inputs
from tests.worlds import assert_holds, breaches_in, classroom, scenarios


def test_each_type_of_edge_matters() -> None:
    """No type of edge is decoration: without all of its edges the country goes another way."""
    assert_holds(every_type_of_edge_matters(classroom(rules={"council_gaming": "culture"})))


@given(scenarios(), st.integers(0, 10_000))
@settings(max_examples=20)
def test_what_an_edge_carries_stops_without_it_in_any_country(scenario: Scenario, choice: int) -> None:
    """Of each type one edge is taken away, now this, now that."""
    assert_holds(flows_run_along_edges(scenario, choice))


@pytest.mark.parametrize("choice", range(5))
def test_what_an_edge_carries_stops_without_it_in_the_classroom(choice: int) -> None:
    assert_holds(flows_run_along_edges(classroom(), 7 * choice))


# --- the tests of the test: something goes past the edges, and a type of edge that nothing follows --------------


def past_the_edges(name: str, add: Callable[[Any, Mapping[str, Any]], Any], *reads: str) -> str:
    leaking = quarter_with(name, lambda phase: altered(phase, add, reads))
    return breaches_in(leaking, flows_run_along_edges, classroom(), 0)


def test_ties_without_an_edge_are_found_out() -> None:
    assert "their tie without works_with" in past_the_edges("department_ties", lambda tie, seen: tie + 1e-6)
    assert "their tie without convenes" in past_the_edges("local_ties", lambda tie, seen: tie + 1e-6)


def test_grants_without_an_edge_are_found_out() -> None:
    said = past_the_edges("grants", lambda made, seen: made._replace(formula_cew=made.formula_cew + 1e-6))
    assert "formula grants without funds" in said


def test_a_line_without_an_edge_is_found_out() -> None:
    said = past_the_edges(
        "mixed_signals", lambda made, seen: made._replace(mixed_signals_dw=made.mixed_signals_dw + 1e-6)
    )
    assert "mixed signals without line" in said


def test_services_that_reach_whom_they_do_not_serve_are_found_out() -> None:
    said = past_the_edges("doses", lambda made, seen: made._replace(dose_kjw=made.dose_kjw + 1e-6))
    assert "without serves" in said


def test_learning_past_the_neighbours_is_found_out() -> None:
    """Councils that also learn from the mean of all councils."""

    def from_all(made: Any, seen: Mapping[str, Any]) -> Any:
        belief = made.council_belief_cew
        return made._replace(council_belief_cew=0.99 * belief + 0.01 * seen["council_belief_cew"].mean(0))

    assert "without neighbours: council_belief_cew" in past_the_edges("learning", from_all)


def by_another_rule(name: str, choose: Callable[[Any], Any]) -> str:
    def changed(phase: Phase | Decision) -> Phase | Decision:
        if not isinstance(phase, Decision) or phase.name != name:
            return phase
        return dataclasses.replace(phase, rules={key: Rule(choose, "own: a fault") for key in phase.rules})

    return breaches_in(tuple(map(changed, QUARTER)), flows_run_along_edges, classroom(), 0)


def test_engagement_that_spreads_past_bonds_is_found_out() -> None:
    said = by_another_rule(
        "community_participation", lambda view: 0.9 * view.engagement_kw + 0.1 * view.engagement_kw.mean(0)
    )
    assert "engagement that spreads without bonds: engagement_kw" in said


def test_a_board_that_gives_to_who_has_no_seat_and_to_what_is_not_its_goal_is_found_out() -> None:
    def evenly(view: Any) -> Any:
        return np.full_like(view.belief_mew, 1 / view.belief_mew.shape[1])

    said = by_another_rule("board_steering", evenly)
    assert "the board's money for the outcome without aims_at" in said
    assert "the board's money for the department without sits_on" in said


def test_a_type_of_edge_that_nothing_follows_is_found_out() -> None:
    """Councils that neither learn from their neighbours nor copy them, and wander each by itself."""
    alone = functools.partial(with_inputs, learning_neighbours=0.0)
    by_itself = functools.partial(with_inputs, neighbour_spread=lambda step: step)
    phases = quarter_with("place_drift", by_itself, quarter_with("learning", alone))
    said = breaches_in(phases, every_type_of_edge_matters, classroom())
    assert said == "neighbours edges carry nothing: off by 1"
