"""A picture of a page: the drawing with its words, ways to save it, and its table."""

# mypy: disable-error-code="attr-defined, no-untyped-call, untyped-decorator"
# (solara does not export its names, and its components are not typed)

from __future__ import annotations

import re
from itertools import count

import reacton.ipyvuetify as v
import solara

from govsim.app.wording import SAVING


@solara.component
def Picture(*, name: str, html: str, table: str = "", classes: str = "") -> None:
    """A figure that can be saved, with its table below.

    Args:
        name: For the file that is saved: `need-by-region`.
        html: Heading, drawing as SVG, and caption.
        table: The same numbers as an HTML table.
        classes: Further classes of the figure.
    """
    with v.Html(tag="figure", class_=classes, attributes={"data-picture": name}):
        solara.HTML(tag="div", unsafe_innerHTML=html + SAVING)
    if table:
        Folded("Show as a table", table)


@solara.component
def Folded(summary: str, html: str) -> None:
    """A folding section that stays open or closed while its contents change."""
    with v.Html(tag="details"):
        v.Html(tag="summary", children=[summary])
        solara.HTML(tag="div", unsafe_innerHTML=html, classes=["scrolls"])


def document_html(document: str, name: str, below: int = 0) -> str:
    """A document as a section of this page: its question is text, its headings stand under ours.

    Args:
        document: The document as a piece of a page.
        name: For the files of its pictures, which can be saved.
        below: How many levels deeper its headings stand.
    """
    numbered = count(1)
    html = document.replace("<h1>", '<p class="question">', 1).replace("</h1>", "</p>", 1)
    html = html.replace("<main>", '<div class="parts">').replace(
        "</main>", "</div>"
    )  # a page has one main part
    if below:
        html = re.sub(r"(</?h)([23])\b", lambda tag: f"{tag[1]}{int(tag[2]) + below}", html)
    html = re.sub("<figure>", lambda _: f'<figure data-picture="{name}-{next(numbered)}">', html)
    return html.replace("</figure>", f"{SAVING}</figure>")
