"""The parts of a report about how it went: over time, by pound, and for whom."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from govsim.comparison.gains import Change
from govsim.comparison.sentences import lopsided_sentence
from govsim.documents.document import Part
from govsim.documents.table import Column, Table
from govsim.errors import InputError, Problem
from govsim.experiments.analysis.journeys import (
    Course,
    Gains,
    Trajectories,
    gains_and_losses,
    main_pair,
    pound,
    trajectories,
)
from govsim.experiments.analysis.reading import Found, arm_of
from govsim.experiments.experiment import FigureAsked
from govsim.experiments.outcomes import shown_as
from govsim.experiments.report.cells import interval_cell, per_cent_cell, unit_of
from govsim.experiments.report.charts import gains_chart, pound_drawing, trajectories_chart
from govsim.measures.amounts import figure
from govsim.measures.pound import CATEGORIES
from govsim.words.names import capitalised
from govsim.words.numbers import pence


def trajectories_part(found: Found, asked: FigureAsked) -> Part:
    """A measure over the years."""
    kept = found.plan.experiment.trajectories
    name = asked.outcome or (kept[0] if kept else "")
    if name not in kept:
        remedy = "Name it under trajectories and run the experiment again."
        raise InputError(Problem("figures", "a measure kept for every quarter", f"'{name}'", remedy=remedy))
    told = trajectories(found, name)
    measure = shown_as(told.outcome)
    return Part(
        f"trajectory-{name.replace('_', '-')}",
        f"{measure.label} over time",
        (told.sentence(),),
        bands_words(told),
        (_years_table(told),),
        partial(trajectories_chart, told),
        (),
        told.document(),
    )


def bands_words(told: Trajectories) -> str:
    """What the lines and bands of a drawing are."""
    if told.in_one_world:
        return f"One world{told.where}: no bands."
    return (
        f"Lines: the mean of worlds{told.where}. Bands: the middle half and nine in ten of them; they show how "
        "worlds differ, not how sure a difference is."
    )


def _years_table(told: Trajectories) -> Table:
    measure = shown_as(told.outcome)
    longest = max((course.years for course in told.courses), key=len)
    rows = tuple((f"{longest[place]:g}", *year_cells(told, place)) for place in year_ends(longest))
    columns = (Column("Year"), *(Column(course.case, True) for course in told.courses))
    caption = f"{measure.label} at the end of each year, {unit_of(told.outcome)}{range_words(told)}"
    return Table(caption, columns, rows, aside=True)


def year_cells(told: Trajectories, place: int) -> tuple[str, ...]:
    """Each case in one quarter; the middle half is in the drawing and in the document."""
    measure = shown_as(told.outcome)

    def cell(course: Course) -> str:
        if place >= len(course.years):
            return "–"
        low, mean, high = (figure(band[place], measure) for band in (course.low, course.mean, course.high))
        return mean if told.in_one_world else f"{mean} ({low} to {high})"

    return tuple(cell(course) for course in told.courses)


def range_words(told: Trajectories) -> str:
    """What stands in brackets behind a mean."""
    return "" if told.in_one_world else ": mean (nine in ten worlds lie between)"


def year_ends(years: Sequence[float]) -> range:
    """The places of the last quarters of years; of all quarters where there is no whole year."""
    return range(3, len(years), 4) if len(years) >= 4 else range(len(years))


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
    pair = main_pair(found, arm_of(found.plan, asked.scenario) if asked.scenario else None)
    if pair is None:
        raise InputError(Problem("figures", "two cases to compare", "one", key="gains_and_losses"))
    told = gains_and_losses(found, pair)
    rows = [
        (
            one.who,
            one.kind,
            _change(one),
            *(() if told.in_one_world else (per_cent_cell(one.difference.better), _word(one))),
        )
        for one in told.changes
    ]
    lopsided = lopsided_sentence([change.difference for change in told.changes])
    columns = (Column("Who"), Column("Kind"), *((Column("Change", True),) if told.in_one_world else _COLUMNS))
    return Part(
        "gains-and-losses",
        "Who gains and who loses",
        (told.sentence(),),
        gains_caption(told),
        (Table("Missions, departments and regions", columns, tuple(rows)),),
        partial(gains_chart, told),
        (lopsided,) if lopsided else (),
        told.document(),
    )


_COLUMNS: Final = (
    Column("Change (95% interval)", True),
    Column("Better in % of worlds", True),
    Column("Verdict"),
)


def gains_caption(told: Gains) -> str:
    """What a drawing of gains and losses shows."""
    sure = "in one world" if told.in_one_world else "with 95% intervals that hold for all at once"
    return (
        f"{capitalised(told.other)} against {told.baseline}{told.where}: progress of missions and regions in need "
        f"points, core services of departments in points of their index, {sure}."
    )


def change_cell(one: Change) -> str:
    """A change with its interval and the word for it: `+0.05 (+0.04 to +0.06) better`."""
    return _change(one) if one.difference.worlds == 1 else f"{_change(one)} {_word(one)}"


def _change(one: Change) -> str:
    return interval_cell(one.difference.difference, one.difference.measure, True)


def _word(one: Change) -> str:
    return one.difference.word
