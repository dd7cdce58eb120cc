"""Scenarios that are held to another arrangement from quarter 0 on: to its volume, or to its overheads."""

from __future__ import annotations

from typing import Any

from govsim.scenario.schema import Scenario


def holding(key: str, other: Scenario) -> dict[str, Any]:
    """The changes that hold a scenario to another one: its name, and how it is run."""
    course = {"levers": other.levers.model_dump(), "reforms": [one.model_dump() for one in other.reforms]}
    return {key: other.name, f"{key}_as": course}


def holding_as(key: str, other: Scenario) -> dict[str, Any]:
    """The same, to what another scenario is itself held to, where it is."""
    course = getattr(other, f"{key}_as")
    if course is None:
        return holding(key, other)
    return {key: getattr(other, key), f"{key}_as": course.model_dump()}
