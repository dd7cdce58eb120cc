"""The Altair chart of runs, comparisons and experiments. Needs the extra `plot`."""

from __future__ import annotations

from functools import singledispatch
from pathlib import Path
from typing import Any

from govsim.comparison.compare import Comparison
from govsim.documents.charts import chart_of as chart_of_runs
from govsim.documents.charts import drawing_problems
from govsim.documents.drawing import FONT_SIZE, ROW, dots, dressed, inline
from govsim.errors import InputError, Problem
from govsim.experiments.arms import pairs
from govsim.experiments.figures import cells
from govsim.experiments.figures.comparisons import Comparisons, comparisons
from govsim.experiments.figures.differences import MOST_ROWS_DRAWN, differences_dots
from govsim.experiments.results import Results
from govsim.palette import COLOURS
from govsim.runs.run import Run


def chart_of(thing: Any) -> Any:
    """The chart of a result. Raises InputError without the extra `plot`."""
    if problems := drawing_problems(Path("plot"), ""):
        raise InputError(problems)
    return _chart(thing)


@singledispatch
def _chart(thing: Any) -> Any:
    raise NotImplementedError


@_chart.register
def _of_run(run: Run) -> Any:
    return chart_of_runs([run])


@_chart.register
def _of_comparison(comparison: Comparison) -> Any:
    return chart_of_runs(comparison.runs)


@_chart.register
def _of_results(results: Results) -> Any:
    """The first outcome: differences with intervals, or without a comparison the means."""
    result = comparisons(results, results.plan.experiment.outcomes[0])
    if not result.means:
        remedy = "Go on with 'govsim experiment resume', and ask again."
        raise InputError(
            Problem(str(results.folder), "at least one complete block of worlds", "none yet", remedy=remedy)
        )
    if len(result.differences) > MOST_ROWS_DRAWN:
        chart = _strips(results, result)
    elif result.differences:
        chart = differences_dots(result)
    else:
        rows = [result.drawn_row(label, mean) for label, mean in result.means]
        chart = dots(rows, cells.ALL_SAME, f"{result.label}, {result.unit}", width=cells.NARROW)
    return dressed(chart, FONT_SIZE)


def _strips(results: Results, result: Comparisons) -> Any:
    """One strip per scenario; each mark is the mean difference in one row of the design."""
    import altair

    rows = [
        {
            "scenario": second.scenario or "rows of the design",
            "row": second.setting,
            **cells.drawn_interval(one.difference, result.outcome),
        }
        for (_, second), one in zip(pairs(results.plan), result.differences, strict=True)
    ]
    title = f"{cells.difference_title(result.outcome)}; each mark is one row of the design"
    base = altair.Chart(inline(rows)).encode(
        x=altair.X("value:Q", axis=altair.Axis(title=title, titleAnchor="start")),
        y=altair.Y("scenario:N", axis=altair.Axis(title=None), sort=None),
        tooltip=["scenario:N", "row:N", "value:Q", "low:Q", "high:Q"],
    )
    count = len({row["scenario"] for row in rows})
    return base.mark_tick(color=COLOURS[1], opacity=0.5).properties(width=430, height=2 * ROW * count)
