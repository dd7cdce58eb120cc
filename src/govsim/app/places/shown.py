"""What the maps show: need, its fall since the start, or the difference that an arrangement makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from govsim.app.places.colours import Classes, classes_over
from govsim.app.places.courses import PlaceRun
from govsim.arrays import Floats
from govsim.measures.amounts import figure
from govsim.measures.catalogue import MEASURES
from govsim.measures.measure import Measure
from govsim.scenario.schema import Scenario

NEED, PROGRESS, DIFFERENCE = "need", "progress", "difference"
MEAN: Final = "mean"  # of all outcomes
OF_NEED, OF_PROGRESS = MEASURES["need_by_outcome"], MEASURES["progress_by_council"]
TITLES: Final = {
    NEED: "Need",
    PROGRESS: "Progress since the start",
    DIFFERENCE: "Difference in progress",
}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What is drawn: a quantity, an outcome by position (None: the mean of all), and the end of which year."""

    what: str
    outcome: int | None
    year: int

    @property
    def measure(self) -> Measure:
        """The measure whose decimals and unit its numbers have."""
        return OF_NEED if self.what == NEED else OF_PROGRESS

    def number(self, value: float) -> str:
        """A value as it is written."""
        return figure(value, self.measure, sign=self.what != NEED)

    def outcome_words(self, scenario: Scenario) -> str:
        """The outcome in a heading: `mean of all outcomes`."""
        return "mean of all outcomes" if self.outcome is None else scenario.outcomes[self.outcome].label


def course_yc(what: str, outcome: int | None, now: PlaceRun, before: PlaceRun | None) -> Floats:
    """Mean over worlds of what is shown, shape (year, council). For a difference both have the same worlds."""
    need_yc = now.need_ycw(outcome).mean(axis=-1)
    if what == NEED:
        return np.asarray(need_yc)
    if what == DIFFERENCE and before is not None:
        return np.asarray(before.need_ycw(outcome).mean(axis=-1) - need_yc)
    return np.asarray(need_yc[0] - need_yc)


def communities_k(shown: Shown, now: PlaceRun, before: PlaceRun | None) -> Floats | None:
    """The same of communities at the end of the year; None where they are too many."""
    if now.need_ykj is None:
        return None
    need_yk = _of(now.need_ykj, shown.outcome)
    if shown.what == NEED:
        return np.asarray(need_yk[shown.year])
    if shown.what == DIFFERENCE and before is not None and before.need_ykj is not None:
        return np.asarray(_of(before.need_ykj, shown.outcome)[shown.year] - need_yk[shown.year])
    return np.asarray(need_yk[0] - need_yk[shown.year])


def classes_for(what: str, courses: list[Floats]) -> Classes:
    """One scale for all years and all maps."""
    low, high = (float(end([end(course) for course in courses])) for end in (np.min, np.max))
    return classes_over(low, high, is_diverging=what != NEED)


def _of(need_ykj: Floats, outcome: int | None) -> Floats:
    return np.asarray(need_ykj.mean(axis=-1) if outcome is None else need_ykj[..., outcome])
