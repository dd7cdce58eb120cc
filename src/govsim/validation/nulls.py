"""The null of every named number: the value at which its mechanism does nothing. It is 0 unless said here.

A number that is not said here and cannot be 0 has its lower bound for its null, and is named as such. The tables below
may name numbers that the model does not have; those are skipped, and named as well.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from govsim.scenario.constants import Constants
from govsim.scenario.schema import Scenario
from govsim.scenario.uncertainties import UNCERTAINTIES

Kind = Literal["uncertainty", "constant"]

_NULLS: Final[Mapping[str, float]] = {
    # Where 0 would be the most of something, not nothing.
    "elasticity": math.inf,  # one contribution is as good as another
    "joint_complementarity": 1.0,  # engines of change do as well apart
    "power_complementarity": 1.0,  # money and accountability stand in for each other
    "centre_bandwidth": math.inf,  # no queue
    "local_capacity": 1.0,
    "social_capital_mean": 1.0,
    "winning_share": 1.0,  # every bid wins
    "absorption_room": 20.0,  # room for everything, as far as the bounds go
    "core_ceiling": 5.0,
    "departments_scale": 1_000.0,
    # Where a multiple, a weight or a time makes no difference.
    "crisis_urgency": 1.0,
    "phase_in_quarters": 1.0,
    "structural_scale": 10.0,
}

# Why something that moves nothing stays in the model: numbers and phases by name.
EXPLAINED: Final[Mapping[str, str]] = {
    "recipe_floor": "numerical, so that what is not needed differs from what is needed a little",
    "ratio_floor": "numerical, so that a partner who gives nothing does not make a power endless",
    "cobb_douglas_band": "numerical, since powers come to their limit there",
    "perception_floor": "numerical, so that urgency is never divided by nothing",
}


@dataclass(frozen=True)
class Null:
    """One number at which nothing comes of its mechanism; `is_declared` unless it is but a lower bound."""

    name: str
    kind: Kind
    value: float
    is_declared: bool = True

    @property
    def changes(self) -> dict[str, Any]:
        """What a scenario says to have it."""
        return {"uncertainties" if self.kind == "uncertainty" else "constants": {self.name: self.value}}

    def is_as_shipped(self, scenario: Scenario) -> bool:
        """Whether a scenario has it already, so that nothing can be learnt there."""
        in_force = (
            scenario.uncertainties.in_force()[self.name]
            if self.kind == "uncertainty"
            else getattr(scenario.constants, self.name)
        )
        return bool(in_force == self.value)


def nulls(kind: Kind) -> Iterator[Null]:
    """The nulls of all numbers of a kind, in the order of their declaration."""
    for name in UNCERTAINTIES if kind == "uncertainty" else Constants.model_fields:
        low, high = _bounds(name, kind)
        if name in _NULLS:
            yield Null(name, kind, min(high, max(low, _NULLS[name])))
        elif low <= 0 <= high:
            yield Null(name, kind, 0.0)
        else:
            yield Null(name, kind, low, is_declared=False)


def unknown_names() -> tuple[str, ...]:
    """What the tables name and the model does not have."""
    known = {*UNCERTAINTIES, *Constants.model_fields}
    return tuple(name for name in (*_NULLS, *EXPLAINED) if name not in known)


def _bounds(name: str, kind: Kind) -> tuple[float, float]:
    """The least and the greatest value; where the least is itself left out, the least that is drawn."""
    if kind == "uncertainty":
        spec = UNCERTAINTIES[name]
        return spec.low if spec.minimum_excluded and spec.minimum == 0 else spec.minimum, spec.maximum
    limits = Constants.model_fields[name].metadata
    low = max((limit.ge for limit in limits if hasattr(limit, "ge")), default=-math.inf)
    high = min((limit.le for limit in limits if hasattr(limit, "le")), default=math.inf)
    return low, high
