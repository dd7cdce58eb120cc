"""Places: the regions, councils and communities of a country, with their residents and need.

Synthetic England (`synthetic_england`), imported data (`import_places`), a saved file (`load_places`) and
places written in a scenario (`written_places`) all end in this one class, checked in the same way.
"""

from __future__ import annotations

import os.path
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from govsim.errors import PlacesError, Problem, nearest
from govsim.scenario.geography import FEWEST, MOST

LEAST_SHARE = 1e-30  # what lies between it and 0 makes ratios overflow

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Places:
    """A country as its places: regions hold councils, councils hold communities.

    Arrays are read-only. Keys are stable names of places, by which random draws are addressed. Communities
    stand in contiguous blocks in the order of their councils. Raises PlacesError with every problem.
    """

    name: str
    source: str  # one sentence of provenance
    outcomes: tuple[str, ...]
    region_keys: tuple[str, ...]
    region_names: tuple[str, ...]
    council_keys: tuple[str, ...]
    council_names: tuple[str, ...]
    council_region_c: Whole  # (council,) position of its region
    neighbours: Whole  # (pair, 2) positions of councils, the lower first, unique and sorted
    community_keys: tuple[str, ...]
    community_council_k: Whole  # (community,) position of its council, never falling
    population_k: Floats  # (community,) residents, above 0
    need_kj: Floats  # (community, outcome) in [0, 1]
    councils_represented: int  # how many councils of the country these stand for
    # What is known of these, in [0, 1]; None or NaN where it is derived from need when a world is built.
    social_capital_k: Floats | None = None  # (community,)
    capacity_c: Floats | None = None  # (council,)
    community_names: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()  # what a reader must know before trusting a result

    def __post_init__(self) -> None:
        for field in ("council_region_c", "neighbours", "community_council_k"):
            _freeze(self, field, np.int64)
        for field in ("population_k", "need_kj", "social_capital_k", "capacity_c"):
            _freeze(self, field, np.float64)
        problems = [*_shape_problems(self)] or [*_value_problems(self)]
        if problems:
            raise PlacesError(problems)

    @property
    def residents(self) -> float:
        """How many people live in all communities together."""
        return float(self.population_k.sum())

    def with_outcomes(self, outcomes: Sequence[str]) -> Places:
        """The same places with only these outcomes, in this order."""
        missing = [outcome for outcome in outcomes if outcome not in self.outcomes]
        problems = [
            Problem(
                where=f"places '{self.name}'",
                key=f"need.{outcome}",
                expected=f"need for outcome '{outcome}'",
                found="no such column",
                remedy=nearest(outcome, self.outcomes),
            )
            for outcome in missing
        ]
        problems += _duplicates(f"places '{self.name}'", "outcomes", outcomes)
        if problems:
            raise PlacesError(problems)
        columns = [self.outcomes.index(outcome) for outcome in outcomes]
        return replace(self, outcomes=tuple(outcomes), need_kj=self.need_kj[:, columns])


def is_pipe(path: Path) -> bool:
    """Whether something is there that is neither a file nor a folder: a pipe, a device, a socket."""
    return os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)


def _freeze(places: Places, field: str, kind: type[np.generic]) -> None:
    given = getattr(places, field)
    if given is None:
        return
    array: npt.NDArray[Any] = np.array(given)
    if kind is np.int64 and array.size and array.dtype.kind not in "iu":
        raise PlacesError(
            Problem(f"places '{places.name}'", "whole numbers", f"values of type {array.dtype}", key=field)
        )
    try:
        array = np.ascontiguousarray(array.astype(kind))
    except (TypeError, ValueError) as error:
        raise PlacesError(Problem(f"places '{places.name}'", "numbers", str(error), key=field)) from error
    if field == "neighbours" and array.size == 0:
        array = array.reshape(0, 2)
    array.setflags(write=False)
    object.__setattr__(places, field, array)  # the dataclass is frozen: this is its constructor


def _duplicates(where: str, key: str, names: Sequence[str]) -> list[Problem]:
    if len(set(names)) == len(names):
        return []
    twice = [name for name, count in Counter(names).items() if count > 1]
    shown = ", ".join(f"'{name}'" for name in twice[:5]) + (", …" if len(twice) > 5 else "")
    return [Problem(where, "each key once", f"{shown} more than once", key=key)]


def _shape_problems(places: Places) -> list[Problem]:
    where = f"places '{places.name}'"
    councils, communities = len(places.council_keys), len(places.community_keys)
    expected: dict[str, tuple[int, ...]] = {
        "region_names": (len(places.region_keys),),
        "council_names": (councils,),
        "council_region_c": (councils,),
        "neighbours": (len(places.neighbours), 2),
        "community_council_k": (communities,),
        "population_k": (communities,),
        "need_kj": (communities, len(places.outcomes)),
        "social_capital_k": (communities,),
        "capacity_c": (councils,),
        "community_names": (communities,),
    }
    problems = [
        Problem(where, "at least one", "none", key=field)
        for field in ("outcomes", "region_keys", "council_keys", "community_keys")
        if not getattr(places, field)
    ]
    for field, shape in expected.items():
        given = getattr(places, field)
        if given is None:
            continue
        found = given.shape if isinstance(given, np.ndarray) else (len(given),)
        if found != shape:
            problems.append(Problem(where, f"shape {shape}", f"shape {found}", key=field))
    return problems


def _value_problems(places: Places) -> list[Problem]:
    where = f"places '{places.name}'"
    councils = len(places.council_keys)
    problems = [
        problem
        for field in ("outcomes", "region_keys", "council_keys", "community_keys")
        for problem in _duplicates(where, field, getattr(places, field))
    ]
    problems += _position_problems(
        where, "council_region_c", places.council_region_c, len(places.region_keys)
    )
    problems += _position_problems(where, "neighbours", places.neighbours, councils)
    if places.councils_represented < 1:
        problems.append(
            Problem(where, "at least 1", str(places.councils_represented), key="councils_represented")
        )
    outside = _position_problems(where, "community_council_k", places.community_council_k, councils)
    problems += outside
    if not outside:
        if np.any(np.diff(places.community_council_k) < 0):
            problems.append(
                Problem(
                    where, "communities in the order of councils", "another order", key="community_council_k"
                )
            )
        empty = np.flatnonzero(np.bincount(places.community_council_k, minlength=councils) == 0)
        problems += [
            Problem(where, "at least one community", "none", key=f"council '{places.council_keys[council]}'")
            for council in empty[:20]
        ]
    pairs = places.neighbours
    # two councils are one pair: a fixed order lets edges be compared, addressed and counted once
    falling = np.any(pairs[:, 0] >= pairs[:, 1])
    if falling or np.any(np.diff(pairs[:, 0] * councils + pairs[:, 1]) <= 0):
        problems.append(
            Problem(where, "each pair once, the lower first, sorted", "otherwise", key="neighbours")
        )
    keys = places.community_keys
    wrong = ~((places.population_k >= FEWEST) & (places.population_k <= MOST))
    problems += [
        Problem(
            where,
            "residents above 0",
            str(places.population_k[k]),
            key=f"{keys[k]}.population",
            remedy=f"Possible are {FEWEST:f} to {MOST:,.0f}." if 0 < places.population_k[k] < np.inf else "",
        )
        for k in np.flatnonzero(wrong)[:20]
    ]
    with np.errstate(invalid="ignore"):
        problems += [
            Problem(
                where,
                "need from 0 to 1",
                str(places.need_kj[k, j]),
                key=f"{keys[k]}.need.{places.outcomes[j]}",
            )
            for k, j in np.argwhere(~((places.need_kj >= 0) & (places.need_kj <= 1)))[:20]
        ]
        problems += _share_problems(where, "social_capital", places.social_capital_k, keys)
        problems += _share_problems(where, "capacity", places.capacity_c, places.council_keys)
    return problems


def _position_problems(where: str, field: str, positions: Whole, count: int) -> list[Problem]:
    if not positions.size or (positions.min() >= 0 and positions.max() < count):
        return []
    return [
        Problem(
            where, f"positions from 0 to {count - 1}", f"{positions.min()} to {positions.max()}", key=field
        )
    ]


def _share_problems(where: str, field: str, shares: Floats | None, keys: Sequence[str]) -> list[Problem]:
    if shares is None:
        return []
    right = (shares >= LEAST_SHARE) & (shares <= 1) | (shares == 0) | np.isnan(shares)
    return [
        Problem(where, "a share from 0 to 1", str(shares[position]), key=f"{keys[position]}.{field}")
        for position in np.flatnonzero(~right)[:20]
    ]
