"""Simulations wanted by visitors, run by processes: fair between visitors, merged, cancelled, and kept for others."""

from __future__ import annotations

import logging
import os
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Final

from govsim.app.arrangements import arrangement_levers
from govsim.app.part import Request, joined, request_of, simulated_part
from govsim.palette import ARRANGEMENTS
from govsim.runs.pool import ProcessPool, WorkerDied
from govsim.runs.run import Run

Rung = tuple[range, ...]
# A rung is a number of worlds worth showing, in parts for several processes. The first two are quick; the parts of the
# last are short enough that another visitor's first worlds need not wait long.
LADDER: Final[tuple[Rung, ...]] = (
    (range(8), range(8, 16)),
    (range(16, 24), range(24, 32)),
    (range(32, 74), range(74, 116), range(116, 158), range(158, 200)),
)
ALL: Final = LADDER[-1][-1].stop
MOST_BYTES: Final = 200_000_000
PATIENCE: Final = 0.25  # seconds until a waiting visitor looks whether it is still wanted

Cancelled = Callable[[], bool]
Part = tuple[Request, range]
_log: Final = logging.getLogger("govsim.app")


class JobFailed(Exception):
    """The simulation of a request failed; `reference` leads to the traceback in the server's log."""

    def __init__(self, reference: str, request: Request) -> None:
        super().__init__(reference)
        self.reference = reference
        self.request = request


@dataclass(eq=False, kw_only=True)
class _Want:
    """Requests that one visitor waits for, as far up the ladder as wanted."""

    owner: Hashable
    requests: Sequence[Request]
    rungs: int


@dataclass(eq=False)
class _Kept:
    """The finished parts of a request; a failure is kept as long as somebody waits for the request."""

    parts: dict[range, Run] = field(default_factory=dict)
    failed: str = ""
    size: int = 0  # bytes of its arrays


class Jobs:
    """Processes that simulate what visitors want: first rungs before further ones, and visitors in turn.

    Each process has a thread that finds it work. One lock guards everything that visitors and threads share.
    """

    def __init__(
        self, processes: int, *, ladder: Sequence[Rung] = LADDER, most_bytes: int = MOST_BYTES
    ) -> None:
        self.ladder = ladder
        self.worlds = ladder[-1][-1].stop  # of a complete run
        self.most_bytes = most_bytes
        self._wants: list[_Want] = []
        self._kept: OrderedDict[Request, _Kept] = OrderedDict()
        self._running: set[Part] = set()
        self._served: dict[Hashable, int] = {}  # when each owner's last part was begun
        self._turns = count(1)
        self._changed = threading.Condition()
        self._closed = False
        self._pools = [ProcessPool(1) for _ in range(processes)]  # a process that dies takes no other with it
        for pool in self._pools:
            threading.Thread(target=self._serve, args=(pool,), daemon=True).start()

    def follow(
        self,
        owner: Hashable,
        requests: Sequence[Request],
        cancelled: Cancelled = lambda: False,
        rungs: int | None = None,
    ) -> Iterator[tuple[Run, ...]]:
        """Yield the runs of some requests in the same, ever more worlds.

        What is kept already is yielded at once, without the rungs below it. Ends early when cancelled, and when its
        owner follows something else. Raises JobFailed.
        """
        want = _Want(owner=owner, requests=requests, rungs=rungs or len(self.ladder))
        with self._changed:
            self._wants = [other for other in self._wants if other.owner != owner] + [want]
            self._changed.notify_all()
        try:
            shown = 0
            while shown < want.rungs:
                with self._changed:
                    while (
                        (reached := self._reached(want)) <= shown and want in self._wants and not cancelled()
                    ):
                        self._changed.wait(PATIENCE)
                    if want not in self._wants or cancelled():
                        return
                    runs = tuple(self._run(request, reached) for request in requests)
                shown = reached
                yield runs
        finally:
            with self._changed:
                self._leave(want)

    def known(self, request: Request) -> Run | None:
        """The run of a request as far as it is kept; None if not even the first rung is."""
        with self._changed:
            reached = self._height(request)
            return self._run(request, reached) if reached else None

    def close(self) -> None:
        """Kill the processes; whoever waits gets nothing more."""
        with self._changed:
            self._closed = True
            self._wants = []
            self._changed.notify_all()
        for pool in self._pools:
            pool.close()

    def _serve(self, pool: ProcessPool) -> None:
        """Give one process work until all are closed."""
        while True:
            with self._changed:
                while (part := self._next()) is None and not self._closed:
                    self._changed.wait()
                if part is None:
                    return
                self._running.add(part)
            result = _result(pool, part)
            with self._changed:
                self._finish(part, result)
                self._changed.notify_all()

    # --- what follows is called with the lock held -------------------------------------------------------------------

    def _reached(self, want: _Want) -> int:
        """How many rungs are complete for all requests of a want. Raises JobFailed."""
        for request in want.requests:
            if request in self._kept and self._kept[request].failed:
                raise JobFailed(self._kept[request].failed, request)
        return min(want.rungs, *(self._height(request) for request in want.requests))

    def _height(self, request: Request) -> int:
        kept = self._kept[request].parts if request in self._kept else {}
        complete = [all(part in kept for part in rung) for rung in self.ladder]
        return complete.index(False) if False in complete else len(complete)

    def _run(self, request: Request, rungs: int) -> Run:
        kept = self._kept[request]
        self._kept.move_to_end(request)
        return joined([kept.parts[part] for rung in self.ladder[:rungs] for part in rung])

    def _next(self) -> Part | None:
        """The next part to simulate: of the lowest rung, for whoever was served longest ago."""
        lowest: tuple[int, int, _Want, Part] | None = None
        for want in self._wants:
            for rung, missing in self._missing(want):
                served = self._served.get(want.owner, 0)
                if lowest is None or (rung, served) < lowest[:2]:
                    lowest = rung, served, want, missing
                break
        if lowest is None:
            return None
        _, _, want, part = lowest
        self._served[want.owner] = next(self._turns)
        return part

    def _missing(self, want: _Want) -> Iterator[tuple[int, Part]]:
        """The parts of a want that nobody has begun, each with its rung."""
        for rung, worlds in enumerate(self.ladder[: want.rungs]):
            for request in want.requests:
                kept = self._kept.get(request, _NOTHING)
                for part in worlds:
                    if not kept.failed and part not in kept.parts and (request, part) not in self._running:
                        yield rung, (request, part)

    def _finish(self, part: Part, result: Run | BaseException) -> None:
        """Keep what came of a part, or note that it failed."""
        request, worlds = part
        self._running.discard(part)
        kept = self._kept.setdefault(request, _Kept())
        self._kept.move_to_end(request)
        if isinstance(result, Run):
            kept.parts[worlds] = result
            kept.size += _bytes(result)
        else:
            kept.failed = secrets.token_hex(3)
            _log.error("simulation %s failed", kept.failed, exc_info=result)
        self._tidy()

    def _leave(self, want: _Want) -> None:
        """A visitor waits no longer."""
        self._wants = [other for other in self._wants if other is not want]
        if all(other.owner != want.owner for other in self._wants):
            self._served.pop(want.owner, None)
        self._tidy()

    def _tidy(self) -> None:
        """Forget failures that nobody waits for, so that the next visitor tries again, and the oldest runs."""
        wanted = {request for want in self._wants for request in want.requests}
        size = sum(kept.size for kept in self._kept.values())
        for request, kept in list(self._kept.items()):
            if request not in wanted and (kept.failed or size > self.most_bytes):
                size -= kept.size
                del self._kept[request]


_NOTHING: Final = _Kept()


def _result(pool: ProcessPool, part: Part) -> Run | BaseException:
    """What a process makes of a part, or the error; a process that died is replaced."""
    try:
        return pool.result(pool.submit(simulated_part, *part))
    except WorkerDied as error:
        pool.replenish()
        return error
    except Exception as error:
        return error


def _bytes(run: Run) -> int:
    tables = (run.measures, run.pound, run.assumptions)
    return sum(values.nbytes for table in tables for values in table.values())


@cache
def jobs() -> Jobs:
    """The jobs of this server, shared by all visitors; as many processes as cores."""
    return Jobs(os.cpu_count() or 1)


def prepare(source: Jobs) -> None:
    """Simulate what a visitor is likely to ask for first."""
    wanted = [request_of(arrangement_levers(name), "differ") for name in ARRANGEMENTS]
    for _ in source.follow("what visitors ask for first", wanted):
        pass
