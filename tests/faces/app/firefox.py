"""Firefox driven by WebDriver BiDi: the few commands that a test needs to load, move and read."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.program import needed

PATIENCE = 60.0  # seconds, for machines that have much else to do
LISTENING = re.compile(rb"WebDriver BiDi listening on (ws://\S+)")


class Firefox:
    """One page of a headless Firefox."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.numbers = count(1)
        self.command("session.new", capabilities={})
        self.page = self.command("browsingContext.getTree")["contexts"][0]["context"]
        self.command(
            "browsingContext.setViewport", context=self.page, viewport={"width": 1280, "height": 800}
        )

    def command(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv(timeout=PATIENCE))
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                return dict(answer["result"])

    def open(self, address: str) -> None:
        self.command("browsingContext.navigate", context=self.page, url=address, wait="complete")

    def evaluate(self, script: str) -> Any:
        """The value of an expression that is a string, a number or a truth value."""
        found = self.command(
            "script.evaluate", expression=script, target={"context": self.page}, awaitPromise=True
        )
        assert found["type"] == "success", found
        return found["result"].get("value")

    def until(self, script: str) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + PATIENCE
        while not self.evaluate(script):
            assert time.monotonic() < end, f"never true: {script}"
            time.sleep(0.1)

    def press(self, *keys: str) -> None:
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        source = {"type": "key", "id": "keyboard", "actions": actions}
        self.command("input.performActions", context=self.page, actions=[source])


@contextmanager
def started(profile: Path) -> Iterator[Firefox]:
    """Firefox with an empty profile."""
    program = needed("firefox-esr", "firefox")
    log = profile / "log.txt"
    words = [program, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    with log.open("wb") as out:
        browser = subprocess.Popen(words, stdout=out, stderr=out, env={**os.environ, "HOME": str(profile)})
    try:
        address = _listening(log, browser.poll)
        with connect(f"{address}/session", open_timeout=PATIENCE, max_size=None) as socket:
            yield Firefox(socket)
    finally:
        browser.terminate()
        browser.wait(20)


def _listening(log: Path, ended: Callable[[], int | None]) -> str:
    end = time.monotonic() + PATIENCE
    while (found := LISTENING.search(log.read_bytes())) is None:
        assert ended() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.1)
    return found[1].decode()
