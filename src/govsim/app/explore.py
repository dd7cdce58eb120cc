"""*Explore*, the first page: set levers, and see the effect on the country in many worlds."""

# mypy: disable-error-code="attr-defined, no-untyped-call, untyped-decorator, arg-type"
# (solara does not export its names, and its components and state are not typed)

from __future__ import annotations

import threading
from typing import Any

import reacton.ipyvuetify as v
import solara

from govsim.app import session as moves
from govsim.app.address import query_of, restored
from govsim.app.arrangements import name_of, style_of
from govsim.app.chart import SIZES, chart_svg, chart_table
from govsim.app.controls import as_table, lever_groups, values_of, world_group
from govsim.app.pound import all_categories_table, pound_bars, pound_table
from govsim.app.session import Session
from govsim.app.shown_runs import ShownRuns, WeighedRuns, compared_with
from govsim.app.simulating import ALL, CHOSEN, filling
from govsim.app.widgets import Address, Buttons, Controls, Measures, Steps
from govsim.app.wording import (
    WAITING,
    arrangement_cards,
    chart_heading,
    chart_key,
    colophon,
    happened,
    marks_key,
    masthead,
    measure_choices,
    spoken,
)

LEVERS, WORLD = as_table(lever_groups()), as_table((world_group(),))
CARDS, MEASURE_CHOICES, MARKS_KEY = arrangement_cards(), measure_choices(CHOSEN), marks_key()


@solara.component
def Explore() -> None:
    """The whole page. Each visitor has a session; all share the simulations."""
    router = solara.use_router()
    arrived = solara.use_memo(lambda: restored(router.search or ""), [])
    session, set_session = solara.use_state(arrived.session)
    shown, set_shown = solara.use_state(None)
    against = compared_with(session)
    setting = session.now

    def simulate(cancel: threading.Event) -> None:
        wanted = [setting.levers, *([against] if against is not None else [])]
        for runs in filling(wanted, setting.worlds, cancel.is_set):
            before = runs[1] if against is not None else None
            set_shown(ShownRuns(setting.levers, against, setting.worlds, runs[0], before))

    solara.use_thread(
        simulate, dependencies=[setting.levers, against, setting.worlds], intrusive_cancel=False
    )

    def moved(move: dict[str, Any]) -> None:
        set_session(lambda last: moves.with_move(last, **move))

    with v.Html(tag="main", class_="govsim explore"):
        solara.Title("Explore · govsim")
        Address(query=query_of(session))
        solara.HTML(tag="header", unsafe_innerHTML=masthead(arrived.left_out), classes=["masthead"])
        Buttons(
            cards=CARDS,
            current=name_of(setting.levers),
            event_chosen=lambda name: set_session(lambda last: moves.with_arrangement(last, name)),
        )
        with v.Html(tag="div", class_="bench"):
            with v.Html(tag="section", class_="results", attributes={"aria-label": "What happens"}):
                Measures(
                    measures=MEASURE_CHOICES,
                    current=session.measure,
                    event_chosen=lambda name: set_session(lambda last: moves.with_measure(last, name)),
                )
                if shown is None:
                    solara.HTML(tag="p", unsafe_innerHTML=WAITING, classes=["waiting"])
                else:
                    Results(session, shown)
            with v.Html(tag="section", class_="levers", attributes={"aria-label": "Levers and assumptions"}):
                with v.Html(tag="div", class_="desk"):
                    Steps(
                        setting=f"Now: {style_of(setting.levers).title}",
                        can_undo=bool(session.past),
                        can_redo=bool(session.future),
                        event_undo=lambda _: set_session(moves.undone),
                        event_redo=lambda _: set_session(moves.redone),
                    )
                    solara.HTML(tag="p", unsafe_innerHTML=MARKS_KEY, classes=["marks-key"])
                Controls(groups=LEVERS, values=values_of(setting), event_moved=moved)
                Controls(groups=WORLD, values=values_of(setting), event_moved=moved)
        if shown is not None:
            Pound(session, shown)
        solara.HTML(tag="footer", unsafe_innerHTML=colophon(query_of(session)), classes=["colophon"])


@solara.component
def Results(session: Session, shown: ShownRuns) -> None:
    """The chart with its table, and the sentences; pale while more worlds are being simulated."""
    weighed = solara.use_memo(
        lambda: WeighedRuns.of(shown, session.now.progress_weight), [shown, session.now.progress_weight]
    )
    stale = shown.levers != session.now.levers or shown.worlds != session.now.worlds
    with v.Html(
        tag="div", class_="stale" if stale else "fresh", attributes={"aria-busy": str(stale).lower()}
    ):
        charts = "".join(chart_svg(session.measure, weighed.now, weighed.before, size) for size in SIZES)
        figure = chart_heading(session.measure) + charts + chart_key(shown.count)
        solara.HTML(tag="figure", unsafe_innerHTML=figure, classes=["trajectories"])
        solara.HTML(tag="div", unsafe_innerHTML=happened(weighed), classes=["happened"])
        Folded("Show as a table", chart_table(session.measure, weighed.now, weighed.before))
    telling = solara.use_memo(
        lambda: spoken(weighed), [shown.levers, shown.against, shown.worlds, shown.count == ALL]
    )
    said = {"role": "status", "aria-live": "polite"}
    solara.HTML(tag="p", unsafe_innerHTML=telling, classes=["unseen"], attributes=said)


@solara.component
def Pound(session: Session, shown: ShownRuns) -> None:
    """Where each pound ends, now and before."""
    weighed = WeighedRuns.of(shown, session.now.progress_weight)
    bars = [weighed.pound_now, *([weighed.pound_before] if weighed.pound_before is not None else [])]
    with v.Html(tag="section", class_="pound", attributes={"aria-labelledby": "pound-heading"}):
        solara.HTML(tag="h2", unsafe_innerHTML="The pound’s journey", attributes={"id": "pound-heading"})
        solara.HTML(tag="div", unsafe_innerHTML=pound_bars(bars), classes=["pound-bars"])
        table = pound_table(weighed.now.run, weighed.pound_before)
        solara.HTML(tag="div", unsafe_innerHTML=table, classes=["scrolls"])
        Folded("All categories", all_categories_table(weighed.now.run, weighed.pound_before))


@solara.component
def Folded(summary: str, html: str) -> None:
    """A folding section that stays open or closed while its contents change."""
    with v.Html(tag="details"):
        v.Html(tag="summary", children=[summary])
        solara.HTML(tag="div", unsafe_innerHTML=html, classes=["scrolls"])
