"""What the pages offer: countries, scenarios and results, those that ship and those that the server was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from govsim.app.arrangements import COUNTRY, title_of
from govsim.catalogue.scenarios import list_scenarios
from govsim.errors import InputError, Problem, ScenarioError, nearest
from govsim.scenario.layers import shipped_countries
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.world.find_places import places_in, places_of
from govsim.world.places import Places

SHIPPED: Final = "england"  # key of the country of the shipped arrangements
LARGE: Final = 500  # communities from which a world takes about a second


@dataclass(frozen=True, kw_only=True)
class Country:
    """A country that pages can simulate: its scenario, whose levers do not matter, and a places file if given."""

    key: str  # in addresses
    scenario: Scenario
    places: str = ""  # path of a places file; empty for the scenario's own places

    @property
    def land(self) -> Places:
        """Its places. Raises InputError."""
        return land_of(self)

    @property
    def title(self) -> str:
        """Its name in a choice: `Synthetic England`."""
        return self.land.name[:1].upper() + self.land.name[1:]

    @property
    def is_large(self) -> bool:
        """Whether it takes long to simulate, so that fewer worlds are shown."""
        return len(self.land.community_keys) > LARGE


@cache
def land_of(country: Country) -> Places:
    """The places of a country. Raises InputError."""
    return places_in(Path(country.places)) if country.places else places_of(country.scenario)


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What pages may use beside what ships: files of places, folders of scenarios, and a folder of results."""

    places: tuple[Path, ...] = ()
    scenario_folders: tuple[Path, ...] = ()
    results: Path | None = None

    @cached_property
    def scenarios(self) -> Mapping[str, Scenario]:
        """Scenarios by the name to use on the command line; those that cannot be used are left out."""
        return self._listed[0]

    @cached_property
    def unusable(self) -> tuple[str, ...]:
        """What cannot be used, each in the words of the command line."""
        return (*self._listed[1], *self._countries[1], *self._missing_results)

    @cached_property
    def countries(self) -> Mapping[str, Country]:
        """Countries by their key in addresses: that of the shipped arrangements first."""
        return self._countries[0]

    def country(self, key: str) -> Country:
        """A country by its key. Raises InputError for one that is not offered."""
        if key not in self.countries:
            known = ", ".join(self.countries)
            problem = Problem("country", f"one of {known}", key, remedy=nearest(key, list(self.countries)))
            raise InputError(problem)
        return self.countries[key]

    @property
    def _missing_results(self) -> tuple[str, ...]:
        if self.results is None or self.results.is_dir():
            return ()
        return (str(Problem(str(self.results), "a folder that holds folders of results", "no such folder")),)

    @cached_property
    def _listed(self) -> tuple[dict[str, Scenario], tuple[str, ...]]:
        try:
            groups, unusable = list_scenarios(self.scenario_folders)
        except ScenarioError as error:
            groups, unusable = list_scenarios()
            return _by_name(groups), (str(error), *(_problems_of(source) for source, _ in unusable))
        return _by_name(groups), tuple(_problems_of(source) for source, _ in unusable)

    @cached_property
    def _countries(self) -> tuple[dict[str, Country], tuple[str, ...]]:
        found = {SHIPPED: Country(key=SHIPPED, scenario=COUNTRY)}
        found |= {name: Country(key=name, scenario=load_scenario(name)) for name in shipped_countries()}
        problems = []
        for file in self.places:
            key = _free_key(file.name.split(".")[0], found)
            country = Country(key=key, scenario=COUNTRY, places=str(file.resolve()))
            try:
                country.land  # noqa: B018 - read now, so that a bad file is named before anybody picks it
            except InputError as error:
                problems.append(str(error))
                continue
            found[key] = country
        return found, tuple(problems)


def _by_name(groups: Mapping[str, Sequence[tuple[str, Scenario]]]) -> dict[str, Scenario]:
    return {name: scenario for group in groups.values() for name, scenario in group}


def _problems_of(source: str) -> str:
    try:
        load_scenario(source)
    except ScenarioError as error:
        return str(error)
    return f"{source}: it could not be read a moment ago."


def _free_key(stem: str, used: Mapping[str, Country]) -> str:
    key, number = stem, 2
    while key in used:
        key, number = f"{stem}-{number}", number + 1
    return key


_offered = Offered()


def offer(more: Offered) -> None:
    """Offer something else from now on; called once, before the server answers."""
    global _offered
    _offered = more


def offered() -> Offered:
    """What this server offers."""
    return _offered


def country_title(key: str) -> str:
    """A country's name for readers: `Synthetic England`; of one that is not offered, its key as a title."""
    countries = offered().countries
    return countries[key].title if key in countries else title_of(key)
