"""One lever at a time, in many sampled worlds: does it gain in nearly all of them, or harm in nearly all?

Each moves as it is, and at equal volume: with its base's share of money for outcomes. A lever that
in more than 97% of worlds is a free lunch, one that harms in more than 97% a dead weight: in both a cost or a
benefit is missing from the model.
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
from govsim.runs.simulate import finished, held, simulating
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
AT_EQUAL_VOLUME: Final = "public_value at equal volume"
OF_THE_POUND: Final = tuple(CATEGORIES)


@dataclass(frozen=True)
class Move:
    """One lever moved from its value in a base; a move without a lever is the base itself."""

    base: str
    lever: str
    before: str
    after: str
    scenario: Scenario


def moves() -> list[Move]:
    """Each lever of each base, moved to its value at the other pole, and the placebo from none to all.

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
    """Run every move in some worlds: measures at the end by name, (world,) or (outcome, world).

    Pounds are means over all quarters, under `pound_…`.
    """
    free = [move.scenario for move in _moves()]
    runs = finished(simulating([*free, *_at_equal_volume()], replicates, seed))
    return [
        {
            **{name: run.at_end(name) for name in MEASURED},
            AT_EQUAL_VOLUME: as_held.at_end("public_value"),
            BY_OUTCOME: run.at_end(BY_OUTCOME),
            **{f"pound_{name}": run.pound[name].mean(axis=0) for name in OF_THE_POUND},
        }
        for run, as_held in zip(runs[: len(free)], runs[len(free) :], strict=True)
    ]


def _at_equal_volume() -> list[Scenario]:
    """Every move at the volume of its base, and every base at its own."""
    bases = {move.base: move.scenario for move in _moves() if not move.lever}
    return [held(move.scenario, equal_volume=bases[move.base]) for move in _moves()]


@lru_cache(maxsize=1)
def _moves() -> tuple[Move, ...]:
    return tuple(moves())


def joined(parts: Sequence[Sequence[Ends]]) -> list[Ends]:
    """Join lots of worlds of the same moves."""
    return [
        {name: np.concatenate([part[row][name] for part in parts], axis=-1) for name in parts[0][row]}
        for row in range(len(parts[0]))
    ]


@dataclass(frozen=True, kw_only=True)
class Shares:
    """Shares of worlds in which one lever alone raises or lowers public value at equal weights, and the mean."""

    gains: Figure  # share of worlds
    harms: Figure
    public_value: Figure  # mean difference

    @property
    def fault(self) -> str:
        """`free lunch` if the lever nearly always helps, `dead weight` if it nearly always harms, else empty."""
        if self.gains.value > FREE_LUNCH:
            return "free lunch"
        return "dead weight" if self.harms.value > FREE_LUNCH else ""

    @property
    def is_near(self) -> bool:
        """Whether a share is below the line and its interval reaches above."""
        return not self.fault and max(self.gains.high, self.harms.high) > FREE_LUNCH

    def document(self) -> dict[str, Any]:
        """The shares as a plain table for JSON."""
        figures = {name: vars(getattr(self, name)) for name in ("gains", "harms", "public_value")}
        return {**figures, "fault": self.fault}


@dataclass(frozen=True, kw_only=True)
class LeverEffect:
    """The effect of one lever alone on public value at equal weights and on its components."""

    base: str
    lever: str
    before: str
    after: str
    as_it_is: Shares
    equal_volume: Shares  # at the base's share of money for outcomes
    matters: float  # share of worlds in which public value moves by more than the smallest effect
    effects: tuple[Figure, ...]  # mean differences of MEASURED
    outcomes: tuple[Figure, ...]
    pound: Mapping[str, float]  # pence of a pound, by category
    worlds: int

    @property
    def treatments(self) -> dict[str, Shares]:
        """The shares as it is and at equal volume, by label; empty for the placebo."""
        if self.lever == "placebo":
            return {}
        return {"as it is": self.as_it_is, "at equal volume": self.equal_volume}

    def document(self) -> dict[str, Any]:
        """The effect as a plain table for JSON."""
        return {
            "base": self.base,
            "lever": self.lever,
            "before": self.before,
            "after": self.after,
            "as_it_is": self.as_it_is.document(),
            "equal_volume": self.equal_volume.document(),
            "matters": self.matters,
            "effects": {figure.label: vars(figure) for figure in self.effects},
            "outcomes": {figure.label: vars(figure) for figure in self.outcomes},
            "pence_of_the_pound": dict(self.pound),
            "worlds": self.worlds,
        }


def effects(ends: Sequence[Ends]) -> list[LeverEffect]:
    """The effect of each lever, from the ends of all moves."""
    results = []
    base: Ends = {}
    outcomes = [outcome.key for outcome in _moves()[0].scenario.outcomes]
    for move, end in zip(_moves(), ends, strict=True):
        if not move.lever:
            base = end
            continue
        gained = end["public_value"] - base["public_value"]
        results.append(
            LeverEffect(
                base=move.base,
                lever=move.lever,
                before=move.before,
                after=move.after,
                as_it_is=_shares(base["public_value"], end["public_value"]),
                equal_volume=_shares(base[AT_EQUAL_VOLUME], end[AT_EQUAL_VOLUME]),
                matters=float((np.abs(gained) > MEASURES["public_value"].smallest_effect).mean()),
                effects=tuple(
                    estimated(name, end[name] - base[name], MEASURES[name].unit) for name in MEASURED
                ),
                outcomes=tuple(
                    estimated(outcome, end[BY_OUTCOME][row] - base[BY_OUTCOME][row], "need points")
                    for row, outcome in enumerate(outcomes)
                ),
                pound={
                    name: 100 * interval(end[f"pound_{name}"] - base[f"pound_{name}"]).mean
                    for name in OF_THE_POUND
                },
                worlds=gained.size,
            )
        )
    return results


def _shares(before_w: Floats, after_w: Floats) -> Shares:
    """The effect of a move on public value, from its values before and after in every world."""
    gained_w = beyond_rounding(after_w - before_w, before_w, after_w)
    return Shares(
        gains=share_of_worlds("gains", gained_w > 0),
        harms=share_of_worlds("harms", gained_w < 0),
        public_value=estimated("public_value", gained_w, MEASURES["public_value"].unit),
    )
