"""One kernel of the model by itself: the shipped country around it, and everything else held still."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

import numpy as np

from govsim.arrays import Floats
from govsim.scenario.load import load_scenario
from govsim.world.build import build_world
from govsim.world.synthetic_england import synthetic_england

ISOLATED: Final = "siloed"

Result = TypeVar("Result")


def surroundings(
    worlds: int, seed: int, councils: int = 48, constants: Mapping[str, float] | None = None
) -> dict[str, Any]:
    """Everything that a kernel may ask for by name, at the start of the shipped country in some worlds.

    Each council has one community, and worlds differ in chance alone.
    """
    scenario = load_scenario(ISOLATED).replace(
        uncertainties={"worlds": "alike"}, constants=dict(constants or {})
    )
    world = build_world(scenario, synthetic_england(councils, 1), range(worlds), seed)
    return world.names(0)


def alone(kernel: Callable[..., Result], names: Mapping[str, Any], **instead: Any) -> Result:
    """The kernel on these surroundings, with something else `instead` of what it would find there."""
    reads = inspect.signature(kernel).parameters
    return kernel(**{name: instead[name] if name in instead else names[name] for name in reads})


def rank_correlation(first: Floats, second: Floats) -> float:
    """Spearman's: the correlation of ranks, ties sharing theirs. Source: own: arithmetic."""
    return float(np.corrcoef(_ranks(first), _ranks(second))[0, 1])


def _ranks(values: Floats) -> Floats:
    _, place, count = np.unique(np.ravel(values), return_inverse=True, return_counts=True)
    shared: Floats = (np.cumsum(count) - (count - 1) / 2)[place]
    return shared
