"""Dead weight: every number at its null and every phase left out. What moves no measure is not needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, get_args

import numpy as np

from govsim.arrays import Floats
from govsim.measures.catalogue import MEASURES
from govsim.runs.simulate import finished, simulating
from govsim.scenario.load import load_scenario
from govsim.scenario.rules import Rules
from govsim.simulation import QUARTER, Phases
from govsim.validation.finding import Check, Figure, Plan, Reading, share_of_worlds
from govsim.validation.nulls import EXPLAINED, Kind, nulls, unknown_names
from govsim.validation.phases import held
from govsim.words.plurals import joined

ARMS: Final = ("siloed", "layered", "mission_led", "meeting_places_and_mindset")
FEWEST: Final = 0.03  # share of worlds in which something has to move by more than its smallest effect
PART_OF_WORLDS: Final = 12  # a check has some two hundred runs of its own, so it takes a part of the worlds


@dataclass(frozen=True)
class Removal:
    """The model without one thing: what its scenarios say then, or how its quarter goes."""

    name: str
    how: str
    changes: dict[str, Any]
    phases: Phases = QUARTER
    is_declared: bool = True


@dataclass(frozen=True)
class Weight:
    """What a removal moves: in how many worlds anything by more than its smallest effect, and how far means move.

    `mean` is the largest move of a mean over measures and arms, in smallest effects; `apart` that of a difference to
    the first arm. Chance moves single worlds (other councils win a grant), so both are given.
    """

    removal: Removal
    moved: Figure
    mean: float
    where: str
    apart: float

    @property
    def is_dead(self) -> bool:
        """Whether it moves nothing in nearly all worlds."""
        return self.moved.value < FEWEST

    @property
    def is_light(self) -> bool:
        """Whether it moves single worlds, but the mean of no measure by its smallest effect."""
        return not self.is_dead and self.mean < 1

    @property
    def label(self) -> str:
        """What was removed, and what that moves most."""
        return (
            f"{self.removal.name} {self.removal.how} (means: {self.mean:.2f} smallest effects of {self.where}, "
            f"{self.apart:.2f} of a difference to {ARMS[0]}); any measure moves in"
        )


def removals(what: Kind | str) -> Iterator[Removal]:
    """Every number of a kind at its null, or every phase left out or held."""
    if what != "phase":
        for null in nulls(what):  # type: ignore[arg-type]
            yield Removal(null.name, f"at {null.value:g}", null.changes, is_declared=null.is_declared)
        return
    for row, phase in enumerate(QUARTER):
        still = held(phase)
        others = (*QUARTER[:row], *(() if still is None else (still,)), *QUARTER[row + 1 :])
        yield Removal(phase.name, "left out" if still is None else "held as it first is", {}, others)


def treatments() -> dict[str, dict[str, Any]]:
    """Models in which numbers have something to do that have nothing to do in the model as it is shipped."""
    rivals = {
        name: next(rule for rule in get_args(field.annotation) if rule != field.default)
        for name, field in Rules.model_fields.items()
    }
    return {"under rival rules": {"rules": rivals}}


def weighed(removed: Sequence[Removal], plan: Plan, also: dict[str, Any] | None = None) -> list[Weight]:
    """What each removal moves, in worlds that differ in everything contested; `also` is said of all scenarios first."""
    base = [load_scenario(name).replace(**(also or {})) for name in ARMS]
    measures = [measure for measure in MEASURES.values() if not measure.axis]
    smallest = np.array([measure.smallest_effect for measure in measures])[:, None]

    def ends(removal: Removal) -> Floats:
        arms = [scenario.replace(**removal.changes) if removal.changes else scenario for scenario in base]
        runs = finished(simulating(arms, plan.worlds, plan.seed, phases=removal.phases))
        return np.array([[run.at_end(measure.name) for measure in measures] for run in runs])

    before = ends(Removal("nothing", "", {}))
    weights = []
    for removal in removed:
        after = ends(removal)
        moved = (after - before) / smallest
        mean = np.abs(np.nanmean(moved, axis=-1))
        arm, measure = np.unravel_index(int(np.nanargmax(mean)), mean.shape)
        weights.append(
            Weight(
                removal,
                share_of_worlds("moved", np.nanmax(np.abs(moved), axis=(0, 1)) > 1),
                float(mean[arm, measure]),
                f"{measures[measure].label.lower()} under {ARMS[arm]}".replace("_", " "),
                float(np.nanmax(np.abs(np.nanmean(moved - moved[0], axis=-1)))),
            )
        )
    return weights


def examine(what: str, plan: Plan) -> Reading:
    """Everything of a kind removed, the lightest first; what is dead is tried under each treatment as well."""
    few = Plan(max(2, plan.worlds // PART_OF_WORLDS), plan.seed)
    weights = sorted(weighed(list(removals(what)), few), key=lambda one: (not one.is_dead, one.mean))
    dead = {one.removal.name: one.removal for one in weights if one.is_dead}
    alive: dict[str, str] = {}
    for words, also in treatments().items():
        rest = [removal for name, removal in dead.items() if name not in alive]
        alive |= {one.removal.name: words for one in weighed(rest, few, also) if not one.is_dead}
    unexplained = _unexplained(dead, alive)
    figures = (
        Figure("tried", float(len(weights))),
        Figure("of these move nothing", float(len(dead))),
        Figure("unexplained", float(len(unexplained))),
        Figure("move single worlds, but no mean", float(sum(one.is_light for one in weights))),
        *(
            Figure(one.label, one.moved.value, one.moved.low, one.moved.high, "share of worlds")
            for one in weights
        ),
    )
    return Reading(
        figures,
        not unexplained,
        notes=" ".join(_notes(weights, dead, alive)),
        headline=f"Dead weight, to be deleted or explained: {joined(unexplained)}." if unexplained else "",
    )


def _unexplained(dead: dict[str, Removal], alive: dict[str, str]) -> list[str]:
    return [name for name in dead if name not in alive and name not in EXPLAINED]


def _notes(weights: Sequence[Weight], dead: dict[str, Removal], alive: dict[str, str]) -> Iterator[str]:
    unexplained = _unexplained(dead, alive)
    if unexplained:
        yield f"Dead weight, to be deleted or explained: {joined(unexplained)}."
    for words in treatments():
        those = [name for name in dead if alive.get(name) == words]
        if those:
            yield f"At work only {words}: {joined(those)}."
    for name in dead:
        if name not in alive and name in EXPLAINED:
            yield f"{name}: {EXPLAINED[name]}."
    light = [one.removal.name for one in weights if one.is_light]
    if light:
        yield f"Light, moving single worlds but the mean of no measure by its smallest effect: {joined(light)}."
    bounds = [one.removal.name for one in weights if not one.removal.is_declared]
    if bounds:
        yield f"Without a null of their own, at their lower bound: {joined(bounds)}."
    if unknown_names():
        yield f"In the tables of nulls but not in the model: {joined(unknown_names())}."


_REFUTED: Final = (
    f"one moves no measure by more than its smallest effect in {FEWEST:.0%} of worlds, and nobody says why"
)


def _check(key: str, what: str, title: str) -> Check:
    return Check(key, "dead weight", title, "own", _REFUTED, partial(examine, what), arms=60)


CHECKS: Final = (
    _check("D1", "uncertainty", "Every contested assumption moves something"),
    _check("D2", "constant", "Every constant moves something"),
    _check("D3", "phase", "Every phase moves something"),
)
