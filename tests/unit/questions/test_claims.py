"""Claims are read from a file, run once for all, and told whole; what is wrong in a file is said before any run."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from govsim.documents.json import json_text
from govsim.errors import ScenarioError
from govsim.questions.arms import Arms, ends_of, joined
from govsim.questions.claims import ClaimPlan, Claims, claims
from govsim.questions.stated import claims_of, stated
from govsim.runs.simulate import held
from govsim.scenario.load import load_scenario


def test_the_committed_claims_have_a_deciding_pair_each() -> None:
    told = claims_of(stated())
    assert [one.stated.key for one in told] == ["money_and_accountability", "room_or_targets", "mindset"]
    assert all(one.pairs[0].sign == 1 for one in told)
    assert told[0].pairs[1].sign == -1
    assert told[0].pairs[0].smallest_effect == 0.05


def test_every_arrangement_is_run_once() -> None:
    plan = ClaimPlan(claims_of(stated()))
    run = plan.arms.scenarios
    assert len(run) == len({scenario.model_dump_json() for scenario in run})
    joint = [scenario for scenario in run if scenario.rules.production == "joint"]
    assert {scenario.name.split(" at ")[0] for scenario in joint} == {
        *("layered", "accountability_and_money_only", "missions_as_targets"),
        *("mission_led", "money_and_meeting_places"),
    }


def test_an_arrangement_that_is_asked_for_again_keeps_its_row() -> None:
    arms = Arms()
    first, second = load_scenario("siloed"), load_scenario("layered")
    assert [arms.row(first), arms.row(second), arms.row(load_scenario("siloed"))] == [0, 1, 0]


def test_the_volume_of_a_baseline_that_is_only_written_in_a_table_is_held() -> None:
    base = load_scenario("classroom_small").replace(name="base", levers={"goal_breadth": 0.5})
    other = base.replace(
        name="boards",
        levers={"board_membership": "contributors", "pooled_funding": 0.5, "joint_accountability": 0.6},
    )
    at_volume = held(other, equal_volume=base)
    assert at_volume.equal_volume_as is not None
    assert at_volume.equal_volume_as.levers == base.levers
    one, free, same = ends_of([base, other, at_volume], [], range(8), 2)
    volume = "outcome_money"
    assert np.abs(free.measures[volume] - one.measures[volume]).max() > 0.002
    assert np.abs(same.measures[volume] - one.measures[volume]).max() <= 0.002


def test_lots_of_worlds_side_by_side_are_the_same_worlds() -> None:
    arms = [load_scenario("classroom_small")]
    (whole,) = ends_of(arms, ["trust"], range(6), 3)
    (parts,) = joined([ends_of(arms, ["trust"], range(3), 3), ends_of(arms, ["trust"], range(3, 6), 3)])
    assert all(np.array_equal(whole.measures[name], parts.measures[name]) for name in whole.measures)
    assert all(np.array_equal(whole.assumptions[name], parts.assumptions[name]) for name in whole.assumptions)


def test_a_lever_that_touches_nothing_makes_no_difference_in_any_world(tiny: Claims) -> None:
    idle = tiny.claims[0].pairs[1]
    for found in idle.found.values():
        assert found.shares.neither.mean == 1
        assert found.nothing.neither.mean == 1


def test_labels_exchanged_at_random_hold_about_as_often_as_they_fail(tiny: Claims) -> None:
    for found in (*tiny.claims[0].pairs[0].found.values(), *tiny.claims[0].joint.values()):
        both = found.shares.holds.mean + found.shares.fails.mean
        assert found.nothing.holds.mean + found.nothing.fails.mean == pytest.approx(both)
        assert found.nothing.holds.low <= both / 2 <= found.nothing.holds.high


def test_the_document_has_every_number_of_the_page_and_is_json(tiny: Claims) -> None:
    document = json.loads(json_text(tiny.document()))
    assert set(document) == {"claims", "worlds", "seed", "model_version", "command"}
    (claim,) = document["claims"]
    assert set(claim) == {"key", "says", "pairs", "joint_production", "decided_by", "where"}
    for pair in claim["pairs"]:
        for volume in ("as_is", "equal"):
            assert set(pair[volume]) == {
                *("verdict", "shares", "nothing", "difference", "progress", "core_services"),
                *("money_billion", "break_even"),
            }
            assert set(pair[volume]["shares"]) == {"holds", "fails", "neither"}
    assert set(claim["decided_by"]["as_is"]) == {"first", "perhaps", "by_chance"}


def test_the_same_seed_gives_the_same_document(tiny: Claims, tiny_file: Path) -> None:
    again = claims(60, seed=5, jobs=1, file=tiny_file)
    assert json_text(again.document()) == json_text(tiny.document())


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ('"public_value"', '"public_valu"', "public_value"),
        ('direction = "+"', 'direction = "up"', "direction"),
        ('baseline = "classroom_small"', 'baseline = "classroom_smal"', "classroom_small"),
        ('baseline = "classroom_small"', 'baseline = "siloed"', "horizon"),
        ("edition = 2", "edition = 1", "edition"),
        ('says = "Money', 'sayz = "Money', "sayz"),
        ("pooled_funding = 0.5", "pooled_fundin = 0.5", "pooled_funding"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_before_any_run(
    tiny_file: Path, tmp_path: Path, wrong: str, right: str, said: str
) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(tiny_file.read_text("utf-8").replace(wrong, right, 1), encoding="utf-8")
    with pytest.raises(ScenarioError, match=said):
        claims(2, jobs=1, file=file)
