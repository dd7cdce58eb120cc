"""An outcome, or a difference, along one factor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from govsim.documents.document import Part
from govsim.documents.drawing import ALONE, above, channel, drawn, in_turn, inline
from govsim.documents.markup import Html
from govsim.documents.table import Table
from govsim.experiments.arms import scenario_labels, value_words
from govsim.experiments.designs.design import Rows
from govsim.experiments.figures.cells import difference_title
from govsim.experiments.figures.figure import Figure, numbers, table_of, words
from govsim.experiments.figures.surfaces import (
    DEPENDS,
    Along,
    Surface,
    cell_verdict,
    change_along,
    grid_of,
    surface,
)
from govsim.experiments.results_view import ResultsView, scenario_place
from govsim.measures.amounts import difference_words, unit_words
from govsim.palette import COLOURS, INK
from govsim.words.names import arrangement_words, capitalised, uncapitalised

if TYPE_CHECKING:
    from govsim.experiments.experiment import FigureRequest


def lines(
    view: ResultsView, x: str = "", outcome: str = "", scenario: str = "", against: str = ""
) -> tuple[tuple[str, Surface], ...]:
    """The curve of `scenario`; by default of all scenarios except the baseline, or of the only one."""
    return tuple(
        (arrangement_words(name), surface(view, x, None, outcome, name, against))
        for name in _shown(view, scenario, against)
    )


def _shown(view: ResultsView, scenario: str, against: str) -> list[str]:
    """The names of the scenarios whose curves are shown."""
    names = [one.name for one in view.plan.scenarios]
    base = names[scenario_place(view.plan, against)] if against else names[0]
    if scenario:
        return [names[scenario_place(view.plan, scenario)]]
    return [name for name in names if name != base] or names


def curves_sentence(curves: Sequence[tuple[str, Surface]], baseline: str) -> str:
    """A sentence on the course of one curve, or of several against a baseline."""
    (_, first), *others = curves
    unit = (difference_words if first.is_difference else unit_words)(first.measure)
    of = f", in {unit}," if unit else ","
    about = f"{first.label} against {baseline}" if others else capitalised(first.subject)
    ends = f"{value_words(first.x.values[0])} to {value_words(first.x.values[-1])}"
    each = [
        f"{called} from {curve.course()}" if others else f"from {curve.course()}" for called, curve in curves
    ]
    return f"{about}{of} with {uncapitalised(first.x.title)} from {ends}{first.averaged}: {'; '.join(each)}."


MOST_SENTENCES: Final = 4  # changes; the table has all


def changes(
    view: ResultsView, x: str = "", outcome: str = "", scenario: str = "", against: str = ""
) -> tuple[Along, ...]:
    """The changes along x of every curve, and of the difference between every two, simultaneous intervals.

    Along numbers from the first to the last; along names from the first to each other. A curve against a baseline is a
    difference, so these are differences of differences, paired world by world.
    """
    curves = lines(view, x, outcome, scenario, against)
    grids = [grid_of(view, x, None, outcome, name, against) for name in _shown(view, scenario, against)]
    worlds = np.stack([one.values_cw for one in grids])
    worlds = worlds[:, :, np.isfinite(worlds).all(axis=(0, 1))]
    named = [(one.subject, values_nw) for one, values_nw in zip(grids, worlds, strict=True)]
    label = f"the difference in {curves[0][1].label.lower()}"
    named += [
        (f"{label} ({other} less {one})", worlds[second] - worlds[first])
        for first, (one, _) in enumerate(curves)
        for second, (other, _) in enumerate(curves[first + 1 :], first + 1)
    ]
    axis, effect = grids[0].x, curves[0][1].smallest_effect
    last = len(axis.values) - 1
    places = [(0, last)] if axis.is_number else [(0, place) for place in range(1, last + 1)]
    return tuple(
        replace(change_along(axis, ends, values_nw, effect, len(named) * len(places)), what=what)
        for what, values_nw in named
        for ends in places
        if values_nw.shape[1] > 1
    )


def curve_part(view: ResultsView, request: FigureRequest) -> Part:
    """The part of a report on an outcome along one factor, one line per scenario after the first."""
    curves = lines(view, request.x, request.outcome, request.scenario, request.against)
    first = curves[0][1]
    baseline = scenario_labels(view.plan)[
        scenario_place(view.plan, request.against) if request.against else 0
    ]
    of_all = f"the difference in {first.label.lower()} from {baseline}"
    what = first.subject if len(curves) == 1 else of_all
    along = changes(view, request.x, request.outcome, request.scenario, request.against)
    part = first.part(
        "curve",
        _heading(first, along),
        f"Means with 95% intervals that hold for all places of a line at once{first.averaged}.",
        table_of(
            f"{capitalised(what)}, {first.unit}",
            range(len(first.cells)),
            words(first.x.title, lambda place: value_words(first.cells[place].x)),
            *(numbers(capitalised(name), partial(_cell, one)) for name, one in curves),
        ),
        chart=partial(curve_chart, curves),
    )
    sentences = [change.sentence(first.measure) for change in along]
    document = {
        "curves": [{"scenario": name, **one.document()} for name, one in curves],
        "changes": [
            {**asdict(one), "sentence": sentence} for one, sentence in zip(along, sentences, strict=True)
        ],
    }
    return replace(
        part,
        sentences=(*sentences[:MOST_SENTENCES], curves_sentence(curves, baseline)),
        tables=(*part.tables, *([_changes_table(first, along)] if len(along) > 1 else [])),
        document=document,
    )


def _heading(first: Surface, along: Sequence[Along]) -> str:
    """Whether the outcome, or a difference in it, depends on the factor."""
    factor = uncapitalised(first.x.title)
    if not along:
        return f"{first.label} along {factor}"
    verdicts = {change.verdict for change in along}
    subject = capitalised(first.subject) if len(along) == 1 else f"Differences in {first.label.lower()}"
    verb = "depends" if len(along) == 1 else "depend"
    if verdicts & {"higher", "lower"}:
        some = "" if verdicts <= {"higher", "lower"} else "Some "
        return f"{some}{uncapitalised(subject) if some else subject} {verb} on {factor}"
    if "leaning" in verdicts:
        return f"{subject} {verb} on {factor}, perhaps by too little to matter"
    if "unknown" in verdicts:
        whether = f"{subject[:1].lower()}{subject[1:]}"
        return f"Whether {whether} {verb} on {factor} is not known"
    return f"{subject} {'does' if len(along) == 1 else 'do'} not depend on {factor} by what matters"


def _changes_table(first: Surface, along: Sequence[Along]) -> Table:
    """Differences of differences, each with its verdict."""
    return table_of(
        f"Change along {uncapitalised(first.x.title)}, {first.unit}; intervals hold for all at once",
        along,
        words("What changes", lambda one: one.what),
        words("From, to", lambda one: f"{value_words(one.first)} to {value_words(one.last)}"),
        numbers("Change (95% interval)", lambda one: first.cell(one.change, True)),
        words("Does it depend?", lambda one: DEPENDS[one.verdict]),
    )


def _cell(result: Surface, place: int) -> str:
    cell = result.cells[place]
    verdict = f" {cell_verdict(result, cell)}" if result.is_difference else ""
    return f"{result.cell(cell.value, result.is_difference)}{verdict}"


def curve_chart(curves: Sequence[tuple[str, Surface]]) -> Html:
    """Lines with intervals: an outcome, or a difference, along one factor."""
    import altair

    first = curves[0][1]
    names = [name for name, _ in curves]
    rows = [
        {"x": cell.x, **first.drawn_row("", cell.value, name)} for name, one in curves for cell in one.cells
    ]
    kind = "Q" if first.x.is_number else "O"
    x = altair.X(
        f"x:{kind}", title=first.x.title, axis=altair.Axis(grid=False, titleAnchor="start", tickCount=5)
    )
    title = "Difference in" if first.is_difference else ""
    heading = capitalised(difference_title(first.outcome, title).strip())
    axis = altair.Axis(title=None, tickCount=6)
    colours = in_turn(COLOURS, names, first=1)
    base = altair.Chart(inline(rows)).encode(
        x=x, color=altair.Color(**channel(names, colours, len(names) > 1))
    )
    layers = [
        base.mark_area(opacity=0.18).encode(y=altair.Y("low:Q"), y2="high:Q"),
        base.mark_line(strokeWidth=2, point=True).encode(
            y=altair.Y("value:Q", axis=axis, scale=altair.Scale(zero=False))
        ),
    ]
    if first.is_difference:
        zero = altair.Chart(inline([{"value": 0.0}])).mark_rule(color=INK, strokeWidth=1)
        layers.insert(0, zero.encode(y=altair.Y("value:Q")))
    return drawn(altair.layer(*layers).properties(width=ALONE, height=220, title=above(heading)), "Curve")


CURVE: Final = Figure(
    kind="curve",
    shows="an outcome's difference along one factor",
    part=curve_part,
    axes=("x",),
    rows=frozenset({Rows.CELLS, Rows.ONE_MOVED}),
    suits=lambda plan: not plan.is_sample and len(plan.moving) == 1,
    of_one_scenario=False,
)
