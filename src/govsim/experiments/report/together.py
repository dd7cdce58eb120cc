"""The parts of a report about things moved together: parts and whole, maps, turning lines, curves, tornado."""

from __future__ import annotations

from functools import partial

from govsim.documents.document import Part
from govsim.documents.table import Column, Table
from govsim.experiments.analysis.attribution import Attribution, Split, attribution
from govsim.experiments.analysis.factorial import factorial
from govsim.experiments.analysis.frontiers import frontier
from govsim.experiments.analysis.reading import Found, arm_labels, arm_of, value_words
from govsim.experiments.analysis.surfaces import Cell, Surface, curves_sentence, lines, surface
from govsim.experiments.analysis.tornado import end_words, tornado
from govsim.experiments.experiment import FigureAsked
from govsim.experiments.outcomes import shown_as
from govsim.experiments.report.cells import difference_unit, interval_cell, unit_of
from govsim.experiments.report.charts import attribution_chart, curve_chart, factorial_chart, tornado_chart
from govsim.experiments.report.maps import frontier_chart, heat_chart, shades_and_marks
from govsim.words.names import capitalised, uncapitalised
from govsim.words.verdicts import SHORT


def factorial_part(found: Found, asked: FigureAsked) -> Part:
    """Whether the whole is more than the sum of its parts."""
    told = factorial(found, asked.outcome, asked.scenario)
    unit = difference_unit(told.outcome)
    shares = dict(told.shares)
    rows = [
        (
            " + ".join(part.names),
            interval_cell(part.against_none, told.outcome, True),
            interval_cell(part.added, told.outcome, True) if len(part.names) > 1 else "–",
            interval_cell(part.average, told.outcome, True),
            interval_cell(shares[part.names[0]], told.outcome, True) if len(part.names) == 1 else "–",
        )
        for part in told.parts
    ]
    columns = (
        Column("With these"),
        Column(f"Change from none, {unit}", True),
        Column("Beyond what fewer of them do", True),
        Column("Main effect, or interaction", True),
        Column("Share of the whole", True),
    )
    return Part(
        "factorial",
        f"Is the whole more than the sum of its parts? {shown_as(told.outcome).label}",
        (told.sentence(), told.shares_sentence()),
        f"{shown_as(told.outcome).label}: change from none of the parts, with 95% intervals, on the same "
        f"{told.worlds:,} worlds.",
        (Table("Parts and whole", columns, tuple(rows)),),
        partial(factorial_chart, told),
        (
            "Main effect: the mean with a part less the mean without, over all combinations of the others. "
            "Interaction: "
            "how much more one does with the other, halved. Shares are means over all orders of adding the parts "
            "(shapley_1953) and add up to the whole. Intervals hold one at a time.",
        ),
        told.document(),
    )


def heat_map_part(found: Found, asked: FigureAsked) -> Part:
    """A difference over two factors."""
    told = surface(found, asked.x, asked.y, asked.outcome, asked.scenario, asked.against)
    assert told.y is not None
    unit = (difference_unit if told.is_difference else unit_of)(told.outcome)
    return Part(
        "heat-map",
        f"{shown_as(told.outcome).label} over {uncapitalised(told.x.title)} and {uncapitalised(told.y.title)}",
        told.sentences(),
        f"Means of {told.subject}{told.averaged}, {unit}. {shades_and_marks(told)}",
        (_cells_table(told),),
        partial(heat_chart, told),
        (),
        told.document(),
    )


def frontier_part(found: Found, asked: FigureAsked) -> Part:
    """Where over two factors a difference turns."""
    told = frontier(found, asked.x, asked.y, asked.outcome, asked.scenario, asked.against)
    rows = [
        (
            value_words(turn.y),
            "–" if turn.x is None else f"{turn.x.mean:.3g} ({turn.x.low:.3g} to {turn.x.high:.3g})",
            f"{100 * turn.share:.0f}",
            "–" if turn.x is None else "to above 0" if turn.up else "to below 0",
        )
        for turn in told.turns
    ]
    columns = (
        Column(told.y.title),
        Column(f"Turns at {uncapitalised(told.x.title)} (95% interval)", True),
        Column("% of resamples in which it turns", True),
        Column("Which way"),
    )
    return Part(
        "frontier",
        f"Where it turns: {uncapitalised(told.x.title)} against {uncapitalised(told.y.title)}",
        (told.sentence(),),
        f"Where {told.subject} is 0, with 95% intervals for chance between worlds; between the places that were run "
        "it is taken to go straight.",
        (Table("Where the difference turns", columns, tuple(rows)),),
        partial(frontier_chart, told) if any(turn.x is not None for turn in told.turns) else None,
        (),
        told.document(),
    )


def curve_part(found: Found, asked: FigureAsked) -> Part:
    """An outcome along one factor, a line for each scenario after the first."""
    curves = lines(found, asked.x, asked.outcome, asked.scenario, asked.against)
    first = curves[0][1]
    baseline = arm_labels(found.plan)[arm_of(found.plan, asked.against) if asked.against else 0]
    rows = [
        (
            value_words(first.cells[place].x),
            *(
                f"{interval_cell(one.cells[place].value, one.outcome, one.is_difference)} {_word(one, place)}".strip()
                for _, one in curves
            ),
        )
        for place in range(len(first.cells))
    ]
    columns = (Column(first.x.title), *(Column(capitalised(name), True) for name, _ in curves))
    label = shown_as(first.outcome).label
    of_all = f"the difference in {label.lower()} from {baseline}"
    what = first.subject if len(curves) == 1 else of_all
    return Part(
        "curve",
        f"{label} along {uncapitalised(first.x.title)}",
        (curves_sentence(curves, baseline),),
        f"Means with 95% intervals that hold for all places of a line at once{first.averaged}.",
        (Table(f"{capitalised(what)}, {difference_unit(first.outcome)}", columns, tuple(rows)),),
        partial(curve_chart, curves),
        (),
        {"curves": [{"scenario": name, **one.document()} for name, one in curves]},
    )


def _word(told: Surface, place: int) -> str:
    return _verdict(told, told.cells[place]) if told.is_difference else ""


def _verdict(told: Surface, cell: Cell) -> str:
    if cell.is_start or not told.is_difference:
        return "–"
    return SHORT.get(cell.verdict, cell.verdict)


def tornado_part(found: Found, asked: FigureAsked) -> Part:
    """Each factor moved alone."""
    told = tornado(found, asked.outcome, asked.scenario)
    rows = [
        (bar.title, end_words(bar, end), interval_cell(end.change, told.outcome, True))
        for bar in told.bars
        for end in bar.ends
    ]
    columns = (
        Column("Factor"),
        Column("From and to"),
        Column(f"Change, {difference_unit(told.outcome)} (95% interval)", True),
    )
    start = interval_cell(told.at_start, told.outcome)
    return Part(
        "tornado",
        f"What matters most, one thing at a time: {shown_as(told.outcome).label.lower()}",
        (told.sentence(),),
        f"How {told.subject} changes where one factor alone is moved; at the start it is {start} "
        f"{difference_unit(told.outcome)}. 95% intervals that hold for all bars at once.",
        (Table("One factor at a time", columns, tuple(rows)),),
        partial(tornado_chart, told),
        (),
        told.document(),
    )


def attribution_part(found: Found, asked: FigureAsked) -> Part:
    """To which elements and levers a difference is due."""
    told = attribution(found, asked.orders, asked.outcome)
    return Part(
        "attribution",
        f"To what the difference is due: {shown_as(told.outcome).label.lower()}",
        told.sentences(),
        f"{shown_as(told.outcome).label}: what each adds, {difference_unit(told.outcome)}, with 95% "
        "intervals; they add up "
        "to the whole difference.",
        tuple(_split_table(told, split) for split in told.splits),
        partial(attribution_chart, told),
        (told.method,),
        told.document(),
    )


def _split_table(told: Attribution, split: Split) -> Table:
    columns = (
        Column(split.of_what),
        Column(f"Adds, {difference_unit(told.outcome)} (95% interval)", True),
        Column("% of the whole", True),
    )
    rows = [
        (
            share.title,
            interval_cell(share.adds, told.outcome, True),
            "–"
            if not told.whole.mean
            else f"{100 * share.adds.mean / told.whole.mean:.0f}".replace("-", "−"),
        )
        for share in split.shares
    ]
    whole = ("Together", interval_cell(told.whole, told.outcome, True), "100")
    return Table(f"By {split.of_what.lower()}", columns, (*rows, whole))


def _cells_table(told: Surface) -> Table:
    assert told.y is not None
    columns = (
        Column(told.y.title),
        Column(told.x.title),
        Column(f"{shown_as(told.outcome).label}, {difference_unit(told.outcome)} (95% interval)", True),
        Column("Verdict"),
    )
    rows = [
        (
            value_words(cell.y),
            value_words(cell.x),
            interval_cell(cell.value, told.outcome, told.is_difference),
            _verdict(told, cell),
        )
        for cell in told.cells
    ]
    return Table("Every place of the map", columns, tuple(rows))
