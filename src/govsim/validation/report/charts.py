"""Drawings of the report as inline SVG: levers, robustness, arrangements and what a check saw over time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import StringIO
from itertools import count
from typing import Any, Final

from govsim.measures.catalogue import MEASURES
from govsim.usecases.plot import COLOURS, DASHES, FONT, GREY, INK
from govsim.usecases.sentences import joined
from govsim.validation.arrangements import Contrast
from govsim.validation.finding import Figure, Reading
from govsim.validation.levers import FREE_LUNCH, LeverEffect
from govsim.validation.report.markup import Html
from govsim.validation.robustness import Outcome
from govsim.validation.wording import arrangement_words, lever_words

WIDTH: Final = 280  # with labels about as wide as a phone's page, so that they can be read there
ALONE: Final = 430  # of a drawing without labels at its side
ROW: Final = 19
LONGEST_LABEL: Final = 250
BETWEEN_ROWS: Final = 0.45  # so that it can be seen which dots belong to one row
FONT_SIZE: Final = 12
_ORDER: Final = ("siloed", "layered", "mission_led")
_SHAPES: Final = ("circle", "square", "diamond")
_numbers = count()


def levers_chart(effects: Sequence[LeverEffect]) -> Html:
    """Share of worlds in which each lever of one base gains and harms, with intervals and the lines at 97%."""
    import altair

    rows = [
        {"lever": lever_words(one.lever), "what": what, **_percent(figure)}
        for one in effects
        for what, figure in (("gains", one.gains), ("harms", one.harms))
    ]
    x = altair.Scale(domain=[0, 100], nice=False)
    axis = altair.Axis(title="% of worlds", values=[0, 25, 50, 75, 100], titleAnchor="start")
    y = altair.Y("lever:N", sort=[lever_words(one.lever) for one in effects], title=None)
    colour = altair.Color(**_of(("gains", "harms"), (COLOURS[1], COLOURS[0])))
    base = altair.Chart(_inline(rows)).encode(y=y, color=colour)
    line = altair.Chart(_inline([{"at": 100 * FREE_LUNCH}])).mark_rule(color=INK, strokeDash=[4, 3])
    layers = [
        line.encode(x=altair.X("at:Q", scale=x, axis=axis)),
        base.mark_rule(strokeWidth=1.5, opacity=0.6).encode(x=altair.X("low:Q", scale=x), x2="high:Q"),
        base.mark_point(size=55, filled=True, opacity=1).encode(
            x=altair.X("value:Q", scale=x), shape=altair.Shape(**_of(("gains", "harms"), _SHAPES[:2]))
        ),
    ]
    return _drawn(altair.layer(*layers).properties(width=WIDTH, height=ROW * len(effects)), "Levers")


def robustness_chart(outcomes: Sequence[Outcome]) -> Html:
    """Differences in public value from siloed government, with intervals, under each way of building the model."""
    rows = [
        {
            "row": one.variant.name,
            "what": arrangement_words(one.arrangement),
            **_plain(one.figures[0]),
        }
        for one in outcomes
    ]
    names = [arrangement_words(name) for name in _ORDER[1:]]
    return _drawn(_differences(rows, names, 1, WIDTH), "Robustness")


def arrangements_chart(contrasts: Sequence[Contrast]) -> Html:
    """Differences in public value from siloed government at three weights, as they are and with equal overheads."""
    rows = [
        {
            "row": f"{weight:g}, {one.treatment}",
            "what": arrangement_words(one.arrangement),
            **_plain(apart),
        }
        for one in contrasts
        if one.arrangement != _ORDER[0]
        for weight, apart, _ in one.at_weights
    ]
    names = [arrangement_words(name) for name in _ORDER[1:]]
    return _drawn(_differences(rows, names, 1, WIDTH), "Arrangements")


def series_chart(reading: Reading) -> Html:
    """What a check saw, a line for each series, along the years or whatever it goes along."""
    import altair

    places = places_of(reading)
    rows = [
        {"what": name, "place": places[step], "value": value}
        for name, values in lines_of(reading).items()
        for step, value in enumerate(values)
    ]
    names = list(lines_of(reading))
    axis = altair.Axis(grid=False, titleAnchor="start")
    whole = (
        altair.Chart(_inline(rows))
        .mark_line(strokeWidth=2)
        .encode(
            x=altair.X("place:Q", title=reading.along.capitalize(), axis=axis),
            y=altair.Y("value:Q", title=None),
            color=altair.Color(**_of(names, _in_turn(COLOURS[1:], len(names)))),
            strokeDash=altair.StrokeDash(**_of(names, _in_turn(DASHES, len(names)))),
        )
    )
    return _drawn(whole.properties(width=ALONE, height=190), joined(names))


def places_of(reading: Reading) -> Sequence[float]:
    """Where the values of a reading's series stand."""
    longest = max(len(values) for values in reading.series.values())
    return reading.series.get(reading.along, range(longest))


def lines_of(reading: Reading) -> dict[str, Sequence[float]]:
    """The series of a reading without the one that the others go along."""
    return {name: values for name, values in reading.series.items() if name != reading.along}


def _in_turn(values: Sequence[Any], count: int) -> list[Any]:
    return [values[place % len(values)] for place in range(count)]


def _differences(rows: Sequence[dict[str, Any]], names: Sequence[str], first: int, width: int) -> Any:
    """Dots with intervals in rows, with a zero line and the band of what is too small to matter."""
    import altair

    effect = MEASURES["public_value"].smallest_effect
    order = list(dict.fromkeys(row["row"] for row in rows))
    x = altair.X(
        "value:Q",
        axis=altair.Axis(title="Difference from siloed in public value, units", titleAnchor="start"),
    )
    y = altair.Y("row:N", sort=order, title=None, scale=altair.Scale(paddingInner=BETWEEN_ROWS))
    base = altair.Chart(_inline(rows)).encode(
        y=y,
        yOffset=altair.YOffset("what:N", sort=list(names)),
        color=altair.Color(**_of(names, COLOURS[first : first + len(names)])),
    )
    band = altair.Chart(_inline([{"low": -effect, "high": effect}])).mark_rect(color="#EDEDED")
    zero = altair.Chart(_inline([{"value": 0.0}])).mark_rule(color=INK, strokeWidth=1)
    layers = [
        band.encode(x=altair.X("low:Q"), x2="high:Q"),
        zero.encode(x=x),
        base.mark_rule(strokeWidth=1.6).encode(x=altair.X("low:Q"), x2="high:Q"),
        base.mark_point(size=52, filled=True, opacity=1).encode(
            x=x, shape=altair.Shape(**_of(names, _SHAPES[first : first + len(names)]))
        ),
    ]
    return altair.layer(*layers).properties(width=width, height=altair.Step(ROW * 0.5))


def _of(names: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    """A channel of the column `what`: one value for each name, and a legend above."""
    import altair

    legend = altair.Legend(
        title=None, orient="top", labelFontSize=FONT_SIZE, symbolSize=70, labelLimit=300, columns=3
    )
    scale = altair.Scale(domain=list(names), range=list(values))
    return {"shorthand": "what:N", "scale": scale, "legend": legend}


def _percent(figure: Figure) -> dict[str, float]:
    return {name: 100 * value for name, value in _plain(figure).items()}


def _plain(figure: Figure) -> dict[str, float]:
    return {"value": figure.value, "low": figure.low, "high": figure.high}


def _inline(rows: Sequence[Mapping[str, Any]]) -> Any:
    import altair

    return altair.InlineData(values=list(rows))


def _drawn(chart: Any, name: str) -> Html:
    """The chart as SVG to stand in a page: its ids its own, its size free to shrink."""
    dressed = (
        chart.properties(description=f"{name}: the same figures are in the table below", padding=4)
        .configure(font=FONT, background="white")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK,
            titleColor=GREY,
            labelFontSize=FONT_SIZE,
            titleFontSize=FONT_SIZE,
            titleFontWeight="normal",
            labelLimit=LONGEST_LABEL,
            labelPadding=8,
            domain=False,
            ticks=False,
            gridColor="#E6E6E6",
        )
    )
    text = StringIO()
    dressed.save(text, format="svg")
    return Html(_own_ids(text.getvalue(), f"drawing{next(_numbers)}-"))


def _own_ids(svg: str, prefix: str) -> str:
    """Several drawings stand in one page: what one calls clip0 must not be taken for another's."""
    svg = re.sub(r'\sxmlns(?::\w+)?="[^"]*"', "", svg)  # of no use inside HTML
    return re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{prefix}", svg)
