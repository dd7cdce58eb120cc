"""Variants of the quarter: one phase with other inputs or results."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Mapping
from typing import Any

from govsim.simulation import QUARTER, Decision, Phase, Phases
from govsim.world.state import STATE

Alter = Callable[[Any, Mapping[str, Any]], Any]


def with_function(phase: Any, change: Callable[..., Any], reads: tuple[str, ...] = ()) -> Any:
    """A phase or decision with another function, which may read more.

    `change` gets the original function and all values read.
    """
    field = "follows" if isinstance(phase, Phase) else "see"
    own = getattr(phase, field)

    def function(**seen: Any) -> Any:
        return change(own, seen)

    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [inspect.Parameter(name, keyword) for name in dict.fromkeys((*phase.reads, *reads))]
    function.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return dataclasses.replace(phase, **{field: function})


def with_inputs(phase: Phase | Decision, **instead: Any) -> Any:
    """The phase with other values for some of its inputs."""
    return with_function(phase, lambda own, seen: own(**{**seen, **instead}))


def altered(phase: Phase | Decision, alter: Alter, reads: tuple[str, ...] = ()) -> Any:
    """The phase with changed results, or the decision with changed choices.

    `alter` gets the results, the phase's inputs and the extra inputs named in `reads`.
    """
    now: dict[str, Any] = {}

    def change(own: Callable[..., Any], seen: dict[str, Any]) -> Any:
        now.update(seen)
        results = own(**{name: seen[name] for name in phase.reads})
        return alter(results, seen) if isinstance(phase, Phase) else results

    changed = with_function(phase, change, reads)
    if isinstance(phase, Phase):
        return changed

    def settle(choice: Any, indices: Any) -> Any:
        return alter(choice if phase.settle is None else phase.settle(choice, indices), now)

    return dataclasses.replace(changed, settle=settle)


def quarter_with(name: str, change: Callable[[Any], Any], phases: Phases = QUARTER) -> Phases:
    """The quarter with one phase or decision changed."""
    return tuple(change(phase) if phase.name == name else phase for phase in phases)


def moved_from_start(name: str, value: Any) -> Phases:
    """The quarter with another value of a number from quarter 0 on; the warm-up stays the same."""

    def other(phase: Phase | Decision) -> Phase | Decision:
        def change(own: Callable[..., Any], seen: dict[str, Any]) -> Any:
            given = {**seen, name: value} if seen["quarter"] >= 0 else seen
            return own(**{each: given[each] for each in phase.reads})

        changed: Phase | Decision = with_function(phase, change, ("quarter",))
        return changed if name in phase.reads else phase

    return tuple(other(phase) for phase in QUARTER)


def held(phase: Phase | Decision) -> Phase | Decision | None:
    """The phase disabled: None if it may be left out, else a phase whose flows stay at their first values.

    Its state stays as others leave it. A quarter no later than the first recorded one begins another batch of worlds.
    """
    if all(name in STATE for name in phase.writes):
        return None
    first: dict[str, Any] = {}

    def as_first(results: Any, seen: Mapping[str, Any]) -> Any:
        several = (results,) if len(phase.writes) == 1 else tuple(results)
        if not first or seen["quarter"] <= first["quarter"]:
            first.update(zip(phase.writes, several, strict=True), quarter=seen["quarter"])
        written = tuple(seen[name] if name in STATE else first[name] for name in phase.writes)
        return written[0] if len(written) == 1 else written

    still: Phase | Decision = altered(
        phase, as_first, (*(name for name in phase.writes if name in STATE), "quarter")
    )
    return still
