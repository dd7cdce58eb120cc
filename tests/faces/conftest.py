"""What tests of commands and pages share: a command run as the program runs it, sound files, a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from govsim.cli.main import main
from tests.hostile import PLAIN, Told, put
from tests.program import needed

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    """The exit code of a command and what it wrote; never a traceback.

    What is refused is said on the error stream alone; a check says it as its result.
    """

    def run(*arguments: object) -> tuple[int, str]:
        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        code = int(str(stop.value.code))
        assert code != 2 or not (err if arguments[:2] == ("scenario", "check") else out)
        return code, err or out

    return run


@pytest.fixture(scope="session")
def right_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kept file of each kind, all of them right."""
    made = tmp_path_factory.mktemp("right")
    put(made, "p.csv", PLAIN)
    for arguments in (
        ["places", "import", str(made / "p.csv"), "-o", str(made / "places.parquet")],
        ["network", "classroom_small", "-o", str(made / "network.graphml")],
        ["network", "classroom_small", "-o", str(made / "network.json")],
        ["run", "classroom_small", "-n", "2", "-o", str(made / "run.parquet"), "--quiet"],
    ):
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        assert stop.value.code == 0
    return made


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    chromium = needed("chromium")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        chrome = started.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        yield chrome
        chrome.close()
