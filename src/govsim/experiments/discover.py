"""Discovery of the worlds in which one arrangement beats another, or loses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

from govsim.checked import seed_number, several, whole_number
from govsim.documents.document import Document
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

Way = Literal["", "wins", "loses"]

DEFAULT_POINTS: Final = 1000
DEFAULT_WORLDS: Final = 1


def discover(
    first: str | Path,
    second: str | Path,
    *,
    way: Way = "",
    outcomes: str | Sequence[str] = DEFAULT_OUTCOMES,
    points: int = DEFAULT_POINTS,
    replicates: int = DEFAULT_WORLDS,
    seed: int = 0,
    jobs: int | None = None,
    places: PlacesLike | None = None,
    output: str | Path | None = None,
    weight: float | None = None,
) -> Document:
    """Find the worlds in which the second arrangement beats the first, or loses, as limits on few assumptions.

    Both run over `points` sets of all assumptions that they leave open, spread evenly (Latin hypercube).

    Args:
        first: The baseline arrangement, as in `load_scenario`.
        second: The other arrangement.
        way: `wins` or `loses` for one question only; both by default.
        outcomes: Names of measures, or one name; `public_value` by default.
        points: Number of sets of assumptions.
        replicates: Number of worlds. World 0, 1, … of a seed are the same whatever their number.
        seed: Root seed, 0 to 2^64 − 1. The same seed gives every scenario the same worlds.
        jobs: Worker processes; 1 runs in this process, None chooses.
        places: Places that replace the scenario's, or the path of a file of places.
        output: Folder in which the runs get a subfolder; None to discard them.
        weight: Weight of progress in public value, 0 to 1; None for the first scenario's.

    Returns:
        Document with one box of assumptions for each question, checked on held-out worlds.

    Raises:
        InputError: an input is wrong. Lists every problem.

    Source: friedman_fisher_1999, bryant_lempert_2010.

    >>> document = discover("siloed", "mission_led", points=500)  # doctest: +SKIP
    """
    experiment = discovery_experiment(first, second, way, outcomes, points, replicates, seed, weight)
    return finished(answering(experiment, making(output, jobs, places)))


def discovery_experiment(
    first: str | Path,
    second: str | Path,
    way: Way,
    outcomes: str | Sequence[str],
    points: int,
    replicates: int,
    seed: int,
    weight: float | None,
) -> Experiment:
    """The experiment behind `discover`: both scenarios in worlds spread over all open assumptions."""
    replicates, seed = whole_number("replicates", replicates, 1), seed_number(seed)
    outcomes = several(outcomes)
    points = whole_number("points", points, 1)
    one, other = load_scenario(first), load_scenario(second)
    ours, theirs = arrangement_words(one.name), arrangement_words(other.name)
    return load_experiment(
        {
            "name": results_name("discover", str(first), str(second)),
            "about": f"{capitalised(ours)} and {theirs} in {points:,} worlds over assumptions that both leave open.",
            "question": f"In which worlds does {theirs} beat {ours}, and in which does it lose?",
            "scenarios": [str(first), str(second)],
            "changes": weighed(weight, one),
            "seed": seed,
            "replicates": replicates,
            "factors": open_factors(one, other),
            "design": {"kind": "latin_hypercube", "points": points},
            "outcomes": list(outcomes),
            "figures": [{"kind": "win_regions", "outcome": name, "way": way} for name in outcomes],
        }
    )
