"""Draws what scenarios did over time and where the pound went, as a chart for print (SVG or PNG)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from io import BytesIO, StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from govsim.arrays import Floats
from govsim.errors import Problem
from govsim.files import atomic_write
from govsim.palette import COLOURS, DASHES, FONT, GREY, INK, REPORTED_DASH, TITLE_FONT
from govsim.runs.run import Run
from govsim.units import QUARTERS_IN_YEAR
from govsim.world.pound import CORE, DELAY, EFFECT, ENDS, MIX, RELABELLED, STAFF, UNUSED

SUFFIXES = (".svg", ".png")
PANEL_WIDTH, PANEL_HEIGHT, LABEL_ROOM = 270, 250, 0.40  # room for labels, as a share of the years shown
LONGEST_NAME = 22

PANELS = (
    ("public_value", "Public value", "units; 0: no progress, core services as required", 0.0),
    ("progress", "Progress on outcomes", "need points; dotted: as reported", 0.0),
    ("core_services", "Core services", "index; 1 meets the requirement", 1.0),
)
_SHADES = {
    CORE: "#C3CAD3",
    RELABELLED: "#8F9BAA",
    STAFF: "#8A5A44",
    DELAY: "#B98A6B",
    UNUSED: "#D8B899",
    MIX: "#EBDACA",
    EFFECT: "#1F2D3D",
}
POUND = tuple(
    (drawn, shade, tuple(key for key, end in ENDS.items() if end.drawn == drawn))
    for drawn, shade in _SHADES.items()
)
DARK = ("#8A5A44", "#1F2D3D")  # backgrounds for white figures; the others are light enough for ink
LEAST_PENCE_WITH_FIGURE = 2.5


def plot_problems(path: Path, option: str) -> list[Problem]:
    """Why no chart can be drawn to this file, if so."""
    problems = []
    if path.suffix.lower() not in SUFFIXES:
        found = f"'{path.suffix}'" if path.suffix else "a name without an ending"
        problems.append(
            Problem(
                str(path), "a name that ends in .svg or .png", found, key=option, remedy="Change its ending."
            )
        )
    return problems + drawing_problems(path, option)


def drawing_problems(path: Path, option: str) -> list[Problem]:
    """What is not installed that every chart needs."""
    missing = [name for name in ("altair", "vl_convert") if find_spec(name) is None]
    if not missing:
        return []
    remedy = "Install what charts need: pip install 'govsim[plot]'"
    found = f"no {' and no '.join(missing)}"
    return [Problem(str(path), "altair and vl-convert", found, key=option, remedy=remedy)]


def question_of(runs: Sequence[Run]) -> str:
    """The question that runs answer together: that of the last scenario that asks one."""
    for run in reversed(runs):
        if run.scenario.question:
            return run.scenario.question
    return f"How do {' and '.join(run.scenario.name for run in runs)} fare?"


def draw(runs: Sequence[Run], path: Path) -> None:
    """Draw runs to a file, which appears whole or not at all. Needs the extra `plot`."""
    chart = _chart(runs)
    if path.suffix.lower() == ".svg":
        text = StringIO()
        chart.save(text, format="svg")
        drawn = text.getvalue().encode()
    else:
        picture = BytesIO()
        chart.save(picture, format="png", scale_factor=2)
        drawn = picture.getvalue()
    with atomic_write(path) as file:
        file.write(drawn)


def _chart(runs: Sequence[Run]) -> Any:
    import altair

    panels = altair.hconcat(*(_panel(runs, *panel) for panel in PANELS), spacing=28)
    worlds = len(runs[0].replicates)
    bands = (
        f"Lines: the mean of {worlds:,} worlds. Bands: the middle half and nine in ten of them; they show how "
        "worlds differ, not how sure a difference is."
        if worlds > 1
        else "Lines: one world."
    )
    title = altair.TitleParams(
        _lines(question_of(runs), 76),
        subtitle=[*_lines(bands, 150), "This is a model: change the assumptions."],
        anchor="start",
        font=TITLE_FONT,
        fontSize=21,
        subtitleFontSize=12.5,
        subtitleColor=GREY,
        offset=18,
        color=INK,
    )
    whole = (
        altair.vconcat(panels, pound_chart(_shares(runs), 3 * PANEL_WIDTH + 110), spacing=34)
        .resolve_scale(color="independent")
        .properties(
            title=title,
            description=question_of(runs),
            padding={"left": 20, "right": 20, "top": 18, "bottom": 16},
        )
    )
    return (
        whole.configure(font=FONT, background="white")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=GREY,
            titleColor=GREY,
            labelFontSize=11.5,
            titleFontSize=11.5,
            titleFontWeight="normal",
            domain=False,
            ticks=False,
            labelFlush=False,
            gridColor="#EEEEEE",
        )
        .configure_title(fontWeight="bold", subtitleFontWeight="normal")
    )


def _panel(runs: Sequence[Run], measure: str, heading: str, unit: str, level: float) -> Any:
    import altair

    bands = [row for place, run in enumerate(runs) for row in _bands(run, place, run.measure(measure))]
    told = (
        [
            row
            for place, run in enumerate(runs)
            for row in _bands(run, place, run.measure("reported_progress"))
        ]
        if measure == "progress"
        else []
    )
    years = max(row["year"] for row in bands)
    lowest = min([level, *(row["low"] for row in bands), *(row["mean"] for row in told)])
    highest = max([level, *(row["high"] for row in bands), *(row["mean"] for row in told)])
    room = 0.04 * (highest - lowest or 1.0)
    every = max(1, round(years / 5))
    x = altair.X(
        "year:Q",
        scale=altair.Scale(domain=[0, years * (1 + LABEL_ROOM)], nice=False),
        axis=altair.Axis(
            title="Years since the change",
            values=[float(year) for year in range(0, int(years) + 1, every)] or [0.0, years],
            grid=False,
            titleAnchor="start",
            format="~g",
        ),
    )
    vertical = altair.Scale(domain=[lowest - room, highest + room], nice=False, zero=False)
    quiet = altair.Axis(title=None, tickCount=5, format="~g")

    def upright(name: str) -> Any:
        return altair.Y(f"{name}:Q", scale=vertical, axis=quiet)

    colour = altair.Color("order:O", scale=_by_place(runs, COLOURS), legend=None)
    dash = altair.StrokeDash("order:O", scale=_by_place(runs, DASHES), legend=None)
    base = altair.Chart(_rows(bands)).encode(x=x, color=colour)
    rule = altair.Chart(_rows([{"year": 0, "level": level, "end": years}])).mark_rule(
        color="#888888", strokeWidth=1
    )
    layers = [rule.encode(x=x, x2="end:Q", y=upright("level"))]
    if len(runs[0].replicates) > 1:
        layers.append(base.mark_area(opacity=0.07).encode(y=upright("low"), y2="high:Q"))
        layers.append(base.mark_area(opacity=0.16).encode(y=upright("lower"), y2="upper:Q"))
    layers.append(base.mark_line(strokeWidth=2.4).encode(y=upright("mean"), strokeDash=dash))
    if told:
        reported = altair.Chart(_rows(told)).encode(x=x, color=colour, y=upright("mean"))
        layers.append(reported.mark_line(strokeWidth=1.3, strokeDash=REPORTED_DASH))
    labels = _end_labels(bands, (highest - lowest or 1.0) * 0.075)
    layers.append(
        altair.Chart(_rows(labels))
        .mark_text(align="left", dx=6, fontSize=12, fontWeight="bold")
        .encode(x=x, y=upright("at"), text="name:N", color=colour)
    )
    title = _title(heading, unit, offset=10)
    return altair.layer(*layers).properties(width=PANEL_WIDTH, height=PANEL_HEIGHT, title=title)


def _title(text: str, subtitle: str, offset: int) -> Any:
    """A heading with a line below it, on the left of a drawing."""
    import altair

    return altair.TitleParams(
        text,
        subtitle=subtitle,
        anchor="start",
        frame="bounds",
        fontSize=14,
        subtitleFontSize=11.5,
        subtitleColor=GREY,
        color=INK,
        offset=offset,
    )


def _by_place(runs: Sequence[Run], values: Sequence[Any]) -> Any:
    import altair

    places = list(range(len(runs)))
    return altair.Scale(domain=places, range=[values[place % len(values)] for place in places])


def _bands(run: Run, place: int, values: Floats) -> list[dict[str, Any]]:
    """Mean, middle half and nine in ten of the worlds at the end of each quarter."""
    low, lower, upper, high = np.quantile(values, [0.05, 0.25, 0.75, 0.95], axis=1)
    mean = values.mean(axis=1)
    return [
        {
            "name": _short(run.scenario.name),
            "order": place,
            "year": (quarter + 1) / QUARTERS_IN_YEAR,
            "low": float(low[quarter]),
            "lower": float(lower[quarter]),
            "mean": float(mean[quarter]),
            "upper": float(upper[quarter]),
            "high": float(high[quarter]),
        }
        for quarter in range(values.shape[0])
    ]


def _end_labels(bands: Sequence[dict[str, Any]], apart: float) -> list[dict[str, Any]]:
    """A label at the end of each line, moved as little as keeps labels from touching."""
    last = {row["order"]: row for row in bands}
    labels = sorted(({**row, "at": row["mean"]} for row in last.values()), key=lambda row: float(row["at"]))
    for _ in range(50):
        for below, above in pairwise(labels):
            overlap = apart - (above["at"] - below["at"])
            if overlap > 0:
                below["at"] -= overlap / 2
                above["at"] += overlap / 2
    return labels


Shares = Sequence[tuple[str, Mapping[str, float]]]


def _shares(runs: Sequence[Run]) -> Shares:
    return [(_short(run.scenario.name), run.pound_shares()) for run in runs]


def pound_chart(named: Shares, width: int, columns: int = 4) -> Any:
    """A bar for each name, made of where its pound ends; `columns` of the legend. Needs the extra `plot`."""
    import altair

    segments = [
        segment for place, (name, shares) in enumerate(named) for segment in _segments(name, shares, place)
    ]
    names = [name for name, _ in named]
    y = altair.Y("name:N", sort=names, axis=altair.Axis(title=None, labelFontSize=12.5, labelColor=INK))
    x = altair.X(
        "from:Q",
        scale=altair.Scale(domain=[0, 100], nice=False),
        axis=altair.Axis(
            title="Pence of each pound", values=list(range(0, 101, 20)), grid=False, titleAnchor="start"
        ),
    )
    fates = [fate for fate, _, _ in POUND]
    colour = altair.Color(
        "fate:N",
        sort=fates,
        scale=altair.Scale(domain=fates, range=[shade for _, shade, _ in POUND]),
        legend=altair.Legend(
            title=None, orient="top", columns=columns, labelLimit=320, labelFontSize=11.5, symbolType="square"
        ),
    )
    base = altair.Chart(_rows(segments))
    bars = base.mark_bar(stroke="white", strokeWidth=1, height=24).encode(x=x, x2="to:Q", y=y, color=colour)
    figures = (
        base.transform_filter(f"datum.pence >= {LEAST_PENCE_WITH_FIGURE}")
        .mark_text(fontSize=11.5, baseline="middle")
        .encode(
            x=altair.X("middle:Q"),
            y=y,
            text=altair.Text("pence:Q", format=".0f"),
            color=altair.condition("datum.dark", altair.value("white"), altair.value(INK)),
        )
    )
    title = _title("Where each pound of the budget ends", "pence, over all quarters and worlds", offset=6)
    return altair.layer(bars, figures).properties(width=width, height=34 * len(named), title=title)


def _segments(name: str, shares: Mapping[str, float], place: int) -> list[dict[str, Any]]:
    """The parts of a scenario's bar, end to end."""
    start = 0.0
    found = []
    for fate, shade, categories in POUND:
        pence = 100 * sum(shares[category] for category in categories)
        found.append(
            {
                "name": name,
                "order": place,
                "fate": fate,
                "pence": pence,
                "from": start,
                "to": start + pence,
                "middle": start + pence / 2,
                "dark": shade in DARK,
            }
        )
        start += pence
    return found


def _rows(values: Sequence[dict[str, Any]]) -> Any:
    import altair

    return altair.InlineData(values=list(values))


def _short(name: str) -> str:
    """A name as it stands beside a line."""
    words = name.replace("_", " ")
    return words if len(words) <= LONGEST_NAME else words[: LONGEST_NAME - 1].rstrip() + "…"


def _lines(text: str, width: int) -> list[str]:
    import textwrap

    return textwrap.wrap(text, width)
