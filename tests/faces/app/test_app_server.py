"""What the server answers without a browser: our page, downloads, and nothing for other machines."""

from __future__ import annotations

import csv
import http.client
import re
import socket
import subprocess
import sys
import threading
import time
import tomllib
import urllib.request
from io import StringIO
from urllib.parse import urlsplit

import pytest

from govsim.app import serving
from govsim.app.hosting import Hosting, check_listening
from govsim.errors import InputError
from govsim.scenario.load import load_scenario


def answer(address: str, headers: dict[str, str] | None = None) -> str:
    request = urllib.request.Request(address, headers=headers or {})
    with urllib.request.urlopen(request, timeout=120) as response:
        return str(response.read().decode())


def test_the_page_can_be_zoomed_and_is_in_british_english(address: str) -> None:
    page = answer(address)
    assert '<html lang="en-GB">' in page
    assert "user-scalable=no" not in page
    assert not re.findall(r"(?:src|href)=.https?://", page)


def raw(
    address: str, path: str, host: str | None = None, method: str = "GET", **headers: str
) -> tuple[int, str]:
    """The status and the body of an answer, to a request that no library has tidied up."""
    where = urlsplit(address)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
    connection.putrequest(method, path, skip_host=True)
    for name, value in {"Host": host or where.netloc, **headers}.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    response = connection.getresponse()
    return response.status, response.read().decode()


def test_a_setting_is_saved_as_what_differs_from_the_nearest_arrangement(address: str) -> None:
    query = "arrangement=mission_led&pooled_funding=0.35&progress_weight=0.7&worlds=alike"
    with urllib.request.urlopen(f"{address}/download/scenario.toml?{query}", timeout=60) as response:
        name, text = response.headers["content-disposition"], response.read().decode()
    assert name == 'attachment; filename="govsim-mission_led-pooled_funding-0.35.toml"'
    assert len(text.splitlines()) < 16
    scenario, shipped = load_scenario(tomllib.loads(text)), load_scenario("mission_led")
    assert scenario.levers == shipped.levers.model_copy(update={"pooled_funding": 0.35})
    assert scenario.values.progress_weight == 0.7
    assert scenario.uncertainties.worlds == "alike"
    assert "Mission-led, with pooled funding 0.35" in scenario.about


def test_its_worlds_are_saved_as_a_table_and_summed_up_as_another(address: str) -> None:
    worlds = list(csv.DictReader(StringIO(answer(f"{address}/download/worlds.csv?arrangement=siloed"))))
    summary = list(csv.DictReader(StringIO(answer(f"{address}/download/summary.csv?arrangement=siloed"))))
    assert len(worlds) == 40 * 200
    assert {"quarter", "replicate", "public_value", "pound_effective"} <= set(worlds[0])
    last = [float(row["progress"]) for row in worlds if row["quarter"] == "39"]
    (row,) = (row for row in summary if (row["quarter"], row["measure"]) == ("39", "progress"))
    assert float(row["mean"]) == pytest.approx(sum(last) / 200)
    assert float(row["p05"]) <= float(row["p25"]) <= float(row["p75"]) <= float(row["p95"])


def test_downloads_by_the_dozen_leave_the_page_its_turn_and_say_when_to_come_back(address: str) -> None:
    answers: list[tuple[int, str]] = []

    def download(number: int) -> None:
        answers.append(raw(address, f"/download/worlds.csv?pooled_funding={number / 100}"))

    threads = [threading.Thread(target=download, args=[number]) for number in range(1, 31)]
    for thread in threads:
        thread.start()
    began = time.monotonic()
    assert raw(address, "/look/page.css")[0] == 200
    assert time.monotonic() - began < 10
    for thread in threads:
        thread.join(120)
    statuses = [status for status, _ in answers]
    assert set(statuses) == {200, 503}
    assert 2 <= statuses.count(200) <= 15
    assert raw(address, "/download/worlds.csv?pooled_funding=0.99", method="HEAD") == (200, "")


@pytest.mark.parametrize(
    "request_of",
    [
        {"host": "example.org"},
        {"host": "["},
        {"host": ""},
        {"Origin": "https://example.org"},
        {"host": "localhost:99999999"},
        {"host": "someone@localhost"},
        {"host": "a" * 1000},
        {"host": "0.0.0.0"},
        {"Origin": "http://localhost:1"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "image"},
        {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "cors", "Sec_Fetch_Dest": "empty"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/download/worlds.csv?pooled_funding=0.77"])
def test_other_sites_get_nothing(address: str, path: str, request_of: dict[str, str]) -> None:
    given = {name: value for name, value in request_of.items() if name != "host"}
    status, said = raw(
        address, path, request_of.get("host") or ("." if "host" in request_of else None), **given
    )
    assert status == 403
    assert "This server answers" in said


def test_a_link_on_another_site_opens_the_page(address: str) -> None:
    followed = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
    assert raw(address, "/?arrangement=layered", **followed)[0] == 200


def test_answers_are_guarded(address: str) -> None:
    with urllib.request.urlopen(address, timeout=30) as response:
        assert "frame-ancestors 'self'" in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    [
        "no-such-package@1.0.0/index.js",
        "/etc/passwd",
        "/etc/no-such-file",
        "../../../../../../etc/passwd",
        "%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "%00",
    ],
)
def test_only_assets_that_are_installed_are_served_and_all_else_gets_one_answer(
    address: str, path: str
) -> None:
    assert raw(address, f"/_solara/cdn/{path}") == (404, "Not installed.")


HIDDEN = [
    "/resourcez",
    "/resourcez/",
    "/look/serving.py",
    "/look/..%2fserving.py",
    "/look/%00",
    "/static/nothing.js",
    "/static/../server.py",
    "/static/%2e%2e/server.py",
    "/static/public/pages.py",
    "/static/assets/nothing.css",
    "/jupyter/nbextensions/nothing.js",
    "/jupyter/nbextensions/%00",
    "/_solara/api/close/nobody",
    "/_solara/api/evict/nobody",
    "/no/such/page",
    "/%2e%2e/%2e%2e/etc/passwd",
]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("path", HIDDEN)
def test_nothing_of_the_server_itself_is_shown(address: str, path: str, method: str) -> None:
    status, said = raw(address, path, method=method)
    if status == 307:
        status, said = raw(address, path.rstrip("/"), method=method)
    assert status in (404, 405) or (status, said) == (200, "")  # a page that is not there is closed
    assert not re.search(r"Traceback|solara|site-packages|\.py", said, re.IGNORECASE)


def test_no_page_tells_where_it_lies_on_the_machine(address: str) -> None:
    page = answer(address)
    for folder in (serving.__file__.rpartition("/")[0], sys.prefix, sys.base_prefix):
        assert folder not in page


def test_an_address_with_a_slash_at_its_end_leads_to_the_one_without(address: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request("GET", "/compare/?arrangement=layered")
    assert connection.getresponse().headers["location"] == "../compare?arrangement=layered"


LIVE = "/jupyter/api/kernels/0c9b3f6e/channels?session_id=1"
HANDSHAKE = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec_WebSocket_Version": "13",
    "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@pytest.mark.parametrize("origin", ["https://example.org", "http://localhost:1", "null", "http://["])
def test_another_site_gets_no_live_connection(address: str, origin: str) -> None:
    assert raw(address, LIVE, **HANDSHAKE, Origin=address)[0] == 101  # it is open
    assert raw(address, LIVE, **HANDSHAKE, Origin=origin)[0] == 403
    assert raw(address, LIVE, host="example.org", **HANDSHAKE)[0] == 403
    assert raw(address, LIVE.partition("?")[0], **HANDSHAKE)[0] == 403


def test_a_port_in_use_is_told_with_the_next_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=rf"found {port}\. It is in use.*--port \d+"):
            check_listening(Hosting(port=port))


def test_without_solara_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"pip install 'govsim\[app\]'"):
        serving.check_installed(Hosting())


def test_a_qr_code_needs_a_package_that_nobody_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "find_spec", lambda name: None if name == "segno" else object())
    serving.check_installed(Hosting())
    with pytest.raises(InputError, match="found no segno"):
        serving.check_installed(Hosting(host="0.0.0.0"))


def test_the_command_itself_imports_no_solara() -> None:
    code = "import sys, govsim.cli.app, govsim.app.serving; print({'solara', 'segno'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
