"""The result of a decision in the model's own units: money, effort, time or people, quarter by quarter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from govsim.arrays import Floats, ratio
from govsim.teaching.seats import Choice, Seat, facts_of
from govsim.world.build import World

SHARE, POUNDS = "%", "£bn a year"


@dataclass(frozen=True, kw_only=True)
class Amount:
    """What is measured for a dial: words for it, its unit, and its value in each world after a quarter.

    `of` is called with the worlds, the budgets of the quarter before, the seat and its choice.
    """

    words: str
    of: Callable[[World, Floats, Seat, Choice], Floats]
    unit: str = SHARE


def _row(keys: list[str], seat: Seat) -> int:
    return keys.index(seat.key.partition(":")[2])


def _edges(world: World, department: int) -> Floats:
    return np.asarray(world.indices.edge_department_e == department)


def _departments(world: World) -> list[str]:
    return [one.key for one in world.scenario.departments]


def _outcomes(world: World) -> list[str]:
    return [one.key for one in world.scenario.outcomes]


def _missions(world: World) -> list[str]:
    return [one.key for one in world.scenario.missions]


def _moved(world: World, before_dw: Floats, seat: Seat, choice: Choice) -> Floats:
    """Money that changed departments, as a yearly rate."""
    moved_w = np.abs(world.state["baseline_dw"] - before_dw).sum(axis=0) / 2
    return np.asarray(4 * moved_w * world.scenario.annual_budget)


def _unequal(world: World, before_dw: Floats, seat: Seat, choice: Choice) -> Floats:
    """How unequal grants a head are between councils: their standard deviation as a share of their mean."""
    places = world.places
    people_c = np.bincount(places.community_council_k, places.population_k, len(places.council_keys))
    a_head_cw = world.flows["grant_cjw"].sum(axis=1) / people_c[:, None]
    return ratio(a_head_cw.std(axis=0), a_head_cw.mean(axis=0))


def _first_mission(world: World, before_dw: Floats, seat: Seat, choice: Choice) -> Floats:
    """The part of the time for missions that goes to the one with most of it."""
    attention_mw = world.flows["attention_mw"]
    return ratio(attention_mw.max(axis=0), attention_mw.sum(axis=0))


def _for_outcomes(world: World, before_dw: Floats, seat: Seat, choice: Choice) -> Floats:
    """The part of a department's own money that goes to outcomes."""
    return np.asarray(world.state["stance_ew"][_edges(world, _row(_departments(world), seat))].sum(axis=0))


def _for_others(world: World, before_dw: Floats, seat: Seat, choice: Choice) -> Floats:
    """The part of a department's money for outcomes that goes to those that others lead."""
    row = _row(_departments(world), seat)
    edges_e = _edges(world, row)
    others_e = edges_e & (world.indices.lead_department_j[world.indices.edge_outcome_e] != row)
    stance_ew = world.state["stance_ew"]
    return ratio(stance_ew[others_e].sum(axis=0), stance_ew[edges_e].sum(axis=0))


def _for_lead(world: World, before_dw: Floats, seat: Seat, choice: Choice) -> Floats:
    """The part of a board's pool that goes to the department that leads."""
    row = _row(_missions(world), seat)
    lead = _departments(world).index(facts_of(world.scenario).leads[_missions(world)[row]])
    share_ew = world.flows["board_share_mew"][row]
    return ratio(share_ew[_edges(world, lead)].sum(axis=0), share_ew.sum(axis=0))


def _for_second_goal(world: World, before_dw: Floats, seat: Seat, choice: Choice) -> Floats:
    """The part of a board's pool that goes to its second and further goals."""
    row = _row(_missions(world), seat)
    others = [
        _outcomes(world).index(one) for one in facts_of(world.scenario).goals[_missions(world)[row]][1:]
    ]
    share_ew = world.flows["board_share_mew"][row]
    return ratio(share_ew[np.isin(world.indices.edge_outcome_e, others)].sum(axis=0), share_ew.sum(axis=0))


def _for_own(world: World, before_dw: Floats, seat: Seat, choice: Choice) -> Floats:
    """The part of a council's free money that goes to its own services."""
    row = _row(list(world.places.council_keys), seat)
    free_jw = world.flows["free_cjw"][row]
    own = [
        place
        for place, key in enumerate(_departments(world))
        if key in facts_of(world.scenario).own_departments
    ]
    own_e = np.isin(world.indices.edge_department_e, own)
    spent_ew = world.flows["commission_cew"][row] * free_jw[world.indices.edge_outcome_e]
    return ratio(spent_ew[own_e].sum(axis=0), spent_ew.sum(axis=0))


def _into_figures(world: World, before_dw: Floats, seat: Seat, choice: Choice) -> Floats:
    """The part of a council's effort that goes into its figures."""
    return np.asarray(world.state["gaming_cjw"][_row(list(world.places.council_keys), seat)].mean(axis=0))


def _take_part(world: World, before_dw: Floats, seat: Seat, choice: Choice) -> Floats:
    """How far people in a region take part."""
    inside = np.isin(world.places.community_keys, [one.partition(":")[2] for one in choice.actors])
    people_k = world.places.population_k[inside]
    return np.asarray(people_k @ world.state["engagement_kw"][inside] / people_k.sum())


AMOUNTS: Final = {  # by dial
    "budgets": Amount(words="budgets moved between departments", of=_moved, unit=POUNDS),
    "need": Amount(words="spread of grants a head between councils", of=_unequal),
    "urgent": Amount(words="time for missions that goes to the first of them", of=_first_mission),
    "outcomes": Amount(words="departments’ own money for outcomes", of=_for_outcomes),
    "shared": Amount(words="of that, money for what others lead", of=_for_others),
    "lead": Amount(words="boards’ pools for the department that leads", of=_for_lead),
    "second": Amount(words="boards’ pools for further goals", of=_for_second_goal),
    "own": Amount(words="councils’ free money for their own services", of=_for_own),
    "figures": Amount(words="councils’ effort that goes into the figures", of=_into_figures),
    "take_part": Amount(words="people who take part in services", of=_take_part),
}
