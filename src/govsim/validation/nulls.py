"""The null of every named number: the value at which its mechanism does nothing, 0 unless declared here.

An undeclared number that cannot be 0 has its lower bound as null, and is reported. Names in the tables below that the
model lacks are skipped, and reported too.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from govsim.scenario.constants import Constants
from govsim.scenario.uncertainties import UNCERTAINTIES

_NULLS: Final[Mapping[str, float]] = {
    # Numbers at which 0 would be the strongest effect, not none.
    "elasticity": math.inf,  # one contribution is as good as another
    "joint_complementarity": 1.0,  # engines of change do as well apart
    "power_complementarity": 1.0,  # money and accountability are substitutes
    "centre_bandwidth": math.inf,  # no queue
    "local_capacity": 1.0,
    "social_capital_mean": 1.0,
    "winning_share": 1.0,  # every bid wins
    "absorption_room": 20.0,  # room for everything, as far as the bounds go
    "core_ceiling": 5.0,
    "departments_scale": 1_000.0,
    # Multiples, weights and times without effect.
    "crisis_urgency": 1.0,
    "phase_in_quarters": 1.0,
    "structural_scale": 10.0,
}

# Reasons to keep numbers and phases that move nothing, by name.
EXPLAINED: Final[Mapping[str, str]] = {
    "recipe_floor": "numerical, so that unneeded contributions differ from little-needed ones",
    "ratio_floor": "numerical, so that a partner who gives nothing does not make a power endless",
    "cobb_douglas_band": "numerical, since powers come to their limit there",
    "perception_floor": "numerical, so that urgency is never divided by nothing",
}


def null_of(name: str) -> tuple[float, bool]:
    """The null of a number, and whether it is declared: a lower bound is not."""
    low, high = bounds_of(name)
    if name in _NULLS:
        return min(high, max(low, _NULLS[name])), True
    return (0.0, True) if low <= 0 <= high else (low, False)


def bounds_of(name: str) -> tuple[float, float]:
    """The least and the greatest value; for an open lower bound, the least drawn."""
    if name in UNCERTAINTIES:
        spec = UNCERTAINTIES[name]
        return spec.low if spec.minimum_excluded and spec.minimum == 0 else spec.minimum, spec.maximum
    limits = Constants.model_fields[name].metadata
    low = max((limit.ge for limit in limits if hasattr(limit, "ge")), default=-math.inf)
    high = min((limit.le for limit in limits if hasattr(limit, "le")), default=math.inf)
    return low, high


def unknown_names() -> tuple[str, ...]:
    """Names in the tables that the model lacks."""
    known = {*UNCERTAINTIES, *Constants.model_fields}
    return tuple(name for name in (*_NULLS, *EXPLAINED) if name not in known)
