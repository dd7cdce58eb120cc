"""The web server that docs/server.md describes serves the pages below a path, whichever way they are reached first."""

from __future__ import annotations

import configparser
import http.client
import re
import shlex
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.architecture.pages import DOCS, FENCE
from tests.faces.app.conftest import Server, free_port
from tests.faces.app.visits import Visit
from tests.program import needed

PAGE = (DOCS / "server.md").read_text("utf-8")
NAME = "tools.localhost"  # which browsers look for on their own machine
BELOW = "/tools/govsim"
UPGRADE = r".*proxy_set_header (Upgrade|Connection) .*\n"
HOST = r".*proxy_set_header Host .*\n"
UNVERIFIED = ssl._create_unverified_context()
Opening = Callable[..., Visit]


def shown(language: str) -> str:
    """The block of a language below the heading about nginx."""
    section = PAGE[PAGE.index("## Behind nginx") + 3 :].partition("\n## ")[0]
    return next(text for one, text in FENCE.findall(section) if one == language)


def test_the_service_starts_what_the_web_server_expects() -> None:
    unit = configparser.ConfigParser()
    unit.read_string(next(text for language, text in FENCE.findall(PAGE) if language == "ini"))
    program, *options = shlex.split(unit["Service"]["ExecStart"])
    assert program == "/opt/govsim/bin/govsim"
    assert ["govsim", *options] == shlex.split(shown("sh"))


@pytest.fixture
def behind() -> Iterator[Server]:
    """A server that nobody has asked for anything but whether it is there, started as the page says."""
    words = shlex.split(shown("sh").replace("tools.example.org", NAME))
    assert words[:3] == ["govsim", "app", "--no-open"]
    server = Server(*words[3:])
    yield server
    server.stop()


@contextmanager
def nginx(server: Server, folder: Path, change: Callable[[str], str] = str) -> Iterator[int]:
    """The port of nginx with the configuration of the page, as it stands but for name, ports and certificate."""
    program, port, output = needed("nginx"), free_port(), folder / "nginx.log"
    certificate, key = folder / "own.pem", folder / "own.key"
    asked = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={NAME}"]
    subprocess.run(["openssl", *asked, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    written = change(shown("nginx"))
    for theirs, ours in {
        "listen 443": f"listen 127.0.0.1:{port}",
        "tools.example.org;": f"{NAME};",
        "/etc/ssl/tools.example.org.pem": str(certificate),
        "/etc/ssl/tools.example.org.key": str(key),
        "127.0.0.1:8765": f"127.0.0.1:{server.port}",
    }.items():
        assert written.count(theirs) == 1
        written = written.replace(theirs, ours)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    around = f"daemon off; master_process off; pid {folder}/pid; error_log stderr;\nevents {{}}\n"
    configuration = folder / "nginx.conf"
    configuration.write_text(f"{around}http {{\naccess_log off;\n{temporary}\n{written}\n}}\n")
    with output.open("w") as log:
        running = subprocess.Popen(
            [program, "-p", folder, "-e", "stderr", "-c", configuration], stdout=log, stderr=log
        )
        try:
            while raw(port, "/readyz")[0] == 0:
                assert running.poll() is None, output.read_text()
                time.sleep(0.05)
            yield port
        finally:
            running.terminate()
            running.wait(20)


def raw(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str]]:
    """The status and headers of what nginx answers; 0 while it does not listen."""
    connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=60, context=UNVERIFIED)
    try:
        connection.request(method, path, headers={"Host": f"{NAME}:{port}", **headers})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}
    except ConnectionRefusedError:
        return 0, {}
    finally:
        connection.close()


def use(visit: Visit) -> None:
    """Move a lever, download the setting and load the page again."""
    visit.control("Pooled funding").press("ArrowRight")
    visit.page.wait_for_url("**pooled_funding=0.05**")
    with visit.page.expect_download() as download:
        visit.page.locator("a[href*='scenario.toml'][href*='pooled_funding=0.05']").click()
    assert "pooled_funding = 0.05" in download.value.path().read_text()
    visit.page.reload()
    visit.page.wait_for_selector("svg.chart.wide", state="attached")
    assert visit.slider("Pooled funding") == "5%"


@pytest.mark.parametrize("first", ["directly", pytest.param("through the proxy", marks=pytest.mark.slow)])
def test_the_page_works_directly_and_through_the_proxy_whichever_is_first(
    behind: Server, open_page: Opening, tmp_path: Path, first: str
) -> None:
    with nginx(behind, tmp_path) as port:
        ways = {
            "directly": behind.address,
            "through the proxy": f"https://{NAME}:{port}{BELOW}",
        }
        for way in (first, *(other for other in ways if other != first)):
            visit = open_page(ways[way], ignore_https_errors=True)
            use(visit)
            assert visit.page.url.startswith(f"{ways[way]}/?")
            if way == "through the proxy":
                assert all(cookie["secure"] for cookie in visit.page.context.cookies())


@pytest.mark.slow
def test_a_proxy_that_takes_the_path_away_works_too(
    behind: Server, open_page: Opening, tmp_path: Path
) -> None:
    with nginx(behind, tmp_path, lambda text: text.replace(":8765;", ":8765/;")) as port:
        use(open_page(f"https://{NAME}:{port}{BELOW}", ignore_https_errors=True))
    use(open_page(behind.address + BELOW))


@pytest.mark.slow
@pytest.mark.parametrize("without", [UPGRADE, HOST], ids=["upgrade", "host"])
def test_without_a_live_connection_the_page_says_so(
    behind: Server, open_page: Opening, tmp_path: Path, without: str
) -> None:
    with nginx(behind, tmp_path, lambda text: re.sub(without, "", text)) as port:
        address = f"https://{NAME}:{port}{BELOW}"
        visit = open_page(address, until="#connection:not([hidden])", ignore_https_errors=True)
        visit.page.get_by_text("its live connection (a websocket) is not").wait_for()
        assert not visit.page.get_by_text("in a moment").count()
        visit.errors.clear()  # of the connection that was refused


def test_nginx_passes_on_what_it_should_and_no_more(behind: Server, tmp_path: Path) -> None:
    with nginx(behind, tmp_path) as port:
        status, headers = raw(port, BELOW)
        assert (status // 100, headers["location"].partition(NAME)[2]) == (3, f":{port}{BELOW}/")
        assert raw(port, f"{BELOW}/", method="HEAD")[0] == 200
        assert raw(port, f"{BELOW}/look/page.css")[0] == 200
        assert raw(port, f"{BELOW}/resourcez")[0] == 404
        assert raw(port, f"{BELOW}/", Host="example.org")[0] == 403
        assert raw(port, f"{BELOW}/", Origin=f"https://{NAME}:{port}")[0] == 200
        assert raw(port, f"{BELOW}/", Origin=f"http://{NAME}:{port}")[0] == 403
        assert raw(port, f"{BELOW}/", Origin="https://example.org")[0] == 403
