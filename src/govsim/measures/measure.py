"""Measures: pure functions of the world's arrays, each with label, unit, direction and source."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from functools import cached_property

from govsim.arrays import Floats

AXIS_NAMES = {
    "j": "outcome",
    "d": "department",
    "m": "mission",
    "c": "council",
    "r": "region",
    "k": "community",
}


@dataclass(frozen=True)
class Measure:
    """A measure observed each quarter; its function's parameters are names of the world.

    `axis` is the letter of a further axis beside the world's, or empty. `better` is 1 where more is better, −1
    where less is, 0 where neither is. `smallest_effect` is the least difference that matters by default.
    """

    function: Callable[..., Floats]
    label: str
    unit: str
    meaning: str
    _: KW_ONLY
    source: str = "own"
    better: int = 0
    axis: str = ""
    smallest_effect: float = 0.0
    only_at_end: bool = False
    name: str = ""  # by default its function's

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.name or self.function.__name__)

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The values between which it lies, by its unit; None if the unit has none.

        A share that compares reported with true need is below 0 where councils report more.
        """
        if self.unit in ("0 to 1", "Gini"):
            return 0.0, 1.0
        return (-1.0, 1.0) if self.unit.startswith("share") else None

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """The names that it reads."""
        return tuple(inspect.signature(self.function).parameters)
