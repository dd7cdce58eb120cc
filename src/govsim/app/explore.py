"""*Explore*: the first screen. Set the levers, and see at once what becomes of the country in many worlds."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from html import escape
from typing import Any, Final

import reacton.ipyvuetify as v
import solara

from govsim.app import session as moves
from govsim.app.address import query_of, restored
from govsim.app.arrangements import ARRANGEMENTS, COUNTRY, arrangement, arrangement_levers, look_of
from govsim.app.chart import SIZES, Trajectory, chart_svg, chart_table, sentence_case
from govsim.app.controls import as_table, lever_groups, values_of, world_group
from govsim.app.pound import PoundBar, all_categories_table, pound_bars, pound_table
from govsim.app.session import Session, Worlds
from govsim.app.simulating import ALL, CHOSEN, FIRST, filling, weighed
from govsim.app.what_happened import Beside, value_sentence, what_happened
from govsim.app.widgets import Address, Buttons, Controls, Measures
from govsim.measures.catalogue import MEASURES
from govsim.scenario.levers import Levers
from govsim.units import QUARTERS_IN_YEAR
from govsim.usecases.figures import unit_words
from govsim.usecases.run import Run

QUESTION: Final = "Does a mission board change anything if the money does not move?"
MODEL: Final = "This is a model; change the assumptions."


@dataclass(frozen=True, eq=False)
class Shown:
    """What is on the page: a setting simulated, and the one it is compared with, in the same worlds."""

    levers: Levers
    against: Levers | None
    worlds: Worlds
    now: Run
    before: Run | None

    @property
    def count(self) -> int:
        """How many worlds are shown."""
        return len(self.now.replicates)


@solara.component
def Page() -> None:
    """The whole page; the session is the visitor's own, the simulations are everybody's."""
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
            set_shown(Shown(setting.levers, against, setting.worlds, runs[0], before))

    solara.use_thread(
        simulate, dependencies=[setting.levers, against, setting.worlds], intrusive_cancel=False
    )

    def moved(move: dict[str, Any]) -> None:
        set_session(lambda last: after_move(last, move))

    Address(query=query_of(session))
    with v.Html(tag="main", class_="govsim explore"):
        solara.HTML(tag="header", unsafe_innerHTML=masthead(arrived.left_out), classes=["masthead"])
        Buttons(
            cards=CARDS,
            current=moves.arrangement_of(session),
            can_undo=bool(session.past),
            can_redo=bool(session.future),
            event_chosen=lambda name: set_session(lambda last: moves.with_arrangement(last, name)),
            event_undo=lambda _: set_session(moves.undone),
            event_redo=lambda _: set_session(moves.redone),
        )
        with v.Html(tag="div", class_="bench"):
            with v.Html(tag="section", class_="results", attributes={"aria-label": "What happens"}):
                Measures(
                    measures=[{"name": name, "label": MEASURES[name].label} for name in CHOSEN],
                    current=session.measure,
                    event_chosen=lambda name: set_session(lambda last: moves.with_measure(last, name)),
                )
                Results(session, shown)
            with v.Html(tag="section", class_="levers", attributes={"aria-label": "Levers and assumptions"}):
                Controls(groups=LEVERS, values=values_of(setting), event_moved=moved)
                Controls(groups=WORLD, values=values_of(setting), event_moved=moved)
        Pound(shown)
        solara.HTML(tag="footer", unsafe_innerHTML=colophon(session), classes=["colophon"])
