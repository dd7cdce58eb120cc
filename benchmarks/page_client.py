"""A visitor of the pages without a browser: opens a page, moves levers, and notes when pictures come."""

from __future__ import annotations

import asyncio
import json
import re
import struct
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

import websockets

PROTOCOL: Final = "5.2"  # of messages to a kernel
COUNTED: Final = re.compile(r"All (\d+) worlds|(\d+) of \d+ worlds so far")


@dataclass(eq=False)
class Client:
    """A page that is open: models of its parts by name of their template's data, and pictures as they came."""

    address: str
    socket: Any
    control: str
    session: str
    kernel: str
    models: dict[str, dict[str, Any]] = field(default_factory=dict)
    pictures: asyncio.Queue[tuple[float, int]] = field(
        default_factory=asyncio.Queue
    )  # when, and how many worlds
    answered: int = 0
    number: int = 0
    whole: asyncio.Event = field(default_factory=asyncio.Event)  # set when the server has sent the whole page

    async def live(self) -> None:
        """Wait until the page is there as a whole, with a picture."""
        await self.whole.wait()
        await self.pictures.get()

    async def move(self, name: str, value: float | str) -> float:
        """Move a control; returns when it was sent."""
        self.number += 1
        having = "cards" if name == "arrangement" else "groups"
        model = next(key for key, state in self.models.items() if having in state)
        data = {"name": name, "value": value, "number": self.number}
        if having == "groups":
            data["continuing"] = False
        while not self.pictures.empty():
            self.pictures.get_nowait()
        sent = time.perf_counter()
        await self._send(model, {"method": "custom", "content": {"event": "moved", "data": data}})
        return sent

    async def pictures_since(self, sent: float, *worlds: int) -> list[float]:
        """Seconds from a move, once it was answered, to the first picture of each of these numbers of worlds."""
        seconds: list[float] = []
        while len(seconds) < len(worlds):
            came, count = await self.pictures.get()
            reached = sum(count >= wanted for wanted in worlds) if self.answered >= self.number else 0
            seconds += [came - sent] * (reached - len(seconds))
        return seconds

    async def listen(self) -> None:
        """Note what the server sends until the connection ends."""
        async for raw in self.socket:
            message = _read(raw)
            content = message.get("content", {})
            data = content.get("data", {})
            if data.get("method") == "finished":
                self.whole.set()
            elif message["header"]["msg_type"] == "comm_open":
                self.models[content["comm_id"]] = dict(data.get("state", {}))
                self._note(data.get("state", {}))
            elif data.get("method") == "update":
                self.models.setdefault(content["comm_id"], {}).update(data["state"])
                self._note(data["state"])

    def _note(self, state: dict[str, Any]) -> None:
        self.answered = max(self.answered, state.get("answered") or 0)
        html = state.get("unsafe_innerHTML") or ""
        if worlds := worlds_of(html):
            self.pictures.put_nowait((time.perf_counter(), worlds))

    async def run(self, path: str) -> None:
        """Ask for a page."""
        await self._send(self.control, {}, "comm_open", target_name="solara.control")
        args = {"path": path, "appName": None, "dark": False, "themes": {"light": {}, "dark": {}}}
        await self._send(self.control, {"method": "run", "args": args})

    async def _send(self, comm: str, data: Any, kind: str = "comm_msg", **more: Any) -> None:
        header = {
            "msg_id": uuid4().hex,
            "msg_type": kind,
            "username": "",
            "session": self.session,
            "version": PROTOCOL,
            "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        }
        message = {
            "header": header,
            "parent_header": {},
            "metadata": {},
            "content": {"comm_id": comm, "data": data, **more},
            "channel": "shell",
            "buffers": [],
        }
        await self.socket.send(json.dumps(message))


@asynccontextmanager
async def opened(address: str, path: str = "/") -> AsyncIterator[Client]:
    """A page that is open, and closed again as a browser closes it."""
    cookie = await asyncio.to_thread(_cookie, address + path)
    kernel, session = str(uuid4()), uuid4().hex
    where = address.replace("http", "ws") + f"/jupyter/api/kernels/{kernel}/channels?session_id={session}"
    headers = {"Cookie": cookie, "Origin": address}
    async with websockets.connect(
        where, additional_headers=headers, max_size=None, open_timeout=60
    ) as socket:
        client = Client(address, socket, uuid4().hex, session, kernel)
        listening = asyncio.create_task(client.listen())
        await client.run(path)
        try:
            yield client
        finally:
            listening.cancel()
            await asyncio.to_thread(_close, address, kernel, session, cookie)
            socket.transport.abort()  # as a tab that is gone: without it the goodbye takes ten seconds


def _cookie(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return "; ".join(line.partition(";")[0] for line in answer.headers.get_all("Set-Cookie", []))


def _close(address: str, kernel: str, session: str, cookie: str) -> None:
    closing = urllib.request.Request(
        f"{address}/_solara/api/close/{kernel}?session_id={session}",
        method="POST",
        headers={"Cookie": cookie, "Origin": address},
    )
    urllib.request.urlopen(closing, timeout=60).close()


def _read(raw: str | bytes) -> dict[str, Any]:
    if isinstance(raw, str):
        return dict(json.loads(raw))
    count = struct.unpack("!i", raw[:4])[0]
    starts = [*struct.unpack(f"!{count}I", raw[4 : 4 * (count + 1)]), len(raw)]
    return dict(json.loads(raw[starts[0] : starts[1]].decode()))


def worlds_of(html: str) -> int:
    """How many worlds a picture in some HTML shows; 0 without one."""
    counted = COUNTED.search(html) if "chart wide" in html else None
    return 0 if counted is None else int(counted[1] or counted[2])


def until(seconds: float, pause: float) -> Iterator[float]:
    """Times, `pause` apart, until so many seconds have gone; those that have passed meanwhile are left out."""
    began = time.perf_counter()
    turn = 0
    while (at := turn * pause) < seconds:
        yield began + at
        turn = max(turn + 1, int((time.perf_counter() - began) / pause))
