"""Figures of one actor's place in one world, beside the same world after another choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from govsim.decisions.choosing.actor_view import Names
from govsim.measures.pound import CATEGORIES
from govsim.scenario.schema import Scenario
from govsim.world.build import World
from govsim.world.places import Places
from govsim.world.pound import LOCAL_LOSSES


@dataclass(frozen=True)
class Quantity:
    """A number to show: its label, and its measure or unit."""

    words: str
    measure: str = ""
    unit: str = ""


@dataclass(eq=False, kw_only=True)
class ActorFigures:
    """Stocks and accumulated flows of one actor in two courses of the same world."""

    kind: str
    row: int
    names: Names
    scenario: Scenario
    land: Places
    flowed: list[dict[str, float]] = field(default_factory=lambda: [{}, {}])

    @property
    def labels(self) -> Mapping[str, Mapping[str, str]]:
        """Display names of keys, by the letter of their axis."""
        scenario, land = self.scenario, self.land
        return {
            "d": {item.key: item.label or item.key for item in scenario.departments},
            "m": {item.key: item.label or item.key for item in scenario.missions},
            "j": {item.key: item.label or item.key for item in scenario.outcomes},
            "c": dict(zip(land.council_keys, land.council_names, strict=True)),
        }

    @property
    def label(self) -> str:
        """The name of the actor itself."""
        names = {
            "department": tuple(self.labels["d"].values()),
            "mission": tuple(self.labels["m"].values()),
            "council": self.land.council_names,
            "community": self.land.community_names or self.land.community_keys,
        }
        return names[self.kind][self.row] if self.kind in names else "the centre"

    def note(self, was: World, instead: World) -> None:
        """Add the flows of a quarter in both courses."""
        for flowed, world in zip(self.flowed, (was, instead), strict=True):
            for name, value in self._flows(world).items():
                flowed[name] = flowed.get(name, 0.0) + value

    def _flows(self, world: World) -> dict[str, float]:
        flows, row = world.flows, self.row
        if self.kind == "council":
            losses = dict(zip(LOCAL_LOSSES, flows["losses_xcjw"][:, row], strict=True))
            produced, effective = flows["produced_cjw"][row], flows["effective_cjw"][row]
            ends = {**losses, "misfit": produced - effective, "effective": effective}
            return {
                "Grants": float(np.sum(flows["grant_cjw"][row])),
                **{f"… {CATEGORIES[name]}": float(np.sum(money)) for name, money in ends.items()},
            }
        if self.kind == "department":
            own = world.indices.edge_department_e == row
            return {
                "Budget": float(world.state["baseline_dw"][row, 0]),
                "Money for outcomes": float(np.sum(flows["edge_money_ew"][own])),
                "Money for core services": float(flows["core_money_dw"][row, 0]),
            }
        return {}

    def now(self, world: World) -> tuple[tuple[Quantity, float], ...]:
        """The actor's figures after a quarter, and its flows in it that are not 0."""
        flows = ((Quantity(name, unit="money"), value) for name, value in self._flows(world).items() if value)
        return (*flows, *self._stocks(world).items())

    def stocks(self, was: World, instead: World) -> Iterator[tuple[Quantity, float, float]]:
        """The actor's figures after a quarter, in both courses."""
        ends = [self._stocks(world) for world in (was, instead)]
        for figure, value in ends[0].items():
            yield figure, value, ends[1][figure]

    def own(self, was: World, instead: World) -> Iterator[tuple[Quantity, float, float]]:
        """The actor's figures at the end, and the flows since the choice, in both courses."""
        yield from self.stocks(was, instead)
        for name, first in self.flowed[0].items():
            if first or self.flowed[1][name]:
                yield Quantity(name, unit="money"), first, self.flowed[1][name]

    def _stocks(self, world: World) -> dict[Quantity, float]:
        state, row, outcomes = world.state, self.row, self.labels["j"]
        if self.kind in ("council", "community"):
            at_council = self.kind == "council"
            need = world.indices.council_mean(state["need_kjw"]) if at_council else state["need_kjw"]
            stocks = {Quantity("Need, mean of outcomes", unit="need points"): float(np.mean(need[row, :, 0]))}
            stocks |= {
                Quantity(f"Need: {outcomes[outcome]}", unit="need points"): float(need[row, at, 0])
                for at, outcome in enumerate(self.names.outcomes)
            }
            if at_council:
                reported = np.mean(state["reported_cjw"][row, :, 0])
                return {**stocks, Quantity("Need that it reports, mean", unit="need points"): float(reported)}
            for words, name in (("Engagement", "engagement_kw"), ("Trust", "trust_kw")):
                stocks[Quantity(words, unit="%")] = float(state[name][row, 0])
            return stocks
        if self.kind == "department":
            own = world.indices.edge_department_e == row
            return {
                Quantity("Own money for outcomes", unit="%"): float(np.sum(state["stance_ew"][own, 0])),
                Quantity("Core services", unit="index"): float(state["core_dw"][row, 0]),
                Quantity("Share of the budget", unit="%"): float(state["baseline_dw"][row, 0]),
            }
        if self.kind == "mission":
            goal_j = world.indices.goal_mj[row]
            need_j = world.indices.national_mean(world.indices.council_mean(state["need_kjw"]))[:, 0]
            fall = float(np.sum(goal_j * (world["national_start_need_j"] - need_j)))
            return {Quantity("Progress of the mission", unit="need points"): fall}
        return {}
