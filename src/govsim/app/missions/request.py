"""The comparison of *Your missions*: shipped missions of a country and the visitor's own, led in the same way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from govsim.app.compare.arms import choices, in_country
from govsim.app.compare.request import WORLDS, WORLDS_OF_LARGE, ComparisonRequest
from govsim.app.keys import Key, keys, one_of
from govsim.app.missions.written import FILE, Written, checked, missions_in, scenario_of, text_of, written_of
from govsim.app.offered import Country, offered
from govsim.app.session import Setting, opened
from govsim.scenario.levers import MEMBERSHIP_RANK
from govsim.scenario.load import load_scenario, with_distinct_names
from govsim.scenario.schema import Scenario
from govsim.words.names import arrangement_words, capitalised

SHIPPED: Final = ("five_missions", "levelling_up_12")  # compared with, where the country is theirs
SAMPLE: Final = "your_missions"  # to begin with, where the country is its
LED: Final = "mission_led"  # else
KEYS: Final = keys(
    Key(name="missions", check=checked),  # else those to begin with
    Key(name="seats", check=one_of(("", *MEMBERSHIP_RANK))),  # else as the scenario has it
)


@dataclass(frozen=True, kw_only=True)
class Start:
    """Shipped missions of a country: scenarios to compare with, the first of which is extended, and examples."""

    beside: tuple[str, ...]  # names of scenarios, the baseline first
    examples: Mapping[str, str]  # title to missions as the text of an address
    first: str  # the text to begin with

    @property
    def base(self) -> Scenario:
        """The scenario that the visitor's missions extend."""
        return load_scenario(self.beside[0])


def start_of(country: Country) -> Start:
    """Shipped missions of a country: the five and the twelve, or its own mission-led government."""
    names = [name for name in (*SHIPPED, SAMPLE) if name in choices() and _is_same(name, country)]
    beside = [name for name in names if name != SAMPLE] or [in_country(LED, country.key)]
    examples = {_title(name): text_of(written_of(load_scenario(name).missions)) for name in names or beside}
    first = text_of(written_of(load_scenario(names[-1] if names else beside[0]).missions))
    return Start(beside=tuple(beside), examples={**examples, "Empty": EMPTY}, first=first)


EMPTY: Final = text_of([Written(), Written()])


def _is_same(name: str, country: Country) -> bool:
    """Whether a scenario has the outcomes and departments of a country."""
    own, other = country.scenario, load_scenario(name)
    return own.outcomes == other.outcomes and own.departments == other.departments


def _title(name: str) -> str:
    scenario = load_scenario(name)
    return f"{capitalised(arrangement_words(scenario.name))} ({len(scenario.missions)})"


def levers_of(own: Mapping[str, str]) -> dict[str, Any]:
    """The levers that the visitor changes."""
    return {"board_membership": own["seats"]} if own["seats"] else {}


def text_in(own: Mapping[str, str], start: Start) -> str:
    """The missions that are shown, as the text of an address."""
    return own["missions"] or start.first


def mine(own: Mapping[str, str], start: Start) -> Scenario:
    """The scenario of the visitor's missions. Raises InputError."""
    return scenario_of(missions_in(text_in(own, start)), start.beside[0], levers_of(own))


def comparison_request(setting: Setting, own: Mapping[str, str]) -> ComparisonRequest:
    """The comparison of shipped missions with the visitor's. Raises InputError."""
    country, opening = offered().country(setting.country), opened().now
    start = start_of(country)
    scenarios = [*map(load_scenario, start.beside), mine(own, start)]
    return ComparisonRequest(
        scenarios=tuple(with_distinct_names(scenarios)),
        words=(*start.beside, FILE),
        places=country.places,
        alike=setting.worlds != opening.worlds,
        fixed=setting.fixed,
        weight=setting.progress_weight if setting.progress_weight != opening.progress_weight else None,
        ladder=WORLDS_OF_LARGE if country.is_large else WORLDS,
    )
