"""Places written by hand, in a scenario's TOML or in Python."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from govsim.errors import PlacesError, Problem, nearest
from govsim.world.places import Places

Rows = Sequence[Mapping[str, Any]]


def inline_places(
    *,
    regions: Rows,
    councils: Rows,
    communities: Rows,
    neighbours: Sequence[Sequence[str]] = (),
    outcomes: Sequence[str] | None = None,
    name: str = "places",
    source: str = "Written by hand.",
    where: str = "scenario",
) -> Places:
    """A small country from plain tables, as a teacher would write it down.

    A region has `key` and perhaps `name`; a council `key`, `region` and perhaps `name` and `capacity`; a
    community `key`, `council`, `population`, `need` (outcome -> 0 to 1) and perhaps `name` and
    `social_capital`; a neighbour is a pair of council keys. Names default to keys, outcomes to those of the
    first community. `where` opens each problem's sentence. Raises PlacesError with every problem.
    """
    problems: list[Problem] = []
    _check_keys(problems, where, "regions", regions, {"key"}, {"name"})
    _check_keys(problems, where, "councils", councils, {"key", "region"}, {"name", "capacity"})
    needed = {"key", "council", "population", "need"}
    _check_keys(problems, where, "communities", communities, needed, {"name", "social_capital"})
    if problems:
        raise PlacesError(problems)

    region_keys = {str(region["key"]): r for r, region in enumerate(regions)}
    council_keys = {str(council["key"]): c for c, council in enumerate(councils)}
    for table, rows in (("regions", regions), ("councils", councils), ("communities", communities)):
        _check_unique(problems, where, table, [str(row["key"]) for row in rows])
    region_of = [
        _position(problems, where, f"councils[{c}].region", str(council["region"]), region_keys)
        for c, council in enumerate(councils)
    ]
    council_of = [
        _position(problems, where, f"communities[{k}].council", str(community["council"]), council_keys)
        for k, community in enumerate(communities)
    ]
    if outcomes is None:
        first = communities[0]["need"]
        outcomes = list(first) if isinstance(first, Mapping) else []
    need = [
        _need(problems, where, f"communities[{k}].need", community["need"], outcomes)
        for k, community in enumerate(communities)
    ]
    population = [
        _residents(problems, where, f"communities[{k}].population", community["population"])
        for k, community in enumerate(communities)
    ]
    social_capital = _optional(problems, where, "communities", communities, "social_capital")
    capacity = _optional(problems, where, "councils", councils, "capacity")
    pairs = _pairs(problems, where, neighbours, council_keys)
    if problems:
        raise PlacesError(problems)

    order = np.argsort(np.array(council_of), kind="stable")  # communities may be written in any order
    return Places(
        name=name,
        source=source,
        outcomes=tuple(outcomes),
        region_keys=tuple(region_keys),
        region_names=tuple(str(region.get("name", region["key"])) for region in regions),
        council_keys=tuple(council_keys),
        council_names=tuple(str(council.get("name", council["key"])) for council in councils),
        council_region_c=np.array(region_of),
        neighbours=np.array(pairs, np.int64).reshape(-1, 2),
        community_keys=tuple(str(communities[k]["key"]) for k in order),
        community_council_k=np.array(council_of)[order],
        population_k=np.array(population)[order],
        need_kj=np.array(need)[order],
        councils_represented=len(council_keys),
        social_capital_k=None if social_capital is None else np.array(social_capital)[order],
        capacity_c=None if capacity is None else np.array(capacity),
        community_names=tuple(str(communities[k].get("name", communities[k]["key"])) for k in order),
    )


def _check_keys(
    problems: list[Problem], where: str, table: str, rows: Rows, needed: set[str], allowed: set[str]
) -> None:
    if not rows:
        problems.append(Problem(where, "at least one", "none", key=table))
    known = sorted(needed | allowed)
    for position, row in enumerate(rows):
        key = f"{table}[{position}]"
        for missing in sorted(needed - set(row)):
            problems.append(Problem(where, f"'{missing}'", "nothing", key=f"{key}.{missing}"))
        for unknown in sorted(set(row) - needed - allowed):
            remedy = nearest(unknown, known)
            problems.append(
                Problem(where, "a known key", f"'{unknown}'", key=f"{key}.{unknown}", remedy=remedy)
            )


def _check_unique(problems: list[Problem], where: str, table: str, keys: Sequence[str]) -> None:
    seen: set[str] = set()
    for position, key in enumerate(keys):
        if key in seen:
            problems.append(Problem(where, "each key once", f"'{key}' again", key=f"{table}[{position}].key"))
        seen.add(key)


def _position(problems: list[Problem], where: str, key: str, name: str, known: Mapping[str, int]) -> int:
    if name in known:
        return known[name]
    problems.append(
        Problem(where, "a key written above", f"'{name}'", key=key, remedy=nearest(name, list(known)))
    )
    return 0  # never used: a problem has been noted


def _finite(given: object) -> float | None:
    if isinstance(given, bool) or not isinstance(given, (int, float)) or not math.isfinite(given):
        return None
    return float(given)


def _residents(problems: list[Problem], where: str, key: str, given: object) -> float:
    number = _finite(given)
    if number is not None and number > 0:
        return number
    problems.append(Problem(where, "residents above 0", repr(given), key=key))
    return 1.0  # never used: a problem has been noted


def _share(problems: list[Problem], where: str, key: str, given: object) -> float:
    number = _finite(given)
    if number is not None and 0 <= number <= 1:
        return number
    found = "nothing" if given is None else repr(given)
    problems.append(Problem(where, "a number from 0 to 1", found, key=key))
    return 0.0  # never used: a problem has been noted


def _need(
    problems: list[Problem], where: str, key: str, given: object, outcomes: Sequence[str]
) -> list[float]:
    if not isinstance(given, Mapping) or not given:
        problems.append(Problem(where, "a need from 0 to 1 for each outcome", repr(given), key=key))
        return [0.0] * len(outcomes)
    for unknown in [outcome for outcome in given if outcome not in outcomes]:
        remedy = nearest(str(unknown), outcomes)
        problems.append(
            Problem(where, "a known outcome", f"'{unknown}'", key=f"{key}.{unknown}", remedy=remedy)
        )
    return [_share(problems, where, f"{key}.{outcome}", given.get(outcome)) for outcome in outcomes]


def _optional(problems: list[Problem], where: str, table: str, rows: Rows, key: str) -> list[float] | None:
    if all(row.get(key) is None for row in rows):
        return None
    return [
        math.nan  # not given here: derived when a world is built
        if row.get(key) is None
        else _share(problems, where, f"{table}[{position}].{key}", row.get(key))
        for position, row in enumerate(rows)
    ]


def _pairs(
    problems: list[Problem], where: str, neighbours: Sequence[Sequence[str]], council_keys: Mapping[str, int]
) -> list[tuple[int, int]]:
    """Each pair once, the lower position first, in whichever direction it was written."""
    pairs = set()
    for position, pair in enumerate(neighbours):
        key = f"neighbours[{position}]"
        if len(pair) != 2 or pair[0] == pair[1]:
            problems.append(Problem(where, "two different councils", repr(list(pair)), key=key))
            continue
        one, other = (_position(problems, where, f"{key}.council", str(name), council_keys) for name in pair)
        pairs.add((min(one, other), max(one, other)))
    return sorted(pairs)
