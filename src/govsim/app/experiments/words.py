"""Texts of this page, as HTML; text from files is escaped."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from html import escape
from typing import Any, Final

from govsim.app.experiments.listed import Listed
from govsim.app.experiments.opened import Opened
from govsim.app.experiments.points import Point
from govsim.app.wording import WHAT_IT_IS

QUESTION: Final = "What did the experiments find?"
STANDFIRST: Final = (
    "An experiment runs many settings in many worlds, and keeps every run. "
    "Open one to read its report, then open any of its points on the other pages."
)
NO_FOLDER: Final = (
    "<h2>No results are open</h2><p>Run an experiment, and start the app with the folder of its results:</p>"
    "<pre><code>govsim experiment run quick_look\ngovsim app --results results</code></pre>"
    "<p><code>govsim experiment list</code> names the experiments that ship.</p>"
)
NOTHING_IN_IT: Final = (
    "<h2>There are no results in this folder</h2><p>Make some:</p>"
    "<pre><code>govsim experiment run quick_look</code></pre>"
)
READING: Final = "Reading the results …"
CHOOSE: Final = "Choose results above to read their report."


def masthead() -> str:
    """The title of the page, and what to do on it."""
    return (
        f'<p class="kicker">govsim · experiments</p><h1>{QUESTION}</h1><p class="standfirst">{STANDFIRST}</p>'
    )


def table_rows(results: Sequence[Listed]) -> list[dict[str, Any]]:
    """The list of results for the browser."""
    return [
        {
            "name": one.name,
            "question": one.question,
            "runs": one.runs,
            "state": one.state,
            "when": one.when[:16].replace("T", " "),
            "problem": one.problem,
            "readable": one.readable,
        }
        for one in results
    ]


def unread(words: str) -> str:
    """Why a report cannot be made, in the words of the terminal."""
    return f'<div class="note" role="alert">{escape(words)}</div>'


def difference_note(opened: Opened) -> str:
    """A caveat on results of another model."""
    if not opened.difference:
        return ""
    anew = "A point that you open is simulated anew, by today’s model."
    return f'<p class="note">{escape(opened.difference)} {anew}</p>'


def points_html(name: str, opened: Opened) -> str:
    """The points with links to the other pages, what these leave out, and the command that repeats a run."""
    repeatable = not opened.difference
    rows = "".join(_row(name, point, repeatable) for point in opened.points)
    few = len(opened.points)
    more = f" The first {few:,} of {opened.of:,} are here." if few < opened.of else ""
    repeat = " In the folder of the results, the command repeats one of the point’s runs exactly."
    column = '<th scope="col">Repeat one run</th>' if repeatable else ""
    return (
        "<p>A link opens the point with today’s model, in the pages’ own worlds. What an address cannot hold is named."
        f"{repeat if repeatable else ''}{more}</p>"
        '<div class="wide" tabindex="0" role="region" aria-label="Points"><table class="points"><thead><tr>'
        '<th scope="col">Point</th><th scope="col">Open</th><th scope="col">The link leaves out</th>'
        f"{column}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(name: str, point: Point, repeatable: bool) -> str:
    links = [_link(f"./?{point.explore}", "Explore", point)]
    links += [_link(f"./compare?{point.compare}", "Compare", point)] if point.compare else []
    left_out = escape(", ".join(point.left_out)) or "nothing"
    command = shlex.join(["govsim", "experiment", "replay", name, str(point.run)])
    return (
        f'<tr><th scope="row">{escape(point.label)}</th><td>{" · ".join(links)}</td>'
        f'<td data-label="The link leaves out">{left_out}</td>'
        + (f"<td><code>{escape(command)}</code></td>" if repeatable else "")
        + "</tr>"
    )


def _link(address: str, page: str, point: Point) -> str:
    about = f'<span class="unseen"> {escape(point.label)}</span>'
    return f'<a href="{escape(address, quote=True)}">{page}{about}</a>'


def colophon() -> str:
    """Caveats."""
    return f"<p>The address of this page leads back to this report. {WHAT_IT_IS}</p>"
