"""Money for outcomes leaves out what was relabelled to core services, and so does what a pound of it achieves."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.measures.pound import effectiveness, outcome_money
from govsim.scenario.load import load_scenario
from govsim.validation.stepping import record, shortened


def test_a_pound_for_outcomes_has_the_effect_of_what_went_to_outcomes_alone() -> None:
    """A quarter of the budget goes to outcomes, a tenth of it has its effect: 40p of the pound."""
    effective_cjw = np.full((2, 5, 1), 0.01)
    edge_money_ew = np.array([[0.1], [0.1], [0.05]])
    assert outcome_money(edge_money_ew) == pytest.approx(0.25)
    assert effectiveness(effective_cjw, edge_money_ew) == pytest.approx(0.4)


def test_where_no_money_goes_to_outcomes_a_pound_achieves_nothing() -> None:
    assert effectiveness(np.zeros((2, 5, 1)), np.zeros((3, 1))) == 0


def test_money_for_outcomes_core_services_and_relabelled_money_are_the_budget() -> None:
    """In mission-led government with much relabelling, in which the three are told apart."""
    led = shortened(load_scenario("mission_led")).replace(uncertainties={"relabel": 0.6})
    for now in record(led, (0, 1)):
        relabelled_w = now["relabelled_money_dw"].sum(0)
        rest_w = now["core_money_dw"].sum(0) + relabelled_w
        np.testing.assert_allclose(outcome_money(now["edge_money_ew"]) + rest_w, 1, rtol=1e-12)
    assert (relabelled_w > 0.01).all()
