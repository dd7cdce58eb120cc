"""The addresses of a room: phones join and answer, the screen shows, the desk decides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from secrets import compare_digest
from typing import Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from govsim.app.hosting import LOOPBACK, Hosting, named
from govsim.documents.markup import Html, element, joined_html
from govsim.errors import InputError
from govsim.rooms.activity import ANY_PHASE, Form
from govsim.rooms.desk_page import AWAY, Around, desk_html, screen_html
from govsim.rooms.events import AutomaticSet, ClockSet, DoorSet, Renamed, ScreenHidden
from govsim.rooms.http_answers import FRESH, clock_words, page_of, sender, sent_fields, too_many, why_refused
from govsim.rooms.joining_page import entrance_html, join_html, notice_html
from govsim.rooms.live import LiveRoom, new_secret
from govsim.rooms.pages import face_html, mark_of, qr_svg, strip
from govsim.rooms.room import digest

HERE: Final = Path(__file__).parent
LOOK: Final = {"room.css": "text/css", "room.js": "text/javascript"}
PHONE_EVERY, SCREEN_EVERY, DESK_EVERY = "2000", "500", "1000"  # milliseconds between looks
SAVED: Final = "Saved."
TOO_LATE: Final = "Too late: this question is closed. What stood before counts."
TOO_MANY: Final = "That was too fast. Wait a moment, and press again."
WRONG_CODE: Final = "There is no room with this code. Look at the screen again."
NO_SEAT: Final = (
    "This address is no seat of this room. The lecturer may have given it to another phone. Join again:"
)
NOT_SAVED: Final = "What you pressed was not saved."
ELSEWHERE: Final = "This seat is open on another device, or in another tab. The last one counts."


def room_routes(live: LiveRoom, hosting: Hosting) -> list[BaseRoute]:
    """The addresses of a room."""
    pages = _Pages(live, hosting)
    return [
        Route("/room", pages.entrance, methods=["GET", "POST"]),
        Route("/room/", lambda _: RedirectResponse("../room", 307)),
        Route("/room/look/{name}", _look),
        Route("/room/seat/{secret}", pages.seat, methods=["GET", "POST"]),
        Route("/room/seat/{secret}/now", pages.seat_now),
        Route("/room/seat/{secret}/device", pages.device),
        Route("/room/screen/{secret}", pages.screen),
        Route("/room/screen/{secret}/now", pages.screen_now),
        Route("/room/desk/{secret}", pages.desk, methods=["GET", "POST"]),
        Route("/room/desk/{secret}/now", pages.desk_now),
        Route("/room/{code}", pages.join, methods=["GET", "POST"]),
    ]


async def _look(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in LOOK:
        return PlainTextResponse("Not here.", 404)
    return FileResponse(HERE / name, media_type=LOOK[name], headers={"cache-control": "max-age=600"})


class _Pages:
    """What is answered; each change goes through the live room."""

    def __init__(self, live: LiveRoom, hosting: Hosting) -> None:
        self.live, self.hosting = live, hosting

    # --- joining ------------------------------------------------------------------------------------------------------

    async def entrance(self, request: Request) -> Response:
        """The page for the code, and the form that it sends."""
        message = ""
        if request.method == "POST":
            code = (await sent_fields(request)).get("code", "").strip().upper()
            if not self._may_guess(request):
                return too_many(WRONG_CODE)
            if code == self.live.room.opened.code:
                return RedirectResponse(f"room/{code}", 303, FRESH)
            self._count_guess(request)
            message = WRONG_CODE
        inner = entrance_html(message)
        return page_of("phone", "Join a room", inner, "", 404 if message else 200)

    async def join(self, request: Request) -> Response:
        """The page on which a student takes a seat, and the form that it sends."""
        code = request.path_params["code"].upper()
        scanned = compare_digest(request.query_params.get("key", "").encode(), self.live.key.encode())
        if not scanned and not self._may_guess(request):
            return too_many(WRONG_CODE)
        room = self.live.room
        if code != room.opened.code:
            self._count_guess(request)
            return self._no_room()
        message = ""
        if request.method == "POST":
            sent = await sent_fields(request)
            secret = sent.get("secret", "")
            if not self.live.joins.take(sender(request)):
                return too_many(TOO_MANY)
            if len(secret) < 20 or len(secret) > 60 or not secret.replace("-", "").replace("_", "").isalnum():
                secret = new_secret()
            try:
                await run_in_threadpool(self.live.join, secret, sent.get("nickname", ""))
            except InputError as error:
                message = why_refused(error)
            else:
                return RedirectResponse(f"seat/{secret}", 303, FRESH)
        inner = join_html(room, new_secret(), message)
        return page_of("phone", room.activity.title, inner, "../", 400 if message else 200)

    def _may_guess(self, request: Request) -> bool:
        return self.live.guesses.wait(sender(request)) == self.live.all_guesses.wait("") == 0

    def _count_guess(self, request: Request) -> None:
        self.live.guesses.take(sender(request))
        self.live.all_guesses.take("")

    def _no_room(self) -> Response:
        inner = notice_html("No such room", WRONG_CODE, "Type the code", "../room")
        return page_of("phone", "No such room", inner, "../", 404)

    # --- the seat -----------------------------------------------------------------------------------------------------

    async def seat(self, request: Request) -> Response:
        """A student's page, and what the student answers."""
        secret = request.path_params["secret"]
        student = self.live.room.by_digest.get(digest(secret))
        if student is None:
            return self._gone(request)
        if request.method == "GET":
            view = self.live.screens[student] = new_secret()[:8]
            self._heard(student)
            inner = self._phone(secret, student, view)
            return page_of(
                "phone", self.live.room.activity.title, inner, "../../",
                look=f"{secret}/now", every=PHONE_EVERY, view=view, shown=mark_of(inner),
                now=f"{self.live.clock():.3f}", code=self.live.room.opened.code,
            )  # fmt: skip
        sent = await sent_fields(request)
        self._heard(student)
        view, message = sent.get("view", ""), ""
        if not self._is_last(student, view):
            return self._part(request, self._elsewhere(secret, NOT_SAVED), NOT_SAVED, secret)
        if self.live.turns.is_done(sent.get("turn", "")):
            pass
        elif not self.live.presses.take(student):
            message = TOO_MANY
        elif sent.get("phase", "") not in (ANY_PHASE, self._phase_key()):
            message = TOO_LATE
        else:
            message = await self._tried(lambda: self.live.answer(student, sent), sent)
        return self._part(request, self._phone(secret, student, view, message), message, secret)

    async def seat_now(self, request: Request) -> Response:
        """What a student's page shows now, if that is something else."""
        secret = request.path_params["secret"]
        student = self.live.room.by_digest.get(digest(secret))
        if student is None:
            return self._gone(request)
        view = request.query_params.get("view", "")
        if not self._is_last(student, view):
            return self._changed(request, self._elsewhere(secret))
        self._heard(student)
        return self._changed(request, self._phone(secret, student, view))

    async def device(self, request: Request) -> Response:
        """The address of a seat as a QR code, for another device."""
        secret = request.path_params["secret"]
        if self.live.room.by_digest.get(digest(secret)) is None:
            return self._gone(request, "../../../")
        address = f"{self._base(request)}room/seat/{secret}"
        inner = joined_html(
            [
                element("h1", "Go on with another device"),
                element("p", "Hold its camera before this. Your seat and your answers move with you."),
                qr_svg(address),
                element("p", element("a", "Back to the seat", href=f"../{secret}")),
            ]
        )
        return page_of("phone", "Another device", inner, "../../../")

    def _phone(self, secret: str, student: str, view: str, message: str = "") -> Html:
        room, done = self.live.snapshot()
        hidden = (("view", view), ("phase", self._phase_key()))
        face = face_html(room.activity.phone(student, done), hidden, message)
        line = strip([room.name_of(student)], room.ends, clock_words(room.ends))
        link = element("a", "Go on with another device", href=f"{secret}/device")
        return joined_html([line, face, element("p", link, class_="small")])

    def _elsewhere(self, secret: str, message: str = "") -> Html:
        return notice_html("Open elsewhere", f"{message} {ELSEWHERE}".strip(), "Use it here", secret)

    def _gone(self, request: Request, up: str = "../../") -> Response:
        if "shown" in request.query_params or request.headers.get("x-part") == "main":  # a page with script
            return PlainTextResponse("", 404, {**FRESH, "x-gone": "1"})
        inner = notice_html("No seat here", NO_SEAT, "Type the code", f"{up}room")
        return page_of("phone", "No seat here", inner, up, 404)

    def _is_last(self, student: str, view: str) -> bool:
        """Whether a page belongs to the device that opened the seat last; after a restart, to the first that asks."""
        return not view or self.live.screens.setdefault(student, view) == view

    def _heard(self, student: str) -> None:
        self.live.seen[student] = self.live.clock()

    def _phase_key(self) -> str:
        phase = self.live.room.activity.phase
        return phase.key if phase is not None else ""

    # --- screen and desk ----------------------------------------------------------------------------------------------

    async def screen(self, request: Request) -> Response:
        """What the projector shows."""
        secret = request.path_params["secret"]
        if not compare_digest(secret, self.live.room.opened.screen):
            return PlainTextResponse("Not here.", 404)
        inner = self._screen(request)
        return page_of(
            "screen", self.live.room.activity.title, inner, "../../",
            look=f"{secret}/now", every=SCREEN_EVERY, shown=mark_of(inner), view="", now=f"{self.live.clock():.3f}",
        )  # fmt: skip

    async def screen_now(self, request: Request) -> Response:
        """What the projector shows now, if that is something else."""
        if not compare_digest(request.path_params["secret"], self.live.room.opened.screen):
            return PlainTextResponse("Not here.", 404)
        return self._changed(request, self._screen(request))

    def _screen(self, request: Request) -> Html:
        return screen_html(*self.live.snapshot(), self._around(request))

    async def desk(self, request: Request) -> Response:
        """What the lecturer works with."""
        secret = request.path_params["secret"]
        if digest(secret) not in self.live.room.desks:
            return PlainTextResponse("Not here.", 404)
        if request.method == "GET":
            inner = self._desk(request)
            return page_of(
                "desk", "Desk", inner, "../../",
                look=f"{secret}/now", every=DESK_EVERY, shown=mark_of(inner), view="", now=f"{self.live.clock():.3f}",
            )  # fmt: skip
        sent = await sent_fields(request)
        if sent.get("do") == "reissue":
            return await self._reissued(request, sent.get("student", ""), secret)
        message = ""
        if not self.live.turns.is_done(sent.get("turn", "")):
            message = await self._tried(lambda: self._do(sent), sent)
        return self._part(request, self._desk(request, message), message, secret)

    async def desk_now(self, request: Request) -> Response:
        """What the desk shows now, if that is something else."""
        if digest(request.path_params["secret"]) not in self.live.room.desks:
            return PlainTextResponse("Not here.", 404)
        return self._changed(request, self._desk(request))

    def _desk(self, request: Request, message: str = "") -> Html:
        return desk_html(*self.live.snapshot(), self._around(request), message)

    async def _reissued(self, request: Request, student: str, desk: str) -> Response:
        try:
            secret = await run_in_threadpool(self.live.reissue, student)
        except InputError as error:
            return self._part(request, self._desk(request, why_refused(error)), "", desk)
        address = f"{self._base(request)}room/seat/{secret}"
        inner = joined_html(
            [
                element("h1", f"The seat of {self.live.room.name_of(student)}"),
                element("p", "Let the other phone scan this. The old address no longer works."),
                qr_svg(address),
                element("p", address),
                element("p", element("a", "Back to the desk", href=desk)),
            ]
        )
        return page_of("phone", "A seat for another phone", inner, "../../")

    def _do(self, sent: Form) -> None:
        """One press at the desk. Raises InputError for what cannot be done."""
        live, do = self.live, sent.get("do", "")
        if do == "close":
            live.close_phase(sent.get("phase", ""))
        elif do == "clock":
            ends = 0.0
            if sent.get("seconds") != "stop":
                minute = -60 if sent.get("seconds") == "-60" else 60
                ends = max(live.room.ends or live.clock(), live.clock()) + minute
            live.record(ClockSet(ends=ends))
        elif do == "automatic":
            live.record(AutomaticSet(on=sent.get("on") == "1"))
        elif do == "hide":
            live.record(ScreenHidden(on=sent.get("on") == "1"))
        elif do == "door":
            live.record(DoorSet(open=sent.get("open") == "1"))
        elif do == "remove":
            live.remove(sent.get("student", ""))
        elif do == "rename":
            live.record(Renamed(student=sent.get("student", ""), nickname=sent.get("nickname", "")))
        else:
            live.lecturer(sent)

    # --- for all ------------------------------------------------------------------------------------------------------

    async def _tried(self, change: Callable[[], None], sent: Form) -> str:
        """Make the change that was sent; what to say where it is refused, else nothing."""
        message = ""
        try:
            await run_in_threadpool(change)
        except InputError as error:
            message = why_refused(error)
        self.live.turns.finish(sent.get("turn", ""))
        return message

    def _changed(self, request: Request, inner: Html) -> Response:
        """A page's main part if it is not what the page shows."""
        headers = {**FRESH, "x-now": f"{self.live.clock():.3f}"}
        mark = mark_of(inner)
        if mark == request.query_params.get("shown"):
            return Response(status_code=204, headers=headers)
        return HTMLResponse(inner, headers={**headers, "x-shown": mark})

    def _part(self, request: Request, inner: Html, refused: str, back: str) -> Response:
        """What answers a press: the main part for a page with script, else the way back to the page."""
        if request.headers.get("x-part") != "main":
            return RedirectResponse(back, 303, FRESH)
        headers = {**FRESH, "x-now": f"{self.live.clock():.3f}", "x-shown": mark_of(inner)}
        headers |= {"x-said": quote(refused or SAVED), "x-refused": "1" if refused else ""}
        return HTMLResponse(inner, headers=headers)

    def _around(self, request: Request) -> Around:
        now = self.live.clock()
        awake = frozenset(student for student, seen in self.live.seen.items() if now - seen < AWAY)
        return Around(
            now=now,
            until=clock_words(self.live.room.ends),
            address=f"{self._base(request)}room",
            key=self.live.key,
            awake=awake,
        )

    def _base(self, request: Request) -> str:
        """The site's root as phones reach it; the lecturer may have opened the page by an address that they cannot."""
        host = named(request.headers.get("host", ""))
        if host is not None and host.name not in LOOPBACK:
            return f"{request.url.scheme}://{request.headers['host']}{self.hosting.base_path}/"
        return self.hosting.public_address
