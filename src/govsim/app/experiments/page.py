"""*Experiments*: the results in the folder of `--results`, their reports, and their points on the other pages."""

# mypy: disable-error-code="attr-defined, no-untyped-call, untyped-decorator, arg-type"
# (solara does not export its names, and its components and state are not typed)

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final

import reacton.ipyvuetify as v
import solara

from govsim.app.experiments.listed import Listed, Signature, checked_name, listed, signature
from govsim.app.experiments.opened import Opened, opened_results
from govsim.app.experiments.widgets import ResultsTable
from govsim.app.experiments.words import (
    CHOOSE,
    NO_FOLDER,
    NOTHING_IN_IT,
    READING,
    colophon,
    difference_note,
    masthead,
    points_html,
    table_rows,
    unread,
)
from govsim.app.following import use_work
from govsim.app.keys import Key, keys
from govsim.app.offered import offered
from govsim.app.picture import Folded, document_html
from govsim.app.shell import use_visit
from govsim.app.wording import failed_note, printed_head
from govsim.app.work import Task

KEYS: Final = keys(Key(name="results", check=checked_name))
LOOKS: Final = 5.0  # seconds between looks whether runs were added


@solara.component
def Experiments() -> None:
    """The whole page."""
    folder = offered().results
    with v.Html(tag="main", class_="experiments"):
        solara.Title("Experiments · govsim")
        solara.HTML(tag="header", unsafe_innerHTML=masthead(), classes=["masthead"])
        if folder is None:
            solara.HTML(tag="section", unsafe_innerHTML=NO_FOLDER, classes=["none"])
        else:
            InFolder(folder)
        solara.HTML(tag="footer", unsafe_innerHTML=colophon(), classes=["colophon"])


@solara.component
def InFolder(folder: Path) -> None:
    """The list of results, and the report of the one that was chosen."""
    visit = use_visit()
    seen = use_signature(folder)
    followed = use_work([Task(function=listed, arguments=(str(folder.resolve()), seen))] if seen else [])
    listed_results: tuple[Listed, ...] = followed.results[0] if followed.results and seen else ()
    chosen = visit.own("results")
    if not seen:
        solara.HTML(tag="section", unsafe_innerHTML=NOTHING_IN_IT, classes=["none"])
        return
    if followed.failed is not None:
        solara.HTML(tag="div", unsafe_innerHTML=failed_note(followed.failed), classes=["note"])
    if not listed_results:
        solara.HTML(tag="p", unsafe_innerHTML=READING, classes=["waiting"])
        return
    ResultsTable(
        rows=table_rows(listed_results),
        values={"results": chosen},
        answered=visit.session.value.answered,
        event_moved=visit.moved,
    )
    here = next((one for one in listed_results if one.name == chosen), None)
    if here is None:
        solara.HTML(tag="p", unsafe_innerHTML=CHOOSE, classes=["choose"])
    else:
        head = printed_head("Results", here.name)
        solara.HTML(tag="div", unsafe_innerHTML=head, classes=["printed"])
        Report(folder, here.name, dict(seen)[here.name]).key(here.name)


@solara.component
def Report(folder: Path, name: str, changed: float) -> None:
    """The report of one experiment, and its points; pale while newer runs are read."""
    arguments = str(folder.resolve()), name, changed
    followed = use_work([Task(function=opened_results, arguments=arguments, long=True)])
    opened: Opened | None = followed.results[0] if followed.results else None
    html = solara.use_memo(lambda: "" if opened is None else document_html(opened.html, name), [opened])
    with v.Html(tag="div", class_="stale" if opened and followed.stale else "fresh"):
        if followed.failed is not None:
            text = followed.failed.words
            solara.HTML(tag="div", unsafe_innerHTML=unread(text) if text else failed_note(followed.failed))
        elif opened is None:
            solara.HTML(tag="p", unsafe_innerHTML=READING, classes=["waiting"])
        if opened is not None:
            solara.HTML(tag="div", unsafe_innerHTML=difference_note(opened))
            Folded("Open its points on the other pages", points_html(name, opened))
            solara.HTML(tag="div", unsafe_innerHTML=html, classes=["document", "whole"])
    text = "" if opened is None else f"The report of {name} is here."
    solara.HTML(
        tag="p",
        unsafe_innerHTML=text,
        classes=["unseen"],
        attributes={"role": "status", "aria-live": "polite"},
    )


def use_signature(folder: Path) -> Signature:
    """What stands in the folder, looked at again and again, so that runs that are added show by themselves."""
    first = solara.use_memo(lambda: signature(folder), [folder])
    seen, set_seen = solara.use_state(first)

    def look(cancel: threading.Event) -> None:
        while not cancel.wait(LOOKS):
            set_seen(signature(folder))

    solara.use_thread(look, dependencies=[folder], intrusive_cancel=False)
    listed_results: Signature = seen
    return listed_results
