"""Pages on the way to a seat as HTML: for the code, for a seat, and for a refusal."""

from __future__ import annotations

from govsim.documents.markup import Html, element, joined_html
from govsim.rooms.pages import form
from govsim.rooms.room import LONGEST_NICKNAME, Room


def entrance_html(message: str = "") -> Html:
    """Where a code is typed in."""
    field = element(
        "input", type="text", name="code", id="code", maxlength="12", class_="code", autocomplete="off",
        autocapitalize="characters", spellcheck="false",
    )  # fmt: skip
    label = element("label", "The code on the screen, five letters", for_="code")
    code_form = form(joined_html([label, field, _send("Join")]), (), "code", plain=True)
    return joined_html([element("h1", "Join a room"), *_alert(message), code_form])


def join_html(room: Room, secret: str, message: str = "") -> Html:
    """The page for a seat; `secret` becomes the seat's, so that the same form sent twice takes one seat."""
    named = room.opened.nicknames
    about = "No account is needed." if named else "No account and no name is needed."
    code = room.opened.code
    back = element(
        "p", "A seat was taken in this browser. ", element("a", "Go back to it", href="#"),
        id="back", data_code=code, hidden="hidden", class_="note",
    )  # fmt: skip
    fields = joined_html([*(_nickname() if named else ()), _send("Take a seat")])
    return joined_html(
        [
            element("p", f"Room {code}", class_="kicker"),
            element("h1", room.activity.title),
            *_alert(message),
            back,
            form(fields, (("secret", secret),), "join", plain=True),
            element("p", f"{about} The room remembers what you answer, not who you are.", class_="small"),
        ]
    )


def notice_html(title: str, message: str, link: str, to: str) -> Html:
    """A page that says why nothing else is here, and where to go."""
    return joined_html(
        [
            element("h1", title),
            element("p", message, class_="alert", role="alert"),
            element("p", element("a", link, href=to, class_="send")),
        ]
    )


def _nickname() -> list[Html]:
    about = f"A nickname, if you like; at most {LONGEST_NICKNAME} letters"
    most = f"{LONGEST_NICKNAME}"
    field = element("input", type="text", name="nickname", id="nickname", maxlength=most, autocomplete="off")
    return [element("label", about, for_="nickname"), field]


def _send(words: str) -> Html:
    return element("p", element("button", words, type="submit", class_="send"), class_="send-line")


def _alert(message: str) -> list[Html]:
    return [element("p", message, class_="alert", role="alert")] if message else []
