"""Where the server listens and whom it answers: own names, proxies, base paths, and wrong ones told with a remedy."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from click.testing import CliRunner

from govsim.app import hosting
from govsim.app.gate import Gate, Message, Receive, Scope, Send
from govsim.app.hosting import Hosting, announcement, check_listening, hosting_of, qr_code, warning
from govsim.cli.main import govsim
from govsim.errors import InputError
from tests.faces.app.conftest import Server
from tests.faces.app.visits import Visit

LEVER = "#app input[type=range]"
NETWORK = Hosting(host="0.0.0.0")
PROXIED = Hosting(names=("tools.example.org",), base_path="/tools/govsim")


def asked(
    of: Hosting, path: str = "/", at: str = "127.0.0.1", live: bool = False, **headers: str
) -> tuple[int, Scope]:
    """What a gate answers, and the request as the site behind it sees it."""
    seen: Scope = {}
    sent: list[Message] = []

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        seen.update(scope)
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: dict[str, Any] = {
        "type": "websocket" if live else "http",
        "scheme": "ws" if live else "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"a=b",
        "server": (at, 8765),
        "headers": [
            (name.replace("_", "-").lower().encode(), value.encode()) for name, value in headers.items()
        ],
    }
    with ThreadPoolExecutor(1) as alone:  # a browser of other tests may have a loop of its own here
        alone.submit(asyncio.run, Gate(inner, of)(scope, receive, send)).result()
    return sent[0].get("status", sent[0].get("code")), seen


@pytest.mark.parametrize(
    ("of", "host", "at", "status"),
    [
        (Hosting(), "localhost:8765", "127.0.0.1", 200),
        (Hosting(), "LOCALHOST.", "127.0.0.1", 200),
        (Hosting(), "[::1]:8765", "::1", 200),
        (Hosting(), "[0:0:0:0:0:0:0:1]", "::1", 200),
        (Hosting(), socket.gethostname(), "127.0.0.1", 403),
        (Hosting(), "192.168.1.20:8765", "192.168.1.20", 403),
        (NETWORK, "192.168.1.20:8765", "192.168.1.20", 200),
        (NETWORK, "192.168.1.21:8765", "192.168.1.20", 403),
        (NETWORK, f"{socket.gethostname()}:8765", "192.168.1.20", 200),
        (NETWORK, f"{socket.gethostname().partition('.')[0]}.local:8765", "192.168.1.20", 200),
        (NETWORK, "0.0.0.0:8765", "127.0.0.1", 403),
        (NETWORK, "rebound.example.org:8765", "192.168.1.20", 403),
        (Hosting(host="::"), "[fe80::1]:8765", "fe80::1", 200),
        (Hosting(host="::"), "192.168.1.20", "::ffff:192.168.1.20", 200),
        (PROXIED, "tools.example.org", "127.0.0.1", 200),
        (PROXIED, "Tools.Example.Org:443", "127.0.0.1", 200),
        (PROXIED, "x.tools.example.org", "127.0.0.1", 403),
        (PROXIED, "tools.example.org.evil.org", "127.0.0.1", 403),
        (PROXIED, "tools.example.org evil", "127.0.0.1", 403),
    ],
)
def test_requests_are_answered_under_own_and_allowed_names_alone(
    of: Hosting, host: str, at: str, status: int
) -> None:
    assert asked(of, at=at, host=host)[0] == status


@pytest.mark.parametrize(
    ("host", "origin", "headers", "status"),
    [
        ("tools.example.org", "https://tools.example.org", {}, 200),
        ("tools.example.org:443", "https://tools.example.org", {}, 200),
        ("tools.example.org:8443", "https://tools.example.org:8443", {}, 200),
        ("tools.example.org", "https://tools.example.org:8443", {}, 403),
        ("tools.example.org", "http://tools.example.org", {"X_Forwarded_Proto": "http"}, 200),
        ("tools.example.org", "http://tools.example.org", {"X_Forwarded_Proto": "https"}, 403),
        ("tools.example.org", "https://tools.example.org.evil.org", {}, 403),
        ("tools.example.org", "ftp://tools.example.org", {}, 403),
        ("tools.example.org", "null", {}, 403),
        ("127.0.0.1:8765", "https://tools.example.org", {}, 403),
        ("127.0.0.1:8765", "https://tools.example.org", {"X_Forwarded_Host": "tools.example.org"}, 200),
        ("127.0.0.1:8765", "https://evil.org", {"X_Forwarded_Host": "evil.org"}, 403),
        ("tools.example.org", "https://tools.example.org", {"Sec_Fetch_Site": "cross-site"}, 403),
    ],
)
def test_a_page_behind_a_proxy_is_its_own_and_no_other(
    host: str, origin: str, headers: dict[str, str], status: int
) -> None:
    assert asked(PROXIED, host=host, origin=origin, **headers)[0] == status
    if "Sec_Fetch_Site" not in headers:  # browsers differ in it
        refused = asked(PROXIED, live=True, host=host, origin=origin, **headers)[0] == 1008
        assert refused == (status == 403)


def test_what_a_proxy_says_counts_only_where_one_is_expected() -> None:
    said = {"X_Forwarded_Proto": "https", "X_Forwarded_Host": "evil.org", "X_Script_Name": "/evil"}
    status, seen = asked(Hosting(), host="localhost", **said)
    assert (status, seen["scheme"], [name for name, _ in seen["headers"]]) == (200, "http", [b"host"])
    status, seen = asked(PROXIED, host="tools.example.org", X_Forwarded_Proto="https", Script_Name="/evil")
    assert (status, seen["scheme"], [name for name, _ in seen["headers"]]) == (200, "https", [b"host"])
    assert (
        asked(PROXIED, live=True, host="tools.example.org", X_Forwarded_Proto="https")[1]["scheme"] == "wss"
    )
    assert asked(PROXIED, host="tools.example.org", X_Forwarded_Proto="gopher")[1]["scheme"] == "http"


@pytest.mark.parametrize(
    ("path", "inside"),
    [
        ("/tools/govsim/", "/"),
        ("/tools/govsim/look/page.css", "/look/page.css"),
        ("/look/page.css", "/look/page.css"),
        ("/tools/govsimilar", "/tools/govsimilar"),
    ],
)
def test_the_base_path_is_taken_away_where_it_stands(path: str, inside: str) -> None:
    status, seen = asked(PROXIED, path, host="localhost")
    assert (status, seen["path"], seen["raw_path"]) == (200, inside, inside.encode())


def test_the_base_path_without_a_slash_leads_to_the_one_with() -> None:
    assert asked(PROXIED, "/tools/govsim", host="localhost") == (307, {})
    assert asked(PROXIED, "/tools/govsim/resourcez", host="localhost") == (404, {})


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--host", "http://tools.example.org/x"], "--host 0.0.0.0 --allow-host tools.example.org"),
        (["--host", "127.0.0.1:9000"], "Try: --host 127.0.0.1 --port 9000"),
        (["--host", "nonsense here"], "Try: --host 0.0.0.0"),
        (["--host", "192.0.2.77"], "--host: expected an address of this machine, found 192.0.2.77"),
        (["--allow-host", "https://tools.example.org:8443/x"], "Try: --allow-host tools.example.org"),
        (["--allow-host", "*"], "Write one --allow-host for each name"),
        (["--allow-host", ""], "Write one --allow-host for each name"),
        (["--base-path", "tools/govsim"], "Try: --base-path /tools/govsim"),
        (["--base-path", "https://tools.example.org/tools"], "Try: --base-path /tools"),
        (["--base-path", "/tools/../govsim"], "Try: --base-path /tools/govsim"),
        (["--base-path", '/"><script>'], "Try: --base-path /script"),
        (["--base-path", "//"], "Try:"),
    ],
)
def test_what_cannot_be_used_is_told_with_a_remedy(options: list[str], said: str) -> None:
    if options[1] == "//":
        assert hosting_of("127.0.0.1", 1, (), "//").base_path == ""
        return
    done = CliRunner().invoke(govsim, ["app", "--no-open", *options])
    problem = done.exception if isinstance(done.exception, InputError) else None
    assert said in str(problem)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(InputError) as told:
        hosting_of("box", 8765, ["*", "https://x.org"], "x")
    assert [problem.key for problem in told.value.problems] == [
        "--host",
        "--base-path",
        "--allow-host",
        "--allow-host",
    ]


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (errno.EACCES, "--port: expected a port that you may use, found 80"),
        (errno.EAFNOSUPPORT, "--host: expected an address to listen on, found 127.0.0.1"),
    ],
)
def test_a_machine_that_refuses_is_told_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch, why: int, said: str
) -> None:
    monkeypatch.setattr(hosting, "_refusal", lambda host, port: why)
    with pytest.raises(InputError, match=said):
        check_listening(Hosting(port=80))


def test_the_address_is_told_with_who_can_use_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosting, "_on_the_network", lambda host: "192.168.1.20")
    only_here, network, named = Hosting(), NETWORK, Hosting(host="0.0.0.0", names=("box.local",))
    assert announcement(only_here).startswith("govsim is at http://127.0.0.1:8765/ for this computer only")
    assert announcement(network).startswith("govsim is at http://192.168.1.20:8765/ (")
    assert announcement(named).startswith("govsim is at http://box.local:8765/ (")
    assert "tools.example.org/tools/govsim/" in announcement(PROXIED)
    assert (network.own_address, Hosting(host="::").own_address) == (
        "http://127.0.0.1:8765/",
        "http://[::1]:8765/",
    )
    assert [bool(warning(one)) for one in (only_here, network, named, PROXIED)] == [False, True, True, True]
    assert "There are no accounts. Nothing is encrypted." in warning(network)


def test_the_qr_code_holds_the_address() -> None:
    segno = pytest.importorskip("segno")
    address = "http://192.168.1.20:8765/"
    drawn = [line for line in qr_code(address).splitlines() if line]
    light = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), " ": (0, 0)}
    rows = [[light[sign][half] for sign in line] for line in drawn for half in (0, 1)]
    expected = [[1 - dark for dark in row] for row in segno.make(address, micro=False).matrix_iter(border=2)]
    assert rows[: len(expected)] == expected


def test_a_server_for_the_network_answers_and_warns() -> None:
    server = Server("--host", "0.0.0.0")
    server.stop()  # it was asked, and answered
    assert "Warning: everybody who reaches this address can use govsim." in server.said


@pytest.mark.slow
def test_one_page_too_many_says_so_and_goes_on_once_there_is_room(
    monkeypatch: pytest.MonkeyPatch, open_page: Callable[..., Visit]
) -> None:
    monkeypatch.setenv("SOLARA_KERNEL_MAX_COUNT", "1")
    server = Server()
    try:
        one = open_page(server.address, until=LEVER)
        other = open_page(server.address, until="#connection:not([hidden])")
        other.page.get_by_text("As many pages are open on this server as it takes").wait_for()
        one.page.close()
        other.page.wait_for_selector(LEVER, state="attached")
        other.errors.clear()  # of the connection that was refused
    finally:
        server.stop()
