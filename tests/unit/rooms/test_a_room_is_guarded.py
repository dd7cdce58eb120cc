"""Nobody gets in by guessing, nobody acts for another, and a flood hurts nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.app.hosting import Hosting
from govsim.rooms.http_answers import MOST_BYTES
from govsim.rooms.live import ALL_GUESSES, ANSWERS, GUESSES
from govsim.rooms.room import LONGEST_NICKNAME
from tests.unit.rooms.opened import a_site, resumed, settled


def test_a_code_cannot_be_guessed_a_thousand_times(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    wrong = "ZZZZZ" if site.code != "ZZZZZ" else "YYYYY"
    ways = (
        lambda: site.get(f"/room/{wrong}"),
        lambda: site.post("/room", {"code": wrong}),
        lambda: site.post(f"/room/{wrong}", {"secret": "x" * 24}),
    )
    answers = [ways[number % len(ways)]().status for number in range(1000)]
    assert answers[:GUESSES] == [404] * GUESSES
    assert set(answers[GUESSES:]) == {429}
    assert site.get(f"/room/{site.code}").status == 429  # not even the right code tells itself apart
    assert site.ask("GET", f"/room/{site.code}", b"", {}, who="192.0.2.7").status == 200
    site.clock.now += 60
    assert site.get(f"/room/{site.code}").status == 200


def test_who_scans_the_screen_gets_in_while_somebody_at_the_same_address_guesses(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    for _ in range(GUESSES + 1):
        site.get("/room/ZZZZZ")
    scanned = f"/room/{site.code}?key={site.live.key}"
    assert f"/room/{site.code}?key={site.live.key}" in site.get(site.screen).text
    sends = site.get(scanned).forms["join"].sends
    assert site.post(scanned, sends).status == 303
    assert site.get(f"/room/{site.code}?key=0123456789").status == 429
    assert site.get(f"/room/ZZZZZ?key={site.live.key}").status == 404


PROXY = Hosting(names=("tools.example.org",), base_path="/tools/govsim")


@pytest.mark.parametrize("claimed", ["", "198.51.100.9, "])
def test_behind_a_proxy_who_guesses_codes_waits_and_others_join(claimed: str, tmp_path: Path) -> None:
    site = a_site(tmp_path, hosting=PROXY)
    answers = [
        site.get(f"/room/ZZZZZ?{number}", x_forwarded_for=f"{claimed}192.0.2.7").status
        for number in range(GUESSES + 1)
    ]
    assert answers == [404] * GUESSES + [429]
    assert site.get(f"/room/{site.code}", x_forwarded_for="192.0.2.8").status == 200
    assert site.get(f"/room/{site.code}").status == 200


def test_an_address_that_the_sender_claims_counts_only_from_a_proxy_on_this_machine(tmp_path: Path) -> None:
    for number, hosting in enumerate((Hosting(), Hosting(host="0.0.0.0", names=PROXY.names))):
        (tmp_path / str(number)).mkdir()
        site = a_site(tmp_path / str(number), hosting=hosting)
        own = "127.0.0.1" if hosting.is_loopback else "192.0.2.7"
        answers = [
            site.ask("GET", "/room/ZZZZZ", b"", {"x_forwarded_for": f"198.51.100.{one}"}, who=own).status
            for one in range(GUESSES + 1)
        ]
        assert answers[-1] == 429


def test_who_claims_many_addresses_behind_a_careless_proxy_is_stopped_all_the_same(tmp_path: Path) -> None:
    site = a_site(tmp_path, hosting=PROXY)
    for number in range(ALL_GUESSES):
        site.live.all_guesses.take("")
        assert number or site.get("/room/ZZZZZ", x_forwarded_for="192.0.2.1").status == 404
    assert site.get(f"/room/{site.code}", x_forwarded_for="192.0.2.99").status == 429
    assert site.get(f"/room/{site.code}?key={site.live.key}", x_forwarded_for="192.0.2.99").status == 200


def test_a_class_behind_one_address_is_not_stopped_by_joining(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    assert len({site.join() for _ in range(100)}) == 100


@pytest.mark.parametrize("code", ["lower", "with blanks"])
def test_a_code_is_taken_as_people_type_it(code: str, tmp_path: Path) -> None:
    site = a_site(tmp_path)
    typed = site.code.lower() if code == "lower" else f" {site.code} "
    answer = site.post("/room", {"code": typed})
    assert (answer.status, answer.headers["location"]) == (303, f"room/{site.code}")


@pytest.mark.parametrize("do", ["close", "clock", "remove", "hide", "reissue", "activity"])
def test_the_desk_without_its_secret_does_nothing(do: str, tmp_path: Path) -> None:
    site = a_site(tmp_path)
    seat = site.join()
    before = site.live.room
    sent = {
        "do": do,
        "phase": "brief",
        "student": "s1",
        "seconds": "60",
        "on": "1",
        "answer": "turned",
        "screen": "1",
    }
    for secret in ("x" * 24, site.code, seat.rpartition("/")[2]):
        assert site.post(f"/room/desk/{secret}", sent).status in (404, 405)
        assert site.get(f"/room/desk/{secret}").status in (404, 405)
        assert site.get(f"/room/desk/{secret}/now").status in (404, 405)
        assert site.get(f"/room/screen/{secret}").status == 404
    assert site.live.room == before


def test_no_page_but_the_desk_shows_the_secret_of_the_desk_or_of_another_seat(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    seats = [site.join() for _ in range(3)]
    secrets = [site.desk, *(seat.rpartition("/")[2] for seat in seats)]
    for page in (f"/room/{site.code}", site.screen, f"/room/desk/{site.desk}", *seats):
        text = site.get(page).text
        assert not [one for one in secrets if one in text and not page.endswith(one)]
    file = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    assert not [one for one in secrets if one.encode() in file]


def test_nobody_decides_in_anothers_seat(tmp_path: Path) -> None:
    from tests.unit.rooms.opened import AtOnce

    site = a_site(tmp_path, jobs=AtOnce())
    seats = [site.join() for _ in range(4)]
    site.next()
    settled(site)
    sends = site.get(seats[2]).forms["council:hillford-own"].sends
    taken = site.post(seats[2], {**sends, "step": "1"})
    assert "Decided" in taken.text
    others = site.get(seats[0]).forms["centre-budgets"].sends
    refused = site.post(seats[0], {**sends, "view": others["view"], "step": "2"})
    assert "Not saved" in refused.text
    assert site.live.room.activity.game.answers == {("council:hillford", "own"): 1}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "sent",
    [
        {"answer": "decide", "seat": "centre", "choice": "budgets", "step": "3"},
        {"answer": "decide", "seat": "centre", "choice": "budgets", "step": "1e9"},
        {"answer": "decide", "seat": "centre", "choice": "budgets", "step": "nan"},
        {"answer": "decide", "seat": "nowhere", "choice": "budgets", "step": "1"},
        {"answer": "decide", "seat": "centre", "choice": "../..", "step": "1"},
        {"answer": "vote", "option": "siloed"},
        {"answer": "forecast", "progress": "9" * 400, "core_services": "1"},
        {"answer": "note", "text": "I am no observer"},
        {"answer": "bundle", "rest": "siloed", "pooled_funding": "2"},
        {"answer": "turned", "screen": "1"},
        {"answer": "seat", "student": "s1", "seat": "communities"},
        {"answer": "closed", "phase": "decide-1"},
        {},
    ],
)
def test_what_no_button_sends_is_refused_in_words_and_changes_nothing(
    sent: dict[str, str], tmp_path: Path
) -> None:
    site = a_site(tmp_path)
    seat = site.join()
    site.next()
    before = site.live.room
    answer = site.post(seat, {"phase": "decide-1", **sent})
    assert answer.status == 200
    assert "Not saved" in answer.text
    assert site.live.room == before


def test_an_answer_after_its_phase_is_too_late_and_says_so(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    seat = site.join()
    site.next()
    late = {"phase": "brief", "answer": "forecast", "progress": "0.01", "core_services": "1"}
    assert "Too late" in site.post(seat, late).text


def test_a_flood_from_one_seat_leaves_the_others_their_answers(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    seats = [site.join() for _ in range(2)]
    for _ in range(3):
        site.next()
    vote = {"phase": "vote", "answer": "vote"}
    said = [site.post(seats[0], {**vote, "option": "layered"}).text for _ in range(100)]
    assert sum("too fast" in one for one in said) == 100 - ANSWERS
    assert "too fast" not in site.post(seats[1], {**vote, "option": "siloed"}).text
    votes = site.live.room.activity.game.votes  # type: ignore[attr-defined]
    assert votes == {"s1": "layered", "s2": "siloed"}
    site.clock.now += 10
    assert "too fast" not in site.post(seats[0], {**vote, "option": "siloed"}).text


@pytest.mark.parametrize("letters", [LONGEST_NICKNAME + 1, 200, 10_000])
def test_a_nickname_that_is_too_long_is_refused_in_words(letters: int, tmp_path: Path) -> None:
    site = a_site(tmp_path)
    joining = site.get(f"/room/{site.code}").forms["join"].sends
    nickname = ("<b>bold</b>" * letters)[:letters]
    answer = site.post(f"/room/{site.code}", {**joining, "nickname": nickname})
    assert answer.status in (400, 413)
    assert "<b>bold" not in answer.text
    assert not site.live.room.members


def test_too_much_and_nonsense_are_refused(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    seat = site.join()
    for body in (
        b"a" * (MOST_BYTES + 1),
        b"\xff\xfe%00=%zz",
        b"&".join(b"a=1" for _ in range(5000)),
        b"=" * 900,
    ):
        answer = site.post(seat, body)
        assert (answer.status, "Traceback" in answer.text) in ((200, False), (413, False))
    assert site.get(seat).status == 200


def test_another_site_cannot_press_buttons(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    seat = site.join()
    for guarded in (
        {"origin": "https://evil.example"},
        {"sec_fetch_site": "cross-site"},
        {"host": "evil.example"},
    ):
        assert site.post(seat, {"phase": "brief"}, **guarded).status == 403


def test_who_is_removed_is_out_and_their_vote_is_gone(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    seats = [site.join() for _ in range(2)]
    for _ in range(3):
        site.next()
    for seat in seats:
        site.post(seat, {"phase": "vote", "answer": "vote", "option": "layered"})
    site.post(f"/room/desk/{site.desk}", {"do": "remove", "student": "s1"})
    assert site.get(seats[0]).status == 404
    assert site.post(seats[0], {"phase": "vote", "answer": "vote", "option": "siloed"}).status == 404
    assert resumed(site).live.room.activity.game.votes == {"s2": "layered"}  # type: ignore[attr-defined]


@pytest.mark.parametrize("base_path", ["", "/tools/govsim"])
def test_links_hold_below_a_base_path_and_the_screen_names_an_address_that_phones_reach(
    base_path: str, tmp_path: Path
) -> None:
    hosting = Hosting(names=("tools.example.org",), base_path=base_path)
    site = a_site(tmp_path, hosting=hosting)
    outside = {"host": "tools.example.org", "x_forwarded_proto": "https"}
    screen = site.get(base_path + site.screen, **outside).text
    assert f"https://tools.example.org{base_path}/room" in screen
    assert (
        f"https://tools.example.org{base_path}/room" in site.get(site.screen).text
    )  # opened on the server itself
    for path in ("/room", f"/room/{site.code}", site.join()):
        page = site.get(base_path + path, **outside).text
        assert 'href="/' not in page
        assert 'action="/' not in page
