"""Corners: a lever without a cost is found at the end of its range, and one that has its cost is not."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.scenario.levers import LEVER_NAMES, Levers
from govsim.scenario.load import load_scenario
from govsim.validation import corners
from govsim.validation.corners import Climb, Corner, climbed, examine, moved_levers, reading
from govsim.validation.finding import Figure, Plan

SHORT = {"horizon": 40, "warm_up": 4}
FREE = {"uncertainties": {"voice_cost": 0.0, "coproduction": 0.6}, **SHORT}
DEAR = {"uncertainties": {"voice_cost": 1.0, "coproduction": 0.0}, **SHORT}
PLAN = Plan(worlds=32, seed=5)


def only(monkeypatch: pytest.MonkeyPatch, *levers: str) -> None:
    monkeypatch.setattr(corners, "moved_levers", lambda: levers)


def point_with(**levers: object) -> Levers:
    return Levers().model_copy(update=levers)


def test_a_lever_that_is_planted_free_is_found_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, "community_voice")
    found = examine("worst_decile", FREE, PLAN)
    assert [figure.value for figure in found.figures[:2]] == [1.0, 1.0]
    assert found.figures[2].label == "Community voice from 1 inwards costs"
    assert found.figures[2].value > 0.005
    assert found.agrees is not True
    assert "Community voice at 1: its cost is missing; it buys" in found.notes
    assert found.headline == "a cost is missing from Community voice."


def test_a_lever_that_is_only_a_cost_ends_at_0_and_the_placebo_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, "community_voice", "placebo")
    climb = Climb(load_scenario("siloed").replace(**DEAR), "public_value", Plan(2, 5))
    point = climbed(climb, ("mission_led",))
    assert (point.community_voice, point.placebo) == (0.0, 0.0)


def test_all_levers_are_climbed_but_those_that_touch_nothing() -> None:
    assert set(LEVER_NAMES) - set(moved_levers()) == {"placebo"}


def test_neighbours_stay_within_the_range_and_membership_moves_by_one() -> None:
    point = point_with(board_membership="contributors", pooled_funding=0.9, target_pressure=0.0)
    for lever, settings in (
        ("pooled_funding", [0.65, 1.0]),
        ("target_pressure", [0.25]),
        ("board_membership", ["lead_only", "all"]),
    ):
        assert [getattr(one, lever) for one in corners._neighbours(point, lever, 0.25)] == settings


def corner(lever: str, cost: float, half: float) -> Corner:
    costs = Figure("costs", cost, low=cost - half, high=cost + half, unit="units")
    bought = (
        Figure("progress", 0.02, low=0.01, high=0.03, unit="need points"),
        Figure("core_services", 0.0, low=0.0, high=0.0, unit="index"),
    )
    return Corner(lever=lever, at=1.0, costs=costs, bought=bought, smallest=0.05)


@pytest.mark.parametrize(
    ("cost", "agrees", "free"), [(0.01, True, 0.0), (0.2, False, 1.0), (0.055, None, 1.0), (0.045, None, 0.0)]
)
def test_what_moving_inwards_costs_decides(cost: float, agrees: bool | None, free: float) -> None:
    found = reading([corner("pooled_funding", cost, 0.02)], point_with(pooled_funding=1.0))
    assert found.agrees is agrees
    assert found.figures[1].value == free
    assert ("its cost is missing; it buys progress on outcomes +0.020" in found.notes) == bool(free)


def test_an_optimum_within_all_ranges_passes() -> None:
    assert reading([], point_with()).agrees is True


def test_the_climb_is_the_same_again(monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, "central_control")
    base = load_scenario("siloed").replace(**SHORT)
    one, again = (Climb(base, "public_value", Plan(2, 5)) for _ in range(2))
    assert climbed(one, ("siloed",)) == climbed(again, ("siloed",))
    assert one.known == again.known
    assert np.isfinite(list(one.known.values())).all()
