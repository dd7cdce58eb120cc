"""History matching: the constants of budgets and learning that two calibration patterns do not rule out.

P1 and P4 alone are used. Parameter sets whose implausibility is 3 or more are ruled
out, the rest remain: a calibration that ended in one best value would claim more than the two patterns support.
Source: vernon_2010; pukelsheim_1994 for the line at 3.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from govsim.scenario.load import load_scenario
from govsim.statistics.designs import latin_hypercube
from govsim.validation.arms import at_the_centre, run_arms
from govsim.validation.finding import Plan
from govsim.validation.patterns.budget_punctuations import HEAVIER, NORMAL, QUARTERS, kurtosis_of
from govsim.validation.patterns.spread_of_innovations import (
    MARGIN,
    adoption_over_years,
    advantage_of_the_logistic,
)

RANGES: Final[Mapping[str, tuple[float, float]]] = {
    "pressure_response": (0.2, 1),
    "pressure_noise": (0.02, 0.2),
    "learning_evidence": (0.1, 1),
    "learning_neighbours": (0, 0.2),
    "learning_base": (0, 1),
}
LEARNING: Final = tuple(name for name in RANGES if name.startswith("learning"))
AS_SPECIFIED: Final[Mapping[str, float]] = {
    "pressure_response": 0.7,
    "pressure_noise": 0.08,
    "learning_evidence": 0.3,
    "learning_neighbours": 0.15,
    "learning_base": 0.25,
}
RULED_OUT: Final = 3.0
LEAST_RISE: Final = 0.1  # of adoption in twenty years: an innovation that does not spread has no shape

# Tolerated error of the model, with chance between worlds: one standard deviation.
MAY_MISS: Final[Mapping[str, float]] = {"kurtosis": 0.02, "lead": 2.0, "rise": 0.02}


@dataclass(frozen=True, kw_only=True)
class Point:
    """One set of constants, its results on the two patterns, and its implausibility."""

    constants: Mapping[str, float]
    kurtosis: float
    lead: float  # of the logistic over its best rival, Akaike's criterion
    rise: float
    implausibility: float

    @property
    def is_kept(self) -> bool:
        """Whether it is not ruled out."""
        return self.implausibility < RULED_OUT


def space_filling(
    number: int, seed: int, ranges: Mapping[str, tuple[float, float]]
) -> list[dict[str, float]]:
    """A Latin hypercube of constants. Source: mckay_1979."""
    return [
        {
            name: low + float(u) * (high - low)
            for u, (name, (low, high)) in zip(row, ranges.items(), strict=True)
        }
        for row in latin_hypercube(number, len(ranges), seed)
    ]


def examined(constants: Mapping[str, float], plan: Plan) -> Point:
    """Run both patterns under one set of constants."""
    base = load_scenario("siloed").replace(horizon=QUARTERS, constants=dict(constants))
    kurtosis = float(kurtosis_of(run_arms([at_the_centre(base)], plan)[0]).mean())
    mean_t = adoption_over_years(base, plan).mean(axis=1)
    lead, rise = advantage_of_the_logistic(mean_t), float(mean_t[-1] - mean_t[0])
    each = (
        max(0.0, NORMAL + HEAVIER - kurtosis) / MAY_MISS["kurtosis"],
        max(0.0, MARGIN - lead) / MAY_MISS["lead"],
        max(0.0, LEAST_RISE - rise) / MAY_MISS["rise"],
    )
    return Point(constants=dict(constants), kurtosis=kurtosis, lead=lead, rise=rise, implausibility=max(each))


def distance(one: Mapping[str, float], other: Mapping[str, float] = AS_SPECIFIED) -> float:
    """The distance of two sets of constants, each constant in units of its range."""
    return math.hypot(
        *((value - other[name]) / (RANGES[name][1] - RANGES[name][0]) for name, value in one.items())
    )


def nearest_perfect(points: Sequence[Point]) -> Point:
    """The nearest set to the specification among those with implausibility 0, else among all."""
    perfect = [point for point in points if point.implausibility == 0]
    return min(perfect or points, key=lambda point: distance(point.constants))


def far_apart(points: Sequence[Point], number: int) -> list[Point]:
    """Several representative sets: the nearest perfect, then each time the farthest from those chosen."""
    chosen = [nearest_perfect(points)]
    while len(chosen) < min(number, len(points)):
        chosen.append(
            max(points, key=lambda point: min(distance(point.constants, one.constants) for one in chosen))
        )
    return chosen
