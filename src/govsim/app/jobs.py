"""Work wanted by visitors, done by processes: fair between visitors, merged, cancelled, and kept for others."""

from __future__ import annotations

import logging
import os
import pickle
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Any, Final
from weakref import WeakValueDictionary

from govsim.app.arrangements import arrangement_levers
from govsim.app.part import request_of, warm
from govsim.app.session import Setting
from govsim.app.work import Derived, Part, Work, done_part
from govsim.errors import InputError
from govsim.palette import ARRANGEMENTS
from govsim.runs.pool import ProcessPool, WorkerDied
from govsim.runs.run import Run

MOST_BYTES: Final = 200_000_000
MOST_REMEMBERED: Final = 1000  # visitors; a quick mover does not come before those who wait
PATIENCE: Final = 1.0  # seconds until a waiting visitor looks whether it is still wanted

Cancelled = Callable[[], bool]
_log: Final = logging.getLogger("govsim.app")


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Why work failed: an error of input in its own words, else a number that leads to the traceback in the log."""

    words: str = ""
    reference: str = ""
    drawing: bool = False  # whether a page could not be drawn, rather than a setting not simulated


class JobFailed(Exception):
    """Some work failed."""

    def __init__(self, failure: Failure, work: Work) -> None:
        super().__init__(failure)
        self.failure = failure
        self.work = work


@dataclass(eq=False, kw_only=True)
class _Want:
    """Work that one visitor waits for, as far up its ladder as wanted."""

    owner: Hashable
    works: Sequence[Work]
    rungs: int
    changed: threading.Condition  # of this want alone: a part that ends wakes nobody else


@dataclass(eq=False)
class _Kept:
    """The finished parts of some work; a failure is kept as long as somebody waits for the work."""

    parts: dict[Part, Any] = field(default_factory=dict)
    failed: Failure | None = None
    size: int = 0  # bytes
    joined: WeakValueDictionary[int, Any] = field(
        default_factory=WeakValueDictionary
    )  # while somebody shows it


class Jobs:
    """Processes that do what visitors want: first rungs before further ones, and visitors in turn.

    Each process has a thread that finds it work. One lock guards everything that visitors and threads share.
    """

    def __init__(self, processes: int, *, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self._wants: list[_Want] = []
        self._kept: OrderedDict[Work, _Kept] = OrderedDict()
        self._running: set[tuple[Work, Part]] = set()
        self._served: dict[Hashable, int] = {}  # when each owner's last part was begun
        self._turns = count(1)
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)  # there may be other work to begin
        self._closed = False
        self._pools = [ProcessPool(1) for _ in range(processes)]  # a process that dies takes no other with it
        for pool in self._pools:
            threading.Thread(target=self._serve, args=(pool,), daemon=True).start()

    def follow(
        self,
        owner: Hashable,
        works: Sequence[Work],
        cancelled: Cancelled = lambda: False,
        rungs: int | None = None,
    ) -> Iterator[tuple[Any, ...]]:
        """Yield the results of some work of one ladder; of simulations, in the same, ever more worlds.

        What is kept already is yielded at once, without the rungs below it. Ends early when cancelled, and when its
        owner follows something else. Raises JobFailed.
        """
        want = _Want(
            owner=owner,
            works=works,
            rungs=rungs or min(len(work.ladder) for work in works),
            changed=threading.Condition(self._lock),
        )
        with self._lock:
            if cancelled():
                return
            self._abandon(owner)
            self._wants.append(want)
            self._changed.notify_all()
        try:
            shown = 0
            while shown < want.rungs:
                with self._lock:
                    while (
                        (reached := self._reached(want)) <= shown and want in self._wants and not cancelled()
                    ):
                        want.changed.wait(PATIENCE)
                    if want not in self._wants or cancelled():
                        return
                    results = tuple(self._result(work, reached) for work in works)
                shown = reached
                yield results
        finally:
            with self._lock:
                self._leave(want)

    def leave(self, owner: Hashable) -> None:
        """Stop what an owner follows."""
        with self._lock:
            self._abandon(owner)

    def known(self, works: Sequence[Work]) -> tuple[Any, ...]:
        """The results of some work as far as all of it is kept; none if not even the first rungs are."""
        with self._lock:
            reached = min(map(self._height, works))
            return tuple(self._result(work, reached) for work in works) if reached else ()

    def everywhere(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Call a function of a module in every process, when it is free; none is started once all are closed."""
        with self._lock:
            for pool in () if self._closed else self._pools:
                pool.submit(function, *arguments)

    def close(self) -> None:
        """Kill the processes; whoever waits gets nothing more."""
        with self._lock:
            self._closed = True
            for want in list(self._wants):
                self._abandon(want.owner)
            self._changed.notify_all()
        for pool in self._pools:
            pool.close()

    def _serve(self, pool: ProcessPool) -> None:
        """Give one process work until all are closed."""
        while True:
            with self._lock:
                while (part := self._next()) is None and not self._closed:
                    self._changed.wait()
                if part is None:
                    return
                self._running.add(part)
            result = _result(pool, part)
            with self._lock:
                if self._closed:
                    return
                if isinstance(result, WorkerDied):
                    pool.replenish()
                self._finish(part, result)
                self._changed.notify_all()
                for want in self._wants:
                    if part[0] in want.works:
                        want.changed.notify_all()

    # --- what follows is called with the lock held -------------------------------------------------------------------

    def _reached(self, want: _Want) -> int:
        """How many rungs are complete for all work of a want. Raises JobFailed."""
        for work in want.works:
            failed = self._kept[work].failed if work in self._kept else None
            if failed is not None:
                raise JobFailed(failed, work)
        return min(want.rungs, *(self._height(work) for work in want.works))

    def _height(self, work: Work) -> int:
        kept = self._kept[work].parts if work in self._kept else {}
        complete = [all(part in kept for part in rung) for rung in work.ladder]
        return complete.index(False) if False in complete else len(complete)

    def _result(self, work: Work, rungs: int) -> Any:
        kept = self._kept[work]
        self._kept.move_to_end(work)
        if (joined := kept.joined.get(rungs)) is None:
            joined = work.joined([kept.parts[part] for rung in work.ladder[:rungs] for part in rung])
            if type(joined).__weakrefoffset__:
                kept.joined[rungs] = joined
        return joined

    def _next(self) -> tuple[Work, Part] | None:
        """The next part to do: of the lowest rung, for whoever was served longest ago."""
        lowest: tuple[int, int, _Want, tuple[Work, Part]] | None = None
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

    def _missing(self, want: _Want) -> Iterator[tuple[int, tuple[Work, Part]]]:
        """The parts of a want that may begin now, each with its rung; long ones leave a process free of them."""
        begun = sum(work.long for work, _ in self._running)
        may_be_long = begun < max(1, len(self._pools) - 1)
        for rung in range(want.rungs):
            for work in want.works:
                if work.long and not may_be_long:
                    continue
                kept = self._kept.get(work, _NOTHING)
                for part in work.ladder[rung]:
                    if kept.failed is None and part not in kept.parts and (work, part) not in self._running:
                        yield rung, (work, part)

    def _finish(self, begun: tuple[Work, Part], result: Any) -> None:
        """Keep what came of a part, or note that it failed."""
        work, part = begun
        self._running.discard(begun)
        kept = self._kept.setdefault(work, _Kept())
        self._kept.move_to_end(work)
        if not isinstance(result, Exception):
            kept.parts[part] = result
            kept.size += _bytes(result) + (_bytes(work.given) if isinstance(work, Derived) else 0)
        elif isinstance(result, InputError):
            kept.failed = Failure(words=str(result))
        else:
            kept.failed = Failure(reference=secrets.token_hex(3))
            _log.error("work %s failed", kept.failed.reference, exc_info=result)
        self._tidy()

    def _abandon(self, owner: Hashable) -> None:
        """Wake whoever waits for an owner, in vain."""
        for want in [one for one in self._wants if one.owner == owner]:
            self._wants.remove(want)
            want.changed.notify_all()

    def _leave(self, want: _Want) -> None:
        """A visitor waits no longer."""
        self._wants = [other for other in self._wants if other is not want]
        if len(self._served) > MOST_REMEMBERED:
            waiting = {other.owner for other in self._wants}
            self._served = {owner: turn for owner, turn in self._served.items() if owner in waiting}
        self._tidy()

    def _tidy(self) -> None:
        """Forget failures that nobody waits for, so that the next visitor tries again, and the oldest results."""
        wanted = {work for want in self._wants for work in want.works}
        size = sum(kept.size for kept in self._kept.values())
        for work, kept in list(self._kept.items()):
            if work not in wanted and (kept.failed is not None or size > self.most_bytes):
                size -= kept.size
                del self._kept[work]


_NOTHING: Final = _Kept()


def _result(pool: ProcessPool, begun: tuple[Work, Part]) -> Any:
    """What a process makes of a part, or the error."""
    try:
        return pool.result(pool.submit(done_part, *begun))
    except Exception as error:
        return error


def _bytes(result: Any) -> int:
    if isinstance(result, tuple):
        return sum(map(_bytes, result))
    if not isinstance(result, Run):
        return len(pickle.dumps(result))
    tables = (result.measures, result.pound, result.along_axes, result.assumptions)
    return sum(values.nbytes for table in tables for values in table.values())


@cache
def jobs() -> Jobs:
    """The jobs of this server, shared by all visitors; as many processes as cores, and two at least."""
    return Jobs(max(2, os.cpu_count() or 1))


def prepare(source: Jobs) -> None:
    """Simulate what a visitor is likely to ask for first."""
    wanted = [request_of(Setting(arrangement_levers(name))) for name in ARRANGEMENTS]
    for _ in source.follow("what visitors ask for first", wanted):
        pass
    source.everywhere(warm, wanted[0])
