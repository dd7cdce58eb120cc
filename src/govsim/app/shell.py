"""What surrounds every page: the visitor's session, the address, navigation, and a place for errors."""

# mypy: disable-error-code="attr-defined, no-untyped-call, untyped-decorator, arg-type"
# (solara does not export its names, and its components and state are not typed)

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reacton.ipyvuetify as v
import solara

from govsim.app import session as moves
from govsim.app.address import query_of, restored
from govsim.app.session import Session
from govsim.app.widgets import Address, Undo
from govsim.app.wording import failed_note, left_out_note, navigation


@dataclass(frozen=True, eq=False, kw_only=True)
class Visit:
    """A visitor's session as pages read and change it; reading `session` renders a page again when it changes."""

    session: solara.Reactive[Session]
    failed: solara.Reactive[str]  # the reference of the failure that stands in the way; empty without one

    def change(self, to: Callable[[Session], Session]) -> None:
        """Change the session by a function of it."""
        self.session.value = to(self.session.peek())

    def moved(self, move: dict[str, Any]) -> None:
        """Take a numbered move of a control in the browser."""
        self.change(lambda last: moves.with_numbered_move(last, **move))

    def undo(self, *_: Any) -> None:
        """Undo one step."""
        self.change(moves.undone)

    def redo(self, *_: Any) -> None:
        """Redo one step."""
        self.change(moves.redone)


_visit: Any = solara.create_context(None)


def use_visit() -> Visit:
    """The visit that a page belongs to."""
    visit: Visit = solara.use_context(_visit)
    return visit


@solara.component
def Shell(children: list[Any]) -> None:
    """A page with what surrounds it. It outlives the page, so another page keeps the session."""
    router = solara.use_router()
    arrived = solara.use_memo(lambda: restored(router.search or ""), [])
    session, failed = solara.use_reactive(arrived.session), solara.use_reactive("")
    visit = solara.use_memo(lambda: Visit(session=session, failed=failed), [])
    _visit.provide(visit)
    query = query_of(session.value)
    routes = solara.use_context(solara.routing.router_context).routes
    with v.Html(tag="div", class_="govsim"):
        Address(query=query)
        if len(routes) > 1:
            links = navigation(
                [(route.path, route.label or route.path) for route in routes], router.parts[0], query
            )
            solara.HTML(tag="nav", unsafe_innerHTML=links, attributes={"aria-label": "Pages"})
        with v.Html(
            tag="div", class_="notes"
        ):  # one place however many notes, so that the page stays as it is
            if arrived.left_out:
                solara.HTML(tag="div", unsafe_innerHTML=left_out_note(arrived.left_out))
            if failed.value:
                with v.Html(tag="div", class_="note", attributes={"role": "alert"}):
                    solara.HTML(tag="span", unsafe_innerHTML=failed_note(failed.value))
                    if session.value.past:
                        Undo(event_undo=visit.undo)
        v.Html(tag="div", children=children)
