"""A visitor's session as an immutable value: each move of a lever makes a new one."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, get_args

from govsim.app.arrangements import COUNTRY, arrangement_levers
from govsim.app.assumptions import DRAWN, FIXED, Fixed, with_fixed
from govsim.app.keys import Keys
from govsim.app.offered import SHIPPED, offered
from govsim.app.shown_measures import CHOSEN
from govsim.palette import ARRANGEMENTS
from govsim.scenario.levers import Levers

Worlds = Literal["differ", "alike"]

STEPS_KEPT: Final = 100
DECIMALS: Final = 2  # of a slider's value


@dataclass(frozen=True)
class Setting:
    """Levers, country, worlds and fixed assumptions of a simulation: what undo and redo restore."""

    levers: Levers
    worlds: Worlds = "differ"
    progress_weight: float = COUNTRY.values.progress_weight
    country: str = SHIPPED
    fixed: Fixed = ()


@dataclass(frozen=True)
class Session:
    """The current setting, the settings before and after it, and what the page shows of it.

    `ghost` is the levers to compare with: the previously shown ones or, where `ghost_stays` through later moves, those
    that the visitor chose. `answered` is the number of the newest move that the session has taken: a control in the
    browser shows its own value until its newest move is answered. `own` holds what was chosen on pages, by the name of
    its key, where it is not the default.
    """

    now: Setting
    ghost: Levers | None = None
    ghost_stays: bool = False
    measure: str = "public_value"
    past: tuple[Setting, ...] = ()
    future: tuple[Setting, ...] = ()
    last_moved: str = ""
    answered: int = 0
    own: Mapping[str, str] = field(default_factory=dict)


def opened() -> Session:
    """The session of a new visitor: government in silos, no history."""
    return Session(Setting(arrangement_levers("siloed")))


def with_arrangement(session: Session, name: str) -> Session:
    """Set all levers to a shipped arrangement; the world is unchanged. Raises ValueError for another name."""
    if name not in ARRANGEMENTS:
        raise ValueError(name)
    return _changed(session, replace(session.now, levers=arrangement_levers(name)), name)


def with_lever(session: Session, name: str, value: float | str, continuing: bool = False) -> Session:
    """Move one lever. Raises pydantic's ValidationError for an invalid value.

    `continuing` (same drag) merges the move with the last one, so that one undo reverts both.
    """
    given = value if isinstance(value, str) else rounded(value)
    levers = Levers(**{**session.now.levers.model_dump(), name: given})
    return _changed(session, replace(session.now, levers=levers), name, continuing)


def with_before(session: Session, name: str) -> Session:
    """Compare with a shipped arrangement from now on, or again with the setting before if the name is empty.

    This is not a step for undo. Raises ValueError for another name.
    """
    if not name:
        return replace(session, ghost_stays=False)
    if name not in ARRANGEMENTS:
        raise ValueError(name)
    return replace(session, ghost=arrangement_levers(name), ghost_stays=True)


def with_worlds(session: Session, worlds: Worlds) -> Session:
    """Make worlds differ in contested assumptions, or alike."""
    return _changed(session, replace(session.now, worlds=worlds), "worlds")


def with_weight(session: Session, weight: float, continuing: bool = False) -> Session:
    """Set the weight of progress in public value; the rest is the weight of core services."""
    checked = COUNTRY.values.model_validate({"progress_weight": rounded(weight)}).progress_weight
    return _changed(session, replace(session.now, progress_weight=checked), "progress_weight", continuing)


def with_country(session: Session, country: str) -> Session:
    """Simulate another country. Raises ValueError for one that is not offered."""
    if country not in offered().countries:
        raise ValueError(country)
    return _changed(session, replace(session.now, country=country), "country")


def with_assumption(session: Session, name: str, value: float | str, continuing: bool = False) -> Session:
    """Fix an assumption in all worlds, or let it be `drawn` again. Raises ValueError for what cannot be fixed."""
    fixed = with_fixed(session.now.fixed, name, None if value == DRAWN else float(value))
    return _changed(session, replace(session.now, fixed=fixed), FIXED + name, continuing)


def with_own(session: Session, keys: Keys, name: str, value: float | str) -> Session:
    """Choose something of a page; this is not a step for undo. Raises ValueError for what cannot be chosen."""
    if name not in keys:
        raise ValueError(name)
    key = keys[name]
    text = key.check(value if isinstance(value, str) else f"{value:.10g}")
    others = {other: chosen for other, chosen in session.own.items() if other != name}
    return replace(session, own=others if text == key.default else {**others, name: text})


def with_move(
    session: Session, name: str, value: float | str, continuing: bool = False, *, keys: Keys | None = None
) -> Session:
    """Move any control, by its name. Raises ValueError for an invalid name or value."""
    if keys is not None and name in keys:
        return with_own(session, keys, name, value)
    if name == "country":
        return with_country(session, str(value))
    if name == "worlds":
        return with_worlds(session, worlds_named(str(value)))
    if name == "progress_weight":
        return with_weight(session, float(value), continuing)
    if name == "arrangement":
        return with_arrangement(session, str(value))
    if name == "before":
        return with_before(session, str(value))
    if name.startswith(FIXED):
        return with_assumption(session, name.removeprefix(FIXED), value, continuing)
    if name == "measure":
        return with_measure(session, str(value))
    return with_lever(session, name, value, continuing)


def with_numbered_move(session: Session, number: int, *, keys: Keys | None = None, **move: Any) -> Session:
    """Move a control of the browser and note the number of the move; an invalid move changes nothing else.

    Moves arrive in order. An older number comes from a page that was reloaded and counts again.
    """
    with contextlib.suppress(
        ValueError
    ):  # pydantic's errors are ValueErrors; the control returns to what stands
        session = with_move(session, **move, keys=keys)
    return replace(session, answered=number)


def rounded(value: float) -> float:
    """A value as a slider can show it; so an address cannot hold one that nobody can set."""
    return round(float(value), DECIMALS)


def worlds_named(value: str) -> Worlds:
    """`differ` or `alike`. Raises ValueError for anything else."""
    known: tuple[Worlds, ...] = get_args(Worlds)
    for worlds in known:
        if worlds == value:
            return worlds
    raise ValueError(value)


def with_measure(session: Session, measure: str) -> Session:
    """Show another measure; this is not a step for undo. Raises ValueError for one that the chart cannot show."""
    if measure not in CHOSEN:
        raise ValueError(measure)
    return replace(session, measure=measure)


def undone(session: Session) -> Session:
    """Undo one step; the setting that was shown becomes the ghost."""
    if not session.past:
        return session
    *past, setting = session.past
    future = (session.now, *session.future)
    return _stepped(session, setting, tuple(past), future)


def redone(session: Session) -> Session:
    """Redo one step."""
    if not session.future:
        return session
    setting, *future = session.future
    return _stepped(session, setting, (*session.past, session.now), tuple(future))


def _stepped(
    session: Session, setting: Setting, past: tuple[Setting, ...], future: tuple[Setting, ...]
) -> Session:
    ghost = _ghost_after(session, setting)
    return replace(session, now=setting, ghost=ghost, past=past, future=future, last_moved="")


def _changed(session: Session, setting: Setting, moved: str, continuing: bool = False) -> Session:
    if setting == session.now:
        return session
    if continuing and moved == session.last_moved and session.past:
        return replace(session, now=setting, future=())
    past = (*session.past, session.now)[-STEPS_KEPT:]
    ghost = _ghost_after(session, setting)
    return replace(session, now=setting, ghost=ghost, past=past, future=(), last_moved=moved)


def _ghost_after(session: Session, setting: Setting) -> Levers | None:
    """The levers to compare another setting with: those chosen to stay, else those that it replaces."""
    if session.ghost_stays or setting.levers == session.now.levers:
        return session.ghost
    return session.now.levers
