"""Sensitivity of the difference between two arrangements to contested assumptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from govsim.checked import seed_number, several, whole_number
from govsim.documents.document import Document
from govsim.errors import InputError, Problem, nearest
from govsim.experiments.answering import (
    DEFAULT_OUTCOMES,
    answering,
    making,
    open_factors,
    results_name,
    weighed,
)
from govsim.experiments.experiment import Experiment
from govsim.experiments.load import load_experiment
from govsim.runs.simulate import finished
from govsim.scenario.load import load_scenario
from govsim.words.names import arrangement_words, capitalised
from govsim.world.given import PlacesLike

Method = Literal["morris", "sobol", "pawn"]


@dataclass(frozen=True, kw_only=True)
class _Way:
    """The defaults of a method."""

    method: Method
    design: str
    number: str  # the option of the design for the number of points
    points: int
    worlds: int


WAYS: Final = (
    _Way(method="morris", design="morris", number="trajectories", points=20, worlds=4),
    _Way(method="sobol", design="sobol", number="points", points=128, worlds=2),
    _Way(method="pawn", design="latin_hypercube", number="points", points=500, worlds=1),
)


def sensitivity(
    first: str | Path,
    second: str | Path,
    *,
    method: Method = "morris",
    outcomes: str | Sequence[str] = DEFAULT_OUTCOMES,
    points: int | None = None,
    replicates: int | None = None,
    seed: int = 0,
    jobs: int | None = None,
    places: PlacesLike | None = None,
    output: str | Path | None = None,
    weight: float | None = None,
) -> Document:
    """Rank the contested assumptions by their effect on the difference between two arrangements.

    With `sobol`, two worlds per set (`replicates`) separate chance from assumptions; ten estimate its share.

    Args:
        first: The baseline arrangement, as in `load_scenario`.
        second: The other arrangement.
        method: `morris` (few runs), `sobol` (shares of variance) or `pawn` (whole distributions).
        outcomes: Names of measures, or one name; `public_value` by default.
        points: Paths (morris), or sets of assumptions (sobol: a power of two; pawn); None for the default.
        replicates: Number of worlds. World 0, 1, … of a seed are the same whatever their number.
        seed: Root seed, 0 to 2^64 − 1. The same seed gives every scenario the same worlds.
        jobs: Worker processes; 1 runs in this process, None chooses.
        places: Places that replace the scenario's, or the path of a file of places.
        output: Folder in which the runs get a subfolder; None to discard them.
        weight: Weight of progress in public value, 0 to 1; None for the first scenario's.

    Returns:
        Document with the index of each assumption and its 95% interval.

    Raises:
        InputError: an input is wrong. Lists every problem.

    Source: campolongo_2007, saltelli_2010, pianosi_wagener_2018.

    >>> document = sensitivity("siloed", "mission_led", method="morris")  # doctest: +SKIP
    """
    experiment = sensitivity_experiment(first, second, method, outcomes, points, replicates, seed, weight)
    return finished(answering(experiment, making(output, jobs, places)))


def sensitivity_experiment(
    first: str | Path,
    second: str | Path,
    method: Method,
    outcomes: str | Sequence[str],
    points: int | None,
    replicates: int | None,
    seed: int,
    weight: float | None,
) -> Experiment:
    """The experiment behind `sensitivity`: both scenarios over all open assumptions."""
    ways = {way.method: way for way in WAYS}
    if method not in ways:
        wanted = "the name of a method"
        raise InputError(Problem("method", wanted, f"'{method}'", remedy=nearest(method, list(ways))))
    way = ways[method]
    replicates = way.worlds if replicates is None else whole_number("replicates", replicates, 1)
    points = way.points if points is None else whole_number("points", points, 1)
    outcomes, seed = several(outcomes), seed_number(seed)
    one, other = load_scenario(first), load_scenario(second)
    ours, theirs = arrangement_words(one.name), arrangement_words(other.name)
    return load_experiment(
        {
            "name": results_name("sensitivity", method, str(first), str(second)),
            "about": f"{capitalised(ours)} and {theirs} over every contested assumption that both leave open.",
            "question": f"On which assumptions does the difference between {ours} and {theirs} hang?",
            "scenarios": [str(first), str(second)],
            "changes": weighed(weight, one),
            "seed": seed,
            "replicates": replicates,
            "factors": open_factors(one, other),
            "design": {"kind": way.design, way.number: points},
            "outcomes": list(outcomes),
            "figures": [{"kind": method, "outcome": name} for name in outcomes],
        }
    )
