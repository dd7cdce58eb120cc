"""The visitor's missions as a scenario file."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from govsim.app.address import restored
from govsim.app.missions.request import KEYS, levers_of, start_of, text_in
from govsim.app.missions.written import FILE, missions_in, toml_of
from govsim.app.offered import offered


def routes() -> list[Route]:
    """The address of the download."""
    return [Route(f"/download/{FILE}", _missions)]


async def _missions(request: Request) -> Response:
    session = restored(request.url.query, KEYS).session
    own = {name: session.own.get(name, key.default) for name, key in KEYS.items()}
    start = start_of(offered().country(session.now.country))
    text = toml_of(missions_in(text_in(own, start)), start.beside[0], levers_of(own))
    headers = {"content-disposition": f'attachment; filename="{FILE}"'}
    return PlainTextResponse(text, media_type="application/toml", headers=headers)
