"""Import real places from a file of communities, with optional files of councils and neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

import numpy as np

from govsim.errors import PlacesError, Problem, nearest
from govsim.world.community_table import CommunityTable, read_communities
from govsim.world.council_table import CouncilTable, Neighbour, read_council_table, read_neighbours
from govsim.world.places import Floats, Places, Whole
from govsim.world.places_csv import raise_problems

_UPPER_TIER_IN_ENGLAND: Final = 153
_DISTRICT: Final = "E07"  # codes of the Office for National Statistics for districts in two-tier areas


def import_places(
    file: str | Path,
    *,
    councils: str | Path | None = None,
    neighbours: str | Path | None = None,
    tier: Literal["lower", "upper"] = "lower",
    name: str | None = None,
) -> Places:
    """Import places of any country from CSV files.

    Args:
        file: CSV of communities: plain, or File 7 of the Indices of Deprivation.
        councils: CSV of councils with names, regions and perhaps upper-tier codes.
        neighbours: CSV with pairs of council codes.
        tier: `upper` merges councils that share an upper-tier code.
        name: Name of the places; by default the file's.

    Returns:
        The places. Their `notes` say what was left out or assumed.

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
    communities = read_communities(file, problems)
    table = None if councils is None else read_council_table(councils, problems)
    pairs = () if neighbours is None else read_neighbours(neighbours, problems)
    raise_problems(str(file), problems)
    assert communities is not None  # missing only where a problem was noted
    if table is not None:
        problems += _unknown_councils(communities, table)
    group = _upper_codes(communities, table, problems) if tier == "upper" else None
    raise_problems(str(file), problems)
    return _join(communities, table, pairs, group, str(neighbours), name or Path(file).stem)


def _unknown_councils(communities: CommunityTable, table: CouncilTable) -> list[Problem]:
    first: dict[str, int] = {}
    for row, council in enumerate(communities.councils):
        if council not in table.names and council not in first:
            first[council] = row
    return [
        Problem(
            communities.where,
            f"a council of {table.where}",
            f"'{council}'",
            line=communities.lines[row],
            key="council",
            remedy=nearest(council, list(table.names)) if position < 20 else "",
        )
        for position, (council, row) in enumerate(first.items())
    ]


def _upper_codes(
    communities: CommunityTable, table: CouncilTable | None, problems: list[Problem]
) -> dict[str, str] | None:
    """Upper-tier code of each council in use. An upper tier that spans two regions is a problem."""
    if table is None:
        return None
    if table.uppers is None:
        remedy = "Add it, or import with tier 'lower'."
        problems.append(Problem(table.where, "a column 'upper_code' or 'utla_code'", "none", remedy=remedy))
        return None
    region: dict[str, str] = {}
    for council, upper in table.uppers.items():
        given = table.regions[council] if table.regions else ""
        if region.setdefault(upper, given) != given:
            found = f"'{region[upper]}' and '{given}'"
            problems.append(Problem(table.where, f"one region for upper tier '{upper}'", found))
    return table.uppers


def _join(
    communities: CommunityTable,
    table: CouncilTable | None,
    pairs: tuple[Neighbour, ...],
    group: dict[str, str] | None,
    neighbours_file: str,
    name: str,
) -> Places:
    lower = tuple(dict.fromkeys(communities.councils))
    code_of = {council: group[council] if group else council for council in lower}
    region_of = _regions(lower, code_of, table)
    region_keys = tuple(sorted(set(region_of.values())))
    codes = tuple(sorted(set(code_of.values()), key=lambda code: (region_of[code], code)))
    position = {code: c for c, code in enumerate(codes)}
    council_k = np.array([position[code_of[council]] for council in communities.councils], np.int64)
    order = np.argsort(council_k, kind="stable")
    known = _known_to_neighbours(code_of, table, group)
    touching, outside = _neighbour_positions(pairs, known, position, neighbours_file)
    region_names = {"all": "All"} if table is None or table.regions is None else table.region_names
    names = dict(communities.council_names)
    if table is not None:
        names |= table.upper_names if group else table.names
    return Places(
        name=name,
        source=f"Imported from {Path(communities.where).name}, {communities.layout}.",
        outcomes=communities.outcomes,
        region_keys=region_keys,
        region_names=tuple(region_names.get(region, region) for region in region_keys),
        council_keys=codes,
        council_names=tuple(names.get(code, code) for code in codes),
        council_region_c=np.array([region_keys.index(region_of[code]) for code in codes]),
        neighbours=touching,
        community_keys=tuple(communities.keys[k] for k in order),
        community_council_k=council_k[order],
        population_k=communities.population_k[order],
        need_kj=communities.need_kj[order],
        councils_represented=len(codes),
        social_capital_k=None
        if communities.social_capital_k is None
        else communities.social_capital_k[order],
        capacity_c=_capacities(communities, table, group, codes, council_k),
        community_names=None if communities.names is None else tuple(communities.names[k] for k in order),
        notes=(*communities.notes, *_notes(communities, table, group, lower, outside)),
    )


def _regions(
    lower: tuple[str, ...], code_of: Mapping[str, str], table: CouncilTable | None
) -> dict[str, str]:
    regions = None if table is None else table.regions
    return {code_of[council]: regions[council] if regions else "all" for council in lower}


def _capacities(
    communities: CommunityTable,
    table: CouncilTable | None,
    group: Mapping[str, str] | None,
    codes: tuple[str, ...],
    council_k: Whole,
) -> Floats | None:
    """Capacity by council; for merged councils the mean weighted by residents."""
    if table is None or table.capacities is None:
        return None
    if group is None:
        return np.array([table.capacities[code] for code in codes])
    capacity_k = np.array([table.capacities[council] for council in communities.councils])
    residents_c = np.bincount(council_k, communities.population_k)
    mean: Floats = np.bincount(council_k, communities.population_k * capacity_k) / residents_c
    return np.clip(mean, capacity_k.min(), capacity_k.max())  # a mean of equal shares may pass 1 by rounding


def _known_to_neighbours(
    code_of: Mapping[str, str], table: CouncilTable | None, group: Mapping[str, str] | None
) -> dict[str, str]:
    """Maps every code that a list of neighbours may use to the council's code here."""
    known = dict(code_of)
    if table is not None:
        known = {code: group[code] if group else code for code in table.names}
    return known | {code: code for code in code_of.values()}


def _neighbour_positions(
    pairs: tuple[Neighbour, ...], known: Mapping[str, str], position: Mapping[str, int], where: str
) -> tuple[Whole, int]:
    problems: list[Problem] = []
    touching: set[tuple[int, int]] = set()
    outside = 0
    for pair in pairs:
        unknown = [code for code in (pair.council, pair.other) if code not in known]
        for code in unknown:
            remedy = nearest(code, list(known)) if len(problems) < 20 else ""
            problems.append(Problem(where, "a known council", f"'{code}'", line=pair.line, remedy=remedy))
        if unknown:
            continue
        one, other = known[pair.council], known[pair.other]
        if one not in position or other not in position:
            outside += 1
        elif one != other:
            a, b = sorted((position[one], position[other]))
            touching.add((a, b))
    raise_problems(where, problems)
    return np.array(sorted(touching), np.int64).reshape(-1, 2), outside


def _notes(
    communities: CommunityTable,
    table: CouncilTable | None,
    group: Mapping[str, str] | None,
    lower: tuple[str, ...],
    outside: int,
) -> list[str]:
    notes = []
    if table is None or table.regions is None:
        notes.append("Regions are not in these data: all councils are in one region, 'all'.")
    if communities.social_capital_k is None:
        notes.append("Social capital is not in these data: it is derived from need, with noise.")
    if table is None or table.capacities is None:
        notes.append("Capacity of councils is not in these data: it is derived from need, with noise.")
    if group is None and any(council.startswith(_DISTRICT) for council in lower):
        upper = _UPPER_TIER_IN_ENGLAND
        if table is not None and table.uppers is not None:
            upper = len({table.uppers[council] for council in lower})
        notes.append(
            f"Councils are lower-tier and unitary ({len(lower)}): in two-tier areas districts do not run "
            f"education, social care or transport. `--tier upper` ({upper}) merges them."
        )
    if table is not None and len(table.names) > len(lower):
        left = len(table.names) - len(lower)
        notes.append(f"{left} councils of the council table have no community here and are left out.")
    if outside:
        notes.append(f"{outside} pairs of neighbours name a council without a community and are left out.")
    return notes
