"""The state of a game is a fold over its events, and a run of the same decisions gives the same figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govsim.errors import InputError, ScenarioError
from govsim.runs.simulate import simulate
from govsim.teaching.events import (
    EVENTS,
    Bundled,
    Chose,
    Closed,
    Forecast,
    Joined,
    Left,
    Noted,
    Opened,
    Voted,
    event_as_table,
    event_of,
    load_journal,
    save_journal,
)
from govsim.teaching.game import SILOED, VARIANTS, Game, after, fold
from govsim.teaching.play import played, round_figures
from govsim.teaching.rehearse import rehearse
from tests.unit.teaching.games import a_game


@given(st.integers(0, 10_000), st.data())
@settings(max_examples=10, deadline=None)
def test_a_journal_cut_anywhere_and_read_again_folds_to_the_same_state(
    seed: int, data: st.DataObject
) -> None:
    events = rehearse(12, seed=seed, minutes=45).events
    cut = data.draw(st.integers(1, len(events)))
    tables = [json.loads(json.dumps(event_as_table(event))) for event in events[:cut]]
    again = fold(event_of(table) for table in tables)
    assert again == fold(events[:cut])
    for event in events[cut:]:
        again = after(again, event)
    assert again == fold(events)


def test_a_journal_is_saved_and_loaded(tmp_path: Path) -> None:
    rehearsal = rehearse(8, seed=2, minutes=45)
    path = save_journal(rehearsal.events, tmp_path / "journal.jsonl")
    assert load_journal(path) == rehearsal.events
    assert set(EVENTS) >= {json.loads(line)["event"] for line in path.read_text().splitlines()}
    (tmp_path / "wrong.jsonl").write_text(path.read_text() + '{"event": "vote"}\n')
    with pytest.raises(InputError, match=r"line \d+: expected an event of a game, found 'vote'"):
        load_journal(tmp_path / "wrong.jsonl")


@pytest.mark.parametrize("minutes", VARIANTS)
def test_phases_follow_each_other_and_fit_the_lesson(minutes: int) -> None:
    phases = VARIANTS[minutes].phases
    assert sum(length for _, length in phases) <= minutes
    game, _ = a_game(minutes=minutes)
    assert game.phase == ""
    assert game.round == VARIANTS[minutes].rounds
    assert game.quarters_played == game.country.horizon


@pytest.mark.parametrize("vote", ["siloed", "layered", "mission_led"])
def test_the_game_round_by_round_is_the_run_of_the_same_decisions_by_actors(vote: str) -> None:
    game, _ = a_game(
        lambda round_, seat, choice: (hash((len(seat), len(choice))) + round_) % 5 - 2, vote=vote
    )
    run = played(game).finished()
    whole = simulate(game.scenario(), replicates=[0], seed=1, actors=game.actors())
    assert game.actors()
    for name in whole.measures:
        assert whole.measures[name].tobytes() == run.measures[name].tobytes(), name


def test_who_does_not_answer_repeats_what_stood_and_an_empty_seat_decides_by_the_rules() -> None:
    first_only = a_game(
        lambda round_, seat, choice: 2 if (seat, round_) == ("council:hillford", 0) else None, minutes=75
    )[0]
    assert [steps["council:hillford", "figures"] for steps in first_only.rounds] == [2, 2, 2, 2]
    assert [steps["council:eastmere", "figures"] for steps in first_only.rounds] == [0, 0, 0, 0]
    assert ("council:hillford", "figures") in first_only.answered[0]
    assert ("council:hillford", "figures") not in first_only.answered[1]
    empty = fold([Opened(minutes=45), Closed(phase="brief"), Closed(phase="decide-1")])
    assert empty.rounds == ({},)
    assert not empty.actors()


def test_boards_decide_from_the_reform_on_and_only_where_they_have_a_pool() -> None:
    for vote, has_pool in (("siloed", False), ("layered", False), ("mission_led", True)):
        game, _ = a_game(vote=vote, minutes=75)
        on_boards = [any(seat.startswith("mission:") for seat, _ in steps) for steps in game.rounds]
        assert on_boards == [False, False, has_pool, has_pool]
        assert not any(("centre", "urgent") in steps for steps in game.rounds[:2])


def at_the_vote(*votes: str) -> Game:
    game, _ = a_game(until="vote")
    for number, option in enumerate(votes):
        game = after(game, Voted(student=f"student {number + 1}", option=option))
    return game


def test_the_most_votes_win_and_a_tie_leaves_the_silos() -> None:
    for votes, won in (
        (("layered", "layered", "mission_led"), "layered"),
        (("layered", "mission_led"), SILOED),
        ((), SILOED),
        (("siloed", "mission_led", "mission_led"), "mission_led"),
    ):
        assert after(at_the_vote(*votes), Closed(phase="vote")).reform == won


def test_a_class_may_vote_for_a_bundle_of_its_own() -> None:
    game = after(at_the_vote(), Bundled(levers={"central_control": 0.1, "local_discretion": 0.9}))
    for number in range(3):
        game = after(game, Voted(student=f"student {number + 1}", option="own"))
    game = after(game, Closed(phase="vote"))
    assert game.scenario().reforms[0].levers == {"central_control": 0.1, "local_discretion": 0.9}
    assert game.levers.central_control == 0.1
    with pytest.raises(ScenarioError, match="central_control"):
        after(at_the_vote(), Bundled(levers={"central_control": 7}))


def test_a_vote_counts_once_and_can_be_changed_until_it_is_closed() -> None:
    game = after(at_the_vote("layered"), Voted(student="student 1", option="mission_led"))
    assert list(game.votes.values()) == ["mission_led"]
    with pytest.raises(InputError, match="the phase 'vote'"):
        after(after(game, Closed(phase="vote")), Voted(student="student 1", option="layered"))


def test_an_event_that_is_not_allowed_is_refused_and_changes_nothing() -> None:
    brief, _ = a_game(until="brief")
    decide, _ = a_game(until="decide-1")
    for game, event, said in (
        (None, Closed(phase="brief"), "a game that was opened before"),
        (None, Opened(minutes=60), "45, 75, 90 minutes"),
        (brief, Opened(), "one opening"),
        (brief, Joined(student="", seat="centre"), "a name of 1 to 40 letters"),
        (brief, Joined(student="x" * 10_000, seat="centre"), "10000 letters"),
        (brief, Joined(student="x", seat="center"), "Did you mean 'centre'"),
        (brief, Joined(student="x", seat="mission:good_work"), "expected a seat"),
        (brief, Forecast(student="nobody", progress=0, core_services=1), "a student who has joined"),
        (brief, Forecast(student="student 1", progress=9, core_services=1), "progress from −1 to 1"),
        (brief, Chose(student="student 1", seat="centre", choice="need", step=1), "the phase 'decide'"),
        (brief, Closed(phase="decide-1"), "the open phase, 'brief'"),
        (decide, Chose(student="student 2", seat="centre", choice="need", step=1), "a student in the seat"),
        (
            decide,
            Chose(student="student 1", seat="centre", choice="urgent", step=1),
            "a decision of this seat",
        ),
        (decide, Chose(student="student 1", seat="centre", choice="need", step=3), "a step from"),
        (decide, Noted(student="student 1", text="Hello"), "a note of the observer"),
        (at_the_vote(), Voted(student="student 1", option="own"), "one of siloed"),
    ):
        with pytest.raises(InputError, match=said):
            after(game, event)


def test_who_leaves_gives_up_seat_and_vote_and_an_empty_seat_is_played_by_the_rules() -> None:
    game = after(at_the_vote("layered", "layered", "mission_led"), Left(student="student 1"))
    assert "student 1" not in game.students
    assert list(game.votes.values()) == ["layered", "mission_led"]
    assert after(game, Closed(phase="vote")).reform == SILOED
    alone = fold([Opened(minutes=45), Joined(student="s", seat="centre"), Closed(phase="brief")])
    chosen = after(alone, Chose(student="s", seat="centre", choice="need", step=2))
    assert after(chosen, Closed(phase="decide-1")).rounds[0] == {
        ("centre", "budgets"): 0,
        ("centre", "need"): 2,
    }
    assert after(after(chosen, Left(student="s")), Closed(phase="decide-1")).rounds == ({},)


def test_a_reveal_shows_each_round_as_reported_and_as_it_was() -> None:
    game, _ = a_game(minutes=75, until="vote")
    figures = round_figures(played(game))
    whole = simulate(game.country, replicates=[0], seed=1)
    for one, quarter in zip(figures, (7, 15), strict=True):
        for name in ("reported_progress", "progress", "core_services"):
            assert getattr(one, name) == whole.measures[name][quarter][0]


def test_a_seat_has_at_most_four_students() -> None:
    game = fold([Opened(), *(Joined(student=f"s{number}", seat="centre") for number in range(4))])
    with pytest.raises(InputError, match="at most 4 students in a seat"):
        after(game, Joined(student="s4", seat="centre"))
    assert after(game, Joined(student="s0", seat="communities")).in_seat("centre") == ("s1", "s2", "s3")


@pytest.mark.parametrize("students", [1, 6, 20, 30, 40])
def test_robots_fill_every_class_and_play_to_the_end(students: int) -> None:
    game = rehearse(students, seed=4).game
    assert len(game.students) == students
    assert len(game.votes) == students
    assert max(len(game.in_seat(seat)) for seat in game.seats) <= 4
    assert (game.phase, game.round) == ("", 4)


def test_a_rehearsal_of_too_many_is_refused_with_its_remedy() -> None:
    with pytest.raises(InputError, match="Divide the class into two rooms"):
        rehearse(41)
