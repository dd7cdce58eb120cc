"""Run one kernel of the model alone in the shipped country, with everything else fixed."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from govsim.scenario.load import load_scenario
from govsim.validation.arms import at_the_centre
from govsim.world.build import build_world
from govsim.world.synthetic_places import synthetic_england

Result = TypeVar("Result")


def surroundings(
    worlds: int, seed: int, councils: int = 48, constants: Mapping[str, float] | None = None
) -> dict[str, Any]:
    """Everything that a kernel may ask for by name, at the start of the shipped country in some worlds.

    Each council has one community, and worlds differ in chance alone.
    """
    scenario = at_the_centre(load_scenario("siloed")).replace(constants=dict(constants or {}))
    return build_world(scenario, synthetic_england(councils, 1), range(worlds), seed).names(0)


def alone(kernel: Callable[..., Result], names: Mapping[str, Any], **instead: Any) -> Result:
    """Call the kernel on these surroundings, with some values replaced by `instead`."""
    reads = inspect.signature(kernel).parameters
    known = {**names, **instead}
    return kernel(**{name: known[name] for name in reads})
