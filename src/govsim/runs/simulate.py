"""Simulate scenarios in many worlds: one warm-up, then each scenario on the same draws."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from govsim.arrays import Floats
from govsim.checked import processes, seed_number, whole_number
from govsim.decisions.choosing.actor_view import Names
from govsim.decisions.choosing.overrides import Overrides, overrides_of, with_overrides
from govsim.errors import InputError, Problem
from govsim.runs.drive import DecideFor, each_quarter, recorded, start
from govsim.runs.pool import jobs_worth_starting, note_progress
from govsim.runs.recording import Recording
from govsim.runs.run import Run
from govsim.runs.seconds import seconds_of_a_run
from govsim.runs.sharing import Part, sharing
from govsim.scenario.holding import holding_as
from govsim.scenario.load import HELD, load_scenario
from govsim.scenario.schema import Scenario
from govsim.simulation import QUARTER, Decide, Phases, by_rule
from govsim.world.build import build_world
from govsim.world.find_places import places_of
from govsim.world.given import NetworkLike, PlacesLike, network_given, places_given
from govsim.world.places import Places

ScenarioLike = str | Path | Mapping[str, Any] | Scenario

DEFAULT_REPLICATES = 200
CELLS_AT_ONCE = 2_000_000  # councils × edges and communities × outcomes: a few hundred megabytes in all
MOST_WORLDS_AT_ONCE = 200  # more are no faster

# Fields of a scenario that do not affect the warm-up.
_AFTER_WARM_UP = {"name", "about", "question", "group", "levers", "reforms", "horizon", "starts_from"}
_AFTER_WARM_UP |= {"values", "smallest_effect", "budget_billion"}
_AFTER_WARM_UP |= {"equal_volume", "equal_volume_as", "equal_overhead", "equal_overhead_as"}


@dataclass(frozen=True)
class Progress:
    """Progress of a simulation: quarters of all worlds done, their total, and the current scenario."""

    done: int
    of: int
    running: str


Result = TypeVar("Result")
Simulating = Generator[Progress, None, list[Run]]


def simulate(
    scenario: ScenarioLike,
    *,
    replicates: int = DEFAULT_REPLICATES,
    seed: int = 0,
    places: PlacesLike | None = None,
    network: NetworkLike | None = None,
    actors: Overrides | None = None,
    equal_volume: ScenarioLike | None = None,
    equal_overhead: ScenarioLike | None = None,
    jobs: int | None = 1,
) -> Run:
    """Simulate one scenario in many worlds.

    Worlds differ in chance and, unless the scenario fixes them, in contested assumptions.

    Args:
        scenario: Name of a shipped scenario, path of a TOML file or country folder, a table, or a `Scenario`.
        replicates: Number of worlds. World 0, 1, … of a seed are the same whatever their number.
        seed: Root seed, 0 to 2^64 − 1. The same seed gives every scenario the same worlds.
        places: Places that replace the scenario's, or the path of a file of places.
        network: An edited network that replaces the scenario's: as `load_network` gives it, the path of its file,
            or a networkx graph.
        actors: Overrides by actor, such as `{"council:hillford": Thrifty()}`, from quarter 0 on. An object decides
            for all worlds of a batch at once and is copied for each batch; a class is instantiated per batch.
        equal_volume: Scenario that sets this one's share of money for outcomes, if any.
        equal_overhead: Scenario that sets this one's lost staff time, if any.
        jobs: Worker processes; 1 runs in this process, None chooses.

    Returns:
        The run: each measure in its unit, shape (quarter, world), and the pound's journey.

    Raises:
        InputError: an input is wrong; may be a ScenarioError, PlacesError or NetworkError. Lists every problem.
        ChoiceError: an override returned an invalid choice.

    >>> run = simulate("classroom_small", replicates=4, seed=1)
    >>> run.measures["progress"].shape
    (32, 4)
    """
    loaded = held(load_scenario(scenario), equal_volume, equal_overhead)
    return finished(simulating([loaded], replicates, seed, places, network, actors=actors, jobs=jobs))[0]


def held(
    scenario: Scenario, equal_volume: ScenarioLike | None = None, equal_overhead: ScenarioLike | None = None
) -> Scenario:
    """A copy of a scenario with the volume or overheads of others, if any, from quarter 0 on."""
    changes: dict[str, Any] = {}
    for key, other in zip(HELD, (equal_volume, equal_overhead), strict=True):
        changes |= {} if other is None else holding_as(key, load_scenario(other))
    return scenario.replace(**changes) if changes else scenario


def finished(
    work: Generator[Progress, None, Result], watch: Callable[[Progress], None] = lambda progress: None
) -> Result:
    """Run a generator to its end and return its value; close it whatever happens."""
    with closing(work):
        while True:
            try:
                watch(next(work))
            except StopIteration as stop:
                result: Result = stop.value
                return result


def simulating(
    scenarios: Sequence[ScenarioLike],
    replicates: int | Sequence[int] = DEFAULT_REPLICATES,
    seed: int = 0,
    places: PlacesLike | None = None,
    network: NetworkLike | None = None,
    decide_for: DecideFor | None = None,
    actors: Overrides | None = None,
    phases: Phases = QUARTER,
    assumptions: Mapping[str, Floats] | None = None,
    only: Sequence[Collection[str]] | None = None,
    jobs: int | None = 1,
) -> Simulating:
    """Run scenarios on the same worlds, yielding progress; the generator's value is one Run per scenario.

    Scenarios with the same country and start share a warm-up. `replicates` is a number of worlds or their numbers.
    `decide_for` returns the decision function of a batch (default: the rules). `actors` are overrides in every
    scenario. `phases` replaces the quarter, to test its order. `assumptions` fixes uncertainties world by world, arrays
    of shape (world,); a replicate may then repeat. `only` names the measures to observe of each scenario: the runs
    then have these alone, and no journey of the pound. `jobs` is as in `simulate`; actors, `decide_for` or `phases` of
    the caller always run in this process.
    """
    which, seed, jobs = tuple(_checked_replicates(replicates)), seed_number(seed), processes(jobs)
    loaded = [load_scenario(scenario) for scenario in scenarios]
    given = places_given(places)
    lands = [given if given is not None else places_of(scenario) for scenario in loaded]
    edges = network_given(network, loaded, lands[0]) if loaded else None
    overrides = actors or {}
    for scenario, land in zip(loaded, lands, strict=True) if overrides else ():
        overrides_of(Names.of(scenario, land), overrides)  # fail before any work
    overrides = _copied(overrides)
    names = [None] * len(loaded) if only is None else only
    records = [Recording(scenario, which, some) for scenario, some in zip(loaded, names, strict=True)]
    groups = _sharing_warm_up(loaded, lands)
    of = sum(
        len(which) * (loaded[group[0]].warm_up + sum(loaded[row].horizon for row in group))
        for group in groups
    )
    stays = bool(overrides) or decide_for is not None or phases is not QUARTER  # may not be picklable
    jobs = 1 if stays else jobs or jobs_worth_starting(_seconds(groups, loaded, lands) * len(which))
    known = assumptions or {}
    if jobs > 1 and len(which) > 1:
        whole = Part(
            scenarios=tuple(loaded),
            replicates=which,
            seed=seed,
            places=given,
            network=edges,
            assumptions=known,
            only=None if only is None else tuple(only),
        )
        together = f"{jobs} processes"
        return (yield from sharing(_run_part, whole, jobs, lambda done: Progress(done, of, together), of))
    done = 0
    for group in groups:
        first = group[0]
        size = _worlds_at_once(loaded[first], lands[first], len(which))
        for at in range(0, len(which), size):
            part = which[at : at + size]
            own = {name: values[at : at + size] for name, values in known.items()}
            warm = build_world(loaded[first], lands[first], part, seed, edges, own)
            decide = decide_for(warm) if decide_for is not None else by_rule
            deciding = deciding_for(decide, overrides)
            for _ in each_quarter(warm, 0, decide, phases):
                done += len(part)
                yield Progress(done, of, "warm-up")
            for row in group:
                world = start(warm, loaded[row], phases, deciding)
                quarters = each_quarter(world, decide=deciding(world), phases=phases)
                for _ in recorded(warm, world, quarters, phases):
                    records[row].note(world, slice(at, at + len(part)))
                    done += len(part)
                    yield Progress(done, of, loaded[row].name)
    return [record.run(seed, land) for record, land in zip(records, lands, strict=True)]


def _run_part(part: Part) -> list[Run]:
    """Run a part in a worker, noting the quarters done."""
    return finished(simulating(**vars(part)), lambda progress: note_progress(progress.done))


def deciding_for(decide: Decide, overrides: Overrides) -> DecideFor:
    """Decisions from quarter 0 on in a batch of worlds, with fresh copies of the overrides."""
    return lambda world: with_overrides(world, _copied(overrides), decide) if overrides else decide


def _copied(actors: Overrides) -> Overrides:
    """Copies of the overrides, so that no batch or scenario remembers another."""
    try:
        return copy.deepcopy(dict(actors))
    except (TypeError, ValueError, NotImplementedError) as error:  # what copy and pickle raise
        raise InputError(
            Problem(
                "actors",
                "objects that can be copied",
                f"one that cannot ({error})",
                remedy="Give the class: each batch of worlds gets its own instance.",
            )
        ) from error


def _checked_replicates(replicates: int | Sequence[int]) -> Sequence[int]:
    """The numbers of the worlds: of a count of them, or as listed."""
    if isinstance(replicates, str | bytes) or not isinstance(replicates, Iterable):
        return range(whole_number("replicates", replicates, 1))
    numbers = [whole_number("replicates", number) for number in replicates]
    if not numbers:
        raise InputError(Problem("replicates", "a number of worlds", "none"))
    return numbers


def _seconds(
    groups: Sequence[Sequence[int]], scenarios: Sequence[Scenario], lands: Sequence[Places]
) -> float:
    """Approximate seconds of one world in all scenarios on one core; a group shares its warm-up."""
    return sum(
        seconds_of_a_run(scenarios[row], lands[row], warm_up=row == group[0])
        for group in groups
        for row in group
    )


def _worlds_at_once(scenario: Scenario, places: Places, worlds: int) -> int:
    """The number of worlds per batch: about equal batches, within the limit on memory."""
    edges = sum(weight > 0 for department in scenario.departments for weight in department.weights.values())
    cells = len(places.council_keys) * edges + len(places.community_keys) * len(scenario.outcomes)
    most = max(1, min(MOST_WORLDS_AT_ONCE, CELLS_AT_ONCE // max(1, cells)))
    batches = math.ceil(worlds / most)
    return math.ceil(worlds / batches)


def _sharing_warm_up(scenarios: Sequence[Scenario], lands: Sequence[Places]) -> list[list[int]]:
    """Group the positions of scenarios that can share a warm-up."""
    groups: dict[tuple[str, int], list[int]] = {}
    for row, (scenario, land) in enumerate(zip(scenarios, lands, strict=True)):
        country = scenario.model_dump(mode="json", exclude=_AFTER_WARM_UP)
        groups.setdefault((json.dumps(country, sort_keys=True), _identity(land)), []).append(row)
    return list(groups.values())


def _identity(places: Places) -> int:
    """A hash of places by content."""
    return hash((places.name, places.community_keys, places.need_kj.tobytes(), places.neighbours.tobytes()))
