"""The gate of the site: who is answered, and what a browser may do with the answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
CLOSED: Final = ("/resourcez",)  # tells how many visitors there are and how much memory they take
POLICY: Final = (  # solara compiles its templates in the browser, which takes inline code and eval
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'self'"
)
HEADERS: Final = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
)


class Gate:
    """Refuses requests for other hosts and from other sites that are open in the browser; guards the answers."""

    def __init__(self, inner: Application, hosts: tuple[str, ...] = LOOPBACK) -> None:
        self.inner = inner
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] not in ("http", "websocket"):
            await self.inner(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refused = self._refused(headers)
        if refused and scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        elif refused:
            await PlainTextResponse(refused, 403)(scope, receive, send)
        elif scope["path"] in CLOSED:
            await PlainTextResponse("Not here.", 404)(scope, receive, send)
        else:
            await self.inner(scope, receive, _guarded(send))

    def _refused(self, headers: Mapping[str, str]) -> str:
        """Why a request is not answered; empty if it is."""
        host, origin = headers.get("host", ""), headers.get("origin")
        if _hostname(host) not in self.hosts:
            return "This server answers this machine only."
        if origin is not None and urlsplit(origin).netloc != host:
            return "This server answers its own pages only."
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin") and not _opens_a_page(
            headers
        ):
            return "This server answers its own pages only."
        return ""


def _hostname(host: str) -> str | None:
    """The name in a Host header; None if it is not one."""
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _opens_a_page(headers: Mapping[str, str]) -> bool:
    """Whether somebody followed a link from another site, which only opens a page."""
    return (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == ("navigate", "document")


def _guarded(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", []), *HEADERS]}
        await send(message)

    return guarded
