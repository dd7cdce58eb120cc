"""Random small countries with random ways of governing them, for docking: any seed gives one."""

from __future__ import annotations

import random
from typing import Any

from govsim.scenario.levers import MEMBERSHIP_RANK, NUMBER_LEVERS
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Rules, Scenario
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.world.network import EDGE_TYPES, Network

LEAD = 3.0  # the weight of a lead department, above what any other contributes


def _levers(chance: random.Random) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: chance.choice([0.0, 1.0, round(chance.random(), 3), round(chance.random(), 3)])
        for name in NUMBER_LEVERS
    }
    return values | {"board_membership": chance.choice(list(MEMBERSHIP_RANK))}


def _uncertainties(chance: random.Random) -> dict[str, Any]:
    """Most are drawn; some are fixed, now and then at the ends of their ranges or where formulas are delicate."""
    fixed: dict[str, Any] = {"worlds": chance.choice(["differ", "alike"])}
    for name, spec in UNCERTAINTIES.items():
        if chance.random() < 0.25:
            fixed[name] = chance.choice([spec.low, spec.high, spec.central])
    if chance.random() < 0.3:
        fixed["power_complementarity"] = chance.choice([0.004, -0.2, 1.0, 0.5])
    if chance.random() < 0.3:
        fixed["elasticity"] = chance.choice([1.0, 100.0, 0.3])
    if chance.random() < 0.2:
        fixed["cross_cutting"] = chance.choice([0.0, 1.0])
    return fixed


def _places(chance: random.Random, outcomes: list[str]) -> dict[str, Any]:
    regions = [{"key": f"R{row}", "name": f"Region {row}"} for row in range(chance.randint(1, 3))]
    councils = [
        {"key": f"C{row}", "name": f"Council {row}", "region": chance.choice(regions)["key"]}
        for row in range(chance.randint(1, 6))
    ]
    communities = [
        {
            "key": f"{council['key']}-{row}",
            "council": council["key"],
            "population": float(chance.randint(500, 90_000)),
            "need": {outcome: round(chance.uniform(0.02, 0.98), 4) for outcome in outcomes},
        }
        for council in councils
        for row in range(chance.randint(1, 5))
    ]
    if chance.random() < 0.3:
        communities[0]["social_capital"] = 0.5
    pairs = [
        [first["key"], second["key"]]
        for row, first in enumerate(councils)
        for second in councils[row + 1 :]
        if chance.random() < 0.6
    ]
    return {"regions": regions, "councils": councils, "communities": communities, "neighbours": pairs}


def random_removals(seed: int, network: Network) -> list[tuple[str, str, str]]:
    """Edges to take out of a country's network: of each type none, some or all, but no outcome loses its lead."""
    chance = random.Random(f"removals {seed}")
    removed = []
    for kind, table in network.edges.items():
        share = chance.choice([0.0, 0.0, 0.2, 0.6, 1.0])
        sources, targets = (network.nodes[end] for end in (EDGE_TYPES[kind].source, EDGE_TYPES[kind].target))
        for row, (source, target) in enumerate(zip(table.source, table.target, strict=True)):
            leads = kind == "contributes" and table.attribute is not None and table.attribute[row] == LEAD
            if chance.random() < share and not leads:
                removed.append((kind, sources[source], targets[target]))
    return removed


def random_country(seed: int) -> Scenario:
    """A country of at most five departments, four outcomes and six councils, run for a few quarters."""
    chance = random.Random(seed)
    outcomes = [f"outcome_{row}" for row in range(chance.randint(1, 4))]
    departments = [
        {
            "key": f"department_{row}",
            "label": f"Department {row}",
            "resource": round(chance.uniform(0.5, 50), 2),
            "weights": {outcome: chance.choice([0, 0, 1, 2, 2.5]) for outcome in outcomes},
        }
        for row in range(chance.randint(1, 5))
    ]
    for outcome in outcomes:
        chance.choice(departments)["weights"][outcome] = LEAD
    for department in departments:
        department["weights"] = {key: weight for key, weight in department["weights"].items() if weight > 0}
    keys = [department["key"] for department in departments]
    cut = chance.randint(0, len(keys))
    services = [
        {"key": f"service_{row}", "label": f"Service {row}", "departments": part, "own": own}
        for row, (part, own) in enumerate([(keys[:cut], False), (keys[cut:], chance.random() < 0.7)])
        if part
    ]
    missions = [
        {
            "key": f"mission_{row}",
            "label": f"Mission {row}",
            "lead": chance.choice(keys),
            "goal": {
                outcome: round(chance.uniform(0.1, 3), 2)
                for outcome in chance.sample(outcomes, chance.randint(1, len(outcomes)))
            },
        }
        for row in range(chance.randint(1, 3))
    ]
    if chance.random() < 0.3:
        missions.append(
            {
                "key": "process",
                "label": "A process",
                "lead": chance.choice(keys),
                "process": True,
                "levers": {"learning_loop": 0.0},
            }
        )
    aimed = _levers(chance)
    reforms = [{"quarter": 3, **_levers(chance)}] if chance.random() < 0.4 else []
    if chance.random() < 0.3:
        reforms.append({"quarter": 5, "goal_breadth": round(chance.random(), 2), "pooled_funding": 0.4})
    rules = {
        name: chance.choice(list(field.annotation.__args__)) for name, field in Rules.model_fields.items()
    }
    return load_scenario(
        {
            "name": f"random {seed}",
            "starts_from_levers": _levers(chance),
            "levers": aimed,
            "reforms": reforms,
            "rules": rules,
            "uncertainties": _uncertainties(chance),
            "outcomes": [{"key": key, "label": key} for key in outcomes],
            "departments": departments,
            "services": services,
            "missions": missions,
            "places": _places(chance, outcomes),
            "warm_up": chance.choice([4, 5, 7] if rules["need"] == "held" else [0, 4, 5]),
            "horizon": 8,
        }
    )


def held_country(seed: int) -> Scenario:
    """A random country held to the volume, the overhead or both of other random arrangements, or to itself."""
    chance = random.Random(f"held {seed}")
    country = random_country(seed)
    own = {"levers": country.levers.model_dump(), "reforms": [each.model_dump() for each in country.reforms]}
    held: dict[str, Any] = {}
    for key in chance.choice([["equal_volume"], ["equal_overhead"], ["equal_volume", "equal_overhead"]]):
        reforms = [{"quarter": 4, **_levers(chance)}] if chance.random() < 0.5 else []
        other = {"levers": _levers(chance), "reforms": reforms}
        held |= {key: f"other {key}", f"{key}_as": own if chance.random() < 0.25 else other}
    return country.replace(**held)


def steered_to_nothing(seed: int) -> tuple[Scenario, list[tuple[str, str, str]]]:
    """A country whose targets steer away from all but leads, and the edges by which leads fund one council."""
    levers = {"target_pressure": 1.0, "goal_breadth": 0.0, "local_discretion": 0.0, "competitive_share": 0.0}
    scenario = random_country(seed).replace(
        levers=levers,
        starts_from_levers=levers,
        reforms=[],
        uncertainties={"metric_loss": 1.0, "metric_gain": 0.0},
    )
    leads = {scenario.lead_of(outcome.key) for outcome in scenario.outcomes}
    service_of = {department: service for service in scenario.services for department in service.departments}
    return scenario, [("funds", lead, f"C0/{service_of[lead].key}") for lead in sorted(leads)]
