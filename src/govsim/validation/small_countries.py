"""Small random countries, arrangements and worlds, many of them at bounds of the schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, get_args

import numpy as np

from govsim.scenario.levers import MEMBERSHIP_RANK, NUMBER_LEVERS
from govsim.scenario.load import load_scenario
from govsim.scenario.rules import Rules
from govsim.scenario.schema import LEAST_WARM_UP, Scenario
from govsim.scenario.uncertainties import UNCERTAINTIES

Document = dict[str, Any]

MEMBERSHIPS: Final = tuple(MEMBERSHIP_RANK)

# Values of contested assumptions at which formulas change their form or come to an end.
EXTREMES: Final[Mapping[str, tuple[float, ...]]] = {
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
    "mission_share": (1.0,),
    "fungibility": (1.0,),
    "ministerial_churn": (1.0,),
    "slack": (1.0,),
    "local_agenda": (1.0,),
    "coproduction": (2.0,),
    "metric_gain": (5.0,),
    "metric_loss": (1.0,),  # at full pressure on narrow goals, uncounted work is 0
    "joint_effort": (5.0,),
    "joint_complementarity": (-100.0, -1e-9, 0.0, 0.0101, 1.0),
    "clearance": (20.0,),
    "design_flaws": (1.0,),
    "report_weight": (1.0,),
    "core_failure": (100.0,),
    "demand_elasticity": (1.0,),
    "dependence": (1.0,),
    "voice_fatigue": (100.0,),
    "effect": (0.0, 10.0),
    "core_unit": (1e-6,),
}


def random_scenario(
    random: np.random.Generator,
    *,
    generic: bool = False,
    additions: bool = True,
    reforms: bool = True,
    councils: tuple[int, int] = (1, 5),
) -> Scenario:
    """A small country under any arrangement, for a few quarters.

    `generic` keeps need and weights away from 0 and 1, where two sums may tie by chance; `additions` lets missions
    add to levers; `councils` gives the fewest and the most.
    """
    sizes = {
        "departments": int(random.integers(1, 5)),
        "outcomes": int(random.integers(1, 5)),
        "missions": int(random.integers(1, 4)),
        "councils": int(random.integers(councils[0], councils[1] + 1)),
    }
    services = int(random.integers(1, min(3, sizes["departments"]) + 1))
    horizon = int(random.integers(5, 13))
    rules = {
        name: str(random.choice(get_args(field.annotation))) for name, field in Rules.model_fields.items()
    }
    document = {
        "name": "random",
        "horizon": horizon,
        "warm_up": int(random.integers(LEAST_WARM_UP if rules["need"] == "held" else 0, 7)),
        "councils_represented": int(random.choice([1, 296])),
        "starts_from": "siloed",
        "starts_from_levers": random_levers(random),
        "levers": random_levers(random),
        "rules": rules,
        "uncertainties": random_uncertainties(random),
        **country(
            random,
            sizes,
            services,
            process=bool(random.random() < 0.5),
            additions=additions,
            generic=generic,
        ),
        "reforms": [{"quarter": int(random.integers(1, horizon)), **random_levers(random)}]
        if reforms
        else [],
    }
    return load_scenario(with_room_for_additions(document))


def random_levers(random: np.random.Generator) -> Document:
    """Any point in the space of levers, its corners more often than chance would."""
    numbers = {
        name: float(random.choice([0.0, 0.5, 1.0]) if random.random() < 0.4 else random.random())
        for name in NUMBER_LEVERS
    }
    return {"board_membership": str(random.choice(MEMBERSHIPS)), **numbers}


def random_uncertainties(random: np.random.Generator) -> Document:
    """Worlds that differ or are alike, with a few fixed assumptions, often at a bound of the schema."""
    stated: Document = {"worlds": str(random.choice(["differ", "alike"]))}
    count = int(random.integers(0, 13))
    for name in random.choice(sorted(UNCERTAINTIES), count, replace=False).tolist():
        spec = UNCERTAINTIES[name]
        ends = [spec.low, spec.high, spec.central, *EXTREMES.get(name, ())]
        within = float(random.uniform(spec.low, spec.high))
        stated[name] = float(random.choice(ends)) if random.random() < 0.5 else round(within, 6)
    return stated


def with_room_for_additions(document: Document) -> Document:
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
    """Outcomes, departments, services, missions and places of a small country."""
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
        aimed: list[str] = []
        if not is_process:
            aimed = random.choice(outcomes, random.integers(1, len(outcomes) + 1), replace=False).tolist()
        adds = {"local_discretion": 0.1} if is_process and additions else {}
        missions.append(
            {
                "key": f"mission_{'tsr'[number]}",
                "label": "A mission",
                "lead": departments[int(random.integers(len(departments)))],
                "goal": {outcome: float(random.choice([0.3, 1.0, 2.0])) for outcome in aimed},
                "process": is_process,
                "levers": adds,
            }
        )
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
