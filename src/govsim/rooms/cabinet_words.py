"""Words of a cabinet game that its faces share: phases, the ballot, a bundle of levers."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from govsim.rooms.activity import (
    Button,
    Fill,
    Fold,
    Pick,
    Say,
)
from govsim.scenario.lever_facts import lever_facts
from govsim.scenario.levers import Levers
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.teaching.debrief_document import arrangement_name
from govsim.teaching.game import OWN, SILOED, Game
from govsim.teaching.wording import phase_title
from govsim.words.names import capitalised, uncapitalised
from govsim.words.plurals import joined, years_words

if TYPE_CHECKING:
    from govsim.rooms.cabinet import Cabinet

STANDING: Final = "standing"
PLAYING: Final = "What you decided takes its course. This takes a few seconds."
SHARES: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
AS_THE_REST: Final = ""


def next_words(cabinet: Cabinet) -> str:
    """What the desk's button for the next step says."""
    place, phases = cabinet.game.place, cabinet.phases
    if place >= len(phases):
        return ""
    now = phases[place].key.partition("-")[0]
    if place + 1 == len(phases):
        return "End the game"
    coming = phases[place + 1]
    closing = {"brief": "Close forecasts", "decide": "Close the round", "vote": "Close the vote"}.get(now)
    return f"{closing}, then: {coming.title}" if closing else f"Go on to: {coming.title}"


def kicker(game: Game) -> str:
    """Where in its years in office the class is."""
    if not game.round:
        return "before the first year"
    return f"year {game.quarters_played // 4} of {game.country.horizon // 4}"


def length_words(game: Game) -> str:
    """How long the class governs."""
    return years_words(game.country.horizon)


def where_words(game: Game) -> str:
    """The phase and the year, above each title."""
    if not game.phase:
        return "The game is over"
    return f"{phase_title(game.phase)} · {kicker(game)}"


@lru_cache
def shipped(name: str) -> Scenario:
    """A shipped scenario, read once: every phone shows what is on the ballot."""
    return load_scenario(name)


def option_about(game: Game, option: str) -> str:
    """What an option of the ballot is."""
    if option != OWN:
        return shipped(option).about
    siloed = shipped(SILOED).levers
    differ = [name for name, value in (game.bundle or {}).items() if getattr(siloed, name) != value]
    words = [f"{_lever_title(name)} {_amount((game.bundle or {})[name])}" for name in differ]
    return f"{capitalised(joined(words))}; the rest as in silos." if words else "As in silos."


def _lever_title(name: str) -> str:
    return uncapitalised(Levers.model_fields[name].title or name)


def _amount(value: float | str) -> str:
    return value.replace("_", " ") if isinstance(value, str) else f"{value:.0%}"


def bundle_form(game: Game) -> Fold:
    """Fields for the levers that the pages show first, and an arrangement that gives the rest."""
    fields = [
        Pick(
            key="rest",
            label="Begin from",
            options=tuple(
                Button(value=name, label=arrangement_name(name)) for name in game.options if name != OWN
            ),
            chosen="mission_led",
        )
    ]
    for name, described in Levers.model_fields.items():
        if not lever_facts(name)["first"]:
            continue
        given: tuple[float | str, ...] = SHARES
        if name == "board_membership":
            given = ("none", "lead_only", "contributors", "all")
        options = [Button(value=AS_THE_REST, label="as there")]
        options += [Button(value=str(value), label=_amount(value)) for value in given]
        fields.append(Pick(key=name, label=described.title or name, options=tuple(options)))
    send = "Put it on the ballot" if game.bundle is None else "Replace the bundle"
    form = Fill(key="bundle", fields=tuple(fields), send=send, hidden=(("answer", "bundle"),))
    replaced = Say(words="Another bundle replaces this one, and votes for it are cast again.", kind="small")
    return Fold(summary="Put a bundle of the class’s own on the ballot", blocks=(form, replaced))
