"""A game's country as runs: the class's own world, the same world by the rules, and other worlds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from govsim.runs.ongoing import OngoingRun, begin_run
from govsim.scenario.schema import Scenario
from govsim.teaching.game import QUARTERS_A_ROUND, Game
from govsim.teaching.steps import SteppedActor


def played(game: Game) -> OngoingRun:
    """The class's world as far as it has been played, round by round and with the reform when it was voted for."""
    run = begin_run(game.country, replicates=(game.opened.world,), seed=game.opened.seed)
    go_on(run, game)
    return run


def go_on(run: OngoingRun, game: Game) -> None:
    """Run a game's world on, from wherever it stands, through the rounds that have been closed."""
    reform = game.scenario().reforms
    actors = game.actors()
    while run.quarter < game.quarters_played:
        if reform and run.quarter == reform[0].quarter:
            run.change_levers(**reform[0].levers)
        run.step(QUARTERS_A_ROUND, actors)


def whole_run(
    scenario: Scenario, worlds: Sequence[int], seed: int, actors: Mapping[str, SteppedActor] | None = None
) -> OngoingRun:
    """A scenario run to its end in some worlds, with some actors moved by steps."""
    run = begin_run(scenario, replicates=tuple(worlds), seed=seed)
    run.step(scenario.horizon, actors or None)
    return run


@dataclass(frozen=True, kw_only=True)
class RoundFigures:
    """What a round came to, for everybody: core services beside progress, as reported and as it was."""

    round: int  # from 0
    reported_progress: float
    progress: float
    core_services: float


def round_figures(run: OngoingRun) -> tuple[RoundFigures, ...]:
    """The figures of each round that a game's world has run, at its end: what a reveal shows."""
    return tuple(
        RoundFigures(
            round=number,
            **{
                name: float(run.measure(name)[QUARTERS_A_ROUND * (number + 1) - 1][0])
                for name in ("reported_progress", "progress", "core_services")
            },
        )
        for number in range(run.quarter // QUARTERS_A_ROUND)
    )


def at_end(run: OngoingRun, measure: str) -> Any:
    """A measure in the last quarter that has run, shape (world,)."""
    return run.measure(measure)[-1]
