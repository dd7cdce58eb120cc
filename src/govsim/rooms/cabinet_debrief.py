"""The debrief of a cabinet game on the screen, in four parts, and what each phone shows of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from govsim.app.jobs import Failure
from govsim.documents.document import Document
from govsim.explanation.explain import Explanation
from govsim.measures.amounts import level
from govsim.measures.catalogue import MEASURES
from govsim.rooms.activity import Block, Done, Facts, Grid, Say
from govsim.rooms.cabinet_drawings import forecasts
from govsim.teaching.debrief import Debrief
from govsim.teaching.debrief_document import debrief_document
from govsim.teaching.wording import FEELING

if TYPE_CHECKING:
    from govsim.rooms.cabinet import Cabinet

REPLAYING: Final = "Your decisions are replayed in 200 other worlds. This takes a few seconds."
EXPLAINING: Final = "The arrangement is explained, lever by lever. This takes about ten seconds."


def debrief_in(cabinet: Cabinet, done: Done) -> Debrief | None:
    """The debrief as far as it is finished, with the notes up to now."""
    debrief, why = done.get("debrief"), done.get("why")
    if not isinstance(debrief, Debrief) or cabinet.ended is None:
        return None
    return replace(
        debrief, game=cabinet.final_game, explanation=why if isinstance(why, Explanation) else None
    )


def debrief_blocks(cabinet: Cabinet, done: Done) -> tuple[Block, ...]:
    """One of the four screens."""
    notes = cabinet.game.notes
    if cabinet.turned == 0:
        first = Say(words=FEELING, kind="lead")
        return (first, *(Say(words=note, kind="quote") for note in notes))
    debrief = debrief_in(cabinet, done)
    if debrief is None:
        failed = [one for one in done.values() if isinstance(one, Failure)]
        words = (
            f"It could not be worked out: {failed[0].words or failed[0].reference}." if failed else REPLAYING
        )
        return (Say(words=words, kind="lead"),)
    document = debrief_document(debrief)
    if cabinet.turned == 1:
        drawn = (forecasts(debrief),) if debrief.forecasts else ()
        happened = tuple(Say(words=sentence, kind="lead") for sentence in document.answer[1:2])
        return (*_said(document, "forecast"), *drawn, *happened)
    if cabinet.turned == 2:
        why = _said(document, "why") if "why" in done else (Say(words=EXPLAINING, kind="lead"),)
        return (*_said(document, "decisions"), *why)
    part = _part(document, "split")
    return (
        *(Say(words=sentence, kind="lead printed") for sentence in document.answer[:2]),
        *(Say(words=sentence, kind="lead") for sentence in document.answer[2:]),
        *(Grid(table=table) for table in part.tables),
        Say(words=document.how_sure[0], kind="small"),
    )


def _part(document: Document, key: str) -> Any:
    return next(part for part in document.parts if part.key == key)


def _said(document: Document, key: str) -> tuple[Block, ...]:
    """What a part says in its brief form, so that it fits a screen; the report has all of it."""
    part = _part(document, key)
    return tuple(Say(words=sentence, kind="lead") for sentence in part.sentences[: part.brief])


def own_debrief(cabinet: Cabinet, student: str, done: Done) -> tuple[Block, ...]:
    """A student's own end: the forecast beside what happened, and the seat's own target."""
    look = Say(words="Look at the screen: the debrief is there.", kind="lead")
    debrief = debrief_in(cabinet, done)
    if debrief is None:
        return (look,)
    rows = []
    forecast = cabinet.game.forecasts.get(student)
    for one in debrief.forecasts if forecast is not None else ():
        measure = MEASURES[one.measure]
        mine = level(getattr(forecast, one.measure), measure)
        rows.append((f"{measure.label}: your forecast", mine))
        rows.append((f"{measure.label}: what happened", level(one.happened, measure)))
    seat = cabinet.game.students[student].seat
    for score in debrief.scores:
        if score.seat == seat:
            measure = MEASURES[score.target.measure]
            rows.append((f"Your own target: {score.target.words}", level(score.reported, measure)))
            rows.append(("The usual in silos", level(score.usual, measure)))
            rows.append(("Reached", "yes" if score.was_reached else "no"))
    return (look, Facts(caption="Your own end", rows=tuple(rows))) if rows else (look,)
