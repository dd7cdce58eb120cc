"""Downloads of a comparison: the report, its numbers, its tables, and the visitor's setting as a scenario."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from govsim.app.address import restored
from govsim.app.compare.arms import SETTING_FILE, UPLOADED_FILE, setting_toml
from govsim.app.compare.request import KEYS, ComparisonRequest, comparison_request
from govsim.app.compare.upload import saved_file
from govsim.app.downloads import made
from govsim.app.jobs import Cancelled, jobs
from govsim.app.work import Task
from govsim.errors import InputError


@dataclass(frozen=True, kw_only=True)
class _Form:
    """A form in which a comparison is saved."""

    ending: str
    media_type: str
    task: Callable[[ComparisonRequest], Task]
    content: Callable[[Any], bytes]  # of the task's result


FORMS: Final = (
    _Form(
        ending="html",
        media_type="text/html",
        task=lambda comparison: comparison.task,
        content=lambda outcome: outcome.report.encode(),
    ),
    _Form(
        ending="json",
        media_type="application/json",
        task=lambda comparison: comparison.task,
        content=lambda outcome: outcome.numbers.encode(),
    ),
    _Form(
        ending="zip",
        media_type="application/zip",
        task=lambda comparison: comparison.tables_task,
        content=lambda archive: archive,
    ),
)


def routes() -> list[Route]:
    """The addresses of the downloads."""
    forms = [Route(f"/download/comparison.{form.ending}", _endpoint(form)) for form in FORMS]
    files = ((SETTING_FILE, _setting), (UPLOADED_FILE, _uploaded))
    return [*forms, *(Route(f"/download/{name}", endpoint) for name, endpoint in files)]


def _endpoint(form: _Form) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        session = restored(request.url.query, KEYS).session
        file = saved_file(request.query_params.get("file", ""))
        own = {name: session.own.get(name, key.default) for name, key in KEYS.items()}
        try:
            comparison = comparison_request(session.now, own, file)
        except InputError as error:
            return PlainTextResponse(str(error), 400)
        name = "-".join(
            ("govsim", *(word.removesuffix(".toml").replace("/", "-") for word in comparison.words))
        )
        headers = {"content-disposition": f'attachment; filename="{name}.{form.ending}"'}

        def make(gone: Cancelled) -> bytes:
            task = form.task(comparison)
            results = [result for (result,) in jobs().follow(object(), [task], gone)]
            return form.content(results[-1]) if results and not gone() else b""

        return await made(request, make, media_type=form.media_type, headers=headers)

    return endpoint


async def _setting(request: Request) -> Response:
    text = setting_toml(restored(request.url.query).session.now)
    headers = {"content-disposition": f'attachment; filename="{SETTING_FILE}"'}
    return PlainTextResponse(text, media_type="application/toml", headers=headers)


async def _uploaded(request: Request) -> Response:
    """The file that a visitor chose, as it was."""
    file = saved_file(request.query_params.get("file", ""))
    if file is None:
        return PlainTextResponse("This file is no longer here. Choose it on the page Compare again.", 404)
    headers = {"content-disposition": f'attachment; filename="{file.name}"'}
    return PlainTextResponse(file.text, media_type="application/toml", headers=headers)
