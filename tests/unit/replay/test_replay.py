"""A decision shown again is the one that was made, and what follows from another is what a run would give."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import govsim
from govsim.decisions.choosing.owners import OWNERS
from govsim.errors import InputError
from govsim.replay.brief import in_brief
from govsim.replay.replay import Instead, Replay, replay
from govsim.replay.wording import passages

SMALL = "classroom_small"
WHO = {
    "department": "department:care",
    "mission": "mission:good_work",
    "council": "council:hillford",
    "community": "community:hillford_moor",
    "centre": "centre",
}


class Thrifty:
    """A council that pays only for what it believes in most."""

    def commission(self, view: Any) -> Any:
        most = view.by_outcome.max(view.belief_cew, axis=1)
        best = view.belief_cew == view.by_outcome.spread(most, axis=1)
        return view.by_outcome.normalised(1.0 * best, axis=1)


@pytest.mark.parametrize("decision", OWNERS)
def test_every_decision_can_be_shown_again(decision: str):
    owner = OWNERS[decision]
    found = replay(SMALL, actor=WHO[owner.kind], quarter=8, decision=owner.method)
    assert (found.decision, found.method, found.kind) == (decision, owner.method, owner.kind)
    assert found.seen
    assert found.question.endswith(".")
    assert found.chosen.source
    assert "Source:" not in found.chosen.sentence
    for option in (found.chosen, *found.rivals):
        for array in option.choice:
            assert len(array.rows) == len(array.values)
            assert np.isfinite(array.values).all()
    assert found.consequences is None


@pytest.mark.parametrize("decision", OWNERS)
def test_another_choice_that_is_the_same_has_no_consequences(decision: str):
    owner = OWNERS[decision]
    usual = SimpleNamespace(**{owner.method: lambda view, rule: rule.choose(view)})
    found = replay(SMALL, actor=WHO[owner.kind], quarter=8, instead=Instead(chooser=usual, from_then_on=True))
    if found.method != owner.method:
        found = replay(
            SMALL, actor=WHO[owner.kind], quarter=8, decision=decision, instead=Instead(chooser=usual)
        )
    assert found.instead is not None
    assert found.consequences is not None
    assert [array.values for array in found.instead.choice] == [array.values for array in found.chosen.choice]
    assert found.consequences.nation
    for change in (*found.consequences.own, *found.consequences.nation):
        assert change.was == change.instead, change


def test_what_follows_from_then_on_is_what_a_run_with_the_object_gives():
    found = replay(
        SMALL,
        actor="council:hillford",
        quarter=0,
        world=2,
        seed=5,
        instead=Instead(chooser=Thrifty, from_then_on=True),
    )
    taken = govsim.simulate(SMALL, replicates=3, seed=5, actors={"council:hillford": Thrifty})
    plain = govsim.simulate(SMALL, replicates=3, seed=5)
    assert found.consequences is not None
    for change in found.consequences.nation:
        assert change.was == plain.at_end(change.figure.measure)[2]
        assert change.instead == taken.at_end(change.figure.measure)[2]


def test_one_quarter_is_not_all_quarters():
    once = replay(SMALL, actor="council:hillford", quarter=8, instead=Instead(chooser=Thrifty))
    ever = replay(
        SMALL, actor="council:hillford", quarter=8, instead=Instead(chooser=Thrifty, from_then_on=True)
    )
    assert once.consequences is not None
    assert ever.consequences is not None
    apart = [
        abs(change.instead - change.was)
        for found in (once, ever)
        for change in found.consequences.nation  # type: ignore[union-attr]
        if change.figure.measure == "progress"
    ]
    assert 0 < apart[0] < apart[1]


def test_the_money_of_a_council_goes_somewhere():
    found = replay(SMALL, actor="council:hillford", quarter=8, instead=Instead(chooser=Thrifty))
    assert found.consequences is not None
    grants, *ends = [change for change in found.consequences.own if change.figure.unit == "money"]
    assert grants.figure.words == "Grants"
    assert grants.was == pytest.approx(sum(end.was for end in ends), abs=1e-12)
    assert grants.instead == pytest.approx(sum(end.instead for end in ends), abs=1e-12)


def test_a_rival_rule_may_choose_instead():
    found = replay(SMALL, actor="council:hillford", quarter=8, instead=Instead(rule="culture"))
    assert found.method == "report"
    assert found.instead is not None
    assert found.instead.source == "braganza_2022"
    assert found.rivals[0].choice[0].values == found.instead.choice[0].values


def test_what_is_seen_has_the_names_of_its_axes():
    found = replay(SMALL, actor="department:care", quarter=8)
    stance = next(array for array in found.seen if array.name == "stance_ew")
    assert stance.rows == tuple(("Health and Care", name) for name in ("Work", "Health", "Homes"))
    assert stance.words == "Share of own money"
    assert found.label == "Health and Care"


# --- saved runs --------------------------------------------------------------------------------------------------


def test_a_saved_run_is_replayed_by_its_own_seed(tmp_path: Path):
    file = govsim.simulate(SMALL, replicates=3, seed=11).save(tmp_path / "run.parquet")
    run = govsim.load_run(file)
    found = replay(run, actor="council:hillford", quarter=8, world=2)
    same = replay(SMALL, actor="council:hillford", quarter=8, world=2, seed=11)
    assert found.seed == 11
    assert found.as_saved is True
    assert [array.values for array in found.seen] == [array.values for array in same.seen]


def test_a_run_whose_decisions_were_taken_over_is_told_from_the_rules():
    run = govsim.simulate(SMALL, replicates=2, seed=11, actors={"council:hillford": Thrifty})
    assert replay(run, actor="council:hillford", quarter=8).as_saved is False


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"world": 7}, "expected one of the run, 0 to 1, found 7"),
    ({"seed": 3}, "expected that of the run, 11, found 3"),
    ({"actor": "council:hilford"}, "Did you mean 'hillford'"),
    ({"quarter": 32}, "expected a whole number from 0 to 31, found 32"),
    ({"quarter": -1}, "expected a whole number from 0 to 31"),
    ({"decision": "comission"}, "Did you mean 'commission'"),
    ({"actor": "centre", "decision": "set_budgets", "quarter": 9}, r"is decided \(0, 4, 8, 12, …\), found 9"),
    ({"instead": Instead(rule="believd_recipe")}, "Did you mean 'believed_recipe'"),
    ({"instead": Instead(chooser=Thrifty), "decision": "report"}, "expected an object that can report"),
    ({"instead": Instead(chooser=3)}, "expected an object with the method"),
]


@pytest.mark.parametrize(("asked", "told"), WRONG)
def test_what_cannot_be_replayed_is_said(asked: dict[str, Any], told: str):
    run = govsim.simulate(SMALL, replicates=2, seed=11)
    with pytest.raises(InputError, match=told):
        replay(run, **{"actor": "council:hillford", "quarter": 8, **asked})


def test_places_must_be_those_of_the_run():
    from govsim.world.find_places import places_of

    run = govsim.simulate(SMALL, replicates=1)
    other = places_of(govsim.load_scenario("siloed"))
    with pytest.raises(InputError, match="Name the file of its places"):
        replay(run, actor="council:hillford", quarter=8, places=other)


def test_a_replay_says_what_it_is():
    found = replay(SMALL, actor="council:hillford", quarter=8)
    assert isinstance(found, Replay)
    assert (found.world, found.seed, found.quarter, found.as_saved) == (0, 0, 8, None)


def test_the_brief_of_a_council_names_the_services_that_get_most_of_its_free_money():
    found = replay(SMALL, actor="council:hillford", quarter=8)
    seen = next(array for array in found.seen if array.name == "free_cjw")
    free = {row[0]: value for row, value in zip(seen.rows, seen.values, strict=True)}
    shares = found.chosen.choice[0]
    given = {row: share * free[row[1]] for row, share in zip(shares.rows, shares.values, strict=True)}
    department, outcome = max(given, key=lambda row: given[row])
    assert f"to services of {department} for {outcome}." in in_brief(found)


@pytest.mark.parametrize("decision", OWNERS)
def test_every_decision_says_in_brief_what_was_chosen_and_what_each_rival_rule_would_choose(decision: str):
    owner = OWNERS[decision]
    result = replay(SMALL, actor=WHO[owner.kind], quarter=8, decision=owner.method)
    brief = in_brief(result)
    assert brief == passages(result)[0].content[0]
    assert brief.count("By the rival rule") == len(result.rivals)
    assert all(f"'{rival.name}'" in brief for rival in result.rivals)
    assert not any(array.words.endswith(" w") for array in result.seen)  # a name for people, not of an axis


def test_the_brief_gives_the_reason_of_the_rule_in_force_and_not_of_another():
    copies = govsim.load_scenario(SMALL).replace(rules={"council_commissioning": "copy_best_neighbour"})
    assert "Its best-reporting neighbour believes that" in in_brief(
        replay(copies, actor="council:hillford", quarter=8)
    )
    assert "It believes that" in in_brief(replay(SMALL, actor="council:hillford", quarter=8))


def test_the_brief_of_a_community_says_from_where_to_where_its_engagement_moved():
    result = replay(SMALL, actor="community:hillford_moor", quarter=8)
    before = next(array for array in result.seen if array.name == "engagement_kw").values[0]
    after = result.chosen.choice[0].values[0]
    assert f"from {before:.1%} to {after:.1%}" in in_brief(result)


def test_a_board_without_members_that_count_pays_nobody():
    alone = govsim.load_scenario(SMALL).replace(levers={"board_membership": "none"})
    assert "It gave nothing" in in_brief(replay(alone, actor="mission:good_work", quarter=8))
