"""Charts for print (SVG or PNG): measures over time and the pound's journey."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from io import BytesIO, StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from govsim.documents.drawing import dressed, in_turn, inline
from govsim.errors import Problem
from govsim.files import atomic_write
from govsim.palette import COLOURS, DASHES, GREY, INK, REPORTED_DASH, TITLE_FONT
from govsim.runs.run import Run
from govsim.units import QUARTERS_IN_YEAR
from govsim.words.names import arrangement_words
from govsim.world.pound import CORE, DELAY, EFFECT, ENDS, MIX, RELABELLED, STAFF, UNUSED

SUFFIXES = (".svg", ".png")
PANEL_WIDTH, PANEL_HEIGHT, LABEL_ROOM = 270, 250, 0.40  # margin for labels, as a share of the years shown
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
    """Problems that would stop a chart from being written to this file."""
    return [*ending_problems(path, option, SUFFIXES), *drawing_problems(path, option)]


def ending_problems(path: Path, option: str, endings: Sequence[str]) -> list[Problem]:
    """A problem if this name has a wrong ending."""
    if path.suffix.lower() in endings:
        return []
    *others, last = endings
    found = f"'{path.suffix}'" if path.suffix else "a name without an ending"
    expected = f"a name that ends in {', '.join(others)} or {last}"
    return [Problem(str(path), expected, found, key=option, remedy="Change its ending.")]


def drawing_problems(path: Path, option: str) -> list[Problem]:
    """A problem if a package for charts is missing."""
    missing = [name for name in ("altair", "vl_convert") if find_spec(name) is None]
    if not missing:
        return []
    remedy = "Install what charts need: pip install 'govsim[plot]'"
    found = f"no {' and no '.join(missing)}"
    return [Problem(str(path), "altair and vl-convert", found, key=option, remedy=remedy)]


def question_of(runs: Sequence[Run]) -> str:
    """The question of a set of runs: that of the last scenario with one."""
    for run in reversed(runs):
        if run.scenario.question:
            return run.scenario.question
    return f"How do {' and '.join(run.scenario.name for run in runs)} fare?"


def draw(runs: Sequence[Run], path: Path) -> None:
    """Draw runs to a file, atomically. Needs the extra `plot`."""
    form = path.suffix.lower().removeprefix(".")
    drawn = BytesIO()
    text = StringIO()
    chart_of(runs).save(text if form == "svg" else drawn, format=form, scale_factor=1 if form == "svg" else 2)
    with atomic_write(path) as file:
        file.write(text.getvalue().encode() or drawn.getvalue())


def chart_of(runs: Sequence[Run]) -> Any:
    """The chart of runs: public value, progress and core services over time, and the pound's journey."""
    import altair

    panels = altair.hconcat(*(_panel(runs, *panel) for panel in PANELS), spacing=28)
    worlds, question = len(runs[0].replicates), question_of(runs)
    bands = (
        f"Lines: the mean of {worlds:,} worlds. Bands: the middle half and nine in ten of them; they show how "
        "worlds differ, not how sure a difference is."
        if worlds > 1
        else "Lines: one world."
    )
    title = altair.TitleParams(
        textwrap.wrap(question, 76),
        subtitle=[*textwrap.wrap(bands, 150), "This is a model: change the assumptions."],
        anchor="start",
        font=TITLE_FONT,
        fontSize=21,
        subtitleFontSize=12.5,
        subtitleColor=GREY,
        offset=18,
        color=INK,
    )
    shares = [(_short(run.scenario.name), run.pound_shares()) for run in runs]
    whole = (
        altair.vconcat(panels, pound_chart(shares, 3 * PANEL_WIDTH + 110), spacing=34)
        .resolve_scale(color="independent")
        .properties(
            title=title,
            description=question,
            padding={"left": 20, "right": 20, "top": 18, "bottom": 16},
        )
    )
    axes = {"labelColor": GREY, "labelFlush": False, "gridColor": "#EEEEEE"}
    return dressed(whole, 11.5, **axes).configure_title(fontWeight="bold", subtitleFontWeight="normal")


def _panel(runs: Sequence[Run], measure: str, heading: str, unit: str, level: float) -> Any:
    """One measure over time: means with bands, reported means, and the name of each run at its end."""
    import altair

    bands = _bands(runs, measure)
    line = _bands(runs, "reported_progress") if measure == "progress" else []
    years = max(row["year"] for row in bands)
    values = [level, *(row[end] for row in bands for end in ("low", "high")), *(row["mean"] for row in line)]
    lowest, height = min(values), (max(values) - min(values)) or 1.0
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
    limits = [lowest - 0.04 * height, max(values) + 0.04 * height]
    vertical = altair.Scale(domain=limits, nice=False, zero=False)
    quiet = altair.Axis(title=None, tickCount=5, format="~g")
    places = list(range(len(runs)))

    def upright(name: str) -> Any:
        return altair.Y(f"{name}:Q", scale=vertical, axis=quiet)

    def by_place(values: Sequence[Any]) -> Any:
        return altair.Scale(domain=places, range=in_turn(values, [run.scenario.name for run in runs]))

    colour = altair.Color("order:O", scale=by_place(COLOURS), legend=None)
    dash = altair.StrokeDash("order:O", scale=by_place(DASHES), legend=None)
    base = altair.Chart(inline(bands)).encode(x=x, color=colour)
    rule = altair.Chart(inline([{"year": 0, "level": level, "end": years}])).mark_rule(
        color="#888888", strokeWidth=1
    )
    layers = [rule.encode(x=x, x2="end:Q", y=upright("level"))]
    if len(runs[0].replicates) > 1:
        layers.append(base.mark_area(opacity=0.07).encode(y=upright("low"), y2="high:Q"))
        layers.append(base.mark_area(opacity=0.16).encode(y=upright("lower"), y2="upper:Q"))
    layers.append(base.mark_line(strokeWidth=2.4).encode(y=upright("mean"), strokeDash=dash))
    if line:
        reported = altair.Chart(inline(line)).encode(x=x, color=colour, y=upright("mean"))
        layers.append(reported.mark_line(strokeWidth=1.3, strokeDash=REPORTED_DASH))
    layers.append(
        altair.Chart(inline(_end_labels(bands, height * 0.075)))
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


def _bands(runs: Sequence[Run], measure: str) -> list[dict[str, Any]]:
    """Mean, middle half and nine in ten of the worlds of each run at the end of each quarter."""
    rows = []
    for place, run in enumerate(runs):
        values = run.measure(measure)
        bands = np.vstack([np.quantile(values, [0.05, 0.25, 0.75, 0.95], axis=1), values.mean(axis=1)])
        for quarter, band in enumerate(bands.T.tolist(), start=1):
            named = dict(zip(("low", "lower", "upper", "high", "mean"), band, strict=True))
            year = quarter / QUARTERS_IN_YEAR
            rows.append({"name": _short(run.scenario.name), "order": place, "year": year, **named})
    return rows


def _end_labels(bands: Sequence[dict[str, Any]], apart: float) -> list[dict[str, Any]]:
    """A label at the end of each line, moved apart as little as needed."""
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


def pound_chart(named: Shares, width: int, columns: int = 4) -> Any:
    """A stacked bar of the pound's journey for each name; `columns` of the legend. Needs the extra `plot`."""
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
    base = altair.Chart(inline(segments))
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
    start, segments = 0.0, []
    for fate, shade, categories in POUND:
        pence = 100 * sum(shares[category] for category in categories)
        ends = {"from": start, "to": start + pence, "middle": start + pence / 2}
        segments.append(
            {"name": name, "order": place, "fate": fate, "pence": pence, "dark": shade in DARK, **ends}
        )
        start += pence
    return segments


def _short(name: str) -> str:
    """A short name for a line's label."""
    words = arrangement_words(name)
    return words if len(words) <= LONGEST_NAME else words[: LONGEST_NAME - 1].rstrip() + "…"
