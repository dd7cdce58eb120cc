"""Downloads of a setting: its scenario, a summary of its worlds, and all of them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Final

import numpy as np
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from govsim.app.address import from_nearest, lever_text, restored
from govsim.app.arrangements import title_of
from govsim.app.assumptions import fixed_words
from govsim.app.jobs import Cancelled, JobFailed, jobs
from govsim.app.part import request_of, weighed
from govsim.app.session import Setting, opened
from govsim.app.shown_measures import OBSERVED
from govsim.runs.run import Run
from govsim.scenario.toml_writing import toml_text

if TYPE_CHECKING:
    import pyarrow

LANES: Final = 2  # downloads that are worked on at once; pages go first
NAMED: Final = 2  # changed levers and fixed assumptions that a file's name mentions
LOOKS: Final = 0.25  # seconds between looks whether whoever asked is still there
SHARES: Final = {"p05": 5, "p25": 25, "p75": 75, "p95": 95}

_busy = threading.BoundedSemaphore(LANES)


def routes() -> list[Route]:
    """The addresses of the downloads."""
    return [
        Route("/download/scenario.toml", _scenario),
        Route("/download/summary.csv", _summary),
        Route("/download/worlds.csv", _worlds),
    ]


def scenario_toml(setting: Setting) -> str:
    """The setting as a scenario file: the nearest shipped arrangement, and what differs from it."""
    start, (name, changes) = opened().now, from_nearest(setting.levers)
    named = ", ".join(f"{one.label.lower()} {lever_text(one.second)}" for one in changes)
    fixed = f"; fixed: {fixed_words(setting.fixed)}" if setting.fixed else ""
    document: dict[str, object] = {
        "name": _name(setting).replace("-", "_").replace(".", "_"),
        "extends": name,
        "about": f"{title_of(name)}, {f'with {named}' if named else 'as set on the page'}{fixed}.",
    }
    worlds = {"worlds": setting.worlds} if setting.worlds != start.worlds else {}
    if worlds or setting.fixed:
        document["uncertainties"] = {**worlds, **dict(setting.fixed)}
    if setting.progress_weight != start.progress_weight:
        document["values"] = {"progress_weight": setting.progress_weight}
    if changes:
        document["levers"] = {one.lever: one.second for one in changes}
    return toml_text(document)


def summary_table(run: Run) -> pyarrow.Table:
    """Mean and quantiles over worlds of each measure in each quarter."""
    import pyarrow

    rows = {"quarter": [], "measure": [], "mean": [], **{name: [] for name in SHARES}}  # type: ignore[var-annotated]
    for name in OBSERVED:
        values = run.measures[name]
        quantiles = np.percentile(values, list(SHARES.values()), axis=1)
        rows["quarter"] += range(len(values))
        rows["measure"] += [name] * len(values)
        rows["mean"] += list(values.mean(axis=1))
        for row, share in enumerate(SHARES):
            rows[share] += list(quantiles[row])
    return pyarrow.table(rows)


async def _scenario(http_request: HttpRequest) -> Response:
    setting = restored(http_request.url.query).session.now
    headers = _saved_as(setting, ".toml")
    return PlainTextResponse(scenario_toml(setting), media_type="application/toml", headers=headers)


async def _summary(http_request: HttpRequest) -> Response:
    return await _table(http_request, "-summary.csv", summary_table)


async def _worlds(http_request: HttpRequest) -> Response:
    return await _table(http_request, "-worlds.csv", Run.to_arrow)


async def _table(
    http_request: HttpRequest, ending: str, table_of: Callable[[Run], pyarrow.Table]
) -> Response:
    """A table of all worlds, simulated for as long as somebody waits for it."""
    setting = restored(http_request.url.query).session.now
    headers = _saved_as(setting, ending)
    return await made(
        http_request, lambda gone: _csv(setting, table_of, gone), media_type="text/csv", headers=headers
    )


async def made(
    http_request: HttpRequest,
    make: Callable[[Cancelled], bytes],
    *,
    media_type: str,
    headers: Mapping[str, str],
) -> Response:
    """An answer that takes work: in one of few lanes, and for as long as somebody waits for it."""
    if http_request.method == "HEAD":
        return Response(media_type=media_type, headers=headers)
    if not _busy.acquire(blocking=False):
        text = "Other downloads are under way. Try again in a few seconds."
        return PlainTextResponse(text, 503, {"retry-after": "5"})
    try:
        gone = threading.Event()
        work = asyncio.ensure_future(run_in_threadpool(make, gone.is_set))
        while not (await asyncio.wait({work}, timeout=LOOKS))[0]:
            if await http_request.is_disconnected():
                gone.set()
        content = await work
    except JobFailed as failure:
        why = failure.failure.words or f"number {failure.failure.reference}"
        return PlainTextResponse(f"This setting could not be simulated: {why}.", 500)
    finally:
        _busy.release()
    return Response(content, media_type=media_type, headers=headers)


def _csv(setting: Setting, table_of: Callable[[Run], pyarrow.Table], cancelled: Cancelled) -> bytes:
    import pyarrow.csv

    file = BytesIO()
    request = request_of(setting)
    for (run,) in jobs().follow(object(), [request], cancelled):
        if len(run.replicates) == request.worlds:
            pyarrow.csv.write_csv(table_of(weighed(run, setting.progress_weight)), file)
    return file.getvalue()


def _name(setting: Setting) -> str:
    """A name for a setting's files: `mission_led-pooled_funding-0.35`."""
    arrangement, changes = from_nearest(setting.levers)
    named = [f"{one.lever}-{lever_text(one.second)}" for one in changes]
    named += [f"{name}-{lever_text(value)}" for name, value in setting.fixed]
    more = [f"and-{len(named) - NAMED}-more"] if len(named) > NAMED else []
    return "-".join([arrangement, *named[:NAMED], *more])


def _saved_as(setting: Setting, ending: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="govsim-{_name(setting)}{ending}"'}
