"""Sentences on the setting of runs: worlds, places, starting arrangements and targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from govsim.runs.run import Run
from govsim.scenario.schema import Scenario
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.words.names import uncapitalised
from govsim.words.plurals import counted, joined
from govsim.world.places import Places


def worlds_words(runs: Sequence[Run]) -> str:
    """The number of worlds, their differences and the seed: `64 worlds that differ in …`."""
    first = runs[0]
    count = len(first.replicates)
    kinds = {run.scenario.uncertainties.worlds for run in runs}
    differ = {
        frozenset({"differ"}): "that differ in chance and in contested assumptions",
        frozenset({"alike"}): "that differ in chance only; contested assumptions have their central values",
    }.get(frozenset(kinds), "in which contested assumptions differ for some of the scenarios only")
    worlds = "1 world" if count == 1 else f"{count:,} worlds {differ}"
    return f"{worlds} (seed {first.seed}).{_held_words(runs)}"


def _held_words(runs: Sequence[Run]) -> str:
    """Which assumptions all runs hold at one value, with a space before; empty if none."""
    stated = [run.scenario.uncertainties.stated for run in runs]
    held = [
        f"{uncapitalised(UNCERTAINTIES[name].label)} {value:g}"
        for name, value in stated[0].items()
        if isinstance(value, float) and all(other.get(name) == value for other in stated)
    ]
    return f" Held at one value: {joined(held)}." if held else ""


def places_words(runs: Sequence[Run], land: Places | None = None) -> str:
    """The places of the runs; with those of the first, `land`, also which of their outcomes nothing uses."""
    if any(run.labels["k"] != runs[0].labels["k"] for run in runs):
        return "Places: different ones, as each scenario says."
    councils, communities = len(runs[0].labels["c"]), len(runs[0].labels["k"])
    where = f"{counted(councils, 'council')} and {counted(communities, 'community', 'communities')}"
    used = {outcome.key for run in runs for outcome in run.scenario.outcomes}
    unused = [outcome for outcome in land.outcomes if outcome not in used] if land is not None else []
    more = f" Not used here, for no outcome of these scenarios: their {joined(unused)}." if unused else ""
    return f"Places: {runs[0].places_name}, {where}.{more}"


def held_words(scenarios: Sequence[Scenario]) -> list[str]:
    """Sentences on targets that scenarios take from other arrangements, if any."""
    sentences = []
    for key, heading, one_does, several_do, what in _HELD:
        for target in dict.fromkeys(getattr(one, key) for one in scenarios if getattr(one, key)):
            held = [one.name for one in scenarios if getattr(one, key) == target and one.name != target]
            does = one_does if len(held) == 1 else several_do
            if held:
                sentences.append(f"{heading}: from quarter 0 on {joined(held)} {does} {what} {target}.")
    return sentences


_HELD: Final = (
    ("equal_volume", "Equal volume", "has", "have", "the share of money for outcomes of"),
    ("equal_overhead", "Equal overheads", "loses", "lose", "the staff time of"),
)


def other_countries_words(scenarios: Sequence[Scenario]) -> str:
    """A warning where scenarios are of different countries, or start from different arrangements; else empty."""
    countries = {
        (tuple(outcome.key for outcome in one.outcomes), tuple(entry.key for entry in one.departments))
        for one in scenarios
    }
    if len(countries) > 1:
        return (
            "These are different countries: their outcomes or departments are not the same. A difference is not what "
            "governing differently does."
        )
    starts: dict[str, list[str]] = {}
    for one in scenarios:
        starts.setdefault(one.starts_from_levers.model_dump_json(), []).append(one.name)
    if len(starts) < 2:
        return ""
    from_where = [
        f"{joined(names)} from {next(one.starts_from for one in scenarios if one.name == names[0])}"
        for names in starts.values()
    ]
    return (
        f"These are different countries: they start from different arrangements ({joined(from_where)}), so that need "
        "grows differently in them. A difference is not what governing differently does."
    )
