"""Uncertainties: contested assumptions, each with a range for draws and bounds that it never leaves."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

STAFF_TIME: Final = "share of staff time"

Scale = Literal["linear", "log", "complementarity"]


@dataclass(frozen=True)
class Uncertainty:
    """A contested assumption: its meaning, its range for draws and the bounds that it never leaves."""

    name: str
    label: str
    low: float
    high: float
    central: float
    scale: Scale
    minimum: float
    maximum: float
    unit: str
    meaning: str
    source: str
    minimum_excluded: bool = False

    def admits(self, value: float) -> bool:
        """Whether a value is within the bounds, which are wider than the range."""
        above = value > self.minimum if self.minimum_excluded else value >= self.minimum
        return above and value <= self.maximum

    @property
    def bounds(self) -> str:
        """The bounds in words."""
        if math.isinf(self.minimum):
            return f"a number of at most {self.maximum:g}"
        low = f"above {self.minimum:g}" if self.minimum_excluded else f"from {self.minimum:g}"
        if math.isinf(self.maximum):
            return f"a number {low} (inf is allowed)"
        is_share = self.unit.startswith("share") and (self.minimum, self.maximum) == (0, 1)
        noun = "share" if is_share else "number"
        return f"a {noun} {low} to {self.maximum:g}"


def contested(
    name: str,
    label: str,
    span: tuple[float, float],
    central: float,
    meaning: str,
    *,
    bounds: tuple[float, float] = (0, 1),
    unit: str = "share",
    scale: Scale = "linear",
    source: str = "own",
    open_below: bool = False,
) -> Uncertainty:
    """A contested assumption, drawn from `span` and limited to `bounds`."""
    (low, high), (minimum, maximum) = map(float, span), map(float, bounds)
    given = (low, high, float(central), scale, minimum, maximum, unit, meaning, source, open_below)
    return Uncertainty(name, label, *given)


def cost(name: str, label: str, central: float, high: float, meaning: str, unit: str) -> Uncertainty:
    """The price of a lever, drawn from 0 upwards."""
    return contested(name, label, (0, high), central, meaning, unit=unit)


def quantile(spec: Uncertainty, u: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn uniform draws into values of an uncertainty.

    On the linear scale all values are equally likely; on the log scale all ratios are. On the complementarity scale all
    ratios of the elasticity 1/(1 − value) are.

    >>> from govsim.scenario.uncertainties import UNCERTAINTIES
    >>> quantile(UNCERTAINTIES["elasticity"], np.array([0.0, 0.5, 1.0])).round(6).tolist()
    [0.2, 1.0, 5.0]
    """
    if spec.scale == "linear":
        return spec.low + u * (spec.high - spec.low)
    low, high = spec.low, spec.high
    if spec.scale == "complementarity":
        low, high = 1 / (1 - spec.low), 1 / (1 - spec.high)
    value = np.exp(math.log(low) + u * (math.log(high) - math.log(low)))
    return value if spec.scale == "log" else 1 - 1 / value
