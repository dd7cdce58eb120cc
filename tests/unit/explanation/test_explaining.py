"""An explanation says what the runs show, and stops saying it when the cause is switched off."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import govsim
from govsim.errors import ScenarioError
from govsim.explanation.effects import split_of
from govsim.explanation.explain import Explanation, explain, explaining, explanation_document
from govsim.explanation.mechanisms import (
    MECHANISMS,
    counterfactual,
    course,
    course_words,
)
from govsim.measures.pound import CATEGORIES
from govsim.runs.simulate import simulate
from govsim.scenario.levers import LEVER_NAMES
from govsim.scenario.schema import Scenario
from govsim.world.pound import ENDS

NO_COSTS = {
    "board_seat_cost": 0.0,
    "conflict_cost": 0.0,
    "reorganisation_cost": 0.0,
    "gaming_propensity": 0.0,
}
SMALL = govsim.load_scenario("classroom_small").replace(
    horizon=12, warm_up=4, smallest_effect=1e-4, uncertainties={"worlds": "alike"}
)
QUIET = SMALL.replace(uncertainties=NO_COSTS, constants={"attention_capacity": 100.0})
ALONE = {"levers": {"competitive_share": 0.9}}  # something else that differs
LEVERS = [key for key, mechanism in MECHANISMS.items() if mechanism.kind == "lever"]
PARTS = [key for key, mechanism in MECHANISMS.items() if mechanism.kind == "part"]
COSTS = [key for key, mechanism in MECHANISMS.items() if mechanism.kind == "cost"]


def pair(base: Scenario, first: dict[str, Any], second: dict[str, Any]) -> tuple[Scenario, Scenario]:
    return base.replace(name="before", **first), base.replace(name="after", **second)


def found(base: Scenario, first: dict[str, Any], second: dict[str, Any], worlds: int = 8) -> Explanation:
    return explain(*pair(base, first, second), replicates=worlds)


def is_said(key: str, explanation: Explanation) -> bool:
    told = " ".join(explanation.sentences)
    return MECHANISMS[key].more in told or MECHANISMS[key].less in told


# --- A cause that is switched off is not told -----------------------------------------------------------------


@pytest.mark.parametrize("lever", LEVERS)
def test_a_lever_is_named_where_it_differs_and_not_where_it_is_the_same(lever: str) -> None:
    ends = ("lead_only", "all") if lever == "board_membership" else (0.0, 1.0)
    moved = found(QUIET, {"levers": {lever: ends[0]}}, {"levers": {lever: ends[1], "placebo": 1.0}})
    assert is_said(lever, moved), moved.sentences[2]
    assert lever in moved.named
    other = "community_voice" if lever == "competitive_share" else "competitive_share"
    same = {lever: ends[0]}
    still = found(SMALL, {"levers": same}, {"levers": {**same, other: 0.9}}, worlds=3)
    assert not is_said(lever, still)
    assert lever not in [effect.key for effect in still.mechanisms]


MANY_MISSIONS = [
    {"key": f"mission_{row}", "label": "A mission", "lead": "economy", "goal": {outcome: 1.0}}
    for row, outcome in enumerate(["work", "health", "homes", "work", "health", "homes"])
]
ONE_MISSION = [
    {"key": "all", "label": "All", "lead": "economy", "goal": {"work": 1.0, "health": 1.0, "homes": 1.0}}
]
MISSIONS_THAT_ADD = [{**ONE_MISSION[0], "levers": {"local_discretion": 0.5}}]
ON_BOARDS = {"board_membership": "all"}
OFF_BOARDS = {"board_membership": "none"}

# Of each cost, a pair of arrangements that it sets apart, and what makes it large.
SET_APART: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "mission_levers": ({"missions": ONE_MISSION}, {"missions": MISSIONS_THAT_ADD}, {}),
    "seats": ({"levers": OFF_BOARDS}, {"levers": ON_BOARDS}, {"uncertainties": {"board_seat_cost": 0.015}}),
    "mixed_signals": (
        {"levers": {**ON_BOARDS, "joint_accountability": 0.0, "pooled_funding": 0.0}},
        {"levers": {**ON_BOARDS, "joint_accountability": 0.5, "pooled_funding": 0.0}},
        {"uncertainties": {"conflict_cost": 0.08}},
    ),
    "attention": (
        {"missions": ONE_MISSION},
        {"missions": MANY_MISSIONS},
        {"constants": {"attention_capacity": 1.0}},
    ),
    "reorganisation": (
        {
            "levers": {
                "grant_consolidation": 0.0,
                "pooled_funding": 0.0,
                "reporting_retired": 0.0,
                **OFF_BOARDS,
            }
        },
        {
            "levers": {
                "grant_consolidation": 1.0,
                "pooled_funding": 0.5,
                "reporting_retired": 0.3,
                **OFF_BOARDS,
            }
        },
        {"uncertainties": {"reorganisation_cost": 0.25}},
    ),
    "gaming": (
        {"levers": {"target_pressure": 0.5, "goal_breadth": 0.0}},
        {"levers": {"target_pressure": 1.0, "goal_breadth": 0.0}},
        {"uncertainties": {"gaming_propensity": 1.0}},
    ),
}


@pytest.mark.parametrize("cost", COSTS)
def test_a_cost_is_named_where_it_is_large_and_not_where_it_is_nothing(cost: str) -> None:
    first, second, large = SET_APART[cost]
    felt = found(QUIET.replace(**large), first, second)
    assert is_said(cost, felt), felt.sentences[2]
    if cost == "mission_levers":
        gone = found(QUIET, first, {"missions": ONE_MISSION, "levers": {"competitive_share": 0.9}})
    else:
        gone = found(QUIET, first, second)
    assert not is_said(cost, gone), gone.sentences[2]
    assert cost not in [effect.key for effect in gone.mechanisms]


COPYING: dict[str, Any] = {  # where it matters which recipe a council believes in
    "uncertainties": {"place_diversity": 1.2, "recipe_error": 1.0, "local_insight": 0.8},
    "levers": {"local_discretion": 1.0},
}
DIFFERENT: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "missions": ({"missions": ONE_MISSION}, {"missions": MANY_MISSIONS}),
    # One that begins to work at quarter 0: what the warm-up knows too, a place's own growth of need takes in.
    "assumptions": ({}, {"uncertainties": {**NO_COSTS, "reorganisation_cost": 0.25}}),
    "rules": (
        COPYING,
        {**COPYING, "rules": {"council_commissioning": "copy_best_neighbour"}},
    ),
    "places": ({}, {"places": "elsewhere"}),
    "start": (
        {},
        {"starts_from_levers": {"central_control": 0.0, "local_partnership": 1.0, "competitive_share": 0.0}},
    ),
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_differs_is_named_and_one_that_does_not_is_not(part: str) -> None:
    first, second = DIFFERENT[part]
    if "places" in second:
        written = QUIET.places.model_dump(exclude_none=True)
        for community in written["communities"]:
            community["need"] = {outcome: need / 2 for outcome, need in community["need"].items()}
        second = {"places": written}
    told = found(QUIET, first, second)
    assert is_said(part, told), told.sentences[2]
    gone = found(QUIET, first, {**first, **ALONE})
    assert not is_said(part, gone)
    assert part not in [effect.key for effect in gone.mechanisms]


def test_the_pool_is_told_as_a_trade_where_its_gain_and_loss_cancel() -> None:
    base = QUIET.replace(smallest_effect={"public_value": 5.0, "progress": 1e-5, "core_services": 1e-5})
    told = found(base, {"levers": {"pooled_funding": 0.0}}, {"levers": {"pooled_funding": 1.0}}, worlds=12)
    third = told.sentences[2]
    assert "No single mechanism explains it" in third
    assert "The largest trade is pooling money under mission boards (from 0 to 1), which brings" in third
    assert told.named == ("pooled_funding",)
    unpooled = {"pooled_funding": 0.0}
    gone = found(base, {"levers": unpooled}, {"levers": {**unpooled, "competitive_share": 0.9}})
    assert "pool" not in " ".join(gone.sentences)


def test_small_effects_are_not_named() -> None:
    base = QUIET.replace(smallest_effect={"public_value": 50.0, "progress": 50.0, "core_services": 50.0})
    told = found(
        base, {"levers": {"pooled_funding": 0.0}}, {"levers": {"pooled_funding": 1.0, "placebo": 1.0}}
    )
    assert told.named == ()
    assert told.sentences[2] == (
        "No single mechanism explains it: of the one mechanism switched off one at a time, none clearly moves "
        "public value by 25 units or more."
    )


# --- Measures and units -----------------------------------------------------------------------------------------


def test_every_lever_but_the_placebo_is_in_the_catalogue() -> None:
    assert sorted([*LEVERS, "placebo"]) == sorted(LEVER_NAMES)


def test_every_category_of_the_pound_has_words() -> None:
    assert [end.key for end in ENDS.values() if not end.words] == ["effective"]


def test_volume_and_efficiency_add_up_exactly() -> None:
    first, second = (
        simulate(SMALL.replace(levers={"pooled_funding": pooled}), replicates=6) for pooled in (0.0, 0.9)
    )
    split = split_of(first, second)
    assert split.volume.mean + split.efficiency.mean == pytest.approx(split.change.mean, abs=1e-15)
    assert split.change.mean == pytest.approx(split.effective[1] - split.effective[0], abs=1e-15)
    assert sum(mover.change.mean for mover in split.movers) == pytest.approx(-split.change.mean, abs=1e-14)
    assert split.billion == pytest.approx(split.change.mean * SMALL.annual_budget / 4)


def test_the_effect_of_a_single_lever_is_the_whole_difference() -> None:
    told = found(QUIET, {"levers": {"community_voice": 0.0}}, {"levers": {"community_voice": 1.0}})
    effect = next(effect for effect in told.mechanisms if effect.key == "community_voice")
    whole = told.comparison.difference("public_value", *told.comparison.runs).difference
    assert effect.public_value == whole
    assert (told.remainder.mean, told.together.mean) == (0.0, whole.mean)


def test_the_effect_of_a_cost_is_what_it_adds_to_the_difference() -> None:
    first, second = pair(SMALL, {"levers": OFF_BOARDS}, {"levers": ON_BOARDS})
    told = explain(first, second, replicates=5)
    effect = next(effect for effect in told.mechanisms if effect.key == "seats").public_value
    with_cost, without = (
        [simulate(one.replace(**change), replicates=5).at_end("public_value") for one in (first, second)]
        for change in ({}, MECHANISMS["seats"].off)
    )
    apart = (with_cost[1] - with_cost[0]) - (without[1] - without[0])
    assert effect.mean == pytest.approx(float(apart.mean()), abs=1e-14)


@pytest.mark.parametrize("cost", [cost for cost in COSTS if MECHANISMS[cost].needs])
def test_a_cost_that_is_not_at_work_makes_no_difference(cost: str) -> None:
    idle = SMALL.replace(
        starts_from_levers=OFF_BOARDS, levers=SMALL.starts_from_levers.model_dump() | OFF_BOARDS
    )
    assert counterfactual(MECHANISMS[cost], idle, idle) == (None, None)
    one, other = (
        simulate(scenario, replicates=3) for scenario in (idle, idle.replace(**MECHANISMS[cost].off))
    )
    for name, values in one.measures.items():
        np.testing.assert_array_equal(values, other.measures[name])


def test_a_lever_is_put_back_with_its_reforms() -> None:
    first = SMALL.replace(name="before", reforms=[{"quarter": 4, "pooled_funding": 0.9}])
    second = SMALL.replace(
        name="after",
        reforms=[
            {"quarter": 4, "community_voice": 0.8},
            {"quarter": 8, "pooled_funding": 0.1, "placebo": 1.0},
        ],
    )
    _, changed = counterfactual(MECHANISMS["pooled_funding"], first, second)
    assert changed is not None
    assert course(changed, "pooled_funding") == course(first, "pooled_funding") == ((0, 0.25), (4, 0.9))
    assert course(changed, "community_voice") == course(second, "community_voice")
    assert [reform.quarter for reform in changed.reforms] == [4, 8]
    assert course_words(course(first, "pooled_funding")) == "0.25, 0.9 from quarter 4"


def test_assumptions_that_the_first_leaves_open_are_left_open_again() -> None:
    first = SMALL.replace(uncertainties={"slack": 0.2})
    second = SMALL.replace(uncertainties={"crisis_rate": {"low": 0.1, "high": 0.2}})
    _, changed = counterfactual(MECHANISMS["assumptions"], first, second)
    assert changed is not None
    assert changed.uncertainties.in_force() == first.uncertainties.in_force()


# --- Any two scenarios ----------------------------------------------------------------------------------------


def test_two_that_are_the_same_have_nothing_to_explain() -> None:
    told = explain(SMALL, SMALL.replace(about="the same"), replicates=4)
    assert told.mechanisms == told.differs == told.named == ()
    assert (
        "Classroom small (2) and classroom small have the same public value in all 4 worlds"
        in told.sentences[0]
    )
    assert told.sentences[1].endswith("under both, and nothing moved on its way.")
    assert told.sentences[2].startswith("There is nothing to explain: they do not differ in any lever")


def test_one_world_decides_nothing() -> None:
    told = found(SMALL, {}, ALONE, worlds=1)
    assert "in this one world, which decides nothing" in told.sentences[0]
    assert "One world cannot tell a cause from chance" in told.sentences[2]
    assert told.named == ()


def test_what_differs_besides_levers_is_said() -> None:
    told = found(
        SMALL, {"missions": ONE_MISSION}, {"missions": MANY_MISSIONS, "uncertainties": {"slack": 0.1}}, 3
    )
    assert told.differs == ("the missions", "the assumptions about the world")
    assert told.sentences[2].startswith(
        "No lever differs, only the missions and the assumptions about the world. "
    )


def test_what_cannot_be_put_back_is_said() -> None:
    told = found(
        SMALL,
        {"levers": {"local_discretion": 0.9}, "missions": ONE_MISSION},
        {"levers": {"local_discretion": 0.2}, "missions": MISSIONS_THAT_ADD},
        worlds=3,
    )
    assert len(told.untried) == 1
    assert told.untried[0].startswith("Local discretion: ")
    assert "local_discretion" not in [effect.key for effect in told.mechanisms]


def test_scenarios_of_different_length_are_refused() -> None:
    with pytest.raises(ScenarioError, match="Scenarios that are compared must last equally long"):
        explain(SMALL, SMALL.replace(name="longer", horizon=20), replicates=2)


def test_no_sentence_depends_on_a_name() -> None:
    one = found(SMALL, {}, ALONE, worlds=4)
    first, second = pair(SMALL, {}, ALONE)
    other = explain(first.replace(name="mission_led"), second.replace(name="siloed"), replicates=4)
    names = {"mission-led": "before", "siloed": "after"}
    for told, again in zip(one.sentences, other.sentences, strict=True):
        assert told.lower() == re.sub("mission-led|siloed", lambda match: names[match.group()], again.lower())


@pytest.mark.parametrize("weight", [0.0, 0.3, 1.0])
def test_there_are_three_paragraphs_of_short_sentences_at_any_weight(weight: float) -> None:
    told = found(
        SMALL.replace(values={"progress_weight": weight}), {}, {"levers": {"pooled_funding": 1.0}}, 4
    )
    assert len(told.sentences) == 3
    for sentence in told.sentences:
        assert sentence.endswith(".")
        assert max(len(one.split()) for one in sentence.split(". ")) <= 40
        assert "nan" not in sentence
        assert "  " not in sentence
    assert f"with progress weighing {100 * weight:g}%" in told.sentences[0]


def test_progress_is_told_while_it_runs() -> None:
    work = explaining(*pair(SMALL, {}, ALONE), replicates=2)
    steps = [(step.done, step.of, step.running) for step in work]
    assert steps[-1][0] == steps[-1][1]
    assert "without: Competitive share" in {running for _, _, running in steps}


def test_the_document_holds_everything() -> None:
    told = found(SMALL, {}, ALONE, worlds=3)
    document = explanation_document(told, "govsim explain before after")
    assert document["sentences"] == list(told.sentences)
    assert {one["key"]: one["named"] for one in document["mechanisms"]} == {
        effect.key: effect.key in told.named for effect in told.mechanisms
    }
    assert set(document["split"]) >= {"volume", "efficiency", "change", "movers"}
    assert document["pound"]["after"].keys() == CATEGORIES.keys()
