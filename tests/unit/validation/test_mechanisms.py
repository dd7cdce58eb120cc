"""Lines that mechanisms have to pass: each entry runs, and each reading can come out either way."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.runs.simulate import finished, simulating
from govsim.scenario.load import load_scenario
from govsim.simulation import QUARTER
from govsim.validation import mechanisms
from govsim.validation.finding import Check, Plan
from govsim.validation.mechanisms import Arm, Move, decides, hidden, hiding_costs_trust, shares, with_numbers
from govsim.validation.phases import moved_from_start

PLAN = Plan(worlds=2, seed=5)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A short life for every arrangement."""
    life = {"horizon": 6, "warm_up": 4}
    monkeypatch.setattr(mechanisms, "load_scenario", lambda name: load_scenario(name).replace(**life))


@pytest.mark.parametrize("check", mechanisms.CHECKS, ids=[check.key for check in mechanisms.CHECKS])
def test_every_entry_runs_and_says_beforehand_what_would_refute_it(check: Check, short: None) -> None:
    assert check.kind == "mechanism"
    assert len(check.refuted_by) > 20
    found = check.examine(PLAN)
    assert all(np.isfinite(figure.value) for figure in found.figures)


def test_what_moves_nothing_is_refuted_and_what_moves_everything_one_way_is_too(short: None) -> None:
    nothing = Move("placebo", {"levers": {"placebo": 0.0}}, {"levers": {"placebo": 1.0}}, bases=("siloed",))
    found = decides(nothing, Plan(40, 1))
    assert [figure.value for figure in found.figures] == [0.0, 0.0, 0.0]
    assert found.agrees is False
    starved = Move(
        "core services without need of money",
        {},
        {"constants": {"core_requirement": 0.2}},
        bases=("siloed",),
        often=0.2,
    )
    moved, up, down = decides(starved, Plan(8, 1)).figures
    assert (moved.value, up.value, down.value) == (1.0, 1.0, 0.0)
    assert decides(starved, Plan(100, 1)).agrees is False


def test_what_moves_often_and_both_ways_passes(short: None) -> None:
    gain_w = np.tile([0.1, -0.1, 0.0, 0.3], 100)
    assert [figure.value for figure in shares(gain_w, 0.1, "siloed")] == [0.75, 0.5, 0.25]
    line = Move(
        "local_discretion", {"levers": {"local_discretion": 0.0}}, {"levers": {"local_discretion": 1.0}}
    )
    easy = Move(line.name, line.before, line.after, measure="free_share", often=0.2, each_way=-0.01)
    assert decides(easy, Plan(12, 1)).agrees is True


def test_need_that_is_hidden_is_hidden_from_quarter_0_on() -> None:
    run = Arm("siloed", {"horizon": 3, "warm_up": 4}, hidden(0.5)).run(PLAN)
    assert np.allclose(run.measure("understatement"), 0.5)
    assert hiding_costs_trust(0.0, 0.1, PLAN).agrees is False


def test_a_number_moved_from_the_start_leaves_the_warm_up_and_moves_what_reads_it() -> None:
    def ends(value: float) -> np.ndarray:
        changes = {"horizon": 3, "warm_up": 4}
        return (
            Arm("siloed", changes, moved_from_start("core_stake", value)).run(PLAN).measure("core_services")
        )

    plain = Arm("siloed", {"horizon": 3, "warm_up": 4}).run(PLAN).measure("core_services")
    assert np.array_equal(ends(0.3), plain)
    assert not np.array_equal(ends(0.6), plain)
    unchanged = moved_from_start("nothing_of_this_name", 1.0)
    assert unchanged == QUARTER


def test_numbers_go_where_they_are_declared_and_those_the_model_lacks_are_named() -> None:
    changes, missing = with_numbers(crisis_rate=0.0, core_stake=0.2, no_such_number=1.0)
    assert changes == {"uncertainties": {"crisis_rate": 0.0}, "constants": {"core_stake": 0.2}}
    assert missing == ("no_such_number",)
    assert finished(simulating([{"extends": "siloed", "horizon": 1, "warm_up": 4, **changes}], 1))
