"""The explorable part of the page before its script fills it: controls, places for drawings, and their words."""

from __future__ import annotations

from typing import Final

from govsim.app.wording import SAVING
from govsim.comparison.compare import Comparison
from govsim.documents.markup import Html, element, section

WITHOUT: Final = (
    "Drawings and controls need JavaScript and a browser of 2023 or later, and did not start here. The answer above "
    "and the tables below are complete without them."
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
        _bar(paired),
        element("p", id="verdict", class_="verdict-said", role="status"),
        element(
            "div",
            _side_by_side(element("div", _courses(), *([_difference()] if paired else [])), _world()),
            _conditions("When does it turn?" if paired else "What does it depend on?"),
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
        element("p", WITHOUT, id="without", class_="note"),
        inside,
    )


def _side_by_side(*inside: Html) -> Html:
    return element("div", *inside, class_="side-by-side")


def _bar(paired: bool) -> Html:
    """The choices that every drawing follows; they stay in view."""
    choices = [_select("measure", "Measure")]
    if paired:
        choices += [_select("one", "Look at"), _select("other", "compared with")]
    return element(
        "div",
        *choices,
        element(
            "div",
            element("label", "Weight", for_="weight"),
            element("output", id="weighs", for_="weight"),
            _range("weight", 100),
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


def _range(name: str, most: int) -> Html:
    control = element("input", id=name, type="range", min="0", max=str(most), step="1")
    return element("div", control, class_="track")


def _figure(name: str, key: str, heading: Html) -> Html:
    """A drawing under its heading, with what it shows, the same as a table, and a button that saves it."""
    return element(
        "figure",
        heading,
        element("div", id=name),
        element("figcaption", key, class_="key"),
        _folded("Show as a table", name),
        Html(SAVING),
        data_picture=name,
    )


def _folded(summary: str, name: str) -> Html:
    """A table that is folded away, named after its summary and the heading above it."""
    named = f"{name}-heading {name}-summary"
    inside = element(
        "div", id=f"{name}-table", class_="scrolls", tabindex="0", role="region", aria_labelledby=named
    )
    return element("details", element("summary", summary, id=f"{name}-summary"), inside)


def _courses() -> Html:
    heading = element(
        "div", element("h3", id="courses-heading"), element("p", id="measure-meaning", class_="meaning")
    )
    return _figure("courses", COURSES_KEY, heading)


def _difference() -> Html:
    return _figure("apart", DIFFERENCE_KEY, element("h3", id="apart-heading"))


def _world() -> Html:
    """The choice of one world, and facts about it."""
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
        element("h3", "One world", id="world-heading"),
        element("label", "From the lowest to the highest", for_="world"),
        element(
            "div",
            element("input", id="world", type="range", min="1", max="1", step="1"),
            class_="track",
        ),
        buttons,
        element("p", id="world-said", role="status"),
        element("div", _folded("This world in numbers", "world"), id="world-numbers", hidden="hidden"),
        class_="beside",
        aria_labelledby="world-heading",
    )


def _conditions(heading: str) -> Html:
    """A range of one assumption: all drawings then show the worlds within it."""
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
    drawn = _figure("scattered", SCATTER_KEY, element("h4", id="scattered-heading"))
    return element("section", element("h3", heading), _side_by_side(drawn, controls), id="conditions")


def _gains() -> Html:
    drawn = _figure("gained", GAINS_KEY, element("h4", id="gained-heading"))
    return element("section", element("h3", "Who gains and who loses"), drawn, id="gains")


def _pound() -> Html:
    return element(
        "section",
        element("h3", "The pound’s journey", id="pound-heading"),
        element("div", id="pound-bars", class_="pound-bars"),
        _folded("Show as a table", "pound"),
    )


def _files() -> Html:
    return element(
        "section",
        element("h3", "Take the data with you"),
        element(
            "p",
            element("button", "Each world at the end (CSV)", type="button", data_table="worlds"),
            " ",
            element("button", "Each world in every quarter (CSV)", type="button", data_table="courses"),
            class_="steps",
        ),
        class_="files",
    )
