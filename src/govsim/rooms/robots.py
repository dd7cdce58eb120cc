"""Robots that use a room over HTTP as a browser without script would: phones that play, a screen, and a lecturer."""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlencode, urljoin, urlsplit

import numpy as np

from govsim.errors import GovsimError
from govsim.teaching.rehearse import NOTE, SILENT

PATIENCE: Final = 30.0  # seconds that a robot waits for an answer
FORM: Final = "application/x-www-form-urlencoded"


class RoomUnreachable(GovsimError):
    """A room did not answer, or not as a room does."""


@dataclass
class SentForm:
    """A form on a page: its key, what it sends unasked, its lists, its text fields and its buttons."""

    key: str
    action: str
    sends: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str, bool]] = field(default_factory=list)  # name, value, whether it is pressed


class _Reading(HTMLParser):
    """Reads the forms of a page, and what its main part says about looking again."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[SentForm] = []
        self.main: dict[str, str] = {}
        self.title = ""
        self.words = ""
        self._list = ""
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form and what is in it."""
        given = {name: value or "" for name, value in attrs}
        if tag == "main":
            self.main = given
        if tag == "h1":
            self._in_title = True
        if tag == "form":
            self.forms.append(SentForm(given.get("data-form", ""), given.get("action", "")))
        if not self.forms:
            return
        form = self.forms[-1]
        name = given.get("name", "")
        if tag == "input" and given.get("type") == "hidden":
            form.sends[name] = given.get("value", "")
        elif tag in ("input", "textarea"):
            form.texts.append(name)
        elif tag == "select":
            self._list = name
            form.lists[name] = []
        elif tag == "option":
            form.lists[self._list].append(given.get("value", ""))
        elif tag == "button":
            form.buttons.append((name, given.get("value", ""), given.get("aria-pressed") == "true"))

    def handle_data(self, data: str) -> None:
        """Note what stands there."""
        self.words += data
        if self._in_title:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        """The title ends."""
        if tag == "h1":
            self._in_title = False


def read_page(html: str) -> _Reading:
    """The forms of a page.

    >>> read_page('<form data-form="vote"><button name="option" value="siloed">Stay</button></form>').forms[0].buttons
    [('option', 'siloed', False)]
    """
    reading = _Reading()
    reading.feed(html)
    return reading


class Visitor:
    """One device: it loads pages and sends forms, and counts the bytes that it gets."""

    def __init__(self, address: str) -> None:
        self.address = address
        parts = urlsplit(address)
        self._connection = http.client.HTTPConnection(
            parts.hostname or "", parts.port or 80, timeout=PATIENCE
        )
        self.bytes = 0
        self.headers: Mapping[str, str] = {}

    def get(self, path: str) -> tuple[int, str]:
        """Load a page; its status and text."""
        return self._asked("GET", path, None)

    def post(self, path: str, sent: Mapping[str, str]) -> tuple[int, str]:
        """Send a form; the status, and the text or where it leads."""
        return self._asked("POST", path, urlencode(sent))

    def _asked(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        target = urlsplit(urljoin(self.address, path))
        where = f"{target.path}?{target.query}" if target.query else target.path
        headers = {"Content-Type": FORM} if body is not None else {}
        for last in (False, True):  # a server that was away has closed the connection
            try:
                self._connection.request(method, where, body, headers)
                answer = self._connection.getresponse()
                text = answer.read()
                break
            except (OSError, http.client.HTTPException) as error:
                self._connection.close()
                if last:
                    raise RoomUnreachable(f"{self.address} does not answer: {error}") from error
        self.bytes += len(text)
        self.headers = {name.lower(): value for name, value in answer.getheaders()}
        if answer.status in (303, 307):
            return answer.status, urljoin(urljoin(self.address, path), self.headers["location"])
        return answer.status, text.decode()

    def close(self) -> None:
        """End the connection."""
        self._connection.close()


class Phone:
    """A student's phone, held by a robot that plays by the rules or carelessly."""

    def __init__(self, address: str, random: np.random.Generator, *, careless: bool) -> None:
        self.visitor = Visitor(address)
        self.random, self.careless = random, careless
        self.seat = ""  # the address of its seat
        self.view = self.shown = ""
        self.page = read_page("")
        self.first_bytes = 0
        self.pressed = 0
        self.noted = False

    def join(self, code: str, nickname: str = "") -> None:
        """Take a seat, with all that a browser loads for it. Raises RoomUnreachable where there is none."""
        _, html = self.visitor.get(f"room/{code}")
        joining = next((form for form in read_page(html).forms if form.key == "join"), None)
        if joining is None:
            raise RoomUnreachable(f"{self.visitor.address}room/{code} has no seat to take")
        status, where = self.visitor.post(f"room/{code}", {**joining.sends, "nickname": nickname})
        if status != 303:
            raise RoomUnreachable(f"no seat was given: {read_page(where).title or where}")
        self.seat = where
        self.load()
        for name in ("room.css", "room.js"):
            self.visitor.get(f"room/look/{name}")
        self.first_bytes = self.visitor.bytes

    def load(self) -> None:
        """Load the page of the seat, as after a reload. Raises RoomUnreachable where it is gone."""
        status, html = self.visitor.get(self.seat)
        if status != 200:
            raise RoomUnreachable(f"{self.seat}: {read_page(html).title}")
        self.page = read_page(html)
        self.view, self.shown = self.page.main["data-view"], self.page.main["data-shown"]

    def look(self) -> bool:
        """Look again; whether something else is shown."""
        status, html = self.visitor.get(f"{self.seat}/now?view={self.view}&shown={self.shown}")
        if status != 200:
            return False
        self.page, self.shown = read_page(html), self.visitor.headers.get("x-shown", "")
        return True

    def play(self) -> None:
        """Answer what the page asks and nobody in the seat has answered."""
        for form in self.page.forms:
            sent = self._answer(form)
            if sent is not None:
                self.visitor.post(self.seat, {**form.sends, **sent})
                self.pressed += 1
        self.look()

    def _answer(self, form: SentForm) -> dict[str, str] | None:
        """What it sends in a form; None where it sends nothing."""
        if form.key == "guess" and form.buttons and not any(pressed for *_, pressed in form.buttons):
            return {"guess": form.buttons[int(self.random.integers(len(form.buttons)))][1]}
        if form.key == "forecast" or (form.key == "guess" and form.lists):
            return {name: values[self._near_the_middle(len(values))] for name, values in form.lists.items()}
        if form.key == "note":
            first, self.noted = not self.noted, True
            return {"text": NOTE} if first else None
        if form.key == "bundle" or not form.buttons or any(pressed for *_, pressed in form.buttons):
            return None
        name, *_ = form.buttons[0]
        values = [value for _, value, _ in form.buttons]
        if form.key == "vote":
            return {name: values[int(self.random.integers(len(values)))]}
        if not self.careless:
            return {name: "0"}
        if self.random.random() < SILENT:
            return None
        return {name: values[int(self.random.integers(len(values)))]}

    def _near_the_middle(self, count: int) -> int:
        return int(np.clip(round(self.random.normal(count / 2, count / 8)), 0, count - 1))


class Lecturer:
    """The lecturer's desk: it closes phases and turns the screens of the debrief."""

    def __init__(self, desk: str) -> None:
        self.visitor, self.desk = Visitor(desk), desk

    def next(self) -> bool:
        """Go on to the next phase; False where the game is over."""
        _, html = self.visitor.get(self.desk)
        closing = next((form for form in read_page(html).forms if form.key == "next"), None)
        if closing is None:
            return False
        self.visitor.post(self.desk, closing.sends)
        return True

    def title(self) -> str:
        """The phase that is open."""
        return read_page(self.visitor.get(self.desk)[1]).title

    def debriefs(self) -> bool:
        """Whether the screens of the debrief can be turned."""
        return any(form.key == "turned" for form in read_page(self.visitor.get(self.desk)[1]).forms)

    def is_over(self) -> bool:
        """Whether there is no next phase."""
        return all(form.key != "next" for form in read_page(self.visitor.get(self.desk)[1]).forms)

    def turn(self, screen: int) -> None:
        """Show a screen of the debrief."""
        self.visitor.post(self.desk, {"do": "activity", "answer": "turned", "screen": str(screen)})


class Screen:
    """The projector, which looks as often as a browser does."""

    def __init__(self, address: str) -> None:
        self.visitor, self.address = Visitor(address), address
        _, html = self.visitor.get(address)
        main = read_page(html).main
        self.every, self.shown = float(main["data-every"]) / 1000, main["data-shown"]

    def look(self) -> str:
        """What is new on it; empty if nothing is."""
        status, html = self.visitor.get(f"{self.address}/now?view=&shown={self.shown}")
        if status != 200:
            return ""
        self.shown = self.visitor.headers.get("x-shown", "")
        return html

    def wait_for(self, words: str, seconds: float = PATIENCE) -> None:
        """Look until it shows some words. Raises RoomUnreachable where it never does."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            time.sleep(self.every)
            if words in self.look():
                return
        raise RoomUnreachable(f"the screen did not show '{words}' within {seconds:.0f} s")
