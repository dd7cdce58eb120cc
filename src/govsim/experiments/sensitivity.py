"""On which contested assumptions the difference between two arrangements hangs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from govsim.documents.document import Document
from govsim.experiments.answering import DEFAULT_OUTCOMES, Making, answering, contested, kept_name, weighed
from govsim.experiments.experiment import Experiment
from govsim.experiments.load import load_experiment
from govsim.runs.simulate import finished
from govsim.scenario.load import load_scenario
from govsim.scenario.uncertainty import Uncertainty
from govsim.words.names import arrangement_words, capitalised
from govsim.world.places import Places

Method = Literal["morris", "sobol", "pawn"]


@dataclass(frozen=True)
class _Way:
    """What a method runs, unless something else is asked for."""

    figure: Method
    design: str
    number: str  # the option of the design that says how many points there are
    points: int
    worlds: int


WAYS: Final = (
    _Way("morris", "morris", "trajectories", 20, 4),
    _Way("sobol", "sobol", "points", 128, 2),
    _Way("pawn", "latin_hypercube", "points", 500, 1),
)


def sensitivity(
    first: str | Path,
    second: str | Path,
    method: Method = "morris",
    outcomes: Sequence[str] = DEFAULT_OUTCOMES,
    points: int | None = None,
    replicates: int | None = None,
    seed: int = 0,
    jobs: int | None = None,
    places: Places | None = None,
    output: str | Path | None = None,
    weight: float | None = None,
) -> Document:
    """Say which contested assumptions move the difference between two arrangements, and how unevenly.

    `morris` moves one assumption at a time along `points` paths and needs few runs; `sobol` tells shares of variance
    from two samples of `points` sets of assumptions, a power of two, and needs many; with two worlds of a set or more
    (`replicates`) it tells chance from assumptions, with ten or more how much it is. `pawn` tells from one sample how
    far the whole distribution moves, whatever its shape. `output` keeps the runs in a folder of its own below that one;
    `jobs` processes share the work. Source: campolongo_2007, saltelli_2010, pianosi_wagener_2018.
    """
    asked = sensitivity_experiment(first, second, method, outcomes, points, replicates, seed, weight)
    return finished(answering(asked, Making(output, jobs, places)))


def sensitivity_experiment(
    first: str | Path,
    second: str | Path,
    method: Method,
    outcomes: Sequence[str],
    points: int | None,
    replicates: int | None,
    seed: int,
    weight: float | None,
) -> Experiment:
    """The experiment behind it: both scenarios over all assumptions that they leave open."""
    one, other = load_scenario(first), load_scenario(second)
    ours, theirs = arrangement_words(one.name), arrangement_words(other.name)
    way = next(way for way in WAYS if way.figure == method)
    return load_experiment(
        {
            "name": kept_name("sensitivity", method, str(first), str(second)),
            "about": f"{capitalised(ours)} and {theirs} over every contested assumption that both leave open.",
            "question": f"On which assumptions does the difference between {ours} and {theirs} hang?",
            "scenarios": [str(first), str(second)],
            "changes": weighed(weight, one),
            "seed": seed,
            "replicates": replicates if replicates is not None else way.worlds,
            "factors": factors_of(contested(one, other)),
            "design": {"kind": way.design, way.number: points if points is not None else way.points},
            "outcomes": list(outcomes),
            "figures": [{"kind": method, "outcome": name} for name in outcomes],
        }
    )


def factors_of(assumptions: dict[str, Uncertainty]) -> list[dict[str, Any]]:
    """Assumptions as factors over the ranges that scenarios leave them."""
    return [
        {"name": name, "path": f"uncertainties.{name}", "low": setting.low, "high": setting.high}
        for name, setting in assumptions.items()
    ]
