"""Whether time and memory grow in proportion, with communities up to a million and replicates to a hundred thousand.

Each size is measured in a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from math import exp, log
from typing import Final

from benchmarks.answers import Answer, Figure, Table, shown
from benchmarks.measuring import MEGABYTE, apart, peak_memory
from benchmarks.sizes import Size
from benchmarks.stages import seconds_by_stage

SMALL_COUNTRY: Final = "classroom_small"
CHUNK: Final = 1000  # replicates that a streaming loop holds at once
QUARTERS: Final = (
    8  # of a run in a large country, after half as many of warm-up; two years, as learning is yearly
)
PROPORTIONAL: Final = 1.1  # greatest exponent that passes as proportional


def country(communities: int, councils: int) -> dict[str, float]:
    """One world of a synthetic country of this size: CPU seconds and MB, without what Python and govsim hold."""
    from govsim import load_scenario
    from govsim.world.synthetic_places import synthetic_england

    scenario = load_scenario("siloed").replace(warm_up=QUARTERS // 2, horizon=QUARTERS)
    before = peak_memory()
    began = time.process_time()
    places = synthetic_england(councils, communities // councils)
    made = time.process_time() - began
    stages = seconds_by_stage(scenario, 1, places)
    return {
        "communities": len(places.community_keys),
        "councils": councils,
        "places": made,
        "building": stages["building"],
        "quarter": (stages["warm-up"] + stages["run"]) / (QUARTERS + QUARTERS // 2),
        "memory": peak_memory() - before,
    }


def held(scenario: str, replicates: int) -> dict[str, float]:
    """`simulate`, which hands back all measures of all worlds: CPU seconds, MB, and what the run itself holds."""
    from govsim import simulate

    before, began = peak_memory(), time.process_time()
    run = simulate(scenario, replicates=replicates)
    seconds = time.process_time() - began
    arrays = [*run.measures.values(), *run.pound.values(), *run.along_axes.values()]
    holds = sum(array.nbytes for array in arrays) / MEGABYTE
    return {"replicates": replicates, "seconds": seconds, "memory": peak_memory() - before, "holds": holds}


def streamed(scenario: str, replicates: int) -> dict[str, float]:
    """A loop over `simulating` in chunks that keeps a sum alone: CPU seconds and MB."""
    from govsim.runs.simulate import finished, simulating

    before, began = peak_memory(), time.process_time()
    progress = 0.0
    for first in range(0, replicates, CHUNK):
        chunk = range(first, min(first + CHUNK, replicates))
        (run,) = finished(simulating([scenario], chunk))
        progress += float(run.at_end("progress").sum())
    seconds = time.process_time() - began
    return {
        "replicates": replicates,
        "seconds": seconds,
        "memory": peak_memory() - before,
        "progress": progress / replicates,
    }


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The slope of the logarithms: 1 where costs are in proportion to sizes, below it where there is a fixed part."""
    across, up = [log(size) for size in sizes], [log(cost) for cost in costs]
    middle_across, middle_up = sum(across) / len(across), sum(up) / len(up)
    covered = sum((x - middle_across) * (y - middle_up) for x, y in zip(across, up, strict=True))
    return covered / sum((x - middle_across) ** 2 for x in across)


def ask(size: Size) -> Answer:
    """Measure and tell."""
    countries = [apart("scale:country", communities=k, councils=c) for k, c in size.communities]
    runs_held = [apart("scale:held", scenario=size.scenario, replicates=n) for n in size.held]
    runs_streamed = [apart("scale:streamed", scenario=SMALL_COUNTRY, replicates=n) for n in size.streamed]
    return told(size.scenario, countries, runs_held, runs_streamed)


def told(
    scenario: str,
    countries: Sequence[dict[str, float]],
    runs_held: Sequence[dict[str, float]],
    runs_streamed: Sequence[dict[str, float]],
) -> Answer:
    """What was measured, as exponents and tables."""
    communities = [found["communities"] for found in countries]
    largest = f"{communities[-1]:,} communities in {countries[-1]['councils']:,} councils"
    seconds = [found["quarter"] for found in countries]
    memory = [found["memory"] for found in countries]
    replicates = [found["replicates"] for found in runs_streamed]
    streaming = [found["seconds"] for found in runs_streamed]
    held_most = runs_held[-1]["replicates"]
    figures = [
        Figure("communities_time", f"time up to {largest}: exponent", exponent(communities, seconds), "", PROPORTIONAL),
        Figure("communities_memory", f"memory up to {largest}: exponent", exponent(communities, memory), "",
               PROPORTIONAL),
        Figure("replicates_time", f"time up to {replicates[-1]:,} replicates, streamed: exponent",
               exponent(replicates, streaming), "", PROPORTIONAL),
        Figure("replicates_memory", f"memory up to {replicates[-1]:,} replicates, streamed: exponent",
               exponent(replicates, [found["memory"] for found in runs_streamed]), "", PROPORTIONAL),
        Figure("replicates_memory_held", f"memory up to {held_most:,} replicates, held by `simulate`: exponent",
               exponent([found["replicates"] for found in runs_held], [found["memory"] for found in runs_held]), "",
               PROPORTIONAL),
    ]  # fmt: skip
    return Answer(
        "scale",
        "Do time and memory grow in proportion?",
        figures,
        [_countries(countries), _replicates(scenario, runs_held, runs_streamed)],
        _notes(runs_held, scenario),
        {"countries": countries, "held": runs_held, "streamed": runs_streamed},
    )


def _countries(found: Sequence[dict[str, float]]) -> Table:
    heads = (
        "Communities (councils)",
        "places",
        "building",
        "a quarter",
        "of it a community",
        "memory",
        "of it a community",
    )
    rows = [
        [
            f"{one['communities']:,} ({one['councils']:,})",
            shown(one["places"], "s"),
            shown(one["building"], "s"),
            shown(1e3 * one["quarter"], "ms"),
            shown(1e6 * one["quarter"] / one["communities"], "µs"),
            shown(one["memory"], "MB"),
            shown(1024 * one["memory"] / one["communities"], "KB"),
        ]
        for one in found
    ]
    return Table("communities", heads, rows)


def _replicates(
    scenario: str, runs_held: Sequence[dict[str, float]], runs_streamed: Sequence[dict[str, float]]
) -> Table:
    rows = []
    for name, way, found in (
        (scenario, "held by `simulate`", runs_held),
        (SMALL_COUNTRY, f"streamed in chunks of {CHUNK:,}", runs_streamed),
    ):
        rows += [
            [
                f"{one['replicates']:,} of {name}, {way}",
                shown(one["seconds"], "s"),
                shown(1e3 * one["seconds"] / one["replicates"], "ms"),
                shown(one["memory"], "MB"),
            ]
            for one in found
        ]
    return Table("replicates", ("Replicates", "CPU time", "a replicate", "memory"), rows)


def _notes(runs_held: Sequence[dict[str, float]], scenario: str) -> list[str]:
    each = 1024 * runs_held[-1]["holds"] / runs_held[-1]["replicates"]
    whole = each * 100_000 / 1024**2
    return [
        f"`simulate` hands back every measure of every quarter and world: {shown(each, 'KB')} a replicate of "
        f"{scenario}, so that 100,000 would be {shown(whole, 'GB')}. A loop over `simulating` in chunks keeps "
        "what is asked of it; each chunk pays for building its worlds again.",
        f"The smallest exponent is of a cost that is mostly fixed; 1 is in proportion, above {PROPORTIONAL} fails. "
        f"A growth of a hundredfold at exponent {PROPORTIONAL} costs {shown(exp(0.1 * log(100)))} times as much "
        "a head.",
    ]
