"""Lines that mechanisms have to pass: each entry runs, and each reading can come out either way."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.scenario.load import load_scenario
from govsim.simulation import QUARTER
from govsim.validation import mechanisms
from govsim.validation.finding import Check, Plan
from govsim.validation.mechanisms import decides, hidden, hiding_costs_trust, shares, siloed
from govsim.validation.phases import moved_from_start

PLAN = Plan(worlds=2, seed=5)
BRIEF = {"horizon": 3, "warm_up": 4}
NEED_NO_MONEY = {"constants": {"core_requirement": 0.2}}


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


def test_what_moves_nothing_is_refuted_and_what_moves_everything_one_way_is_too(
    short: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mechanisms, "BASES", ("siloed",))
    found = decides({"levers": {"placebo": 0.0}}, {"levers": {"placebo": 1.0}}, Plan(40, 1))
    assert [figure.value for figure in found.figures] == [0.0, 0.0, 0.0]
    assert found.agrees is False
    moved, up, down = decides({}, NEED_NO_MONEY, Plan(8, 1)).figures
    assert (moved.value, up.value, down.value) == (1.0, 1.0, 0.0)
    assert decides({}, NEED_NO_MONEY, Plan(100, 1)).agrees is False


def test_what_moves_often_and_both_ways_passes(short: None, monkeypatch: pytest.MonkeyPatch) -> None:
    gain_w = np.tile([0.1, -0.1, 0.0, 0.3], 100)
    assert [figure.value for figure in shares(gain_w, 0.1, "siloed")] == [0.75, 0.5, 0.25]
    monkeypatch.setattr(mechanisms, "EACH_WAY", -0.01)
    assert decides({}, NEED_NO_MONEY, Plan(24, 1)).agrees is True


def test_need_that_is_hidden_is_hidden_from_quarter_0_on() -> None:
    run = siloed(PLAN, hidden(0.5), **BRIEF)
    assert np.allclose(run.measure("understatement"), 0.5)
    assert hiding_costs_trust(0.0, 0.1, PLAN).agrees is False


def test_a_number_moved_from_the_start_leaves_the_warm_up_and_moves_what_reads_it() -> None:
    def ends(value: float) -> np.ndarray:
        return siloed(PLAN, moved_from_start("core_stake", value), **BRIEF).measure("core_services")

    plain = siloed(PLAN, **BRIEF).measure("core_services")
    assert np.array_equal(ends(0.3), plain)
    assert not np.array_equal(ends(0.6), plain)
    unchanged = moved_from_start("nothing_of_this_name", 1.0)
    assert unchanged == QUARTER
