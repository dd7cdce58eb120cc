"""How a class compares with the rules: its steps, and amounts in the model's units beside a replay by the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from govsim.arrays import Floats
from govsim.runs.ongoing import begin_run
from govsim.statistics.intervals import Interval, interval
from govsim.teaching.amounts import AMOUNTS
from govsim.teaching.game import QUARTERS_A_ROUND, Game
from govsim.teaching.us_or_luck import OTHER_WORLDS, other_worlds
from govsim.world.build import World

ROUNDING: Final = 1e-9  # of numbers that are equal but for their last bits
FEWEST_CLASSES: Final = 3  # from which a mean of classes has an interval


@dataclass(frozen=True, eq=False, kw_only=True)
class ComparedDecision:
    """One decision of one seat in one round: the step, and what it came to with the class and by the rules.

    Amounts are means over the quarters of the round, in the unit of `AMOUNTS[dial]`. `elsewhere_w` is what the rules
    come to in other worlds.
    """

    round: int  # from 0
    seat: str
    role: str
    choice: str
    dial: str
    step: int
    answered: bool
    with_class: float
    by_rules: float
    elsewhere_w: Floats


@dataclass(frozen=True, kw_only=True)
class ComparedDial:
    """All decisions of a class on one dial: its steps, and the means of its amounts.

    `low` and `high` are the range in which the rules' mean lies in 95% of other worlds.
    """

    dial: str
    steps: tuple[int, ...]
    answered: int
    with_class: float
    by_rules: float
    low: float
    high: float

    @property
    def times(self) -> float | None:
        """Ratio of the class's amount to the rules'; None where the rules' is 0."""
        return self.with_class / self.by_rules if self.by_rules else None

    @property
    def is_beyond(self) -> bool:
        """Whether the class's amount is outside the range of the rules in other worlds."""
        return not self.low - ROUNDING <= self.with_class <= self.high + ROUNDING


@dataclass(frozen=True, kw_only=True)
class AcrossClasses:
    """One dial over several classes: how many lay above the rules, and the mean difference.

    A class is one observation. The mean has an interval from three classes on.
    """

    dial: str
    classes: int
    above: int
    mean: float
    interval: Interval | None


def compared(game: Game, worlds: int = OTHER_WORLDS) -> tuple[ComparedDecision, ...]:
    """Every decision of a class beside the rules, by round and seat; the rule's own step is 0.

    The game's world and other worlds are replayed twice under the class's arrangement: with the class's steps, and by
    the rules alone. What a decision came to depends on all else that the class did.

    Args:
        game: A game whose rounds have all been closed.
        worlds: Number of other worlds, 2 or more, for the range of the rules.

    Raises:
        InputError: rounds are left to play, or there are fewer than 2 other worlds.
    """
    numbers = (game.opened.world, *other_worlds(game, worlds))
    with_class, by_rules = (_amounts(game, numbers, of_class) for of_class in (True, False))
    decisions = []
    for number, steps in enumerate(game.rounds):
        for place, step in steps.items():
            seat, key = place
            rules_w = by_rules[number, seat, key]
            choice = next(one for one in game.seats[seat].choices if one.key == key)
            decisions.append(
                ComparedDecision(
                    round=number,
                    seat=seat,
                    role=game.seats[seat].kind,
                    choice=key,
                    dial=choice.dial,
                    step=step,
                    answered=place in game.answered[number],
                    with_class=float(with_class[number, seat, key][0]),
                    by_rules=float(rules_w[0]),
                    elsewhere_w=rules_w[1:],
                )
            )
    return tuple(decisions)


def _amounts(game: Game, worlds: tuple[int, ...], of_class: bool) -> dict[tuple[int, str, str], Floats]:
    """The mean amount of each decision over the quarters of its round, shape (world,), by round, seat and choice."""
    sums: dict[tuple[int, str, str], Floats] = {}
    for quarter, world, before_dw in _quarters(game, worlds, of_class):
        number = quarter // QUARTERS_A_ROUND
        for seat, key in game.rounds[number]:
            choice = next(one for one in game.seats[seat].choices if one.key == key)
            amount_w = AMOUNTS[choice.dial].of(world, before_dw, game.seats[seat], choice)
            sums[number, seat, key] = sums.get((number, seat, key), 0.0) + amount_w / QUARTERS_A_ROUND
    return sums


def _quarters(game: Game, worlds: tuple[int, ...], of_class: bool) -> Iterator[tuple[int, World, Floats]]:
    """Each quarter of a replay: its number, the worlds after it, and the budgets before it."""
    run = begin_run(game.country, replicates=worlds, seed=game.opened.seed)
    reform = game.scenario().reforms
    actors = game.actors() if of_class else None
    for quarter in range(game.country.horizon):
        if reform and quarter == reform[0].quarter:
            run.change_levers(**reform[0].levers)
        before_dw = run.world.state["baseline_dw"]
        run.step(1, actors)
        yield quarter, run.world, before_dw


def by_dial(decisions: Sequence[ComparedDecision]) -> tuple[ComparedDial, ...]:
    """The decisions of one class by dial, in the order in which dials first occur."""
    rows = []
    for dial in dict.fromkeys(one.dial for one in decisions):
        these = [one for one in decisions if one.dial == dial]
        low, high = np.quantile(np.mean([one.elsewhere_w for one in these], axis=0), [0.025, 0.975]).tolist()
        rows.append(
            ComparedDial(
                dial=dial,
                steps=tuple(one.step for one in these),
                answered=sum(one.answered for one in these),
                with_class=float(np.mean([one.with_class for one in these])),
                by_rules=float(np.mean([one.by_rules for one in these])),
                low=low,
                high=high,
            )
        )
    return tuple(rows)


def across(classes: Sequence[Sequence[ComparedDecision]]) -> tuple[AcrossClasses, ...]:
    """Several classes by dial. A class that never decided on a dial does not count there."""
    dials = [{one.dial: one for one in by_dial(decisions)} for decisions in classes]
    rows = []
    for dial in dict.fromkeys(key for one in dials for key in one):
        differences = np.array([one[dial].with_class - one[dial].by_rules for one in dials if dial in one])
        rows.append(
            AcrossClasses(
                dial=dial,
                classes=len(differences),
                above=int((differences > 0).sum()),
                mean=float(differences.mean()),
                interval=interval(differences) if len(differences) >= FEWEST_CLASSES else None,
            )
        )
    return tuple(rows)
