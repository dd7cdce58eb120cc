"""L6: without an inclination to game, reported need is true need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from govsim.arrays import Floats
from govsim.scenario.schema import Scenario
from govsim.validation.finding import Check, Plan, Reading
from govsim.validation.inspection import Deviation, inspected, reading
from govsim.validation.limits.powerless_boards import with_uncertainties
from govsim.validation.samples import WORLDS, everywhere
from govsim.validation.stepping import record, small_places
from govsim.world.places import Places

ROUNDING: Final = 1e-12


def residents_ck(places: Places) -> Floats:
    """Share of each community in its council's residents, worked out from the places and not by the model."""
    share_ck = np.zeros((len(places.council_keys), len(places.community_keys)))
    for community, council in enumerate(places.community_council_k):
        share_ck[council, community] = places.population_k[community]
    return np.asarray(share_ck / share_ck.sum(axis=1, keepdims=True))


@inspected
def honest_reports_are_true(
    scenario: Scenario,
    propensity: float = 0.0,
) -> Iterator[Deviation]:
    """In every quarter reported need is true need, in each council and outcome."""
    honest = with_uncertainties(scenario, {"gaming_propensity": propensity})
    share_ck = residents_ck(small_places(honest))
    for at in record(honest, WORLDS):
        true_cjw = np.einsum("ck,kjw->cjw", share_ck, at["need_kjw"])
        for name, values in (
            ("gaming", at["gaming_cjw"]),
            ("reported less true need", at["reported_cjw"] - true_cjw),
        ):
            yield Deviation(f"quarter {at.quarter}: {name}", float(np.max(np.abs(values))), ROUNDING)


def examine(plan: Plan) -> Reading:
    """Compare reported with true need without an inclination to game, in shipped and random countries."""
    return reading(
        ((scenario.name, honest_reports_are_true(scenario)) for scenario in everywhere(plan)),
        "largest difference between reported and true need",
        "comparisons",
        "need points",
    )


CHECK: Final = Check(
    "L6",
    "limit",
    "Where nobody games the figures, the figures are true",
    source="bevan_hood_2006 for gaming; the limit is own",
    refuted_by="reported need departs from true need although no council has any propensity to game",
    examine=examine,
)
