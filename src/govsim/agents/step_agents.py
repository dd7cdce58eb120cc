"""A quarter by asking: every agent in turn decides what is theirs, and the choices are put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from mesa import Agent, Model

from govsim.agents.actor import Actor
from govsim.agents.actors import Actors, AgentTypes, appointed
from govsim.agents.choices import (
    are_shares,
    check_commission,
    check_finite,
    check_not_negative,
    check_shares,
    check_stance,
    check_steering,
    check_whole,
    numbers_of,
    refuse,
)
from govsim.arrays import Floats, total
from govsim.decisions.centre_grants import GrantsView, Placing
from govsim.decisions.prime_minister_attention import AttentionView
from govsim.decisions.rules import Rule
from govsim.decisions.treasury_budget import Budget, BudgetView
from govsim.simulation import Decide, Decision
from govsim.world.build import World
from govsim.world.indices import Indices

Together = Callable[[Sequence[Actor], Sequence[Floats], Sequence[Any], Indices], None]


@dataclass(frozen=True)
class AskedInTurn:
    """A decision of many actors: whom to ask, by which method, and the array of the view that it is like."""

    who: Callable[[Actors], Sequence[Actor]]
    method: str
    shaped_like: str
    check: Together | None = None


@dataclass(frozen=True)
class AskedOnce:
    """A decision of the centre, with the method to ask by and the check of what it chose."""

    method: str
    check: Callable[[Actor, str, Any, Any], Any]


def _attention(centre: Actor, method: str, choice: Any, view: AttentionView) -> Floats:
    attention_mw = numbers_of(centre, method, choice, view.urgency_mw.shape)
    check_shares(centre, method, attention_mw)
    return attention_mw


def _budget(centre: Actor, method: str, choice: Any, view: BudgetView) -> Budget:
    baseline, pressure = _two(centre, method, choice)
    budget = Budget(
        numbers_of(centre, method, baseline, view.baseline_dw.shape),
        numbers_of(centre, method, pressure, view.pressure_dw.shape),
    )
    check_shares(centre, method, budget.baseline_dw)
    check_whole(centre, method, total(budget.baseline_dw), "departments")
    check_finite(centre, method, budget.pressure_dw)
    return budget


def _placing(centre: Actor, method: str, choice: Any, view: GrantsView) -> Placing:
    weights, wins = _two(centre, method, choice)
    placing = Placing(
        numbers_of(centre, method, weights, view.signal_cjw.shape),
        numbers_of(centre, method, wins, view.signal_cjw.shape),
    )
    check_not_negative(centre, method, placing.placing_cjw)
    check_shares(centre, method, placing.wins_cjw)
    return placing


def _two(centre: Actor, method: str, choice: Any) -> tuple[Any, Any]:
    if not (isinstance(choice, tuple) and len(choice) == 2):
        refuse(centre, method, "two arrays", repr(choice), "Return the same kind of choice as the rule does.")
    return choice


OWNERS: dict[str, AskedInTurn | AskedOnce] = {
    "prime_minister_attention": AskedOnce("give_attention", _attention),
    "treasury_budget": AskedOnce("set_budgets", _budget),
    "department_allocation": AskedInTurn(
        lambda actors: actors.departments, "allocate", "stance_ew", check_stance
    ),
    "board_steering": AskedInTurn(lambda actors: actors.missions, "steer", "belief_mew", check_steering),
    "centre_grants": AskedOnce("place_grants", _placing),
    "council_commissioning": AskedInTurn(
        lambda actors: actors.councils, "commission", "belief_cew", check_commission
    ),
    "council_gaming": AskedInTurn(lambda actors: actors.councils, "report", "alignment_cjw"),
    "community_participation": AskedInTurn(lambda actors: actors.communities, "take_part", "engagement_kw"),
}


def asking(actors: Actors, indices: Indices) -> Decide:
    """How a quarter is decided by asking these agents; `simulation.advance` takes it as `decide`.

    Their attributes are shut meanwhile. Raises ChoiceError, naming the agent, for what no actor may choose.
    """

    def decide(decision: Decision, view: Any, rule: Rule[Any, Any]) -> Any:
        owner = OWNERS[decision.name]
        with _deciding(actors):
            if isinstance(owner, AskedOnce):
                choice = getattr(actors.centre, owner.method)(view, rule)
                return owner.check(actors.centre, owner.method, choice, view)
            return _asked_in_turn(owner, owner.who(actors), view, rule, indices)

    return decide


@contextmanager
def _deciding(actors: Actors) -> Iterator[None]:
    actors.deciding = True
    try:
        yield
    finally:
        actors.deciding = False


def _asked_in_turn(
    owner: AskedInTurn, asked: Sequence[Actor], view: Any, rule: Rule[Any, Any], indices: Indices
) -> Floats:
    views = [view.of(actor.row) for actor in asked]
    choices = [
        numbers_of(
            actor,
            owner.method,
            getattr(actor, owner.method)(own, rule),
            getattr(own, owner.shaped_like).shape,
        )
        for actor, own in zip(asked, views, strict=True)
    ]
    together = np.concatenate(choices)
    if not are_shares(together):  # one look at all is quick; only what is wrong is looked for one by one
        for actor, choice in zip(asked, choices, strict=True):
            check_shares(actor, owner.method, choice)
    if owner.check is not None:
        owner.check(asked, choices, views, indices)
    return together


class _Assembly(Model):  # type: ignore[misc]
    """Agents who decide for a whole batch of worlds: they have no world of their own, only their views."""

    def __init__(self, world: World, agent_types: AgentTypes) -> None:
        super().__init__(rng=0)
        self.world = None
        self.actors = appointed(self, world, agent_types)
        release(self)


def decide_by_agents(world: World, agent_types: AgentTypes = ()) -> Decide:
    """Who decides when a batch of worlds is run by asking agents: one of each, for all worlds at once.

    The result serves every batch of the same country and the same worlds, the one at its start included. The
    agents have no attributes of a world; they decide from their views, whose last axis is the world.
    """
    return asking(_Assembly(world, agent_types).actors, world.indices)


def release(model: Model) -> None:
    """Let a model go: mesa 3.3 keeps every model for ever in its counter of agents, and 3.5 does not."""
    counters = getattr(Agent, "_ids", None)
    if counters is not None:
        counters.pop(model, None)
