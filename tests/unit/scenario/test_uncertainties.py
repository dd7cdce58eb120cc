"""What nobody knows: the catalogue, its scales, and what a scenario may say about it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from govsim.errors import ScenarioError
from govsim.scenario.load import load_scenario
from govsim.scenario.stated_uncertainties import Uncertainties
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.scenario.uncertainty import Uncertainty, quantile

ENDS = np.array([0.0, 0.5, 1.0])


def told_of(**uncertainties: object) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load_scenario({"extends": "siloed", "uncertainties": uncertainties})
    return [str(problem) for problem in caught.value.problems]


def test_there_are_forty_two_contested_assumptions_and_eleven_costs() -> None:
    others = {"conflict_cost", "metric_loss"}  # what two masters cost, and what targets take from the rest
    costs = [name for name in UNCERTAINTIES if name.endswith(("_cost", "_loss")) and name not in others]
    assert (len(UNCERTAINTIES), len(costs)) == (42 + 11, 11)


@pytest.mark.parametrize("spec", UNCERTAINTIES.values(), ids=lambda spec: spec.name)
def test_every_uncertainty_is_within_its_bounds_and_explained(spec: Uncertainty) -> None:
    assert all(spec.admits(value) for value in (spec.low, spec.central, spec.high))
    assert spec.low <= spec.central <= spec.high
    assert spec.label
    assert spec.unit
    assert spec.meaning
    assert spec.source


@pytest.mark.parametrize("spec", UNCERTAINTIES.values(), ids=lambda spec: spec.name)
def test_draws_run_from_low_to_high(spec: Uncertainty) -> None:
    drawn = quantile(spec, np.linspace(0, 1, 101))
    assert drawn[0] == pytest.approx(spec.low)
    assert drawn[-1] == pytest.approx(spec.high)
    assert (np.diff(drawn) > 0).all()


def test_every_cost_may_be_nothing() -> None:
    assert all(UNCERTAINTIES[name].low == 0 for name in UNCERTAINTIES if name.endswith(("_cost", "_loss")))


def test_the_log_scale_makes_ratios_equally_likely() -> None:
    np.testing.assert_allclose(quantile(UNCERTAINTIES["elasticity"], ENDS), [0.2, 1, 5])
    np.testing.assert_allclose(quantile(UNCERTAINTIES["centre_bandwidth"], ENDS), [500, 2000, 8000])


def test_the_complementarity_scale_is_even_in_the_elasticity() -> None:
    spec = UNCERTAINTIES["power_complementarity"]
    np.testing.assert_allclose(quantile(spec, ENDS), [-5, 0, 1 - 1 / 6], atol=1e-12)
    drawn = quantile(spec, np.linspace(0, 1, 7))
    ratios = (1 / (1 - drawn))[1:] / (1 / (1 - drawn))[:-1]
    np.testing.assert_allclose(ratios, ratios[0])


def test_by_default_worlds_differ_over_the_whole_ranges() -> None:
    assert load_scenario("siloed").uncertainties.in_force() == UNCERTAINTIES


def test_alike_holds_every_uncertainty_at_its_centre() -> None:
    held = Uncertainties(worlds="alike").in_force()
    assert held == {name: spec.central for name, spec in UNCERTAINTIES.items()}


def test_a_number_fixes_and_a_range_draws() -> None:
    stated = {"worlds": "alike", "slack": 0, "elasticity": {"low": 1, "high": 2}}
    settings = Uncertainties.model_validate(stated).in_force()
    assert settings["slack"] == 0.0
    drawn = settings["elasticity"]
    assert isinstance(drawn, Uncertainty)
    assert (drawn.low, drawn.high, drawn.scale) == (1, 2, "log")


def test_a_range_may_say_its_scale() -> None:
    stated = {"elasticity": {"low": 1, "high": 3, "scale": "linear"}}
    drawn = Uncertainties.model_validate(stated).in_force()["elasticity"]
    assert isinstance(drawn, Uncertainty)
    np.testing.assert_allclose(quantile(drawn, ENDS), [1, 2, 3])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("elasticity", math.inf),
        ("power_complementarity", 1),
        ("power_complementarity", -1e6),
        ("board_seat_cost", 1),
    ],
)
def test_limits_of_theory_may_be_fixed(name: str, value: float) -> None:
    scenario = load_scenario({"extends": "siloed", "uncertainties": {name: value}})
    assert scenario.uncertainties.in_force()[name] == value


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("elasticity", 0, "uncertainties.elasticity: expected a number from 0.01 (inf is allowed), found 0."),
        ("slack", 1.2, "uncertainties.slack: expected a share from 0 to 1, found 1.2."),
        (
            "slack",
            math.nan,
            "expected a share from 0 to 1, or a range such as {low = 0, high = 0.6}, found nan.",
        ),
        ("slack", True, "found true."),
        ("power_complementarity", 1.1, "expected a number of at most 1, found 1.1."),
        ("power_complementarity", -math.inf, "expected a number of at most 1, found -inf."),
        ("slack", {"low": 0.5, "high": 0.1}, "slack.low: expected at most high, found 0.5 above 0.1."),
        (
            "slack",
            {"low": 0, "high": 0.1, "scale": "log"},
            "expected a number above 0 on the log scale, found 0.",
        ),
        (
            "slack",
            {"low": 0.1},
            "slack.high: expected a share, found nothing. A range has both low and high.",
        ),
        ("slack", {"low": 0, "high": 1, "step": 1}, "slack.step: expected low, high or scale, found 'step'."),
        ("slack", {"low": 0, "high": 1, "scale": "cubic"}, "expected 'linear' or 'log', found \"cubic\"."),
        (
            "elasticity",
            {"low": 1, "high": math.inf},
            "elasticity.high: expected a number from 0.01, found inf.",
        ),
        ("power_complementarity", {"low": 0, "high": 1}, "expected a number below 1, found 1."),
        ("slak", 0.1, "expected the name of an uncertainty, found 'slak'. Did you mean 'slack'?"),
        ("pooled_funding", 0.1, "'pooled_funding' belongs in [levers]."),
        ("worlds", "same", "uncertainties.worlds: expected 'differ' or 'alike', found \"same\"."),
    ],
)
def test_what_cannot_be_drawn_is_refused(name: str, value: object, told: str) -> None:
    (only,) = told_of(**{name: value})
    assert told in only


def test_several_wrong_uncertainties_are_told_together() -> None:
    assert len(told_of(slack=2, relabel=2, worlds="same")) == 3
