"""Quarters in which one phase has other inputs or other results."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Mapping
from typing import Any

from govsim.simulation import QUARTER, Decision, Phase, Phases
from govsim.world.state import STATE

Follows = Callable[..., Any]


def _reading(follows: Follows, names: tuple[str, ...]) -> Follows:
    """The function, with the parameters from which a phase knows what it reads."""
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [inspect.Parameter(name, keyword) for name in dict.fromkeys(names)]
    follows.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return follows


def with_inputs(phase: Phase, **instead: Any) -> Phase:
    """The phase with other values for some of its inputs."""

    def follows(**seen: Any) -> Any:
        return phase.follows(**{**seen, **instead})

    return dataclasses.replace(phase, follows=_reading(follows, phase.reads))


def altered(
    phase: Phase, alter: Callable[[Any, Mapping[str, Any]], Any], reads: tuple[str, ...] = ()
) -> Phase:
    """The phase with its results changed before they are written.

    `alter` gets the results and all that the phase reads, with what is named in `reads` besides.
    """

    def follows(**seen: Any) -> Any:
        return alter(phase.follows(**{name: seen[name] for name in phase.reads}), seen)

    return dataclasses.replace(phase, follows=_reading(follows, (*phase.reads, *reads)))


def with_results(phase: Phase, results: Any) -> Phase:
    """The phase with constant results, whatever its inputs."""

    def follows() -> Any:
        return results

    return dataclasses.replace(phase, follows=follows)


def quarter_with(name: str, change: Callable[[Phase], Phase], phases: Phases = QUARTER) -> Phases:
    """The quarter with one phase changed."""

    def changed(phase: Phase | Decision) -> Phase | Decision:
        return change(phase) if isinstance(phase, Phase) and phase.name == name else phase

    return tuple(changed(phase) for phase in phases)


def moved_from_start(name: str, value: Any, phases: Phases = QUARTER) -> Phases:
    """The quarter in which every reader of a number gets another value from quarter 0 on; the warm-up stays."""

    def other(phase: Phase | Decision) -> Phase | Decision:
        if name not in phase.reads:
            return phase

        def now(seen: Mapping[str, Any]) -> dict[str, Any]:
            given = {**seen, name: value} if seen["quarter"] >= 0 else seen
            return {each: given[each] for each in phase.reads}

        reads = (*phase.reads, "quarter")
        if isinstance(phase, Phase):
            return dataclasses.replace(
                phase, follows=_reading(lambda **seen: phase.follows(**now(seen)), reads)
            )
        return dataclasses.replace(phase, see=_reading(lambda **seen: phase.see(**now(seen)), reads))

    return tuple(other(phase) for phase in phases)


def altered_decision(
    decision: Decision, alter: Callable[[Any, Mapping[str, Any]], Any], reads: tuple[str, ...] = ()
) -> Decision:
    """The decision with what is settled changed before it is written; `alter` as in `altered`."""
    now: dict[str, Any] = {}

    def see(**seen: Any) -> Any:
        now.update(seen)
        return decision.see(**{name: seen[name] for name in decision.reads})

    def settle(choice: Any, indices: Any) -> Any:
        settled = choice if decision.settle is None else decision.settle(choice, indices)
        return alter(settled, now)

    return dataclasses.replace(decision, see=_reading(see, (*decision.reads, *reads)), settle=settle)


def held(phase: Phase | Decision) -> Phase | Decision | None:
    """The phase as if it did nothing: None if it may be left out, else one whose flows stay as they first were.

    What it carries from quarter to quarter stays as others leave it. A quarter no later than the first one
    recorded begins another batch of worlds.
    """
    if all(name in STATE for name in phase.writes):
        return None
    state = tuple(name for name in phase.writes if name in STATE)
    first: dict[str, Any] = {}

    def as_first(results: Any, seen: Mapping[str, Any]) -> Any:
        several = (results,) if len(phase.writes) == 1 else tuple(results)
        if not first or seen["quarter"] <= first["quarter"]:
            first.update(zip(phase.writes, several, strict=True), quarter=seen["quarter"])
        written = tuple(seen[name] if name in state else first[name] for name in phase.writes)
        return written[0] if len(written) == 1 else written

    change = altered_decision if isinstance(phase, Decision) else altered
    return change(phase, as_first, (*state, "quarter"))  # type: ignore[arg-type]
