"""Faces as HTML: one way of drawing for phone, screen and desk. All text is escaped here and nowhere else."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

from govsim.documents.html import table_html
from govsim.documents.markup import Html, element, joined_html
from govsim.rooms.activity import (
    STEP,
    Ask,
    Beside,
    Block,
    Button,
    Count,
    Drawing,
    Face,
    Facts,
    Fill,
    Fold,
    Grid,
    Heading,
    Pick,
    Say,
    Write,
)

LONG: Final = 24  # letters from which an amount is set as text
AWAY: Final = {
    "phone": "No connection to the room. Your seat and your answers are safe; this page tries again by itself.",
    "screen": "No connection to the room. This page tries again by itself.",
    "desk": "No connection to the room. This page tries again by itself.",
}
UNSENT: Final = (
    "What you pressed has not arrived yet. Keep this page open: it sends it again until it does, by itself."
)
NOT_ACCEPTED: Final = "What you pressed was not accepted. Load the page again, then press again."
Hidden = Sequence[tuple[str, str]]


def whole_page(kind: str, title: str, inner: Html, up: str, **look: str) -> str:
    """A page: `kind` is phone, screen or desk; `up` leads to the site's root; `look` is how it looks again."""
    attributes = {f"data_{name}": value for name, value in look.items()}
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="robots", content="noindex"),
        element("title", f"{title} · govsim"),
        element("link", rel="icon", href="data:,"),
        element("link", rel="stylesheet", href=f"{up}room/look/room.css"),
        element("script", Html(""), src=f"{up}room/look/room.js", defer="defer"),
    )
    trouble = {"data_away": AWAY[kind], "data_unsent": UNSENT, "data_refused": NOT_ACCEPTED}
    body = element(
        "body",
        element("main", inner, **attributes),
        element("div", "", id="said", class_="unseen", role="status", aria_live="polite"),
        element("div", "", id="lost", role="status", aria_live="polite", hidden="hidden", **trouble),
        class_=kind,
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en-GB')}\n"


def mark_of(inner: Html) -> str:
    """A digest of what a page shows; it changes with the content."""
    return hashlib.blake2b(inner.encode(), digest_size=6).hexdigest()


def strip(left: Sequence[str], ends: float, until: str) -> Html:
    """The line above everything: the room, and the clock if one runs."""
    clock = []
    if ends:
        clock = [element("b", f"until {until}", data_ends=f"{ends:.0f}", role="timer")]
    return element("div", element("span", *left), *clock, class_="strip")


def face_html(face: Face, hidden: Hidden = (), message: str = "") -> Html:
    """A face: where we are, the title, a message if there is one, and the blocks."""
    kicker = [element("p", face.kicker, class_="kicker")] if face.kicker else []
    alert = [element("p", message, class_="alert", role="alert")] if message else []
    return joined_html([*kicker, element("h1", face.title), *alert, blocks_html(face.blocks, hidden)])


def blocks_html(blocks: Sequence[Block], hidden: Hidden = ()) -> Html:
    """Blocks in their order; `hidden` is sent along with every answer."""
    return joined_html([_block(block, hidden) for block in blocks])


def _block(block: Block, hidden: Hidden) -> Html:
    if isinstance(block, Say):
        tag = "blockquote" if block.kind == "quote" else "p"
        return element(tag, block.words, **({"class_": block.kind} if block.kind else {}))
    if isinstance(block, Heading):
        return element("h2", block.words)
    if isinstance(block, Facts):
        return joined_html([element("p", block.caption, class_="caption"), _facts(block.rows)])
    if isinstance(block, Grid):
        return table_html(block.table)
    if isinstance(block, Drawing):
        message = [element("p", block.words, class_="unseen")] if block.words else []
        return joined_html([block.svg, *message])
    if isinstance(block, Ask):
        return _ask(block, hidden)
    if isinstance(block, Fill):
        return _fill(block, hidden)
    if isinstance(block, Fold):
        return folded(block.summary, blocks_html(block.blocks, hidden), block.summary)
    if isinstance(block, Beside):
        sides = [element("div", blocks_html(side, hidden)) for side in (block.left, block.right)]
        return element("div", *sides, class_="beside")
    return _count(block)


def folded(summary: str, inside: Html, key: str) -> Html:
    """Something behind a line that opens it."""
    name = "fold-" + hashlib.blake2b(key.encode(), digest_size=4).hexdigest()
    return element("details", element("summary", summary), inside, id=name)


def _facts(rows: Sequence[tuple[str, str]]) -> Html:
    return element("dl", *(element("div", element("dt", what), _amount(much)) for what, much in rows))


def _amount(much: str) -> Html:
    return element("dd", much, **({"class_": "long"} if len(much) > LONG else {}))


def _count(block: Count) -> Html:
    share = 100 * block.count / block.of if block.of else 0
    message = element("p", element("b", f"{block.count}"), f" of {block.of} {block.words}")
    bar = element("div", element("i", "", style=f"width: {share:.0f}%"), class_="bar", aria_hidden="true")
    return element("div", message, bar, class_="count")


def _ask(block: Ask, hidden: Hidden) -> Html:
    buttons = [_button(one, block.chosen, block.sends) for one in block.buttons]
    note = [element("p", block.note, class_="small")] if block.note else []
    inside = element(
        "fieldset",
        element("legend", block.question),
        *note,
        element("div", *buttons, class_="options steps" if block.sends == STEP else "options"),
    )
    return form(inside, (*hidden, *block.hidden), block.key)


def _button(one: Button, chosen: str | None, name: str) -> Html:
    about = [element("small", one.about)] if one.about else []
    pressed = "true" if one.value == chosen else "false"
    return element(
        "button", one.label, *about, type="submit", name=name, value=one.value, aria_pressed=pressed
    )


def _fill(block: Fill, hidden: Hidden) -> Html:
    fields = [_field(one, block.key) for one in block.fields]
    send = element("p", element("button", block.send, type="submit", class_="send"), class_="send-line")
    return form(joined_html([*fields, send]), (*hidden, *block.hidden), block.key)


def _field(one: Pick | Write, form_key: str) -> Html:
    name = f"{form_key}-{one.key}"
    label = element("label", one.label, for_=name)
    if isinstance(one, Write):
        written = {"id": name, "name": one.key, "maxlength": f"{one.most}"}
        if one.lines > 1:
            return joined_html([label, element("textarea", one.written, rows=f"{one.lines}", **written)])
        return joined_html([label, element("input", type="text", value=one.written, **written)])
    return joined_html(
        [label, element("select", *options_html(one.options, one.chosen), id=name, name=one.key)]
    )


def options_html(options: Sequence[Button], chosen: str = "") -> list[Html]:
    """The options of a list."""
    return [
        element(
            "option", one.label, value=one.value, **({"selected": "selected"} if one.value == chosen else {})
        )
        for one in options
    ]


def form(inside: Html, hidden: Hidden, key: str, plain: bool = False, action: str = "") -> Html:
    """A form; `plain` is sent by loading the next page."""
    sent = [element("input", type="hidden", name=name, value=value) for name, value in hidden]
    named: Mapping[str, str] = {
        "method": "post",
        "data_form": key,
        **({"data_plain": ""} if plain else {}),
        **({"action": action} if action else {}),
    }
    return element("form", *sent, inside, **named)


def qr_svg(address: str) -> Html:
    """An address as a QR code."""
    import segno

    drawn = segno.make(address, micro=False, error="m").svg_inline(scale=4, border=3, omitsize=True)
    return element("div", Html(drawn), class_="qr", role="img", aria_label=f"QR code of {address}")
