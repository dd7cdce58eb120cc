"""A country of the user's own from places: the outcomes that are there, and departments pruned to them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any, Final

from govsim.catalogue.new_files import check_new, new_folder
from govsim.errors import Problem, ScenarioError, nearest
from govsim.scenario.describe import resolved_dict
from govsim.scenario.geography import WrittenPlaces
from govsim.scenario.layers import shipped_countries
from govsim.scenario.load import load_scenario, scenario_names
from govsim.scenario.schema import Scenario
from govsim.scenario.toml_writing import toml_text
from govsim.world.find_places import places_in
from govsim.world.places import Places
from govsim.world.saved_places import save_places

PLACES_FILE: Final = "places.parquet"
ARRANGEMENTS: Final = {
    "layered": ("with boards on top of its departments", "Do boards add anything but complexity here?"),
    "mission_led": ("led by missions", "What do missions change here, and who pays for it?"),
}
_LEAD, _HELP = 3.0, 1.0  # weights: leads an outcome, helps
_TOO_FEW: Final = 0.5  # least share of its goal with which a mission stays the same

Entry = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class NewCountry:
    """A new country, and its differences from the country of its departments."""

    folder: Path
    outcomes: tuple[str, ...]
    left_out: tuple[str, ...]  # outcomes of the other country that this one does not have
    new: tuple[str, ...]  # outcomes that the other country does not have
    departments: tuple[str, ...]  # labels of those lost with the outcomes
    missions: tuple[str, ...]  # likewise
    thinned: tuple[str, ...]  # labels of departments that lost a weight
    renamed: tuple[str, ...]  # outcomes whose names cannot be keys, with their keys
    narrowed: tuple[str, ...]  # labels of missions that lost a part of their goal
    doubts: tuple[str, ...]  # doubts about the meaning of the places

    def changes(self) -> Iterator[str]:
        """A sentence on each pruned or added part."""
        yield from self.doubts
        yield f"Outcomes: {', '.join(self.outcomes)}."
        for what, labels in (
            ("Names that cannot be keys of a scenario", self.renamed),
            ("Outcomes left out, because the places do not have them or --without names them", self.left_out),
            ("Departments left out, because no outcome of theirs is left", self.departments),
            ("Departments that lost weights on outcomes", self.thinned),
            ("Missions left out, because most of their goal is gone", self.missions),
            ("Missions that lost a part of their goal", self.narrowed),
            ("New outcomes, each with an invented department and mission to replace by yours", self.new),
        ):
            if labels:
                yield f"{what}: {'; '.join(labels)}."


def folder_of_country(name: str, output: Path | None) -> Path:
    """The folder of a new country: `output`, else its name. Raises ScenarioError for one that cannot be written."""
    folder = output if output is not None else Path(name)
    check_new(name, folder, "a scenario", taken_names(), ScenarioError)
    return folder


def taken_names() -> tuple[str, ...]:
    """Names that scenarios and countries of govsim have."""
    return (*scenario_names(), *shipped_countries())


def write_pruned_country(
    name: str,
    *,
    parent: str = "siloed",
    places: Path | None = None,
    without: Sequence[str] = (),
    output: Path | None = None,
) -> NewCountry:
    """Write the folder of a country that runs at once: departments, services and missions of another, pruned.

    Args:
        name: Its name.
        parent: Scenario that supplies departments, services and missions.
        places: CSV of communities, or places saved by `govsim places import`; by default those of `parent`. The
            folder gets a copy.
        without: Outcomes to leave out.
        output: Its folder, by default `name`.

    Returns:
        The new folder, and the pruned parts.

    Raises:
        ScenarioError: an invalid name, an existing folder, or no outcome left.
        PlacesError: unusable places.
    """
    folder = folder_of_country(name, output)
    base = load_scenario(parent)
    given = None if places is None else places_in(places)
    keys = {} if given is None else _keys(given.outcomes)
    land = None if given is None else replace(given, outcomes=tuple(keys.values()))
    without = [keys.get(outcome, outcome) for outcome in without]
    known = [outcome.key for outcome in base.outcomes]
    there = known if land is None else list(land.outcomes)
    _check_without(without, [*known, *there])
    shared = [key for key in known if key in there and key not in without]
    new = [key for key in there if key not in known and key not in without]
    if not shared and not new:
        expected = "at least one outcome that is not left out"
        raise ScenarioError(Problem(name, expected, "none", key="outcomes", remedy="Name fewer --without."))
    pruned = _Pruned(base, shared, new, {key: name for name, key in keys.items() if name != key})
    written = NewCountry(
        folder=folder,
        outcomes=(*shared, *new),
        left_out=tuple(key for key in known if key not in shared),
        new=tuple(new),
        departments=pruned.lost("departments"),
        missions=pruned.lost("missions"),
        thinned=tuple(
            one.label
            for one in base.departments
            if 0 < sum(key in shared for key in one.weights) < len(one.weights)
        ),
        renamed=tuple(f"{name} is {key}" for name, key in keys.items() if name != key),
        narrowed=tuple(pruned.narrowed),
        doubts=() if given is None else tuple(given.doubts),
    )
    of = parent if places is None else places.name
    source = (
        f"places of {of}, and departments, services and missions of {parent}, pruned to the outcomes there"
    )
    country = _text(name, folder, source, pruned, _setting(pruned, land))
    with new_folder(folder, ScenarioError) as inside:
        (inside / "country.toml").write_text(country, encoding="utf-8")
        for arrangement, (how, question) in ARRANGEMENTS.items():
            above = {
                "extends": "country",
                "levers_from": arrangement,
                "about": f"The same country, {how}.",
                "question": question,
            }
            head = f"# The same country, {how}. Any lever may be changed below [levers].\n"
            (inside / f"{arrangement}.toml").write_text(head + toml_text(above), encoding="utf-8")
        if land is not None:
            save_places(land, inside / PLACES_FILE)
    return written


def _keys(names: Sequence[str]) -> dict[str, str]:
    """The key of each outcome: its name, reduced to lower-case letters, digits and underscores if need be."""
    keys: dict[str, str] = {}
    for name in names:
        letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        plain = re.sub(r"[^a-z0-9]+", "_", letters.lower()).strip("_")[:50]
        root = plain if plain[:1].isalpha() else f"o_{plain}"
        taken = {*keys.values(), *(other for other in names if other != name)}
        numbered = (root if number == 1 else f"{root}_{number}" for number in count(1))
        keys[name] = name if name == root else next(key for key in numbered if key not in taken)
    return keys


def _check_without(without: Sequence[str], known: Sequence[str]) -> None:
    problems = [
        Problem("--without", "an outcome", f"'{key}'", remedy=nearest(key, list(dict.fromkeys(known))))
        for key in without
        if key not in known
    ]
    if problems:
        raise ScenarioError(problems)


class _Pruned:
    """Departments, services and missions of a scenario, pruned to some of its outcomes, and new ones added."""

    def __init__(
        self, base: Scenario, shared: Sequence[str], new: Sequence[str], names: Mapping[str, str]
    ) -> None:
        self.base, self.shared, self.new = base, shared, new
        self.narrowed: list[str] = []
        own = {outcome.key: outcome.label for outcome in base.outcomes}
        self.labels = {key: own.get(key) or names.get(key) or _label(key) for key in (*shared, *new)}
        self.outcomes = [{"key": key, "label": label} for key, label in self.labels.items()]
        self.departments = list(self._pruned_departments())
        self.departments += [self._new_department(key) for key in new]
        self.services = list(self._services())
        self.missions = list(self._pruned_missions())
        bare = new if self.missions else [*shared, *new]
        self.missions += [self._new_mission(key) for key in bare]

    def lost(self, section: str) -> tuple[str, ...]:
        """Labels of the entries that are gone."""
        keys = {entry["key"] for entry in getattr(self, section)}
        return tuple(entry.label for entry in getattr(self.base, section) if entry.key not in keys)

    def _pruned_departments(self) -> Iterator[Entry]:
        own = {key for service in self.base.services if service.own for key in service.departments}
        for department in self.base.departments:
            weights = {key: department.weights[key] for key in self.shared if department.weights.get(key)}
            if weights:
                helps = dict.fromkeys(self.new, _HELP) if department.key in own else {}
                entry = department.model_dump(exclude_none=True, exclude_defaults=True)
                yield {**entry, "weights": weights | helps}

    def _new_department(self, outcome: str) -> Entry:
        money = [department.money for department in self.base.departments]
        taken = [department.key for department in self.base.departments]
        key = outcome if outcome not in taken else f"{outcome}_2"
        label, weights = self.labels[outcome], {outcome: _LEAD}
        return {"key": key, "label": label, "resource": median(money), "weights": weights}

    def _services(self) -> Iterator[Entry]:
        keys = [department["key"] for department in self.departments]
        new = [key for key in keys if key not in {one.key for one in self.base.departments}]
        own = False
        for service in self.base.services:
            inside = [key for key in service.departments if key in keys]
            if service.own and not own:
                inside, own = [*inside, *new], bool(inside or new)
            if inside:
                yield {
                    **service.model_dump(exclude_defaults=True),
                    "departments": inside,
                }
        if new and not own:
            yield {"key": "own", "label": "The council's own services", "departments": new, "own": True}

    def _pruned_missions(self) -> Iterator[Entry]:
        departments = [department["key"] for department in self.departments]
        for mission in self.base.missions:
            shares = mission.goal_shares()
            left = sum(shares.get(key, 0.0) for key in self.shared)
            if shares and left < _TOO_FEW:
                continue
            goal = {key: weight for key, weight in mission.goal.items() if key in self.shared and weight}
            if shares and left < 1 - 1e-9:
                self.narrowed.append(mission.label)
            entry = mission.model_dump(exclude_defaults=True)
            lead = mission.lead if mission.lead in departments else self._lead_of(goal)
            if lead:
                yield {**entry, "lead": lead} | ({"goal": goal} if goal else {})

    def _lead_of(self, goal: Mapping[str, float]) -> str:
        """The lead department of a goal's weightiest outcome; empty for no goal."""
        if not goal:
            return ""
        outcome = max(goal, key=lambda key: goal[key])
        return str(max(self.departments, key=lambda one: one["weights"].get(outcome, 0.0))["key"])

    def _new_mission(self, outcome: str) -> Entry:
        taken = {mission.key for mission in self.base.missions}
        key = outcome if outcome not in taken else f"{outcome}_2"
        goal = {outcome: 1.0}
        return {"key": key, "label": self.labels[outcome], "lead": self._lead_of(goal), "goal": goal}


def _label(key: str) -> str:
    return key.replace("_", " ").capitalize()


def _text(name: str, folder: Path, source: str, pruned: _Pruned, setting: Mapping[str, Any]) -> str:
    """The text of country.toml."""
    head = f"""\
# {name}: a country of your own. It has {source}.
# It is governed by departments: the levers are those of siloed.
# Edit next, with a 'govsim scenario check' after each change:
#   1. Money of departments, in £bn a year: it is that of the other country.
#   2. Weights: how much of an outcome depends on a department. The highest leads; no two may be highest.
#   3. Which service gets whose money, what missions aim at, and who leads them.

"""
    words = {
        "about": f"{name} governed by departments: {source}.",
        "question": "What falls between departments here, and does it help to lead them by missions?",
    }
    named = {"name": name} if folder.name != name else {}
    sections = (
        ("What matters.", "outcomes"),
        ("Who spends. A weight of 3 leads an outcome, 2 matters much, 1 helps.", "departments"),
        ("Through whom. The money of each department reaches places through one service.", "services"),
        ("Towards what.", "missions"),
    )
    return (
        head
        + toml_text({**named, **words, **setting})
        + "".join(
            f"\n# --- {heading}\n\n{toml_text({key: getattr(pruned, key)})}" for heading, key in sections
        )
    )


def _setting(pruned: _Pruned, land: Places | None) -> dict[str, Any]:
    """Where people live, and a floor of budget shares that leaves room for every department."""
    base = pruned.base
    floor = 1 / len(pruned.departments)
    return {
        "places": PLACES_FILE if land is not None else _own_places(base, pruned.shared),
        "councils_represented": base.councils_represented if land is None else land.councils_represented,
        **({"contestable": {"floor": round(floor / 2, 4)}} if base.contestable.floor > floor else {}),
    }


def _own_places(base: Scenario, shared: Sequence[str]) -> Any:
    stated = resolved_dict(base)["places"]
    if isinstance(base.places, WrittenPlaces):
        for community in stated["communities"]:
            community["need"] = {key: community["need"][key] for key in shared}
    return stated
