"""A class beside the rules: in steps, in amounts, and over several classes."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.errors import InputError
from govsim.teaching.amounts import AMOUNTS
from govsim.teaching.compared import ComparedDecision, across, by_dial, compared
from govsim.teaching.compared_document import COLUMNS, compared_document, tidy_rows
from govsim.teaching.events import Closed, Joined, Opened
from govsim.teaching.game import fold
from tests.unit.teaching.games import a_game

WORLDS = 10


def test_a_class_that_decides_by_the_rules_is_the_rules_bit_for_bit() -> None:
    game, _ = a_game()
    found = compared(game, WORLDS)
    assert all((one.step, one.answered) == (0, True) for one in found)
    assert all(one.with_class == one.by_rules for one in found)


@pytest.mark.parametrize("step", [-2, 2])
def test_every_dial_moves_its_own_amount_the_way_of_the_step(step: int) -> None:
    game, _ = a_game(lambda _, seat, choice: step)
    moved = {one.dial: (one.with_class - one.by_rules) * step for one in by_dial(compared(game, 2))}
    assert set(moved) == set(AMOUNTS)
    del moved["budgets"]  # what moves between departments follows what the other decisions leave to be moved
    assert all(by > 0 for by in moved.values()), moved


def test_four_times_the_effort_in_figures_is_four_times_the_effort_and_outside_the_range() -> None:
    game, _ = a_game(lambda _, seat, choice: 2 if choice == "figures" else 0)
    found = compared(game, WORLDS)
    figures = next(one for one in by_dial(found) if one.dial == "figures")
    assert figures.times == pytest.approx(4, rel=0.15)
    assert figures.is_beyond
    document = compared_document({"tuesday": game}, {"tuesday": found}, WORLDS)
    assert document.answer[0].startswith("Councils’ effort that goes into the figures: ")
    assert "times the rules’" in document.answer[0]


def test_the_range_of_the_rules_is_that_of_the_mean_in_other_worlds() -> None:
    game, _ = a_game()
    figures = [one for one in compared(game, WORLDS) if one.dial == "figures"]
    (told,) = by_dial(figures)
    mean_w = np.mean([one.elsewhere_w for one in figures], axis=0)
    assert (told.low, told.high) == tuple(np.quantile(mean_w, [0.025, 0.975]))


def a_decision(with_class: float) -> ComparedDecision:
    return ComparedDecision(
        round=0,
        seat="council:hillford",
        role="council",
        choice="figures",
        dial="figures",
        step=1,
        answered=True,
        with_class=with_class,
        by_rules=0.1,
        elsewhere_w=np.array([0.1, 0.1]),
    )


def test_a_class_is_one_observation_and_three_have_an_interval() -> None:
    classes = [[a_decision(value)] * 8 for value in (0.2, 0.3, 0.4)]
    (two,) = across(classes[:2])
    assert (two.classes, two.above, two.interval) == (2, 2, None)
    (three,) = across(classes)
    assert three.mean == pytest.approx(0.2)
    assert three.interval is not None
    assert three.interval.half_width == pytest.approx(
        4.303 * 0.1 / np.sqrt(3), rel=1e-3
    )  # Student, 2 degrees


def test_two_classes_are_too_few_and_three_say_what_they_share() -> None:
    game, _ = a_game()
    named = {f"class {value}": [a_decision(value)] for value in (0.2, 0.21, 0.22)}
    two = dict(list(named.items())[:2])
    assert "too few for an interval" in compared_document({"a": game}, two, 2).answer[0]
    assert "above them in 3 of 3 classes" in compared_document({"a": game}, named, 2).answer[0]


def test_tidy_rows_have_a_row_for_each_decision_of_each_round() -> None:
    game, _ = a_game(lambda _, seat, choice: 1 if choice == "figures" else None)
    rows = tidy_rows({"tuesday": compared(game, 2)})
    assert len(rows) == sum(len(steps) for steps in game.rounds)
    assert all(len(row) == len(COLUMNS) for row in rows)
    names = [name for name, _ in COLUMNS]
    figures = [dict(zip(names, row, strict=True)) for row in rows if row[4] == "figures"]
    assert all((one["step"], one["answered"]) == (1, True) for one in figures)
    others = [row for row in rows if row[4] != "figures"]
    assert all((row[6], row[7]) == (0, False) for row in others)


def test_a_game_under_way_is_refused() -> None:
    events = [Opened(minutes=45), Joined(student="a", seat="centre"), Closed(phase="brief")]
    with pytest.raises(InputError, match="a game whose rounds are all closed"):
        compared(fold(events))
