"""The desk and the screen of a room as HTML: who is here, who lags, the clock, and what the lecturer can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from govsim.documents.markup import Html, element, joined_html
from govsim.rooms.activity import Button
from govsim.rooms.pages import Hidden, blocks_html, face_html, folded, form, options_html, qr_svg, strip
from govsim.rooms.room import LONGEST_NICKNAME, Room
from govsim.words.plurals import counted

AWAY: Final = 20.0  # seconds without a word from a phone after which it is called asleep


@dataclass(frozen=True, kw_only=True)
class Around:
    """What a page shows beside the room's state: the time, the address to join at, and phones that are awake."""

    now: float
    until: str  # the end of the phase on the server's clock, in words
    address: str
    key: str  # in the QR code alone
    awake: frozenset[str] = frozenset()


def screen_html(room: Room, done: Mapping[str, Any], around: Around) -> Html:
    """What the projector shows."""
    here = counted(len(room.members), "student")
    line = strip(
        [f"{around.address} · ", element("b", room.opened.code), f" · {here}"], room.ends, around.until
    )
    if room.hidden:
        return joined_html(
            [line, element("h1", "One moment"), element("p", "The lecturer speaks.", class_="lead")]
        )
    face = face_html(room.activity.screen(done))
    phase = room.activity.phase
    if phase is None or phase != room.activity.phases[0]:
        return joined_html([line, face])
    joining = element(
        "div",
        qr_svg(f"{around.address}/{room.opened.code}?key={around.key}"),
        element("p", "Open in any browser", class_="small"),
        element("p", around.address, class_="address"),
        element("p", "and type", class_="small"),
        element("p", room.opened.code, class_="code"),
        class_="join",
    )
    return joined_html([line, element("div", element("div", face), joining, class_="with-join")])


def desk_html(room: Room, done: Mapping[str, Any], around: Around, message: str = "") -> Html:
    """What the lecturer works with."""
    phase = room.activity.phase
    here = counted(len(room.members), "student")
    left = ["Desk · code ", element("b", room.opened.code), f" · {here}"]
    alert = [element("p", message, class_="alert", role="alert")] if message else []
    title = phase.title if phase is not None else "The game is over"
    controls = joined_html(
        [
            element("p", room.activity.title, class_="kicker"),
            element("h1", title),
            *alert,
            _next(room),
            _clock(room),
            blocks_html(room.activity.desk(done), (("do", "activity"),)),
            _screen_buttons(room),
            folded("The report and the data", _afterwards(), "afterwards"),
        ]
    )
    seats = joined_html([_students(room, around), _change(room)])
    return joined_html(
        [
            strip(left, room.ends, around.until),
            element("div", element("div", controls), element("div", seats), class_="two"),
        ]
    )


def _next(room: Room) -> Html:
    words, phase = room.activity.next_words(), room.activity.phase
    if not words or phase is None:
        return Html("")
    button = element("button", words, type="submit", class_="send next")
    lag = len(room.activity.waiting_for())
    note = f"{counted(lag, 'student has', 'students have')} not answered." if lag else ""
    sent = form(button, (("do", "close"), ("phase", phase.key)), "next")
    return joined_html([element("div", sent, class_="row"), element("p", note, class_="small")])


def _clock(room: Room) -> Html:
    def button(words: str, seconds: str) -> Html:
        return form(
            element("button", words, type="submit"),
            (("do", "clock"), ("seconds", seconds)),
            f"clock{seconds}",
        )

    moves = [button("One minute more", "60"), button("One minute less", "-60")]
    stops = [button("Stop the clock", "stop")] if room.ends else []
    automatic = form(
        element(
            "button",
            "Close by itself when time is up",
            type="submit",
            aria_pressed="true" if room.automatic else "false",
        ),
        (("do", "automatic"), ("on", "0" if room.automatic else "1")),
        "automatic",
    )
    return element("div", *moves, *stops, automatic, class_="row")


def _screen_buttons(room: Room) -> Html:
    hide = form(
        element("button", "Hide the screen", type="submit", aria_pressed="true" if room.hidden else "false"),
        (("do", "hide"), ("on", "0" if room.hidden else "1")),
        "hide",
    )
    door = form(
        element("button", "Let nobody else in", type="submit", aria_pressed="false" if room.door else "true"),
        (("do", "door"), ("open", "0" if room.door else "1")),
        "door",
    )
    link = element(
        "a", "Open the screen for the projector", href=f"../screen/{room.opened.screen}", target="_blank"
    )
    return joined_html([element("div", hide, door, class_="row"), element("p", link)])


def _students(room: Room, around: Around) -> Html:
    lag, seated = room.activity.waiting_for(), bool(room.activity.seats(""))
    rows = []
    for student in room.members:
        asleep = student not in around.awake
        state = element("span", "not answered", class_="lags") if student in lag else "–"
        rows.append(
            element(
                "tr",
                element("th", room.name_of(student), scope="row"),
                *([element("td", room.activity.seat_of(student))] if seated else []),
                element("td", state),
                element("td", "asleep" if asleep else "here", **({"class_": "late"} if asleep else {})),
            )
        )
    if not rows:
        return element("p", "Nobody has joined yet. Show the screen: it has the code.", class_="note")
    columns = ("Student", *(("Seat",) if seated else ()), "Now", "Phone")
    head = element("tr", *(element("th", words, scope="col") for words in columns))
    caption = element("caption", "Who is here")
    return element(
        "div", element("table", caption, element("thead", head), element("tbody", *rows)), class_="wide"
    )


def _change(room: Room) -> Html:
    """What can be done about one student."""
    if not room.members:
        return Html("")
    students = [
        Button(value=student, label=f"{room.name_of(student)}, {room.activity.seat_of(student)}")
        for student in room.members
    ]

    def action(do: str, words: str, *more: Html, plain: bool = False, hidden: Hidden = ()) -> Html:
        name = f"{do}-student"
        student = element("select", *options_html(students), id=name, name="student", aria_label="Student")
        inside = joined_html([student, *more, element("button", words, type="submit")])
        return form(inside, (("do", do), *hidden), do, plain=plain)

    seats = room.activity.seats("")
    actions = [
        action("reissue", "Give the seat to another phone", plain=True),
        action("remove", "Remove"),
    ]
    if seats:
        where = element("select", *options_html(seats), id="move-seat", name="seat", aria_label="Seat")
        actions.insert(0, action("activity", "Seat there", where, hidden=(("answer", "seat"),)))
    if room.opened.nicknames:
        field = element(
            "input",
            type="text",
            name="nickname",
            id="nickname",
            maxlength=f"{LONGEST_NICKNAME}",
            aria_label="New name",
        )
        actions.insert(1, action("rename", "Rename", field))
    return folded("Change a seat", joined_html(actions), "change")


def _afterwards() -> Html:
    message = (
        "First close the room with Ctrl+C in its terminal. There: govsim room report FILE -o debrief.html writes the "
        "debrief. govsim room export FILE writes "
        "the data. govsim room forget FILE deletes everything."
    )
    return element("p", message, class_="small")
