"""L5: where departments are perfect substitutes, no money is in the wrong mix."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import numpy as np

from govsim.scenario.schema import Scenario
from govsim.validation.finding import Check, Plan, Reading
from govsim.validation.inspection import Deviation, inspected, reading
from govsim.validation.limits.powerless_boards import with_uncertainties
from govsim.validation.samples import WORLDS, everywhere
from govsim.validation.stepping import Snapshot, record

ALLOWED: Final = 1e-9
NEARLY: Final = 1e12


@inspected
def substitutes_have_no_misfit(
    scenario: Scenario,
    elasticity: float = math.inf,
) -> Iterator[Deviation]:
    """Misfit is at most 1e-9 of production in every quarter: limited substitution is its only cause."""
    held = with_uncertainties(scenario, {"elasticity": elasticity})
    for at in record(held, WORLDS):
        yield Deviation(f"quarter {at.quarter}: misfit", misfit(at), ALLOWED)


def misfit(at: Snapshot) -> float:
    """The largest share of a world's production that was in the wrong mix.

    Where targets steer all work away from the purpose of a council's money, no mix can be wrong.
    """
    produced_cjw = at["produced_cjw"] * (at["strength_cjw"] > 0)
    produced_w = produced_cjw.sum(axis=(0, 1))
    lost_w = produced_w - at["effective_cjw"].sum(axis=(0, 1))
    return float(np.max(np.abs(lost_w) / np.maximum(produced_w, np.finfo(float).tiny)))


def examine(plan: Plan) -> Reading:
    """Try an elasticity that is infinite, or nearly so, in shipped scenarios and random countries."""
    return reading(
        (
            (
                f"{scenario.name} at elasticity {elasticity:g}",
                substitutes_have_no_misfit(scenario, elasticity),
            )
            for scenario in everywhere(plan)
            for elasticity in (NEARLY, math.inf)
        ),
        "largest share of production in the wrong mix",
        "quarters compared",
        "share of production",
    )


CHECK: Final = Check(
    "L5",
    "limit",
    "Where any department's money does as well as another's, no mix is wrong",
    source="arrow_chenery_minhas_solow_1961",
    refuted_by="misfit stays above a billionth of production as the elasticity of substitution goes to infinity",
    examine=examine,
)
