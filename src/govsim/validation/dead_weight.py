"""Dead weight: set every number to its null and leave out every phase; one that moves no measure is not needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, get_args

import numpy as np

from govsim.arrays import Floats
from govsim.measures.catalogue import MEASURES
from govsim.scenario.constants import Constants
from govsim.scenario.load import load_scenario
from govsim.scenario.rules import Rules
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.simulation import QUARTER, Phases
from govsim.validation.arms import run_arms
from govsim.validation.finding import Check, Figure, Plan, Reading, share_of_worlds
from govsim.validation.nulls import EXPLAINED, null_of, unknown_names
from govsim.validation.phases import held
from govsim.words.names import arrangement_words
from govsim.words.plurals import joined

ARMS: Final = ("siloed", "layered", "mission_led", "meeting_places_and_mindset")
FEWEST: Final = 0.03  # share of worlds in which a measure must move by more than its smallest effect
PART_OF_WORLDS: Final = 12  # a check has some two hundred arms, so it uses a part of the worlds


@dataclass(frozen=True)
class Removal:
    """The removal of one number or phase: changes to scenarios, or another quarter."""

    name: str
    how: str
    changes: dict[str, Any]
    phases: Phases = QUARTER
    is_declared: bool = True


@dataclass(frozen=True, kw_only=True)
class Weight:
    """The effect of a removal: the share of worlds where a measure moves by its smallest effect, and moves of means.

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
        """Whether it moves single worlds, but no mean by its smallest effect."""
        return not self.is_dead and self.mean < 1

    @property
    def label(self) -> str:
        """The removed number or phase, and the measure that moves most."""
        return (
            f"{self.removal.name} {self.removal.how} (means: {self.mean:.2f} smallest effects of {self.where}, "
            f"{self.apart:.2f} of a difference to {ARMS[0]}); any measure moves in"
        )


NUMBERS: Final[dict[str, Iterable[str]]] = {
    "uncertainties": UNCERTAINTIES,
    "constants": Constants.model_fields,
}


def removals(what: str) -> Iterator[Removal]:
    """Yield removals: each number of a kind at its null, or each phase left out or frozen."""
    for name in NUMBERS.get(what, ()):
        value, is_declared = null_of(name)
        yield Removal(name, f"at {value:g}", {what: {name: value}}, is_declared=is_declared)
    for row, phase in enumerate(QUARTER if what == "phases" else ()):
        still = held(phase)
        others = (*QUARTER[:row], *(() if still is None else (still,)), *QUARTER[row + 1 :])
        yield Removal(phase.name, "left out" if still is None else "frozen at first", {}, others)


def rival_rules() -> dict[str, str]:
    """A rival for each rule, which gives a purpose to numbers that the shipped rules do not use."""
    return {
        name: next(rule for rule in get_args(field.annotation) if rule != field.default)
        for name, field in Rules.model_fields.items()
    }


def weighed(removed: Sequence[Removal], plan: Plan, **also: Any) -> list[Weight]:
    """The effect of each removal in worlds with drawn assumptions; `also` changes all scenarios first."""
    base = [load_scenario(name).replace(**also) for name in ARMS]
    measures = [measure for measure in MEASURES.values() if not measure.axis]
    smallest = np.array([measure.smallest_effect for measure in measures])[:, None]

    def ends(changes: Mapping[str, Any], phases: Phases = QUARTER) -> Floats:
        runs = run_arms([scenario.replace(**changes) for scenario in base], plan, phases)
        return np.array([[run.at_end(measure.name) for measure in measures] for run in runs])

    before = ends({})
    weights = []
    for removal in removed:
        moved = (ends(removal.changes, removal.phases) - before) / smallest
        mean = np.abs(np.nanmean(moved, axis=-1))
        arm, measure = np.unravel_index(int(np.nanargmax(mean)), mean.shape)
        weights.append(
            Weight(
                removal=removal,
                moved=share_of_worlds("moved", np.nanmax(np.abs(moved), axis=(0, 1)) > 1),
                mean=float(mean[arm, measure]),
                where=f"{measures[measure].label.lower()} under {arrangement_words(ARMS[arm])}",
                apart=float(np.nanmax(np.abs(np.nanmean(moved - moved[0], axis=-1)))),
            )
        )
    return weights


def examine(what: str, plan: Plan) -> Reading:
    """Remove each item of a kind, the lightest first; try dead ones under rival rules as well."""
    few = Plan(max(2, plan.worlds // PART_OF_WORLDS), plan.seed)
    weights = sorted(weighed(list(removals(what)), few), key=lambda one: (not one.is_dead, one.mean))
    dead = [one.removal for one in weights if one.is_dead]
    idle = [one.removal.name for one in weighed(dead, few, rules=rival_rules()) if one.is_dead]
    unexplained = [name for name in idle if name not in EXPLAINED]
    headline = _named("Dead weight, to be deleted or explained", unexplained)
    notes = (
        headline,
        _named("At work only under rival rules", [one.name for one in dead if one.name not in idle]),
        *(f"{name}: {EXPLAINED[name]}." for name in idle if name in EXPLAINED),
        _named(
            "Light, moving single worlds but the mean of no measure by its smallest effect",
            [one.removal.name for one in weights if one.is_light],
        ),
        _named(
            "Without a null of their own, at their lower bound",
            [one.removal.name for one in weights if not one.removal.is_declared],
        ),
        _named("In the tables of nulls but not in the model", unknown_names()),
    )
    figures = (
        Figure("tried", float(len(weights))),
        Figure("of these move nothing", float(len(dead))),
        Figure("unexplained", float(len(unexplained))),
        Figure("move single worlds, but no mean", float(sum(one.is_light for one in weights))),
        *(replace(one.moved, label=one.label) for one in weights),
    )
    return Reading(figures, not unexplained, notes=" ".join(filter(None, notes)), headline=headline)


def _named(words: str, names: Sequence[str]) -> str:
    return f"{words}: {joined(names)}." if names else ""


_REFUTED: Final = (
    f"one moves no measure by more than its smallest effect in {FEWEST:.0%} of worlds, and nobody says why"
)


CHECKS: Final = tuple(
    Check(
        key,
        "dead weight",
        f"Every {kind} moves something",
        source="own",
        refuted_by=_REFUTED,
        examine=partial(examine, what),
        arms=60,
    )
    for key, what, kind in (
        ("D1", "uncertainties", "contested assumption"),
        ("D2", "constants", "constant"),
        ("D3", "phases", "phase"),
    )
)
