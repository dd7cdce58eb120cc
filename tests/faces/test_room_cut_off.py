"""A network that is cut, stalls and comes back: no answer is lost without a word, and none counts twice."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from govsim.rooms.cabinet import Cabinet
from govsim.rooms.robots import RoomUnreachable, Visitor
from govsim.rooms.room import digest
from govsim.teaching.game import Game
from tests.faces.app.slow_line import Line, line_to
from tests.unit.rooms.opened import Site, a_site, listening

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PATIENT = 20_000  # milliseconds
OPTIONS = ("siloed", "layered", "mission_led")
UNSENT = "What you pressed has not arrived yet"

Room = tuple[Site, Line]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A room, and the line that leads to it."""
    site = a_site(tmp_path)
    with listening(site) as port, line_to(port) as line:
        yield site, line
    site.live.close()


@pytest.fixture
def open_phone(browser: Browser, room: Room) -> Iterator[Callable[[str], Page]]:
    """Opens a seat in a browser of a phone's width; no script may fail."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(PATIENT)
    errors: list[str] = []

    def opened(seat: str) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"http://127.0.0.1:{room[1].port}{seat}")
        return page

    yield opened
    context.close()
    assert not errors


def game_of(site: Site) -> Game:
    assert isinstance(site.live.room.activity, Cabinet)
    return site.live.room.activity.game


def to_the_vote(site: Site) -> None:
    for _ in range(3):
        site.next()


def pressed(page: Page, option: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{option}")).click()


def chosen(page: Page, option: str) -> None:
    page.locator("button[aria-pressed=true]", has_text=option).wait_for()


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENT / 1000
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_votes_of_phones_whose_network_comes_and_goes_all_arrive(room: Room) -> None:
    site, line = room
    seats = [site.join() for _ in range(12)]
    to_the_vote(site)
    over = threading.Event()

    def votes(number: int) -> tuple[str, str]:
        """Vote again and again, each time until it is acknowledged; the seat, and the last vote."""
        visitor, turn, option = Visitor(f"http://127.0.0.1:{line.port}/"), 0, ""
        while not turn or not over.is_set():
            turn, option = turn + 1, OPTIONS[(number + turn) % 3]
            sent = {"answer": "vote", "phase": "vote", "option": option, "turn": f"page{number}.{turn}"}
            acknowledged = False
            while not acknowledged:
                try:
                    acknowledged = visitor.post(seats[number], sent)[0] == 303
                except RoomUnreachable:
                    time.sleep(0.05)
            site.clock.now += 1  # a second between two presses
        visitor.close()
        return site.live.room.by_digest[digest(seats[number].rpartition("/")[2])], option

    with ThreadPoolExecutor(len(seats)) as at_once:
        voting = [at_once.submit(votes, number) for number in range(len(seats))]
        for trouble in (line.cut, line.stall, line.cut, line.stall):
            time.sleep(0.1)
            trouble()
            time.sleep(0.2)
            line.restore()
        over.set()
        last = dict(one.result() for one in voting)
    assert (game_of(site).votes, len(last)) == (last, len(seats))


@pytest.mark.parametrize(
    ("trouble", "option", "key"),
    [
        ("cut", "Mission-led", "mission_led"),
        pytest.param("stall", "Layered", "layered", marks=pytest.mark.slow),
    ],
)
def test_what_is_pressed_while_the_network_is_away_is_said_and_arrives_once(
    trouble: str, option: str, key: str, room: Room, open_phone: Callable[[str], Page]
) -> None:
    site, line = room
    phone = open_phone(site.join())
    to_the_vote(site)
    recorded: list[str] = []
    record = site.live.record
    site.live.record = lambda *events: recorded.extend(map(str, events)) or record(*events)  # type: ignore
    phone.get_by_role("button", name=re.compile(f"^{option}")).wait_for()
    getattr(line, trouble)()
    pressed(phone, option)
    phone.get_by_text(UNSENT).wait_for()
    phone.locator("button.sending", has_text=option).wait_for()
    assert key not in game_of(site).votes.values()
    line.restore()
    chosen(phone, option)
    phone.get_by_text(UNSENT).wait_for(state="hidden")
    assert game_of(site).votes == {"s1": key}
    assert sum(key in one for one in recorded) == 1


@pytest.mark.slow
def test_who_changes_their_mind_while_the_network_stalls_is_taken_at_the_last_word(
    room: Room, open_phone: Callable[[str], Page]
) -> None:
    site, line = room
    phone = open_phone(site.join())
    to_the_vote(site)
    phone.get_by_role("button", name=re.compile("^Layered")).wait_for()
    line.stall()
    pressed(phone, "Layered")
    phone.get_by_text(UNSENT).wait_for()
    pressed(phone, "Mission-led")
    phone.wait_for_timeout(300)
    line.restore()
    chosen(phone, "Mission-led")
    phone.wait_for_timeout(500)
    assert game_of(site).votes == {"s1": "mission_led"}


@pytest.mark.slow
def test_an_answer_that_arrives_after_its_question_has_closed_says_so(
    room: Room, open_phone: Callable[[str], Page]
) -> None:
    site, line = room
    phone = open_phone(site.join())
    to_the_vote(site)
    phone.get_by_role("button", name=re.compile("^Layered")).wait_for()
    line.cut()
    pressed(phone, "Layered")
    phone.get_by_text(UNSENT).wait_for()
    site.next()
    line.restore()
    too_late = phone.locator(".alert", has_text="Too late: this question is closed.")
    too_late.wait_for()
    phone.wait_for_timeout(3000)  # the page has looked again
    assert too_late.count() == 1
    phone.get_by_text(UNSENT).wait_for(state="hidden")
    assert not game_of(site).votes


def test_what_was_typed_and_pressed_survives_three_minutes_of_sleep_and_a_page_that_was_thrown_away(
    room: Room, open_phone: Callable[[str], Page]
) -> None:
    site, line = room
    seat = [site.join() for _ in range(5)][-1]  # the fifth is the observer
    phone = open_phone(seat)
    phone.get_by_label("A note").fill("The Treasury waited.")
    session = phone.context.new_cdp_session(phone)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    site.clock.now += 180
    to_the_vote(site)
    assert not site.live.seen or site.clock.now - site.live.seen["s5"] > 20
    session.send("Page.setWebLifecycleState", {"state": "active"})
    phone.locator(".kicker", has_text="Debate and vote").wait_for()
    assert phone.get_by_label("A note").input_value() == "The Treasury waited."
    phone.reload()
    assert phone.get_by_label("A note").input_value() == "The Treasury waited."
    line.cut()
    phone.get_by_role("button", name="Keep this note").click()
    phone.get_by_text(UNSENT).wait_for()
    line.restore()
    phone.reload()  # before it is sent again
    until(lambda: list(game_of(site).notes) == ["The Treasury waited."])
    phone.locator("p.note", has_text="The Treasury waited.").wait_for()
    assert phone.get_by_label("A note").input_value() == ""


@pytest.mark.slow
def test_two_devices_on_one_seat_and_a_press_on_the_older_one_is_not_lost_without_a_word(
    room: Room, open_phone: Callable[[str], Page]
) -> None:
    site, line = room
    seat = site.join()
    to_the_vote(site)
    older = open_phone(seat)
    line.cut()
    pressed(older, "Layered")
    older.get_by_text(UNSENT).wait_for()
    site.get(seat)  # the other device opens the seat
    line.restore()
    older.locator(".alert", has_text="What you pressed was not saved.").wait_for()
    older.wait_for_timeout(3000)  # the page has looked again
    assert older.locator(".alert", has_text="What you pressed was not saved.").count() == 1
    assert not game_of(site).votes
    older.get_by_role("link", name="Use it here").click()
    pressed(older, "Layered")
    chosen(older, "Layered")
    assert game_of(site).votes == {"s1": "layered"}
