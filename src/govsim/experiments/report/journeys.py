"""The parts of a report about how it went: over time, by pound, and for whom."""

from __future__ import annotations

from functools import partial

from govsim.documents.markup import Column
from govsim.documents.wording import capitalised
from govsim.errors import InputError, Problem
from govsim.experiments.analysis.journeys import Course, gains_and_losses, main_pair, pound, trajectories
from govsim.experiments.analysis.reading import Found, arm_of, pairs
from govsim.experiments.experiment import FigureAsked
from govsim.experiments.outcomes import shown_as
from govsim.experiments.report.charts import gains_chart, pound_drawing, trajectories_chart
from govsim.experiments.report.part import Part, Table, difference_unit, interval_cell, per_cent_cell
from govsim.measures.pound import CATEGORIES
from govsim.usecases.figures import figure, pence
from govsim.usecases.sentences import SHORT, lopsided_sentence


def trajectories_part(found: Found, asked: FigureAsked) -> Part:
    """A measure over the years."""
    kept = found.plan.experiment.trajectories
    name = asked.outcome or (kept[0] if kept else "")
    if name not in kept:
        remedy = "Name it under trajectories and run the experiment again."
        raise InputError(Problem("figures", "a measure kept for every quarter", f"'{name}'", remedy=remedy))
    told = trajectories(found, name)
    measure = shown_as(told.outcome)
    rows = [
        (
            course.case,
            f"{course.years[place]:g}",
            *(figure(getattr(course, band)[place], measure) for band in _BANDS),
        )
        for course in told.courses
        for place in _year_ends(course)
    ]
    columns = (Column("Case"), Column("Year", True), *(Column(heading, True) for heading in _BANDS.values()))
    return Part(
        f"trajectory-{name.replace('_', '-')}",
        f"{measure.label} over time",
        (told.sentence(),),
        f"Lines: the median of worlds{told.where}. Bands: the middle half and nine in ten of them; they "
        "show how worlds "
        "differ, not how "
        "sure a difference is.",
        (
            Table(
                f"{measure.label} at the end of each year, {difference_unit(told.outcome)}",
                columns,
                tuple(rows),
            ),
        ),
        partial(trajectories_chart, told),
        (),
        told.document(),
    )


_BANDS = {"low": "5%", "lower": "25%", "median": "Median", "upper": "75%", "high": "95%"}


def _year_ends(course: Course) -> range:
    return range(3, len(course.years), 4) if len(course.years) >= 4 else range(len(course.years))


def pound_part(found: Found, asked: FigureAsked) -> Part:
    """Where each pound ended."""
    told = pound(found)
    names = [case for case, _ in told.shares]
    first = dict(told.shares[0][1])
    rows = [
        (
            label,
            *(
                pence(dict(shares)[category])
                + (f" ({pence(dict(shares)[category] - first[category], sign=True)})" if place else "")
                for place, (_, shares) in enumerate(told.shares)
            ),
        )
        for category, label in CATEGORIES.items()
    ]
    columns = (Column("Where it ends"), *(Column(name, True) for name in names))
    return Part(
        "pound",
        "The pound’s journey",
        (told.sentence(),),
        f"Where each pound of the budget ended, pence, over all quarters and worlds{told.where}.",
        (Table(f"Pence of each pound; in brackets: difference from {names[0]}", columns, tuple(rows)),),
        partial(pound_drawing, told),
        (),
        told.document(),
    )


def gains_part(found: Found, asked: FigureAsked) -> Part:
    """Who gains and who loses where the last case, or the one asked for, takes the baseline's place."""
    pair = main_pair(found)
    if asked.scenario:
        arm = arm_of(found.plan, asked.scenario)
        pair = next((one for one in reversed(pairs(found.plan)) if one[1].arm == arm), pair)
    if pair is None:
        raise InputError(Problem("figures", "two cases to compare", "one", key="gains_and_losses"))
    told = gains_and_losses(found, pair)
    rows = [
        (
            change.who,
            change.kind,
            interval_cell(change.difference.difference, change.difference.measure, True),
            per_cent_cell(change.difference.better),
            SHORT.get(change.difference.verdict, change.difference.verdict),
        )
        for change in told.changes
    ]
    lopsided = lopsided_sentence([change.difference for change in told.changes])
    columns = (
        Column("Who"),
        Column("Kind"),
        Column("Change (95% interval)", True),
        Column("Better in % of worlds", True),
        Column("Verdict"),
    )
    return Part(
        "gains-and-losses",
        "Who gains and who loses",
        (told.sentence(),),
        f"{capitalised(told.other)} against {told.baseline}{told.where}: progress of missions and regions "
        "in need points, core services of "
        "departments in points of their index, with 95% intervals that hold for all at once.",
        (Table("Missions, departments and regions", columns, tuple(rows)),),
        partial(gains_chart, told),
        (lopsided,) if lopsided else (),
        told.document(),
    )
