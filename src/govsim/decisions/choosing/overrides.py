"""Overrides: a user's object decides in place of one actor; all others decide by the rules."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from govsim.decisions.choosing.actor_view import ActorView, Names, read_only
from govsim.decisions.choosing.choices import Question
from govsim.decisions.choosing.owners import CENTRE, KINDS, OWNERS, DecisionOfOne, decisions_of
from govsim.errors import InputError, Problem, nearest
from govsim.world.build import World

Overrides = Mapping[str, Any]  # "kind:key" to an object, or a class without required arguments

_ANY = inspect.Parameter.VAR_POSITIONAL
_BY_POSITION = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


class Named(Protocol):
    """Something with a name, such as a decision of the quarter."""

    @property
    def name(self) -> str:
        """The name."""


Deciding = Callable[[Any, Any, Any], Any]  # of decision, view and rule, as `Decide` of simulation.py


@dataclass(frozen=True, kw_only=True)
class Override:
    """A user's method that decides for one actor, and whether it takes the rule in force as an argument."""

    kind: str
    key: str
    row: int
    method: str
    answer: Callable[..., Any]
    wants_rule: bool

    def choose(self, seen: ActorView, rule: Any) -> Any:
        """The override's choice; `rule.choose(view)` gives the actor's own."""
        return self.answer(seen, rule) if self.wants_rule else self.answer(seen)


def with_overrides(world: World, actors: Overrides, others: Deciding | None = None) -> Deciding:
    """The `decide` of `simulation.advance` for this world, with some decisions overridden.

    All actors choose first, by the rule in force or by `others`; then the choices of overridden actors are replaced.
    ChoiceError names an actor whose replacement is not allowed. Raises InputError for an unknown actor, and for an
    object that makes none of its decisions.
    """
    names = Names.of_world(world)
    overrides: dict[str, list[Override]] = {}
    for override in overrides_of(names, actors):
        overrides.setdefault(decisions_of(override.kind)[override.method], []).append(override)

    def decide(decision: Named, view: Any, rule: Any) -> Any:
        called = overrides.get(decision.name, [])
        owner = OWNERS[decision.name]
        shown = read_only(view) if called else view
        if called and isinstance(owner, DecisionOfOne):
            return owner.checked(*_ask(called[0], shown, rule, names, world.quarter))
        chosen = rule.choose(view) if others is None else others(decision, view, rule)
        if not called:
            return chosen
        assert not isinstance(owner, DecisionOfOne)
        chosen = chosen.copy()
        for override in called:
            answered = _ask(override, shown.of(override.row), rule, names, world.quarter)
            chosen[owner.rows(view, override.row)] = owner.checked(*answered)
        return chosen

    return decide


def _ask(override: Override, view: Any, rule: Any, names: Names, quarter: int) -> tuple[Question, Any, Any]:
    question = Question(override.kind, override.key, override.method, quarter)
    return question, override.choose(ActorView(view, question, names), rule), view


def overrides_of(names: Names, actors: Overrides) -> list[Override]:
    """The overriding methods for each actor, checked once. Raises InputError with every problem."""
    problems: list[Problem] = []
    overrides: list[Override] = []
    for who, given in actors.items():
        try:
            listed = _overrides_by(names, who, given)
            if (listed[0].kind, listed[0].key) in [(one.kind, one.key) for one in overrides]:
                raise InputError(Problem(f"actor '{who}'", "one override", "two"))
            overrides += listed
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return overrides


def place_of(names: Names, who: str) -> tuple[str, str, int]:
    """Kind, key and row of an actor given as `kind:key`; the centre needs no key. Raises InputError."""
    kind, _, key = str(who).partition(":")
    if kind == CENTRE and not key:
        key = CENTRE
    if kind not in KINDS or not key:
        remedy = nearest(kind, KINDS) if kind not in KINDS else f"Such as '{_example(names, kind)}'."
        raise InputError(Problem(f"actor '{who}'", "a kind of actor and a key", f"'{who}'", remedy=remedy))
    keys = names.actors(kind)
    if key not in keys:
        found = f"no {kind} '{key}'"
        raise InputError(Problem(f"actor '{who}'", f"the key of a {kind}", found, remedy=nearest(key, keys)))
    return kind, key, keys.index(key)


def _example(names: Names, kind: str) -> str:
    keys = names.actors(kind)
    return f"{kind}:{keys[0]}" if keys else f"{kind}:KEY"


def _overrides_by(names: Names, who: str, given: Any) -> list[Override]:
    kind, key, row = place_of(names, who)
    instance = _instance(who, given)
    methods = [method for method in decisions_of(kind) if callable(getattr(instance, method, None))]
    if not methods:
        one_of = " or ".join(f"{method}(view)" for method in decisions_of(kind))
        other = [method for owner in OWNERS.values() if hasattr(instance, method := owner.method)]
        found = f"{_called(given)} with {', '.join(dict.fromkeys(other))}" if other else _called(given)
        raise InputError(Problem(f"actor '{who}'", f"an object with the method {one_of}", found))
    return [
        Override(
            kind=kind,
            key=key,
            row=row,
            method=method,
            answer=getattr(instance, method),
            wants_rule=_wants_rule(who, instance, method),
        )
        for method in methods
    ]


def _called(given: Any) -> str:
    name = given.__name__ if isinstance(given, type) else type(given).__name__
    return f"{'an' if name[0].upper() in 'AEIOU' else 'a'} {name}"


def _instance(who: str, given: Any) -> Any:
    """The object itself, or a new instance of a class."""
    if not isinstance(given, type):
        return given
    try:
        inspect.signature(given).bind()
    except TypeError:
        remedy = f"Pass an object instead: own = {given.__name__}(…)."
        expected = "a class without required arguments"
        found = f"{given.__name__}({', '.join(inspect.signature(given).parameters)})"
        raise InputError(Problem(f"actor '{who}'", expected, found, remedy=remedy)) from None
    except ValueError:  # implemented in C without a signature: try to call it
        pass
    return given()


def _wants_rule(who: str, instance: Any, method: str) -> bool:
    try:
        signature = inspect.signature(getattr(instance, method))
    except (TypeError, ValueError):  # implemented in C without a signature
        return False
    parameters = signature.parameters.values()
    if any(parameter.kind is _ANY for parameter in parameters):
        return True
    by_position = [parameter for parameter in parameters if parameter.kind in _BY_POSITION]
    for count in (2, 1):
        if len(by_position) >= count:
            try:
                signature.bind(*([None] * count))
            except TypeError:
                continue
            return count == 2
    found = f"{method}({', '.join(signature.parameters)})"
    expected = f"{method}(self, view) or {method}(self, view, rule)"
    remedy = "It is called with its view, and with the rule if it takes a second argument."
    raise InputError(Problem(f"actor '{who}'", expected, found, remedy=remedy))
