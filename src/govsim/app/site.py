"""The web site around the pages: their look, downloads, and Solara's HTML as we want it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

from solara.server import settings
from solara.server.starlette import app as solara_site
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from govsim.app.compare.downloads import routes as compare_routes
from govsim.app.downloads import routes as download_routes
from govsim.app.first_view import first_html
from govsim.app.gate import Application, Gate, Message, Receive, Scope, Send, moved, refuse
from govsim.app.hosting import Hosting
from govsim.app.memory import give_back_soon
from govsim.app.missions.downloads import routes as missions_routes

HERE: Final = Path(__file__).parent
LOOK: Final = {
    "page.css": "text/css",
    "moves.js": "text/javascript",
    "connection.js": "text/javascript",
    "pictures.js": "text/javascript",
}
ASSETS: Final = "/_solara/cdn/"
OF_A_SESSION: Final = ("/_solara/api/close/", "/jupyter/api/kernels/")  # solara fails without naming one
SERVER: Final = secrets.token_hex(8)  # another after a restart, so that open pages know to load again
HTML: Final = b"text/html"
NO_PAGE: Final = (
    '<!doctype html><html lang="en-GB"><head><meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>govsim: no such page</title></head>"
    '<body><p>There is no such page. <a href="{first}">The first page</a> is here.</p></body></html>'
)
FULL: Final = "full"  # what pages are told while as many are open as the server takes
BODY: Final = '<div id="app" '  # what Solara puts the page into


def site(hosting: Hosting, more: Sequence[BaseRoute] = ()) -> Application:
    """Everything that the server answers; `more` are further addresses."""
    live = _LivePages(_OurPages(solara_site, hosting.base_path), settings.kernel.max_count or 1)
    routes = [
        Route("/look/{name}", _look),
        Route("/server", live.server),
        *download_routes(),
        *compare_routes(),
        *missions_routes(),
        *more,
        Mount("/", app=live),
    ]
    return Gate(Starlette(routes=routes, lifespan=solara_site.router.lifespan_context), hosting)


def rewritten(base_path: str) -> Mapping[str, str]:
    """What is replaced in Solara's page: it lacks a language, zoom, early styles and our own rules.

    Behind a base path the page also learns in the browser whether it was opened there or directly.
    """
    own = {
        "<html>": '<html lang="en-GB">',
        "width=device-width, initial-scale=1, maximum-scale=1, user-scalable=no, minimal-ui": (
            "width=device-width, initial-scale=1"
        ),
        "</head>": (
            f'<meta name="govsim-server" content="{SERVER}"><link rel="stylesheet" href="./look/page.css">'
            + "".join(f'<script src="./look/{name}"></script>' for name in LOOK if name.endswith(".js"))
            + "</head>"
        ),
    }
    if base_path:
        below = f'location.pathname.startsWith("{base_path}/") ? "{base_path}" : ""'
        own[f'solara.rootPath = "{base_path}";'] = f"solara.rootPath = {below};"
    return own


async def _look(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in LOOK:
        return PlainTextResponse("Not here.", 404)
    if name == "page.css":
        sheets = [HERE / name, *sorted(HERE.glob("*/page.css"))]  # pages have rules of their own
        return PlainTextResponse(
            "\n".join(sheet.read_text("utf-8") for sheet in sheets), media_type=LOOK[name]
        )
    return FileResponse(HERE / name, media_type=LOOK[name])


class _LivePages:
    """Counts the pages with a live connection; one too many is refused, where Solara would let it wait for ever."""

    def __init__(self, inner: Application, at_most: int) -> None:
        self.inner = inner
        self.at_most = at_most
        self.open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.inner(scope, receive, send)
        elif self.open >= self.at_most or not _names_a_session(scope):
            await refuse(receive, send)
        else:
            self.open += 1
            try:
                await self.inner(scope, receive, send)
            finally:
                self.open -= 1
                give_back_soon()

    async def server(self, request: Request) -> Response:
        """Which server this is, or that it is full."""
        said = FULL if self.open >= self.at_most else SERVER
        return PlainTextResponse(said, headers={"cache-control": "no-store"})


class _OurPages:
    """Solara's site with the HTML of its pages rewritten; assets are never fetched from other machines."""

    def __init__(self, inner: Application, base_path: str) -> None:
        self.inner = inner
        self.rewritten = rewritten(base_path)
        self.no_page = NO_PAGE.format(first=f"{base_path}/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        path: str = scope["path"]
        if (answer := _instead(path, scope)) is not None:
            await answer(scope, receive, send)
        elif "." in path.rpartition("/")[2]:
            await self.inner(scope, receive, _Rewriting(send, {}, self.no_page))
        else:
            plain = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}
            query: str = scope["query_string"].decode("latin-1")
            first = await run_in_threadpool(first_html, path.strip("/"), query)
            more = {**self.rewritten, BODY: first + BODY}
            await self.inner(plain, receive, _Rewriting(send, more, self.no_page))


def _instead(path: str, scope: Scope) -> Response | None:
    """What is answered instead of what Solara would; None if it may answer."""
    if len(path) > 1 and path.endswith("/"):  # links on a page are relative
        return moved(scope, f"../{quote(path[:-1].rpartition('/')[2])}")
    if path.startswith(ASSETS) and not _is_installed(path):
        return PlainTextResponse("Not installed.", 404)
    if path.startswith(OF_A_SESSION) and not _names_a_session(scope):
        return PlainTextResponse("Not here.", 404)
    return None


def _names_a_session(scope: Scope) -> bool:
    return b"session_id=" in scope["query_string"]


def _is_installed(path: str) -> bool:
    """Whether an asset lies in the folder of assets; one answer for all that does not."""
    folder = settings.assets.proxy_cache_dir.resolve()
    try:
        file = (folder / path.removeprefix(ASSETS).lstrip("/")).resolve()
    except ValueError:  # a name that no file can have
        return False
    return file.is_relative_to(folder) and file.is_file() and "//" not in path


class _Rewriting:
    """Buffers an HTML response, rewrites it and sends it, or our words where there is no page; all else passes."""

    def __init__(self, send: Send, rewritten: Mapping[str, str], no_page: str) -> None:
        self.send = send
        self.rewritten = rewritten
        self.no_page = no_page
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = dict(message["headers"]).get(b"content-type", b"")
            if (kind.startswith(HTML) and self.rewritten) or message["status"] == 404:
                self.start = message
                return
        if self.start is None:
            await self.send(message)
            return
        self.body += message.get("body", b"")
        if message.get("more_body", False):
            return
        if self.start["status"] == 404:
            text = self.no_page
        else:
            text = self.body.decode()
            for theirs, ours in self.rewritten.items():
                text = text.replace(theirs, ours, 1)
        body = text.encode()
        replaced = {b"content-type": HTML + b"; charset=utf-8", b"content-length": str(len(body)).encode()}
        kept = [pair for pair in self.start["headers"] if pair[0] not in replaced]
        await self.send({**self.start, "headers": [*kept, *replaced.items()]})
        await self.send({"type": "http.response.body", "body": body})
