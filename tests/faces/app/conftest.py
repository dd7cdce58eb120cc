"""A server and a real browser for the tests of the pages; both are started once and only if a test asks."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import govsim

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE = Path(__file__).parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
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


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the pages are served, by the command that a visitor would give."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path = os.pathsep.join([str(Path(govsim.__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    code = "from govsim.cli.app import app; app()"
    server = subprocess.Popen(
        [sys.executable, "-c", code, "--port", str(port), "--no-open"],
        env={**os.environ, "PYTHONPATH": path.rstrip(os.pathsep)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    found = f"http://127.0.0.1:{port}"
    for _ in range(300):
        if server.poll() is not None:
            pytest.fail(f"the server stopped: {server.communicate()[0]}")
        try:
            urllib.request.urlopen(f"{found}/readyz", timeout=2).close()
            break
        except OSError:
            time.sleep(0.1)
    yield found
    server.terminate()
    server.communicate(timeout=10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium. Without it these tests are skipped, but never where CI says that they must run."""
    chromium = shutil.which("chromium")
    if chromium is None:
        if os.environ.get("CI") == "true":
            pytest.fail("there is no chromium on this machine, and CI must not skip these tests")
        pytest.skip("there is no chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        chrome = started.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        yield chrome
        chrome.close()
