"""Law 2: a phase writes what it declares and nothing else; it changes no input; every rule keeps to this too."""

from __future__ import annotations

import dataclasses
import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from govsim import simulation
from govsim.scenario.levers import NUMBER_LEVERS
from govsim.scenario.load import load_scenario
from govsim.scenario.rules import Rules
from govsim.scenario.schema import Scenario
from govsim.simulation import QUARTER, Decision, Phase, advance
from govsim.units import is_first_quarter, is_last_quarter
from govsim.world.build import World, build_world
from govsim.world.indices import Indices
from govsim.world.state import FIXED, FLOWS, STATE
from tests.worlds import SHIPPED, arrived, begin, scenarios, shortened

DECISIONS = [phase for phase in QUARTER if isinstance(phase, Decision)]
PHASES = [phase for phase in QUARTER if isinstance(phase, Phase)]
RULES = [(decision, rule) for decision in DECISIONS for rule in decision.rules]
OF_THE_QUARTER = (
    "member_md",
    "reorganisation_load",
    "breadth_age",
    "quarter",
    "election",
    "indices",
    "draws",
)

# Choices that are an input itself: safe, because arrays of the world are read-only and replaced whole.
MAY_RETURN_AN_INPUT = {"council_commissioning"}


def arrays_in(thing: Any, seen: set[int] | None = None) -> Iterator[np.ndarray[Any, Any]]:
    """Every array in a view, an index or a tuple of results."""
    seen = set() if seen is None else seen
    if id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, np.ndarray):
        yield thing
    elif isinstance(thing, Mapping):
        for value in thing.values():
            yield from arrays_in(value, seen)
    elif isinstance(thing, tuple | list):
        for value in thing:
            yield from arrays_in(value, seen)
    elif dataclasses.is_dataclass(thing):
        for value in vars(thing).values():
            yield from arrays_in(value, seen)


def prints(thing: Any) -> list[tuple[int, bytes]]:
    """What all arrays in something hold."""
    return [(id(array), array.tobytes()) for array in arrays_in(thing)]


class Watch:
    """Stands behind every phase and notes what it did to the world."""

    def __init__(self, world: World, quarter: tuple[Phase | Decision, ...]) -> None:
        self.world = world
        self.before: dict[str, tuple[int, bytes]] = {}
        self.last: Phase | Decision | None = None
        self.broken: list[str] = []
        self.ran: set[str] = set()
        self.quarter = tuple(self._watched(phase) for phase in quarter)

    def _now(self) -> dict[str, tuple[int, bytes]]:
        return {name: (id(a), a.tobytes()) for name, a in {**self.world.state, **self.world.flows}.items()}

    def look(self) -> None:
        """Compare the world with how it was before the last phase."""
        now = self._now()
        if self.last is not None:
            changed = {name for name in {*now, *self.before} if now.get(name) != self.before.get(name)}
            if changed - set(self.last.writes):
                self.broken.append(f"{self.last.name} changed {sorted(changed - set(self.last.writes))}")
            if missing := set(self.last.writes) - set(now):
                self.broken.append(f"{self.last.name} did not write {sorted(missing)}")
        self.before = now

    def _watched(self, phase: Phase | Decision) -> Phase | Decision:
        if isinstance(phase, Phase):
            return dataclasses.replace(phase, follows=self._wrapped(phase, phase.follows))
        return dataclasses.replace(phase, see=self._wrapped(phase, phase.see))

    def _wrapped(self, phase: Phase | Decision, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)  # keeps the signature, from which a phase knows what it reads
        def watched(**seen: Any) -> Any:
            self.look()
            self.last = phase
            self.ran.add(phase.name)
            before = prints(seen)
            results = function(**seen)
            if prints(seen) != before:
                self.broken.append(f"{phase.name} changed what it was given")
            if isinstance(phase, Phase):
                self._check_results(phase, seen, results)
            return results

        return watched

    def _check_results(self, phase: Phase, seen: Any, results: Any) -> None:
        if isinstance(results, tuple) and getattr(results, "_fields", phase.writes) != phase.writes:
            self.broken.append(f"{phase.name} names its results {results._fields}, not {phase.writes}")  # type: ignore[attr-defined]
        inputs = list(arrays_in(seen))
        if any(np.shares_memory(result, one) for result in arrays_in(results) for one in inputs):
            self.broken.append(f"{phase.name} returns memory of an input")

    def decide(self, decision: Decision, view: Any, rule: Any) -> Any:
        """All rules choose from the view; none may change it; the rule in force has its way."""
        before = prints(view)
        inputs = list(arrays_in(view))
        for name, rival in decision.rules.items():
            choice = rival.choose(view)
            self.ran.add(f"{decision.name}.{name}")
            if prints(view) != before:
                self.broken.append(f"{decision.name}.{name} changed its view")
            fields = getattr(choice, "_fields", decision.writes)
            if fields != decision.writes:
                self.broken.append(f"{decision.name}.{name} names its choice {fields}, not {decision.writes}")
            shares = any(np.shares_memory(made, one) for made in arrays_in(choice) for one in inputs)
            if shares and decision.name not in MAY_RETURN_AN_INPUT:
                self.broken.append(f"{decision.name}.{name} returns memory of its view")
        return rule.choose(view)


def watch_a_year(scenario: Scenario, patch: pytest.MonkeyPatch, quarters: int = 5) -> Watch:
    world = arrived(scenario, quarters=2)
    watch = Watch(world, QUARTER)
    patch.setattr(simulation, "QUARTER", watch.quarter)
    for _ in range(quarters):
        watch.last = None
        advance(world, watch.decide)
        watch.look()
    return watch


@given(scenarios())
@settings(max_examples=15)
def test_a_phase_writes_only_what_it_declares_and_changes_no_input_in_any_world(scenario: Scenario) -> None:
    with pytest.MonkeyPatch.context() as patch:
        watch = watch_a_year(scenario, patch)
    assert not watch.broken, "\n".join(sorted(set(watch.broken)))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_phase_writes_only_what_it_declares_in_every_scenario_that_comes_with_govsim(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = watch_a_year(shortened(load_scenario(name), 2, 8), monkeypatch)
    assert not watch.broken, "\n".join(sorted(set(watch.broken)))
    everything = {phase.name for phase in QUARTER} | {f"{decision.name}.{rule}" for decision, rule in RULES}
    assert watch.ran == everything, "some phase or rule never ran within a year"


def test_every_name_that_is_written_is_declared_and_every_declared_name_is_written() -> None:
    written = [name for phase in QUARTER for name in phase.writes]
    assert set(written) <= {*STATE, *FLOWS}
    assert {*STATE, *FLOWS} - set(written) == {"social_capital_kw"}, "declared, but no phase writes it"


def test_every_name_that_is_read_is_there_when_it_is_read() -> None:
    world = begin(shortened(load_scenario("siloed")))
    known = {*world.given, *NUMBER_LEVERS, *OF_THE_QUARTER, *STATE}
    for phase in QUARTER:
        assert set(phase.reads) <= known, f"{phase.name} reads what is not there yet"
        if phase.when is None:  # a flow of a yearly phase is missing in other quarters
            known |= set(phase.writes)


def test_a_phase_that_does_not_run_in_every_quarter_writes_state_only() -> None:
    for phase in QUARTER:
        if phase.when is not None:
            assert set(phase.writes) <= set(STATE), phase.name
            assert phase.when in (is_first_quarter, is_last_quarter), phase.name


def test_phases_stand_in_the_order_of_their_numbers_and_have_names_of_their_own() -> None:
    numbers = [phase.number for phase in QUARTER]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, 14))
    assert len({phase.name for phase in QUARTER}) == len(QUARTER)


def test_every_choice_of_rules_names_rules_that_the_decision_has() -> None:
    named = {decision.name: set(decision.rules) for decision in DECISIONS}
    for name, field in Rules.model_fields.items():
        assert set(field.annotation.__args__) == named[name]  # type: ignore[union-attr]
    for name, rules in named.items():
        assert len(rules) == 1 or name in Rules.model_fields, f"nobody can choose a rule of {name}"


@pytest.mark.parametrize(("decision", "rule"), RULES, ids=[f"{d.name}.{r}" for d, r in RULES])
def test_every_rule_of_every_decision_steers_a_world_through_two_years(decision: Decision, rule: str) -> None:
    scenario = shortened(load_scenario("mission_led"), 4, 8)
    if decision.name in Rules.model_fields:
        scenario = scenario.replace(rules={decision.name: rule})
    world = arrived(scenario, quarters=8)
    assert decision.rule_in_force(scenario.rules) is decision.rules[rule]
    assert all(np.isfinite(values).all() for values in world.state.values())


@pytest.mark.parametrize("phase", QUARTER, ids=[phase.name for phase in QUARTER])
def test_the_results_of_a_phase_are_named_as_it_declares_them(phase: Phase | Decision) -> None:
    functions = (
        [phase.follows] if isinstance(phase, Phase) else [rule.choose for rule in phase.rules.values()]
    )
    for function in functions:
        returned = inspect.signature(function, eval_str=True).return_annotation
        if len(phase.writes) > 1:
            assert returned._fields == phase.writes


def test_what_is_given_to_all_quarters_is_the_same_after_a_run() -> None:
    world = arrived(shortened(load_scenario("mission_led"), 3, 12), quarters=0)
    before = prints(world.given)
    for _ in range(12):
        advance(world)
    assert prints(world.given) == before


def test_arrays_of_the_world_cannot_be_written_in_place() -> None:
    world = arrived(shortened(load_scenario("mission_led"), 1, 2), quarters=2)
    for name, values in {**world.state, **world.flows}.items():
        assert not values.flags.writeable, name
        assert values.flags.c_contiguous, name
    for name in FIXED:
        assert not world.given[name].flags.writeable, name


def test_a_quarter_that_fails_leaves_the_worlds_as_they_were() -> None:
    world = arrived(shortened(load_scenario("mission_led"), 1, 4), quarters=2)
    state, flows, quarter = dict(world.state), dict(world.flows), world.quarter

    def refuse(decision: Decision, view: Any, rule: Any) -> Any:
        if decision.name == "council_gaming":
            raise ValueError("nobody may choose this")
        return rule.choose(view)

    with pytest.raises(ValueError, match="nobody may choose"):
        advance(world, refuse)
    assert world.quarter == quarter
    assert world.state == state  # the very same arrays
    assert world.flows == flows


def test_worlds_share_no_memory_that_one_of_them_could_write() -> None:
    scenario = shortened(load_scenario("siloed"))
    one = begin(scenario)
    other = build_world(scenario, one.places, (0,), network=one.network)
    assert isinstance(one.indices, Indices)
    for name in STATE:
        assert not np.shares_memory(one.state[name], other.state[name]) or one.state[name].size == 0, name
