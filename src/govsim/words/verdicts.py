"""Verdicts on the difference between two arrangements: its direction, and whether it matters."""

from __future__ import annotations

import math
from typing import Final, Literal

from govsim.statistics.intervals import Interval

Verdict = Literal["better", "worse", "higher", "lower", "negligible", "leaning", "equal", "unknown"]

SHORT: Final[dict[str, str]] = {  # beside a signed number, which gives the direction
    "negligible": "too little",
    "leaning": "perhaps",  # in a table with a good direction: `worse?`
    "equal": "equal",
    "unknown": "not known",
}
IN_WORDS: Final[dict[str, str]] = {  # without a number beside it
    "negligible": "too little to matter",
    "leaning": "perhaps too little to matter",
    "equal": "no difference that matters",
    "unknown": "not known",
}
WHAT_SHORT_MEANS: Final = (
    "With ?: perhaps too little to matter; too little: surely; equal: no difference that matters."
)
HARDLY_ANY: Final = 10  # multiple of the worlds run above which more are no remedy

MONTE_CARLO = "The intervals cover chance between worlds only, not whether the model is right."


def verdict_of(difference: Interval, smallest_effect: float, better: int) -> Verdict:
    """The verdict on a difference, from its interval and the smallest effect that matters.

    `better` is 1 where more is better, −1 where less is, 0 where neither is. Without an interval it is unknown.

    >>> verdict_of(Interval(0.06, 0.01, 0.11), 0.05, 1), verdict_of(Interval(0.06, -0.01, 0.13), 0.05, 1)
    ('leaning', 'unknown')
    """
    low, high = difference.low, difference.high
    if math.isnan(low):
        return "unknown"
    leaves_out_0 = low > 0 or high < 0
    if -smallest_effect <= low and high <= smallest_effect:
        return "negligible" if leaves_out_0 else "equal"
    if low > smallest_effect:
        return "better" if better > 0 else "worse" if better < 0 else "higher"
    if high < -smallest_effect:
        return "worse" if better > 0 else "better" if better < 0 else "lower"
    return "leaning" if leaves_out_0 else "unknown"


def verdict_words(verdict: Verdict, mean: float) -> str:
    """The direction of a difference, and whether it matters.

    >>> verdict_words("leaning", -0.06), verdict_words("equal", 0.0), verdict_words("better", -0.2)
    ('lower, perhaps by too little to matter', 'no difference that matters', 'lower, and it matters: better')
    """
    if verdict in ("equal", "unknown"):
        return IN_WORDS[verdict]
    way = "higher" if mean >= 0 else "lower"
    if verdict == "leaning":
        return f"{way}, perhaps by too little to matter"
    if verdict == "negligible":
        return f"{way}, {IN_WORDS[verdict]}"
    return f"{way}, and it matters" + (f": {verdict}" if verdict in ("better", "worse") else "")


def more_worlds_words(more: int | None, worlds: int, nouns: str = "worlds") -> str:
    """How many more worlds (or other `nouns`) would settle a verdict, as a sentence ends; empty where none are needed.

    >>> more_worlds_words(300, 64), more_worlds_words(110_000, 200)
    ('about 300 more worlds would settle it', 'hardly any number of worlds would settle it')
    """
    if not more:
        return ""
    if more > HARDLY_ANY * worlds:
        return f"hardly any number of {nouns} would settle it"
    return f"about {more:,} more {nouns} would settle it"
