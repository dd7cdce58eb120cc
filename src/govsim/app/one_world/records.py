"""Records that worker processes compute: the history of one world, and one decision of one actor in it.

A world is traced once in a process and kept, so that the next question about it is answered quickly.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Final

from govsim.app.offered import LARGE
from govsim.app.part import Request, warmed
from govsim.decisions.choosing.actor_view import Names
from govsim.decisions.choosing.overrides import place_of
from govsim.decisions.choosing.owners import decisions_of
from govsim.replay.chronicle import QuarterEvents
from govsim.replay.replay import Course, Instead, Option, replay_from
from govsim.replay.shifted import FACTORS, Shift, Way, largest_row, rows_of, shifted
from govsim.replay.traced import FOLLOWED_FIGURES, TracedWorld, traced
from govsim.replay.wording import Passage, passages
from govsim.runs.drive import start
from govsim.scenario.schema import Scenario
from govsim.simulation import QUARTER, Decision

MOST_KEPT: Final = 8  # traced worlds of a small country in each process, some 3 MB each
MOST_KEPT_LARGE: Final = 2  # some 150 MB each


@dataclass(frozen=True, eq=False, kw_only=True)
class WorldRecord:
    """One world from start to end, as the page shows it."""

    scenario: Scenario
    world: int
    places_name: str
    quarters: tuple[QuarterEvents, ...]
    measures: dict[str, tuple[float, ...]]
    pound: dict[str, tuple[float, ...]]
    need: tuple[float, ...]  # at the start, and after each quarter


@dataclass(frozen=True, kw_only=True)
class DecisionRequest:
    """A decision to look at, and what to do otherwise; what does not fit the actor is left aside."""

    quarter: int
    actor: str = "centre:centre"
    decision: str = ""  # the method; the first of the actor's if empty
    otherwise: str = ""  # more, less, or the name of a rival rule
    row: int | None = None  # of what more or less; the largest if None
    from_then_on: bool = False


@dataclass(frozen=True, eq=False, kw_only=True)
class DecisionRecord:
    """One decision: view, choice, result, alternatives, and both futures if another choice is selected."""

    scenario: Scenario
    world: int
    actor: str
    label: str
    kind: str
    question: str
    quarter: int  # that of the decision: budgets are set once a year
    method: str
    methods: tuple[str, ...]
    chosen: Option
    rivals: tuple[Option, ...]
    rows: tuple[str, ...]  # what can be had more or less of
    row: int
    otherwise: str
    passages: tuple[Passage, ...]
    figure: tuple[str, str]  # what is followed of the actor, and its unit
    course: tuple[float, ...]
    instead: str  # the other choice in words; empty if there is none
    from_then_on: bool
    futures: tuple[Course, ...]


def world_record(request: Request, world: int) -> WorldRecord:
    """One world of a setting from start to end."""
    trace = _trace(request, world)
    return WorldRecord(
        scenario=request.scenario,
        world=world,
        places_name=trace.start.places.name,
        quarters=trace.quarters,
        measures=trace.measures,
        pound=trace.pound,
        need=trace.need,
    )


def decision_record(request: Request, world: int, requested: DecisionRequest) -> DecisionRecord:
    """One decision in a world. Raises InputError for an actor that does not exist."""
    trace = _trace(request, world)
    scenario, places = trace.start.scenario, trace.start.places
    kind, key, _ = place_of(Names.of(scenario, places), requested.actor)
    methods = tuple(decisions_of(kind))
    method = requested.decision if requested.decision in methods else methods[0]
    quarter = _decided_in(decisions_of(kind)[method], requested.quarter)
    actor = f"{kind}:{key}"
    as_chosen = replay_from(trace.at(quarter), actor=actor, decision=method)
    rows = rows_of(method, as_chosen.chosen)
    row = requested.row if requested.row is not None and requested.row < max(1, len(rows)) else None
    row = largest_row(method, as_chosen.chosen) if row is None else row
    rivals = [option.name for option in as_chosen.rivals]
    instead = _instead(requested, method, rows, row, rivals)
    shown = as_chosen
    if instead is not None:
        shown = replay_from(trace.at(quarter), actor=actor, decision=method, instead=instead)
    return DecisionRecord(
        scenario=scenario,
        world=world,
        actor=actor,
        label=shown.label,
        kind=kind,
        question=shown.question,
        quarter=quarter,
        method=method,
        methods=methods,
        chosen=shown.chosen,
        rivals=shown.rivals,
        rows=rows,
        row=row,
        otherwise="" if instead is None else requested.otherwise,
        passages=passages(shown),
        figure=FOLLOWED_FIGURES[kind],
        course=trace.course(actor),
        instead="" if shown.instead is None else shown.instead.name,
        from_then_on=requested.from_then_on,
        futures=() if shown.consequences is None else shown.consequences.courses,
    )


def _instead(
    requested: DecisionRequest, method: str, rows: tuple[str, ...], row: int, rivals: list[str]
) -> Instead | None:
    if requested.otherwise in rivals:
        return Instead(rule=requested.otherwise, from_then_on=requested.from_then_on)
    if requested.otherwise not in FACTORS:
        return None
    way: Way = "more" if requested.otherwise == "more" else "less"
    name = rows[row] if rows else ""
    return shifted(method, Shift(way=way, row=row, name=name, from_then_on=requested.from_then_on))


def _decided_in(decision: str, quarter: int) -> int:
    """The quarter itself, or the last one before it in which this is decided."""
    phase = next(phase for phase in QUARTER if isinstance(phase, Decision) and phase.name == decision)
    if phase.when is None:
        return quarter
    return max(one for one in range(quarter + 1) if phase.when(one))


_kept: OrderedDict[tuple[Request, int], TracedWorld] = OrderedDict()


def _trace(request: Request, world: int) -> TracedWorld:
    key = (replace(request, ladder=()), world)
    if key not in _kept:
        began = start(warmed(request, range(world, world + 1)), request.scenario)
        is_large = len(began.places.community_keys) > LARGE
        while len(_kept) >= (MOST_KEPT_LARGE if is_large else MOST_KEPT):
            _kept.popitem(last=False)
        _kept[key] = traced(began)
    _kept.move_to_end(key)
    return _kept[key]
