"""Words for a validation: numbers rounded by unit and interval, verdicts and null models."""

from __future__ import annotations

import math
from typing import Final

from govsim.scenario.levers import Levers
from govsim.validation.finding import CheckResult, Figure, Null
from govsim.words.numbers import decimal
from govsim.words.plurals import joined

DECIMALS: Final = {
    "units": 2,
    "need points": 3,
    "need": 3,
    "index": 3,
    "pence of a pound": 2,
    "pounds a pound": 2,
    "L-kurtosis": 3,
    "partial correlation": 2,
    "Akaike's criterion": 1,
}
ENOUGH_TO_REGRESS: Final = 200  # worlds for some forty assumptions
LABELLED_BEFORE: Final = "the same"  # the label of a null model's figure that has the pattern's own
_MOST_DECIMALS: Final = 5
_MORE_DECIMALS: Final = 2  # than the unit has, for an interval that would round to nothing
_SUPERSCRIPT: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

MEANINGS: Final = {
    "holds": "The model shows it, and no null model does.",
    "not diagnostic": (
        "The model shows it, and so does a model that should not: one with the mechanism switched off, or one with "
        "levers drawn at random. It is then no evidence for the mechanism, or the arrangement, that is named."
    ),
    "undecided": "The interval of the model, or of a null model, reaches over the line: these worlds cannot decide.",
    "refuted": "Its stated refutation was seen.",
}
USES: Final = {
    "calibrated": "used to set constants",
    "held out": "not used to set any constant",
    "neither": "no constant was fitted to it",
}


def number(value: float, unit: str = "", sign: bool = False, half: float = math.nan) -> str:
    """A value without its unit; shares in per cent. `half` is half of its interval, which should not round to 0.

    >>> number(0.1234, "share of worlds"), number(-0.0571, "units", sign=True), number(12, "")
    ('12.3', '−0.06', '12')
    >>> number(0.0041, "units", half=0.0007)
    '0.0041'
    """
    if not math.isfinite(value):
        return "–"
    share = unit.startswith("share")
    shown, narrow = (100 * value, 100 * half) if share else (value, half)
    places = 1 if share else DECIMALS.get(unit, _places(shown))
    if narrow > 0:
        needed = math.ceil(-math.log10(narrow))
        places = needed if places < needed <= places + _MORE_DECIMALS else places
    return decimal(shown, places, sign)


def _places(value: float) -> int:
    """Decimals for three significant figures of a value without a known unit; 0 for a count."""
    if value == 0 or float(value).is_integer():
        return 0
    return min(_MOST_DECIMALS, max(0, 2 - math.floor(math.log10(abs(value)))))


def exact(value: float, unit: str = "", sign: bool = False) -> str:
    """An exact value; in powers of ten if it would round to 0.

    >>> exact(3.1e-12, "need points"), exact(0.0, "need points")
    ('3.1 × 10⁻¹²', '0.000')
    """
    text = number(value, unit, sign)
    if value == 0 or not math.isfinite(value) or text.strip("+−0.,"):
        return text
    digits, _, power = f"{100 * value if unit.startswith('share') else value:.1e}".partition("e")
    return f"{digits} × 10{str(int(power)).translate(_SUPERSCRIPT)}".replace("-", "−")


def unit_after(unit: str) -> str:
    """The suffix of a value: `%` and the whole, or a space and the unit."""
    if unit.startswith("share"):
        return unit.replace("share", "%", 1)
    return f" {unit}" if unit else ""


def cell(figure: Figure, sign: bool = False) -> str:
    """A value and its interval without the unit, for a table: `0.15 (0.13 to 0.17)`."""
    if not figure.is_estimate:
        return exact(figure.value, figure.unit, sign)
    half = (figure.high - figure.low) / 2
    value, low, high = (
        number(one, figure.unit, sign, half) for one in (figure.value, figure.low, figure.high)
    )
    return f"{value} ({low} to {high})"


def value_words(figure: Figure, sign: bool = False) -> str:
    """`0.15 units (0.13 to 0.17)`, `12.3% of worlds (10.1 to 14.9)`; without brackets where it is no estimate."""
    text, bracket, span = cell(figure, sign).partition(" (")
    named = "" if figure.unit and figure.unit in figure.label else unit_after(figure.unit)
    return f"{text}{named}{bracket}{span}"


def figure_words(figure: Figure) -> str:
    """A figure with its label; a null model's figure omits a label equal to the pattern's."""
    text = value_words(figure)
    return text if figure.label == LABELLED_BEFORE else f"{figure.label}: {text}"


def verdict_words(finding: CheckResult) -> str:
    """The verdict, with the null models that also pass a pattern or leave it undecided."""
    if finding.verdict == "not diagnostic":
        return f"not diagnostic of the {joined(finding.not_diagnostic_of, 'or the')}"
    if finding.verdict == "undecided" and finding.reading.agrees:
        return "undecided: a null model may show it too"
    return finding.verdict


def null_answer(null: Null) -> str:
    """Whether a null model shows the pattern too."""
    if null.shows_it is None:
        return "may show it"
    return "shows it as well" if null.shows_it else "does not show it"


def denied_words(null: Null) -> str:
    """The mechanism or arrangement that a null model lacks."""
    return "mechanism off" if null.denies == "mechanism" else "arrangement off"


def lever_words(lever: str) -> str:
    """The title of a lever."""
    return Levers.model_fields[lever].title or lever


def chance_words(worlds: int) -> str:
    """A warning if a regression on all assumptions has few worlds, else empty."""
    if worlds >= ENOUGH_TO_REGRESS:
        return ""
    return f"With {worlds:,} worlds for some forty assumptions much of this is chance."
