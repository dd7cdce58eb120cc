"""What surrounds every page: the visitor's session, the address, navigation, and a place for errors."""

# mypy: disable-error-code="attr-defined, no-untyped-call, untyped-decorator, arg-type"
# (solara does not export its names, and its components and state are not typed)

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import reacton
import reacton.ipyvuetify as v
import solara

from govsim.app import session as moves
from govsim.app.address import query_of, restored
from govsim.app.jobs import Failure
from govsim.app.keys import PRESENT, Keys, keys
from govsim.app.offered import offered
from govsim.app.picture import Folded
from govsim.app.session import Session
from govsim.app.widgets import Address, Navigation, Presenter, Undo
from govsim.app.wording import (
    ON_THIS_COMPUTER,
    assumptions_table,
    failed_note,
    held_note,
    left_out_note,
    unusable_note,
)


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page: where it is, what it is called, the component that draws it inside the shell, and its own keys."""

    path: str  # without the slash; empty for the first page
    title: str
    component: Callable[[], Any]
    keys: Keys

    @property
    def all_keys(self) -> Keys:
        """Its own keys and those of every page."""
        return {**keys(PRESENT), **self.keys}


@dataclass(frozen=True, eq=False, kw_only=True)
class Visit:
    """A visitor's session as pages read and change it; reading `session` renders a page again when it changes."""

    session: solara.Reactive[Session]
    failed: solara.Reactive[Failure | None]  # what stands in the way
    keys: Keys  # of all pages

    def own(self, name: str) -> str:
        """What was chosen on a page under one of its keys."""
        return self.session.value.own.get(name, self.keys[name].default)

    @property
    def presenting(self) -> bool:
        """Whether the page is shown to a room."""
        return bool(self.own(PRESENT.name))

    def choose(self, name: str, value: str) -> None:
        """Choose something of a page. Raises ValueError for what cannot be chosen."""
        self.change(lambda last: moves.with_own(last, self.keys, name, value))

    def change(self, to: Callable[[Session], Session]) -> None:
        """Change the session by a function of it."""
        self.session.value = to(self.session.peek())

    def moved(self, move: dict[str, Any]) -> None:
        """Take a numbered move of a control in the browser."""
        self.change(lambda last: moves.with_numbered_move(last, **move, keys=self.keys))

    def undo(self, *_: Any) -> None:
        """Undo one step."""
        self.change(moves.undone)

    def redo(self, *_: Any) -> None:
        """Redo one step."""
        self.change(moves.redone)


_log: Final = logging.getLogger("govsim.app")
_visit: Any = solara.create_context(None)


def use_visit() -> Visit:
    """The visit that a page belongs to."""
    visit: Visit = solara.use_context(_visit)
    return visit


def use_failure(failure: Failure | None) -> None:
    """Show in the shell why work of this page failed, for as long as it has."""
    visit = use_visit()

    def show() -> Callable[[], None]:
        visit.failed.value = failure

        def leave() -> None:
            visit.failed.value = None

        return leave

    solara.use_effect(show, [failure])


def _reported(broken: BaseException | None) -> Failure | None:
    """A page that could not be drawn: its traceback goes to the log, never to the browser."""
    if broken is None:
        return None
    failure = Failure(reference=secrets.token_hex(3), drawing=True)
    _log.error("page %s failed", failure.reference, exc_info=broken)
    return failure


def shell_of(pages: Sequence[Page]) -> Callable[..., Any]:
    """The component that surrounds these pages. It outlives each of them, so another page keeps the session."""
    all_keys: Keys = {name: key for page in pages for name, key in page.all_keys.items()}
    by_path = {page.path: page for page in pages}

    @solara.component
    def Shell(children: list[Any]) -> None:
        """A page with what surrounds it."""
        router = solara.use_router()
        page = by_path.get(router.parts[0], pages[0])
        arrived = solara.use_memo(lambda: restored(router.search or "", all_keys), [])
        session, failed = solara.use_reactive(arrived.session), solara.use_reactive(None)
        visit = solara.use_memo(lambda: Visit(session=session, failed=failed, keys=all_keys), [])
        _visit.provide(visit)
        broken, mended = reacton.use_exception()
        failure = solara.use_memo(lambda: _reported(broken), [broken]) or failed.value
        links = [
            {"title": one.title, "href": f"./{one.path}?{query_of(session.value, one.all_keys)}"}
            for one in pages
        ]
        presenting = visit.presenting
        setting = session.value.now
        assumptions = solara.use_memo(lambda: assumptions_table(setting), [setting])

        def undo(*_: Any) -> None:
            visit.undo()
            mended()

        def go(href: str) -> None:
            mended()
            router.push(href.removeprefix("."))

        def toggle(*_: Any) -> None:
            visit.choose(PRESENT.name, "" if presenting else "1")

        with v.Html(tag="div", class_="govsim presenting" if presenting else "govsim"):
            Address(query=query_of(session.value, page.all_keys))
            if len(pages) > 1:
                Navigation(
                    links=links,
                    here=pages.index(page),
                    event_go=go,
                )
            held = held_note(session.value.now)
            noted = bool(arrived.left_out or offered().unusable or held or failure)
            named = {"role": "region", "aria-label": "Notes"} if noted else {}
            # one place however many notes, so that the page stays as it is
            with v.Html(tag="div", class_="notes", attributes=named):
                if arrived.left_out:
                    solara.HTML(tag="div", unsafe_innerHTML=left_out_note(arrived.left_out))
                if offered().unusable:
                    solara.HTML(tag="div", unsafe_innerHTML=unusable_note(offered().unusable))
                if held:
                    solara.HTML(tag="div", unsafe_innerHTML=held)
                if failure is not None:
                    with v.Html(tag="div", class_="note", attributes={"role": "alert"}):
                        solara.HTML(tag="span", unsafe_innerHTML=failed_note(failure))
                        if session.value.past:
                            Undo(event_undo=undo)
            v.Html(tag="div", children=[] if broken else children)
            with v.Html(
                tag="section", class_="drawer", attributes={"aria-label": "This address, and assumptions"}
            ):
                solara.HTML(tag="p", unsafe_innerHTML=ON_THIS_COMPUTER, classes=["here"])
                Folded("Assumptions", assumptions)
            Presenter(presenting=presenting, event_toggle=toggle)

    return Shell
