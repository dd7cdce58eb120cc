"""The web site around the pages: style, language and downloads; only this machine is served."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from solara.server import settings
from solara.server.starlette import app as solara_site
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route

from govsim.app.address import restored
from govsim.app.session import Setting
from govsim.app.simulating import PARTS, scenario_of, simulations, weighed
from govsim.scenario.describe import to_toml

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
STYLE: Final = Path(__file__).with_name("page.css")
ASSETS: Final = "/_solara/cdn/"
REWRITTEN: Final = {  # missing in Solara's page: a language, permission to zoom, and early styles
    "<html>": '<html lang="en-GB">',
    "width=device-width, initial-scale=1, maximum-scale=1, user-scalable=no, minimal-ui": (
        "width=device-width, initial-scale=1"
    ),
    "</head>": '<link rel="stylesheet" href="/look/page.css"></head>',
}


def site() -> Application:
    """Everything that the server answers."""
    routes = [
        Route("/look/page.css", _style),
        Route("/download/scenario.toml", _scenario),
        Route("/download/worlds.csv", _worlds),
        Mount("/", app=_OurPage(solara_site)),
    ]
    return _OnlyHere(Starlette(routes=routes, lifespan=solara_site.router.lifespan_context))


async def _style(request: Request) -> Response:
    return FileResponse(STYLE, media_type="text/css")


async def _scenario(request: Request) -> Response:
    setting = restored(request.url.query).session.now
    text = to_toml(_asked(setting))
    return PlainTextResponse(text, media_type="application/toml", headers=_saved_as("scenario.toml"))


async def _worlds(request: Request) -> Response:
    table = await run_in_threadpool(_csv, restored(request.url.query).session.now)
    return Response(table, media_type="text/csv", headers=_saved_as("worlds.csv"))


def _asked(setting: Setting) -> Any:
    scenario = scenario_of(setting.levers, setting.worlds)
    return scenario.replace(values={"progress_weight": setting.progress_weight})


def _csv(setting: Setting) -> bytes:
    import pyarrow.csv

    run = simulations().ready(setting.levers, setting.worlds, len(PARTS))
    file = BytesIO()
    pyarrow.csv.write_csv(weighed(run, setting.progress_weight).to_arrow(), file)
    return file.getvalue()


def _saved_as(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="govsim-{name}"'}


class _OnlyHere:
    """Refuses requests from other sites that are open in the browser."""

    def __init__(self, inner: Application) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and not _is_from_here(scope):
            if scope["type"] == "websocket":
                await receive()
                await send({"type": "websocket.close", "code": 1008})
                return
            await PlainTextResponse("This server answers this machine only.", 403)(scope, receive, send)
            return
        await self.inner(scope, receive, send)


def _is_from_here(scope: Scope) -> bool:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    origin = headers.get("origin")
    hosts = [urlsplit(f"//{headers.get('host', '')}").hostname]
    hosts += [urlsplit(origin).hostname] if origin is not None else []
    return all(host in LOOPBACK for host in hosts)


class _OurPage:
    """Solara's site with its HTML rewritten; assets are never fetched from other machines."""

    def __init__(self, inner: Application) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        path: str = scope["path"]
        if (
            path.startswith(ASSETS)
            and not (settings.assets.proxy_cache_dir / path.removeprefix(ASSETS)).is_file()
        ):
            await PlainTextResponse("Not installed.", 404)(scope, receive, send)
            return
        if path != "/":
            await self.inner(scope, receive, send)
            return
        plain = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}
        await self.inner(plain, receive, _Rewriting(send))


class _Rewriting:
    """Buffers an HTML response, rewrites it and sends it."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.start: Message = {}
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
            return
        self.body += message.get("body", b"")
        if message.get("more_body", False):
            return
        text = self.body.decode()
        for theirs, ours in REWRITTEN.items():
            text = text.replace(theirs, ours, 1)
        body = text.encode()
        headers = [pair for pair in self.start["headers"] if pair[0] != b"content-length"]
        length = (b"content-length", str(len(body)).encode())
        await self.send({**self.start, "headers": [*headers, length]})
        await self.send({"type": "http.response.body", "body": body})
