"""Sections of checks: laws, limits, patterns and docking, a table each with everything that a reader may ask of one."""

from __future__ import annotations

from collections.abc import Sequence

from govsim.documents.bibliography import KEY
from govsim.documents.markup import (
    Html,
    anchor,
    element,
    escaped,
    figure,
    joined_html,
    scrolling,
    section,
    table,
)
from govsim.documents.table import Column
from govsim.validation.dead_weight import ARMS, FEWEST
from govsim.validation.finding import MUST_HOLD, Figure, Finding, Null
from govsim.validation.report.charts import lines_of, places_of, series_chart
from govsim.validation.wording import (
    MEANINGS,
    denied_words,
    exact,
    figure_words,
    null_answer,
    verdict_words,
)
from govsim.words.plurals import joined

HEADINGS = {
    "law": ("laws", "Laws"),
    "limit": ("limits-of-the-model", "Limits"),
    "pattern": ("patterns", "Patterns of the real world"),
    "docking": ("docking", "Docking with published models"),
    "mechanism": ("mechanisms", "Mechanisms"),
    "dead weight": ("dead-weight", "Dead weight"),
    "corner": ("corners", "Corners"),
}
ABOUT = {
    "law": "What must be so in every world, whatever is believed about government. One that fails is a fault.",
    "limit": "Corners in which the answer is known beforehand by argument. One that is missed is a fault.",
    "pattern": (
        "What is observed, or claimed, about real governments, and whether the model shows it. What would refute it "
        "stands beside it; a line that was moved after numbers had been seen is on record in docs/decisions/0007. "
        "Each is tried on null models too: one with the mechanism switched off, and one with levers drawn at "
        "random, which no arrangement can take credit for."
    ),
    "docking": (
        "Published models, written out plainly and apart from this one, and what both say to the same question. "
        "Agreement shows that this model does what a known one does, not that either is true."
    ),
    "mechanism": (
        "What each mechanism has to decide to be worth its place in the model, as a line that was set beforehand. "
        "One that does not pass is a finding about the model, and says nothing about governments."
    ),
    "dead weight": (
        "Every contested assumption and constant at the value at which its mechanism does nothing, and every phase "
        f"left out or held, in {len(ARMS)} arrangements. What moves no measure by more than its smallest effect in "
        f"{FEWEST:.0%} of worlds is listed first; it is at work elsewhere, is explained, or should be deleted."
    ),
    "corner": (
        "A climb over all levers for the most public value, or for the least need of the worst-off tenth. A lever "
        "that is best at an end of its range, and dear to move from there, lacks a cost in the model."
    ),
}
COLUMNS = (
    "What, and its source",
    "Observed",
    "What would refute it",
    "Simulated, with 95% interval",
    "Null models: whether they show it, and their values",
    "Verdict",
    "Use",
)
WIDTHS = (17, 15, 15, 19, 20, 8, 6)  # of the columns, in per cent
MOST_FIGURES = 10  # that stand in their own column; more are listed below the row
MOST_STEPS = 20  # of a series that have room in a table


def checks_sections(findings: Sequence[Finding]) -> Html:
    """A section for each kind of which something was run."""
    told = []
    for kind, (name, heading) in HEADINGS.items():
        those = [one for one in findings if one.check.kind == kind]
        if those:
            series = [_series(one) for one in those if one.reading.series]
            listed = _short_table(heading, those) if kind in MUST_HOLD else _table(heading, those)
            told.append(section(name, heading, element("p", ABOUT[kind]), listed, *series))
    return joined_html(told)


def badge(finding: Finding) -> Html:
    """The verdict as a word in a frame, so that it does not depend on colour."""
    words = f"fails: {verdict_words(finding)}" if finding.is_failure else verdict_words(finding)
    kind = finding.verdict.replace(" ", "-")
    return element("span", words, class_=f"verdict {kind}", title=MEANINGS[finding.verdict])


def source_words(source: str) -> Html:
    """A source with its keys linked to their entries below."""
    pieces, last = [], 0
    for found in KEY.finditer(source):
        pieces += [
            escaped(source[last : found.start()]),
            element("a", found[0], href=f"#{anchor('source', found[0])}"),
        ]
        last = found.end()
    return joined_html([*pieces, source[last:]])


def _short_table(heading: str, findings: Sequence[Finding]) -> Html:
    """Laws and limits, which observe nothing and have no null models."""
    columns = [Column("What, and its source"), Column("What would refute it"), Column("Found")]
    rows = [
        [
            element("span", *_what(one), id=anchor("check", one.check.key)),
            one.check.refuted_by,
            joined_html([_figures(one.reading.figures), one.reading.notes]),
            badge(one),
        ]
        for one in findings
    ]
    return table(f"{heading}: {len(findings)} that were run", [*columns, Column("Verdict")], rows, "stack")


def _what(finding: Finding) -> tuple[Html, Html]:
    """Key and title, and the source with its keys linked."""
    check = finding.check
    return (
        element("b", f"{check.key}: {check.title}"),
        joined_html([" Source: ", source_words(check.source)]),
    )


def _table(heading: str, findings: Sequence[Finding]) -> Html:
    head = element("thead", element("tr", *(element("th", name, scope="col") for name in COLUMNS)))
    caption = element("caption", f"{heading}: {len(findings)} that were run")
    widths = element("colgroup", *(Html(f'<col style="width:{width}%">') for width in WIDTHS))
    whole = element("table", caption, widths, head, *(_body(one) for one in findings), class_="checks")
    return scrolling(whole, heading)


def _body(finding: Finding) -> Html:
    check, reading = finding.check, finding.reading
    is_long = len(reading.figures) > MOST_FIGURES
    what = element("th", *_what(finding), scope="rowgroup")
    cells = (
        check.observed or "–",
        check.refuted_by,
        escaped("listed below") if is_long else _figures(reading.figures),
        _nulls(reading.nulls),
        badge(finding),
        check.use,
    )
    row = element(
        "tr",
        what,
        *(element("td", cell, data_label=name) for name, cell in zip(COLUMNS[1:], cells, strict=True)),
    )
    looked = f"In at most {finding.plan.worlds:,} worlds; seed {finding.plan.seed}."
    told = [element("p", _noted(reading.notes, looked))]
    if is_long:
        told.insert(0, element("div", _figures(reading.figures), class_="many"))
    notes = element("td", *told, colspan=str(len(COLUMNS)))
    return element("tbody", row, element("tr", notes, class_="notes"), id=anchor("check", check.key))


def _noted(notes: str, looked: str) -> str:
    """Notes as sentences, with how far a check looked."""
    return f"{notes.rstrip('.')}. {looked}" if notes else looked


def _figures(figures: Sequence[Figure]) -> Html:
    return element("ul", *(element("li", figure_words(one)) for one in figures), class_="reading")


def _nulls(nulls: Sequence[Null]) -> Html:
    if not nulls:
        return escaped("–")
    items = [
        element(
            "li",
            element("b", null_answer(null)),
            f": {null.name} ({denied_words(null)}); ",
            "; ".join(figure_words(one) for one in null.figures),
        )
        for null in nulls
    ]
    return element("ul", *items, class_="reading")


def _series(finding: Finding) -> Html:
    """What a check saw along the years or whatever it goes along, drawn, with the same figures in a table."""
    reading = finding.reading
    places, told = places_of(reading), lines_of(reading)
    every = -(-len(places) // MOST_STEPS)
    steps = range(0, len(places), every)
    title = f"{finding.check.key}: {finding.check.title}"
    columns = [
        Column(reading.along.capitalize()),
        *(Column(f"{places[step]:g}", True) for step in steps),
    ]
    rows = [
        [name, *(exact(values[step]) if step < len(values) else "–" for step in steps)]
        for name, values in told.items()
    ]
    names = joined([f"“{name}”" for name in told])
    caption = f"{title}. Shown: {names}, by {reading.along}; means over worlds."
    which = "The figures of the drawing" if every == 1 else f"The figures of the drawing, one in {every}"
    return joined_html([figure(series_chart(reading), caption), table(which, columns, rows)])
