"""*Compare*: two to four scenarios on the same worlds, with the document of `govsim compare`."""

# mypy: disable-error-code="attr-defined, no-untyped-call, untyped-decorator, arg-type"
# (solara does not export its names, and its components and state are not typed)

from __future__ import annotations

from typing import Any

import reacton.ipyvuetify as v
import solara

from govsim.app.address import query_of
from govsim.app.compare.arms import keys_of, with_file
from govsim.app.compare.further import QUESTIONS, Answered, pair_of, question_task
from govsim.app.compare.request import (
    KEYS,
    WORLDS,
    WORLDS_OF_LARGE,
    ComparisonRequest,
    ComparisonResult,
    comparison_request,
)
from govsim.app.compare.upload import Uploaded, save_file, uploaded_file
from govsim.app.compare.widgets import Arms, Asks, File
from govsim.app.compare.words import (
    ASK,
    ASKING,
    HELD_MEANING,
    WAITING,
    answered_so_far,
    downloads,
    file_note,
    listed_asks,
    listed_choices,
    masthead,
    printed,
    problem_list,
    setting_to_add,
    so_far,
    spoken,
)
from govsim.app.controls import Control, ControlOption, Group, as_table, values_of, world_group
from govsim.app.following import use_work
from govsim.app.jobs import Failure
from govsim.app.picture import document_html
from govsim.app.shell import Visit, use_failure, use_visit
from govsim.app.widgets import Controls
from govsim.app.wording import failed_note
from govsim.errors import InputError, Problem

_uploaded: Any = solara.reactive(None)  # solara keeps a value for each visit


@solara.component
def Compare() -> None:
    """The whole page."""
    visit = use_visit()
    session, uploaded = visit.session.value, _uploaded.value
    own = {name: visit.own(name) for name in KEYS}
    request, wrong = _asked(visit, own, uploaded)
    followed = use_work([] if request is None else [request.task])
    use_failure(wrong or followed.failed)
    result: ComparisonResult | None = followed.results[0] if followed.results else None
    arms = keys_of(own["arms"])
    answers = {"answered": session.answered, "event_moved": visit.moved}
    with v.Html(tag="main", class_="compare"):
        solara.Title("Compare · govsim")
        solara.HTML(tag="header", unsafe_innerHTML=masthead(), classes=["masthead"])
        Arms(
            groups=listed_choices(session.now, uploaded),
            setting=setting_to_add(session, arms),
            values={"arms": own["arms"]},
            **answers,
        )
        solara.HTML(tag="div", unsafe_innerHTML=file_note(uploaded, arms))
        with v.Html(tag="details", class_="same"):
            v.Html(tag="summary", children=["What is the same for all, and a file of your own"])
            with v.Html(tag="div", class_="desk"):
                values = {**values_of(session.now), "held": own["held"]}
                Controls(groups=as_table((same_group(),)), values=values, **answers)
                Upload(visit, arms)
        if request is not None:
            solara.HTML(tag="div", unsafe_innerHTML=printed(request, own), classes=["printed"])
        if result is None and request is not None:
            solara.HTML(tag="p", unsafe_innerHTML=WAITING.format(request.ladder[0]), classes=["waiting"])
        elif result is not None and request is not None:
            Result(request, result, stale=followed.stale)
            Further(visit, request, result, own)
            query = query_of(session, KEYS)
            footer = downloads(request, result, query, uploaded, arms)
            solara.HTML(tag="footer", unsafe_innerHTML=footer, classes=["colophon"])


def _asked(
    visit: Visit, own: dict[str, str], uploaded: Uploaded | None
) -> tuple[ComparisonRequest | None, Failure | None]:
    """The comparison that the visitor requests, or why it cannot be run."""
    try:
        return comparison_request(visit.session.value.now, own, uploaded), None
    except InputError as error:
        return None, Failure(words=str(error))


def same_group() -> Group:
    """Controls of settings that all compared scenarios share: country, worlds, weight, and what is held equal."""
    options = {
        "": "nothing",
        "volume": "the share of money for outcomes",
        "overhead": "the staff time lost",
        "both": "both",
    }
    held = Control(
        name="held",
        label="Held at the baseline’s",
        meaning=HELD_MEANING,
        options=tuple(ControlOption(key, title) for key, title in options.items()),
    )
    return Group("The same for all", (*world_group().first, held))


@solara.component
def Upload(visit: Visit, arms: tuple[str, ...]) -> None:
    """Upload of a scenario file, with its problems if it cannot be used."""
    wrong, set_wrong = solara.use_state(())

    def choose(file: dict[str, Any]) -> None:
        text = str(file["text"])
        try:
            if file["too_large"]:
                raise InputError(Problem(str(file["name"]), "a file of at most 1 MB", "a larger file"))
            _uploaded.value = save_file(
                uploaded_file(str(file["name"]), text, (WORLDS[-1], WORLDS_OF_LARGE[-1]))
            )
        except InputError as error:
            set_wrong(error.problems)
            return
        set_wrong(())
        visit.choose("arms", with_file(arms))

    with v.Html(tag="div", class_="own-file"):
        File(event_chosen=choose)
        if wrong:
            solara.HTML(tag="div", unsafe_innerHTML=problem_list(wrong))


@solara.component
def Result(request: ComparisonRequest, result: ComparisonResult, stale: bool) -> None:
    """The comparison document; dimmed while a newer one is being computed."""
    html = solara.use_memo(lambda: document_html(result.html, "comparison"), [result])
    with v.Html(
        tag="div", class_="stale" if stale else "fresh", attributes={"aria-busy": str(stale).lower()}
    ):
        solara.HTML(tag="p", unsafe_innerHTML=so_far(result, request), classes=["count"])
        solara.HTML(tag="div", unsafe_innerHTML=html, classes=["document", "whole"])
    live = {"role": "status", "aria-live": "polite"}
    solara.HTML(tag="p", unsafe_innerHTML=spoken(result), classes=["unseen"], attributes=live)


@solara.component
def Further(visit: Visit, request: ComparisonRequest, result: ComparisonResult, own: dict[str, str]) -> None:
    """Further questions about two of the scenarios, and the answers to those that were asked."""
    large = request.ladder == WORLDS_OF_LARGE
    row = min(int(own["pair"] or len(result.names)), len(result.names) - 1)
    with v.Html(tag="section", class_="further"):
        solara.HTML(tag="div", unsafe_innerHTML=ASK)
        Asks(
            asks=listed_asks(request, large),
            baseline=result.names[0],
            pairs=[{"value": str(place), "title": name} for place, name in enumerate(result.names) if place],
            values={**own, "pair": str(row)},
            answered=visit.session.value.answered,
            event_moved=visit.moved,
        )
        for key in QUESTIONS:
            if own[key] and not large:
                Answer(key, pair_of(request, own["pair"])).key(key)


@solara.component
def Answer(key: str, pair: ComparisonRequest) -> None:
    """The answer to one further question."""
    followed, question = use_work([question_task(key, pair)]), QUESTIONS[key]
    answer: Answered | None = followed.results[0] if followed.results else None
    with v.Html(tag="section", class_="stale" if answer and followed.stale else "fresh"):
        solara.HTML(tag="h3", unsafe_innerHTML=question.title)
        if followed.failed is not None:
            solara.HTML(tag="div", unsafe_innerHTML=failed_note(followed.failed), classes=["note"])
        elif answer is None:
            solara.HTML(tag="p", unsafe_innerHTML=ASKING, attributes={"role": "status"})
        if answer is not None:
            html = answered_so_far(question, answer) + document_html(answer.html, key, below=2)
            solara.HTML(tag="div", unsafe_innerHTML=html, classes=["document"])
