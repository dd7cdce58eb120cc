"""One world as a Mesa model, in which every department, board, council, service and community is an agent."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self, SupportsIndex

from mesa import Model

from govsim.agents.actors import AgentTypes, create_actors
from govsim.agents.data_collector import collector
from govsim.agents.space import space_of
from govsim.agents.step_agents import decide_in_turn, release, shut_while_deciding
from govsim.arrays import Floats
from govsim.checked import LAST_SEED, seed_number, whole_number
from govsim.decisions.choosing.actor_view import Names
from govsim.decisions.choosing.overrides import Overrides, with_overrides
from govsim.errors import InputError, Problem
from govsim.measures.catalogue import observe
from govsim.named import Named
from govsim.runs.drive import start, step
from govsim.runs.drive import warm_up as warmed_up
from govsim.runs.simulate import deciding_for
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.simulation import Decide, by_rule
from govsim.world.build import build_world
from govsim.world.find_places import places_of
from govsim.world.given import NetworkLike, PlacesLike, network_given, places_given


class GovernanceModel(Model):  # type: ignore[misc]
    """One country under one arrangement of government, a quarter a step, as a Mesa model.

    Its numbers are bit for bit those of this replicate of this seed in a batch. Without a seed each model
    is another world, as in Mesa; `model.seed` reproduces it. So `mesa.batch_run` with
    `iterations=5` runs five worlds; `parameters={"rng": range(5)}` runs five that can be run again.

    Args:
        scenario: Name of a shipped scenario, path of a TOML file or country folder, a table, or a `Scenario`.
        rng: Seed of govsim's addressed draws and of Mesa's own generators, which govsim does not use: 0 to 2^64 − 1.
            None takes one from the operating system.
        seed: Another name for `rng`, as in Mesa; not both.
        replicate: Number of the world among those of the seed.
        places: Places that replace the scenario's, or the path of a file of places.
        network: An edited network that replaces the scenario's, or the path of its file.
        step_agents: Whether agents decide in turn in each quarter, or the rules for all at once.
        warm_up: Whether the warm-up is run before the first step.
        agent_types: Subclasses that replace Department, Council and so on.
        actors: Plain objects that decide in the place of single actors, as in `govsim.simulate`.

    Raises:
        InputError: an input is wrong; may be a ScenarioError, PlacesError or NetworkError.

    >>> with GovernanceModel("classroom_small", rng=7) as model:
    ...     model.actor("council", "hillford").capacity = 0.9
    ...     model.run(4).quarter
    4
    """

    def __init__(
        self,
        scenario: str | Path | Mapping[str, Any] | Scenario = "siloed",
        *,
        rng: SupportsIndex | None = None,
        seed: SupportsIndex | None = None,
        replicate: SupportsIndex = 0,
        places: PlacesLike | None = None,
        network: NetworkLike | None = None,
        step_agents: bool = True,
        warm_up: bool = True,
        agent_types: AgentTypes = (),
        actors: Overrides | None = None,
    ) -> None:
        if rng is not None and seed is not None:
            raise InputError(Problem("rng", "one seed, as rng or as seed", "both"))
        name, given = ("rng", rng) if seed is None else ("seed", seed)
        self.seed = secrets.randbits(63) if given is None else seed_number(given, name)
        super().__init__(rng=self.seed)
        self.replicate = whole_number("replicate", replicate, 0, LAST_SEED)
        self.governance = load_scenario(scenario)
        agent_types = tuple(agent_types)
        if agent_types and not step_agents:
            expected = "step_agents=True, or agents of these types would never decide"
            raise InputError(Problem("agent_types", expected, "step_agents=False"))
        own = places_given(places)
        land = own if own is not None else places_of(self.governance)
        edges = network_given(network, [self.governance], land)
        world = build_world(self.governance, land, [self.replicate], self.seed, edges)
        if warm_up:
            warmed_up(world)
        self.world = start(world, decide_for=deciding_for(by_rule, actors or {}))
        self.measures: Mapping[str, float | Floats] = Named("measure", {}, _none_yet)
        self.space = space_of(self.world.network, self.random)
        self.actors = create_actors(self, self.world, agent_types)
        self._seat()
        self.step_agents = step_agents
        self._decide = self._deciding(actors)
        self.datacollector = collector()

    def _deciding(self, overrides: Overrides | None) -> Decide:
        """Who decides: the rules or the agents, except for overridden actors."""
        decide: Decide = by_rule
        if self.step_agents:
            decide = decide_in_turn(self.actors, Names.of_world(self.world), lambda: self.world.quarter)
        if overrides:
            decide = with_overrides(self.world, overrides, decide)
        return shut_while_deciding(self.actors, decide)

    def _seat(self) -> None:
        """Put every agent on its cell."""
        cell_of = {(node["kind"], node["key"]): self.space[at] for at, node in self.space.G.nodes(data=True)}
        for actor in self.actors:
            actor.cell = cell_of[actor.kind, actor.key]

    @property
    def quarter(self) -> int:
        """The quarter that the next step runs, 0 at the start."""
        return self.world.quarter

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Keys of the outcomes, in the order of agents' attributes by outcome."""
        return self.world.network.nodes["outcome"]

    def __repr__(self) -> str:
        return f"<GovernanceModel: {self.governance.name} at quarter {self.quarter}, seed {self.seed}>"

    def actor(self, kind: str, key: str) -> Any:
        """One agent by kind and key: `model.actor("council", "hillford")`. Raises GovsimError for none."""
        return self.actors.find(kind, key)

    def step(self) -> None:
        """Run one quarter and record its measures. If it fails, the model is unchanged."""
        before = self.world.quarter
        try:
            step(self.world, self._decide)
            observed = observe(self.world.names(before), at_end=False)
            one = {name: _of_one_world(values) for name, values in observed.items()}
            self.measures = Named("measure", one)
            self.running = self.world.quarter < self.governance.horizon
            self.datacollector.collect(self)
        except BaseException:
            self._mend_clock(again=self.world.quarter == before)
            raise

    def run(self, quarters: int | None = None) -> Self:
        """Run to the horizon, or this many quarters if they are fewer."""
        left = self.governance.horizon - self.quarter
        for _ in range(left if quarters is None else min(whole_number("quarters", quarters), left)):
            self.step()
        return self

    def _mend_clock(self, again: bool) -> None:
        """Undo Mesa's count of a step that failed; 3.5 also plans no further step."""
        if again:
            self.steps -= 1
        schedule = getattr(self, "_default_schedule", None)
        if schedule is None:
            return
        clock: Any = self
        if again:
            clock.time -= 1.0
        schedule._schedule_next(clock.time + 1.0)

    def close(self) -> None:
        """Release the model; mesa 3.3 would hold it in memory for ever."""
        release(self)

    def __enter__(self) -> Self:
        """The model itself; the end of the block closes it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the model."""
        self.close()


def _none_yet(name: str) -> str:
    return "There are none before the first step."


def _of_one_world(values: Floats) -> float | Floats:
    one = values[..., 0]
    return float(one) if one.ndim == 0 else one
