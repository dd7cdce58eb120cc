"""The gate of the site: who is answered, under which path, and what a browser may do with the answer."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from starlette.responses import PlainTextResponse, Response

from govsim.app.hosting import Hosting, is_loopback, named

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

PORTS: Final = {"http": 80, "https": 443}
CLOSED: Final = ("/resourcez",)  # tells how many visitors there are and how much memory they take
OF_PROXIES: Final = re.compile(rb"x-forwarded-.*|forwarded|(x-)?script-name", re.IGNORECASE)
REFUSED: Final = 1008  # the code of a websocket that is against the rules
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

ONLY_HERE: Final = "This server answers this machine only."
OTHER_NAME: Final = (
    "This server answers to its own names only. Whoever runs it can add one with --allow-host."
)
OTHER_SITE: Final = "This server answers its own pages only."


class Gate:
    """Refuses requests for other hosts and from other sites that are open in the browser; guards the answers.

    Pages are answered below the base path, and without it for proxies that take it away.
    """

    def __init__(self, inner: Application, hosting: Hosting) -> None:
        self.inner = inner
        self.hosting = hosting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] not in ("http", "websocket"):
            await self.inner(scope, receive, send)
            return
        refused, base = self._refused(scope), self.hosting.base_path
        if refused and scope["type"] == "websocket":
            await refuse(receive, send)
        elif refused:
            await PlainTextResponse(refused, 403)(scope, receive, send)
        elif base and scope["path"] == base and scope["type"] == "http":
            await moved(scope, base.rpartition("/")[2] + "/")(scope, receive, send)
        else:
            inside = self._inside(scope)
            if inside["path"] in CLOSED:
                await PlainTextResponse("Not here.", 404)(scope, receive, send)
            else:
                await self.inner(inside, receive, _guarded(send))

    def _refused(self, scope: Scope) -> str:
        """Why a request is not answered; empty if it is."""
        hosts, origin = _values(scope, b"host"), _value(scope, b"origin")
        forwarded = _value(scope, b"x-forwarded-host") if self.hosting.trusts_proxy else None
        asked = [*hosts, *([] if forwarded is None else [forwarded.partition(",")[0].strip()])]
        names = [named(host) for host in asked]
        arrived_at = str((scope.get("server") or ("",))[0])
        if len(hosts) != 1 or not all(one and self.hosting.answers_to(one.name, arrived_at) for one in names):
            return OTHER_NAME if self.hosting.is_shared else ONLY_HERE
        if origin is not None and not _is_of(origin, asked[-1], self._scheme(scope)):
            return OTHER_SITE
        if origin is not None and scope["type"] == "websocket":  # where browsers differ in `sec-fetch-site`
            return ""
        site = _value(scope, b"sec-fetch-site") or "none"
        if site not in ("none", "same-origin") and not _opens_a_page(scope):
            return OTHER_SITE
        return ""

    def _scheme(self, scope: Scope) -> str | None:
        """The scheme that the browser used, where the proxy says so."""
        scheme = _value(scope, b"x-forwarded-proto") if self.hosting.trusts_proxy else None
        return scheme if scheme in PORTS else None

    def _client(self, scope: Scope) -> tuple[str, int] | None:
        """The network address of the browser, where a proxy on this machine adds it behind what browsers claim."""
        sent_by, forwarded = scope.get("client"), _values(scope, b"x-forwarded-for")
        if not (self.hosting.trusts_proxy and sent_by and forwarded and is_loopback(sent_by[0])):
            return None
        nearest = named(forwarded[-1].rpartition(",")[2].strip())
        return None if nearest is None else (nearest.name, 0)

    def _inside(self, scope: Scope) -> Scope:
        """A request as the site sees it: below its own root, with what a proxy said taken in or dropped."""
        path, base = scope["path"], self.hosting.base_path + "/"
        headers = [pair for pair in scope["headers"] if not OF_PROXIES.fullmatch(pair[0])]
        inside = {**scope, "headers": headers, "root_path": ""}
        if self.hosting.base_path and path.startswith(base):
            inside["path"] = path[len(base) - 1 :]
            inside["raw_path"] = scope.get("raw_path", b"").removeprefix(base[:-1].encode())
        if (client := self._client(scope)) is not None:
            inside["client"] = client
        if (scheme := self._scheme(scope)) is not None:
            is_live = scope["type"] == "websocket"
            inside["scheme"] = scheme.replace("http", "ws") if is_live else scheme
        return inside


async def refuse(receive: Receive, send: Send) -> None:
    """Refuse a websocket before it is open; browsers see a 403."""
    await receive()
    await send({"type": "websocket.close", "code": REFUSED})


def moved(scope: Scope, to: str) -> Response:
    """Lead to another path with the same query, relative, so that it holds behind every proxy."""
    query = scope.get("query_string", b"").decode("latin-1")
    return Response(status_code=307, headers={"location": f"{to}?{query}" if query else to})


def _values(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for one, value in scope["headers"] if one == name]


def _value(scope: Scope, name: bytes) -> str | None:
    return next(iter(_values(scope, name)), None)


def _is_of(origin: str, host: str, scheme: str | None) -> bool:
    """Whether a page of an origin is one of ours, which the browser asked for at a host.

    >>> _is_of("https://tools.example.org", "tools.example.org:443", None), _is_of("null", "localhost", None)
    (True, False)
    """
    of_page, _, rest = origin.partition("://")
    theirs, ours = named(rest), named(host)
    if of_page not in PORTS or theirs is None or ours is None or scheme not in (None, of_page):
        return False
    default = PORTS[of_page]
    return (theirs.name, theirs.port or default) == (ours.name, ours.port or default)


def _opens_a_page(scope: Scope) -> bool:
    """Whether somebody followed a link from another site, which only opens a page."""
    return (_value(scope, b"sec-fetch-mode"), _value(scope, b"sec-fetch-dest")) == ("navigate", "document")


def _guarded(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", []), *HEADERS]}
        await send(message)

    return guarded
