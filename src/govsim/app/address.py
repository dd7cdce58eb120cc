"""Encode what a visitor has set as the query of a web address, and decode it when a page opens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, urlencode

from govsim.app.arrangements import arrangement_levers
from govsim.app.assumptions import FIXED
from govsim.app.keys import SWITCH, Keys
from govsim.app.session import Session, opened, with_lever, with_move, with_own
from govsim.palette import ARRANGEMENTS
from govsim.scenario.describe import LeverDifference, lever_differences
from govsim.scenario.levers import NUMBER_LEVERS, Levers

LEVERS: Final = (*NUMBER_LEVERS, "board_membership")
SETTINGS: Final = ("country", "worlds", "progress_weight", "measure")  # beside the levers
BEFORE: Final = "before"  # the setting to compare with: `before=layered&before.pooled_funding=0.2`
BEFORE_STAYS: Final = "before_stays"  # 1: moves of levers leave that setting as it is
LONGEST: Final = 4000  # characters of an address that are read


class Restored(NamedTuple):
    """A session from an address, and the parts of the address that could not be used."""

    session: Session
    left_out: tuple[str, ...]


def query_of(session: Session, keys: Keys | None = None) -> str:
    """The query of an address: the nearest arrangement and the differences from it; the same of the setting before.

    With the keys of a page, what was chosen on it too.

    >>> query_of(opened())
    'arrangement=siloed'
    """
    start, now = opened(), session.now
    query = dict(_levers_in_words("arrangement", "", now.levers))
    if now.country != start.now.country:
        query["country"] = now.country
    if now.worlds != start.now.worlds:
        query["worlds"] = now.worlds
    if now.progress_weight != start.now.progress_weight:
        query["progress_weight"] = f"{now.progress_weight:.10g}"
    query.update((FIXED + name, f"{value:.10g}") for name, value in now.fixed)
    if session.measure != start.measure:
        query["measure"] = session.measure
    if session.ghost is not None and (session.ghost_stays or session.ghost != now.levers):
        query.update(_levers_in_words(BEFORE, f"{BEFORE}.", session.ghost))
        if session.ghost_stays:
            query[BEFORE_STAYS] = "1"
    query.update((name, value) for name, value in session.own.items() if name in (keys or {}))
    return urlencode(query)


def restored(query: str, keys: Keys | None = None) -> Restored:
    """The session that an address describes, with what pages keep under `keys`; invalid parts are left out, by name."""
    start, left_out = opened(), []
    session, before, has_before, stays = start, start, False, False
    pairs = parse_qsl(query[:LONGEST].removeprefix("?"), keep_blank_values=True)
    for name, value in sorted(pairs, key=lambda pair: pair[0] not in ("arrangement", BEFORE)):
        try:
            if keys is not None and name in keys:
                session = with_own(session, keys, name, value)
            elif name == BEFORE or name.startswith(f"{BEFORE}."):
                lever = "arrangement" if name == BEFORE else name.removeprefix(f"{BEFORE}.")
                before, has_before = _with_levers(before, lever, value), True
            elif name == BEFORE_STAYS:
                stays = SWITCH(value) == "1"
            elif name in SETTINGS or name.startswith(FIXED):
                session = with_move(session, name, value)
            else:
                session = _with_levers(session, name, value)
        except ValueError:  # pydantic's errors are ValueErrors
            left_out.append(f"{name}={value}"[:80])
    ghost = before.now.levers if has_before else None
    restored_session = replace(
        start,
        now=session.now,
        measure=session.measure,
        own=session.own,
        ghost=ghost,
        ghost_stays=has_before and stays,
    )
    return Restored(restored_session, tuple(left_out))


def _with_levers(session: Session, name: str, value: str) -> Session:
    """An arrangement or a lever of an address. Raises ValueError."""
    if name == "arrangement":
        return with_move(session, name, value)
    if name not in LEVERS:
        raise ValueError(name)
    return with_lever(session, name, float(value) if name in NUMBER_LEVERS else value)


def from_nearest(levers: Levers) -> tuple[str, list[LeverDifference]]:
    """The shipped arrangement from which the fewest levers differ, and these levers."""
    differences = {name: lever_differences(arrangement_levers(name), levers) for name in ARRANGEMENTS}
    name = min(ARRANGEMENTS, key=lambda one: len(differences[one]))
    return name, differences[name]


def lever_text(value: float | str) -> str:
    """The setting of a lever as an address and a file's name have it: `0.35`."""
    return f"{value:.10g}" if isinstance(value, float) else value


def _levers_in_words(arrangement: str, prefix: str, levers: Levers) -> Iterator[tuple[str, str]]:
    name, differences = from_nearest(levers)
    yield arrangement, name
    for one in differences:
        yield prefix + one.lever, lever_text(one.second)
