"""A check, its reading, and its verdict: holds, refuted, not diagnostic or undecided."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from govsim.arrays import Floats
from govsim.statistics.intervals import Interval, interval, median_interval, wilson

Kind = Literal["law", "limit", "pattern", "docking", "mechanism", "dead weight", "corner"]
Use = Literal["calibrated", "held out", "neither"]
Verdict = Literal["holds", "refuted", "not diagnostic", "undecided"]
Denies = Literal["mechanism", "arrangement"]

KINDS: Final[Mapping[str, Kind]] = {  # section of a validation to kind of check
    "laws": "law",
    "limits": "limit",
    "patterns": "pattern",
    "docking": "docking",
    "mechanisms": "mechanism",
    "dead-weight": "dead weight",
    "corners": "corner",
}
EXACTLY: Final = 1e-12  # an interval no wider than this is rounding
MUST_HOLD: Final = frozenset({"law", "limit"})  # a failure of one of these is a failure of the program


@dataclass(frozen=True)
class Plan:
    """The size of a check: how many worlds, and the seed of its draws."""

    worlds: int = 100
    seed: int = 0

    def at_most(self, worlds: int) -> Plan:
        """The same plan with at most `worlds` worlds, for a costly check."""
        return Plan(min(self.worlds, worlds), self.seed)


@dataclass(frozen=True)
class Figure:
    """One number from a check, with a 95% interval if it is an estimate."""

    label: str
    value: float
    _: KW_ONLY
    low: float = math.nan
    high: float = math.nan
    unit: str = ""

    @classmethod
    def of(cls, label: str, around: Interval, unit: str = "") -> Figure:
        """A mean with its interval."""
        return cls(label, around.mean, low=around.low, high=around.high, unit=unit)

    @property
    def is_estimate(self) -> bool:
        """Whether it has an interval."""
        return not math.isnan(self.low)


def estimated(label: str, values_w: Floats, unit: str = "") -> Figure:
    """The mean over worlds with its 95% interval; Monte Carlo error only."""
    return Figure.of(label, interval(values_w), unit)


def typical(label: str, values_w: Floats, unit: str = "") -> Figure:
    """The median over worlds with its 95% interval, for skewed values or comparison with one real country."""
    return Figure.of(label, median_interval(np.asarray(values_w, dtype=np.float64)), unit)


def share_of_worlds(label: str, happens_w: NDArray[Any]) -> Figure:
    """The share of worlds with an event, with Wilson's 95% interval. Source: wilson_1927."""
    share, around = float(happens_w.mean()), wilson(int(happens_w.sum()), happens_w.size)
    return Figure(
        label, share, low=min(share, around.low), high=max(share, around.high), unit="share of worlds"
    )


def beyond(figure: Figure, line: float, above: bool = True) -> bool | None:
    """Whether a figure lies beyond a line; None if its interval covers the line.

    A figure that never varies between worlds is exact and compared as it is.
    """
    if figure.low <= line <= figure.high and figure.high - figure.low > EXACTLY:
        return None
    return figure.value > line if above else figure.value < line


def within(figure: Figure, low: float, high: float) -> bool | None:
    """Whether a figure lies between two lines; None if its interval covers one of them."""
    return both(beyond(figure, low), beyond(figure, high, above=False))


def both(*answers: bool | None) -> bool | None:
    """Three-valued `and`: False if any answer is False, else None if any is unknown."""
    if False in answers:
        return False
    return None if None in answers else True


@dataclass(frozen=True, kw_only=True)
class Null:
    """The same check on a null model: a pattern that it shows as well is not diagnostic.

    `denies` names the missing part of the null: the mechanism, or the arrangement of levers.
    """

    name: str
    denies: Denies
    figures: tuple[Figure, ...]
    shows_it: bool | None


@dataclass(frozen=True)
class Reading:
    """The result of a check: figures, whether they agree with the expectation (None: unknown), and null models."""

    figures: tuple[Figure, ...]
    agrees: bool | None
    nulls: tuple[Null, ...] = ()
    notes: str = ""
    series: Mapping[str, Sequence[float]] = field(default_factory=dict)  # for a picture: name to values
    along: str = "step"  # horizontal axis: the series of that name, else positions from 0
    headline: str = ""  # addition to the verdict in the answer


def beside_nulls(
    judge: Callable[..., bool | None],
    figures: Sequence[Figure],
    *,
    off: tuple[str, Sequence[Figure]],
    random: tuple[str, Sequence[Figure]],
    beside: Sequence[Figure] = (),
    **rest: Any,
) -> Reading:
    """The reading of a pattern: its figures, and those of both null models under the same judgement.

    `off` is the model with the mechanism switched off, `random` the one with levers at random, each with its name;
    figures `beside` are shown without judgement; the `rest` goes into the reading.
    """

    def null(denies: Denies, name: str, shown: Sequence[Figure]) -> Null:
        return Null(name=name, denies=denies, figures=tuple(shown), shows_it=judge(*shown))

    nulls = (null("mechanism", *off), null("arrangement", *random))
    return Reading((*figures, *beside), judge(*figures), nulls, **rest)


@dataclass(frozen=True)
class Check:
    """One test of the model, with the result that would refute it, stated before the run."""

    key: str
    kind: Kind
    title: str
    _: KW_ONLY
    source: str
    refuted_by: str
    examine: Callable[[Plan], Reading]
    observed: str = ""
    use: Use = "neither"
    arms: int = 4  # approximate number of arms, so that long checks begin first


@dataclass(frozen=True)
class CheckResult:
    """A check with its reading."""

    check: Check
    reading: Reading
    plan: Plan
    seconds: float

    @property
    def not_diagnostic_of(self) -> tuple[Denies, ...]:
        """The mechanisms for which the check is no evidence, because a null model passes as well."""
        shown = [null.denies for null in self.reading.nulls if null.shows_it]
        return tuple(dict.fromkeys(shown))

    @property
    def verdict(self) -> Verdict:
        """The verdict; undecided also if a null model may show the pattern too."""
        if self.reading.agrees is False:
            return "refuted"
        if self.reading.agrees is None:
            return "undecided"
        if self.not_diagnostic_of:
            return "not diagnostic"
        return "undecided" if any(null.shows_it is None for null in self.reading.nulls) else "holds"

    @property
    def is_failure(self) -> bool:
        """Whether the program itself is wrong: a law or a limit that does not hold."""
        return self.check.kind in MUST_HOLD and self.verdict != "holds"

    def document(self) -> dict[str, Any]:
        """The finding as a plain table for JSON."""
        reading = self.reading
        stated = ("key", "kind", "title", "source", "observed", "refuted_by", "use")
        return {
            **{name: getattr(self.check, name) for name in stated},
            "verdict": self.verdict,
            "not_diagnostic_of": list(self.not_diagnostic_of),
            "simulated": [vars(figure) for figure in reading.figures],
            "nulls": [
                {
                    "name": null.name,
                    "denies": null.denies,
                    "shows_it": null.shows_it,
                    "simulated": [vars(figure) for figure in null.figures],
                }
                for null in reading.nulls
            ],
            "notes": reading.notes,
            "series": {name: list(values) for name, values in reading.series.items()},
            "along": reading.along,
            "worlds": self.plan.worlds,
            "seed": self.plan.seed,
            "seconds": round(self.seconds, 2),
        }
