"""How a page waits for work: what has come so far, or why nothing will."""

# mypy: disable-error-code="attr-defined"
# (solara does not export its names)

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
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


def use_work(works: Sequence[Work], needed: int | None = None) -> Followed:
    """Follow work for as long as the page wants it.

    Args:
        works: What is wanted; if it changes, the old is left. Nothing at all is allowed.
        needed: How many of the first must succeed; by default all.
    """
    wanted = tuple(works)
    followed, set_followed = solara.use_state(Followed())
    newest = solara.use_ref(wanted)
    newest.current = wanted
    owner = solara.use_memo(object, [])

    def show(works: tuple[Work, ...], results: tuple[Any, ...]) -> None:
        now = Followed(works=works, results=results, stale=False)
        set_followed(lambda last: now if newest.current == wanted else last)

    def fail(failure: Failure | None) -> None:
        def failed(last: Followed) -> Followed:
            if newest.current != wanted or last.failed == failure:
                return last
            return Followed(works=last.works, results=last.results, stale=last.stale, failed=failure)

        set_followed(failed)

    def follow(cancel: threading.Event) -> None:
        fail(None)
        try:
            for followed_works, results in _followed(wanted, needed, owner, cancel.is_set):
                show(followed_works, results)
        except JobFailed as failure:
            fail(failure.failure)

    def begin() -> Callable[[], None]:
        # in place of solara's use_thread, which draws the page again with every state of its thread
        cancel = threading.Event()
        threading.Thread(target=follow, args=(cancel,), daemon=True).start()

        def leave() -> None:
            cancel.set()
            jobs().leave(owner)

        return leave

    solara.use_effect(begin, [*wanted])
    is_current = followed.works == wanted[: len(followed.works)] and bool(followed.works)
    if is_current == followed.stale:
        return Followed(
            works=followed.works, results=followed.results, stale=not is_current, failed=followed.failed
        )
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
