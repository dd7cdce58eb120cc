"""Drawings of a validation as inline SVG: levers, robustness, arrangements, and series of checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govsim.documents.drawing import ALONE, ROW, SHAPES, WIDTH, above, channel, dots, drawn, in_turn, inline
from govsim.documents.markup import Html, joined_html
from govsim.measures.catalogue import MEASURES
from govsim.palette import COLOURS, DASHES, INK
from govsim.validation.arrangements import ARRANGEMENTS, Contrast
from govsim.validation.finding import CheckResult, Figure, Reading
from govsim.validation.levers import FREE_LUNCH, LeverEffect
from govsim.validation.robustness import RobustnessResult
from govsim.validation.wording import lever_words
from govsim.words.names import arrangement_words


def levers_charts(by_base: Sequence[Sequence[LeverEffect]]) -> Html:
    """Shares of worlds in which levers gain and harm, one chart per base."""
    return joined_html([_levers_chart(effects) for effects in by_base])


def _levers_chart(effects: Sequence[LeverEffect]) -> Html:
    """Shares of worlds in which each lever of one base gains and harms, with intervals and the lines at 97%."""
    import altair

    rows = [
        {"lever": lever_words(one.lever), "what": what, **_percent(figure)}
        for one in effects
        for what, figure in (("gains", one.as_it_is.gains), ("harms", one.as_it_is.harms))
    ]
    x = altair.Scale(domain=[0, 100], nice=False)
    axis = altair.Axis(title="% of worlds", values=[0, 25, 50, 75, 100], titleAnchor="start")
    y = altair.Y("lever:N", sort=[lever_words(one.lever) for one in effects], title=None)
    colour = altair.Color(**channel(("gains", "harms"), (COLOURS[1], COLOURS[0])))
    base = altair.Chart(inline(rows)).encode(y=y, color=colour)
    line = altair.Chart(inline([{"at": 100 * FREE_LUNCH}])).mark_rule(color=INK, strokeDash=[4, 3])
    layers = [
        line.encode(x=altair.X("at:Q", scale=x, axis=axis)),
        base.mark_rule(strokeWidth=1.5, opacity=0.6).encode(x=altair.X("low:Q", scale=x), x2="high:Q"),
        base.mark_point(size=55, filled=True, opacity=1).encode(
            x=altair.X("value:Q", scale=x), shape=altair.Shape(**channel(("gains", "harms"), SHAPES[:2]))
        ),
    ]
    base_name = arrangement_words(effects[0].base)
    whole = altair.layer(*layers).properties(
        width=WIDTH, height=ROW * len(effects), title=above(f"From {base_name}")
    )
    return drawn(whole, f"Levers moved from {base_name}")


def robustness_chart(results: Sequence[RobustnessResult]) -> Html:
    """Differences in public value from siloed government, with intervals, under each way of building the model."""
    rows = [
        {
            "row": one.variant.name,
            "what": arrangement_words(one.arrangement),
            **_plain(one.figures[0]),
        }
        for one in results
    ]
    return _differences(rows, "Robustness")


def arrangements_chart(contrasts: Sequence[Contrast]) -> Html:
    """Differences in public value from siloed government at three weights, under each treatment."""
    rows = [
        {
            "row": f"{at.weight:g}, {one.treatment}",
            "what": arrangement_words(one.arrangement),
            **_plain(at.difference),
        }
        for one in contrasts
        if one.arrangement != ARRANGEMENTS[0]
        for at in one.at_weights
    ]
    return _differences(rows, "Arrangements")


def series_charts(findings: Sequence[CheckResult]) -> Html:
    """Series of several checks along the years or another axis, one chart each."""
    return joined_html([_series_chart(one) for one in findings])


def _series_chart(finding: CheckResult) -> Html:
    """The series of a check, one line each."""
    import altair

    reading = finding.reading
    places = places_of(reading)
    names = list(lines_of(reading))
    rows = [
        {"what": name, "place": place, "value": value}
        for name, values in lines_of(reading).items()
        for place, value in zip(places, values, strict=False)
    ]
    axis = altair.Axis(grid=False, titleAnchor="start")
    whole = (
        altair.Chart(inline(rows))
        .mark_line(strokeWidth=2)
        .encode(
            x=altair.X("place:Q", title=reading.along.capitalize(), axis=axis),
            y=altair.Y("value:Q", title=None),
            color=altair.Color(**channel(names, in_turn(COLOURS, names, first=1))),
            strokeDash=altair.StrokeDash(**channel(names, in_turn(DASHES, names))),
        )
    )
    named = f"{finding.check.key}: {finding.check.title}"
    return drawn(whole.properties(width=ALONE, height=190, title=above(named)), named)


def places_of(reading: Reading) -> Sequence[float]:
    """The horizontal positions of a reading's series."""
    longest = max(len(values) for values in reading.series.values())
    return reading.series.get(reading.along, range(longest))


def lines_of(reading: Reading) -> dict[str, Sequence[float]]:
    """The series of a reading without the one on the horizontal axis."""
    return {name: values for name, values in reading.series.items() if name != reading.along}


def _differences(rows: Sequence[dict[str, Any]], name: str) -> Html:
    names = [arrangement_words(arrangement) for arrangement in ARRANGEMENTS[1:]]
    title = "Difference from siloed in public value, units"
    return drawn(dots(rows, names, title, MEASURES["public_value"].smallest_effect, first=1), name)


def _percent(figure: Figure) -> dict[str, float]:
    return {name: 100 * value for name, value in _plain(figure).items()}


def _plain(figure: Figure) -> dict[str, float]:
    return {"value": figure.value, "low": figure.low, "high": figure.high}
