"""A measure over time, with bands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.documents.document import Part
from govsim.documents.drawing import ALONE, above, channel, drawn, in_turn, inline
from govsim.documents.markup import Html
from govsim.documents.table import Table
from govsim.errors import InputError, Problem
from govsim.experiments.arms import display_names
from govsim.experiments.figures.cells import scaled, unit_of
from govsim.experiments.figures.figure import Figure, OutcomeResult, numbers, table_of, words
from govsim.experiments.results_view import ResultsView, shown_arms
from govsim.measures.amounts import agree, figure, level, span
from govsim.measures.catalogue import MEASURES
from govsim.palette import COLOURS, DASHES
from govsim.statistics.intervals import CONFIDENCE, Interval, interval
from govsim.statistics.rounding import beyond_rounding
from govsim.units import QUARTERS_IN_YEAR
from govsim.words.names import uncapitalised
from govsim.words.plurals import joined

if TYPE_CHECKING:
    from govsim.experiments.experiment import FigureRequest
    from govsim.experiments.plan import Plan

BANDS: Final = {"low": 0.05, "lower": 0.25, "upper": 0.75, "high": 0.95}


@dataclass(frozen=True, kw_only=True)
class Course:
    """A measure over the quarters under one arm: mean, middle half and middle 90% of the worlds."""

    case: str
    years: tuple[float, ...]
    low: tuple[float, ...]
    lower: tuple[float, ...]
    mean: tuple[float, ...]
    upper: tuple[float, ...]
    high: tuple[float, ...]
    apart: Interval | None  # paired difference from the first arm at the end; None for the first


@dataclass(frozen=True, kw_only=True)
class Trajectories(OutcomeResult):
    """A measure over time under some arms."""

    courses: tuple[Course, ...]
    where: str  # common setting
    in_one_world: bool

    @property
    def heading(self) -> str:
        """Whether the last arm ends higher or lower than the first."""
        first, last = self.courses[0], self.courses[-1]
        if last.apart is None or self.in_one_world:
            return f"{self.label} over time"
        if last.apart.low <= 0 <= last.apart.high:
            ends = "not surely higher or lower"
        else:
            ends = "higher" if last.apart.mean > 0 else "lower"
        return f"{self.label}: {ends} at the end under {last.case} than under {first.case}{self.where}"

    def sentence(self) -> str:
        """The mean at the end, and its paired difference from the first arm."""
        clauses = [
            f"{level(course.mean[-1], self.measure)} under {course.case}{self._apart(course)}"
            for course in self.courses
        ]
        mean = self.label if self.in_one_world else f"Mean {uncapitalised(self.label)}"
        return f"{mean} at the end: {joined(clauses)}{self.where}."

    def _apart(self, course: Course) -> str:
        """` (−0.09 from siloed, −0.11 to −0.07)`; empty for the first arm, and in one world."""
        if course.apart is None or self.in_one_world:
            return ""
        first, measure = self.courses[0], self.measure
        size = figure(course.apart.mean, measure, sign=True)
        rounded = (
            "" if agree(course.mean[-1], first.mean[-1], course.apart.mean, measure) else ", each rounded"
        )
        return f" ({size} from {first.case}, {span(course.apart, measure, sign=True)}{rounded})"


def trajectories(view: ResultsView, outcome: str = "") -> Trajectories:
    """A trajectory of an experiment (default: the first)."""
    name = outcome or view.plan.experiment.trajectories[0]
    values = view.trajectory(name)
    shown = shown_arms(view)
    names, where = display_names(shown)
    values_crqn = np.stack([values[arm.rows, arm.place] for arm in shown])
    failed_rn = np.asarray(np.isnan(values_crqn[:, :, 0]).any(axis=0))
    values_crqn = np.where(
        failed_rn[:, None], np.nan, values_crqn
    )  # left out for all arms: differences are paired
    courses = tuple(
        _course(called, values_rqn, values_crqn[0] if place else None, len(shown) - 1)
        for place, (called, values_rqn) in enumerate(zip(names, values_crqn, strict=True))
    )
    return Trajectories(
        outcome=name, courses=courses, where=where, in_one_world=values.shape[0] * values.shape[-1] == 1
    )


def _course(called: str, values_rqn: Floats, first_rqn: Floats | None, together: int) -> Course:
    worlds_qw = np.moveaxis(values_rqn, 1, 0).reshape(values_rqn.shape[1], -1)
    lasting = np.isfinite(worlds_qw).any(axis=1)  # an arm may have a shorter horizon
    bands = {
        "mean": np.nanmean(worlds_qw[lasting], axis=1),
        **dict(zip(BANDS, np.nanquantile(worlds_qw[lasting], list(BANDS.values()), axis=1), strict=True)),
    }
    return Course(
        case=called,
        years=tuple((quarter + 1) / QUARTERS_IN_YEAR for quarter in range(int(lasting.sum()))),
        **{name: tuple(band.tolist()) for name, band in bands.items()},
        apart=None if first_rqn is None else _apart(first_rqn, values_rqn, together),
    )


def _apart(first_rqn: Floats, values_rqn: Floats, together: int) -> Interval | None:
    """The paired difference from the first arm at the end; None if horizons differ."""
    ends = [one[:, np.isfinite(one).any(axis=(0, 2))] for one in (first_rqn, values_rqn)]
    if ends[0].shape[1] != ends[1].shape[1]:
        return None
    first_rn, second_rn = (one[:, -1] for one in ends)
    apart_rn = beyond_rounding(second_rn - first_rn, first_rn, second_rn)
    apart_w = apart_rn[0] if len(apart_rn) == 1 else apart_rn.mean(axis=1)
    return interval(apart_w[np.isfinite(apart_w)], 1 - (1 - CONFIDENCE) / together)


def trajectories_part(view: ResultsView, request: FigureRequest) -> Part:
    """The part of a report on a measure over the years."""
    available = view.plan.experiment.trajectories
    name = request.outcome or (available[0] if available else "")
    if name not in available:
        remedy = "Name it under trajectories and run the experiment again."
        raise InputError(Problem("figures", "a measure saved for every quarter", f"'{name}'", remedy=remedy))
    result = trajectories(view, name)
    return result.part(
        f"trajectory-{name.replace('_', '-')}",
        result.heading,
        bands_words(result),
        _years_table(result),
        chart=partial(trajectories_chart, result),
    )


def bands_words(result: Trajectories) -> str:
    """The legend of lines and bands."""
    if result.in_one_world:
        return f"One world{result.where}: no bands."
    return (
        f"Lines: the mean of worlds{result.where}. Bands: the middle half and nine in ten of them; they show how "
        "worlds differ, not how sure a difference is."
    )


def _years_table(result: Trajectories) -> Table:
    longest = max((course.years for course in result.courses), key=len)
    return table_of(
        f"{result.label} at the end of each year, {unit_of(result.outcome)}{range_words(result)}",
        year_ends(longest),
        words("Year", lambda place: f"{longest[place]:g}"),
        *(numbers(course.case, partial(year_cell, result, course)) for course in result.courses),
        aside=True,
    )


def year_cell(result: Trajectories, course: Course, place: int) -> str:
    """An arm in one quarter; the drawing and the JSON also have the middle half."""
    if place >= len(course.years):
        return "–"
    bands = (course.low, course.mean, course.high)
    low, mean, high = (figure(band[place], result.measure) for band in bands)
    return mean if result.in_one_world else f"{mean} ({low} to {high})"


def range_words(result: Trajectories) -> str:
    """The words for the brackets behind a mean."""
    return "" if result.in_one_world else ": mean (nine in ten worlds lie between)"


def year_ends(years: Sequence[float]) -> range:
    """The positions of the last quarters of years; of all quarters if there is no whole year."""
    return range(3, len(years), 4) if len(years) >= 4 else range(len(years))


TALL, LOW = 240, 112  # heights of a chart, alone and with others


def trajectories_chart(*measures: Trajectories) -> Html:
    """Means with the middle half and middle 90% of the worlds over the years, one chart below the other."""
    import altair

    height = TALL if len(measures) == 1 else LOW
    last = len(measures) - 1
    charts = [_courses(course, height, place == 0, place == last) for place, course in enumerate(measures)]
    return drawn(charts[0] if len(charts) == 1 else altair.vconcat(*charts, spacing=8), "Over time")


def _courses(result: Trajectories, height: int, with_legend: bool, with_title: bool) -> Any:
    import altair

    names = [course.case for course in result.courses]
    rows = [
        {
            "what": course.case,
            "year": year,
            **{band: scaled(getattr(course, band)[place], result.outcome) for band in ("mean", *BANDS)},
        }
        for course in result.courses
        for place, year in enumerate(course.years)
    ]
    x = altair.X(
        "year:Q",
        title="Years since the change" if with_title else None,
        axis=altair.Axis(grid=False, titleAnchor="start"),
    )
    base = altair.Chart(inline(rows)).encode(
        x=x, color=altair.Color(**channel(names, in_turn(COLOURS, names), with_legend))
    )
    heading = f"{result.label}, {unit_of(result.outcome)}"
    axis = altair.Axis(title=None, tickCount=6)
    layers = [
        base.mark_area(opacity=0.07).encode(y=altair.Y("low:Q"), y2="high:Q"),
        base.mark_area(opacity=0.16).encode(y=altair.Y("lower:Q"), y2="upper:Q"),
        base.mark_line(strokeWidth=2.2).encode(
            y=altair.Y("mean:Q", axis=axis, scale=altair.Scale(zero=False)),
            strokeDash=altair.StrokeDash(**channel(names, in_turn(DASHES, names), with_legend)),
        ),
    ]
    return altair.layer(*layers).properties(width=ALONE, height=height, title=above(heading))


def _suits(plan: Plan) -> bool:
    return not plan.is_sample and any(name in MEASURES for name in plan.experiment.trajectories)


TRAJECTORIES: Final = Figure(
    kind="trajectories",
    shows="a measure over time, with bands",
    part=trajectories_part,
    suits=_suits,
    over_time=True,
)
