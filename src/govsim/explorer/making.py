"""The runs of a page: of several scenarios in the same worlds, or of one."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Unpack

from govsim.comparison.compare import Comparison, Simulated, comparing
from govsim.explorer.one_page import refuse_if_too_large, size_at_least
from govsim.runs.simulate import Progress, simulating
from govsim.scenario.schema import Scenario
from govsim.world.given import places_given
from govsim.world.places import Places


def making(
    scenarios: Sequence[Scenario], **simulated: Unpack[Simulated]
) -> Generator[Progress, None, Comparison]:
    """Yield progress, return the runs; of several scenarios as `govsim compare` makes them."""
    if len(scenarios) > 1:
        return (yield from comparing(scenarios, even_need=True, **simulated))
    simulated["places"] = land = places_given(simulated.get("places"))
    runs = yield from simulating(scenarios, **simulated)
    return Comparison(tuple(runs), land)


def checked_before(scenarios: Sequence[Scenario], land: Places, worlds: int) -> None:
    """Raise InputError where the page would surely be too large, before any work."""
    items = [
        len(one.outcomes) + len(one.missions) + len(one.departments) + len(land.region_keys)
        for one in scenarios
    ]
    size = size_at_least(len(scenarios), max(items), max(one.horizon for one in scenarios), worlds)
    refuse_if_too_large(size, worlds)
