"""Rooms for tests: opened in this process, with a clock that the test sets, and asked without a network."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import uvicorn
from starlette.applications import Starlette

from govsim.app.gate import Gate
from govsim.app.hosting import Hosting
from govsim.rooms.journal import Journal
from govsim.rooms.live import LiveRoom, new_room
from govsim.rooms.robots import SentForm, read_page
from govsim.rooms.site import room_routes


class Idle:
    """Does no work: faces that wait for it go on waiting."""

    def follow(self, owner: Any, works: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        return iter(())


class AtOnce:
    """Does the work in this process."""

    def follow(self, owner: Any, works: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        yield tuple(work.joined([work.part(work.ladder[0][0])]) for work in works)


@dataclass
class SetClock:
    """A clock that stands until it is moved."""

    now: float = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Answer:
    """An answer of the site."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def forms(self) -> dict[str, SentForm]:
        return {form.key: form for form in read_page(self.text).forms}


@dataclass
class Site:
    """A room and its site, asked as a browser would."""

    live: LiveRoom
    clock: SetClock
    desk: str = ""
    hosting: Hosting = field(default_factory=Hosting)

    def __post_init__(self) -> None:
        self.desk = self.live.add_desk()
        self.application = Gate(Starlette(routes=room_routes(self.live, self.hosting)), self.hosting)

    @property
    def code(self) -> str:
        return self.live.room.opened.code

    @property
    def screen(self) -> str:
        return f"/room/screen/{self.live.room.opened.screen}"

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, b"", headers)

    def post(self, path: str, sent: Mapping[str, str] | bytes, **headers: str) -> Answer:
        body = sent if isinstance(sent, bytes) else urlencode(sent).encode()
        return self.ask("POST", path, body, {"x_part": "main", **headers})

    def ask(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str], who: str = "127.0.0.1"
    ) -> Answer:
        with ThreadPoolExecutor(1) as alone:  # a browser of other tests may have a loop of its own here
            return alone.submit(asyncio.run, self._ask(method, path, body, headers, who)).result()

    async def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str], who: str) -> Answer:
        given = {
            "host": "127.0.0.1:8765",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        where, _, query = path.partition("?")
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": where,
            "raw_path": where.encode(),
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
            "server": ("127.0.0.1", 8765),
            "client": (who, 50000),
        }
        told: list[Any] = []
        sent = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Any:
            return sent.pop() if sent else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            told.append(message)

        await self.application(scope, receive, send)
        found = {name.decode(): value.decode() for name, value in told[0]["headers"]}
        text = b"".join(message.get("body", b"") for message in told[1:])
        return Answer(told[0]["status"], found, text.decode())

    def join(self, nickname: str = "") -> str:
        """Take a seat; its path."""
        joining = self.get(f"/room/{self.code}").forms["join"]
        answer = self.post(f"/room/{self.code}", {**joining.sends, "nickname": nickname})
        assert answer.status == 303, answer.text
        return f"/room/{answer.headers['location']}"

    def next(self) -> None:
        """The lecturer closes the open phase."""
        phase = self.live.room.activity.phase
        assert phase is not None
        self.live.close_phase(phase.key)

    def press(self, seat: str, form: str, **sent: str) -> Answer:
        """Send a form of a seat's page, as it is shown now."""
        return self.post(seat, {**self.get(seat).forms[form].sends, **sent})


def a_site(
    folder: Path,
    *,
    minutes: int = 45,
    nicknames: bool = True,
    automatic: bool = False,
    jobs: Any = None,
    hosting: Hosting | None = None,
) -> Site:
    """A room that has just been opened."""
    clock = SetClock()
    journal = Journal.create(folder / "room.sqlite")
    settings = {"seed": 1, "minutes": minutes}
    events = new_room(journal, "cabinet", settings, clock(), nicknames=nicknames, automatic=automatic)
    live = LiveRoom.resume(journal, events, jobs or Idle(), clock)
    return Site(live, clock, hosting=hosting or Hosting())


def a_lesson(folder: Path, name: str) -> Site:
    clock = SetClock()
    journal = Journal.create(folder / "room.sqlite")
    events = new_room(journal, "lesson", {"lesson": name}, clock(), nicknames=False, automatic=False)
    site = Site(LiveRoom.resume(journal, events, AtOnce(), clock), clock)
    site.live.add_desk()
    settled(site)
    return site


def resumed(site: Site, jobs: Any = None) -> Site:
    """The room of a site, opened again from its file."""
    site.live.close()
    journal, events = Journal.resume(site.live.journal.path)
    return Site(
        LiveRoom.resume(journal, events, jobs or Idle(), site.clock), site.clock, hosting=site.hosting
    )


@contextmanager
def listening(site: Site) -> Iterator[int]:
    """The port at which a site is served by a thread of this process."""
    server = uvicorn.Server(
        uvicorn.Config(site.application, port=0, log_level="warning", lifespan="off", proxy_headers=False)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started:
        assert time.monotonic() < until
        time.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = server.force_exit = True
        thread.join(30)


def settled(site: Site, seconds: float = 90) -> None:
    """Wait until the work that the faces need is done."""
    until = time.monotonic() + seconds
    while set(site.live.room.activity.work()) - set(site.live.done):
        assert time.monotonic() < until
        time.sleep(0.01)


def tags(html: str) -> list[str]:
    """The tags of a page, in their order."""
    return re.findall(r"<[a-z/!][^>]*>", html)


Deciding = Callable[[Site], None]
