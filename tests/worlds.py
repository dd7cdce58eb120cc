"""Small random countries for property tests, and the few verbs that tests need: build, live, compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from govsim.scenario.levers import NUMBER_LEVERS
from govsim.scenario.load import load_scenario
from govsim.scenario.rules import Rules
from govsim.scenario.schema import Scenario
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.simulation import advance
from govsim.world.build import World, build_world
from govsim.world.find_places import places_of
from govsim.world.network import EdgeTable, Network
from govsim.world.places import Places
from govsim.world.state import FIXED, FLOWS, STATE
from govsim.world.synthetic_england import synthetic_england

Document = dict[str, Any]

# --- strategies -----------------------------------------------------------------------------------------------

MEMBERSHIPS = ("none", "lead_only", "contributors", "all")
SHARES = st.one_of(st.sampled_from([0.0, 1.0, 0.5]), st.integers(0, 10_000).map(lambda parts: parts / 10_000))
EXTREMES: dict[str, tuple[float, ...]] = {
    "elasticity": (0.2, 1.0, 0.999, 1.005, 5.0, 1e9, float("inf")),
    "power_complementarity": (-5.0, -1e-9, 0.0, 0.0099, 0.0101, -0.0101, 0.83, 1.0),
    "crisis_rate": (3.0,),
    "place_diversity": (3.0,),
    "recipe_error": (3.0,),
    "knowledge_noise": (1.0,),
    "unmeasured": (50.0,),
    "public_service_motivation": (2.0,),
    "gaming_propensity": (3.0,),
    "relapse": (2.0,),
    "centre_bandwidth": (1.0, float("inf")),
    "funding_weight": (0.0, 1.0),
    "mission_share": (1.0,),
    "fungibility": (1.0,),
    "ministerial_churn": (1.0,),
    "goal_drift": (1.0,),
    "slack": (1.0,),
    "local_agenda": (1.0,),
    "coproduction": (2.0,),
}


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
    own, started = draw(levers()), draw(levers())
    document = {
        "name": "random",
        "horizon": horizon,
        "warm_up": draw(st.integers(0, 6)),
        "councils_represented": draw(st.sampled_from([1, 296])),
        "starts_from": "siloed",
        "starts_from_levers": started,
        "levers": own,
        "rules": draw(rules()),
        "uncertainties": draw(uncertainties()),
        **country(random, sizes, services, process=process, additions=additions, generic=generic),
    }
    document["reforms"] = draw(reform_lists(horizon)) if reforms else []
    return _with_room_for_additions(document)


def scenarios(**options: Any) -> st.SearchStrategy[Scenario]:
    """Random small scenarios; options as of `documents`."""
    return documents(**options).map(load_scenario)


def _with_room_for_additions(document: Document) -> Document:
    """Missions may add to levers only where the sum stays within 0 and 1; else they add nothing."""
    for mission in document["missions"]:
        for lever, addition in list(mission["levers"].items()):
            values = [document[which][lever] for which in ("levers", "starts_from_levers")]
            values += [reform[lever] for reform in document["reforms"] if lever in reform]
            if not all(0 <= value + addition <= 1 for value in values):
                del mission["levers"][lever]
    return document


def country(
    random: np.random.Generator,
    sizes: Mapping[str, int],
    services: int,
    *,
    process: bool = False,
    additions: bool = True,
    generic: bool = False,
) -> Document:
    """Outcomes, departments, services, missions, spillovers and places of a small country."""
    departments = [f"dept_{letter}" for letter in "dbca"[: sizes["departments"]]]
    outcomes = [f"aim_{letter}" for letter in "zxyw"[: sizes["outcomes"]]]
    weights: dict[str, Document] = {name: {} for name in departments}
    for outcome in outcomes:
        lead = departments[int(random.integers(len(departments)))]
        for name in departments:
            weight = 3.0 if name == lead else float(random.choice([0.0, 0.0, 0.5, 1.0, 2.0]))
            if weight or not generic:
                weights[name][outcome] = weight
    of_service = [*range(services), *random.integers(services, size=len(departments) - services)]
    own = int(random.integers(-1, services))  # −1: no service is the council's own
    missions = []
    for number in range(sizes["missions"]):
        is_process = process and number == sizes["missions"] - 1
        aimed = [] if is_process else random.choice(outcomes, random.integers(1, len(outcomes) + 1), False)
        adds = {"local_discretion": 0.1} if is_process and additions else {}
        missions.append(
            {
                "key": f"mission_{'tsr'[number]}",
                "label": "A mission",
                "lead": departments[int(random.integers(len(departments)))],
                "goal": {str(outcome): float(random.choice([0.3, 1.0, 2.0])) for outcome in aimed},
                "process": is_process,
                "levers": adds,
            }
        )
    pairs = [(a, b) for a in outcomes for b in outcomes if a != b and random.random() < 0.4]
    return {
        "outcomes": [{"key": key, "label": key} for key in outcomes],
        "departments": [
            {"key": key, "label": key, "resource": float(random.choice([1.0, 9.0, 200.0])), "weights": weight}
            for key, weight in weights.items()
        ],
        "services": [
            {
                "key": f"service_{number}",
                "label": "A service",
                "departments": [key for key, of in zip(departments, of_service, strict=True) if of == number],
                "own": number == own,
            }
            for number in range(services)
        ],
        "missions": missions,
        "spillovers": [{"source": a, "target": b, "share": float(random.uniform(-1, 1))} for a, b in pairs],
        "places": written_places(random, sizes["councils"], outcomes, generic=generic),
    }


def written_places(
    random: np.random.Generator, councils: int, outcomes: Sequence[str], generic: bool = False
) -> Document:
    """Places of one to four communities a council, some without neighbours."""
    keys = [f"council_{letter}" for letter in "qponm"[:councils]]

    def need() -> float:
        if not generic and random.random() < 0.15:
            return float(random.choice([0.0, 1.0]))
        return float(random.uniform(0.05, 0.95))

    communities = [
        {
            "key": f"{key}_{place}",
            "council": key,
            "population": float(np.round(random.uniform(1, 90_000), 3)),
            "need": {outcome: need() for outcome in outcomes},
        }
        for key in keys
        for place in random.permutation(int(random.integers(1, 5))).tolist()
    ]
    if random.random() < 0.3:
        for community in communities:
            community["social_capital"] = float(random.choice([0.0, 1.0, random.uniform()]))
    neighbours = [
        (first, second)
        for position, second in enumerate(keys)
        for first in keys[:position]
        if random.random() < 0.6
    ]
    return {
        "regions": [{"key": "region_n", "name": "North"}, {"key": "region_s", "name": "South"}],
        "councils": [
            {"key": key, "name": key, "region": str(random.choice(["region_n", "region_s"]))} for key in keys
        ],
        "communities": communities,
        "neighbours": neighbours,
    }


# --- living ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Moment:
    """The arrays of a world after a quarter. They are read-only, so keeping them costs nothing."""

    quarter: int
    state: Mapping[str, Any]
    flows: Mapping[str, Any]

    @property
    def arrays(self) -> dict[str, Any]:
        return {**self.state, **self.flows}

    def __getitem__(self, name: str) -> Any:
        return self.flows[name] if name in self.flows else self.state[name]


def small_places(scenario: Scenario) -> Places:
    """The places of a scenario; for synthetic England its smallest version that has neighbours and bonds."""
    if scenario.places.__class__.__name__ == "SyntheticPlaces":
        return synthetic_england(9, 2)
    return places_of(scenario)


def shortened(scenario: Scenario, warm_up: int = 5, horizon: int = 9) -> Scenario:
    """A shipped scenario for less time; a reform beyond the horizon never comes."""
    return scenario.replace(warm_up=warm_up, horizon=horizon)


def begin(
    scenario: Scenario,
    replicates: Sequence[int] = (0,),
    seed: int = 0,
    network: Network | None = None,
    places: Places | None = None,
) -> World:
    """Worlds at the start of their warm-up."""
    chosen = places if places is not None else small_places(scenario)
    return build_world(scenario, chosen, replicates, seed, network)


def moment(world: World) -> Moment:
    return Moment(world.quarter - 1, dict(world.state), dict(world.flows))


def warmed_up(world: World) -> World:
    """The same worlds at quarter 0."""
    while world.quarter < 0:
        advance(world)
    return world.starting(world.scenario)


def live(
    scenario: Scenario,
    replicates: Sequence[int] = (0,),
    seed: int = 0,
    network: Network | None = None,
    places: Places | None = None,
    quarters: int | None = None,
) -> list[Moment]:
    """Every quarter of a run, its warm-up included."""
    world = begin(scenario, replicates, seed, network, places)
    moments = []
    while world.quarter < 0:
        advance(world)
        moments.append(moment(world))
    world = world.starting(scenario)
    for _ in range(scenario.horizon if quarters is None else quarters):
        advance(world)
        moments.append(moment(world))
    return moments


def arrived(
    scenario: Scenario, quarters: int = 6, replicates: Sequence[int] = (0, 1), **options: Any
) -> World:
    """A world some quarters into its run."""
    world = warmed_up(begin(scenario, replicates, **options))
    for _ in range(quarters):
        advance(world)
    return world


def paused(world: World) -> World:
    """A copy that can go its own way: arrays are read-only and are replaced, never changed in place."""
    return replace(world, state=dict(world.state), flows=dict(world.flows))


# --- comparing ------------------------------------------------------------------------------------------------


def different_bits(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """Names of the arrays that are not bit for bit the same."""
    names = sorted({*one, *other})
    return [
        name
        for name in names
        if name not in one or name not in other or not same_bits(one[name], other[name])
    ]


def same_bits(one: Any, other: Any) -> bool:
    first, second = np.ascontiguousarray(one), np.ascontiguousarray(other)
    return first.shape == second.shape and first.dtype == second.dtype and first.tobytes() == second.tobytes()


def assert_same_lives(one: Sequence[Moment], other: Sequence[Moment]) -> None:
    """Two runs have the same bits in every array of every quarter."""
    assert [at.quarter for at in one] == [at.quarter for at in other]
    for here, there in zip(one, other, strict=True):
        changed = different_bits(here.arrays, there.arrays)
        assert not changed, f"quarter {here.quarter}: {', '.join(changed)}"


def world_alone(arrays: Mapping[str, Any], position: int) -> dict[str, Any]:
    """One world of a batch."""
    return {name: values[..., position : position + 1] for name, values in arrays.items()}


def fixed_arrays(world: World) -> dict[str, Any]:
    return {name: world.given[name] for name in FIXED}


def axes_of(name: str) -> str:
    return (STATE.get(name) or FLOWS.get(name) or FIXED[name]).axes


def with_edges(network: Network, edge_type: str, table: EdgeTable) -> Network:
    return replace(network, edges={**network.edges, edge_type: table})


# Shipped scenarios that differ in more than the values of levers and uncertainties; the others are docked and frozen.
SHIPPED = ("classroom_small", "layered", "levelling_up_12", "mission_led", "siloed")
