"""Explain a difference between two arrangements in three paragraphs, from runs without each mechanism."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import asdict, dataclass
from typing import Any, Unpack

from govsim.comparison.compare import Comparison, Simulated, comparing
from govsim.comparison.document import in_words
from govsim.comparison.export import trade_off_document
from govsim.comparison.setting import other_countries_words
from govsim.display import Displayed
from govsim.errors import ScenarioError
from govsim.explanation.effects import (
    MechanismEffect,
    VolumeAndEfficiency,
    effect_of,
    named_causes,
    split_of,
    trade_off,
)
from govsim.explanation.mechanisms import (
    MECHANISMS,
    Mechanism,
    counterfactual,
    differing_levers,
    other_differences,
)
from govsim.explanation.sentences import (
    causes_in_words,
    differs_in,
    journey_in_words,
    verdict_in_words,
)
from govsim.runs.simulate import Progress, ScenarioLike, finished
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.statistics.intervals import Interval, interval
from govsim.words.plurals import counted
from govsim.world.given import NetworkLike, PlacesLike

DEFAULT_WORLDS = 64

# A mechanism, and where among the further runs it is switched off in the first and in the second scenario.
Trial = tuple[Mechanism, list[int | None]]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Explanation(Displayed):
    """Why two arrangements differ: three paragraphs, and every mechanism's effect behind them.

    `mechanisms` are all those in which the two differ, the largest effect on public value first. `remainder` is the
    difference in public value less the sum of the effects of levers and parts, each put back alone. `untried` lists
    mechanisms without runs, with reasons.
    """

    sentences: tuple[str, str, str]
    mechanisms: tuple[MechanismEffect, ...]
    split: VolumeAndEfficiency
    named: tuple[str, ...]  # keys of the mechanisms that the third paragraph names
    differs: tuple[str, ...]
    untried: tuple[str, ...]
    together: Interval  # the sum of the effects of levers and parts
    remainder: Interval
    comparison: Comparison  # of the two without changes

    def in_one_line(self) -> str:
        """The two arrangements, and the number of mechanisms."""
        first, second = self.comparison.names
        return f"why {second} differs from {first}, by {counted(len(self.mechanisms), 'mechanism')}"


def explain(
    first: ScenarioLike,
    second: ScenarioLike,
    *,
    replicates: int = DEFAULT_WORLDS,
    seed: int = 0,
    places: PlacesLike | None = None,
    network: NetworkLike | None = None,
    jobs: int | None = 1,
) -> Explanation:
    """Explain why the second scenario differs from the first, by switching off one mechanism after another.

    All runs share the same worlds. Public value is weighed as the first scenario weighs it.

    Args:
        first: The arrangement that the other is compared with, as in `load_scenario`.
        second: The other arrangement.
        replicates: Number of worlds. World 0, 1, … of a seed are the same whatever their number.
        seed: Root seed, 0 to 2^64 − 1. The same seed gives every scenario the same worlds.
        places: Places to run on instead of the scenario's own, or the path of a file of places.
        network: An edited network instead of the scenario's own, or the path of its file.
        jobs: Worker processes; 1 works in this process, None chooses.

    Returns:
        The contribution of each mechanism to the difference in public value, in units, with 95% intervals.

    Raises:
        ScenarioError: a wrong scenario, or scenarios of different length.

    >>> explanation = explain("siloed", "mission_led", replicates=64)  # doctest: +SKIP
    """
    work = explaining(
        first, second, replicates=replicates, seed=seed, places=places, network=network, jobs=jobs
    )
    return finished(work)


def explaining(
    first: ScenarioLike, second: ScenarioLike, **simulated: Unpack[Simulated]
) -> Generator[Progress, None, Explanation]:
    """Generator form of `explain`: yields progress, returns the explanation."""
    pair = [load_scenario(first), load_scenario(second)]
    if pair[0].name == pair[1].name:
        pair[1] = pair[1].replace(name=f"{pair[1].name[:90]} (2)")
    variants, trials, untried = _planned(pair[0], pair[1], same_places=simulated.get("places") is not None)
    runs = (yield from comparing([*pair, *variants], **simulated)).runs
    measured, together = [], 0 * runs[0].at_end("public_value")
    for mechanism, places in trials:
        first_off, second_off = (None if place is None else runs[2 + place] for place in places)
        measured.append(effect_of(mechanism, runs[0], runs[1], first_off, second_off))
        if mechanism.kind != "cost" and second_off is not None:
            together = together + runs[1].at_end("public_value") - second_off.at_end("public_value")
    whole = runs[1].at_end("public_value") - runs[0].at_end("public_value")
    effects = tuple(sorted(measured, key=lambda effect: -abs(effect.public_value.mean)))
    comparison = Comparison(runs[:2])
    spoken, split = in_words(comparison), split_of(runs[0], runs[1])
    causes = named_causes(effects, comparison)
    traded = trade_off(effects, causes, comparison)
    return Explanation(
        sentences=(
            verdict_in_words(spoken),
            journey_in_words(spoken, split),
            causes_in_words(spoken, effects),
        ),
        mechanisms=effects,
        split=split,
        named=tuple(effect.key for effect in (*causes, *([] if traded is None else [traded]))),
        differs=differs_in(comparison),
        untried=untried,
        together=interval(together),
        remainder=interval(whole - together),
        comparison=comparison,
    )


def _planned(
    first: Scenario, second: Scenario, same_places: bool
) -> tuple[list[Scenario], list[Trial], tuple[str, ...]]:
    """The further scenarios to run, the mechanism of each, and mechanisms that cannot be switched off."""
    variants: list[Scenario] = []
    trials: list[Trial] = []
    untried: list[str] = []
    if not differing_levers(first, second) and not other_differences(first, second, same_places):
        return variants, trials, ()
    for mechanism in MECHANISMS.values():
        if same_places and mechanism.key == "places":
            continue
        try:
            changed = counterfactual(mechanism, first, second)
        except ScenarioError as error:
            untried.append(f"{mechanism.label}: {error.problems[0]}")
            continue
        if changed == (None, None):
            continue
        places: list[int | None] = []
        for variant in changed:
            places.append(None if variant is None else len(variants))
            if variant is not None:
                variants.append(variant.replace(name=f"without: {mechanism.label}"))
        trials.append((mechanism, places))
    return variants, trials, tuple(untried)


def explanation_document(explanation: Explanation, command: str) -> dict[str, Any]:
    """The explanation as JSON-ready tables of numbers and words."""
    first, second = explanation.comparison.runs
    split = explanation.split
    return {
        "scenarios": [first.scenario.name, second.scenario.name],
        "replicates": len(first.replicates),
        "seed": first.seed,
        "places": [first.places_name, second.places_name],
        "worlds": first.scenario.uncertainties.worlds,
        "weight": first.scenario.values.progress_weight,
        "sentences": list(explanation.sentences),
        "differs": list(explanation.differs),
        "differences": [asdict(difference) for difference in explanation.comparison.differences()],
        "trade_off": trade_off_document(explanation.comparison),
        "starts": other_countries_words([first.scenario, second.scenario]),
        "split": {**asdict(split), "movers": [asdict(mover) for mover in split.movers]},
        "pound": {run.scenario.name: run.pound_shares() for run in (first, second)},
        "mechanisms": [
            {**asdict(effect), "named": effect.key in explanation.named} for effect in explanation.mechanisms
        ],
        "together": asdict(explanation.together),
        "remainder": asdict(explanation.remainder),
        "untried": list(explanation.untried),
        "command": command,
        "model_version": first.model_version,
    }
