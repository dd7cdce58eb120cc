"""The part of a report that says which assumptions move the whole distribution of an outcome."""

from __future__ import annotations

from functools import partial

from govsim.documents.document import Part
from govsim.documents.table import Column, Table
from govsim.experiments.analysis.distributions import distributions
from govsim.experiments.analysis.reading import Found
from govsim.experiments.experiment import FigureAsked
from govsim.experiments.outcomes import shown_as
from govsim.experiments.report.charts import distributions_chart


def pawn_part(found: Found, asked: FigureAsked) -> Part:
    """Which assumptions move the distribution of a difference, and which no more than chance."""
    told = distributions(found, asked.outcome, asked.scenario)
    beyond = told.beyond_chance
    rows = [
        (
            one.title,
            f"{one.median:.2f} ({one.low:.2f} to {one.high:.2f})",
            f"{one.greatest:.2f}",
            "yes" if one in beyond else "no",
        )
        for one in told.factors
    ]
    columns = (
        Column("Assumption"),
        Column("Median distance (95% interval)", True),
        Column("Greatest distance", True),
        Column("More than chance"),
    )
    left = f" {told.left_out:,} points are left out, because a run failed." if told.left_out else ""
    return Part(
        "pawn",
        f"Which assumptions move the whole distribution? {shown_as(told.outcome).label}",
        (told.sentence(),),
        f"How far the distribution of {told.subject} moves where an assumption is known, over {told.points:,} sets "
        "of assumptions: 0 not at all, 1 wholly. Dots: median over ten slices of its range; lines: up to the slice "
        "that moves it most. Grey: a median that chance could make.",
        (Table("Every assumption", columns, tuple(rows)),),
        partial(distributions_chart, told) if told.factors else None,
        (
            "An assumption is cut into ten slices of equally many points; the distance is the greatest gap between the "
            "distribution in a slice and over all points (pianosi_wagener_2018). It holds for outcomes of any shape. "
            "More than chance: beyond what none of as many assumptions without effect would reach, with 95% "
            f"confidence. Replicates of a point are averaged first.{left}",
        ),
        told.document(),
    )
