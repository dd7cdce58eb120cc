"""The target of each seat, as it is reported, and whether it was reached: what a seat plays for by itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govsim.arrays import Floats
from govsim.scenario.schema import Scenario
from govsim.teaching.seats import Seat, led_by
from govsim.world.build import World
from govsim.world.places import Places

PROGRESS, CORE, TRUST = "reported_progress", "core_services", "trust"


@dataclass(frozen=True, kw_only=True)
class Target:
    """What a seat wants, in words, and the measure in whose unit and decimals it is shown.

    `less` is what there should be less of, where the target is progress.
    """

    words: str
    measure: str
    less: str = ""

    @property
    def wish(self) -> str:
        """What the seat wants, in plain words.

        >>> Target(words="reported progress of Work", measure=PROGRESS, less="need in Work").wish
        'less need in Work, as it is reported'
        """
        return f"less {self.less}, as it is reported" if self.less else f"more {self.words}"


def target_of(seat: Seat, country: Scenario) -> Target | None:
    """The target of a seat; the observer has none."""
    names = {one.key: one.label or one.key for one in country.outcomes}
    key = seat.key.partition(":")[2]
    if seat.kind == "centre":
        return _progress("the country")
    if seat.kind == "department":
        led = led_by(country)[key]
        if not led:
            return Target(words="core services of your department", measure=CORE)
        return _progress(" and ".join(names[one] for one in led))
    if seat.kind == "mission":
        return _progress("your mission", "need that your mission is for")
    if seat.kind == "council":
        return _progress(seat.title)
    if seat.kind == "community":
        return Target(words="trust in government", measure=TRUST)
    return None


def _progress(name: str, less: str = "") -> Target:
    return Target(words=f"reported progress of {name}", measure=PROGRESS, less=less or f"need in {name}")


def reached(seat: Seat, world: World) -> Floats:
    """How far a seat has come towards its target, as it is reported, in the worlds as they stand; shape (world,)."""
    scenario, indices = world.scenario, world.indices
    key = seat.key.partition(":")[2]
    if seat.kind == "community":
        population_k = world.places.population_k
        return np.asarray(population_k @ world.state["trust_kw"] / population_k.sum())
    departments = [one.key for one in scenario.departments]
    by_outcome_jw = world.given["start_reported_jw"] - indices.national_mean(world.state["reported_cjw"])
    if seat.kind == "council":
        return reported_fall(world, world.places.council_keys.index(key))
    if seat.kind == "department":
        rows = indices.lead_department_j == departments.index(key)
        return np.asarray(
            by_outcome_jw[rows].mean(axis=0) if rows.any() else world.state["core_dw"][departments.index(key)]
        )
    if seat.kind == "mission":
        row = [one.key for one in scenario.missions].index(key)
        return np.asarray(indices.goal_mj[row] @ by_outcome_jw)
    return np.asarray(by_outcome_jw.mean(axis=0))


def reported_fall(world: World, council: int) -> Floats:
    """How far mean need has fallen since quarter 0 in a council, as it reports, shape (world,)."""
    places: Places = world.places
    inside = places.community_council_k == council
    people_k = places.population_k[inside]
    start_w = people_k @ world.given["start_reported_kw"][inside] / people_k.sum()
    return np.asarray(start_w - world.state["reported_cjw"][council].mean(axis=0))
