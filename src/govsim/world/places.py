"""Places: the regions, councils and communities of a country, with their residents and need.

One class, with the same checks, for synthetic England (`synthetic_england`), imported data (`import_places`), a saved
file (`load_places`) and places of a scenario (`written_places`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from govsim.display import Displayed
from govsim.errors import PlacesError, Problem, nearest
from govsim.scenario.geography import FEWEST, MOST

SHOWN = 20  # listed problems of one kind, so that a wrong column does not fill the screen
LEAST_SHARE = 1e-30  # numbers between it and 0 make ratios overflow

_OTHERWISE = " Or make a country that has these outcomes: 'govsim scenario new NAME --country --places FILE'."

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

_KEYS = ("outcomes", "region_keys", "council_keys", "community_keys")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Places(Displayed):
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
    councils_represented: int  # number of councils of the country that these represent
    # Known values, in [0, 1]; None or NaN where building a world derives them from need.
    social_capital_k: Floats | None = None  # (community,)
    capacity_c: Floats | None = None  # (council,)
    community_names: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()  # caveats for a reader of results
    questions: tuple[str, ...] = ()  # what may mean something else than it seems to; its owner must say
    origins: tuple[str, ...] = ()  # where each outcome's need comes from
    reading: tuple[str, ...] = ()  # how its files were read: of interest at import, not beside results

    def __post_init__(self) -> None:
        for field in ("council_region_c", "neighbours", "community_council_k"):
            _freeze(self, field, np.int64)
        for field in ("population_k", "need_kj", "social_capital_k", "capacity_c"):
            _freeze(self, field, np.float64)
        problems = list(_shape_problems(self)) or list(_value_problems(self))
        if problems:
            raise PlacesError(problems)

    def in_one_line(self) -> str:
        """Its name and size."""
        from govsim.words.plurals import counted  # imported when shown, as it affects no run

        communities = counted(len(self.community_keys), "community", "communities")
        councils, regions = (
            counted(len(self.council_keys), "council"),
            counted(len(self.region_keys), "region"),
        )
        return f"{self.name}, {communities} in {councils} and {regions}, {self.residents:,.0f} residents"

    @property
    def where(self) -> str:
        """The name of these places in messages."""
        return f"places '{self.name}'"

    @property
    def residents(self) -> float:
        """The residents of all communities together."""
        return float(self.population_k.sum())

    @property
    def doubts(self) -> list[str]:
        """The questions, as sentences above results."""
        return [f"Is this right? {question}" for question in self.questions]

    def with_outcomes(self, outcomes: Sequence[str]) -> Places:
        """The same places with only these outcomes, in this order."""
        problems = [
            Problem(
                self.where,
                key=f"need.{outcome}",
                expected=f"need for outcome '{outcome}'",
                found="no such column",
                remedy=f"{nearest(outcome, self.outcomes)}{_OTHERWISE}".strip(),
            )
            for outcome in outcomes
            if outcome not in self.outcomes
        ]
        problems += _duplicates(self.where, "outcomes", outcomes)
        if problems:
            raise PlacesError(problems)
        columns = [self.outcomes.index(outcome) for outcome in outcomes]
        return replace(self, outcomes=tuple(outcomes), need_kj=self.need_kj[:, columns])


def _freeze(places: Places, field: str, kind: type[np.generic]) -> None:
    given = getattr(places, field)
    if given is None:
        return
    array: npt.NDArray[Any] = np.array(given)
    wrong = partial(Problem, places.where, key=field)
    if kind is np.int64 and array.size and array.dtype.kind not in "iu":
        raise PlacesError(wrong("whole numbers", f"values of type {array.dtype}"))
    try:
        array = np.ascontiguousarray(array.astype(kind))
    except (TypeError, ValueError) as error:
        raise PlacesError(wrong("numbers", str(error))) from error
    if field == "neighbours" and array.size == 0:
        array = array.reshape(0, 2)
    array.setflags(write=False)
    object.__setattr__(places, field, array)  # the dataclass is frozen: this is its constructor


def _duplicates(where: str, key: str, names: Sequence[str]) -> list[Problem]:
    twice = [f"'{name}'" for name, count in Counter(names).items() if count > 1]
    if not twice:
        return []
    shown = ", ".join(twice[:5]) + (", …" if len(twice) > 5 else "")
    return [Problem(where, "each key once", f"{shown} more than once", key=key)]


def _shape_problems(places: Places) -> Iterator[Problem]:
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
    for field in _KEYS:
        if not getattr(places, field):
            yield Problem(places.where, "at least one", "none", key=field)
    for field, shape in expected.items():
        given = getattr(places, field)
        found = shape if given is None else np.shape(given)
        if found != shape:
            yield Problem(places.where, f"shape {shape}", f"shape {found}", key=field)


def _value_problems(places: Places) -> Iterator[Problem]:
    wrong = partial(Problem, places.where)
    councils, council_k, pairs = len(places.council_keys), places.community_council_k, places.neighbours
    for field in _KEYS:
        yield from _duplicates(places.where, field, getattr(places, field))
    for field, positions, count in (
        ("council_region_c", places.council_region_c, len(places.region_keys)),
        ("neighbours", pairs, councils),
        ("community_council_k", council_k, councils),
    ):
        if positions.size and not 0 <= positions.min() <= positions.max() < count:
            found = f"{positions.min()} to {positions.max()}"
            yield wrong(f"positions from 0 to {count - 1}", found, key=field)
    if places.councils_represented < 1:
        yield wrong("at least 1", str(places.councils_represented), key="councils_represented")
    if np.any(np.diff(council_k) < 0):
        yield wrong("communities in the order of councils", "another order", key="community_council_k")
    for council in np.setdiff1d(np.arange(councils), council_k)[:SHOWN]:
        yield wrong("at least one community", "none", key=f"council '{places.council_keys[council]}'")
    # two councils are one pair: a fixed order lets edges be compared, addressed and counted once
    falling = np.any(pairs[:, 0] >= pairs[:, 1])
    if falling or np.any(np.diff(pairs[:, 0] * councils + pairs[:, 1]) <= 0):
        yield wrong("each pair once, the lower first, sorted", "otherwise", key="neighbours")
    for k in np.flatnonzero(~((places.population_k >= FEWEST) & (places.population_k <= MOST)))[:SHOWN]:
        found = places.population_k[k]
        remedy = f"Possible are {FEWEST:f} to {MOST:,.0f}." if 0 < found < np.inf else ""
        key = f"{places.community_keys[k]}.population"
        yield wrong("residents above 0", str(found), key=key, remedy=remedy)
    for k, j in np.argwhere(~((places.need_kj >= 0) & (places.need_kj <= 1)))[:SHOWN]:
        key = f"{places.community_keys[k]}.need.{places.outcomes[j]}"
        yield wrong("need from 0 to 1", str(places.need_kj[k, j]), key=key)
    for field, keys, shares in (
        ("social_capital", places.community_keys, places.social_capital_k),
        ("capacity", places.council_keys, places.capacity_c),
    ):
        if shares is None:
            continue
        right = (shares >= LEAST_SHARE) & (shares <= 1) | (shares == 0) | np.isnan(shares)
        for position in np.flatnonzero(~right)[:SHOWN]:
            yield wrong("a share from 0 to 1", str(shares[position]), key=f"{keys[position]}.{field}")
