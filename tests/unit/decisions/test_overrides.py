"""A law: whoever decides as the rule does changes no bit; whoever does not is checked, and nobody else is touched."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, get_args

import numpy as np
import pytest

import govsim
from govsim.agents import GovernanceModel, decide_by_agents
from govsim.decisions.choosing.actor_view import Names
from govsim.decisions.choosing.overrides import with_overrides
from govsim.decisions.choosing.owners import CENTRE, OWNERS, DecisionOfOne
from govsim.errors import ChoiceError, InputError
from govsim.measures.catalogue import observe_pound
from govsim.runs.drive import run_on, start, step, warm_up
from govsim.scenario.load import load_scenario
from govsim.scenario.rules import Rules
from govsim.scenario.schema import Scenario
from govsim.simulation import QUARTER, Decision, by_rule
from govsim.world.build import World, build_world
from govsim.world.find_places import places_of
from tests.worlds import assert_same_bits

SEED = 7
WORLDS = (0, 3, 4)
DECISIONS = {phase.name: phase for phase in QUARTER if isinstance(phase, Decision)}
FIRST_OR_LAST = [0, -1]


def scenario_of(name: str, last_rules: bool = False) -> Scenario:
    # long enough for every kind of quarter: budget rounds, learning
    last = {rule: get_args(field.annotation)[-1] for rule, field in Rules.model_fields.items()}
    return load_scenario(name).replace(
        warm_up=5, horizon=22 if name == "classroom_small" else 6, rules=last if last_rules else {}
    )


def started(scenario: Scenario) -> World:
    return start(warm_up(build_world(scenario, places_of(scenario), WORLDS, SEED)))


def lived(world: World, decide: Any = by_rule) -> World:
    return run_on(world, decide=decide)


def by_the_rule(method: str) -> SimpleNamespace:
    """An object that chooses what the rule would have chosen."""
    return SimpleNamespace(**{method: lambda view, rule: rule.choose(view)})


def actors_of(world: World, kind: str) -> list[str]:
    return [f"{kind}:{key}" for key in Names.of_world(world).actors(kind)]


# --- the law ----------------------------------------------------------------------------------------------------


def cases() -> Iterator[tuple[str, str, bool]]:
    for decision in OWNERS:
        yield decision, "classroom_small", False
        yield decision, "classroom_small", True
        yield decision, "mission_led", False


@pytest.mark.parametrize(("decision", "name", "last_rules"), list(cases()))
def test_choosing_as_the_rule_does_changes_no_bit(decision: str, name: str, last_rules: bool) -> None:
    scenario = scenario_of(name, last_rules)
    owner = OWNERS[decision]
    world = started(scenario)
    actors = dict.fromkeys(actors_of(world, owner.kind), by_the_rule(owner.method))
    assert_same_bits(lived(world, with_overrides(world, actors)), lived(started(scenario)))


class Doubtful:
    """A council that half believes and games as it likes: it differs from every rule."""

    def commission(self, view: Any, rule: Any) -> Any:
        return 0.5 * rule.choose(view) + 0.5 * view.belief_cew

    def report(self, view: Any) -> Any:
        return np.full_like(view.alignment_cjw, 0.125)


@pytest.mark.parametrize("step_agents", [True, False], ids=["asking", "at once"])
def test_an_object_decides_in_a_mesa_model_as_in_a_batch(step_agents: bool) -> None:
    scenario, actors = scenario_of("classroom_small"), {"council:millbridge": Doubtful()}
    world = started(scenario)
    batch = lived(world, with_overrides(world, actors))
    for column, replicate in enumerate(WORLDS):
        with GovernanceModel(
            scenario, rng=SEED, replicate=replicate, step_agents=step_agents, actors=actors
        ) as model:
            model.run()
            assert_same_bits(model.world, batch, column)


def test_an_object_decides_for_others_who_are_asked_as_for_others_by_rule() -> None:
    scenario, actors = scenario_of("classroom_small"), {"council:millbridge": Doubtful()}
    first, second = started(scenario), started(scenario)
    lived(first, with_overrides(first, actors))
    lived(second, with_overrides(second, actors, decide_by_agents(second)))
    assert_same_bits(first, second)


def test_worlds_do_not_depend_on_the_size_of_their_batch() -> None:
    actors = {"council:millbridge": Doubtful()}
    together = govsim.simulate("classroom_small", replicates=3, seed=SEED, actors=actors)
    for world in range(3):
        with GovernanceModel("classroom_small", rng=SEED, replicate=world, actors=actors) as model:
            model.run()
            assert model.measures["progress"] == together.measures["progress"][-1, world]


# --- what follows ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", FIRST_OR_LAST)
def test_nobody_else_chooses_otherwise_in_that_quarter(at: int) -> None:
    scenario = scenario_of("classroom_small")
    world, plain = started(scenario), started(scenario)
    council = actors_of(world, "council")[at]
    step(world, with_overrides(world, {council: Doubtful()}))
    step(plain)
    rows = [row for row in range(4) if row != at % 4]
    ours, theirs = world.flows["commission_cew"], plain.flows["commission_cew"]
    assert np.array_equal(ours[rows], theirs[rows])
    assert not np.array_equal(ours[at], theirs[at])
    assert (world.state["gaming_cjw"][at] == 0.125).all()


def test_a_department_is_taken_over_at_its_own_contributions() -> None:
    scenario = scenario_of("mission_led")
    world = started(scenario)
    for key in ("transport", "education"):
        nothing = SimpleNamespace(allocate=lambda view: 0 * view.stance_ew)
        course = started(scenario)
        step(course, with_overrides(course, {f"department:{key}": nothing}))
        row = Names.of_world(course).departments.index(key)
        own = course.indices.edge_department_e == row
        assert (course.state["stance_ew"][own] == 0).all()
        assert (course.state["stance_ew"][~own] > 0).any(axis=0).all()
        assert not (world.state["stance_ew"][own] == 0).any()


ODD = {
    "council": SimpleNamespace(report=lambda view: np.ones_like(view.alignment_cjw)),
    "community": SimpleNamespace(take_part=lambda view: 0 * view.trust_kw),
    "department": SimpleNamespace(allocate=lambda view: 0 * view.stance_ew),
    "centre": SimpleNamespace(give_attention=lambda view: np.ones_like(view.urgency_mw)),
}


@pytest.mark.parametrize("kind", ODD)
def test_no_money_is_made_or_lost_by_whoever_decides(kind: str) -> None:
    world = started(scenario_of("classroom_small"))
    actors = dict.fromkeys(actors_of(world, kind), ODD[kind])
    lived(world, with_overrides(world, actors))
    pound = observe_pound(world.names(world.quarter - 1))
    together = np.sum(list(pound.values()), axis=0)
    np.testing.assert_allclose(together, 1, rtol=0, atol=1e-9)


def test_decisions_are_taken_over_from_the_first_quarter_and_not_in_the_warm_up() -> None:
    met: list[int] = []

    class Noting:
        def commission(self, view: Any, rule: Any) -> Any:
            met.append(view.quarter)
            return rule.choose(view)

    govsim.simulate("classroom_small", replicates=2, actors={"council:hillford": Noting})
    assert met == list(range(32))


def test_a_method_that_can_take_the_rule_is_given_it() -> None:
    given: list[Any] = []

    class Asking:
        def commission(self, view: Any, rule: Any = None) -> Any:
            given.append(rule)
            return view.belief_cew

    govsim.simulate(load_scenario("classroom_small").replace(horizon=1), actors={"council:hillford": Asking})
    assert [rule.choose.__name__ for rule in given] == ["believed_recipe"]


def test_what_an_object_remembers_begins_anew_for_each_arrangement_and_is_left_alone() -> None:
    class Ageing:
        """A community that takes part less each time it is asked."""

        def __init__(self) -> None:
            self.asked = 0

        def take_part(self, view: Any) -> Any:
            self.asked += 1
            return np.full_like(view.trust_kw, 1 / self.asked)

    ageing = Ageing()
    actors = {"community:hillford_moor": ageing}
    pair = [load_scenario("classroom_small"), load_scenario("classroom_small").replace(name="again")]
    compared = govsim.compare(pair, replicates=2, actors=actors)
    assert ageing.asked == 0
    first, second = compared.runs
    for name, values in first.measures.items():
        assert np.array_equal(values, second.measures[name]), name
    alone = govsim.simulate("classroom_small", replicates=2, actors={"community:hillford_moor": Ageing})
    assert np.array_equal(alone.measures["engagement"], first.measures["engagement"])


def test_in_one_world_an_object_is_the_very_one_that_was_given() -> None:
    class Counting:
        asked = 0

        def steer(self, view: Any, rule: Any) -> Any:
            self.asked += 1
            return rule.choose(view)

    counting = Counting()
    with GovernanceModel("classroom_small", rng=7, actors={"mission:good_work": counting}) as model:
        model.run(3)
    assert counting.asked == 3


# --- what they see -----------------------------------------------------------------------------------------------


def views_of(method: str, who: str, scenario: str = "classroom_small") -> Any:
    seen: list[Any] = []
    watching = SimpleNamespace(**{method: lambda view, rule: (seen.append(view), rule.choose(view))[1]})
    world = started(scenario_of(scenario))
    step(world, with_overrides(world, {who: watching}))
    return seen[0]


def test_a_view_names_what_stands_on_its_axes() -> None:
    view = views_of("commission", "council:eastmere")
    assert (view.kind, view.key, view.quarter) == ("council", "eastmere", 0)
    assert view.belief_cew.shape == (1, len(view.contributions), len(WORLDS))
    assert view.contributions[:2] == (("economy", "work"), ("care", "work"))
    assert view.outcomes == ("work", "health", "homes")
    assert view.free_cjw.shape == (1, len(view.outcomes), len(WORLDS))


def test_a_department_sees_the_names_of_its_own_contributions_in_their_order() -> None:
    for key in Names.of_world(started(scenario_of("mission_led"))).departments:
        view = views_of("allocate", f"department:{key}", "mission_led")
        assert len(view.contributions) == view.stance_ew.shape[0]
        assert {department for department, _ in view.contributions} <= {key}
        positions = [view.outcomes.index(outcome) for _, outcome in view.contributions]
        assert positions == sorted(positions)


def test_the_centre_sees_all_with_their_names() -> None:
    view = views_of("place_grants", "centre")
    assert view.signal_cjw.shape[:2] == (len(view.councils), len(view.outcomes))
    view = views_of("set_budgets", "centre")
    assert view.baseline_dw.shape[0] == len(view.departments)
    view = views_of("give_attention", "centre:centre")
    assert view.urgency_mw.shape[0] == len(view.missions)


def test_what_is_seen_cannot_be_written() -> None:
    view = views_of("commission", "council:eastmere")
    for name in ("belief_cew", "best_neighbour_belief_cew", "free_cjw"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(view, name)[:] = 0
    with pytest.raises(AttributeError):
        view.key = "hillford"


def test_a_mistyped_name_in_a_view_gets_the_nearest() -> None:
    view = views_of("commission", "council:eastmere")
    with pytest.raises(AttributeError, match=r"has no 'belief' in view. Did you mean 'belief_cew'"):
        _ = view.belief
    assert "belief_cew" in dir(view)
    assert "belief_cew" in repr(view)


# --- what is refused ---------------------------------------------------------------------------------------------

REFUSED = [
    ("council:eastmere", "commission", lambda usual: usual * np.nan, "found nan"),
    ("council:eastmere", "commission", lambda usual: -usual, "shares from 0 to 1"),
    ("council:eastmere", "commission", lambda usual: 0.5 * usual, "found a sum of 0.5"),
    ("council:eastmere", "commission", lambda usual: usual[0], r"expected an array of shape \(1, 12, 3\)"),
    ("council:eastmere", "report", lambda usual: usual + 1, "shares from 0 to 1"),
    ("department:care", "allocate", lambda usual: 0 * usual + 0.6, "sum to 1 at most"),
    ("mission:good_work", "steer", lambda usual: 0.5 * usual, "over the pool"),
    ("community:hillford_moor", "take_part", lambda usual: None, "found None"),
    ("centre", "give_attention", lambda usual: usual + 2, "shares from 0 to 1"),
    ("centre", "set_budgets", lambda usual: usual[0], "expected two arrays"),
    ("centre", "set_budgets", lambda usual: (usual[0] * 1.1, usual[1]), "over departments"),
    ("centre", "set_budgets", list, "expected two arrays"),
    ("centre", "set_budgets", lambda usual: (*usual, usual[0]), "expected two arrays"),
    ("centre", "place_grants", lambda usual: (-usual[0], usual[1]), "numbers of 0 or more"),
]


@pytest.mark.parametrize(("who", "method", "choice", "told"), REFUSED)
def test_a_choice_that_nobody_may_make_is_refused(who: str, method: str, choice: Any, told: str) -> None:
    def choose(view: Any, rule: Any) -> Any:
        usual = rule.choose(view)
        return choice(usual) if view.quarter == 4 else usual

    kind, _, key = who.partition(":")
    world = started(scenario_of("classroom_small"))
    decide = with_overrides(world, {who: SimpleNamespace(**{method: choose})})
    run_on(world, 4, decide)
    before = dict(world.state)
    with pytest.raises(ChoiceError, match=told) as caught:
        step(world, decide)
    assert str(caught.value).startswith(f"{kind} '{key or CENTRE}', {method} in quarter 4: expected ")
    assert world.quarter == 4
    assert all(values is world.state[name] for name, values in before.items())


def takes_three(view: Any, rule: Any, more: Any) -> Any:
    return view


class Needy:
    def __init__(self, speed: float) -> None:
        self.speed = speed

    def commission(self, view: Any) -> Any:
        return view.belief_cew


GOOD = by_the_rule("commission")
WRONG = [
    ({"council:hilford": GOOD}, "no council 'hilford'. Did you mean 'hillford'"),
    ({"counsil:hillford": GOOD}, "expected a kind of actor and a key.*Did you mean 'council'"),
    ({"hillford": GOOD}, "expected a kind of actor and a key"),
    ({"council": GOOD}, "Such as 'council:hillford'"),
    ({"department:care": GOOD}, r"the method allocate\(view\), found a SimpleNamespace with commission"),
    ({"council:hillford": 3}, r"commission\(view\) or report\(view\), found an int"),
    ({"council:hillford": SimpleNamespace(commission=takes_three)}, r"found commission\(view, rule, more\)"),
    ({"council:hillford": Needy}, r"found Needy\(speed\). Pass an object instead: own = Needy\(…\)"),
    (
        {"centre": by_the_rule("set_budgets"), "centre:centre": by_the_rule("set_budgets")},
        "one override, found two",
    ),
]


@pytest.mark.parametrize(("actors", "told"), WRONG)
def test_what_takes_over_is_checked_before_any_work(actors: Any, told: str) -> None:
    with pytest.raises(InputError, match=told):
        govsim.simulate("classroom_small", replicates=2, actors=actors)
    with pytest.raises(InputError, match=told):
        GovernanceModel("classroom_small", rng=7, actors=actors)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(InputError) as caught:
        govsim.simulate("classroom_small", replicates=2, actors={"council:a": GOOD, "mission:b": GOOD})
    assert len(caught.value.problems) == 2


def test_an_object_that_cannot_be_copied_is_refused_for_batches() -> None:
    holding = by_the_rule("commission")
    holding.kept = (number for number in range(3))
    with pytest.raises(InputError, match="Give the class"):
        govsim.simulate("classroom_small", replicates=2, actors={"council:hillford": holding})


def test_every_decision_has_an_owner_and_every_method_is_called_once() -> None:
    assert set(OWNERS) == set(DECISIONS)
    methods = [(owner.kind, owner.method) for owner in OWNERS.values()]
    assert len(methods) == len(set(methods))
    assert {owner.kind for owner in OWNERS.values() if isinstance(owner, DecisionOfOne)} == {CENTRE}


def test_taking_over_needs_no_mesa() -> None:
    code = (
        "import sys, govsim\n"
        "class Own:\n"
        "    def commission(self, view):\n"
        "        return view.belief_cew\n"
        "govsim.simulate('classroom_small', replicates=1, actors={'council:hillford': Own})\n"
        "assert 'mesa' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
