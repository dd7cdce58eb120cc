"""The first thing that a browser shows: headline, chart and sentences of a known setting, until the page is live."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from govsim.app import chart
from govsim.app.address import restored
from govsim.app.chart import chart_svg
from govsim.app.explore.below import drawings
from govsim.app.explore.page import requests_of
from govsim.app.explore.wording import happened, masthead
from govsim.app.jobs import jobs
from govsim.app.keys import PRESENT
from govsim.app.pages import PAGES
from govsim.app.session import Session
from govsim.app.shown_runs import ShownRuns, WeighedRuns
from govsim.app.wording import WAITING, chart_heading, chart_key, held_note

LIVE_SOON: Final = '<p class="note" role="status">The levers will be here in a moment.</p>'


def first_html(path: str, query: str) -> str:
    """What a page shows before it is live; empty for a page that does not exist.

    Args:
        path: Address without the slash, as of `Page.path`.
        query: The rest of the address.
    """
    page = next((page for page in PAGES if page.path == path), None)
    if page is None:
        return ""
    session = restored(query, page.all_keys).session
    inside = _explored(session) if page.path == "" else f"<h1>{page.title}</h1>"
    classes = "govsim presenting" if session.own.get(PRESENT.name) else "govsim"
    return f'<div id="first" class="v-application"><main class="{classes}">{inside}{LIVE_SOON}</main></div>'


def _explored(session: Session) -> str:
    requests = requests_of(session)
    known = jobs().known(requests)
    if not known:
        return f'<header class="masthead">{masthead()}</header><p class="waiting">{WAITING}</p>'
    shown = ShownRuns(tuple(requests), known[0], known[1] if len(known) > 1 else None)
    return _drawn(_Drawn(session, shown))


class _Drawn:
    """What is drawn, equal to another where the same is drawn; so that a class that opens one link draws once."""

    def __init__(self, session: Session, shown: ShownRuns) -> None:
        self.session, self.shown = session, shown
        self.presenting = bool(session.own.get(PRESENT.name))
        self.key = shown.requests, shown.count, session.measure, session.now.progress_weight, self.presenting

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, _Drawn) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=64)
def _drawn(what: _Drawn) -> str:
    session, shown = what.session, what.shown
    runs = WeighedRuns.of(shown, session.now.progress_weight)
    charts = drawings(
        lambda size: chart_svg(session.measure, runs.now, runs.before, size), chart, what.presenting
    )
    words = chart_heading(session.measure) + charts + chart_key(shown.count, shown.complete)
    return (
        f'{held_note(session.now)}<header class="masthead">{masthead()}</header>'
        f'<figure class="trajectories"><div>{words}</div></figure><div class="happened">{happened(runs)}</div>'
    )
