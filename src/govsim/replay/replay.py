"""Replay a decision: an actor's view in one world, its choice, and the effect of another choice."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from govsim.checked import seed_number, whole_number
from govsim.decisions.choosing.actor_view import Names
from govsim.decisions.choosing.overrides import overrides_of, place_of, with_overrides
from govsim.decisions.choosing.owners import OWNERS, DecisionOfOne, decisions_of
from govsim.decisions.rules import Rule
from govsim.display import Displayed
from govsim.errors import InputError, Problem, nearest
from govsim.measures.catalogue import MEASURES, observe
from govsim.replay.actor_figures import ActorFigures, Quantity
from govsim.replay.labelled_arrays import LabelledArray, labelled, labelled_view
from govsim.runs.drive import each_quarter, fork, run_on, start, step, warm_up
from govsim.runs.run import Run
from govsim.runs.simulate import ScenarioLike
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.simulation import QUARTER, Decide, Decision, by_rule
from govsim.world.build import World, build_world
from govsim.world.find_places import places_of
from govsim.world.given import NetworkLike, PlacesLike, network_given, places_given
from govsim.world.network import Network
from govsim.world.places import Places

FOLLOWED = ("public_value", "progress", "core_services")  # measures of the nation, quarter by quarter
SAME = 1e-9  # a saved figure and its recomputation differ at most by rounding of the file format


@dataclass(frozen=True, eq=False, kw_only=True)
class Option:
    """One way to choose: a rule or a user's object, its description, and its choice."""

    name: str
    source: str  # a key of docs/references.bib, or `own` with the reason; empty for a user's object
    sentence: str
    choice: tuple[LabelledArray, ...]


@dataclass(frozen=True)
class QuantityChange:
    """A figure in the actual course, and in the course with another choice."""

    figure: Quantity
    was: float
    instead: float


@dataclass(frozen=True, kw_only=True)
class Course:
    """A figure quarter by quarter from that of the choice on, in the actual course and with another choice."""

    figure: Quantity
    was: tuple[float, ...]
    instead: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Consequences:
    """Effects of another choice up to the end, on the actor's own place and on the nation."""

    from_then_on: bool
    last_quarter: int
    own: tuple[QuantityChange, ...]
    nation: tuple[QuantityChange, ...]
    courses: tuple[Course, ...]  # of the actor's own figures, then of the nation's


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Replay(Displayed):
    """One decision of one actor in one world, replayed."""

    scenario: Scenario
    places_name: str
    seed: int
    world: int
    quarter: int
    kind: str
    key: str
    label: str
    decision: str
    method: str
    question: str
    seen: tuple[LabelledArray, ...]
    got: tuple[tuple[Quantity, float], ...]  # in this quarter, and how it stood at its end
    chosen: Option
    rivals: tuple[Option, ...]
    instead: Option | None
    consequences: Consequences | None
    as_saved: bool | None  # whether the saved run agrees; None without a saved run

    def in_one_line(self) -> str:
        """The actor, the decision and the quarter."""
        where = f"{self.scenario.name}, quarter {self.quarter} of world {self.world}, seed {self.seed}"
        return f"{self.decision} of {self.kind} '{self.key}' in {where}"


@dataclass(frozen=True, eq=False, kw_only=True)
class Instead:
    """Another choice: a user's object or class, or the name of a rival rule, for one quarter or from then on."""

    chooser: Any = None
    rule: str | None = None
    name: str = ""
    from_then_on: bool = False


def replay(
    source: ScenarioLike | Run,
    *,
    actor: str,
    quarter: int,
    world: int = 0,
    seed: int | None = None,
    decision: str | None = None,
    instead: Instead | None = None,
    places: PlacesLike | None = None,
    network: NetworkLike | None = None,
) -> Replay:
    """Run one world up to a quarter; show an actor's view and choice, and the choice of each rival rule.

    `source` is a scenario, or a saved run whose seed is used; `world` is the number of a replicate. With `instead` the
    world runs to its end both ways. Raises InputError for an unknown actor, decision, world or quarter.
    """
    saved = source if isinstance(source, Run) else None
    scenario = saved.scenario if saved is not None else load_scenario(source)  # type: ignore[arg-type]
    world, quarter = whole_number("world", world), whole_number("quarter", quarter, 0, scenario.horizon - 1)
    given = places_given(places)
    land = given if given is not None else places_of(scenario)
    edges = network_given(network, [scenario], land)
    seed = _seed(saved, None if seed is None else seed_number(seed), world, land)
    _decided(scenario, Names.of(scenario, land), quarter, actor, decision, instead)  # before any work is done
    before = _at(scenario, land, world, seed, edges, quarter)
    return replay_from(before, actor=actor, decision=decision, instead=instead, saved=saved)


def replay_from(
    before: World,
    *,
    actor: str,
    decision: str | None = None,
    instead: Instead | None = None,
    saved: Run | None = None,
) -> Replay:
    """Replay a decision of the next quarter of one world, which stays as it is. Raises InputError, as `replay` does."""
    scenario, land, quarter = before.scenario, before.places, before.quarter
    seed, world = before.draws.seed, int(before.draws.replicates[0])
    kind, key, row, method, phase = _decided(
        scenario, Names.of(scenario, land), quarter, actor, decision, instead
    )
    recorder = _Recorder(phase.name)
    was = fork(before)
    step(was, recorder.by(by_rule))
    names = Names.of_world(before)
    at = ActorFigures(kind=kind, row=row, names=names, scenario=scenario, land=land)
    owner = OWNERS[phase.name]
    own_view = recorder.view if isinstance(owner, DecisionOfOne) else recorder.view.of(row)

    def option(name: str, rule: Rule[Any, Any] | None, choice: Any, sentence: str = "") -> Option:
        """A choice with its labels; without a rule it is the choice of a user's object."""
        parts = zip(phase.writes, choice if isinstance(choice, tuple) else (choice,), strict=True)
        return Option(
            name=name,
            source=rule.source if rule else "",
            sentence=_first_sentence(rule.choose) if rule else sentence,
            choice=tuple(labelled(array, values, kind, key, names, at.labels) for array, values in parts),
        )

    got = at.now(was)
    options = {name: option(name, rule, rule.choose(own_view)) for name, rule in phase.rules.items()}
    in_force = next(name for name, rule in phase.rules.items() if rule is recorder.rule)
    other, consequences = None, None
    if instead is not None:
        instead_recorder = _Recorder(phase.name)
        branch = fork(before)
        decide = with_overrides(branch, {actor: _only(method, instead, phase)})
        step(branch, instead_recorder.by(decide))
        chosen = instead_recorder.choice
        if not isinstance(owner, DecisionOfOne):
            chosen = chosen[owner.rows(recorder.view, row)]
        rival = None if instead.rule is None else phase.rules[instead.rule]
        name = instead.rule or instead.name or _name_of(instead.chooser)
        other = option(name, rival, chosen, _about(instead.chooser))
        consequences = _followed(at, was, branch, decide if instead.from_then_on else by_rule, instead)
    return Replay(
        scenario=scenario,
        places_name=land.name,
        seed=seed,
        world=world,
        quarter=quarter,
        kind=kind,
        key=key,
        label=at.label,
        decision=phase.name,
        method=method,
        question=_first_sentence(sys.modules[phase.see.__module__]),
        seen=labelled_view(own_view, kind, key, names, at.labels),
        got=got,
        chosen=options.pop(in_force),
        rivals=tuple(options.values()),
        instead=other,
        consequences=consequences,
        as_saved=None if saved is None else _as_saved(saved, was, world, quarter),
    )


class _Recorder:
    """Records view, rule and choice of one decision while a quarter runs."""

    def __init__(self, decision: str) -> None:
        self.decision = decision
        self.view: Any = None
        self.rule: Any = None
        self.choice: Any = None

    def by(self, decide: Decide) -> Decide:
        def recording(decision: Decision, view: Any, rule: Rule[Any, Any]) -> Any:
            choice = decide(decision, view, rule)
            if decision.name == self.decision:
                self.view, self.rule, self.choice = view, rule, choice
            return choice

        return recording


def _seed(saved: Run | None, seed: int | None, world: int, land: Places) -> int:
    if saved is None:
        return seed if seed is not None else 0
    problems = []
    if seed is not None and seed != saved.seed:
        problems.append(Problem("seed", f"that of the run, {saved.seed}", f"{seed}"))
    if world not in saved.replicates:
        shown = f"{min(saved.replicates)} to {max(saved.replicates)}"
        problems.append(Problem("world", f"one of the run, {shown}", f"{world}"))
    if land.name != saved.places_name:
        remedy = "Name the file of its places with --places."
        problems.append(
            Problem("places", f"'{saved.places_name}' as in the run", f"'{land.name}'", remedy=remedy)
        )
    if problems:
        raise InputError(problems)
    return saved.seed


def _method(kind: str, decision: str | None, instead: Instead | None) -> str:
    """The method to replay, by its own name or its decision's; else the first that `instead` has."""
    methods = decisions_of(kind)
    if decision is not None:
        for method, name in methods.items():
            if decision in (method, name):
                return method
        raise InputError(
            Problem("decision", f"one of a {kind}", f"'{decision}'", remedy=nearest(decision, list(methods)))
        )
    chooser, rule = (instead.chooser, instead.rule) if instead is not None else (None, None)
    has = [method for method in methods if chooser is not None and hasattr(chooser, method)]
    knows = [method for method, name in methods.items() if rule in _phase(name).rules]
    if rule is not None and not knows:
        known = [listed for name in methods.values() for listed in _phase(name).rules]
        raise InputError(Problem("rule", f"a rule of a {kind}", f"'{rule}'", remedy=nearest(rule, known)))
    return [*has, *knows, *methods][0]


def _decided(
    scenario: Scenario, names: Names, quarter: int, actor: str, decision: str | None, instead: Instead | None
) -> tuple[str, str, int, str, Decision]:
    """Kind, key and row of the actor, its method and its decision. Raises InputError for what does not exist."""
    kind, key, row = place_of(names, actor)
    method = _method(kind, decision, instead)
    phase = _phase(decisions_of(kind)[method])
    _check_quarter(phase, quarter, scenario.horizon)
    if instead is not None:
        _check_instead(names, actor, method, phase, instead)
    return kind, key, row, method, phase


def _phase(name: str) -> Decision:
    return next(phase for phase in QUARTER if isinstance(phase, Decision) and phase.name == name)


def _check_quarter(phase: Decision, quarter: int, horizon: int) -> None:
    if phase.when is not None and not phase.when(quarter):
        when = [str(one) for one in range(horizon) if phase.when(one)]
        expected = f"a quarter in which this is decided ({', '.join(when[:4])}, …)"
        raise InputError(Problem("quarter", expected, f"{quarter}"))


def _check_instead(names: Names, actor: str, method: str, phase: Decision, instead: Instead) -> None:
    """Check that the other choice is one of this decision. Raises InputError."""
    if instead.rule is None:
        methods = [override.method for override in overrides_of(names, {actor: instead.chooser})]
        if method not in methods:
            raise InputError(Problem("instead", f"an object that can {method}", f"one that can {methods[0]}"))
    elif instead.rule not in phase.rules:
        remedy = nearest(instead.rule, list(phase.rules))
        raise InputError(Problem("rule", f"a rule of {phase.name}", f"'{instead.rule}'", remedy=remedy))


def _only(method: str, instead: Instead, phase: Decision) -> Any:
    """An object with only the replayed method of the user's object."""
    if instead.rule is None:
        chooser = instead.chooser() if isinstance(instead.chooser, type) else instead.chooser
        return SimpleNamespace(**{method: getattr(chooser, method)})
    rival = phase.rules[instead.rule]
    return SimpleNamespace(**{method: lambda view: rival.choose(view)})


def _at(
    scenario: Scenario, land: Places, world: int, seed: int, network: Network | None, quarter: int
) -> World:
    return run_on(start(warm_up(build_world(scenario, land, [world], seed, network))), quarter)


def _as_saved(saved: Run, world: World, replicate: int, quarter: int) -> bool:
    """Whether the saved run has the same figures in this quarter and world."""
    measured = observe(world.names(quarter), at_end=quarter == world.scenario.horizon - 1)
    column = saved.replicates.index(replicate)
    return all(
        np.allclose(saved.measures[name][quarter][column], values[0], rtol=0, atol=SAME, equal_nan=True)
        for name, values in measured.items()
        if name in saved.measures and not MEASURES[name].only_at_end
    )


def _followed(at: ActorFigures, was: World, branch: World, decide: Decide, instead: Instead) -> Consequences:
    """Run both courses to the end and compare them."""
    horizon = was.scenario.horizon
    courses: dict[Quantity, list[tuple[float, float]]] = {}

    def note() -> None:
        at.note(was, branch)
        for figure, *both in [*at.stocks(was, branch), *_of_nation(was, branch)]:
            courses.setdefault(figure, []).append((both[0], both[1]))

    note()
    for _ in each_quarter(was):
        step(branch, decide)
        note()
    own = tuple(QuantityChange(figure, first, second) for figure, first, second in at.own(was, branch))
    ends = [observe(world.names(horizon - 1), at_end=True) for world in (was, branch)]
    nation = tuple(
        QuantityChange(Quantity(measure.label, name), float(ends[0][name][0]), float(ends[1][name][0]))
        for name, measure in MEASURES.items()
        if not measure.axis
    )
    return Consequences(
        from_then_on=instead.from_then_on,
        last_quarter=horizon - 1,
        own=own,
        nation=nation,
        courses=tuple(
            Course(
                figure=figure,
                was=tuple(first for first, _ in course),
                instead=tuple(second for _, second in course),
            )
            for figure, course in courses.items()
        ),
    )


def _of_nation(was: World, branch: World) -> Iterator[tuple[Quantity, float, float]]:
    """The nation's measures of this quarter, in both courses."""
    both = [world.names(world.quarter - 1) for world in (was, branch)]
    for measure in (MEASURES[name] for name in FOLLOWED):
        first, second = (
            float(measure.function(**{name: names[name] for name in measure.reads})[0]) for names in both
        )
        yield Quantity(measure.label, measure.name), first, second


def _first_sentence(thing: Any) -> str:
    text: str = thing.__doc__ or ""
    return " ".join(text.split("\n\n")[0].split("Source:")[0].split())


def _about(chooser: Any) -> str:
    kind = chooser if isinstance(chooser, type) else type(chooser)
    return _first_sentence(kind) if "__doc__" in vars(kind) else ""


def _name_of(chooser: Any) -> str:
    name: str = chooser.__name__ if isinstance(chooser, type) else type(chooser).__name__
    return name
