"""*Explore*, the first page: set levers, and see the effect on the country in many worlds."""

# mypy: disable-error-code="attr-defined, no-untyped-call, untyped-decorator, arg-type"
# (solara does not export its names, and its components and state are not typed)

from __future__ import annotations

from dataclasses import replace

import reacton.ipyvuetify as v
import solara

from govsim.app import chart, difference_chart
from govsim.app.address import query_of
from govsim.app.arrangements import name_of, style_of
from govsim.app.chart import chart_svg, chart_table
from govsim.app.controls import (
    Group,
    as_table,
    assumption_group,
    before_control,
    lever_groups,
    standing_before,
    values_of,
    world_group,
)
from govsim.app.difference_chart import PairedDifference, difference_svg, difference_table
from govsim.app.explore.below import Pound, TradeOffs, WhoGains, drawings
from govsim.app.explore.wording import happened, masthead, spoken, strip
from govsim.app.following import use_work
from govsim.app.jobs import jobs
from govsim.app.part import Request, request_of, weighed
from govsim.app.picture import Picture
from govsim.app.session import Session, Worlds
from govsim.app.shell import use_failure, use_visit
from govsim.app.shown_measures import CHOSEN
from govsim.app.shown_runs import ShownRuns, WeighedRuns, compared_with
from govsim.app.what_happened import turning_sentence
from govsim.app.widgets import Buttons, Controls, Measures, Steps
from govsim.app.wording import (
    DIFFERENCE_KEY,
    WAITING,
    arrangement_cards,
    chart_heading,
    chart_key,
    colophon,
    difference_heading,
    marks_key,
    measure_choices,
    printed_setting,
)

LEVERS = as_table(lever_groups())
CARDS, MEASURE_CHOICES, MARKS_KEY = arrangement_cards(), measure_choices(CHOSEN), marks_key()


@solara.component
def Explore() -> None:
    """The whole page. Each visitor has a session; all share the simulations."""
    visit = use_visit()
    session = visit.session.value
    setting = session.now
    assumed = solara.use_memo(
        lambda: as_table((world_group(), assumption_group(setting.worlds))), [setting.worlds]
    )
    against = compared_with(session)
    compared = solara.use_memo(
        lambda: as_table((Group("Comparison", (before_control(session, against),)),)),
        [against, session.ghost_stays],
    )
    followed = use_work(requests_of(session), needed=1)
    use_failure(followed.failed)
    shown = solara.use_memo(lambda: ShownRuns.of(followed), [followed.works, followed.results])
    weight = setting.progress_weight
    runs = solara.use_memo(lambda: None if shown is None else WeighedRuns.of(shown, weight), [shown, weight])
    answers = {"answered": session.answered, "event_moved": visit.moved}

    with v.Html(tag="main", class_="explore"):
        solara.Title("Explore · govsim")
        solara.HTML(tag="header", unsafe_innerHTML=masthead(), classes=["masthead"])
        Buttons(cards=CARDS, values={"arrangement": name_of(setting.levers)}, **answers)
        solara.HTML(tag="div", unsafe_innerHTML=printed_setting(session, against), classes=["printed"])
        solara.HTML(
            tag="div",
            unsafe_innerHTML="" if runs is None else strip(session.measure, runs),
            classes=["strip"],
            attributes={"aria-hidden": "true"},
        )
        with v.Html(tag="div", class_="bench"):
            with v.Html(tag="section", class_="results", attributes={"aria-label": "What happens"}):
                Measures(measures=MEASURE_CHOICES, values={"measure": session.measure}, **answers)
                if shown is None or runs is None:
                    solara.HTML(tag="p", unsafe_innerHTML=WAITING, classes=["waiting"])
                else:
                    Results(session, shown, runs, stale=followed.stale)
            with v.Html(tag="section", class_="levers", attributes={"aria-label": "Levers and assumptions"}):
                with v.Html(tag="div", class_="desk"):
                    Steps(
                        setting=f"Now: {style_of(setting.levers).title}",
                        can_undo=bool(session.past),
                        can_redo=bool(session.future),
                        event_undo=visit.undo,
                        event_redo=visit.redo,
                    )
                    solara.HTML(tag="p", unsafe_innerHTML=MARKS_KEY, classes=["marks-key"])
                    Controls(groups=compared, values={"before": standing_before(session)}, **answers)
                Controls(groups=LEVERS, values=values_of(setting), **answers)
                Controls(groups=assumed, values=values_of(setting), **answers)
        if shown is not None and runs is not None:
            is_complete = shown.count == shown.complete
            WhoGains(shown, is_due=is_complete)
            TradeOffs(setting, is_due=is_complete)
            Pound(runs)
        solara.HTML(tag="footer", unsafe_innerHTML=colophon(query_of(session)), classes=["colophon"])


def requests_of(session: Session) -> list[Request]:
    """The setting, and the one to compare it with. Raises InputError if the country cannot be used."""
    against = compared_with(session)
    settings = [session.now, *([] if against is None else [replace(session.now, levers=against)])]
    return [request_of(setting) for setting in settings]


def turned_round(session: Session, runs: WeighedRuns) -> str:
    """A warning where worlds of the other kind, if they have been simulated, give another verdict."""
    now, before = runs.runs
    other: Worlds = "alike" if session.now.worlds == "differ" else "differ"
    others = requests_of(replace(session, now=replace(session.now, worlds=other)))
    known = jobs().known(others)
    if before is None or len(known) < 2:
        return ""
    return turning_sentence(now, before, *(weighed(run, session.now.progress_weight) for run in known))


@solara.component
def Results(session: Session, shown: ShownRuns, runs: WeighedRuns, stale: bool) -> None:
    """The chart with its table, and the sentences; pale while another setting is being simulated.

    All is drawn once for its runs, however often the page is drawn for a move whose worlds are still to come.
    """
    measure, presenting = session.measure, use_visit().presenting

    def drawn() -> tuple[str, str]:
        charts = drawings(lambda size: chart_svg(measure, runs.now, runs.before, size), chart, presenting)
        words = chart_heading(measure) + charts + chart_key(shown.count, shown.complete)
        return words, chart_table(measure, runs.now, runs.before)

    def drawn_apart() -> tuple[str, str]:
        if runs.before is None:
            return "", ""
        apart = PairedDifference.of(measure, runs.now, runs.before)
        ink = runs.now.style.ink
        svg = drawings(lambda size: difference_svg(apart, ink, size), difference_chart, presenting)
        return difference_heading(apart) + svg + DIFFERENCE_KEY, difference_table(apart)

    course, courses = solara.use_memo(drawn, [measure, runs, presenting])
    difference, differences = solara.use_memo(drawn_apart, [measure, runs, presenting])
    with v.Html(
        tag="div", class_="stale" if stale else "fresh", attributes={"aria-busy": str(stale).lower()}
    ):
        Picture(name=measure.replace("_", "-"), html=course, table=courses, classes="trajectories")
        turning = solara.use_memo(lambda: "" if stale else turned_round(session, runs), [runs, stale])
        text = solara.use_memo(lambda: happened(runs, turning), [runs, turning])
        solara.HTML(tag="div", unsafe_innerHTML=text, classes=["happened"])
        if runs.before is not None:
            name = f"difference-in-{measure.replace('_', '-')}"
            Picture(name=name, html=difference, table=differences, classes="apart")
    telling = solara.use_memo(lambda: spoken(runs), [shown.requests, shown.count == shown.complete])
    aloud = {"role": "status", "aria-live": "polite"}
    solara.HTML(tag="p", unsafe_innerHTML=telling, classes=["unseen"], attributes=aloud)
