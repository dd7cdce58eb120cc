"""Who joins gets a seat, keeps it, and can lose it only to the lecturer."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govsim.errors import InputError
from govsim.rooms.cabinet import Cabinet
from govsim.rooms.room import LONGEST_NICKNAME, MOST_SEATS, tidy_nickname
from govsim.teaching.seats import OBSERVER
from tests.unit.rooms.opened import Site, a_site, resumed, tags


def game_of(site: Site) -> Cabinet:
    assert isinstance(site.live.room.activity, Cabinet)
    return site.live.room.activity


def test_students_spread_over_seats_and_a_large_class_looks_on(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    for number in range(MOST_SEATS):
        site.live.join(f"secret number {number}", "")
        counts = Counter(one.seat for one in game_of(site).game.students.values())
        if number == 9:
            assert sorted(counts.values()) == [1] * 10
        if number == 39:
            assert sorted(counts.values()) == [4] * 10
    assert counts.pop(OBSERVER) == MOST_SEATS - 36
    assert set(counts.values()) == {4}
    with pytest.raises(InputError, match="at most 200 students"):
        site.live.join("one more secret", "")


def test_a_late_comer_takes_the_seat_that_somebody_left(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    seats = [site.join() for _ in range(10)]
    site.live.remove("s3")
    site.next()
    late = site.join()
    students = game_of(site).game.students
    assert students["s11"].seat == "council:hillford"
    assert "s3" not in students
    assert site.get(seats[2]).status == 404
    assert site.get(late).status == 200


def test_boards_are_filled_from_departments_and_councils(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    for _ in range(10):
        site.join()
    assert not any(one.board for one in game_of(site).game.students.values())
    for _ in range(4):
        site.next()
    game = game_of(site).game
    assert game.phase == "decide-2"
    boards = [key for key, seat in game.seats.items() if seat.kind == "mission"]
    for board in boards:
        (student,) = game.in_seat(board)
        assert game.seats[game.students[student].seat].kind in ("department", "council")
    assert len(boards) == 2


def test_the_second_in_a_department_or_council_sits_on_a_board_from_the_beginning(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    for _ in range(20):
        site.join()
    on_boards = Counter(one.board for one in game_of(site).game.students.values() if one.board)
    assert sorted(on_boards.values()) == [3, 4]


def test_a_seat_outlives_the_server_and_the_same_form_sent_twice_takes_one_seat(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    joining = site.get(f"/room/{site.code}").forms["join"].sends
    first, second = (site.post(f"/room/{site.code}", joining) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert len(site.live.room.members) == 1
    again = resumed(site)
    assert again.code == site.code
    assert "Prime Minister" in again.get(f"/room/{first.headers['location']}").text
    assert again.get(f"/room/desk/{site.desk}").status == 200  # the address from before the restart


def test_the_last_device_counts_and_the_other_says_so(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    seat = site.join()
    first, second = site.get(seat), site.get(seat)
    views = [answer.text.partition('data-view="')[2][:8] for answer in (first, second)]
    assert "another device" in site.get(f"{seat}/now?view={views[0]}&shown=x").text
    assert "Prime Minister" in site.get(f"{seat}/now?view={views[1]}&shown=x").text
    refused = site.post(seat, {"view": views[0], "phase": "brief", "answer": "forecast"})
    assert "another device" in refused.text
    again = resumed(site)  # which page was last is forgotten: the first that is heard of is
    assert "Prime Minister" in again.get(f"{seat}/now?view={views[0]}&shown=x").text
    assert "another device" in again.get(f"{seat}/now?view={views[1]}&shown=x").text


def test_an_answer_that_arrives_twice_or_after_a_later_one_changes_nothing(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    seat = [site.join() for _ in range(5)][-1]  # the fifth is the observer
    for _ in range(3):
        site.next()
    vote = {"answer": "vote", "phase": "vote"}
    for turn, option in ((1, "siloed"), (3, "layered"), (2, "mission_led"), (3, "layered")):
        site.post(seat, {**vote, "option": option, "turn": f"page.{turn}"})
    assert game_of(site).game.votes == {"s5": "layered"}
    site.post(seat, {**vote, "option": "siloed", "turn": "loaded.1"})  # the page was loaded again
    assert game_of(site).game.votes == {"s5": "siloed"}
    note = {"answer": "note", "phase": "any", "text": "They waited.", "turn": "loaded.2"}
    for again in (site, site, resumed(site)):
        again.post(seat, note)
    assert list(game_of(again).game.notes) == ["They waited."]


def test_a_minute_more_that_arrives_twice_is_one_minute(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    ends = site.live.room.ends
    for _ in range(2):
        site.post(f"/room/desk/{site.desk}", {"do": "clock", "seconds": "60", "turn": "page.1"})
    assert site.live.room.ends == ends + 60


def test_a_seat_that_was_handed_over_has_another_address(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    seat = site.join()
    page = site.post(f"/room/desk/{site.desk}", {"do": "reissue", "student": "s1"})
    new = page.text.partition("http://127.0.0.1:8765")[2].partition('"')[0]
    assert site.get(seat).status == 404
    assert site.get(f"{seat}/now?view=x&shown=x").headers["x-gone"] == "1"
    assert "Prime Minister" in site.get(new).text
    assert resumed(site).get(new).status == 200


def test_the_door_can_be_closed(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    site.join()
    site.post(f"/room/desk/{site.desk}", {"do": "door", "open": "0"})
    answer = site.post(f"/room/{site.code}", site.get(f"/room/{site.code}").forms["join"].sends)
    assert (answer.status, "Ask the lecturer to let you in" in answer.text) == (400, True)


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=120))
def test_a_nickname_is_one_short_line_of_letters_that_are_seen(text: str) -> None:
    try:
        tidied = tidy_nickname(text)
    except InputError:
        return
    assert len(tidied) <= LONGEST_NICKNAME
    assert tidied == " ".join(tidied.split())
    assert tidied.isprintable()
    assert tidy_nickname(tidied) == tidied


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(nickname=st.text(alphabet="<>&\"'/=ab;", min_size=1, max_size=LONGEST_NICKNAME))
def test_markup_in_a_name_or_a_note_is_text_on_every_face(
    nickname: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shown = []
    for name in (nickname, "a" * len(tidy_nickname(nickname))):
        site = a_site(tmp_path_factory.mktemp("room"))
        seat = [site.join(name) for _ in range(5)][-1]  # the fifth is the observer
        site.live.answer("s5", {"answer": "note", "text": name})
        for _ in range(6):
            site.next()
        faces = [seat, site.screen, f"/room/desk/{site.desk}"]
        shown.append([tags(site.get(face).text.partition("<main")[2]) for face in faces])
        site.live.close()
    for one, other in zip(*shown, strict=True):
        assert [tag.partition(" ")[0] for tag in one] == [tag.partition(" ")[0] for tag in other]
