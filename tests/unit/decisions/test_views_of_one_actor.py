"""Who is asked alone sees what is theirs and nobody else's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from govsim.decisions.choosing.owners import OWNERS, DecisionOfMany
from govsim.simulation import advance, by_rule
from govsim.world.build import World, build_world
from govsim.world.find_places import places_of
from tests.worlds import classroom

AXIS = {"department": "d", "mission": "m", "council": "c", "community": "k"}
IN_TURN = {name: owner for name, owner in OWNERS.items() if isinstance(owner, DecisionOfMany)}


@pytest.fixture(scope="module")
def views() -> dict[str, Any]:
    scenario = classroom()
    world: World = build_world(scenario, places_of(scenario), [0, 1])
    met: dict[str, Any] = {}

    def noting(decision: Any, view: Any, rule: Any) -> Any:
        met[decision.name] = view
        return by_rule(decision, view, rule)

    advance(world, noting)
    return met


@pytest.mark.parametrize("decision", IN_TURN)
def test_an_actors_view_has_its_own_row_alone(decision: str, views: dict[str, Any]) -> None:
    view, axis = views[decision], AXIS[IN_TURN[decision].kind]
    looked_at = 0
    for row in (0, 1):
        own = view.of(row)
        for name, values in vars(view).items():
            if isinstance(values, np.ndarray) and name.rpartition("_")[2].startswith(axis):
                np.testing.assert_array_equal(getattr(own, name), values[row : row + 1], err_msg=name)
                looked_at += 1
    assert looked_at >= 2


def test_a_department_sees_its_own_contributions_alone(views: dict[str, Any]) -> None:
    view = views["department_allocation"]
    for row in (0, 1):
        own = np.flatnonzero(view.segments.group == row)
        np.testing.assert_array_equal(view.of(row).urgency_ew, view.urgency_ew[own])
        assert view.of(row).segments.group.tolist() == [0] * own.size
