"""A self-contained page of HTML."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from govsim.documents.markup import Html, element, joined_html

_CLASS: Final = "govsim-page"
_WITHIN: Final = f":is(.{_CLASS}, #{_CLASS})"  # as strong as an id: a notebook's own style yields


def whole_page(title: str, header: Sequence[str], sections: Sequence[str], head: Sequence[str] = ()) -> str:
    """The page as text: title, its style, a header, links to all sections, and the sections.

    `head` are further elements of its head, after the style.
    """
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", Html(_style())),
        *head,
    )
    body = element("body", *_inside(header, sections))
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en-GB')}\n"


def sealed(script: str) -> list[Html]:
    """Elements of a head: a rule that lets in this script and nothing else, and an icon that is asked of nobody."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    allowed = (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return [
        element("meta", http_equiv="Content-Security-Policy", content=allowed),
        element("link", rel="icon", href="data:,"),
    ]


def embedded(header: Sequence[str], sections: Sequence[str]) -> Html:
    """The page as a piece of another page, such as a notebook: its style and its anchors touch nothing else."""
    style = _style("embedded.css") + re.sub(r"@page \{[^}]*\}", "", _style())
    style = re.sub(r"(?m)^( *)(body|:root) \{", r"\1& {", style)
    style = re.sub(r"#(provenance|sources)\b", r'[id$="\1"]', style)
    inside = own_ids(joined_html(_inside(header, sections)), f"govsim-{secrets.token_hex(4)}-")
    return element("div", element("style", Html(f"{_WITHIN} {{\n{style}}}")), inside, class_=_CLASS)


def _inside(header: Sequence[str], sections: Sequence[str]) -> list[Html]:
    return [element("header", *header, contents(joined_html(sections))), element("main", *sections)]


def _style(name: str = "style.css") -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def own_ids(markup: str, prefix: str) -> Html:
    """HTML or SVG with a prefix to its ids and to the references to them, to be unique in a page."""
    return Html(re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{prefix}", markup))


def contents(sections: Html) -> Html:
    """Links to all sections."""
    headings = re.findall(r'<section id="([\w-]+)"><h2>(.*?)</h2>', sections)
    links = [element("li", element("a", Html(heading), href=f"#{name}")) for name, heading in headings]
    return element("nav", element("ul", *links), aria_label="Sections")
