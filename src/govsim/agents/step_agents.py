"""A quarter by asking: every agent in turn decides what is theirs, and the choices are put together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mesa import Agent, Model

from govsim.agents.actor import Actor
from govsim.agents.actors import Actors, AgentTypes, appointed
from govsim.decisions.choosing.choices import Question
from govsim.decisions.choosing.owners import OWNERS, AskedOnce
from govsim.decisions.choosing.seen import Names, SeenBy, read_only
from govsim.decisions.rules import Rule
from govsim.simulation import Decide, Decision
from govsim.world.build import World


def asking(actors: Actors, names: Names, clock: Callable[[], int] | None = None) -> Decide:
    """How a quarter is decided by asking these agents; `drive.step` takes it as `decide`.

    `clock` tells the quarter. Raises ChoiceError, naming the agent, for what no actor may choose.
    """

    def seen(actor: Actor, method: str, view: Any) -> tuple[Question, SeenBy]:
        question = Question(actor.kind, actor.key, method, None if clock is None else clock())
        return question, SeenBy(view, question, names)

    def decide(decision: Decision, view: Any, rule: Rule[Any, Any]) -> Any:
        owner = OWNERS[decision.name]
        view = read_only(view)
        if isinstance(owner, AskedOnce):
            question, own = seen(actors.centre, owner.method, view)
            return owner.checked(question, getattr(actors.centre, owner.method)(own, rule), view)
        asked = actors.who(owner.kind)
        views = [view.of(actor.row) for actor in asked]
        answered = [seen(actor, owner.method, own) for actor, own in zip(asked, views, strict=True)]
        choices = [
            getattr(actor, owner.method)(own, rule) for actor, (_, own) in zip(asked, answered, strict=True)
        ]
        return owner.checked_together([question for question, _ in answered], choices, views)

    return decide


def shut_while_deciding(actors: Actors, decide: Decide) -> Decide:
    """The same deciding, with the attributes of agents shut meanwhile, whoever decides."""

    def decide_shut(decision: Decision, view: Any, rule: Rule[Any, Any]) -> Any:
        actors.deciding = True
        try:
            return decide(decision, view, rule)
        finally:
            actors.deciding = False

    return decide_shut


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
    actors = _Assembly(world, agent_types).actors
    return shut_while_deciding(actors, asking(actors, Names.of_world(world)))


def release(model: Model) -> None:
    """Let a model go: mesa 3.3 keeps every model for ever in its counter of agents, and 3.5 does not."""
    counters = getattr(Agent, "_ids", None)
    if counters is not None:
        counters.pop(model, None)
