"""Assumptions that decide are found where they were planted, and nothing is found where nothing is."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.questions.boxes import where
from govsim.questions.deciding import decisive
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.statistics.resampling import generator

NAMES = tuple(UNCERTAINTIES)[:12]


def drawn(worlds: int = 1000, seed: int = 2) -> dict[str, np.ndarray]:
    stream = generator(seed)
    return {name: stream.random(worlds) for name in NAMES}


def test_shares_in_both_halves_by_hand() -> None:
    values = {NAMES[0]: np.arange(100.0), NAMES[1]: np.tile([0.0, 1.0], 50)}
    found = decisive(values, np.arange(100) >= 40)
    (one,) = found.first
    assert (one.name, one.above.mean, one.below.mean) == (NAMES[0], 1.0, 0.2)
    assert one.difference == pytest.approx(0.8)
    assert one.chance_among_first > 0.99


def test_the_planted_assumptions_come_first() -> None:
    values = drawn()
    noise = generator(9).random(1000)
    holds = values[NAMES[4]] - values[NAMES[7]] + 0.3 * noise > 0.15
    found = decisive(values, holds)
    assert {one.name for one in found.first[:2]} == {NAMES[4], NAMES[7]}
    assert {one.name: one.difference > 0 for one in found.first[:2]} == {NAMES[4]: True, NAMES[7]: False}


def test_assumptions_that_tie_may_all_be_among_the_first_three() -> None:
    values = drawn()
    holds = sum(values[name] for name in NAMES[:5]) > 2.5
    found = decisive(values, np.asarray(holds))
    assert {one.name for one in (*found.first, *found.perhaps)} <= set(NAMES[:5])
    assert found.perhaps


def test_nothing_decides_what_is_tossed() -> None:
    """Of 20 tosses about one names something, because chance is allowed one in twenty."""
    values = drawn()
    named = [bool(decisive(values, generator(100 + seed).random(1000) < 0.5).first) for seed in range(20)]
    assert sum(named) <= 3


def test_what_always_or_never_holds_hangs_on_nothing() -> None:
    assert decisive(drawn(), np.ones(1000, dtype=bool)).first == ()
    assert decisive(drawn(20), np.arange(20) > 9).first == ()


def test_a_planted_box_is_told_with_what_it_holds_on_unseen_worlds() -> None:
    values = drawn(2000)
    inside = (values[NAMES[2]] > 0.5) & (values[NAMES[5]] < 0.6)
    holds = np.where(generator(4).random(2000) < 0.1, ~inside, inside)
    found = where(values, holds)
    assert found is not None
    assert {side.name for side in found.sides} == {NAMES[2], NAMES[5]}
    assert found.inside.low > found.anywhere + 0.1
    assert found.inside.mean == pytest.approx(0.9, abs=0.08)
    assert all(side.found_again >= 0.5 for side in found.sides)


def test_no_box_is_told_of_what_is_tossed() -> None:
    values = drawn()
    assert not any(where(values, generator(100 + seed).random(1000) < 0.4) for seed in range(5))
    assert where(values, np.arange(1000) < 10) is None, "too seldom"
