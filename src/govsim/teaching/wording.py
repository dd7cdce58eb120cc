"""Words of the game that phones, screen, desk, slides and guide share."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from govsim.scenario.schema import Scenario
from govsim.teaching.debrief_document import arrangement_name
from govsim.teaching.game import SILOED, Game
from govsim.words.names import uncapitalised
from govsim.words.numbers import decimal
from govsim.words.plurals import joined
from govsim.world.find_places import places_of

CORE: Final = "Core services: 1 is what the public is owed."
HINTS: Final = {  # for the lecturer, by phase
    "brief": "Let everybody read their card and forecast alone. Say that cards are private.",
    "decide": "Seats talk among themselves; the observer walks about. Who does not answer repeats what stood.",
    "reveal": "Ask two seats what they tried to do. Then ask why reports and need differ.",
    "vote": "Let each side speak once. The class may put a bundle of its own levers on the ballot, at the desk.",
    "debrief": "Begin with the observer. Debrief for as long as you played.",
}
TITLES: Final = (  # of the four screens of the debrief
    "How did it feel?",
    "What you forecast, and what happened",
    "Why did it happen?",
    "Was it us, the arrangement, or luck?",
)
FEELING: Final = "The observer reports first. Then each seat: what did you want, and what did you get?"
BALLOT: Final = "How shall the country be governed from now on?"


@lru_cache(maxsize=4)
def need_words(country: Scenario) -> str:
    """What need and progress are counted in, with the need of the country's regions at the start for reference."""
    places = places_of(country)
    region_k, need_k = places.council_region_c[places.community_council_k], places.need_kj.mean(axis=1)
    means_r = np.bincount(region_k, places.population_k * need_k) / np.bincount(region_k, places.population_k)
    regions = joined(
        [
            f"{decimal(need, 2)} in {uncapitalised(name)}"
            for name, need in zip(places.region_names, means_r, strict=True)
        ]
    )
    return (
        "Need is how far people are from well-being: 0 is none, 1 as great as can be. Progress is its fall. "
        f"At the start need is {regions}."
    )


def scale_words(country: Scenario) -> str:
    """What need, progress and core services are counted in."""
    return f"{need_words(country)} {CORE}"


def phase_title(key: str) -> str:
    """A phase in words.

    >>> phase_title("decide-2"), phase_title("vote")
    ('Round 2: decide', 'Debate and vote')
    """
    kind, _, number = key.partition("-")
    words = {"brief": "Your card, and a forecast", "vote": "Debate and vote", "debrief": "Debrief"}
    return words.get(kind) or f"Round {number}: {'decide' if kind == 'decide' else 'what happened'}"


def ballot_name(option: str) -> str:
    """An option of the ballot, as it stands on its button."""
    return "stay siloed" if option == SILOED else arrangement_name(option)


def outcome_of_the_vote(game: Game) -> str:
    """What the class voted for, with counts."""
    votes = list(game.votes.values())
    counts = joined([f"{ballot_name(option)} {votes.count(option)}" for option in game.options])
    went = "You stay siloed" if game.reform == SILOED else f"From now on: {ballot_name(game.reform)}"
    return f"{went}. Votes: {counts}."
