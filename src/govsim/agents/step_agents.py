"""Let agents decide in turn in a quarter, and assemble their choices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mesa import Agent, Model

from govsim.agents.actor import Actor
from govsim.agents.actors import Actors, AgentTypes, create_actors
from govsim.decisions.choosing.actor_view import ActorView, Names, read_only
from govsim.decisions.choosing.choices import Question
from govsim.decisions.choosing.owners import OWNERS, DecisionOfOne
from govsim.decisions.rules import Rule
from govsim.simulation import Decide, Decision
from govsim.world.build import World


def decide_in_turn(actors: Actors, names: Names, clock: Callable[[], int] | None = None) -> Decide:
    """A `decide` by which these agents decide a quarter.

    `clock` gives the quarter. Raises ChoiceError, naming the agent, for a choice that is not allowed.
    """

    def seen(actor: Actor, method: str, view: Any) -> tuple[Question, ActorView]:
        question = Question(actor.kind, actor.key, method, None if clock is None else clock())
        return question, ActorView(view, question, names)

    def decide(decision: Decision, view: Any, rule: Rule[Any, Any]) -> Any:
        owner = OWNERS[decision.name]
        view = read_only(view)
        if isinstance(owner, DecisionOfOne):
            question, own = seen(actors.centre, owner.method, view)
            return owner.checked(question, getattr(actors.centre, owner.method)(own, rule), view)
        agents = actors.who(owner.kind)
        views = [view.of(actor.row) for actor in agents]
        answered = [seen(actor, owner.method, own) for actor, own in zip(agents, views, strict=True)]
        choices = [
            getattr(actor, owner.method)(own, rule) for actor, (_, own) in zip(agents, answered, strict=True)
        ]
        return owner.checked_together([question for question, _ in answered], choices, views)

    return decide


def shut_while_deciding(actors: Actors, decide: Decide) -> Decide:
    """Wrap `decide` so that agents are read-only while deciding."""

    def decide_shut(decision: Decision, view: Any, rule: Rule[Any, Any]) -> Any:
        actors.deciding = True
        try:
            return decide(decision, view, rule)
        finally:
            actors.deciding = False

    return decide_shut


class _Assembly(Model):  # type: ignore[misc]
    """Agents that decide for a whole batch of worlds: they have views, but no world of their own."""

    def __init__(self, world: World, agent_types: AgentTypes) -> None:
        super().__init__(rng=0)
        self.world = None
        self.actors = create_actors(self, world, agent_types)
        release(self)


def decide_by_agents(world: World, agent_types: AgentTypes = ()) -> Decide:
    """A `decide` that calls one agent per actor for all worlds of a batch at once.

    It serves every batch of the same country and the same worlds, at the start as well. The agents have no attributes
    of a world; they decide from their views, whose last axis is the world.
    """
    actors = _Assembly(world, agent_types).actors
    return shut_while_deciding(actors, decide_in_turn(actors, Names.of_world(world)))


def release(model: Model) -> None:
    """Release a model: mesa 3.3 holds every model for ever in its counter of agents; 3.5 does not."""
    counters = getattr(Agent, "_ids", None)
    if counters is not None:
        counters.pop(model, None)
