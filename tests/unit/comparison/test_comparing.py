"""Scenarios are set side by side only where that makes sense."""

import numpy as np
import pytest

import govsim
from govsim.comparison.compare import compare
from govsim.comparison.setting import worlds_words
from govsim.errors import InputError, ScenarioError

SMALL = govsim.load_scenario("classroom_small").replace(horizon=4, warm_up=4)


def test_one_scenario_cannot_be_compared() -> None:
    with pytest.raises(InputError, match="expected at least two scenarios, found 1"):
        compare([SMALL], replicates=2)


def test_scenarios_of_different_length_are_refused() -> None:
    with pytest.raises(
        ScenarioError, match=r"longer, horizon: expected 4 quarters as in 'classroom_small', found 5"
    ):
        compare([SMALL, SMALL.replace(name="longer", horizon=5)], replicates=2)


def test_public_value_is_weighed_as_the_baseline_weighs_it() -> None:
    other = SMALL.replace(name="other", values={"progress_weight": 0.9}, levers={"pooled_funding": 0.0})
    alike = SMALL.replace(name="other", levers={"pooled_funding": 0.0})
    one, two = (compare([SMALL, scenario], replicates=3) for scenario in (other, alike))
    np.testing.assert_array_equal(one.runs[1].at_end("public_value"), two.runs[1].at_end("public_value"))


def test_a_scenario_against_itself_is_no_different_to_the_last_bit() -> None:
    comparison = compare([SMALL, SMALL.replace(name="twin")], replicates=5)
    for difference in comparison.differences():
        assert (difference.difference.low, difference.difference.high) == (0.0, 0.0)
        assert difference.verdict == "equal"
        assert difference.sentence().endswith(" in all 5 worlds.")


def test_the_placebo_lever_changes_nothing() -> None:
    comparison = compare([SMALL, SMALL.replace(name="placebo", levers={"placebo": 1.0})], replicates=5)
    assert {difference.difference.mean for difference in comparison.differences()} == {0.0}


def test_an_assumption_that_all_hold_at_one_value_is_said() -> None:
    fixed = SMALL.replace(uncertainties={"local_capacity": 0.6})
    other = SMALL.replace(name="other", levers={"pooled_funding": 0.0})
    held = compare([fixed, fixed.replace(name="twin")], replicates=2)
    assert worlds_words(held.runs).endswith("Held at one value: local capacity 0.6.")
    assert "Held" not in worlds_words(compare([fixed, other], replicates=2).runs)


def test_a_measure_that_is_unknown_is_answered_with_the_nearest() -> None:
    run = govsim.simulate(SMALL, replicates=2)
    with pytest.raises(KeyError, match="'progress'"):
        run.measure("progres")
