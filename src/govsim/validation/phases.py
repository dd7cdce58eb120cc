"""Quarters in which one phase is told something else than the world says, or has its results changed."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Mapping
from typing import Any

from govsim.simulation import QUARTER, Decision, Phase, Phases

Follows = Callable[..., Any]


def _reading(follows: Follows, names: tuple[str, ...]) -> Follows:
    """The function, with the parameters from which a phase knows what it reads."""
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [inspect.Parameter(name, keyword) for name in dict.fromkeys(names)]
    follows.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return follows


def told(phase: Phase, **instead: Any) -> Phase:
    """The phase, told something else than the world says."""

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


def saying(phase: Phase, results: Any) -> Phase:
    """A phase that says the same whatever it sees."""

    def follows() -> Any:
        return results

    return dataclasses.replace(phase, follows=follows)


def quarter_with(name: str, change: Callable[[Phase], Phase], phases: Phases = QUARTER) -> Phases:
    """The quarter with one phase changed."""

    def changed(phase: Phase | Decision) -> Phase | Decision:
        return change(phase) if isinstance(phase, Phase) and phase.name == name else phase

    return tuple(changed(phase) for phase in phases)
