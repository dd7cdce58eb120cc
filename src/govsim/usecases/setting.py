"""Sentences about what was simulated: worlds and places."""

from __future__ import annotations

from collections.abc import Sequence

from govsim.runs.run import Run
from govsim.world.places import Places


def worlds_words(runs: Sequence[Run]) -> str:
    """How many worlds there are, in what they differ and from which seed: `64 worlds that differ in …`."""
    first = runs[0]
    count = len(first.replicates)
    kinds = {run.scenario.uncertainties.worlds for run in runs}
    differ = {
        frozenset({"differ"}): "that differ in chance and in contested assumptions",
        frozenset({"alike"}): "that differ in chance only; contested assumptions are held at central values",
    }.get(frozenset(kinds), "in which contested assumptions differ for some of the scenarios only")
    worlds = "1 world" if count == 1 else f"{count:,} worlds {differ}"
    return f"{worlds} (seed {first.seed})."


def places_words(runs: Sequence[Run], land: Places) -> str:
    """Where it plays; `land` is where the first run does."""
    if any(run.labels["k"] != runs[0].labels["k"] for run in runs):
        return "Places: different ones, as each scenario says."
    councils, communities = len(land.council_keys), len(land.community_keys)
    return f"Places: {land.name}, {councils:,} councils and {communities:,} communities."
