"""What one visitor has set, as a value that never changes: each move of a lever makes a new one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from govsim.app.arrangements import COUNTRY, arrangement_levers
from govsim.scenario.levers import Levers

Worlds = Literal["differ", "alike"]

STEPS_KEPT: Final = 100


@dataclass(frozen=True)
class Setting:
    """An arrangement of government in a world: all that undo and redo bring back."""

    levers: Levers
    worlds: Worlds = "differ"
    progress_weight: float = COUNTRY.values.progress_weight


@dataclass(frozen=True)
class Session:
    """A setting, what was set before and after it, and what of it is looked at.

    `ghost` is the levers that were shown before the present ones, drawn beside them for comparison.
    """

    now: Setting
    ghost: Levers | None = None
    measure: str = "public_value"
    past: tuple[Setting, ...] = ()
    future: tuple[Setting, ...] = ()
    last_moved: str = ""


def opened() -> Session:
    """What a newcomer finds: government in silos, nothing before it."""
    return Session(Setting(arrangement_levers("siloed")))


def with_arrangement(session: Session, name: str) -> Session:
    """All levers as a shipped arrangement has them; the world stays as it is."""
    return _changed(session, replace(session.now, levers=arrangement_levers(name)), name)


def with_lever(session: Session, name: str, value: float | str, continuing: bool = False) -> Session:
    """One lever moved. Raises pydantic's ValidationError for what the lever cannot be.

    `continuing` says that the hand never left it: the move before and this one are undone together.
    """
    given = value if isinstance(value, str) else float(value)
    levers = Levers(**{**session.now.levers.model_dump(), name: given})
    return _changed(session, replace(session.now, levers=levers), name, continuing)


def with_worlds(session: Session, worlds: Worlds) -> Session:
    """Worlds that differ in contested assumptions, or worlds alike."""
    return _changed(session, replace(session.now, worlds=worlds), "worlds")


def with_weight(session: Session, weight: float, continuing: bool = False) -> Session:
    """The weight of progress in public value; the rest is that of core services."""
    checked = COUNTRY.values.model_validate({"progress_weight": float(weight)}).progress_weight
    return _changed(session, replace(session.now, progress_weight=checked), "progress_weight", continuing)


def with_move(session: Session, name: str, value: float | str, continuing: bool = False) -> Session:
    """Whatever control was moved, by its name."""
    if name == "worlds":
        return with_worlds(session, worlds_named(str(value)))
    if name == "progress_weight":
        return with_weight(session, float(value), continuing)
    return with_lever(session, name, value, continuing)


def worlds_named(value: str) -> Worlds:
    """`differ` or `alike`. Raises ValueError for anything else."""
    known: tuple[Worlds, ...] = get_args(Worlds)
    for worlds in known:
        if worlds == value:
            return worlds
    raise ValueError(value)


def with_measure(session: Session, measure: str) -> Session:
    """Look at another measure; nothing is to be undone."""
    return replace(session, measure=measure)


def undone(session: Session) -> Session:
    """One step back; what was shown becomes the ghost."""
    if not session.past:
        return session
    *past, setting = session.past
    future = (session.now, *session.future)
    return _stepped(session, setting, tuple(past), future)


def redone(session: Session) -> Session:
    """One step forward again."""
    if not session.future:
        return session
    setting, *future = session.future
    return _stepped(session, setting, (*session.past, session.now), tuple(future))


def _stepped(
    session: Session, setting: Setting, past: tuple[Setting, ...], future: tuple[Setting, ...]
) -> Session:
    ghost = session.ghost if setting.levers == session.now.levers else session.now.levers
    return replace(session, now=setting, ghost=ghost, past=past, future=future, last_moved="")


def _changed(session: Session, setting: Setting, moved: str, continuing: bool = False) -> Session:
    if setting == session.now:
        return session
    if continuing and moved == session.last_moved and session.past:
        return replace(session, now=setting, future=())
    past = (*session.past, session.now)[-STEPS_KEPT:]
    ghost = session.ghost if setting.levers == session.now.levers else session.now.levers
    return replace(session, now=setting, ghost=ghost, past=past, future=(), last_moved=moved)
