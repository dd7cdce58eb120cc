"""Answers of a room's site: pages that are never stored, and forms that are bounded in size."""

from __future__ import annotations

import time
from typing import Final
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from govsim.documents.markup import Html
from govsim.errors import InputError
from govsim.rooms.pages import whole_page

MOST_BYTES, MOST_FIELDS = 16_384, 40  # of what is sent
FRESH: Final = {"cache-control": "no-store"}


def page_of(kind: str, title: str, inner: Html, up: str, status: int = 200, **look: str) -> Response:
    """A page, whole."""
    return HTMLResponse(whole_page(kind, title, inner, up, **look), status, FRESH)


def too_many(message: str) -> Response:
    """The response after too many tries."""
    return PlainTextResponse(f"Too many tries. Wait a minute. {message}", 429, {**FRESH, "retry-after": "60"})


def clock_words(ends: float) -> str:
    """A time on the clock of this computer; empty where there is none."""
    return time.strftime("%H:%M", time.localtime(ends)) if ends else ""


def sender(request: Request) -> str:
    """The network address from which a request came."""
    return request.client.host if request.client is not None else ""


def why_refused(error: InputError) -> str:
    """The reason for a refusal, in words for the student or the lecturer."""
    problem = error.problems[0]
    return f"Not saved: expected {problem.expected}, found {problem.found}. {problem.remedy}".strip()


async def sent_fields(request: Request) -> dict[str, str]:
    """The fields of a form, bounded in number and size."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise HTTPException(413, "More was sent than any form has.")
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except (UnicodeDecodeError, ValueError):
        return {}
