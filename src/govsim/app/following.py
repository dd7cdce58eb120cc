"""How a page waits for work: what has come so far, or why nothing will."""

# mypy: disable-error-code="attr-defined"
# (solara does not export its names)

from __future__ import annotations

import operator
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import solara

from govsim.app.jobs import Cancelled, Failure, JobFailed, jobs
from govsim.app.work import Work


@dataclass(frozen=True, eq=False, kw_only=True)
class Followed:
    """The results of some work so far, in ever more worlds; none until the first arrive.

    After the visitor has asked for other work the last results stay until new ones come: `stale` tells. After a failure
    they stay too. Where only the first of the work was needed and another failed, the first stands alone.
    """

    works: tuple[Work, ...] = ()  # those that the results belong to
    results: tuple[Any, ...] = ()
    stale: bool = True  # whether other or further results are on their way, or should be
    failed: Failure | None = None


class _Newest:
    """The newest results that a page shows, whichever thread brings them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wanted: tuple[Work, ...] = ()
        self._followed = Followed()

    def of(self, wanted: tuple[Work, ...]) -> Followed:
        """What to show for the work that is wanted now; what others have had done is shown at once."""
        with self._lock:
            if wanted != self._wanted:
                self._wanted = wanted
                if wanted and (known := jobs().known(wanted)):
                    self._followed = Followed(works=wanted, results=known)
            shown = self._followed
            current = bool(shown.works) and shown.works == wanted[: len(shown.works)]
            return replace(shown, stale=not current)

    def show(self, wanted: tuple[Work, ...], works: tuple[Work, ...], results: tuple[Any, ...]) -> bool:
        """Show results of what was wanted; whether they are new and still wanted."""
        shown = self._followed
        same = shown.works == works and all(map(operator.is_, shown.results, results)) and not shown.failed
        return not same and self._replace(wanted, Followed(works=works, results=results))

    def fail(self, wanted: tuple[Work, ...], failure: Failure | None) -> bool:
        """Show why what was wanted failed, or that it is tried again; whether that is new and still wanted."""
        shown = self._followed
        return shown.failed != failure and self._replace(wanted, replace(shown, failed=failure))

    def _replace(self, wanted: tuple[Work, ...], followed: Followed) -> bool:
        with self._lock:
            if wanted == self._wanted:
                self._followed = followed
            return wanted == self._wanted


def use_work(works: Sequence[Work], needed: int | None = None) -> Followed:
    """Follow work for as long as the page wants it.

    Args:
        works: What is wanted; if it changes, the old is left. Nothing at all is allowed.
        needed: How many of the first must succeed; by default all.
    """
    wanted = tuple(works)
    newest = solara.use_memo(_Newest, [])
    _, draw_again = solara.use_state(0)
    owner = solara.use_memo(object, [])

    def follow(cancel: threading.Event) -> None:
        def draw(is_new: bool) -> None:
            if is_new:
                draw_again(lambda turn: turn + 1)

        draw(newest.fail(wanted, None))
        try:
            for followed_works, results in _followed(wanted, needed, owner, cancel.is_set):
                draw(newest.show(wanted, followed_works, results))
        except JobFailed as failure:
            draw(newest.fail(wanted, failure.failure))

    def begin() -> Callable[[], None]:
        # in place of solara's use_thread, which draws the page again with every state of its thread
        cancel = threading.Event()
        threading.Thread(target=follow, args=(cancel,), daemon=True).start()

        def leave() -> None:
            cancel.set()
            jobs().leave(owner)

        return leave

    solara.use_effect(begin, [*wanted])
    followed: Followed = newest.of(wanted)
    return followed


def _followed(
    wanted: tuple[Work, ...], needed: int | None, owner: object, cancelled: Cancelled
) -> Iterator[tuple[tuple[Work, ...], tuple[Any, ...]]]:
    """Work with its results, in ever more worlds. Raises JobFailed if what is needed fails."""
    if not wanted:
        return
    try:
        for results in jobs().follow(owner, wanted, cancelled):
            yield wanted, results
    except JobFailed as failure:
        if needed is None or failure.work in wanted[:needed]:
            raise
        yield from _followed(wanted[:needed], None, owner, cancelled)
