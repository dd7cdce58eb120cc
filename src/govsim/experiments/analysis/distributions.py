"""Which assumptions move the whole distribution of a difference, by more than chance would."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

from govsim.experiments.analysis.ranking import first_words
from govsim.experiments.analysis.reading import Found
from govsim.experiments.analysis.samples import sample_of
from govsim.experiments.outcomes import shown_as
from govsim.statistics.intervals import Interval
from govsim.statistics.pawn import (
    FEWEST_IN_A_SLICE,
    SLICES,
    distance_by_chance,
    pawn_distances,
    pawn_medians,
)
from govsim.words.names import capitalised, uncapitalised

FEWEST: Final = SLICES * FEWEST_IN_A_SLICE


@dataclass(frozen=True)
class Moved:
    """How far one assumption moves the distribution, 0 not at all to 1 wholly."""

    name: str
    title: str
    median: float  # over slices of its range
    low: float  # of the median's 95% interval
    high: float
    greatest: float  # of all slices


@dataclass(frozen=True)
class Distributions:
    """All assumptions, the one that moves the distribution most first. Source: pianosi_wagener_2018."""

    outcome: str
    subject: str
    factors: tuple[Moved, ...]
    by_chance: float  # with 95% confidence none of the factors comes to more by chance
    points: int
    left_out: int

    @property
    def beyond_chance(self) -> tuple[Moved, ...]:
        """Those that move it by more than chance explains."""
        return tuple(one for one in self.factors if one.median > self.by_chance)

    def sentence(self) -> str:
        """Which may move it most, and how many of them beyond chance."""
        if not self.factors:
            return (
                f"{self.points:,} sets of assumptions are too few to say which of them moves {self.subject}; "
                f"{FEWEST} or more would do."
            )
        of_all = f"of {len(self.factors)} assumptions"
        beyond = self.beyond_chance
        if not beyond:
            return (
                f"{capitalised(self.subject)} has much the same distribution whatever is assumed: none {of_all} moves "
                f"it by more than chance would ({self.by_chance:.2f})."
            )
        told = [
            f"{uncapitalised(one.title)} ({one.median:.2f}, {one.low:.2f} to {one.high:.2f})"
            for one in beyond
        ]
        sizes = [Interval(one.median, one.low, one.high) for one in beyond]
        return (
            f"What moves the distribution of {self.subject} most: {first_words(told, sizes)}. "
            "In brackets: the median distance, with its 95% interval. "
            f"By more than chance would ({self.by_chance:.2f}) it is moved by {len(beyond)} {of_all}."
        )

    def document(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {
            **asdict(self),
            "label": shown_as(self.outcome).label,
            "beyond_chance": [one.name for one in self.beyond_chance],
            "sentences": [self.sentence()],
        }


def distributions(found: Found, outcome: str = "", scenario: str = "") -> Distributions:
    """How far each assumption moves the distribution of a contrast over sampled worlds.

    Replicates of a point are averaged first. Too few points say nothing of any assumption.
    Source: pianosi_wagener_2018.
    """
    sample = sample_of(found, outcome, scenario)
    known = sample.contrast.outcome, sample.contrast.subject
    if sample.values_n.size < FEWEST:
        return Distributions(*known, (), float("nan"), sample.values_n.size, sample.left_out)
    distances_fs = pawn_distances(sample.points_nf, sample.values_n)
    medians = pawn_medians(sample.points_nf, sample.values_n)
    rows = [
        Moved(factor.name, factor.title, one.mean, one.low, one.high, float(distances_s.max()))
        for factor, one, distances_s in zip(sample.factors, medians, distances_fs, strict=True)
    ]
    rows.sort(key=lambda one: -one.median)
    return Distributions(
        *known,
        tuple(rows),
        distance_by_chance(sample.values_n.size, len(rows)),
        sample.values_n.size,
        sample.left_out,
    )
