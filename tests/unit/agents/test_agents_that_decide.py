"""A student's agents: subclasses that decide otherwise, and what happens when they choose what nobody may."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from govsim.agents import (
    Centre,
    Community,
    Council,
    Department,
    GovernanceModel,
    MissionBoard,
    decide_by_agents,
)
from govsim.errors import ChoiceError, InputError
from govsim.measures.catalogue import observe_pound
from govsim.runs.drive import run_on, start, warm_up


class Honest(Council):
    """A council that never games."""

    def report(self, view: Any, rule: Any) -> Any:
        return np.zeros_like(view.alignment_cjw)


class Stubborn(Department):
    """A department that never moves its money."""

    def allocate(self, view: Any, rule: Any) -> Any:
        return view.stance_ew


class Remembering(Community):
    """A community that takes part as much as the most it ever did."""

    def take_part(self, view: Any, rule: Any) -> Any:
        self.most = np.maximum(getattr(self, "most", 0.0), rule.choose(view))
        return self.most


def small(**changes: Any) -> GovernanceModel:
    return GovernanceModel("classroom_small", rng=7, **changes)


def test_a_subclass_takes_the_place_of_its_kind_and_its_choice_counts() -> None:
    model = small(agent_types=[Honest, Stubborn, Remembering]).run(6)
    plain = small().run(6)
    assert all(type(council) is Honest for council in model.actors.councils)
    assert all((council.gaming == 0).all() for council in model.actors.councils)
    assert any((council.gaming > 0).any() for council in plain.actors.councils)
    engaged = [community.engagement for community in model.actors.communities]
    assert engaged == [community.most[0, 0] for community in model.actors.communities]
    pound = observe_pound(model.world.names(5))
    assert sum(float(share[0]) for share in pound.values()) == pytest.approx(1, abs=1e-9)


def test_a_department_that_never_moves_keeps_its_stance() -> None:
    model = small(agent_types=[Stubborn])
    before = [department.stance for department in model.actors.departments]
    model.run(6)
    for department, stance in zip(model.actors.departments, before, strict=True):
        assert np.array_equal(department.stance, stance)


def test_one_agent_alone_can_be_given_another_mind() -> None:
    model = small()
    honest = model.actor("council", "millbridge")
    honest.report = lambda view, rule: np.zeros_like(view.alignment_cjw)
    model.run(3)
    assert [bool((council.gaming > 0).any()) for council in model.actors.councils] == [
        True,
        False,
        True,
        True,
    ]


def test_subclasses_decide_in_a_batch_as_in_a_model() -> None:
    models = [small(replicate=replicate, agent_types=[Honest]) for replicate in (0, 1)]
    from govsim.world.build import build_world

    scenario, places = models[0].governance, models[0].world.places
    batch = start(warm_up(build_world(scenario, places, [0, 1], 7)))
    run_on(batch, 5, decide_by_agents(batch, [Honest]))
    for column, model in enumerate(models):
        model.run(5)
        assert np.array_equal(model.world.state["need_kjw"][..., 0], batch.state["need_kjw"][..., column])


def council_with(method: str, choice: Any) -> type[Council]:
    class Odd(Council):
        pass

    def choose(self: Any, view: Any, rule: Any) -> Any:
        usual = rule.choose(view)
        return choice(usual) if self.key == "eastmere" else usual

    setattr(Odd, method, choose)
    return Odd


COUNCILS = [
    ("report", lambda usual: np.full_like(usual, np.nan), "shares from 0 to 1, found nan"),
    ("report", lambda usual: usual - 1, "shares from 0 to 1"),
    ("report", lambda usual: usual + 1.1, "shares from 0 to 1"),
    ("report", lambda usual: usual[0], r"shape \(1, 3, 1\), found shape \(3, 1\)"),
    ("report", lambda usual: None, "found None"),
    ("report", lambda usual: "much", "found 'much'"),
    ("report", lambda usual: [[1.0], [1.0, 2.0]], "different lengths"),
    (
        "commission",
        lambda usual: 0 * usual + 0.9,
        "sum to 1 over an outcome's free money, found a sum of 3.6",
    ),
    ("commission", lambda usual: usual * 0.5, "found a sum of 0.5"),
    ("commission", lambda usual: np.inf + usual, "found inf"),
]


@pytest.mark.parametrize(("method", "choice", "told"), COUNCILS)
def test_a_choice_that_no_council_may_make_is_refused(method: str, choice: Any, told: str) -> None:
    model = small(agent_types=[council_with(method, choice)])
    state, quarter = dict(model.world.state), model.quarter
    with pytest.raises(ChoiceError, match=told) as caught:
        model.step()
    assert str(caught.value).startswith(f"council 'eastmere', {method} in quarter 0: ")
    assert (model.quarter, model.steps) == (quarter, 0)
    assert all(values is model.world.state[name] for name, values in state.items())
    assert model.running


class Spendthrift(Department):
    def allocate(self, view: Any, rule: Any) -> Any:
        return np.full_like(view.stance_ew, 0.6)


class Thrifty(MissionBoard):
    def steer(self, view: Any, rule: Any) -> Any:
        return 0.5 * rule.choose(view)


class Zealous(Community):
    def take_part(self, view: Any, rule: Any) -> Any:
        return rule.choose(view) + 1


class Generous(Centre):
    def set_budgets(self, view: Any, rule: Any) -> Any:
        budget = rule.choose(view)
        return budget._replace(baseline_dw=budget.baseline_dw * 1.1)


class Confused(Centre):
    def set_budgets(self, view: Any, rule: Any) -> Any:
        return rule.choose(view).baseline_dw


class Pressed(Centre):
    def set_budgets(self, view: Any, rule: Any) -> Any:
        budget = rule.choose(view)
        return budget._replace(pressure_dw=budget.pressure_dw * np.nan)


class Tireless(Centre):
    def give_attention(self, view: Any, rule: Any) -> Any:
        return rule.choose(view) + 1.5


class Grudging(Centre):
    def place_grants(self, view: Any, rule: Any) -> Any:
        placing = rule.choose(view)
        return placing._replace(placing_cjw=-placing.placing_cjw)


class Lavish(Centre):
    def place_grants(self, view: Any, rule: Any) -> Any:
        placing = rule.choose(view)
        return placing._replace(wins_cjw=placing.wins_cjw + 1)


OTHERS = [
    (
        Spendthrift,
        "department 'economy', allocate in quarter 0: expected shares that sum to 1 at most, found a sum of 1.8",
    ),
    (
        Thrifty,
        "mission 'good_work', steer in quarter 0: expected shares that sum to 1 over the pool, found a sum of 0.5",
    ),
    (Zealous, "community 'hillford_town', take_part in quarter 0: expected shares from 0 to 1"),
    (Generous, "centre 'centre', set_budgets in quarter 0: expected shares that sum to 1 over departments"),
    (Confused, "centre 'centre', set_budgets in quarter 0: expected two arrays"),
    (Pressed, "centre 'centre', set_budgets in quarter 0: expected finite numbers, found nan"),
    (Tireless, "centre 'centre', give_attention in quarter 0: expected shares from 0 to 1"),
    (Grudging, "centre 'centre', place_grants in quarter 0: expected numbers of 0 or more"),
    (Lavish, "centre 'centre', place_grants in quarter 0: expected shares from 0 to 1"),
]


@pytest.mark.parametrize(("kind", "told"), OTHERS)
def test_a_choice_that_nobody_may_make_is_refused(kind: type, told: str) -> None:
    model = small(agent_types=[kind])
    state = dict(model.world.state)
    with pytest.raises(ChoiceError, match=told):
        model.step()
    assert all(values is model.world.state[name] for name, values in state.items())


@pytest.mark.parametrize(("whole", "refused"), [(1 + 5e-10, False), (1 + 5e-9, True)])
def test_shares_may_sum_to_1_but_for_rounding(whole: float, refused: bool) -> None:
    class Exact(Department):
        def allocate(self, view: Any, rule: Any) -> Any:
            return np.full_like(view.stance_ew, whole / view.stance_ew.shape[0])

    model = small(agent_types=[Exact])
    if refused:
        with pytest.raises(ChoiceError, match="sum to 1 at most"):
            model.step()
    else:
        model.step()
        assert model.quarter == 1


def test_what_an_agent_keeps_of_its_choice_stays_its_own() -> None:
    class Keeping(Centre):
        def give_attention(self, view: Any, rule: Any) -> Any:
            if not hasattr(self, "plan"):
                self.plan = rule.choose(view)
            self.plan *= 0.5
            return self.plan

    model = small(agent_types=[Keeping]).run(3)
    assert not np.shares_memory(model.actors.centre.plan, model.world.flows["attention_mw"])


def test_a_model_goes_on_after_a_choice_was_refused() -> None:
    model, plain = small(), small()
    model.run(3)
    honest: Any = model.actors.councils[0]
    honest.report = lambda view, rule: np.nan
    for _ in range(2):
        with pytest.raises(ChoiceError):
            model.step()
    del honest.report
    model.run()
    plain.run()
    assert (model.steps, model.quarter, model.running) == (32, 32, False)
    assert getattr(model, "time", 32.0) == 32.0
    assert np.array_equal(model.world.state["need_kjw"], plain.world.state["need_kjw"])
    assert model.datacollector.model_vars["quarter"] == list(range(32))


def test_a_model_goes_on_after_its_collector_failed() -> None:
    model = small()
    usual = model.datacollector.collect

    def failing(_: Any) -> None:
        raise RuntimeError("no room")

    model.datacollector.collect = failing
    with pytest.raises(RuntimeError, match="no room"):
        model.step()
    model.datacollector.collect = usual
    assert (model.steps, model.quarter) == (1, 1)
    model.run()
    assert (model.steps, model.quarter) == (32, 32)


def test_attributes_cannot_be_written_while_a_quarter_is_under_way() -> None:
    class Meddling(Council):
        def commission(self, view: Any, rule: Any) -> Any:
            self.capacity = 1.0
            return rule.choose(view)

    class Grasping(Department):
        def allocate(self, view: Any, rule: Any) -> Any:
            self.set_budget_share(0.9)
            return rule.choose(view)

    for kind, name in ((Meddling, "capacity"), (Grasping, "baseline")):
        model = small(agent_types=[kind])
        state = dict(model.world.state)
        with pytest.raises(InputError, match=f"{name}: expected attributes to be written between steps"):
            model.step()
        assert all(values is model.world.state[array] for array, values in state.items())
    model.actors.councils[0].capacity = 0.5  # the door is open again


def test_what_agents_are_made_from_is_checked() -> None:
    with pytest.raises(InputError, match="a subclass of one of Centre, Department"):
        small(agent_types=[int])
    with pytest.raises(InputError, match="one class for Council, found Honest and Odd"):
        small(agent_types=[Honest, council_with("report", lambda usual: usual)])
    with pytest.raises(InputError, match="step_agents=True"):
        small(agent_types=[Honest], step_agents=False)
