"""A server for the tests of the pages, started once and only if a test asks, and visits to it in a browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import govsim
from tests.faces.app.visits import CHART, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE = Path(__file__).parent
OF_LIBRARIES = [  # what solara and those it stands on say while they are imported and rendered
    "ignore::DeprecationWarning:solara.*",
    "ignore::DeprecationWarning:reacton.*",
    "ignore::DeprecationWarning:ipywidgets.*",
    "ignore::DeprecationWarning:traitlets.*",
    "ignore::DeprecationWarning:jupyter_client.*",
    "ignore::DeprecationWarning:websockets.*",
    "ignore::DeprecationWarning:uvicorn.*",
    "ignore::DeprecationWarning:starlette.*",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            for warning in OF_LIBRARIES:
                item.add_marker(pytest.mark.filterwarnings(warning))


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Server:
    """The pages, served by the command that a visitor would give; it can be killed and started again."""

    def __init__(self, *options: str) -> None:
        self.options = options
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        path = os.pathsep.join([str(Path(govsim.__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
        self.process = subprocess.Popen(
            [sys.executable, "-m", "govsim", "app", "--port", str(self.port), "--no-open", *self.options],
            env={**os.environ, "PYTHONPATH": path.rstrip(os.pathsep)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(300):
            if self.process.poll() is not None:
                pytest.fail(f"the server stopped: {self.process.communicate()[0]}")
            try:
                urllib.request.urlopen(f"{self.address}/readyz", timeout=2).close()
                return
            except OSError:
                time.sleep(0.1)

    def stop(self) -> None:
        self.process.terminate()
        self.said: str = self.process.communicate(timeout=20)[0]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A server for one test, which may stop it."""
    server = Server()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def address(server: Server) -> str:
    """Where the pages are served."""
    return server.address


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open a page at an address in a browser of its own, as another visitor would."""
    opened = []

    def opening(address: str, query: str = "", until: str = CHART, **options: Any) -> Visit:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        visit = Visit(context.new_page(), address)
        opened.append((context, visit))
        return visit.open(query, until)

    yield opening
    for context, visit in opened:
        context.close()
        assert not visit.asked_outside
        assert not visit.errors


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    visit = Visit(context.new_page(), address)
    yield visit
    context.close()
    assert not visit.asked_outside
    assert not visit.errors
