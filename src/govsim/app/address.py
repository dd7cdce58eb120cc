"""Encode a setting as the query of a web address, and decode it when the page opens."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, urlencode

from govsim.app.arrangements import ARRANGEMENTS, arrangement_levers
from govsim.app.session import Session, opened, with_measure, with_move
from govsim.app.simulating import CHOSEN
from govsim.scenario.describe import lever_differences
from govsim.scenario.levers import NUMBER_LEVERS, Levers

CHOICES: Final = ("board_membership", "worlds")
NUMBERS: Final = (*NUMBER_LEVERS, "progress_weight")
LONGEST: Final = 4000  # characters of an address that are read


class Restored(NamedTuple):
    """A session from an address, and the parts of the address that could not be used."""

    session: Session
    left_out: tuple[str, ...]


def query_of(session: Session) -> str:
    """The query of an address: the nearest arrangement and the differences from it.

    >>> query_of(opened())
    'arrangement=siloed'
    """
    name = _nearest(session.now.levers)
    start = opened()
    query: dict[str, str] = {"arrangement": name}
    for change in lever_differences(arrangement_levers(name), session.now.levers):
        query[change.lever] = f"{change.second:.10g}" if isinstance(change.second, float) else change.second
    if session.now.worlds != start.now.worlds:
        query["worlds"] = session.now.worlds
    if session.now.progress_weight != start.now.progress_weight:
        query["progress_weight"] = f"{session.now.progress_weight:.10g}"
    if session.measure != start.measure:
        query["measure"] = session.measure
    return urlencode(query)


def restored(query: str) -> Restored:
    """The session that an address describes; invalid parts are listed and left out."""
    session, left_out = opened(), []
    pairs = parse_qsl(query[:LONGEST].removeprefix("?"), keep_blank_values=True)
    for name, value in sorted(pairs, key=lambda pair: pair[0] != "arrangement"):
        try:
            session = _with(session, name, value)
        except ValueError:  # pydantic's errors are ValueErrors
            left_out.append(f"{name}={value}"[:80])
    return Restored(replace(opened(), now=session.now, measure=session.measure), tuple(left_out))


def _with(session: Session, name: str, value: str) -> Session:
    if name == "arrangement" and value in ARRANGEMENTS:
        return replace(session, now=replace(session.now, levers=arrangement_levers(value)))
    if name in CHOICES:
        return with_move(session, name, value)
    if name in NUMBERS:
        return with_move(session, name, float(value))
    if name == "measure" and value in CHOSEN:
        return with_measure(session, value)
    raise ValueError(name)


def _nearest(levers: Levers) -> str:
    return min(ARRANGEMENTS, key=lambda name: len(lever_differences(arrangement_levers(name), levers)))
