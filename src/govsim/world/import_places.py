"""Import real places from a file of communities, with optional files of councils and neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

import numpy as np

from govsim.errors import PlacesError, Problem, nearest
from govsim.words.plurals import joined
from govsim.world.community_table import CommunityTable, read_communities
from govsim.world.council_table import CouncilTable, Neighbour, read_council_table, read_neighbours
from govsim.world.places import SHOWN, Floats, Places, Whole
from govsim.world.places_csv import raise_problems
from govsim.world.questioned_names import folded, questions_of_council_names

_UPPER_TIER_IN_ENGLAND: Final = 153
_DISTRICT: Final = "E07"  # codes of the Office for National Statistics for districts in two-tier areas


def import_places(
    file: str | Path,
    *,
    councils: str | Path | None = None,
    neighbours: str | Path | None = None,
    tier: Literal["lower", "upper"] = "lower",
    name: str | None = None,
    drop_empty: bool = False,
    sure: bool = False,
) -> Places:
    """Import places of any country from CSV files.

    Args:
        file: CSV of communities: plain, or an official index of deprivation.
        councils: CSV of councils with names, regions and perhaps upper-tier codes.
        neighbours: CSV with pairs of council codes.
        tier: `upper` merges councils that share an upper-tier code.
        name: Name of the places; by default the file's.
        drop_empty: Leave out communities without a number or without residents.
        sure: Ask no questions about what may mean something else than it seems to.

    Returns:
        The places. Their `notes` list omissions and assumptions, their `questions` points to check.

    Raises:
        PlacesError: every problem, by file and line.

    >>> places = import_places("iod2025.csv", councils="councils.csv", tier="upper")  # doctest: +SKIP
    """
    if tier not in ("lower", "upper"):
        raise PlacesError(Problem("tier", "'lower' or 'upper'", f"'{tier}'"))
    problems: list[Problem] = []
    if tier == "upper" and councils is None:
        remedy = "Give a council table with a column 'upper_code' or 'utla_code'."
        problems.append(Problem("tier 'upper'", "a council table", "none", remedy=remedy))
    file = Path(file).expanduser()
    councils, neighbours = (
        None if path is None else Path(path).expanduser() for path in (councils, neighbours)
    )
    communities = read_communities(file, problems, drop_empty)
    table = CouncilTable() if councils is None else read_council_table(councils, problems)
    pairs = () if neighbours is None else read_neighbours(neighbours, problems)
    raise_problems(str(file), problems)
    assert communities is not None  # missing only with a problem
    if table.names:
        communities = _with_codes(communities, table)
        problems += _unknown_councils(communities, table)
    upper = _upper_codes(table, problems) if tier == "upper" else {}
    raise_problems(str(file), problems)
    joined = _Joined(communities, table, upper)
    places = joined.places(name or Path(file).name.split(".")[0], pairs, str(neighbours))
    return replace(places, questions=()) if sure else places


def _with_codes(communities: CommunityTable, table: CouncilTable) -> CommunityTable:
    """Replace councils' names by the codes of the council table.

    A name that the table lacks, or has twice, stays and is reported as unknown.
    """
    named = Counter(map(_plain_name, table.names.values()))
    codes = {_plain_name(name): code for code, name in table.names.items() if named[_plain_name(name)] == 1}
    here = set(communities.councils)
    code_of = {council: codes[plain] for council in here if (plain := _plain_name(council)) in codes}
    if any(council in table.names for council in here) or 2 * len(code_of) < len(here):
        return communities
    note = f"Councils were matched by name in {Path(table.where).name}."
    councils = tuple(code_of.get(council, council) for council in communities.councils)
    return replace(communities, councils=councils, council_names={}, reading=(*communities.reading, note))


def _plain_name(name: str) -> str:
    return folded(name.replace("&", "and"))


def _unknown_councils(communities: CommunityTable, table: CouncilTable) -> list[Problem]:
    first: dict[str, int] = {}
    for council, line in zip(communities.councils, communities.lines, strict=True):
        if council not in table.names:
            first.setdefault(council, line)
    here = set(communities.councils)
    if len(first) == len(here) > 1:
        known, given = (", ".join(f"'{code}'" for code in sorted(codes)[:3]) for codes in (table.names, here))
        remedy = "It may be the table of another country or year, or codes may have lost zeros in front."
        expected = f"the councils of {communities.where}, such as {given}"
        found = f"none of its {len(here)} councils, but such as {known}"
        return [Problem(table.where, expected, found, remedy=remedy)]
    return [
        Problem(
            communities.where,
            f"a council of {table.where}",
            f"'{council}'",
            line=line,
            key="council",
            remedy=_meant(council, table) if position < SHOWN else "",
        )
        for position, (council, line) in enumerate(first.items())
    ]


def _meant(council: str, table: CouncilTable) -> str:
    """A remedy for a council that is not in the table: the codes or names in it that may be meant."""
    twice = [code for code, name in table.names.items() if _plain_name(name) == _plain_name(council)]
    if len(twice) > 1:
        return (
            f"That table has {joined([repr(code) for code in twice])} of this name: give codes of councils."
        )
    return nearest(council, list(dict.fromkeys([*table.names, *table.names.values()])))


def _upper_codes(table: CouncilTable, problems: list[Problem]) -> Mapping[str, str]:
    """Upper-tier code of each council of the table. An upper tier that spans two regions is a problem."""
    if table.uppers is None:
        remedy = "Add it, or import with tier 'lower'."
        problems.append(Problem(table.where, "a column 'upper_code' or 'utla_code'", "none", remedy=remedy))
        return {}
    region: dict[str, str] = {}
    for council, upper in table.uppers.items():
        given = table.regions[council] if table.regions else ""
        if region.setdefault(upper, given) != given:
            found = f"'{region[upper]}' and '{given}'"
            problems.append(Problem(table.where, f"one region for upper tier '{upper}'", found))
    return table.uppers


class _Joined:
    """Communities joined to their councils; `upper` maps a council to the code into which it merges."""

    def __init__(self, communities: CommunityTable, table: CouncilTable, upper: Mapping[str, str]) -> None:
        self.communities, self.table, self.upper = communities, table, upper
        self.lower = tuple(dict.fromkeys(communities.councils))
        self.region_of = {
            upper.get(council, council): table.regions[council] if table.regions else "all"
            for council in self.lower
        }
        self.codes = tuple(sorted(self.region_of, key=lambda code: (self.region_of[code], code)))
        self.position = {code: c for c, code in enumerate(self.codes)}
        here = [self.position[upper.get(council, council)] for council in communities.councils]
        self.council_k = np.array(here, np.int64)

    def places(self, name: str, pairs: tuple[Neighbour, ...], neighbours_file: str) -> Places:
        communities, table = self.communities, self.table
        touching, outside = self._neighbours(pairs, neighbours_file)
        order = np.lexsort((np.array(communities.keys), self.council_k))  # in any order of lines
        region_keys = tuple(sorted(set(self.region_of.values())))
        region_names = {"all": "All"} if table.regions is None else table.region_names
        names = {**communities.council_names, **(table.upper_names if self.upper else table.names)}
        return Places(
            name=name,
            source=f"Imported from {Path(communities.where).name}, {communities.layout}.",
            outcomes=communities.outcomes,
            region_keys=region_keys,
            region_names=tuple(region_names.get(region, region) for region in region_keys),
            council_keys=self.codes,
            council_names=tuple(names.get(code, code) for code in self.codes),
            council_region_c=np.array([region_keys.index(self.region_of[code]) for code in self.codes]),
            neighbours=touching,
            community_keys=tuple(communities.keys[k] for k in order),
            community_council_k=self.council_k[order],
            population_k=communities.population_k[order],
            need_kj=communities.need_kj[order],
            councils_represented=len(self.codes),
            social_capital_k=(
                None if communities.social_capital_k is None else communities.social_capital_k[order]
            ),
            capacity_c=self._capacities(),
            community_names=(
                None if communities.names is None else tuple(communities.names[k] for k in order)
            ),
            notes=(*communities.notes, *self._notes(outside)),
            questions=(
                *communities.questions,
                *questions_of_council_names(communities.council_names, table.names, Path(table.where).name),
                *table.questions,
            ),
            origins=communities.origins,
            reading=(*communities.reading, *self.table.reading),
        )

    def _capacities(self) -> Floats | None:
        """Capacity by council; for merged councils the mean weighted by residents."""
        capacities, population_k = self.table.capacities, self.communities.population_k
        if capacities is None:
            return None
        if not self.upper:
            return np.array([capacities[code] for code in self.codes])
        capacity_k = np.array([capacities[council] for council in self.communities.councils])
        residents_c = np.bincount(self.council_k, population_k)
        mean: Floats = np.bincount(self.council_k, population_k * capacity_k) / residents_c
        return np.clip(
            mean, capacity_k.min(), capacity_k.max()
        )  # a mean of equal shares may pass 1 by rounding

    def _neighbours(self, pairs: tuple[Neighbour, ...], where: str) -> tuple[Whole, int]:
        """Positions of councils that touch, and how many pairs name a council without a community."""
        known = {council: self.upper.get(council, council) for council in self.table.names}
        known |= {code: code for code in self.codes}
        problems: list[Problem] = []
        touching: set[tuple[int, int]] = set()
        outside = 0
        for pair in pairs:
            unknown = [code for code in (pair.council, pair.other) if code not in known]
            for code in unknown:
                remedy = nearest(code, list(known)) if len(problems) < SHOWN else ""
                problems.append(Problem(where, "a known council", f"'{code}'", line=pair.line, remedy=remedy))
            if unknown:
                continue
            one, other = (self.position.get(known[code]) for code in (pair.council, pair.other))
            if one is None or other is None:
                outside += 1
            elif one != other:
                touching.add((min(one, other), max(one, other)))
        raise_problems(where, problems)
        return np.array(sorted(touching), np.int64).reshape(-1, 2), outside

    def _notes(self, outside: int) -> list[str]:
        table, lower = self.table, self.lower
        notes = []
        if table.regions is None:
            notes.append("Regions are not in these data: all councils are in one region, 'all'.")
        if self.communities.social_capital_k is None:
            notes.append("Social capital is not in these data: it is derived from need, with noise.")
        if table.capacities is None:
            notes.append("Capacity of councils is not in these data: it is derived from need, with noise.")
        if not self.upper and any(council.startswith(_DISTRICT) for council in lower):
            uppers = table.uppers
            count = len({uppers[council] for council in lower}) if uppers else _UPPER_TIER_IN_ENGLAND
            notes.append(
                f"Councils are lower-tier and unitary ({len(lower)}): in two-tier areas districts do not run "
                f"education, social care or transport. `--tier upper` ({count}) merges them."
            )
        left = len(table.names) - len(lower)
        if left > 0:
            notes.append(f"{left} councils of the council table have no community here and are left out.")
        if outside:
            notes.append(
                f"{outside} pairs of neighbours name a council without a community and are left out."
            )
        return notes
