"""The pages under load: one visitor, thirty, many who open at once, and the memory that stays when all are gone."""

from __future__ import annotations

import asyncio
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from typing import Any, Final

import numpy as np
import psutil

from benchmarks.answers import Answer, Figure, Table, shown
from benchmarks.measuring import ROOT, middle
from benchmarks.page_client import Client, opened, until, worlds_of
from benchmarks.sizes import Size
from govsim.app.arrangements import arrangement_levers
from govsim.runs.drive import each_quarter, start, warm_up
from govsim.scenario.load import load_scenario
from govsim.world.build import build_world
from govsim.world.find_places import places_of

YARDSTICK_WORLDS: Final = 32
TARGETS: Final = {16: 0.7, 32: 1.3, 200: 4.0}  # yardstick runs until the picture of so many worlds
ARRANGEMENTS: Final = ("siloed", "layered", "mission_led")
LEVERS: Final = ("pooled_funding", "joint_accountability", "local_discretion", "central_control")
STEPS: Final = 20  # of 5%
EVERY: Final = 3.0  # seconds between moves of a visitor
SEED: Final = 14
QUIET: Final = 5.0  # seconds in which the server settles
TOGETHER: Final = 10  # sessions that are open at once before they close
LIMIT: Final = 120.0  # seconds after which a picture counts as lost
FIRST_LINE: Final = "/?arrangement=layered"


def ask(size: Size) -> Answer:
    """Measure and tell."""
    yardstick = _yardstick(size.turns)
    with _server(size.page_worlds[-1]) as (address, process):
        alone = asyncio.run(_alone(address, size.turns, size.page_worlds))
        yardstick += _yardstick(size.turns)
        crowd = asyncio.run(_crowd(address, size.visitors, 60 * size.page_minutes))
        yardstick += _yardstick(size.turns)
        before = _memory(process)
        opening = asyncio.run(_opening(address, process, size.openings))
        asyncio.run(_sessions(address, 2 * size.openings))
        time.sleep(QUIET)
        after = _memory(process)
    return _told(size, middle(yardstick), alone, crowd, opening, (before, after))


def _yardstick(turns: int) -> list[float]:
    """Wall seconds of 32 default worlds of one arrangement in this process, their warm-up apart."""
    scenario = load_scenario("siloed")
    places, seconds = places_of(scenario), []
    for _ in range(turns):
        warm = warm_up(build_world(scenario, places, range(YARDSTICK_WORLDS), 0))
        began = time.perf_counter()
        for _ in each_quarter(start(warm, scenario)):
            pass
        seconds.append(time.perf_counter() - began)
    return seconds


@contextmanager
def _server(worlds: int) -> Iterator[tuple[str, psutil.Process]]:
    """The pages, served by the command that a visitor would give, once so many worlds of the first are at hand."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    words = [sys.executable, "-m", "govsim", "app", "--port", str(port), "--no-open"]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            while worlds_of(_page(address, server)) < worlds:
                time.sleep(0.2)
            yield address, psutil.Process(server.pid)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)


def _page(address: str, server: subprocess.Popen[bytes]) -> str:
    if server.poll() is not None:
        raise RuntimeError("the server stopped before it answered")
    try:
        with urllib.request.urlopen(address + FIRST_LINE, timeout=60) as answer:
            return str(answer.read().decode())
    except OSError:
        return ""


async def _alone(address: str, moves: int, rungs: tuple[int, ...]) -> dict[int, list[float]]:
    """Seconds from a move of the only visitor to pictures of so many worlds of a new setting."""
    seconds: dict[int, list[float]] = {worlds: [] for worlds in rungs}
    async with opened(address) as client:
        await client.live()
        for move in range(moves + 1):
            sent = await client.move("pooled_funding", round(0.31 + 0.02 * move, 2))
            waited = await client.pictures_since(sent, *rungs)
            for worlds, one in zip(rungs, waited, strict=True):
                seconds[worlds] += [one] if move else []  # the first move warms both processes up
    return seconds


async def _crowd(address: str, visitors: int, seconds: float) -> dict[str, Any]:
    """Many visitors who move every three seconds: how long each waits for the first picture of its setting."""
    drawn = random.Random(SEED)
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(opened(address)) for _ in range(visitors)]
        found = await asyncio.gather(
            *(_visit(client, random.Random(drawn.random()), seconds) for client in clients)
        )
    waits = [wait for own, _ in found for wait in own]
    return {
        "waits": waits,
        "lost": sum(lost for _, lost in found),
        "slowest": max(middle(own) for own, _ in found if own),
    }


async def _visit(client: Client, drawn: random.Random, seconds: float) -> tuple[list[float], int]:
    waits, lost, now = [], 0, arrangement_levers("siloed").model_dump()
    await client.live()
    await asyncio.sleep(EVERY * drawn.random())
    for at in until(seconds, EVERY):
        await asyncio.sleep(max(0.0, at - time.perf_counter()))
        name, value, now = _drawn_move(drawn, now)
        try:
            sent = await client.move(name, value)
            waits += await asyncio.wait_for(client.pictures_since(sent, 1), LIMIT)
        except TimeoutError:
            lost += 1
    return waits, lost


def _drawn_move(drawn: random.Random, now: dict[str, Any]) -> tuple[str, float | str, dict[str, Any]]:
    """A move that changes the levers, and the levers after it; no picture follows one that changes nothing."""
    while True:
        if drawn.random() < 1 / (1 + len(LEVERS)):
            name, value = "arrangement", drawn.choice(ARRANGEMENTS)
            after = arrangement_levers(value).model_dump()
        else:
            name, value = drawn.choice(LEVERS), drawn.randrange(1, STEPS) / STEPS
            after = {**now, name: value}
        if after != now:
            return name, value, after


async def _opening(address: str, process: psutil.Process, count: int) -> dict[str, float]:
    """Many who open the same page at once: the first HTML of all, all live, and CPU of the server for each."""
    began, cpu = time.perf_counter(), _cpu(process)
    await asyncio.gather(*(asyncio.to_thread(_read, address + FIRST_LINE) for _ in range(count)))
    first, cpu_first = time.perf_counter() - began, _cpu(process) - cpu
    began, cpu = time.perf_counter(), _cpu(process)
    async with AsyncExitStack() as stack:

        async def live() -> None:
            client = await stack.enter_async_context(opened(address, FIRST_LINE))
            await client.live()

        await asyncio.gather(*(live() for _ in range(count)))
        took, cpu_live = time.perf_counter() - began, _cpu(process) - cpu
    return {"first": first, "first_cpu": cpu_first / count, "live": took, "live_cpu": cpu_live / count}


async def _sessions(address: str, count: int) -> None:
    """Open and close so many sessions, a few at a time."""
    for begun in range(0, count, TOGETHER):
        async with AsyncExitStack() as stack:
            for _ in range(min(TOGETHER, count - begun)):
                client = await stack.enter_async_context(opened(address, FIRST_LINE))
                await client.live()


def _read(address: str) -> None:
    with urllib.request.urlopen(address, timeout=60) as answer:
        page = answer.read()
    if b"<svg" not in page:
        raise RuntimeError("the first HTML holds no chart")


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _memory(process: psutil.Process) -> float:
    """Megabytes of the server itself."""
    return float(process.memory_info().rss) / 2**20


def _told(
    size: Size,
    yardstick: float,
    alone: dict[int, list[float]],
    crowd: dict[str, Any],
    opening: dict[str, float],
    memory: tuple[float, float],
) -> Answer:
    waits = [wait / yardstick for wait in crowd["waits"]]
    runs = "yardstick runs"
    before, after = memory
    figures = [
        *(
            Figure(f"alone_{worlds}", f"a move on the page to the picture of {worlds} worlds, in {runs}",
                   middle(alone[worlds]) / yardstick, "×", target)
            for worlds, target in TARGETS.items() if worlds in alone
        ),
        Figure("crowd_median", f"{size.visitors} visitors: a move to the first picture, median, in {runs}",
               middle(waits), "×", 3.0),
        Figure("crowd_95", f"{size.visitors} visitors: the same, 95% of moves within, in {runs}",
               float(np.percentile(waits, 95)), "×", 10.0),
        Figure("crowd_slowest", f"{size.visitors} visitors: median of the visitor who waits longest, in {runs}",
               crowd["slowest"] / yardstick, "×", 10.0),
        Figure("crowd_lost", f"{size.visitors} visitors: moves without a picture", crowd["lost"], "", 0.0),
        Figure("first_html", f"{size.openings} open at once: first HTML with headline and chart for all",
               opening["first"], "s", 3.0),
        Figure("live", f"{size.openings} open at once: the page is live for all", opening["live"], "s", 30.0),
        Figure("live_cpu", "opening a page, CPU of the server", opening["live_cpu"], "s", 0.1),
        Figure("memory_kept", f"memory of the server after {2 * size.openings} sessions are gone, beside before",
               after / before, "×", 1.1),
        Figure("memory_more", "the same, more than before", after - before, "MB", 30.0),
    ]  # fmt: skip
    rows = [
        [f"a yardstick run: {YARDSTICK_WORLDS} worlds by one process", shown(1e3 * yardstick, "ms")],
        *([f"one visitor, {worlds} worlds", shown(1e3 * middle(alone[worlds]), "ms")] for worlds in alone),
        [f"{size.visitors} visitors, first picture, median", shown(1e3 * middle(crowd["waits"]), "ms")],
        [f"{size.visitors} visitors, moves in {size.page_minutes:g} min", f"{len(waits):,}"],
        ["first HTML, CPU of the server", shown(1e3 * opening["first_cpu"], "ms")],
        ["memory of the server before, of it alone", shown(before, "MB")],
    ]
    notes = [
        "Visitors are clients of the page's protocol without a browser. They take CPU of the same machine.",
        f"Moves are drawn from {len(ARRANGEMENTS)} arrangements and {len(LEVERS)} levers in steps of 5%, seed {SEED}.",
        "Wall times; the yardstick is the median of runs before, between and after.",
    ]
    measured = {"yardstick": yardstick, "alone": alone, "crowd": crowd, "opening": opening, "memory": memory}
    heads = ("Pages, wall time", "median")
    return Answer("pages", _QUESTION, figures, [Table("pages", heads, rows)], notes, measured)


_QUESTION: Final = "How soon does a page answer, alone and in a class?"
