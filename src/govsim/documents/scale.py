"""Linear scales from values to positions in a drawing, with round ticks."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """A linear scale: `low` is drawn at `start`, `high` at `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The position of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self, about: int) -> list[float]:
        """Round values within the scale, `about` so many of them: steps of 1, 2 or 5 times a power of ten.

        >>> scale_over(0, 10, 0, 100).ticks(5)
        [0, 2, 4, 6, 8, 10]
        """
        rough = (self.high - self.low) / about
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        places = max(0, -math.floor(math.log10(step)))
        return [round(row * step, places) if places else row * int(step) for row in range(first, last + 1)]


def scale_over(low: float, high: float, start: float, end: float) -> Scale:
    """A scale over a range; a range of one value is widened around it."""
    if high <= low:
        low, high = low - 0.5, high + 0.5
    return Scale(low, high, start, end)
