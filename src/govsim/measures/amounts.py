"""Values of measures for readers: with the measure's decimals and unit, shares as percentages."""

from __future__ import annotations

import math

from govsim.measures.catalogue import MEASURES
from govsim.measures.measure import Measure
from govsim.statistics.intervals import Interval
from govsim.words.numbers import decimal

PLAIN = ("index", "0 to 1", "Gini", "tie", "number")  # units that a sentence leaves out
_OF_A_WHOLE = {
    "index": "of the index",
    "0 to 1": "on a scale from 0 to 1",
    "Gini": "of the Gini coefficient",
    "tie": "of a tie",
    "number": "",
}
BETTER = {1: "more", -1: "less", 0: "–"}
_ALONG_AXES = {  # measures by outcome, region and so on share another's smallest effect
    "progress": "progress",
    "reported": "progress",
    "core": "core_services",
}


def is_share(measure: Measure) -> bool:
    """Whether a measure is shown in per cent."""
    return measure.unit.startswith("share")


def unit_words(measure: Measure) -> str:
    """The unit, for a table."""
    return measure.unit.replace("share", "%", 1) if is_share(measure) else measure.unit


def figure(value: float, measure: Measure, sign: bool = False) -> str:
    """A value of a measure, without its unit; with a sign where it is a change.

    >>> from govsim.measures.catalogue import MEASURES
    >>> figure(0.2134, MEASURES["effectiveness"]), figure(-0.0071, MEASURES["progress"], sign=True)
    ('21.3', '−0.007')
    """
    places = _decimals(measure)
    return (
        decimal(100 * value, max(places - 2, 1), sign) if is_share(measure) else decimal(value, places, sign)
    )


def span(estimate: Interval, measure: Measure, sign: bool = False) -> str:
    """An interval: `0.07 to 0.24`."""
    return f"{figure(estimate.low, measure, sign)} to {figure(estimate.high, measure, sign)}"


def amount(value: float, measure: Measure, sign: bool = False) -> str:
    """A size with its unit, for a sentence: `0.16 units`, `1.2 percentage points`; or a signed change.

    >>> from govsim.measures.catalogue import MEASURES
    >>> amount(-0.16, MEASURES["public_value"]), amount(-0.16, MEASURES["public_value"], sign=True)
    ('0.16 units', '−0.16 units')
    """
    size = figure(value if sign else abs(value), measure, sign)
    return f"{size} {difference_words(measure)}".strip()


def agree(one: float, other: float, difference: float, measure: Measure) -> bool:
    """Whether two values and their difference agree as they are printed; values that are not known agree."""
    places = _decimals(measure) - 2 * is_share(measure)
    printed = [
        round(value * (100 if is_share(measure) else 1), max(places, 1) if is_share(measure) else places)
        for value in (one, other, difference)
    ]
    return math.isnan(sum(printed)) or math.isclose(printed[0] - printed[1], printed[2], abs_tol=1e-9)


def rounding_words(one: float, other: float, difference: float, measure: Measure) -> str:
    """` (each rounded)` where two values and their difference do not agree as printed; else empty.

    >>> rounding_words(-0.114, -0.136, 0.022, MEASURES["public_value"])
    ' (each rounded)'
    >>> rounding_words(-0.11, -0.14, 0.03, MEASURES["public_value"])
    ''
    """
    return "" if agree(one, other, difference, measure) else " (each rounded)"


def threshold(value: float, measure: Measure) -> str:
    """A smallest effect with its unit, exact: rounding it would move the line that it draws.

    >>> threshold(0.0025, MEASURES["core_services"]), threshold(0.01, MEASURES["effectiveness"])
    ('0.0025 of the index', '1 percentage point')
    """
    if is_share(measure):
        return f"{100 * value:.12g} percentage point{'' if math.isclose(100 * value, 1) else 's'}"
    return f"{value:.12g} {_OF_A_WHOLE.get(measure.unit, measure.unit)}".strip()


def difference_words(measure: Measure) -> str:
    """The unit of a difference in a sentence; empty where it adds nothing."""
    unit = "percentage points" if is_share(measure) else measure.unit
    return "" if unit in PLAIN else unit


def level(value: float, measure: Measure) -> str:
    """The level of a measure, with its unit.

    >>> from govsim.measures.catalogue import MEASURES
    >>> level(-0.16, MEASURES["public_value"]), level(0.496, MEASURES["trust"]), level(0.974, MEASURES["core_services"])
    ('−0.16 units', '49.6%', '0.974')
    """
    if is_share(measure):
        return f"{figure(value, measure)}{unit_words(measure)}"
    return f"{figure(value, measure)} {difference_words(measure)}".strip()


def _decimals(measure: Measure) -> int:
    effect = measure.smallest_effect
    if effect == 0:
        known = MEASURES.get(_ALONG_AXES.get(measure.name.split("_")[0], ""))
        effect = known.smallest_effect if known is not None else 0.005
    return max(0, math.floor(-math.log10(effect)) + 1)
