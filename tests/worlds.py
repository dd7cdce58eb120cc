"""Small random countries for property tests, and the few verbs that tests need: build, live, compare."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import numpy as np
from hypothesis import strategies as st

from govsim.scenario.levers import NUMBER_LEVERS
from govsim.scenario.load import load_scenario
from govsim.scenario.rules import Rules
from govsim.scenario.schema import LEAST_WARM_UP, Scenario
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.simulation import Phases
from govsim.validation import stepping
from govsim.validation.inspection import Inspection, inspect
from govsim.validation.small_countries import (
    EXTREMES,
    MEMBERSHIPS,
    Document,
    country,
    with_room_for_additions,
)
from govsim.validation.stepping import Snapshot, same_records, shortened
from govsim.world.build import World
from govsim.world.network import EdgeTable, Network
from govsim.world.state import FIXED, FLOWS, STATE

# --- strategies -----------------------------------------------------------------------------------------------

SHARES = st.one_of(st.sampled_from([0.0, 1.0, 0.5]), st.integers(0, 10_000).map(lambda parts: parts / 10_000))


def levers() -> st.SearchStrategy[Document]:
    """Any point in the space of levers, its corners more often than chance would."""
    numbers = dict.fromkeys(NUMBER_LEVERS, SHARES)
    return st.fixed_dictionaries({"board_membership": st.sampled_from(MEMBERSHIPS), **numbers})


def rules() -> st.SearchStrategy[Document]:
    """One of the rival rules of each decision that has some."""
    return st.fixed_dictionaries(
        {name: st.sampled_from(field.annotation.__args__) for name, field in Rules.model_fields.items()}
    )


@st.composite
def uncertainties(draw: st.DrawFn) -> Document:
    """Worlds that differ or are alike, a few assumptions fixed, often at an end of what the schema admits."""
    names = draw(st.lists(st.sampled_from(sorted(UNCERTAINTIES)), max_size=12, unique=True))
    stated: Document = {"worlds": draw(st.sampled_from(["differ", "alike"]))}
    for name in names:
        spec = UNCERTAINTIES[name]
        ends = [spec.low, spec.high, spec.central, *EXTREMES.get(name, ())]
        within = st.floats(spec.low, spec.high).map(lambda value: round(value, 6))
        stated[name] = draw(st.one_of(st.sampled_from(ends), within))
    return stated


@st.composite
def reform_lists(draw: st.DrawFn, horizon: int) -> list[Document]:
    """Up to two reforms, each of one to three levers."""
    quarters = draw(st.lists(st.integers(1, max(1, horizon - 1)), max_size=2, unique=True))
    found = []
    for quarter in quarters:
        moved = draw(st.dictionaries(st.sampled_from(NUMBER_LEVERS), SHARES, min_size=1, max_size=3))
        if draw(st.booleans()):
            moved["board_membership"] = draw(st.sampled_from(MEMBERSHIPS))
        found.append({"quarter": quarter, **moved})
    return found


@st.composite
def documents(
    draw: st.DrawFn,
    *,
    generic: bool = False,
    additions: bool = True,
    reforms: bool = True,
    council_count: tuple[int, int] = (1, 5),
) -> Document:
    """A whole scenario as a table. Sizes and choices are drawn; weights, need and residents follow a drawn seed.

    `generic` keeps need and weights away from 0 and 1, where two sums may tie by chance.
    `additions` lets missions add to levers.
    """
    sizes = {
        "departments": draw(st.integers(1, 4)),
        "outcomes": draw(st.integers(1, 4)),
        "missions": draw(st.integers(1, 3)),
        "councils": draw(st.integers(*council_count)),
    }
    services = draw(st.integers(1, min(3, sizes["departments"])))
    process = draw(st.booleans())
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    horizon = draw(st.integers(4, 12))
    own, started, chosen = draw(levers()), draw(levers()), draw(rules())
    document = {
        "name": "random",
        "horizon": horizon,
        "warm_up": draw(st.integers(LEAST_WARM_UP if chosen["need"] == "held" else 0, 6)),
        "councils_represented": draw(st.sampled_from([1, 296])),
        "starts_from": "siloed",
        "starts_from_levers": started,
        "levers": own,
        "rules": chosen,
        "uncertainties": draw(uncertainties()),
        **country(random, sizes, services, process=process, additions=additions, generic=generic),
    }
    document["reforms"] = draw(reform_lists(horizon)) if reforms else []
    return with_room_for_additions(document)


def scenarios(**options: Any) -> st.SearchStrategy[Scenario]:
    """Random small scenarios; options as of `documents`."""
    return documents(**options).map(load_scenario)


# --- a country whose parts have names ---------------------------------------------------------------------------

CLASSROOM: dict[str, Any] = {
    "levers": {
        "board_membership": "all",
        "pooled_funding": 0.6,
        "joint_accountability": 0.6,
        "community_voice": 0.8,
    },
    "starts_from_levers": {
        "board_membership": "all",
        "pooled_funding": 0.5,
        "joint_accountability": 0.5,
        "prime_minister_time": 0.5,
        "community_voice": 0.8,
    },
    "uncertainties": {"worlds": "alike", "convening_value": 0.4},
}


def classroom(**changes: Any) -> Scenario:
    """The shipped classroom with boards that have a pool, and communities that take part."""
    return shortened(load_scenario("classroom_small"), 8, 9).replace(**{**CLASSROOM, **changes})


def axes_of(name: str) -> str:
    """The declared axes of an array, one letter each."""
    return (STATE.get(name) or FLOWS.get(name) or FIXED[name]).axes


# --- looking --------------------------------------------------------------------------------------------------


def assert_holds(found: Inspection) -> None:
    assert found.holds, str(found)


def breaches(found: Inspection) -> str:
    """All that a law says of a fault that was planted; it must have noticed one."""
    assert found.breaches, "the fault was not noticed"
    return "; ".join(str(look) for look in found.breaches)


def breaches_in(phases: Phases, law: Callable[..., Inspection], *given: Any) -> str:
    """All that a law says of a quarter in which a fault was planted."""
    with quarter_checked(phases):
        return breaches(law(*given))


def quarter_checked(phases: Phases) -> AbstractContextManager[Any]:
    """Laws are checked on these phases meanwhile, and worlds are recorded with them."""
    return patch.object(stepping, "QUARTER", phases)


def assert_same_records(one: Sequence[Snapshot], other: Sequence[Snapshot]) -> None:
    """Two runs have the same bits in every array of every quarter."""
    assert [at.quarter for at in one] == [at.quarter for at in other]
    found = inspect(same_records(one, other))
    assert not found.breaches, str(found)


def with_edges(network: Network, edge_type: str, table: EdgeTable) -> Network:
    return replace(network, edges={**network.edges, edge_type: table})


# Shipped scenarios that differ in more than the values of levers and uncertainties; the others are docked and frozen.
SHIPPED = ("classroom_small", "layered", "levelling_up_12", "mission_led", "siloed")


def assert_same_bits(one: World, other: World, column: int | None = None) -> None:
    """Two worlds have the same bits in all arrays; with a column, one world and that of a batch."""
    for kind in ("state", "flows"):
        ours, theirs = getattr(one, kind), getattr(other, kind)
        assert set(ours) == set(theirs)
        for name, values in ours.items():
            expected = theirs[name] if column is None else theirs[name][..., column : column + 1]
            assert np.array_equal(values, expected, equal_nan=True), name
