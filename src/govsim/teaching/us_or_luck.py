"""Us, the arrangement, or luck: what a class's decisions added, what its reform added, and what its world was like.

Y is this world with the class, R this world under the class's arrangement by the rules, S this world siloed by the
rules, M the mean of S over other worlds. Us is Y − R, the arrangement R − S, luck S − M: an exact sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from govsim.arrays import Floats
from govsim.errors import InputError, Problem
from govsim.measures.catalogue import MEASURES
from govsim.runs.ongoing import OngoingRun, begin_run
from govsim.statistics.intervals import Interval, interval
from govsim.teaching.game import Game
from govsim.teaching.play import at_end, go_on, whole_run
from govsim.teaching.seats import Choice

SCORED: Final = ("progress", "core_services")  # side by side, never one number
OTHER_WORLDS: Final = 200
FRACTIONS: Final = (  # of a whole, in words
    (0.0, "hardly any of it"),
    (0.1, "a tenth"),
    (0.2, "a fifth"),
    (0.25, "a quarter"),
    (1 / 3, "a third"),
    (0.5, "half"),
    (2 / 3, "two thirds"),
    (0.75, "three quarters"),
    (0.9, "nine tenths"),
    (1.0, "nearly all of it"),
)


@dataclass(frozen=True, kw_only=True)
class Split:
    """One measure at the end of a game, split into us, the arrangement and luck.

    The three and `usual` (M) add up to `outcome` (Y). Each has its mean over other worlds with its interval; luck is 0
    on average, so it has the range in which 95% of those worlds lie.
    """

    measure: str
    outcome: float
    usual: float
    us: float
    arrangement: float
    luck: float
    us_elsewhere: Interval
    arrangement_elsewhere: Interval
    luck_range: tuple[float, float]

    @property
    def beyond_usual(self) -> float:
        """How far the class's world ended from the usual: the sum of the three."""
        return self.outcome - self.usual

    @property
    def share_of_us(self) -> float | None:
        """The class's share of what differs from the usual; None unless all three have one sign."""
        parts = (self.us, self.arrangement, self.luck)
        if not (min(parts) > 0 or max(parts) < 0):
            return None
        return self.us / sum(parts)


def fraction_words(share: float) -> str:
    """A share of a whole as people say it.

    >>> fraction_words(0.31), fraction_words(0.02), fraction_words(0.97)
    ('a third', 'hardly any of it', 'nearly all of it')
    """
    for (one, words), (other, _) in pairwise(FRACTIONS):
        if share < (one + other) / 2:
            return words
    return FRACTIONS[-1][1]


@dataclass(frozen=True, eq=False, kw_only=True)
class Arms:
    """Runs of a finished game: the class, the rules under its arrangement, and silos; here and in other worlds."""

    with_class: OngoingRun
    by_rules: OngoingRun
    in_silos: OngoingRun

    @classmethod
    def of(cls, game: Game, worlds: tuple[int, ...]) -> Arms:
        """The three arms of a game in some worlds of its seed; quarters that they share run once."""
        rules = begin_run(game.country, replicates=worlds, seed=game.opened.seed)
        with_class = rules.fork()
        go_on(with_class, game)
        reform = game.scenario().reforms
        silos = rules
        if reform:
            rules.step(reform[0].quarter)
            silos = rules.fork()
            rules.change_levers(**reform[0].levers)
            silos.step(game.country.horizon - silos.quarter)
        rules.step(game.country.horizon - rules.quarter)
        return cls(with_class=with_class, by_rules=rules, in_silos=silos)


def other_worlds(game: Game, count: int = OTHER_WORLDS) -> tuple[int, ...]:
    """The numbers of other worlds of the game's seed, in which a finished game can be replayed.

    Raises InputError where rounds are left to play, or fewer than 2 worlds are asked for.
    """
    if game.round < game.variant.rounds:
        problem = Problem(
            "game", "a game whose rounds are all closed", f"{game.round} of {game.variant.rounds}"
        )
        raise InputError(problem)
    if count < 2:
        raise InputError(Problem("worlds", "2 or more other worlds", f"{count}"))
    return tuple(number for number in range(count + 1) if number != game.opened.world)[:count]


def split_of(measure: str, here: Arms, elsewhere: Arms) -> Split:
    """Split a measure at the end into us, the arrangement and luck."""
    y, r, s = (float(at_end(run, measure)[0]) for run in (here.with_class, here.by_rules, here.in_silos))
    arms = (elsewhere.with_class, elsewhere.by_rules, elsewhere.in_silos)
    y_w, r_w, s_w = (at_end(run, measure) for run in arms)
    usual = float(np.mean(s_w))
    low, high = np.quantile(s_w - usual, [0.025, 0.975]).tolist()
    return Split(
        measure=measure,
        outcome=y,
        usual=usual,
        us=y - r,
        arrangement=r - s,
        luck=s - usual,
        us_elsewhere=interval(y_w - r_w),
        arrangement_elsewhere=interval(r_w - s_w),
        luck_range=(low, high),
    )


@dataclass(frozen=True, kw_only=True)
class Weighty:
    """A decision of the class, and what would have differed at the end if the rule had decided instead."""

    round: int  # from 0
    seat: str
    choice: Choice
    step: int
    added: dict[str, float]  # by measure: with the class less without this decision

    @property
    def weight(self) -> float:
        """How much it changed: the sum over measures, each in units of the smallest effect that matters."""
        return sum(abs(value) / MEASURES[name].smallest_effect for name, value in self.added.items())


def weighty_decisions(game: Game) -> tuple[Weighty, ...]:
    """Every decision that departed from the rule, by how much it changed; the same world is replayed without each.

    All replays run at once, each world of the batch being the class's own with one decision put back to the rule.
    """
    decisions = [
        (number, place, step)
        for number, steps in enumerate(game.rounds)
        for place, step in steps.items()
        if step
    ]
    if not decisions:
        return ()
    columns = len(decisions) + 1  # the last is the class's own
    rounds = tuple(
        {place: np.full(columns, step, dtype=np.int64) for place, step in steps.items()}
        for steps in game.rounds
    )
    for column, (number, place, _) in enumerate(decisions):
        rounds[number][place][column] = 0
    worlds = (game.opened.world,) * columns
    run = whole_run(game.scenario(), worlds, game.opened.seed, game.actors(rounds))
    ends: dict[str, Floats] = {name: at_end(run, name) for name in SCORED}
    weighed = [
        Weighty(
            round=number,
            seat=seat,
            choice=next(one for one in game.seats[seat].choices if one.key == key),
            step=step,
            added={name: float(values[-1] - values[column]) for name, values in ends.items()},
        )
        for column, (number, (seat, key), step) in enumerate(decisions)
    ]
    return tuple(sorted(weighed, key=lambda one: -one.weight))
