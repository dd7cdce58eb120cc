"""A self-contained page of HTML without scripts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from govsim.documents.markup import Html, element, joined_html


def whole_page(title: str, header: Sequence[str], sections: Sequence[str]) -> str:
    """The page as text: title, its style, a header, links to all sections, and the sections."""
    style = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", Html(style)),
    )
    body = element(
        "body",
        element("header", *header, contents(joined_html(sections))),
        element("main", *sections),
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en-GB')}\n"


def contents(sections: Html) -> Html:
    """Links to all sections."""
    headings = re.findall(r'<section id="([\w-]+)"><h2>(.*?)</h2>', sections)
    links = [element("li", element("a", Html(heading), href=f"#{name}")) for name, heading in headings]
    return element("nav", element("ul", *links), aria_label="Sections")
