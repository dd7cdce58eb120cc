"""One lever at a time, in many sampled worlds: does it gain in nearly all of them, or harm in nearly all?

A lever that gains in more than 97% of worlds is a free lunch, one that harms in more than 97% a dead weight: in
both a cost or a benefit is missing from the model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.measures.catalogue import MEASURES
from govsim.measures.pound import CATEGORIES
from govsim.runs.simulate import finished, simulating
from govsim.scenario.lever_facts import lever_facts
from govsim.scenario.levers import LEVER_NAMES
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.statistics.intervals import interval
from govsim.statistics.rounding import beyond_rounding
from govsim.validation.finding import Figure, estimated, share_of_worlds
from govsim.words.settings import setting_words

FREE_LUNCH: Final = 0.97
BASES: Final = ("siloed", "layered", "mission_led")
WITH_BOARDS: Final = "siloed with boards"
NEEDS_BOARDS: Final = tuple(lever for lever in LEVER_NAMES if lever_facts(lever)["needs_boards"])
OTHER_POLE: Final = {"siloed": "mission_led", "layered": "mission_led", "mission_led": "siloed"}
PLACEBO_MOVE: Final = 1.0

MEASURED: Final = ("public_value", "progress", "core_services", "effectiveness", "outcome_money")
BY_OUTCOME: Final = "progress_by_outcome"
OF_THE_POUND: Final = tuple(CATEGORIES)


@dataclass(frozen=True)
class Move:
    """One lever moved from where a base has it; a move without a lever is the base itself."""

    base: str
    lever: str
    before: str
    after: str
    scenario: Scenario


def moves() -> list[Move]:
    """Each lever from each base to where the other pole has it, and the placebo from none to all.

    From mission-led government levers go back to siloed. Pool, accountability, the Prime Minister's time and the
    end of old reporting are also tried from siloed government with boards, because without boards they do nothing.
    """
    results = []
    for name in BASES:
        base, pole = load_scenario(name), load_scenario(OTHER_POLE[name])
        aims = {lever: getattr(pole.levers, lever) for lever in LEVER_NAMES}
        results += _of_base(name, base, {**aims, "placebo": PLACEBO_MOVE})
    boards = load_scenario("siloed").replace(name=WITH_BOARDS, levers={"board_membership": "contributors"})
    pole = load_scenario("mission_led")
    results += _of_base(WITH_BOARDS, boards, {lever: getattr(pole.levers, lever) for lever in NEEDS_BOARDS})
    return results


def _of_base(name: str, base: Scenario, aims: Mapping[str, Any]) -> list[Move]:
    results = [Move(name, "", "", "", base)]
    for lever, aim in aims.items():
        before = getattr(base.levers, lever)
        if before != aim:
            moved = base.replace(name=f"{name}: {lever}", levers={lever: aim})
            results.append(Move(name, lever, setting_words(before), setting_words(aim), moved))
    return results


Ends = dict[str, Floats]


def ends_of_moves(replicates: Sequence[int], seed: int) -> list[Ends]:
    """The result of every move in some worlds: by name of a measure, (world,) or (outcome, world), at the end.

    Pounds are means over all quarters, under `pound_…`.
    """
    runs = finished(simulating([move.scenario for move in _moves()], replicates, seed))
    return [
        {
            **{name: run.at_end(name) for name in MEASURED},
            BY_OUTCOME: run.at_end(BY_OUTCOME),
            **{f"pound_{name}": run.pound[name].mean(axis=0) for name in OF_THE_POUND},
        }
        for run in runs
    ]


@lru_cache(maxsize=1)
def _moves() -> tuple[Move, ...]:
    return tuple(moves())


def joined(parts: Sequence[Sequence[Ends]]) -> list[Ends]:
    """The same moves in several lots of worlds, side by side."""
    return [
        {name: np.concatenate([part[row][name] for part in parts], axis=-1) for name in parts[0][row]}
        for row in range(len(parts[0]))
    ]


@dataclass(frozen=True)
class LeverEffect:
    """What one lever alone does to public value at equal weights and to what it is made of."""

    base: str
    lever: str
    before: str
    after: str
    gains: Figure  # share of worlds
    harms: Figure
    matters: float  # share of worlds in which public value moves by more than the smallest effect
    effects: tuple[Figure, ...]  # mean differences of MEASURED
    outcomes: tuple[Figure, ...]
    pound: Mapping[str, float]  # pence of a pound, by category
    worlds: int

    @property
    def fault(self) -> str:
        """`free lunch`, `dead weight` or nothing. The placebo is no lever."""
        if self.lever == "placebo":
            return ""
        if self.gains.value > FREE_LUNCH:
            return "free lunch"
        if self.harms.value > FREE_LUNCH:
            return "dead weight"
        return ""

    def document(self) -> dict[str, Any]:
        """The effect as a plain table for JSON."""
        return {
            "base": self.base,
            "lever": self.lever,
            "before": self.before,
            "after": self.after,
            "gains": vars(self.gains),
            "harms": vars(self.harms),
            "matters": self.matters,
            "effects": {figure.label: vars(figure) for figure in self.effects},
            "outcomes": {figure.label: vars(figure) for figure in self.outcomes},
            "pence_of_the_pound": dict(self.pound),
            "fault": self.fault,
            "worlds": self.worlds,
        }


def effects(ends: Sequence[Ends]) -> list[LeverEffect]:
    """What each lever does, from the ends of all moves."""
    results = []
    base: Ends = {}
    outcomes = [outcome.key for outcome in _moves()[0].scenario.outcomes]
    for move, end in zip(_moves(), ends, strict=True):
        if not move.lever:
            base = end
            continue
        before, after = base["public_value"], end["public_value"]
        value = beyond_rounding(after - before, before, after)
        results.append(
            LeverEffect(
                move.base,
                move.lever,
                move.before,
                move.after,
                share_of_worlds("gains", value > 0),
                share_of_worlds("harms", value < 0),
                float((np.abs(value) > MEASURES["public_value"].smallest_effect).mean()),
                tuple(estimated(name, end[name] - base[name], MEASURES[name].unit) for name in MEASURED),
                tuple(
                    estimated(outcome, end[BY_OUTCOME][row] - base[BY_OUTCOME][row], "need points")
                    for row, outcome in enumerate(outcomes)
                ),
                {
                    name: 100 * interval(end[f"pound_{name}"] - base[f"pound_{name}"]).mean
                    for name in OF_THE_POUND
                },
                value.size,
            )
        )
    return results
