"""A cabinet game in real browsers: a desk, a screen and six phones, with the server killed once in the middle."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from govsim.rooms.afterwards import game_events
from govsim.rooms.journal import read_journal
from govsim.rooms.rehearsal import RoomServer, free_port, served
from govsim.teaching.game import fold
from tests.faces.axe import axe_faults
from tests.unit.rooms.opened import a_lesson, listening, settled

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

PATIENT = 30_000  # milliseconds
STEPS = ("1", "-1", "2", "0", "-2", "1")


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Any]:
    """Opens pages of a width, each in a browser of its own; no script of theirs may fail."""
    errors: list[str] = []
    opened = []

    def opening(address: str, width: int, height: int, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(PATIENT)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address)
        opened.append(context)
        return page

    yield opening
    for context in opened:
        context.close()
    assert not errors


def wide(page: Page) -> list[str]:
    """What reaches beyond the window."""
    return page.evaluate(  # type: ignore[no-any-return]
        "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1"
        " && !e.closest('.unseen, .wide, svg')).map(e => e.tagName + ' ' + e.className)"
    )


def decide(phone: Page, step: str) -> int:
    """Answer every decision of the card with a step, where there is such a button."""
    forms = phone.locator("form:has(button[name=step])")
    for place in range(forms.count()):
        forms.nth(place).locator(f"button[value='{step}']").click()
        forms.nth(place).locator("button[aria-pressed=true]").wait_for()
    return forms.count()


def next_phase(desk: Page, title: str) -> None:
    desk.locator("button.next").click()
    desk.locator("h1", has_text=title).wait_for()


def test_a_class_plays_from_the_code_to_the_printed_debrief(open_page: Any, tmp_path: Path) -> None:
    file, port = tmp_path / "room.sqlite", str(free_port())
    with served("open", "cabinet", "--minutes", "45", "--port", port, "-o", str(file)) as server:
        desk, screen = open_page(server.desk, 1280, 900), open_page(server.screen, 1280, 720)
        phones = [_joined(open_page, server, 390 if place else 320) for place in range(6)]
        for page in (desk, screen, *phones):
            assert not axe_faults(page)
        phones[0].get_by_label("Need in the country").select_option("0.05")
        phones[0].get_by_role("button", name="Save my forecast").click()
        phones[0].get_by_text("Your forecast is saved").wait_for()
        screen.get_by_text("of 6 have made their private forecast").wait_for()
        next_phase(desk, "Round 1: decide")
        taken = 0
        for phone, step in zip(phones, STEPS, strict=True):
            phone.locator(".kicker", has_text="Round 1: decide").wait_for()
            taken += decide(phone, step)
            assert not wide(phone)
            assert not axe_faults(phone)
        assert taken == 10
        next_phase(desk, "what happened")
        screen.get_by_text("as reported").first.wait_for()
        next_phase(desk, "Debate and vote")
        for phone in phones[:2]:
            phone.get_by_role("button", name=re.compile("^Mission-led")).click()
            phone.locator("button[aria-pressed=true]").wait_for()
        server.process.kill()
        phones[4].get_by_text("Your seat and your answers are safe").wait_for()
    with served("resume", str(file), "--port", port) as server:
        for phone in phones[2:]:
            phone.locator("#lost").wait_for(state="hidden")
            phone.get_by_role("button", name=re.compile("^Mission-led")).click()
            phone.locator("button[aria-pressed=true]").wait_for()
        desk.locator("#lost").wait_for(state="hidden")
        screen.locator(".count b", has_text="6").wait_for()
        other = open_page(phones[3].url, 390, 844)
        phones[3].get_by_text("This seat is open on another device").wait_for()
        phones[3].get_by_role("link", name="Use it here").click()
        other.get_by_text("This seat is open on another device").wait_for()
        next_phase(desk, "Round 2: decide")
        screen.get_by_text("From now on: mission-led.").wait_for()
        boards = 0
        for phone, step in zip(phones, STEPS, strict=True):
            phone.locator(".kicker", has_text="Round 2: decide").wait_for()
            phone.get_by_text("What you see" if phone is not phones[4] else "Your notes").first.wait_for()
            assert phone.evaluate("scrollY") == 0  # a phase begins at its top
            boards += phone.locator("h2", has_text="Board:").count()
            decide(phone, step)
        assert boards == 2
        next_phase(desk, "what happened")
        next_phase(desk, "Debrief")
        phones[4].get_by_label("A note").fill("The Treasury waited for <everybody>.")
        phones[4].get_by_role("button", name="Keep this note").click()
        screen.get_by_text("The Treasury waited for <everybody>.").wait_for()
        for title, said in (
            ("What you forecast, and what happened", "happened"),
            ("Why did it happen?", "Of its levers"),
            ("Was it us, the arrangement, or luck?", "in other worlds"),
        ):
            desk.get_by_role("button", name=title).click()
            screen.locator("h1", has_text=title).wait_for()
            screen.get_by_text(said).first.wait_for(timeout=4 * PATIENT)
            assert not axe_faults(screen)
            assert screen.evaluate("document.documentElement.scrollHeight <= innerHeight + 1"), title
        printed = screen.pdf()
        assert printed.count(b"/Type /Page\n") == 1
        phones[2].get_by_text("Your own end").wait_for()
        assert not axe_faults(phones[2])
        desk.locator("button.next").click()
        desk.locator("h1", has_text="The game is over").wait_for()
    game = fold(event for _, event in game_events(read_journal(file)))
    assert (game.reform, len(game.votes), game.phase) == ("mission_led", 6, "")
    assert len(game.answered[0]) == 10


def _joined(open_page: Any, server: RoomServer, width: int) -> Page:
    phone: Page = open_page(f"{server.site}room", width, 844)
    assert not axe_faults(phone)
    phone.get_by_label("The code on the screen").fill(server.code.lower())
    phone.get_by_role("button", name="Join").click()
    assert not axe_faults(phone)
    phone.get_by_role("button", name="Take a seat").click()
    phone.get_by_text("Your private forecast").wait_for()
    assert not wide(phone)
    return phone


def test_without_script_buttons_and_links_do_the_same(open_page: Any, tmp_path: Path) -> None:
    with served("open", "cabinet", "--port", str(free_port()), "-o", str(tmp_path / "room.sqlite")) as server:
        phone = open_page(server.phones, 390, 844, java_script_enabled=False)
        phone.get_by_role("button", name="Take a seat").click()
        desk = open_page(server.desk, 1280, 900, java_script_enabled=False)
        desk.locator("button.next").click()
        desk.locator("h1", has_text="Round 1: decide").wait_for()
        for _ in range(20):
            phone.reload()
            if phone.locator("button[name=step]").count():
                break
            time.sleep(1)
        phone.locator("button[value='2']").first.click()
        phone.locator("button[aria-pressed=true]").wait_for()


def test_a_lesson_is_guessed_revealed_and_fits_the_screen_in_every_phase(
    open_page: Any, tmp_path: Path
) -> None:
    site = a_lesson(tmp_path, "money_and_accountability")
    seats = [site.join() for _ in range(4)]
    settled(site)
    with listening(site) as port:
        screen = open_page(f"http://127.0.0.1:{port}{site.screen}", 1280, 720)
        phone = open_page(f"http://127.0.0.1:{port}{seats[0]}", 390, 844)
        while (phase := site.live.room.activity.phase) is not None:
            screen.locator("h1", has_text=phase.title.removesuffix(" What came out")).wait_for()
            if form := site.get(seats[-1]).forms.get("guess"):
                values = form.lists.get("guess") or [value for _, value, _ in form.buttons]
                for student in site.live.room.members:
                    site.live.answer(student, {"guess": values[-1]})
            assert screen.evaluate("document.documentElement.scrollHeight <= innerHeight"), phase.key
            site.next()
        phone.get_by_text("Your guesses").wait_for()
        assert not wide(phone)
        assert not axe_faults(screen)
