"""The explorable part of the page before its script fills it: controls, places for drawings, and their words."""

from __future__ import annotations

from typing import Final

from govsim.comparison.compare import Comparison
from govsim.documents.markup import Html, element, section

WITHOUT_SCRIPT: Final = (
    "Drawings and controls need JavaScript, which is switched off here. The answer above and the tables below do "
    "without."
)
TOO_OLD: Final = (
    "Drawings and controls need a browser of 2023 or later. The answer above and the tables below do without."
)
CARE: Final = (
    "Fewer worlds say less, so the interval is wider. And a range that was chosen after looking may single out mere "
    "chance: take it as a question. 'govsim discover' answers it on worlds that were not looked at."
)
COURSES_KEY: Final = "Line: mean over worlds. Dark band: half of the worlds. Pale band: nine in ten."
DIFFERENCE_KEY: Final = (
    "Both have the same worlds. Line: mean of the differences. Band: nine in ten worlds. Dots: each world at the end; "
    "press one to look at it."
)
SCATTER_KEY: Final = (
    "Each dot is a world, at its assumption and at the end. Grey: the range that is looked at."
)
GAINS_KEY: Final = (
    "Dot: mean change. Line: 95% interval, all of them at once. Filled and coloured: beyond what matters. Progress is "
    "in need points, core services in the index."
)


def explorable(told: Comparison) -> Html:
    """The section with controls and drawings; without a second arrangement there are no differences."""
    paired = len(told.runs) > 1
    inside = element(
        "div",
        _bar(told, paired),
        element("p", id="verdict", class_="verdict-said", role="status"),
        element(
            "div",
            _side_by_side(element("div", _courses(), *([_difference()] if paired else [])), _world()),
            _conditions(),
            _side_by_side(
                *([_gains()] if paired else []), element("div", _pound(), _files(), class_="beside-it")
            ),
            class_="looks",
        ),
        id="explorable",
        class_="govsim",
        hidden="hidden",
    )
    return section(
        "explore",
        "See for yourself",
        element("noscript", element("p", WITHOUT_SCRIPT, class_="note")),
        element("p", TOO_OLD, id="too-old", class_="note", hidden="hidden"),
        inside,
    )


def _side_by_side(*inside: Html) -> Html:
    return element("div", *inside, class_="side-by-side")


def _bar(told: Comparison, paired: bool) -> Html:
    """The choices that every drawing follows; they stay in view."""
    weight = f"{told.runs[0].scenario.values.progress_weight:.0%}"
    choices = [_select("measure", "Measure")]
    if paired:
        choices += [_select("one", "Look at"), _select("other", "compared with")]
    note = f"The answer above weighs progress {weight}."
    return element(
        "div",
        *choices,
        element(
            "div",
            element("label", "What counts", for_="weight"),
            element("output", id="weighs", for_="weight"),
            _range("weight", 100, title=note),
            class_="choice weight",
        ),
        element(
            "p",
            element("span", id="chosen"),
            " ",
            element("button", "All worlds", id="anew", type="button", hidden="hidden"),
            class_="choice count",
        ),
        class_="bar",
    )


def _select(name: str, label: str) -> Html:
    return element(
        "div", element("label", label, for_=name), element("select", id=name), class_="choice select"
    )


def _range(name: str, most: int, **attributes: str) -> Html:
    control = element("input", id=name, type="range", min="0", max=str(most), step="1", **attributes)
    return element("div", control, class_="track")


def _figure(name: str, key: str, heading: Html, table: str, saved: str) -> Html:
    """A drawing under its heading, with what it shows, the same as a table, and a button that saves it."""
    return element(
        "figure",
        heading,
        element("div", id=name),
        element("figcaption", key, class_="key"),
        element(
            "details",
            element("summary", "Show as a table"),
            element("div", id=table, class_="scrolls", tabindex="0", role="region", aria_label="Table"),
        ),
        element("button", "Save this picture (SVG)", type="button", class_="save", data_save=saved),
    )


def _courses() -> Html:
    heading = element(
        "div", element("h3", id="measure-label"), element("p", id="measure-meaning", class_="meaning")
    )
    return _figure("courses", COURSES_KEY, Html(heading), "courses-table", "courses_svg")


def _difference() -> Html:
    return _figure("apart", DIFFERENCE_KEY, element("h3", id="apart-heading"), "apart-table", "apart_svg")


def _world() -> Html:
    """The choice of one world, and what is known of it."""
    table = element(
        "details",
        element("summary", "This world in numbers"),
        element("div", class_="scrolls", tabindex="0", role="region", aria_label="This world in numbers"),
        id="world-table",
        hidden="hidden",
    )
    buttons = element(
        "p",
        *(
            element("button", label, id=name, type="button")
            for name, label in (("previous", "Previous"), ("next", "Next"), ("no-world", "None"))
        ),
        class_="steps",
    )
    return element(
        "section",
        element("h3", "One world", id="one-world"),
        element("label", "From the lowest to the highest", for_="world"),
        element(
            "div",
            element("input", id="world", type="range", min="1", max="1", step="1"),
            class_="track",
        ),
        buttons,
        element("p", id="world-said", role="status"),
        table,
        class_="beside",
        aria_labelledby="one-world",
    )


def _conditions() -> Html:
    """A range of one assumption, to which all drawings are then held."""
    limits = element(
        "div",
        *(
            element(
                "div",
                element("label", label, " ", element("output", id=f"{name}-said", for_=name), for_=name),
                _range(name, 1000),
            )
            for name, label in (("from", "Only worlds from"), ("to", "to"))
        ),
        id="limits",
    )
    controls = element(
        "div",
        _select("assumption", "Assumption; those that matter most here come first"),
        element("p", id="assumption-said", class_="meaning"),
        limits,
        element("p", id="condition-verdict"),
        element("p", CARE, id="condition-care", class_="meaning"),
        element("button", "All worlds", id="all-worlds", type="button"),
        class_="beside",
    )
    drawn = _figure(
        "scattered", SCATTER_KEY, element("h4", id="scatter-heading"), "scatter-table", "scattered_svg"
    )
    return element(
        "section", element("h3", "When does it turn?"), _side_by_side(drawn, controls), id="conditions"
    )


def _gains() -> Html:
    drawn = _figure("gains-drawn", GAINS_KEY, element("h4", id="gains-heading"), "gains-table", "gains_svg")
    return element("section", element("h3", "Who gains and who loses"), drawn, id="gains")


def _pound() -> Html:
    table = element(
        "details",
        element("summary", "Show as a table"),
        element("div", id="pound-table", class_="scrolls", tabindex="0", role="region", aria_label="Table"),
    )
    return element(
        "section",
        element("h3", "The pound’s journey"),
        element("div", id="pound-bars", class_="pound-bars"),
        table,
    )


def _files() -> Html:
    return element(
        "section",
        element("h3", "Take the data with you"),
        element(
            "p",
            element("button", "Each world at the end (CSV)", type="button", data_save="worlds"),
            " ",
            element("button", "Each world in every quarter (CSV)", type="button", data_save="courses"),
            class_="steps",
        ),
        class_="files",
    )
