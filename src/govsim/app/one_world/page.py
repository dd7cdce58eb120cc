"""*One world*: its chronicle, any decision of any actor in it, and what would have followed from another choice."""

# mypy: disable-error-code="attr-defined, no-untyped-call, untyped-decorator, arg-type"
# (solara does not export its names, and its components and state are not typed)

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import reacton.ipyvuetify as v
import solara

from govsim.app.address import query_of
from govsim.app.assumptions import Stop
from govsim.app.controls import Control, ControlOption, Group, as_table
from govsim.app.following import use_work
from govsim.app.keys import Key, Keys, keys, whole
from govsim.app.offered import offered
from govsim.app.one_world.drawing import SIZES, course_svg, futures_svg, ten_years_svg, when
from govsim.app.one_world.records import (
    DecisionRecord,
    DecisionRequest,
    WorldRecord,
    decision_record,
    world_record,
)
from govsim.app.one_world.wording import (
    DECISIONS,
    KINDS,
    MASTHEAD,
    TEN_YEARS_KEY,
    WAITING,
    chronicle,
    decision_heading,
    futures_sentences,
    futures_table,
    in_a_terminal,
    luck_buttons,
    opened_words,
    otherwise_choices,
    passages_html,
    quarter_events,
    rank_sentence,
    shown_courses,
    spoken,
    steps,
    ten_years_as_table,
    ten_years_heading,
    unknown_note,
)
from govsim.app.part import Request, request_of
from govsim.app.picture import Picture
from govsim.app.session import Setting
from govsim.app.shell import Visit, use_failure, use_visit
from govsim.app.which_world import WORLD, which_values, which_world
from govsim.app.widgets import Choices, Controls
from govsim.app.wording import colophon, printed_setting
from govsim.app.work import Task
from govsim.decisions.choosing.actor_view import Names
from govsim.decisions.choosing.owners import KINDS as KINDS_OF_ACTORS
from govsim.scenario.schema import Scenario
from govsim.world.places import Places

CENTRE: Final = "centre:centre"
LONGEST_KEY: Final = 200  # characters of an actor's name in an address


def _name(value: str) -> str:
    """A key of an actor, a decision or a rule, as an address has it. Raises ValueError for one too long."""
    if len(value) > LONGEST_KEY:
        raise ValueError(value)
    return value


def _row(value: str) -> str:
    return value and whole(0, 9_999)(value)


KEYS: Final[Keys] = keys(
    WORLD,
    Key(name="quarter", default="0", check=whole(0, 999)),
    Key(name="actor", default=CENTRE, check=_name),
    Key(name="decision", check=_name),
    Key(name="otherwise", check=_name),
    Key(name="of", check=_row),
    Key(name="lasting", check=lambda value: value and whole(0, 1)(value).strip("0")),
)


def traced_request(setting: Setting) -> Request:
    """The request of a setting as one world is traced: the visitor's weight counts. Raises InputError."""
    request = request_of(setting)
    weighed = request.scenario.replace(values={"progress_weight": setting.progress_weight})
    return replace(request, scenario=weighed)


def _cut(worlds: Any, most: int) -> list[range]:
    return [worlds[first : first + most] for first in range(0, len(worlds), most)]


def ranking(request: Request) -> Request:
    """The worlds among which one is ranked, in parts so short that the next step need not wait for them."""
    most = 1 if len(request.ladder[0]) == 1 else 8
    ladder = tuple(tuple(short for part in rung for short in _cut(part, most)) for rung in request.ladder)
    return replace(request, ladder=ladder)


def is_known(actor: str, scenario: Scenario, land: Places) -> bool:
    """Whether a country has this actor: a link may be of another country."""
    kind, _, key = actor.partition(":")
    return kind in KINDS_OF_ACTORS and key in Names.of(scenario, land).actors(kind)


def requested_decision(visit: Visit, quarter: int, actor: str) -> DecisionRequest:
    """The decision that the page's keys select, of an actor that the country has."""
    row = visit.own("of")
    return DecisionRequest(
        quarter=quarter,
        actor=actor,
        decision=visit.own("decision"),
        otherwise=visit.own("otherwise"),
        row=int(row) if row else None,
        from_then_on=bool(visit.own("lasting")),
    )


@solara.component
def OneWorld() -> None:
    """The whole page."""
    visit = use_visit()
    session = visit.session.value
    request = traced_request(session.now)
    world = min(int(visit.own("world")), request.worlds - 1)
    quarter = min(int(visit.own("quarter")), request.scenario.horizon - 1)
    land = offered().country(session.now.country).land
    known = is_known(visit.own("actor"), request.scenario, land)
    requested = requested_decision(visit, quarter, visit.own("actor") if known else CENTRE)
    actors = solara.use_memo(
        lambda: actor_choice(request.scenario, land, requested.actor), [session.now.country, requested.actor]
    )
    actor_name = next(option.label for option in actors.first[0].options if option.value == requested.actor)
    record = use_work([Task(function=world_record, arguments=(request, world))])
    decided = use_work([Task(function=decision_record, arguments=(request, world, requested))])
    ranked = use_work([ranking(request)] if record.results else [])  # many worlds after the one
    use_failure(record.failed or decided.failed or ranked.failed)
    run = ranked.results[0] if ranked.results and not ranked.stale else None
    chosen = {name: visit.own(name) for name in KEYS} | {"world": str(world), "quarter": str(quarter)}
    answers = {"answered": session.answered, "event_moved": visit.moved}
    shown: WorldRecord | None = record.results[0] if record.results else None

    with v.Html(tag="main", class_="one-world"):
        solara.Title("One world · govsim")
        Choices(values=chosen, **answers)
        solara.HTML(tag="header", unsafe_innerHTML=MASTHEAD, classes=["masthead"])
        solara.HTML(tag="div", unsafe_innerHTML=printed_setting(session), classes=["printed"])
        solara.HTML(tag="div", unsafe_innerHTML=opened_words(actor_name, quarter))
        with v.Html(tag="section", class_="which", attributes={"aria-label": "Which world"}):
            Controls(
                groups=as_table((which_world(session, request),)),
                values=which_values(session, world),
                **answers,
            )
            with v.Html(tag="div", class_="rank"):
                solara.HTML(tag="div", unsafe_innerHTML=rank_sentence(run, world) + luck_buttons(run))
        if shown is None:
            solara.HTML(tag="p", unsafe_innerHTML=WAITING, classes=["waiting"])
            return
        quarter = min(quarter, len(shown.quarters) - 1)
        with v.Html(tag="div", class_="stale" if record.stale else "fresh"):
            Picture(
                name=f"world-{shown.world}",
                html=ten_years_heading(shown)
                + "".join(ten_years_svg(shown, quarter, size) for size in SIZES)
                + TEN_YEARS_KEY,
                table=ten_years_as_table(shown),
                classes="ten-years",
            )
            with v.Html(tag="div", class_="stepping"):
                Controls(
                    groups=as_table((quarter_slider(shown),)), values={"quarter": float(quarter)}, **answers
                )
                solara.HTML(tag="div", unsafe_innerHTML=steps(quarter, len(shown.quarters)))
            with v.Html(tag="div", class_="days"):
                solara.HTML(tag="section", unsafe_innerHTML=chronicle(shown), classes=["chronicle"])
                solara.HTML(
                    tag="section",
                    unsafe_innerHTML=quarter_events(shown, quarter, query_of(session)),
                    classes=["quarter"],
                )
        latest = decided.results[0] if decided.results and not decided.stale else None
        live = {"role": "status", "aria-live": "polite"}
        solara.HTML(
            tag="p", unsafe_innerHTML=spoken(shown, quarter, latest), classes=["unseen"], attributes=live
        )
        with v.Html(
            tag="section", class_="actor", attributes={"aria-label": "Who decided", "id": "who-decided"}
        ):
            if not known:
                solara.HTML(tag="p", unsafe_innerHTML=unknown_note(visit.own("actor")), classes=["note"])
            Actor(
                visit,
                actors,
                requested.actor,
                decided.results[0] if decided.results else None,
                stale=decided.stale,
            )
        solara.HTML(tag="footer", unsafe_innerHTML=colophon(query_of(session)), classes=["colophon"])


@solara.component
def Actor(visit: Visit, actors: Group, actor: str, record: DecisionRecord | None, stale: bool) -> None:
    """One decision: its actor, view, choice and result, and both futures if another choice is selected."""
    session = visit.session.value
    answers = {"answered": session.answered, "event_moved": visit.moved}
    Controls(
        groups=solara.use_memo(lambda: as_table((actors,)), [actors]), values={"actor": actor}, **answers
    )
    if record is None:
        solara.HTML(tag="p", unsafe_innerHTML=WAITING, classes=["waiting"])
        return
    values = {
        "decision": record.method,
        "otherwise": record.otherwise,
        "of": str(record.row),
        "lasting": "1" if record.from_then_on else "",
    }
    with v.Html(tag="div", class_="stale" if stale else "fresh"):
        with v.Html(tag="div", class_="who"):
            with v.Html(tag="div", class_="said"):
                solara.HTML(tag="div", unsafe_innerHTML=decision_heading(record))
                solara.HTML(
                    tag="div", unsafe_innerHTML=in_a_terminal(record, session.now), classes=["command"]
                )
            Controls(groups=as_table((what_if(record),)), values=values, **answers)
        if record.futures:
            Picture(
                name="both-futures",
                html=futures_sentences(record)
                + "".join(
                    futures_svg(course, record.quarter, record.quarter, size)
                    for course in shown_courses(record)
                    for size in SIZES
                ),
                table=futures_table(shown_courses(record), record.quarter),
                classes="futures",
            )
        else:
            Picture(name="actor", html="".join(course_svg(record, size) for size in SIZES), classes="futures")
        solara.HTML(tag="div", unsafe_innerHTML=passages_html(record.passages))


def quarter_slider(record: WorldRecord) -> Group:
    """The slider of quarters."""
    return Group(
        "Which quarter",
        (
            Control(
                name="quarter",
                label="Quarter",
                meaning="arrow keys step by one",
                stops=tuple(Stop(row, when(row)) for row in range(len(record.quarters))),
            ),
        ),
    )


def actor_choice(scenario: Scenario, land: Places, actor: str) -> Group:
    """All actors to select from; communities only of the selected council."""
    options = [ControlOption("centre:centre", "The centre")]
    options += [
        ControlOption(f"department:{one.key}", f"{KINDS['department']}: {one.label or one.key}")
        for one in scenario.departments
    ]
    options += [
        ControlOption(f"mission:{one.key}", f"{KINDS['mission']}: {one.label or one.key}")
        for one in scenario.missions
    ]
    options += [
        ControlOption(f"council:{key}", f"{KINDS['council']}: {name}")
        for key, name in zip(land.council_keys, land.council_names, strict=True)
    ]
    options += [
        ControlOption(f"community:{key}", f"{KINDS['community']}: {name}") for key, name in near(land, actor)
    ]
    meaning = "every actor that decides; open a council to find its communities"
    return Group(
        "Who decided", (Control(name="actor", label="Open", meaning=meaning, options=tuple(options)),)
    )


def near(land: Places, actor: str) -> list[tuple[str, str]]:
    """Communities of the council that is open, or of that of the community that is open."""
    kind, _, key = actor.partition(":")
    if kind == "council" and key in land.council_keys:
        council = land.council_keys.index(key)
    elif kind == "community" and key in land.community_keys:
        council = int(land.community_council_k[land.community_keys.index(key)])
    else:
        return []
    names = land.community_names or land.community_keys
    rows = (land.community_council_k == council).nonzero()[0]
    return [(land.community_keys[row], names[row]) for row in rows]


def what_if(record: DecisionRecord) -> Group:
    """The controls of one decision: which, and what to choose instead."""
    controls = []
    if len(record.methods) > 1:
        options = tuple(ControlOption(method, DECISIONS[method]) for method in record.methods)
        controls.append(
            Control(name="decision", label="Decision", meaning="what is decided", options=options)
        )
    controls.append(
        Control(
            name="otherwise",
            label="What if it had chosen otherwise?",
            meaning="the world then runs twice, with the same luck",
            options=tuple(ControlOption(key, words) for key, words in otherwise_choices(record)),
        )
    )
    if record.otherwise and record.rows and record.otherwise in ("more", "less"):
        rows = tuple(ControlOption(str(row), name) for row, name in enumerate(record.rows))
        controls.append(
            Control(name="of", label="Of what", meaning="the rest gives way or takes over", options=rows)
        )
    if record.otherwise:
        lasting = (ControlOption("", "in this quarter only"), ControlOption("1", "from then on"))
        controls.append(
            Control(
                name="lasting", label="For how long", meaning="once, or each time it decides", options=lasting
            )
        )
    return Group("What if", tuple(controls))
