"""The debrief of a cabinet game: how it felt, forecast and outcome, why, and us, the arrangement or luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from govsim.explanation.explain import Explanation, explaining
from govsim.runs.simulate import finished
from govsim.teaching.game import SILOED, Game
from govsim.teaching.play import RoundFigures, at_end, round_figures
from govsim.teaching.targets import Target, reached, target_of
from govsim.teaching.us_or_luck import (
    OTHER_WORLDS,
    SCORED,
    Arms,
    Split,
    Weighty,
    other_worlds,
    split_of,
    weighty_decisions,
)

EXPLAINED_WORLDS = 64


@dataclass(frozen=True, kw_only=True)
class SeatScore:
    """A seat's own target at the end: what was reported, and what the usual course reaches on average."""

    seat: str
    title: str
    target: Target
    reported: float
    usual: float
    played: bool  # whether anybody sat there

    @property
    def was_reached(self) -> bool:
        """Whether the seat ended at least as well as the usual course."""
        return self.reported >= self.usual


@dataclass(frozen=True, kw_only=True)
class ForecastScore:
    """The class's forecasts of a measure, and what happened."""

    measure: str
    forecasts: tuple[float, ...]
    happened: float

    @property
    def middle(self) -> float:
        """The median forecast."""
        return float(np.median(self.forecasts))

    @property
    def too_high(self) -> int:
        """How many forecast more than happened."""
        return sum(one > self.happened for one in self.forecasts)


@dataclass(frozen=True, eq=False, kw_only=True)
class Debrief:
    """The contents of the debrief of a finished game."""

    game: Game
    worlds: int  # other worlds
    splits: Mapping[str, Split]
    rounds: tuple[RoundFigures, ...]
    scores: tuple[SeatScore, ...]
    forecasts: tuple[ForecastScore, ...]
    decisions: tuple[Weighty, ...]  # the one that changed most first
    explanation: Explanation | None  # None where the class stayed siloed, or where it was not asked for


def debrief(
    game: Game, *, worlds: int = OTHER_WORLDS, explained: int = EXPLAINED_WORLDS, jobs: int | None = 1
) -> Debrief:
    """The debrief of a game.

    Args:
        game: A game whose rounds have all been closed.
        worlds: Number of other worlds in which the class's decisions and both arrangements are replayed.
        explained: Number of worlds in which the arrangement is explained, mechanism by mechanism; 0 leaves this out.
        jobs: Worker processes for the explanation; 1 works in this process, None chooses.

    Returns:
        The debrief; `govsim.teaching.debrief_document` has it in words and tables.

    Raises:
        InputError: rounds are left to play, or there are fewer than 2 other worlds.
    """
    others = other_worlds(game, worlds)
    here, elsewhere = Arms.of(game, (game.opened.world,)), Arms.of(game, others)
    return Debrief(
        game=game,
        worlds=worlds,
        splits={measure: split_of(measure, here, elsewhere) for measure in SCORED},
        rounds=round_figures(here.with_class),
        scores=_scores(game, here, elsewhere),
        forecasts=_forecasts(game, here),
        decisions=weighty_decisions(game),
        explanation=explanation_of(game, explained, jobs),
    )


def explanation_of(game: Game, worlds: int = EXPLAINED_WORLDS, jobs: int | None = 1) -> Explanation | None:
    """Why the class's arrangement did what it did; None where it stayed siloed, or for no worlds."""
    if game.reform == SILOED or not worlds:
        return None
    pair = game.country.replace(name=SILOED), game.scenario()
    return finished(explaining(*pair, replicates=worlds, seed=game.opened.seed, jobs=jobs))


def _scores(game: Game, here: Arms, elsewhere: Arms) -> tuple[SeatScore, ...]:
    scores = []
    for key, seat in game.seats.items():
        target = target_of(seat, game.country)
        played = bool(game.in_seat(key))
        if target is None or (seat.kind == "mission" and not played):
            continue
        scores.append(
            SeatScore(
                seat=key,
                title=seat.title,
                target=target,
                reported=float(reached(seat, here.with_class.world)[0]),
                usual=float(reached(seat, elsewhere.in_silos.world).mean()),
                played=played,
            )
        )
    return tuple(scores)


def _forecasts(game: Game, here: Arms) -> tuple[ForecastScore, ...]:
    if not game.forecasts:
        return ()
    return tuple(
        ForecastScore(
            measure=measure,
            forecasts=tuple(getattr(one, measure) for one in game.forecasts.values()),
            happened=float(at_end(here.with_class, measure)[0]),
        )
        for measure in SCORED
    )
