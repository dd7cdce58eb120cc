"""A room in Firefox: a phone decides and votes, the desk goes on, and the screen can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.rooms.rehearsal import free_port, served
from tests.faces.app.firefox import Firefox, started

pytestmark = pytest.mark.slow


def text(selector: str) -> str:
    return f"(document.querySelector({selector!r}) || {{innerText: ''}}).innerText"


def press(firefox: Firefox, selector: str) -> None:
    firefox.until(f"!!document.querySelector({selector!r})")
    firefox.evaluate(f"document.querySelector({selector!r}).click()")


def test_a_phone_decides_and_votes_the_desk_goes_on_and_the_screen_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "profile").mkdir()
    options = ("--minutes", "45", "--port", str(free_port()), "-o", str(tmp_path / "room.sqlite"))
    with started(tmp_path / "profile") as firefox, served("open", "cabinet", *options) as room:

        def desk_to(title: str) -> None:
            firefox.open(room.desk)
            press(firefox, "button.next")
            firefox.until(f"{text('h1')}.includes({title!r})")

        firefox.open(room.phones)
        press(firefox, "form button.send")
        firefox.until(f"{text('main')}.includes('Your private forecast')")
        seat = firefox.evaluate("location.href")
        press(firefox, "form[data-form=forecast] button")
        firefox.until(f"{text('main')}.includes('Your forecast is saved')")
        desk_to("Round 1: decide")
        firefox.open(seat)
        press(firefox, "button[name=step][value='2']")
        firefox.until("!!document.querySelector('button[aria-pressed=true][value=\"2\"]')")
        assert firefox.evaluate("document.documentElement.scrollWidth <= innerWidth")
        desk_to("what happened")
        desk_to("Debate and vote")
        firefox.open(room.screen)
        firefox.until(f"{text('.count')}.includes('0 of 1 have voted')")
        screen = firefox.page
        firefox.page = firefox.command("browsingContext.create", type="tab")["context"]
        firefox.open(seat)
        press(firefox, "button[value=mission_led]")
        firefox.until("!!document.querySelector('button[aria-pressed=true][value=mission_led]')")
        firefox.page = screen
        firefox.until(f"{text('.count')}.includes('1 of 1 have voted')")
        desk_to("Round 2: decide")
        firefox.open(room.screen)
        firefox.until(f"{text('main')}.includes('From now on: mission-led.')")
