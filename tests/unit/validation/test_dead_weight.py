"""Dead weight: what moves nothing is found, what is at work elsewhere or explained is told, the rest is refuted."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.runs.simulate import finished, simulating
from govsim.scenario.constants import Constants
from govsim.scenario.load import load_scenario
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.simulation import QUARTER, Phase
from govsim.validation import dead_weight, nulls
from govsim.validation.dead_weight import Removal, examine, removals, weighed
from govsim.validation.finding import Plan
from govsim.validation.phases import held
from govsim.world.state import STATE

PLAN = Plan(worlds=2, seed=5)
PLANTED = Removal("planted", "at 1", {"levers": {"placebo": 1.0}})
ALIVE = Removal("core_speed", "at 0", {"constants": {"core_speed": 0.0}})
RIVAL = Removal("need_growth", "at 0", {"constants": {"need_growth": 0.0}})
SHORT = {"horizon": 4, "warm_up": 4}


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A short life for every arrangement."""
    monkeypatch.setattr(dead_weight, "load_scenario", lambda name: load_scenario(name).replace(**SHORT))


def removing(monkeypatch: pytest.MonkeyPatch, *removed: Removal) -> None:
    monkeypatch.setattr(dead_weight, "removals", lambda what: iter(removed))


def test_a_planted_number_that_nothing_reads_is_found_dead(short: None) -> None:
    dead, alive = weighed([PLANTED, ALIVE], PLAN)
    assert (dead.moved.value, dead.mean, dead.is_dead) == (0.0, 0.0, True)
    assert (alive.moved.value, alive.is_dead, alive.is_light) == (1.0, False, False)


def test_it_is_refuted_until_somebody_explains_it(short: None, monkeypatch: pytest.MonkeyPatch) -> None:
    removing(monkeypatch, ALIVE, PLANTED)
    found = examine("constants", PLAN)
    assert found.agrees is False
    assert found.headline == "Dead weight, to be deleted or explained: planted."
    assert found.figures[4].label.startswith("planted at 1")  # the lightest stands first
    monkeypatch.setattr(dead_weight, "EXPLAINED", {"planted": "planted by a test"})
    explained = examine("constants", PLAN)
    assert explained.agrees is True
    assert "planted: planted by a test." in explained.notes


def test_what_belongs_to_a_rival_rule_needs_no_explanation(
    short: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    removing(monkeypatch, RIVAL)
    found = examine("constants", Plan(worlds=24, seed=5))
    assert found.agrees is True
    assert "At work only under rival rules: need_growth." in found.notes


@pytest.mark.parametrize("what", ["uncertainties", "constants"])
def test_every_number_has_a_null_that_a_scenario_may_have(what: str) -> None:
    found = list(removals(what))
    assert [one.name for one in found] == list(
        UNCERTAINTIES if what == "uncertainties" else Constants.model_fields
    )
    siloed = load_scenario("siloed")
    for one in found:
        value = one.changes[what][one.name]
        assert value == 0.0 or not one.is_declared or one.name in nulls._NULLS
        scenario = siloed.replace(**one.changes)  # refused where out of bounds
        assert one.name in (
            scenario.uncertainties.stated if what == "uncertainties" else Constants.model_fields
        )


def test_a_number_that_cannot_be_0_has_its_lower_bound_and_is_named(
    short: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert nulls.null_of("recipe_floor") == (1e-12, False)
    removing(monkeypatch, *(one for one in removals("constants") if one.name == "recipe_floor"))
    assert (
        "Without a null of their own, at their lower bound: recipe_floor." in examine("constants", PLAN).notes
    )


def test_names_that_the_model_does_not_have_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nulls, "EXPLAINED", {"long_gone": "it was there once"})
    assert "long_gone" in nulls.unknown_names()


def test_every_phase_is_left_out_or_held_and_the_quarter_still_runs(
    short: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dead_weight, "ARMS", ("mission_led",))
    removed = list(removals("phases"))
    assert [one.name for one in removed] == [phase.name for phase in QUARTER]
    for one, phase in zip(removed, QUARTER, strict=True):
        only_state = all(name in STATE for name in phase.writes)
        assert (one.how == "left out") == only_state == (len(one.phases) == len(QUARTER) - 1)
    for weight in weighed(removed, Plan(1, 3)):
        assert np.isfinite(weight.mean), weight.removal.name


def test_a_phase_that_is_held_says_what_it_first_said_and_begins_anew_with_another_batch() -> None:
    told: list[float] = []

    def follows(quarter: int) -> float:
        return float(quarter)

    still = held(Phase(1, follows, ("crisis_level_w",)))
    assert isinstance(still, Phase)
    for quarter in (-2, -1, 0, -2, -1):
        told.append(still.follows(quarter=quarter))
    assert told == [-2.0] * 5
    assert still.follows(quarter=-3) == -3.0


def test_phases_that_are_held_give_the_same_whatever_ran_before() -> None:
    (removal,) = [one for one in removals("phases") if one.name == "centre_grants"]
    scenario = load_scenario("siloed").replace(**SHORT)

    def ends() -> np.ndarray:
        return finished(simulating([scenario], 2, 1, phases=removal.phases))[0].at_end("public_value")

    assert np.array_equal(ends(), ends())
