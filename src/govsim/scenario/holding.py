"""Hold a scenario to the volume, or to the overheads, of another arrangement from quarter 0 on."""

from __future__ import annotations

from typing import Any

from govsim.scenario.schema import Scenario


def holding(key: str, other: Scenario) -> dict[str, Any]:
    """The changes that hold a scenario to another: its name, its levers and its reforms."""
    course = {"levers": other.levers.model_dump(), "reforms": [one.model_dump() for one in other.reforms]}
    return {key: other.name, f"{key}_as": course}


def holding_as(key: str, other: Scenario) -> dict[str, Any]:
    """The changes that give a scenario the targets of another, else that other itself as target."""
    course = getattr(other, f"{key}_as")
    if course is None:
        return holding(key, other)
    return {key: getattr(other, key), f"{key}_as": course.model_dump()}
