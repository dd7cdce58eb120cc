"""*Your missions*: write missions, and see them beside those that ship, with the document of `govsim compare`."""

# mypy: disable-error-code="attr-defined, no-untyped-call, untyped-decorator, arg-type"
# (solara does not export its names, and its components and state are not typed)

from __future__ import annotations

from collections.abc import Mapping

import reacton.ipyvuetify as v
import solara

from govsim.app.address import query_of
from govsim.app.compare.request import ComparisonRequest, ComparisonResult
from govsim.app.compare.words import so_far, spoken
from govsim.app.controls import Control, Group, as_table, lever_control, world_group
from govsim.app.following import use_work
from govsim.app.missions import wording
from govsim.app.missions.request import KEYS, Start, comparison_request, mine, start_of, text_in
from govsim.app.missions.widgets import Missions
from govsim.app.missions.written import FEWEST, MOST
from govsim.app.offered import offered
from govsim.app.picture import document_html
from govsim.app.session import Session
from govsim.app.shell import use_failure, use_visit
from govsim.app.widgets import Controls
from govsim.app.wording import beside_levers, printed_head
from govsim.errors import InputError, Problem
from govsim.scenario.schema import Scenario


@solara.component
def MissionsPage() -> None:
    """The whole page."""
    visit = use_visit()
    session = visit.session.value
    own = {name: visit.own(name) for name in KEYS}
    country = offered().country(session.now.country)
    start = solara.use_memo(lambda: start_of(country), [country.key])
    scenario, problems = solara.use_memo(lambda: _mine(own, start), [country.key, *own.values()])
    request = None if scenario is None else comparison_request(session.now, own)
    followed = use_work([] if request is None else [request.task])
    use_failure(followed.failed)
    result: ComparisonResult | None = followed.results[0] if followed.results else None
    answers = {"answered": session.answered, "event_moved": visit.moved}
    with v.Html(tag="main", class_="your-missions"):
        solara.Title("Your missions · govsim")
        solara.HTML(tag="header", unsafe_innerHTML=wording.masthead(start), classes=["masthead"])
        led = f"your missions, led as {start.base.name.replace('_', ' ')}. {beside_levers(session.now)}"
        solara.HTML(tag="div", unsafe_innerHTML=printed_head("Setting", led), classes=["printed"])
        with v.Html(tag="div", class_="desk-of-two"):
            with v.Html(tag="section", class_="writing", attributes={"aria-label": "Your missions"}):
                Missions(
                    examples=[{"title": title, "text": text} for title, text in start.examples.items()],
                    outcomes=[{"value": one.key, "label": one.label} for one in country.scenario.outcomes],
                    departments=[
                        {"value": one.key, "label": one.label} for one in country.scenario.departments
                    ],
                    told=[] if scenario is None else wording.board_sentences(scenario),
                    fewest=FEWEST,
                    most=MOST,
                    values={"missions": text_in(own, start)},
                    **answers,
                )
                Controls(groups=as_table((led_group(),)), values=_values(session, own, start), **answers)
            with v.Html(tag="section", class_="outcome", attributes={"aria-label": "What becomes of them"}):
                with v.Html(tag="div", class_="told"):
                    if problems:
                        solara.HTML(tag="div", unsafe_innerHTML=wording.problems_note(problems))
                    if scenario is not None:
                        solara.HTML(tag="div", unsafe_innerHTML=wording.nobodys(scenario))
                if result is not None:
                    Result(request, result, stale=followed.stale)
                elif request is not None:
                    solara.HTML(tag="p", unsafe_innerHTML=wording.WAITING, classes=["waiting"])
        if result is not None and request is not None:
            footer = wording.colophon(request, result, query_of(session, KEYS))
            solara.HTML(tag="footer", unsafe_innerHTML=footer, classes=["colophon"])


def led_group() -> Group:
    """Controls that apply to all sets of missions: membership of boards, country, worlds, weight."""
    seats = lever_control("board_membership")
    boards = Control(
        name="seats", label="Seats on your boards", meaning=seats.meaning, options=seats.options[1:]
    )
    return Group("How all are led", first=(boards, *world_group().first))


def _values(session: Session, own: Mapping[str, str], start: Start) -> dict[str, float | str]:
    now = session.now
    return {
        "seats": own["seats"] or start.base.levers.board_membership,
        "country": now.country,
        "worlds": now.worlds,
        "progress_weight": now.progress_weight,
    }


def _mine(own: Mapping[str, str], start: Start) -> tuple[Scenario | None, tuple[Problem, ...]]:
    """The scenario of the missions, or why there is none."""
    try:
        return mine(own, start), ()
    except InputError as error:
        return None, error.problems


@solara.component
def Result(request: ComparisonRequest | None, result: ComparisonResult, stale: bool) -> None:
    """The comparison document; dimmed while a newer one is being computed."""
    html = solara.use_memo(lambda: document_html(result.html, "missions"), [result])
    classes = "stale" if stale else "fresh"
    with v.Html(tag="div", class_=classes, attributes={"aria-busy": str(stale).lower()}):
        if request is not None:
            solara.HTML(tag="p", unsafe_innerHTML=so_far(result, request), classes=["count"])
        solara.HTML(tag="div", unsafe_innerHTML=html, classes=["document"])
    live = {"role": "status", "aria-live": "polite"}
    solara.HTML(tag="p", unsafe_innerHTML=spoken(result), classes=["unseen"], attributes=live)
