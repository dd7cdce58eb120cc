"""Law: a phase writes only its declared results and leaves its inputs unchanged; so does every rule."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

import numpy as np

from govsim.decisions.rules import Rule
from govsim.scenario.schema import Scenario
from govsim.simulation import Decision, Phase, Phases
from govsim.validation.finding import Check, Plan, Reading
from govsim.validation.inspection import Deviation, inspected, reading
from govsim.validation.phases import with_function
from govsim.validation.samples import everywhere
from govsim.validation.stepping import phases_checked, step, world_after
from govsim.world.build import World

# Choices that are an input itself: safe, because arrays of the world are read-only and replaced whole.
MAY_RETURN_AN_INPUT: Final = frozenset({"council_commissioning"})
QUARTERS: Final = 5  # a year and more


def arrays_in(thing: Any, seen: set[int] | None = None) -> Iterator[np.ndarray[Any, Any]]:
    """Every array in a view, an index or a tuple of results."""
    seen = set() if seen is None else seen
    if id(thing) in seen:
        return
    seen.add(id(thing))
    parts: Iterable[Any] = ()
    if isinstance(thing, np.ndarray):
        yield thing
    elif isinstance(thing, Mapping):
        parts = thing.values()
    elif isinstance(thing, tuple | list):
        parts = thing
    elif dataclasses.is_dataclass(thing):
        parts = vars(thing).values()
    for part in parts:
        yield from arrays_in(part, seen)


def prints(thing: Any) -> list[tuple[int, int]]:
    """Fingerprints of the contents of all arrays in an object."""
    return [(id(array), hash(array.tobytes())) for array in arrays_in(thing)]


class Watch:
    """Records the changes of each phase to the world."""

    def __init__(self, world: World, phases: Phases) -> None:
        self.world = world
        self.before: dict[str, list[tuple[int, int]]] = {}
        self.last: Phase | Decision | None = None
        self.comparisons: list[Deviation] = []
        self.ran: set[str] = set()
        self.phases = tuple(self._watched(phase) for phase in phases)

    def note(self, sentence: str, breaches: int) -> None:
        """Record a comparison and its number of breaches."""
        self.comparisons.append(Deviation(f"quarter {self.world.quarter}: {sentence}", float(breaches)))

    def look(self) -> None:
        """Compare the world with its state before the last phase."""
        arrays = {**self.world.state, **self.world.flows}
        now = {name: prints(values) for name, values in arrays.items()}
        if self.last is not None:
            name, declared = self.last.name, set(self.last.writes)
            changed = {at for at in {*now, *self.before} if now.get(at) != self.before.get(at)} - declared
            self.note(f"{name} changed {sorted(changed)}", len(changed))
            missing = declared - set(now)
            self.note(f"{name} did not write {sorted(missing)}", len(missing))
        self.before = now

    def _watched(self, phase: Phase | Decision) -> Phase | Decision:
        def watched(own: Callable[..., Any], seen: dict[str, Any]) -> Any:
            self.look()
            self.last = phase
            self.ran.add(phase.name)
            before = prints(seen)
            results = own(**seen)
            self.note(f"{phase.name} changed what it was given", int(prints(seen) != before))
            if isinstance(phase, Phase):
                self._look_at_results(phase.name, phase.writes, seen, results)
            return results

        changed: Phase | Decision = with_function(phase, watched)
        return changed

    def _look_at_results(self, name: str, writes: tuple[str, ...], seen: Any, results: Any) -> None:
        fields = getattr(results, "_fields", writes)
        self.note(f"{name} names its results {fields}, not {writes}", int(fields != writes))
        inputs = list(arrays_in(seen))
        shared = sum(np.shares_memory(result, one) for result in arrays_in(results) for one in inputs)
        self.note(f"{name} returns memory of what it was given", int(shared))

    def decide(self, decision: Decision, view: Any, rule: Rule[Any, Any]) -> Any:
        """All rules choose from the view, which none may change; the choice of the rule in force counts."""
        before = prints(view)
        for key, rival in decision.rules.items():
            name, choice = f"{decision.name}.{key}", rival.choose(view)
            self.ran.add(name)
            self.note(f"{name} changed its view", int(prints(view) != before))
            seen = () if decision.name in MAY_RETURN_AN_INPUT else view
            self._look_at_results(name, decision.writes, seen, choice)
        return rule.choose(view)


@inspected
def phases_keep_their_word(scenario: Scenario) -> Iterator[Deviation]:
    """Watch every phase and every rule for a while."""
    phases = phases_checked()
    watch = Watch(world_after(scenario, 2), phases)
    for _ in range(QUARTERS):
        watch.last = None
        step(watch.world, watch.decide, watch.phases)
        watch.look()
    yield from watch.comparisons
    decisions = [phase for phase in phases if isinstance(phase, Decision)]
    rules = {f"{decision.name}.{rule}" for decision in decisions for rule in decision.rules}
    idle = {phase.name for phase in phases} | rules
    idle -= watch.ran
    yield Deviation(f"{sorted(idle)} never ran", float(len(idle)))


def examine(plan: Plan) -> Reading:
    """Watch two shipped scenarios and random countries."""
    return reading(
        (
            (scenario.name, phases_keep_their_word(scenario))
            for scenario in everywhere(plan, "mission_led", "classroom_small")
        ),
        "most arrays that a phase touched and should not have",
        "promises checked",
    )


CHECK: Final = Check(
    "law 2",
    "law",
    "Each step of a quarter changes only what it says it changes",
    source="own: an array with one writer can be understood by itself",
    refuted_by="a phase or a rule changes an array that it does not declare, or one that it was given",
    examine=examine,
)
