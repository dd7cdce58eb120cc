"""The money of a setting year by year: from the budget through departments, boards and councils to where it ends.

All amounts are shares of a quarter's budget, summed over worlds while worlds are simulated, and means when read.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import numpy as np

from govsim.app.offered import LARGE
from govsim.app.part import Request, warmed
from govsim.app.work import Rung
from govsim.arrays import Floats, total
from govsim.consequences.mission_money import flawed_share, pooled
from govsim.runs.drive import each_quarter, start
from govsim.scenario.schema import Scenario
from govsim.units import QUARTERS_IN_YEAR
from govsim.world.build import World
from govsim.world.pound import LOCAL_LOSSES

ENDS_OF_COUNCILS: Final = (*LOCAL_LOSSES, "misfit", "effective")
ENDS_OF_OUTCOMES: Final = ("central_overhead", "awaiting", "flawed", "late")
_POOL_READS: Final = tuple(inspect.signature(pooled).parameters)


@dataclass(frozen=True, eq=False, kw_only=True)
class Money:
    """Amounts of each year, the mean over worlds: shares of the budget, by the letters of `world/state.py`."""

    scenario: Scenario
    worlds: int
    quarters: Floats  # how many quarters each year has
    sums: Mapping[str, Floats]  # over worlds and quarters; the first axis is the year

    def mean(self, name: str, year: int | None) -> Floats:
        """An amount in a quarter of a year, or of all years. `year` counts from 0."""
        values = self.sums[name] / self.worlds
        if year is None:
            return np.asarray(values.sum(axis=0) / self.quarters.sum())
        return np.asarray(values[year] / self.quarters[year])

    @property
    def years(self) -> int:
        """How many years there are."""
        return int(self.quarters.size)


@dataclass(frozen=True, kw_only=True)
class MoneyRequest:
    """Work: the money of a setting in ever more worlds."""

    request: Request
    ladder: tuple[Rung, ...]
    long: ClassVar[bool] = False

    def part(self, worlds: range) -> Money:
        """Simulate some worlds and sum their money."""
        return money_of(self.request, worlds)

    def joined(self, parts: Sequence[Money]) -> Money:
        """The sums of all worlds so far."""
        first = parts[0]
        sums = {name: sum((part.sums[name] for part in parts[1:]), first.sums[name]) for name in first.sums}
        worlds = sum(part.worlds for part in parts)
        return Money(scenario=first.scenario, worlds=worlds, quarters=first.quarters, sums=sums)


def money_of(request: Request, worlds: range) -> Money:
    """The money of some worlds, year by year."""
    world = start(warmed(request, worlds), request.scenario)
    years = -(-request.scenario.horizon // QUARTERS_IN_YEAR)
    sums: dict[str, Floats] = {}
    quarters = np.zeros(years)
    for now in each_quarter(world):
        year = (now.quarter - 1) // QUARTERS_IN_YEAR
        quarters[year] += 1
        for name, values in _amounts(now):
            if name not in sums:
                sums[name] = np.zeros((years, *values.shape[:-1]))
            sums[name][year] += values.sum(axis=-1)
    return Money(scenario=request.scenario, worlds=len(worlds), quarters=quarters, sums=sums)


def _amounts(world: World) -> Iterator[tuple[str, Floats]]:
    """The amounts of the last quarter, the world last."""
    indices, flows = world.indices, world.flows
    names = world.names(world.quarter - 1)
    pool = pooled(**{name: names[name] for name in _POOL_READS})
    departments, outcomes = indices.departments, indices.outcomes
    of_department, of_outcome = indices.edge_department_e, indices.edge_outcome_e
    received_mew = pool.divided_mew - pool.relabelled_mew
    pool_mw, pools_w = total(pool.divided_mew, axis=1), total(total(pool.divided_mew, axis=1))
    to_board_mw = np.divide(pool_mw, pools_w, out=np.zeros_like(pool_mw), where=pools_w > 0)
    yield "budget_d", world.state["baseline_dw"]
    yield "to_board_dm", pool.contribution_dw[:, None] * to_board_mw[None]
    yield "core_d", flows["core_money_dw"]
    own_djw = np.zeros((departments, outcomes, world.worlds))
    own_djw[of_department, of_outcome] = flows["edge_money_ew"] - total(received_mew)
    yield "own_dj", own_djw
    yield "board_mj", indices.by_outcome.sum(received_mew, axis=1)
    yield "relabelled_m", total(pool.relabelled_mew, axis=1)
    paid_mdw = np.zeros((indices.missions, departments, world.worlds))
    for edge, department in enumerate(of_department):
        paid_mdw[:, department] += pool.divided_mew[:, edge]
    yield "board_pays_md", paid_mdw
    delivery_dw = flows["delivery_dw"]
    yield "core_services", total(flows["core_money_dw"] * delivery_dw)
    yield "core_overhead", total(flows["core_money_dw"] * (1 - delivery_dw))
    yield "relabelled", total(flows["relabelled_money_dw"] * delivery_dw)
    yield "relabelled_overhead", total(flows["relabelled_money_dw"] * (1 - delivery_dw))
    yield "lost_xj", np.stack(list(_lost_before_places(world, names)))
    yield "grant_cj", flows["grant_cjw"]
    granted_cew = flows["formula_cew"] + flows["won_cew"]
    granted_dcw = np.zeros((departments, indices.councils, world.worlds))
    for edge, department in enumerate(of_department):
        granted_dcw[department] += granted_cew[:, edge]
    yield "grant_dc", granted_dcw
    at_end_xcjw = np.stack([flows["produced_cjw"] - flows["effective_cjw"], flows["effective_cjw"]])
    yield "end_xc", np.concatenate([flows["losses_xcjw"], at_end_xcjw]).sum(axis=2)
    if indices.communities > LARGE:
        return
    weighed_kjw = indices.population_k[:, None, None] * flows["perceived_place_kjw"]
    council_cjw = indices.people_sum(flows["perceived_place_kjw"])
    head_cjw = np.divide(
        flows["effective_cjw"], council_cjw, out=np.zeros_like(council_cjw), where=council_cjw > 0
    )
    yield "effective_k", (indices.of_council(head_cjw) * weighed_kjw).sum(axis=1)


def _lost_before_places(world: World, names: Mapping[str, Any]) -> Iterator[Floats]:
    """Losses of each outcome's money before it reaches places, in the order of ENDS_OF_OUTCOMES."""
    indices, flows = world.indices, world.flows
    delivery_ew = flows["delivery_dw"][indices.edge_department_e]
    money_ew, placeable_ew = flows["edge_money_ew"], flows["placeable_ew"]
    seats_e = total(indices.aims_me * names["member_md"][:, indices.edge_department_e])
    share_ew = flawed_share(names["design_flaws_w"], seats_e, flows["effective_control_w"])
    cleared_ew = placeable_ew / (1 - share_ew)
    yield indices.by_outcome.sum(money_ew * (1 - delivery_ew))
    yield indices.by_outcome.sum(money_ew * delivery_ew - cleared_ew)
    yield indices.by_outcome.sum(cleared_ew - placeable_ew)
    yield indices.by_outcome.sum(placeable_ew) - total(flows["grant_cjw"])


def ends_of(money: Money, year: int | None) -> dict[str, float]:
    """Where the pound of a year ends, by category: the pound's journey of the documents."""
    lost_x, end_x = (total(money.mean(name, year), axis=1) for name in ("lost_xj", "end_xc"))
    ends = dict(zip(ENDS_OF_COUNCILS, map(float, end_x), strict=True))
    for name, lost in zip(ENDS_OF_OUTCOMES, map(float, lost_x), strict=True):
        ends[name] = ends.get(name, 0.0) + lost
    for name in ("core_services", "relabelled"):
        ends[name] = float(money.mean(name, year))
    for name in ("core_overhead", "relabelled_overhead"):
        ends["central_overhead"] += float(money.mean(name, year))
    return ends
