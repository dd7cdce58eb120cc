"""What a cabinet game needs the processor for: its world as it stands, and its debrief. Done in another process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from govsim.explanation.explain import Explanation
from govsim.teaching.cards import Card, cards
from govsim.teaching.debrief import Debrief, debrief, explanation_of
from govsim.teaching.events import Forecast, Opened
from govsim.teaching.game import Game, Student
from govsim.teaching.play import RoundFigures, played, round_figures
from govsim.teaching.targets import reached

Steps = tuple[tuple[tuple[str, str], int], ...]


@dataclass(frozen=True, kw_only=True)
class Position:
    """All of a game that its world and its debrief depend on, so that the same work is recognised."""

    opened: Opened
    rounds: tuple[Steps, ...]
    reform: str
    bundle: tuple[tuple[str, float | str], ...]
    students: tuple[tuple[str, Student], ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    votes: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, game: Game) -> Position:
        """Where a game stands; who sits where counts only once its rounds are over."""
        rounds = tuple(tuple(sorted(steps.items())) for steps in game.rounds)
        at = cls(
            opened=game.opened,
            rounds=rounds,
            reform=game.reform,
            bundle=tuple(sorted((game.bundle or {}).items())) if game.reform else (),
        )
        if game.round < game.variant.rounds:
            return at
        return replace(
            at,
            students=tuple(game.students.items()),
            forecasts=tuple(game.forecasts.values()),
            votes=tuple(game.votes.items()),
        )

    @property
    def game(self) -> Game:
        """The game, without events that change neither its world nor its debrief."""
        return Game(
            opened=self.opened,
            rounds=tuple(dict(steps) for steps in self.rounds),
            answered=tuple(frozenset[tuple[str, str]]() for _ in self.rounds),
            reform=self.reform,
            bundle=dict(self.bundle) or None,
            students=dict(self.students),
            forecasts={one.student: one for one in self.forecasts},
            votes=dict(self.votes),
        )


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The world of a game as it stands: the figures of each round, the cards of the next, and targets so far."""

    figures: tuple[RoundFigures, ...]
    cards: Mapping[str, Card]
    reached: Mapping[str, float]


def standing(position: Position) -> Standing:
    """Play a game's world as far as its rounds are closed."""
    game = position.game
    run = played(game)
    figures = round_figures(run)
    so_far = {
        key: float(reached(seat, run.world)[0]) for key, seat in game.seats.items() if seat.kind != "observer"
    }
    if run.quarter >= game.country.horizon:
        return Standing(figures=figures, cards={}, reached=so_far)
    reform = game.scenario().reforms
    if reform and run.quarter == reform[0].quarter:
        run.change_levers(**reform[0].levers)
    return Standing(figures=figures, cards=cards(game, run.world), reached=so_far)


def debriefed(position: Position) -> Debrief:
    """The debrief of a game whose rounds are over, without the explanation of its arrangement."""
    return debrief(position.game, explained=0)


def explained(position: Position) -> Explanation | None:
    """The explanation of a game's arrangement; None where it stayed siloed."""
    return explanation_of(position.game)
