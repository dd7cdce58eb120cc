"""Overrides: any object decides in the place of one actor, and all others decide by the rules."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from govsim.decisions.choosing.choices import Question
from govsim.decisions.choosing.owners import CENTRE, KINDS, OWNERS, AskedOnce, decisions_of
from govsim.decisions.choosing.seen import Names, SeenBy, read_only
from govsim.errors import InputError, Problem, nearest
from govsim.world.build import World

Overrides = Mapping[str, Any]  # "kind:key" to a plain object, or a class that needs nothing to be made

_ANY = inspect.Parameter.VAR_POSITIONAL
_BY_POSITION = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


class Named(Protocol):
    """Something with a name, such as a decision of the quarter."""

    @property
    def name(self) -> str:
        """The name."""


Deciding = Callable[[Any, Any, Any], Any]  # of decision, view and rule in force: `Decide` of simulation.py


@dataclass(frozen=True)
class Override:
    """A method that decides in the place of one actor, and whether it wants to know the rule in force."""

    kind: str
    key: str
    row: int
    method: str
    answer: Callable[..., Any]
    wants_rule: bool

    def choose(self, seen: SeenBy, rule: Any) -> Any:
        """What it chooses; `rule.choose(view)` is what the actor would have chosen."""
        return self.answer(seen, rule) if self.wants_rule else self.answer(seen)


def overriding(world: World, actors: Overrides, others: Deciding | None = None) -> Deciding:
    """The function by which decisions with overrides are made; `simulation.advance` takes it as `decide`.

    All actors of a decision choose first, by the rule in force or by `others`; then overridden choices are replaced. A
    replacement is checked: ChoiceError says who chose what no actor may choose. Raises InputError for an actor that
    does not exist and for an object that decides nothing of theirs.
    """
    names = Names.of_world(world)
    overrides: dict[str, list[Override]] = {}
    for override in overrides_of(names, actors):
        overrides.setdefault(decisions_of(override.kind)[override.method], []).append(override)

    def decide(decision: Named, view: Any, rule: Any) -> Any:
        called = overrides.get(decision.name, [])
        owner = OWNERS[decision.name]
        shown = read_only(view) if called else view
        if called and isinstance(owner, AskedOnce):
            return owner.checked(*_asked(called[0], shown, rule, names, world.quarter))
        chosen = rule.choose(view) if others is None else others(decision, view, rule)
        if not called:
            return chosen
        assert not isinstance(owner, AskedOnce)
        chosen = chosen.copy()
        for override in called:
            answered = _asked(override, shown.of(override.row), rule, names, world.quarter)
            chosen[owner.rows(view, override.row)] = owner.checked(*answered)
        return chosen

    return decide


def _asked(override: Override, view: Any, rule: Any, names: Names, quarter: int) -> tuple[Question, Any, Any]:
    question = Question(override.kind, override.key, override.method, quarter)
    return question, override.choose(SeenBy(view, question, names), rule), view


def overrides_of(names: Names, actors: Overrides) -> list[Override]:
    """The methods that answer for actors, found and looked at once. Raises InputError with all that is wrong."""
    problems: list[Problem] = []
    found: list[Override] = []
    for who, given in actors.items():
        try:
            sent = _overrides(names, who, given)
            if (sent[0].kind, sent[0].key) in [(one.kind, one.key) for one in found]:
                raise InputError(Problem(f"actor '{who}'", "to be taken over once", "twice"))
            found += sent
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return found


def place_of(names: Names, who: str) -> tuple[str, str, int]:
    """Kind, key and position of an actor given as `kind:key`; the centre needs no key. Raises InputError."""
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


def _overrides(names: Names, who: str, given: Any) -> list[Override]:
    kind, key, row = place_of(names, who)
    taken = _made(who, given)
    methods = [method for method in decisions_of(kind) if callable(getattr(taken, method, None))]
    if not methods:
        one_of = " or ".join(f"{method}(view)" for method in decisions_of(kind))
        other = [method for owner in OWNERS.values() if hasattr(taken, method := owner.method)]
        found = f"{_called(given)} with {', '.join(dict.fromkeys(other))}" if other else _called(given)
        raise InputError(Problem(f"actor '{who}'", f"an object with the method {one_of}", found))
    return [
        Override(kind, key, row, method, getattr(taken, method), _wants_rule(who, taken, method))
        for method in methods
    ]


def _called(given: Any) -> str:
    name = given.__name__ if isinstance(given, type) else type(given).__name__
    return f"{'an' if name[0].upper() in 'AEIOU' else 'a'} {name}"


def _made(who: str, given: Any) -> Any:
    """An object; a class is made into one."""
    if not isinstance(given, type):
        return given
    try:
        inspect.signature(given).bind()
    except TypeError:
        remedy = f"Give an object that is made already: own = {given.__name__}(…)."
        found = f"{given.__name__}({', '.join(inspect.signature(given).parameters)})"
        raise InputError(
            Problem(f"actor '{who}'", "a class that needs nothing to be made", found, remedy=remedy)
        ) from None
    except ValueError:  # made in C without a signature; it is tried as it is
        pass
    return given()


def _wants_rule(who: str, taken: Any, method: str) -> bool:
    try:
        signature = inspect.signature(getattr(taken, method))
    except (TypeError, ValueError):  # made in C without a signature
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
    raise InputError(
        Problem(
            f"actor '{who}'",
            f"{method}(self, view) or {method}(self, view, rule)",
            found,
            remedy="It is asked with its view, and with the rule if it wants it.",
        )
    )
