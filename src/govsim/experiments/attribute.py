"""Attribution of the difference between two arrangements to elements and levers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from govsim.checked import seed_number, several, whole_number
from govsim.documents.document import Document
from govsim.errors import InputError, Problem
from govsim.experiments.answering import (
    DEFAULT_OUTCOMES,
    answering,
    differ_in_levers_alone,
    making,
    results_name,
    weighed,
)
from govsim.experiments.experiment import Experiment
from govsim.experiments.factors import Factor
from govsim.experiments.figures.attribution import rows_to_run
from govsim.experiments.load import load_experiment
from govsim.runs.simulate import finished
from govsim.scenario.describe import lever_differences
from govsim.scenario.load import load_scenario
from govsim.words.names import arrangement_words
from govsim.world.given import PlacesLike

DEFAULT_WORLDS: Final = 50
DEFAULT_ORDERS: Final = 16


def attribute(
    first: str | Path,
    second: str | Path,
    *,
    outcomes: str | Sequence[str] = DEFAULT_OUTCOMES,
    replicates: int = DEFAULT_WORLDS,
    orders: int = DEFAULT_ORDERS,
    seed: int = 0,
    jobs: int | None = None,
    places: PlacesLike | None = None,
    output: str | Path | None = None,
    weight: float | None = None,
) -> Document:
    """Attribute the difference between two arrangements to the three elements, and to each lever.

    The effect of a lever depends on the others. So its share is the mean over the orders of adding them:
    all orders for elements, `orders` random ones for levers. Shares sum to the whole difference.

    Args:
        first: The baseline arrangement, as in `load_scenario`.
        second: The other arrangement.
        outcomes: Names of measures, or one name; `public_value` by default.
        replicates: Number of worlds. World 0, 1, … of a seed are the same whatever their number.
        orders: Number of random orders of levers, even; elements take all orders.
        seed: Root seed, 0 to 2^64 − 1. The same seed gives every scenario the same worlds.
        jobs: Worker processes; 1 runs in this process, None chooses.
        places: Places that replace the scenario's, or the path of a file of places.
        output: Folder in which the runs get a subfolder; None to discard them.
        weight: Weight of progress in public value, 0 to 1; None for the first scenario's.

    Returns:
        Document with the share of each element and lever, in the outcome's unit, with 95% intervals.

    Raises:
        InputError: an input is wrong, or the scenarios differ in more than levers.

    Source: shapley_1953, castro_2009.

    >>> document = attribute("siloed", "layered", replicates=50)  # doctest: +SKIP
    """
    experiment = attribution_experiment(first, second, outcomes, replicates, orders, seed, weight)
    return finished(answering(experiment, making(output, jobs, places)))


def attribution_experiment(
    first: str | Path,
    second: str | Path,
    outcomes: str | Sequence[str],
    replicates: int,
    orders: int,
    seed: int,
    weight: float | None,
) -> Experiment:
    """The experiment behind `attribute`: the first scenario with all needed subsets of the second's levers."""
    replicates, seed = whole_number("replicates", replicates, 1), seed_number(seed)
    outcomes = several(outcomes)
    orders = whole_number("orders", orders, 2)
    one, other = load_scenario(first), load_scenario(second)
    ours, theirs = arrangement_words(one.name), arrangement_words(other.name)
    differ_in_levers_alone(one, other)
    levers = lever_differences(one, other)
    if not levers:
        raise InputError(
            Problem(other.name, f"a scenario with other levers than '{one.name}'", "the same levers")
        )
    if orders % 2:
        raise InputError(Problem("orders", "an even number of orders, at least 2", str(orders)))
    factors = tuple(
        Factor(name=lever.lever, path=f"levers.{lever.lever}", values=(lever.first, lever.second))
        for lever in levers
    )
    rows = rows_to_run(factors, orders, seed)
    points = [
        {factor.name: factor.values[bits >> place & 1] for place, factor in enumerate(factors)}
        for bits in rows
    ]
    return load_experiment(
        {
            "name": results_name("attribute", str(first), str(second)),
            "about": f"The levers of {theirs} put into {ours}, in {len(rows):,} combinations.",
            "question": f"What explains the difference between {ours} and {theirs}?",
            "scenarios": [str(first)],
            "changes": weighed(weight, one),
            "seed": seed,
            "replicates": replicates,
            "factors": factors,
            "design": {"kind": "list", "points": points},
            "outcomes": list(outcomes),
            "figures": [{"kind": "attribution", "outcome": name, "orders": orders} for name in outcomes],
        }
    )
