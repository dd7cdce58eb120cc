"""Gains and losses of outcomes, missions, departments and regions under one scenario instead of another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from govsim.arrays import Floats
from govsim.comparison.compare import Comparison
from govsim.comparison.difference import Difference, judged
from govsim.measures.catalogue import MEASURES
from govsim.measures.measure import Measure
from govsim.runs.run import Run
from govsim.scenario.schema import Scenario
from govsim.world.places import Places

BY_WHOM: Final = (  # kind, its measure, and the measure whose smallest effect it shares
    ("Outcome", "progress_by_outcome", "progress"),
    ("Mission", "progress_by_mission", "progress"),
    ("Department", "core_by_department", "core_services"),
    ("Region", "progress_by_region", "progress"),
)


@dataclass(frozen=True)
class Change:
    """The change for one outcome, mission, department or region."""

    kind: str
    who: str
    difference: Difference


def changes(comparison: Comparison, baseline: Run, run: Run) -> tuple[Change, ...]:
    """The changes for all items that both scenarios have, with simultaneous intervals."""
    names = names_of(run.scenario, comparison.land_of(run))
    rows = [
        (kind, key, _of_one(comparison, measure, shared, key), _values(measure, key, (baseline, run)))
        for kind, measure, shared in BY_WHOM
        for key in run.label(measure)
        if key in baseline.label(measure) and means_the_same(baseline.scenario, run.scenario, kind, key)
    ]
    called = baseline.scenario.name, run.scenario.name
    return tuple(
        Change(
            kind,
            names.get((kind, key), key),
            judged(measure, values, called, measure.smallest_effect, len(rows)),
        )
        for kind, key, measure, values in rows
    )


def clear(listed: Sequence[Change], word: Literal["better", "worse"]) -> list[Change]:
    """The clear gains, or losses, largest first.

    In one world, which has no intervals, those as large as the smallest effect.
    """
    sign = 1 if word == "better" else -1

    def is_clear(one: Difference) -> bool:
        if math.isnan(one.difference.low):
            return sign * one.difference.mean >= one.smallest_effect
        return one.verdict == word

    clear_changes = [change for change in listed if is_clear(change.difference)]
    return sorted(clear_changes, key=lambda change: -sign * change.difference.difference.mean)


def names_of(scenario: Scenario, land: Places) -> dict[tuple[str, str], str]:
    """Labels by kind and key: a department and an outcome may share a key."""
    kinds: dict[str, Sequence[Any]] = {
        "Outcome": scenario.outcomes,
        "Mission": scenario.missions,
        "Department": scenario.departments,
    }
    labels = {(kind, item.key): str(item.label) for kind, items in kinds.items() for item in items}
    regions = zip(land.region_keys, land.region_names, strict=True)
    return labels | {("Region", key): name for key, name in regions}


def means_the_same(first: Scenario, second: Scenario, kind: str, key: str) -> bool:
    """Whether a key means the same in both: missions of one key may have different goals."""
    if kind != "Mission":
        return True
    aims = [
        mission.goal_shares() for one in (first, second) for mission in one.missions if mission.key == key
    ]
    return all(aim == aims[0] for aim in aims)


def _of_one(comparison: Comparison, name: str, shared: str, key: str) -> Measure:
    measure = MEASURES[name]
    effect = comparison.smallest_effect(shared)
    return replace(measure, name=f"{name}.{key}", label=f"{measure.label}: {key}", smallest_effect=effect)


def _values(measure: str, key: str, runs: tuple[Run, Run]) -> tuple[Floats, Floats]:
    first, second = (run.at_end(measure)[run.label(measure).index(key)] for run in runs)
    return first, second
