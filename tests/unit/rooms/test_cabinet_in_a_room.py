"""A cabinet game in a room: what each face shows and when, what silence means, and the clock."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from govsim.rooms import cabinet_work
from govsim.rooms.afterwards import codebook, game_events, report, sheets, write_sheets
from govsim.rooms.cabinet_phone import SECRET_BALLOT
from govsim.rooms.cabinet_words import PLAYING
from govsim.rooms.journal import read_journal
from govsim.runs.simulate import simulate
from govsim.teaching.debrief import debrief
from govsim.teaching.debrief_document import debrief_document
from govsim.teaching.game import Game, fold
from govsim.teaching.play import played
from tests.unit.rooms.opened import AtOnce, Site, a_site, resumed, settled

TRUE = "Progress, as it was"


def game_of(site: Site) -> Game:
    return site.live.room.activity.game  # type: ignore[attr-defined, no-any-return]


def played_on(site: Site, phase: str) -> None:
    """The lecturer closes phases until one is open, whoever has answered."""
    while game_of(site).phase != phase:
        settled(site)
        site.next()
    settled(site)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A room whose debrief takes few worlds."""
    monkeypatch.setattr(cabinet_work, "explanation_of", lambda game: None)
    monkeypatch.setattr(cabinet_work, "debrief", partial(debrief, worlds=6))
    site = a_site(tmp_path, jobs=AtOnce())
    settled(site)
    return site


def test_a_phone_shows_its_own_card_and_no_other(site: Site) -> None:
    seats = [site.join() for _ in range(5)]
    hillford = site.get(seats[2]).text
    assert "Only you know: the need you report is" in hillford
    assert "who presses hardest" not in hillford
    for seat in seats:
        text = site.get(seat).text
        assert TRUE not in text
        assert len(text) < 30_000


def test_a_forecast_is_private_until_the_debrief(site: Site) -> None:
    seats = [site.join() for _ in range(3)]
    said = site.press(seats[0], "forecast", progress="0.17", core_services="0.88")
    assert "Your forecast is saved" in said.text
    screen, desk = site.screen, f"/room/desk/{site.desk}"
    for face in (screen, desk):
        assert "0.17" not in site.get(face).text
    assert '<option value="0.17" selected' in said.text
    assert '<option value="0.17" selected' not in site.get(seats[1]).text
    assert "<b>1</b> of 3 have made their private forecast" in site.get(screen).text
    assert site.get(desk).text.count("not answered<") == 2


def test_true_figures_are_shown_at_the_reveal_and_not_before(site: Site) -> None:
    seats = [site.join() for _ in range(5)]
    screen = site.screen
    for phase in ("brief", "decide-1"):
        played_on(site, phase)
        for face in (screen, *seats, f"/room/desk/{site.desk}"):
            assert TRUE not in site.get(face).text
            assert "as it was" not in site.get(face).text
    played_on(site, "reveal-1")
    figures = site.live.done["standing"].figures[-1]
    for face in (screen, *seats):
        text = site.get(face).text
        assert "as it was" in text
        assert f"{figures.core_services:.3f}" in text


def test_who_does_not_answer_repeats_what_stood_visibly(site: Site) -> None:
    seats = [site.join() for _ in range(3)]
    played_on(site, "decide-1")
    assert "What stands: as your officials advise." in site.get(seats[2]).text
    site.press(seats[2], "council:hillford-own", step="2")
    played_on(site, "reveal-1")
    told = site.get(seats[2]).text
    assert "much more</dd>" in told
    assert "as is usual (not answered)" in told
    played_on(site, "decide-2")
    assert "What stands: much more." in site.get(seats[2]).text
    site.next()
    assert game_of(site).rounds[1][("council:hillford", "own")] == 2


def test_a_vote_is_secret_until_it_is_closed(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    seats = [site.join() for _ in range(4)]
    for _ in range(3):
        site.next()
    for seat, option in zip(seats, ("mission_led", "mission_led", "layered", "siloed"), strict=True):
        site.press(seat, "vote", option=option)
    screen = site.screen
    assert SECRET_BALLOT in site.get(seats[0]).text
    assert "<b>4</b> of 4 have voted" in site.get(screen).text
    for face in (screen, f"/room/desk/{site.desk}"):
        assert "mission-led 2" not in site.get(face).text
    site.next()
    assert (
        "From now on: mission-led. Votes: stay siloed 1, layered 1 and mission-led 2."
        in site.get(screen).text
    )
    exported = {one.name: one for one in sheets(game_events_of(site))}
    assert "student" not in dict(exported["votes"].columns)
    assert exported["votes"].rows == [("siloed", 1, False), ("layered", 1, False), ("mission_led", 2, True)]


def game_events_of(site: Site) -> Any:
    site.live.journal.close()
    return read_journal(site.live.journal.path)


def test_the_prime_minister_puts_a_bundle_on_the_ballot_and_others_cannot(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    seats = [site.join() for _ in range(3)]
    for _ in range(3):
        site.next()
    assert "bundle" not in site.get(seats[1]).forms
    site.press(seats[0], "bundle", rest="siloed", pooled_funding="0.5", board_membership="contributors")
    assert game_of(site).options[-1] == "own"
    about = "Membership of mission boards contributors and pooled funding 50%; the rest as in silos."
    assert about in site.get(seats[1]).text
    site.press(seats[1], "vote", option="own")
    assert game_of(site).votes == {"s2": "own"}
    site.post(f"/room/desk/{site.desk}", {"do": "activity", "answer": "bundle", "rest": "layered"})
    assert game_of(site).votes == {}  # another bundle: who voted for the old one has not voted
    site.press(seats[1], "vote", option="own")
    site.next()
    assert game_of(site).reform == "own"


def test_two_in_a_seat_see_each_others_press_and_the_last_counts(site: Site) -> None:
    seats = [site.join() for _ in range(11)]
    played_on(site, "decide-1")
    site.press(seats[0], "centre-budgets", step="-2")
    answer = site.get(seats[10])
    pressed = [value for _, value, is_pressed in answer.forms["centre-budgets"].buttons if is_pressed]
    assert pressed == ["-2"]
    site.press(seats[10], "centre-budgets", step="1")
    assert game_of(site).answers[("centre", "budgets")] == 1


def test_time_that_is_up_closes_nothing_unless_the_lecturer_wants_it(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    site.join()
    site.clock.now += 3600
    site.live.tick()
    assert game_of(site).phase == "brief"
    site.post(f"/room/desk/{site.desk}", {"do": "automatic", "on": "1"})
    site.live.tick()
    assert game_of(site).phase == "decide-1"
    site.live.tick()
    assert game_of(site).phase == "decide-1"  # its own minutes have begun
    site.clock.now += 5 * 60
    site.live.tick()
    assert (game_of(site).phase, game_of(site).answered) == ("reveal-1", (frozenset(),))


def test_a_restart_leaves_a_minute_where_phases_close_by_themselves(tmp_path: Path) -> None:
    site = a_site(tmp_path, automatic=True)
    site.join()
    site.clock.now += 3600
    again = resumed(site)
    again.live.tick()
    assert game_of(again).phase == "brief"
    again.clock.now += 61
    again.live.tick()
    assert game_of(again).phase == "decide-1"


def test_a_phone_that_slept_three_minutes_goes_on_where_the_class_is(site: Site) -> None:
    seat = site.join()
    page = site.get(seat)
    view = page.text.partition('data-view="')[2][:8]
    played_on(site, "decide-1")
    site.clock.now += 180
    assert "asleep" in site.get(f"/room/desk/{site.desk}").text
    woken = site.get(f"{seat}/now?view={view}&shown=x")
    assert "How readily do departments" in woken.text
    assert "asleep" not in site.get(f"/room/desk/{site.desk}").text
    shown = woken.headers["x-shown"]
    assert site.get(f"{seat}/now?view={view}&shown={shown}").status == 204


def test_a_note_is_kept_also_where_the_phase_changed_while_it_was_written(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    seat = [site.join() for _ in range(5)][-1]
    form = site.get(seat).forms["note"].sends
    site.next()
    answer = site.post(seat, {**form, "text": "They whisper."})
    assert (answer.headers["x-refused"], game_of(site).notes) == ("", ("They whisper.",))


def test_a_second_press_of_the_lecturer_does_not_close_the_next_phase(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    sends = site.get(f"/room/desk/{site.desk}").forms["next"].sends
    for _ in range(2):
        site.post(f"/room/desk/{site.desk}", sends)
    assert game_of(site).phase == "decide-1"


def test_what_was_decided_takes_its_course_before_phones_show_it(tmp_path: Path) -> None:
    site = a_site(tmp_path)  # work is idle
    seat = site.join()
    assert PLAYING in site.get(seat).text
    site.live.start()
    site.live.close()


def test_answers_of_thirty_phones_at_once_are_all_there_after_a_restart(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    students = [site.live.join(f"secret number {number}", "") for number in range(30)]
    for _ in range(3):
        site.next()
    votes = {
        student: ("siloed", "layered", "mission_led")[place % 3] for place, student in enumerate(students)
    }
    threads = [
        threading.Thread(target=site.live.answer, args=(student, {"answer": "vote", "option": option}))
        for student, option in votes.items()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert game_of(resumed(site)).votes == votes


def test_a_whole_game_in_a_room_is_the_run_of_the_same_decisions(site: Site, tmp_path: Path) -> None:
    seats = [site.join(f"=1+{number}") for number in range(6)]
    for number, seat in enumerate(seats):
        site.press(seat, "forecast", progress=f"{number / 100:.2f}", core_services="1.00")
    for phase in ("decide-1", "vote", "decide-2", "debrief"):
        played_on(site, phase)
        for place, seat in enumerate(seats):
            for key, form in site.get(seat).forms.items():
                if form.buttons and form.buttons[0][0] == "step":
                    site.press(seat, key, step=str((place + len(key)) % 5 - 2))
                elif key == "vote":
                    site.press(seat, key, option="mission_led")
    site.press(seats[4], "note", text="They waited for the Treasury.")
    screens = []
    for number in range(4):
        site.post(f"/room/desk/{site.desk}", {"do": "activity", "answer": "turned", "screen": str(number)})
        screens.append(site.get(site.screen).text)
    for said, screen in zip(
        ("They waited for the Treasury.", "6 forecast more", "money for", "What made the difference"),
        screens,
        strict=True,
    ):
        assert said in screen
    game = game_of(site)
    own = site.get(seats[2]).text
    assert "Your own end" in own
    events = game_events_of(site)
    alone = fold(event for _, event in game_events(events))
    assert alone == game
    at_once = simulate(alone.scenario(), replicates=[0], seed=1, actors=alone.actors())
    assert (played(alone).finished().at_end("progress") == at_once.at_end("progress")).all()
    document = report(events, worlds=6, explained=0)
    assert document.answer == debrief_document(debrief(alone, worlds=6, explained=0)).answer
    tables = {one.name: one for one in sheets(events)}
    stood = [row for row in tables["decisions"].rows if row[-1] != "pressed"]
    assert {(row[1], row[2], row[4]): row[6] for row in stood} == {
        (number + 1, *place): step
        for number, steps in enumerate(alone.rounds)
        for place, step in steps.items()
    }
    assert {row[0] for row in tables["seen"].rows} == {1, 2}
    files = write_sheets((*tables.values(), codebook(tuple(tables.values()))), tmp_path / "data")
    written = {path.stem: path.read_text() for path in files}
    assert "'=1+3" in written["students"]
    assert "mission_led" in written["votes"]
    assert all(f'"{name}"' in written["codebook"] for name in tables)


def test_a_board_repeats_nothing_of_the_own_card_on_a_phone(site: Site) -> None:
    seats = {one: site.join() for one in (f"s{number}" for number in range(1, 21))}
    played_on(site, "vote")
    for student, seat in seats.items():
        site.post(seat, {"phase": "vote", "answer": "vote", "option": "mission_led", "turn": f"{student}.1"})
    played_on(site, "decide-2")
    on_boards = [student for student, one in game_of(site).students.items() if one.board]
    for student in on_boards:
        page = site.get(seats[student]).text
        assert page.count("What you see on this board") == 1
        assert page.count("<dt>Crises</dt>") == 1
        assert "Your pool" in page.partition("<details")[2]
