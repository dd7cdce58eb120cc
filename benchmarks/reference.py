"""The same model written as plain Mesa agents, Mesa itself with nothing to do, and govsim: what a run costs in each.

    python -m benchmarks.reference

The reference (tests/reference) is frozen by a hash, so that no ratio grows because what it is compared with was made
slower. A run is one world from the first quarter of its warm-up to its horizon, its places at hand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Final

import mesa
from mesa.batchrunner import batch_run

from benchmarks.answers import Answer, Table, shown
from benchmarks.machine import machine
from benchmarks.measuring import ROOT, in_turn, middle, ratios
from benchmarks.sizes import FULL, Size
from govsim import GovernanceModel, load_scenario, simulate
from govsim.scenario.schema import Scenario
from govsim.world.find_places import places_of
from govsim.world.places import Places
from tests.reference.model import ReferenceModel

# Renewed with `python -m benchmarks.reference` when the model changes, and then every ratio is measured again.
FROZEN: Final = "b7953d446251c1f7"

SEED: Final = 0


def fingerprint() -> str:
    """A hash of the files that the reference model is made of, its tests apart."""
    folder = ROOT / "tests" / "reference"
    hashed = hashlib.sha256()
    for file in sorted(folder.glob("*.py")):
        if not file.stem.startswith("test_") and file.stem != "random_countries":
            hashed.update(f"{file.name}\n{file.read_text(encoding='utf-8')}".encode())
    return hashed.hexdigest()[:16]


class ReferenceRun(ReferenceModel):
    """One run of the reference that ends by itself and notes where the pound went.

    `rng` is what mesa 3.5 hands to every model; the draws of the reference are addressed by seed and replicate.
    """

    def __init__(self, scenario: Scenario, places: Places, replicate: int = 0, rng: None = None) -> None:
        super().__init__(scenario, places, seed=SEED, replicate=replicate)
        self.datacollector = mesa.DataCollector(model_reporters={"effective": _effective})

    def step(self) -> None:
        """One quarter."""
        super().step()
        self.datacollector.collect(self)
        self.running = self.quarter < self.governance.horizon


def _effective(model: ReferenceModel) -> float:
    return float(model.pound()["effective"])


class Idle(mesa.Agent):
    """An agent that does nothing."""

    def step(self) -> None:
        """Nothing."""


class IdleModel(mesa.Model):
    """Mesa alone: as many agents as asked for, none of which does anything; with `until` it ends by itself."""

    def __init__(self, agents: int, until: int | None = None, rng: None = None) -> None:
        super().__init__(rng=0)
        self.until = until
        self.datacollector = mesa.DataCollector(model_reporters={"steps": "steps"})
        for _ in range(agents):
            Idle(self)

    def step(self) -> None:
        """Ask every agent to do nothing."""
        self.agents.do("step")
        self.datacollector.collect(self)
        self.running = self.until is None or self.steps < self.until


def in_a_loop(model: mesa.Model) -> None:
    """Run a Mesa model until it says that it is done, and forget it."""
    while model.running:
        model.step()
    counters = getattr(mesa.Agent, "_ids", None)
    if counters is not None:
        counters.pop(model, None)  # mesa 3.3 keeps every model for ever


def by_batch_run(model: type[mesa.Model], most_steps: int, **parameters: Any) -> list[dict[str, Any]]:
    """Run a Mesa model by Mesa's own runner, in this process; what is not a number or word is given in a list."""
    found: list[dict[str, Any]] = batch_run(
        model, parameters, number_processes=1, max_steps=most_steps, display_progress=False
    )
    return found


def costs(scenario_name: str, turns: int, replicates: int) -> dict[str, Any]:
    """CPU seconds of one run in each way, in turn, and how many agents and steps there are."""
    scenario = load_scenario(scenario_name)
    places = places_of(scenario)
    agents = len(ReferenceRun(scenario, places).agents)
    steps = scenario.warm_up + scenario.horizon
    ways: Mapping[str, Callable[[], object]] = {
        "reference_loop": lambda: in_a_loop(ReferenceRun(scenario, places)),
        "reference_batch_run": lambda: by_batch_run(
            ReferenceRun, steps, scenario=[scenario], places=[places], replicate=[0]
        ),
        "idle_loop": lambda: in_a_loop(IdleModel(agents, steps)),
        "idle_batch_run": lambda: by_batch_run(IdleModel, steps, agents=[agents], until=[steps]),
        "mesa_agents_loop": lambda: _agents_in_a_loop(scenario, places),
        "mesa_agents_batch_run": lambda: by_batch_run(
            GovernanceModel, steps, scenario=[scenario], places=[places], replicate=[0]
        ),
        "batch": lambda: simulate(scenario, replicates=replicates, seed=SEED, places=places),
    }
    ways["batch"]()  # what is done once a process is nobody's cost
    seconds = in_turn(ways, turns)
    seconds["batch"] = [value / replicates for value in seconds["batch"]]
    return {
        "machine": machine(),
        "agents": agents,
        "steps": steps,
        "replicates": replicates,
        "steps_of_ten": by_batch_run(IdleModel, 10, agents=[1])[-1]["steps"],
        "seconds_a_run": seconds,
    }


def _agents_in_a_loop(scenario: Scenario, places: Places) -> None:
    with GovernanceModel(scenario, rng=SEED, places=places) as model:
        model.run()


WAYS: Final = {
    "reference_loop": "the reference, in a plain loop",
    "reference_batch_run": "the reference, by mesa.batch_run",
    "idle_loop": "as many Mesa agents that do nothing, in a plain loop",
    "idle_batch_run": "as many Mesa agents that do nothing, by mesa.batch_run",
    "mesa_agents_loop": "GovernanceModel (one world, agents asked in turn), in a plain loop",
    "mesa_agents_batch_run": "GovernanceModel, by mesa.batch_run",
}


def told(found: Mapping[str, Any], key: str = "reference") -> Answer:
    """The costs as a table, each way beside `simulate`."""
    seconds, agent_steps = found["seconds_a_run"], found["agents"] * found["steps"]
    rows = []
    for way, words in {**WAYS, "batch": f"`simulate`, {found['replicates']} worlds in batches"}.items():
        side_by_side = ratios(seconds[way], seconds["batch"])
        rows.append(
            [
                words,
                shown(1e3 * middle(seconds[way]), "ms"),
                shown(1e6 * middle(seconds[way]) / agent_steps, "µs"),
                shown(middle(side_by_side)),
                f"{shown(min(side_by_side))} to {shown(max(side_by_side))}",
            ]
        )
    on = found["machine"]
    heads = ("One run, CPU time", "a run", "an agent and step", "times `simulate`", "from … to")
    return Answer(
        key,
        f"What does a run cost in plain Mesa, and here? mesa {on['mesa']}, Python {on['python']}, numpy {on['numpy']}",
        tables=[Table(key, heads, rows)],
        notes=[
            f"{found['agents']} agents, {found['steps']} steps of a quarter, the warm-up among them; the reference is "
            f"{fingerprint()}, {'as it was frozen' if fingerprint() == FROZEN else f'but {FROZEN} was frozen'}.",
            f"mesa.batch_run {on['mesa']} made {found['steps_of_ten']} steps when asked for 10; the models here end by "
            "themselves, so that every way makes the same number.",
            "`simulate` also works out all measures in every quarter; the reference follows the pound alone.",
        ],
        measured={**found, "fingerprint": fingerprint(), "frozen": FROZEN},
    )


def ask(size: Size) -> Answer:
    """Measure and tell."""
    return told(costs(size.scenario, size.turns, size.replicates))


if __name__ == "__main__":
    print(f"{fingerprint()} is the reference as it is; {FROZEN} was frozen.\n")
    answer = ask(FULL)
    print(answer.question, answer.tables[0].plain(), *answer.notes, sep="\n\n")
