"""Effects of the map: gains by council, and whether the national answer depends on where need is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

import numpy as np

from govsim.comparison.compare import LEAST_WORLDS, Comparison
from govsim.comparison.difference import Difference, judged
from govsim.comparison.document_parts import interval_cell
from govsim.documents.document import Part
from govsim.documents.table import Column, Table
from govsim.measures.amounts import amount, figure, span
from govsim.measures.catalogue import MEASURES
from govsim.runs.run import Run
from govsim.statistics.intervals import CONFIDENCE, interval
from govsim.words.plurals import counted, joined

BY_COUNCIL: Final = "progress_by_council"
SHOWN: Final = 4  # councils at either end
_WITHIN: Final = ("equal", "negligible")  # verdicts of a difference within what matters


@dataclass(frozen=True, kw_only=True)
class CouncilChange:
    """The change of progress in one council under a scenario instead of the baseline."""

    key: str
    name: str
    region: str
    difference: Difference


def council_changes(comparison: Comparison, baseline: Run, run: Run) -> tuple[CouncilChange, ...]:
    """Councils from the greatest gain to the least; all intervals hold at once. Empty where councils differ."""
    keys = run.label(BY_COUNCIL)
    if keys != baseline.label(BY_COUNCIL) or len(keys) < 2:
        return ()
    land = comparison.land_of(run)
    effect = comparison.smallest_effect("progress")
    names = baseline.scenario.name, run.scenario.name
    values = zip(baseline.at_end(BY_COUNCIL), run.at_end(BY_COUNCIL), strict=True)
    changes = [
        CouncilChange(
            key=key,
            name=land.council_names[c],
            region=land.region_names[land.council_region_c[c]],
            difference=judged(MEASURES[BY_COUNCIL], pair, names, effect, len(keys)),
        )
        for c, (key, pair) in enumerate(zip(keys, values, strict=True))
    ]
    return tuple(sorted(changes, key=lambda one: -one.difference.difference.mean))


def ends_differ(baseline: Run, run: Run) -> bool:
    """Whether the council that gains most surely gains more than the one that gains least.

    The interval holds for all pairs of councils at once, because these two were picked. Source: dunn_1961.
    """
    apart_cw = run.at_end(BY_COUNCIL) - baseline.at_end(BY_COUNCIL)
    order = np.argsort(apart_cw.mean(axis=1))
    pairs = len(order) * (len(order) - 1) / 2
    return interval(apart_cw[order[-1]] - apart_cw[order[0]], 1 - (1 - CONFIDENCE) / pairs).low > 0


def councils_sentence(changes: tuple[CouncilChange, ...], differ: bool = True) -> str:
    """The councils that gain most and least, by name, where the two surely differ."""
    scenario, worlds = changes[0].difference.scenario, changes[0].difference.worlds
    if not differ:
        from_how_many = counted(worlds, "world")
        return f"Which of {len(changes):,} councils gains most under {scenario} is not known from {from_how_many}."
    first, last = changes[0], changes[-1]
    most, least = (one.difference.difference.mean for one in (first, last))
    sizes = [figure(value, MEASURES[BY_COUNCIL], sign=True) for value in (most, least)]
    if sizes[0] == sizes[1]:
        return f"All {len(changes):,} councils change alike under {scenario}: by {sizes[0]} need points."
    gains, loses = ("gains most", "least") if most > 0 else ("loses least", "most")
    if most > 0 > least:
        loses = "loses most"
    return (
        f"{first.name} {gains} of {counted(len(changes), 'council')} under {scenario} ({sizes[0]} need points), "
        f"{last.name} {loses} ({sizes[1]})."
    )


def moved_by_the_map(comparison: Comparison) -> tuple[Difference, ...]:
    """The change of each difference in public value if need were the same everywhere, in the worlds where that was run.

    Empty where that was not run. Intervals are simultaneous over the scenarios.
    """
    if not comparison.on_even_need:
        return ()
    count = len(comparison.on_even_need[0].replicates)
    first, *others = (run.at_end("public_value")[:count] for run in comparison.runs)
    even_first, *even_others = (run.at_end("public_value") for run in comparison.on_even_need)
    measure, effect = MEASURES["public_value"], comparison.smallest_effect("public_value")
    return tuple(
        judged(measure, (own - first, even - even_first), (name, name), effect, len(others))
        for own, even, name in zip(others, even_others, comparison.names[1:], strict=True)
    )


def map_sentence(moved: Sequence[Difference]) -> str:
    """Whether the national answer depends on the map."""
    measure, worlds = MEASURES["public_value"], moved[0].worlds
    if all(one.verdict in _WITHIN for one in moved):
        bound = max(abs(end) for one in moved for end in (one.difference.low, one.difference.high))
        return f"The map hardly changes the national answer (by {amount(bound, measure)} at most)."
    decided = [one for one in moved if one.verdict in ("better", "worse")]
    if not decided:
        return f"Whether the map changes the national answer is not known from {counted(worlds, 'world')}."
    sizes = [f"{figure(one.difference.mean, measure, sign=True)} for {one.scenario}" for one in decided]
    return f"The national answer depends on the map: without it public value would differ by {joined(sizes)}."


def by_place_sentences(comparison: Comparison) -> tuple[str, ...]:
    """Sentences beside the answer: councils by name for the last scenario, and whether the map matters.

    Empty in one world, which decides nothing.
    """
    if comparison.in_one_world:
        return ()
    last = comparison.runs[-1]
    changes = council_changes(comparison, comparison.runs[0], last)
    moved = moved_by_the_map(comparison)
    return (
        *([councils_sentence(changes, ends_differ(comparison.runs[0], last))] if changes else []),
        *([map_sentence(moved)] if moved else []),
    )


def map_part(result: Comparison) -> Part:
    """The part on the map: councils that gain most and least, with intervals, and the effect of the map."""
    first, *others = result.runs
    every = [(run.scenario.name, council_changes(result, first, run)) for run in others]
    rows = [
        (name, f"{place:,} of {len(changes):,}", one.name, one.region, interval_cell(one.difference))
        for name, changes in every
        for place, one in _ends(changes)
    ]
    columns = (
        Column("Under"),
        Column("Place"),
        Column("Council"),
        Column("Region"),
        Column("Change of progress" if result.in_one_world else "Change of progress (95% interval)", True),
    )
    moved = moved_by_the_map(result)
    sentences = [
        councils_sentence(changes, ends_differ(first, run))
        for run, (_, changes) in zip(others, every, strict=True)
        if changes and not result.in_one_world
    ]
    sentences += [map_sentence(moved), *(_moved_sentence(one) for one in moved)] if moved else [_NOT_MEASURED]
    return Part(
        "map",
        "What the map changes",
        tuple(sentences),
        "",
        (Table(f"Councils that gain most and least instead of {first.scenario.name}", columns, tuple(rows)),)
        if rows
        else (),
        notes=(
            "The map is who lives where with which need. To see what it adds, every scenario runs again in the first "
            "worlds with the national mean of need in every community, and all else as it is.",
        )
        if moved
        else (),
        document={
            "councils": [
                {"scenario": name, "changes": [asdict(one) for one in changes]} for name, changes in every
            ],
            "moved_by_the_map": [asdict(one) for one in moved],
        },
    )


_NOT_MEASURED: Final = (
    f"Whether the map changes the national answer is measured from {counted(LEAST_WORLDS, 'world')} on."
)


def _moved_sentence(one: Difference) -> str:
    measure = MEASURES["public_value"]
    return (
        f"Were need the same everywhere, public value under {one.scenario} would change against the baseline by "
        f"{amount(one.difference.mean, measure, sign=True)} (95% interval {span(one.difference, measure, sign=True)}; "
        f"{one.worlds} of the worlds)."
    )


def _ends(changes: tuple[CouncilChange, ...]) -> list[tuple[int, CouncilChange]]:
    """The first and last few, each with its place from 1; all where there are few."""
    numbered = list(enumerate(changes, start=1))
    return numbered if len(numbered) <= 2 * SHOWN else [*numbered[:SHOWN], *numbered[-SHOWN:]]
