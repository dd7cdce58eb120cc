"""A country whose arrays are small enough to see through, and its measures.

Council Ash (communities of 1,000 and 3,000) and council Birch (2,000) lie in the North, council Cedar (4,000) in the
South. Ash has 40% of residents, Birch 20%, Cedar 40%. Money leads from departments `first` (leads x) and `second`
(leads y), each of which contributes to the other's outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from govsim.arrays import Floats
from govsim.measures.catalogue import MEASURES
from govsim.scenario.load import load_scenario
from govsim.world.build import World, build_world
from govsim.world.find_places import places_of

REGIONS = {"Ash": "North", "Birch": "North", "Cedar": "South", "Dale": "Midlands"}
RESIDENTS = {"Ash": [1_000.0, 3_000.0], "Birch": [2_000.0], "Cedar": [4_000.0]}
EXACT = 1e-12


def built(residents: dict[str, list[float]], departments: Sequence[str] = ("first", "second")) -> World:
    """A world at the start of its run, whose arrays the tests replace."""
    leads = dict(zip("xy", (departments[0], departments[-1]), strict=True))
    scenario = load_scenario(
        {
            "name": "by hand",
            "outcomes": [{"key": key, "label": key} for key in "xy"],
            "departments": [
                {
                    "key": key,
                    "label": key,
                    "resource": 1.0,
                    "weights": {outcome: 3 if lead == key else 1 for outcome, lead in leads.items()},
                }
                for key in departments
            ],
            "services": [
                {"key": "council", "label": "Council", "departments": list(departments), "own": True}
            ],
            "missions": [
                {"key": "growth", "label": "Growth", "lead": departments[0], "goal": {"x": 1, "y": 3}},
                {"key": "renewal", "label": "Renewal", "lead": departments[0], "process": True},
            ],
            "warm_up": 0,
            "rules": {"need": "first_edition"},
            "places": {
                "regions": [{"key": key, "name": key} for key in ("North", "South", "Midlands")],
                "councils": [{"key": key, "name": key, "region": REGIONS[key]} for key in residents],
                "communities": [
                    {
                        "key": f"{council}-{row}",
                        "council": council,
                        "population": people,
                        "need": {"x": 0.4, "y": 0.4},
                    }
                    for council, people_k in residents.items()
                    for row, people in enumerate(people_k)
                ],
                "neighbours": [],
            },
        }
    )
    return build_world(scenario, places_of(scenario), [0]).starting(scenario)


COUNTRY = built(RESIDENTS)


def one_world(*values: Any) -> Floats:
    """An array of one world, whose axis comes last."""
    return np.array(values, dtype=np.float64)[..., None]


def needs(*of_communities: float) -> Floats:
    """Need that is the same in both outcomes, shape (community, outcome, one world)."""
    return one_world(*([need, need] for need in of_communities))


def at_start(*of_communities: float) -> dict[str, Floats]:
    """What a map with such needs makes of the start."""
    start_need_kj = needs(*of_communities)[..., 0]
    people = np.array([1_000, 3_000, 2_000, 4_000])
    return {"start_need_kj": start_need_kj, "national_start_need_j": people @ start_need_kj / 10_000}


def measured(measure: str, country: World = COUNTRY, **arrays: Any) -> Any:
    """A measure of the country with some arrays replaced: a number, or a list along its axis."""
    names = {**country.names(0), **arrays}
    assert set(arrays) <= set(MEASURES[measure].reads), "a test replaces only what the measure reads"
    return MEASURES[measure].function(**{name: names[name] for name in MEASURES[measure].reads})[..., 0]
