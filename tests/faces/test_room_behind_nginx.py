"""A room behind the web server that docs/server.md describes, with TLS and below a path."""

from __future__ import annotations

import http.client
import re
import ssl
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from govsim.app.hosting import Hosting
from govsim.rooms.cabinet import Cabinet
from govsim.rooms.live import GUESSES
from govsim.rooms.rehearsal import free_port, served
from govsim.rooms.robots import read_page
from tests.faces.app.test_app_behind_nginx import BELOW, NAME, PAGE, nginx
from tests.unit.rooms.opened import Site, a_site, listening

if TYPE_CHECKING:
    from playwright.sync_api import Browser

UNVERIFIED = ssl._create_unverified_context()
Behind = tuple[Site, int]


@pytest.fixture
def behind(tmp_path: Path) -> Iterator[Behind]:
    """A room with the names and path of the page, and the port of nginx before it."""
    site = a_site(tmp_path, hosting=Hosting(names=(NAME,), base_path=BELOW))
    with listening(site) as port, nginx(SimpleNamespace(port=port), tmp_path) as outside:  # type: ignore[arg-type]
        yield site, outside
    site.live.close()


def ask(
    port: int, path: str, sent: dict[str, str] | None = None, device: str = "127.0.0.1", **headers: str
) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of what nginx answers to a device at an address."""
    connection = http.client.HTTPSConnection(
        "127.0.0.1", port, timeout=30, context=UNVERIFIED, source_address=(device, 0)
    )
    given = {"Host": f"{NAME}:{port}", "Origin": f"https://{NAME}:{port}", **headers}
    if sent is not None:
        given["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        body = None if sent is None else urlencode(sent)
        connection.request("GET" if sent is None else "POST", path, body, given)
        answer = connection.getresponse()
        return (
            answer.status,
            {key.lower(): value for key, value in answer.getheaders()},
            answer.read().decode(),
        )
    finally:
        connection.close()


def test_the_page_says_how_a_room_is_served() -> None:
    command = "`govsim room open cabinet --allow-host tools.example.org --base-path /tools/govsim`"
    assert command in " ".join(PAGE.split())


def test_a_class_joins_votes_and_is_counted_below_the_path_with_tls(behind: Behind) -> None:
    site, port = behind
    root = f"https://{NAME}:{port}{BELOW}/room"
    screen = ask(port, BELOW + site.screen)[2]
    assert f"{root}/{site.code}?key={site.live.key}" in screen  # in the QR code
    assert ask(port, f"{BELOW}/room/look/room.js")[0] == 200
    joining = next(form for form in read_page(ask(port, f"{BELOW}/room/{site.code}")[2]).forms)
    status, headers, _ = ask(port, f"{BELOW}/room/{site.code}", joining.sends)
    assert (status, headers["location"].partition("/")[0]) == (303, "seat")
    seat = f"{BELOW}/room/{headers['location']}"
    shown = read_page(ask(port, seat)[2]).main
    assert ask(port, f"{seat}/now?view={shown['data-view']}&shown={shown['data-shown']}")[0] == 204
    desk = f"{BELOW}/room/desk/{site.desk}"
    for _ in range(3):
        closing = next(form for form in read_page(ask(port, desk)[2]).forms if form.key == "next")
        assert ask(port, desk, closing.sends)[0] == 303
    vote = {"answer": "vote", "phase": "vote", "option": "layered", "view": shown["data-view"]}
    status, headers, _ = ask(port, seat, vote, **{"x-part": "main"})
    assert (status, headers["x-said"], "x-now" in headers) == (200, "Saved.", True)
    assert ask(port, seat, vote, Origin="https://evil.example")[0] == 403
    counted = ask(port, f"{BELOW}{site.screen}/now?view=&shown=x")[2]
    assert "<b>1</b> of 1 have voted" in counted
    assert isinstance(site.live.room.activity, Cabinet)
    assert site.live.room.activity.game.votes == {"s1": "layered"}


def test_who_guesses_codes_through_the_web_server_makes_nobody_else_wait(behind: Behind) -> None:
    site, port = behind
    claims = {"X-Forwarded-For": "198.51.100.1"}
    answers = [ask(port, f"{BELOW}/room/ZZZZZ", device="127.0.0.2", **claims)[0] for _ in range(GUESSES + 1)]
    assert answers == [404] * GUESSES + [429]
    assert ask(port, f"{BELOW}/room/{site.code}", device="127.0.0.3")[0] == 200


@pytest.mark.slow
def test_in_a_browser_a_phone_joins_and_votes_and_the_screen_counts_it(
    browser: Browser, tmp_path: Path
) -> None:
    port = free_port()
    options = (
        "--minutes",
        "45",
        "--allow-host",
        NAME,
        "--base-path",
        BELOW,
        "--port",
        str(port),
        "-o",
        str(tmp_path / "room"),
    )
    with (
        served("open", "cabinet", *options) as room,
        nginx(SimpleNamespace(port=port), tmp_path) as outside,  # type: ignore[arg-type]
    ):
        assert room.phones == f"https://{NAME}{BELOW}/room/{room.code}"
        context = browser.new_context(viewport={"width": 390, "height": 844}, ignore_https_errors=True)
        context.set_default_timeout(30_000)
        phone, screen, desk = (context.new_page() for _ in range(3))
        for page, address in ((phone, f"{room.site}room"), (screen, room.screen), (desk, room.desk)):
            page.goto(address.replace(f"//{NAME}/", f"//{NAME}:{outside}/"))
        phone.get_by_label("The code on the screen").fill(room.code)
        phone.get_by_role("button", name="Join").click()
        phone.get_by_role("button", name="Take a seat").click()
        phone.get_by_text("Your private forecast").wait_for()
        for title in ("Round 1: decide", "what happened", "Debate and vote"):
            desk.locator("button.next").click()
            desk.locator("h1", has_text=title).wait_for()
        phone.get_by_role("button", name=re.compile("^Mission-led")).click()
        phone.locator("button[aria-pressed=true]").wait_for()
        screen.get_by_text("of 1 have voted").wait_for()
        screen.locator(".count b", has_text="1").wait_for()
        context.close()
