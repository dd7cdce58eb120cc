"""What the server answers without a browser: our page, downloads, and nothing for other machines."""

from __future__ import annotations

import csv
import re
import socket
import subprocess
import sys
import tomllib
import urllib.error
import urllib.request
from io import StringIO

import pytest

from govsim.app import serving
from govsim.errors import InputError
from govsim.scenario.load import load_scenario


def answer(address: str, headers: dict[str, str] | None = None) -> str:
    request = urllib.request.Request(address, headers=headers or {})
    with urllib.request.urlopen(request, timeout=30) as response:
        return str(response.read().decode())


def test_the_page_can_be_zoomed_and_is_in_british_english(address: str) -> None:
    page = answer(address)
    assert '<html lang="en-GB">' in page
    assert "user-scalable=no" not in page
    assert not re.findall(r"(?:src|href)=.https?://", page)


def test_a_setting_can_be_saved_as_a_scenario(address: str) -> None:
    text = answer(
        f"{address}/download/scenario.toml?arrangement=mission_led&pooled_funding=0.35&progress_weight=0.7"
    )
    scenario = load_scenario(tomllib.loads(text))
    expected = load_scenario("mission_led").levers.model_copy(update={"pooled_funding": 0.35})
    assert scenario.levers == expected
    assert scenario.values.progress_weight == 0.7


def test_its_worlds_can_be_saved_as_a_table(address: str) -> None:
    rows = list(csv.DictReader(StringIO(answer(f"{address}/download/worlds.csv?arrangement=siloed"))))
    assert len(rows) == 40 * 200
    assert {"quarter", "replicate", "public_value", "pound_effective"} <= set(rows[0])


@pytest.mark.parametrize("headers", [{"Host": "example.org"}, {"Origin": "https://example.org"}])
def test_other_sites_get_nothing(address: str, headers: dict[str, str]) -> None:
    with pytest.raises(urllib.error.HTTPError, match="403"):
        answer(address, headers)


def test_assets_that_are_not_installed_are_not_fetched_from_elsewhere(address: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        answer(f"{address}/_solara/cdn/no-such-package@1.0.0/index.js")


def test_a_port_in_use_is_told_with_the_next_free_one() -> None:
    with socket.socket() as taken:
        taken.bind((serving.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=rf"found {port}\. It is in use.*--port \d+"):
            serving.check_port(port)


def test_without_solara_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"pip install 'govsim\[app\]'"):
        serving.check_installed()


def test_the_command_itself_imports_no_solara() -> None:
    code = "import sys, govsim.cli.app, govsim.app.serving; print('solara' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
