"""An agent's attributes are its rows of the world: read at any time, written between steps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from govsim.agents import Centre, Community, Council, Department, GovernanceModel, LocalService, MissionBoard
from govsim.agents.rows import RANGES, Row
from govsim.errors import GovsimError, InputError
from govsim.world.state import FIXED, FLOWS, STATE

KINDS = (Centre, Department, MissionBoard, Council, LocalService, Community)


@pytest.fixture
def model() -> GovernanceModel:
    return GovernanceModel("classroom_small", rng=7)


def rows(kind: type) -> dict[str, Row]:
    return {name: row for name, row in vars(kind).items() if isinstance(row, Row)}


def test_every_array_that_lasts_is_an_attribute_of_some_kind_of_agent() -> None:
    shown = {row.declared.name for kind in KINDS for row in rows(kind).values()}
    assert set(STATE) <= shown
    assert set(FIXED) <= shown
    assert set(FLOWS) - shown == {"losses_xcjw", "commission_cew"}  # losses by kind; a council's method


def test_every_unit_of_what_lasts_has_a_range() -> None:
    assert {declared.unit for declared in STATE.values()} <= set(RANGES)


def test_what_a_unit_admits_is_what_the_model_produces(model: GovernanceModel) -> None:
    model.run()
    for declared in STATE.values():
        low, high = RANGES[declared.unit]
        values = model.world.state[declared.name]
        assert low <= values.min(initial=np.inf), declared.name
        assert values.max(initial=-np.inf) <= high, declared.name


def test_attributes_read_the_world(model: GovernanceModel) -> None:
    state = model.world.state
    council, community = model.actors.councils[2], model.actors.communities[5]
    department, board = model.actors.departments[1], model.actors.missions[1]
    service = council.services[1]
    assert council.capacity == state["capacity_cw"][2, 0]
    assert type(council.capacity) is float
    assert np.array_equal(community.need, state["need_kjw"][5, :, 0])
    assert np.array_equal(council.council_belief, state["council_belief_cew"][2, :, 0])
    assert np.array_equal(board.board_belief, state["board_belief_mew"][1, :, 0])
    assert service.tie == state["local_tie_csw"][2, 1, 0]
    assert community.start_need.shape == (3,)
    assert department.outcomes == ("work", "health", "homes")
    edges = np.flatnonzero(model.world.indices.edge_department_e == 1)
    assert np.array_equal(department.stance, state["stance_ew"][edges, 0])
    assert department.department_belief.shape == (3,)
    assert model.actors.centre.relapse_state == 0.0 or 0 <= model.actors.centre.relapse_state <= 1
    assert model.actors.centre.crisis.shape == (3,)


def test_attributes_of_a_quarter_are_there_once_one_has_been_run(model: GovernanceModel) -> None:
    board = model.actors.missions[0]
    assert not hasattr(board, "power")
    with pytest.raises(AttributeError, match="no value yet, because no quarter has run"):
        _ = board.power
    model.step()
    assert 0 <= board.power <= 1


def test_a_row_that_was_read_is_read_only_and_stays_as_it_was(model: GovernanceModel) -> None:
    for values in (model.actors.communities[0].need, model.actors.departments[0].stance):
        before = values.copy()
        with pytest.raises(ValueError, match="read-only"):
            values[0] = 0.5
        model.step()
        assert np.array_equal(values, before)


WRITES: list[tuple[str, int, str, Any]] = [
    ("councils", 1, "capacity", 0.95),
    ("councils", 1, "reported", [0.1, 0.2, 0.3]),
    ("communities", 3, "need", [0.9, 0.8, 0.7]),
    ("communities", 3, "trust", 0.9),
    ("communities", 3, "engagement", 0),
    ("communities", 3, "own_growth", [0.1, 0.2, 0.3]),
    ("communities", 3, "drift", [-0.01, 0.02, 0.0]),
    ("departments", 0, "core", 1.1),
    ("departments", 0, "stance", np.array([0.5, 0.2, 0.2])),
    ("departments", 0, "pressure", -0.5),
    ("missions", 0, "board_belief", np.full(12, 0.25)),
    ("services", 0, "tie", 0.9),
]


@pytest.mark.parametrize(("kind", "row", "name", "value"), WRITES)
def test_writing_an_attribute_between_steps_changes_the_world(
    model: GovernanceModel, kind: str, row: int, name: str, value: Any
) -> None:
    plain = GovernanceModel("classroom_small", rng=7)
    agent = getattr(model.actors, kind)[row]
    before = dict(model.world.state)
    setattr(agent, name, value)
    assert np.array_equal(getattr(agent, name), value)
    changed = [other for other, values in before.items() if values is not model.world.state[other]]
    assert len(changed) == 1
    difference = model.world.state[changed[0]] != before[changed[0]]
    place = agent.place_in(STATE[changed[0]])
    untouched = np.ones(difference.shape[:-1], dtype=bool)
    untouched[place] = False
    assert not difference[..., 0][untouched].any()
    model.run(5)
    plain.run(5)
    assert any(
        not np.array_equal(values, plain.world.state[other]) for other, values in model.world.state.items()
    )


def test_what_is_written_later_does_not_change_what_was_given(model: GovernanceModel) -> None:
    given = np.array([0.9, 0.8, 0.7])
    model.actors.communities[0].need = given
    given[0] = 0.1
    assert model.actors.communities[0].need[0] == 0.9


WRONG: list[tuple[str, str, Any, str]] = [
    ("councils", "capacity", 1.4, "expected a number from 0 to 1, found 1.4"),
    ("councils", "capacity", float("nan"), "found nan"),
    ("councils", "capacity", "high", "found 'high'"),
    ("councils", "capacity", None, "found None"),
    ("councils", "capacity", [0.5], r"found shape \(1,\)"),
    ("departments", "core", -1.0, "a number of 0 or more"),
    ("councils", "alignment", 0.5, "can be read, not written"),
    ("councils", "council_belief", np.full(12, 0.4), "sum to 1 over the contributions to each outcome"),
    ("communities", "need", 0.5, r"an array of shape \(3,\)"),
    ("communities", "need", [0.5, 0.5, -0.1], "found -0.1"),
    ("communities", "own_growth", [0.5, 0.5, 1.1], "from 0 to 1, found 1.1"),
    ("councils", "first_engines", [0.5, 0.5, 1.1], "from 0 to 1, found 1.1"),
    ("communities", "need", [[0.5], [0.5, 0.5]], "different lengths"),
    ("communities", "start_need", [0.5, 0.5, 0.5], "can be read, not written"),
    ("departments", "baseline", 0.9, "set_budget_share"),
    ("departments", "stance", [0.7, 0.5, 0.2], "sum to 1 at most, found a sum of 1.4"),
    ("departments", "pressure", float("inf"), "found inf"),
    ("missions", "board_belief", [0.5], r"an array of shape \(12,\)"),
]


@pytest.mark.parametrize(("kind", "name", "value", "told"), WRONG)
def test_what_cannot_be_is_refused_and_nothing_changes(
    model: GovernanceModel, kind: str, name: str, value: Any, told: str
) -> None:
    before = dict(model.world.state)
    agent = getattr(model.actors, kind)[0]
    with pytest.raises(InputError, match=told) as caught:
        setattr(agent, name, value)
    assert str(caught.value).startswith(f"{agent.kind} '{agent.key}', {name}: ")
    assert all(values is model.world.state[other] for other, values in before.items())


def test_the_tie_with_a_councils_own_service_stays_1(model: GovernanceModel) -> None:
    own = next(service for service in model.actors.services if service.own)
    with pytest.raises(InputError, match="1 for the council's own service"):
        own.tie = 0.5
    own.tie = 1.0


def test_a_tie_without_an_edge_stays_0() -> None:
    plain = GovernanceModel("classroom_small", rng=7)
    cut = plain.world.network.without("convenes", "hillford", "hillford/jobs")
    model = GovernanceModel("classroom_small", rng=7, network=cut)
    assert model.actor("service", "hillford/jobs").tie == 0
    with pytest.raises(InputError, match="no 'convenes' edge"):
        model.actor("service", "hillford/jobs").tie = 0.5
    with pytest.raises(InputError, match="no 'convenes' edge"):
        model.actor("council", "hillford").local_tie = [0.5, 0.5, 0.5, 1.0]


def test_the_centre_holds_what_belongs_to_no_single_actor(model: GovernanceModel) -> None:
    centre = model.actors.centre
    centre.crisis = [0.0, 2.0, 0.0]
    assert model.world.state["crisis_jw"][1, 0] == 2.0
    centre.relapse_state = 0.25
    assert centre.relapse_state == 0.25
    centre.tie = [0.5] * 6
    assert (model.world.state["tie_pw"] == 0.5).all()


def test_a_budget_is_changed_at_the_expense_of_the_others(model: GovernanceModel) -> None:
    departments = model.actors.departments
    before = [department.baseline for department in departments]
    departments[0].set_budget_share(0.5)
    after = [department.baseline for department in departments]
    assert after[0] == 0.5
    assert sum(after) == pytest.approx(1, abs=1e-12)
    assert after[1] / after[2] == pytest.approx(before[1] / before[2])
    departments[0].baseline = 0.5  # what keeps the sum is no change
    model.step()
    departments[1].set_budget_share(1.0)
    assert [department.baseline for department in departments] == [0, 1, 0, 0]
    departments[0].set_budget_share(0.25)
    assert [department.baseline for department in departments] == [0.25, 0.75, 0, 0]
    model.run(5)
    for wrong in (1.5, -0.1, float("nan")):
        with pytest.raises(InputError, match="a share from 0 to 1"):
            departments[0].set_budget_share(wrong)


def test_extreme_values_that_are_in_range_do_no_harm(model: GovernanceModel) -> None:
    for council in model.actors.councils:
        council.capacity = 0.0
    for community in model.actors.communities:
        community.need = np.zeros(3)
        community.trust = 0.0
        community.social_capital = 1.0
    for department in model.actors.departments:
        department.stance = np.zeros(department.stance.shape)
        department.core = 0.0
    model.run()
    assert all(np.isfinite(values).all() for values in model.world.state.values())


def test_actors_cannot_be_removed_from_the_country(model: GovernanceModel) -> None:
    with pytest.raises(GovsimError, match="council 'hillford' cannot be removed"):
        model.actor("council", "hillford").remove()
    assert len(model.agents_by_type[Council]) == 4


def test_attributes_are_explained() -> None:
    assert Community.need.__doc__ == "Need of a community in an outcome (need, 0 to 1)."


def test_an_attribute_that_an_agent_does_not_have_is_refused_with_the_nearest_name() -> None:
    class Diarist(Council):
        """A council with an attribute of its own."""

    with GovernanceModel(scenario="classroom_small", rng=7, agent_types=[Diarist]) as model:
        community, council = model.actors.communities[0], model.actors.councils[0]
        with pytest.raises(AttributeError, match="Did you mean 'trust'"):
            community.trsut = 0.9
        council.diary = ["a day"]
        assert council.diary == ["a day"]
