"""The web site around the pages: their look, downloads, and Solara's HTML as we want it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from solara.server import settings
from solara.server.starlette import app as solara_site
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route

from govsim.app.downloads import routes as download_routes
from govsim.app.first_view import first_html
from govsim.app.gate import Application, Gate, Message, Receive, Scope, Send

HERE: Final = Path(__file__).parent
LOOK: Final = {
    "page.css": "text/css",
    "moves.js": "text/javascript",
    "connection.js": "text/javascript",
    "pictures.js": "text/javascript",
}
ASSETS: Final = "/_solara/cdn/"
BODY: Final = '<div id="app" '  # what Solara puts the page into
SERVER: Final = secrets.token_hex(8)  # another after a restart, so that open pages know to load again
REWRITTEN: Final[
    Mapping[str, str]
] = {  # missing in Solara's page: a language, zoom, early styles, our own rules
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


def site() -> Application:
    """Everything that the server answers."""
    routes = [
        Route("/look/{name}", _look),
        Route("/server", _server),
        *download_routes(),
        Mount("/", app=_OurPages(solara_site)),
    ]
    return Gate(Starlette(routes=routes, lifespan=solara_site.router.lifespan_context))


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


async def _server(request: Request) -> Response:
    return PlainTextResponse(SERVER, headers={"cache-control": "no-store"})


class _OurPages:
    """Solara's site with the HTML of its pages rewritten; assets are never fetched from other machines."""

    def __init__(self, inner: Application) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope.get("path", "")
        if scope["type"] == "http" and path.startswith(ASSETS) and not _is_installed(path):
            await PlainTextResponse("Not installed.", 404)(scope, receive, send)
            return
        plain = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}
        is_page = scope["type"] == "http" and "." not in path.rpartition("/")[2]
        if not is_page:
            await self.inner(scope, receive, send)
            return
        query: bytes = scope.get("query_string", b"")
        first = await run_in_threadpool(first_html, path.strip("/"), query.decode("latin-1"))
        await self.inner(plain, receive, _Rewriting(send, {BODY: first + BODY}))


def _is_installed(path: str) -> bool:
    """Whether an asset lies in the folder of assets; one answer for all that does not."""
    folder = settings.assets.proxy_cache_dir.resolve()
    file = (folder / path.removeprefix(ASSETS).lstrip("/")).resolve()
    return file.is_relative_to(folder) and file.is_file() and "//" not in path


class _Rewriting:
    """Buffers an HTML response, rewrites it and sends it; other responses pass."""

    def __init__(self, send: Send, more: Mapping[str, str]) -> None:
        self.send = send
        self.rewritten = {**REWRITTEN, **more}
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = dict(message["headers"])
            if headers.get(b"content-type", b"").startswith(b"text/html"):
                self.start = message
                return
        if self.start is None:
            await self.send(message)
            return
        self.body += message.get("body", b"")
        if message.get("more_body", False):
            return
        text = self.body.decode()
        for theirs, ours in self.rewritten.items():
            text = text.replace(theirs, ours, 1)
        body = text.encode()
        kept = [pair for pair in self.start["headers"] if pair[0] != b"content-length"]
        length = (b"content-length", str(len(body)).encode())
        await self.send({**self.start, "headers": [*kept, length]})
        await self.send({"type": "http.response.body", "body": body})
