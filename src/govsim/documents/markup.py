"""Pieces of HTML in which plain text is escaped."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Final

_VOID: Final = ("meta", "link", "br", "input")


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def element(tag: str, *inside: str, **attributes: str) -> Html:
    """One element; plain strings inside are escaped, Html is not.

    `class_` is written `class`, `aria_label` `aria-label`.


    >>> element("p", "fish & chips", element("b", "<hot>"), class_="meal")
    '<p class="meal">fish &amp; chips<b>&lt;hot&gt;</b></p>'
    """
    named = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{html.escape(value)}"' for name, value in attributes.items()
    )
    if tag in _VOID:
        return Html(f"<{tag}{named}>")
    return Html(f"<{tag}{named}>{joined_html(inside)}</{tag}>")


def joined_html(parts: Sequence[str], between: str = "") -> Html:
    """Several pieces in a row, with plain text between them."""
    return Html(html.escape(between).join(escaped(part) for part in parts))


def escaped(text: str) -> Html:
    """Text as HTML, escaped unless it is HTML already."""
    return text if isinstance(text, Html) else Html(html.escape(text))


def section(name: str, heading: str, *inside: str) -> Html:
    """A section of the page, with an anchor."""
    return element("section", element("h2", heading), *inside, id=name)


def figure(drawing: Html, caption: str) -> Html:
    """A drawing with its caption in words."""
    return element("figure", element("div", drawing, class_="drawing"), element("figcaption", caption))


def listed(items: Sequence[str]) -> Html:
    """Items with bullets."""
    return element("ul", *(element("li", item) for item in items))


def term_list(pairs: Sequence[tuple[str, str]]) -> Html:
    """A list of terms with descriptions."""
    return element("dl", *(joined_html([element("dt", term), element("dd", text)]) for term, text in pairs))
