"""What a room can play: phases that the lecturer closes, what each seat sees and answers, what the screen shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, Self

from govsim.app.work import Task
from govsim.documents.markup import Html
from govsim.documents.table import Table

ANY_PHASE: Final = "any"  # the phase that is sent along with what may be answered at any time
STEP: Final = "step"  # the name under which a step on a scale is sent, from less to more
Form = Mapping[str, str]  # what was sent: names of fields and their values
Events = Sequence[Mapping[str, Any]]  # of an activity, JSON-ready
Done = Mapping[str, Any]  # finished work by its name


@dataclass(frozen=True, kw_only=True)
class Phase:
    """A part of the lesson with a clock."""

    key: str
    title: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class Say:
    """A paragraph; `kind` is how it is set: lead, note, secret or big."""

    words: str
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading inside a face."""

    words: str


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Names and amounts under a caption."""

    caption: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table."""

    table: Table


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A picture that says in words what it shows."""

    svg: Html
    words: str


@dataclass(frozen=True, kw_only=True)
class Button:
    """One answer: what is sent, and its words; `about` is a line below them."""

    value: str
    label: str
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A question that one press of a button answers. `hidden` is sent along."""

    key: str
    question: str
    buttons: tuple[Button, ...]
    chosen: str | None = None
    note: str = ""  # below the question: what stands unless it is answered
    sends: str = STEP  # the name under which a button's value is sent
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Pick:
    """A field with a list of answers."""

    key: str
    label: str
    options: tuple[Button, ...]
    chosen: str = ""


@dataclass(frozen=True, kw_only=True)
class Write:
    """A field to write in."""

    key: str
    label: str
    most: int
    written: str = ""
    lines: int = 3


@dataclass(frozen=True, kw_only=True)
class Fill:
    """Fields that are sent together."""

    key: str
    fields: tuple[Pick | Write, ...]
    send: str
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Fold:
    """Blocks behind a line that opens them."""

    summary: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many have answered, of how many."""

    count: int
    of: int
    words: str


@dataclass(frozen=True, kw_only=True)
class Beside:
    """Blocks beside others on a wide page, and above them on a narrow one."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]


Block = Say | Heading | Facts | Grid | Drawing | Ask | Fill | Fold | Count | Beside


@dataclass(frozen=True, kw_only=True)
class Face:
    """What one page shows: where we are, a title, and blocks."""

    kicker: str
    title: str
    blocks: tuple[Block, ...]


class Activity(Protocol):
    """An activity's state; immutable, and a fold over its events."""

    @property
    def title(self) -> str:
        """Its name for people."""
        ...

    @property
    def phases(self) -> tuple[Phase, ...]:
        """All phases in order."""
        ...

    @property
    def phase(self) -> Phase | None:
        """The open phase; None when it is over."""
        ...

    def after(self, event: Mapping[str, Any]) -> Self:
        """The state after one more event. Raises InputError for one that is not allowed now."""
        ...

    def joins(self, student: str) -> Events:
        """The events that give a newcomer a place. Raises InputError when there is none."""
        ...

    def leaves(self, student: str) -> Events:
        """The events that free a student's place."""
        ...

    def answers(self, student: str, form: Form) -> Events:
        """The events of what a student sent. Raises InputError for what cannot be answered now."""
        ...

    def lecturer(self, form: Form) -> Events:
        """The events of what the lecturer sent from the desk. Raises InputError."""
        ...

    def closes(self) -> Events:
        """The events that close the open phase."""
        ...

    def next_words(self) -> str:
        """What the desk's button for the next step says; empty where there is none."""
        ...

    def waiting_for(self) -> frozenset[str]:
        """The students whose answer the open phase still lacks."""
        ...

    def seat_of(self, student: str) -> str:
        """Where a student sits, in words."""
        ...

    def seats(self, student: str) -> tuple[Button, ...]:
        """Where the lecturer could seat a student."""
        ...

    def work(self) -> Mapping[str, Task]:
        """Work whose results the faces need now, by name."""
        ...

    def phone(self, student: str, done: Done) -> Face:
        """What a student sees."""
        ...

    def screen(self, done: Done) -> Face:
        """What everybody sees."""
        ...

    def desk(self, done: Done) -> tuple[Block, ...]:
        """What the lecturer sees beside the list of students."""
        ...
