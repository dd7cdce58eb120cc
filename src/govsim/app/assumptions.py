"""The contested assumptions that decide most: which they are, and the values at which the page can fix them."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from govsim.documents.bibliography import KEY, references
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.scenario.uncertainty import Uncertainty, quantile

DECIDING: Final = Path(__file__).with_name("deciding.toml")  # written by docs/write_deciding.py
FIXED: Final = "fixed."  # before the name of an assumption, for its control and in addresses
DRAWN: Final = "drawn"  # instead of a value
STEPS: Final = 20  # of a slider, equally likely in the range
DIGITS: Final = 3

Fixed = tuple[tuple[str, float], ...]  # assumptions that are fixed, by name, in the order of the list


@dataclass(frozen=True)
class Stop:
    """A value at which a slider can stand, and its words."""

    value: float
    words: str


@cache
def deciding_table() -> dict[str, Any]:
    """The list as written, with what it was made from."""
    return tomllib.loads(DECIDING.read_text("utf-8"))


@cache
def deciding_names() -> tuple[str, ...]:
    """The assumptions that decide most, the most decisive first."""
    return tuple(one["name"] for one in deciding_table()["assumptions"])


@cache
def stops(name: str) -> tuple[Stop, ...]:
    """Values over the range of an assumption, its central one among them."""
    spec = UNCERTAINTIES[name]
    drawn = (rounded(float(value)) for value in quantile(spec, np.linspace(0, 1, STEPS + 1)))
    return tuple(Stop(value, value_words(spec, value)) for value in sorted({*drawn, float(spec.central)}))


def value_words(spec: Uncertainty, value: float) -> str:
    """A value for readers, shares as percentages: `12.5%`."""
    return f"{100 * value:.{DIGITS}g}%" if spec.unit.startswith("share") else f"{value:g}"


def nearest_stop(name: str, value: float) -> float:
    """The value nearest to this one at which the slider can stand. Raises ValueError."""
    if name not in deciding_names() or math.isnan(value) or not UNCERTAINTIES[name].admits(value):
        raise ValueError(f"{name}={value}")
    return min((stop.value for stop in stops(name)), key=lambda one: abs(one - value))


def with_fixed(fixed: Fixed, name: str, value: float | None) -> Fixed:
    """Fix an assumption, or let it be drawn again (None). Raises ValueError for what cannot be fixed."""
    if name not in deciding_names():
        raise ValueError(name)
    others = {other: at for other, at in fixed if other != name}
    values = others if value is None else {**others, name: nearest_stop(name, value)}
    return tuple((one, values[one]) for one in deciding_names() if one in values)


def fixed_words(fixed: Fixed) -> str:
    """Assumptions that are fixed, for a sentence: `slack 12%, dependence 20%`; empty if none is."""
    return ", ".join(
        f"{UNCERTAINTIES[name].label.lower()} {value_words(UNCERTAINTIES[name], value)}"
        for name, value in fixed
    )


def range_words(spec: Uncertainty) -> str:
    """Range, central value and unit of an assumption: `Drawn from 500 to 8000 approvals a quarter; central 2000`."""
    low, high, central = (value_words(spec, value) for value in (spec.low, spec.high, spec.central))
    unit = spec.unit.removeprefix("share").strip() if spec.unit.startswith("share") else spec.unit
    return f"Drawn from {low} to {high}{f' ({unit})' if unit else ''}; central value {central}"


def source_words(source: str) -> str:
    """A source with authors and years instead of keys: `Hayek, F. A. (1945); range own`."""
    known = references()
    return KEY.sub(lambda match: known[match[0]].who_and_when if match[0] in known else match[0], source)


def rounded(value: float) -> float:
    """To a few digits, as a slider shows it."""
    return float(f"{value:.{DIGITS}g}")
