"""Compare arrangements on the same worlds: means, paired differences and verdicts."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Never, TypedDict, Unpack

import numpy as np

from govsim.arrays import Floats
from govsim.comparison.arms import HeldTo, comparable, held_alike, held_to_split, listed
from govsim.comparison.difference import Difference, judged
from govsim.comparison.pound_split import Split, factors, split_by_runs, split_of_factors
from govsim.comparison.trade_off import BestSpan, BreakEven, Quadrants, best_by_rate, break_even, quadrants
from govsim.decisions.choosing.overrides import Overrides
from govsim.display import Dataset
from govsim.measures.catalogue import MEASURES
from govsim.measures.progress import public_value_of
from govsim.named import Named
from govsim.runs.run import Run, runs_to_arrow
from govsim.runs.simulate import DEFAULT_REPLICATES, Progress, ScenarioLike, Simulating, finished, simulating
from govsim.scenario.describe import lever_differences, parts_beside_levers
from govsim.scenario.schema import Scenario
from govsim.statistics.intervals import CONFIDENCE, Interval, interval
from govsim.statistics.multiple_comparisons import cannot_be_excluded, chance_of_best
from govsim.statistics.rounding import beyond_rounding
from govsim.words.plurals import counted, joined
from govsim.words.settings import setting_words
from govsim.world.even_need import with_even_need
from govsim.world.find_places import places_of
from govsim.world.given import NetworkLike, PlacesLike, places_given
from govsim.world.places import Places

WEIGHTS_SHOWN = (0.3, 0.5, 0.7)
LEAST_WORLDS = 16  # with fewer, a quarter of them says nothing about the map
MOST_ON_EVEN_NEED = 32  # worlds: enough for intervals a fifth as wide as what matters


@dataclass(frozen=True)
class Standing:
    """The rank of one of several scenarios in a measure's mean."""

    scenario: str
    chance_of_best: float
    may_be_best: bool  # with 95% confidence the best is one of those marked so


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Dataset):
    """Runs of several scenarios on the same worlds, and their differences.

    `comparison["layered"]` is the run of one scenario, `for run in comparison` takes one after another.
    """

    runs: tuple[Run, ...]
    places: Places | None = None  # places of all runs, where not left to each scenario
    value_splits: tuple[Split, ...] = ()  # of public value, each scenario against the baseline, if requested
    on_even_need: tuple[
        Run, ...
    ] = ()  # the same in the first worlds, need being equal everywhere, if requested

    @property
    def names(self) -> tuple[str, ...]:
        """The scenarios' names, the baseline first."""
        return tuple(run.scenario.name for run in self.runs)

    def in_one_line(self) -> str:
        """Its scenarios and size."""
        first = self.runs[0]
        size = f"{counted(len(first.replicates), 'world')} over {counted(first.quarters, 'quarter')}"
        return f"{joined(self.names)} in {size}, seed {first.seed}"

    def to_arrow(self) -> Any:
        """A tidy pyarrow table: a row per scenario, quarter and world; columns as in `Run.to_arrow`."""
        return runs_to_arrow(self.runs)

    def __getitem__(self, name: str) -> Run:
        by_name: Mapping[str, Run] = Named("scenario", dict(zip(self.names, self.runs, strict=True)))
        return by_name[name]

    def __iter__(self) -> Iterator[Run]:
        return iter(self.runs)

    def __len__(self) -> int:
        return len(self.runs)

    def pairs(self) -> list[tuple[Run, Run]]:
        """Every baseline with every scenario after it."""
        return [(first, second) for row, first in enumerate(self.runs) for second in self.runs[row + 1 :]]

    @property
    def in_one_world(self) -> bool:
        """Whether there is only one world, so that nothing has an interval."""
        return len(self.runs[0].replicates) == 1

    def land_of(self, run: Run) -> Places:
        """The places of a run."""
        return self.places if self.places is not None else places_of(run.scenario)

    def mean(self, run: Run, measure: str) -> Interval:
        """Mean of a measure in the last quarter over worlds."""
        return interval(run.at_end(measure))

    def smallest_effect(self, measure: str) -> float:
        """The smallest effect that matters: the baseline's, if its scenario declares one, else the measure's."""
        return self.runs[0].scenario.smallest_effect.get(measure, MEASURES[measure].smallest_effect)

    def difference(self, measure: str, baseline: Run | str, run: Run | str) -> Difference:
        """The paired difference of a measure in the last quarter between two runs, or scenarios by name."""
        baseline, run = (self[one] if isinstance(one, str) else one for one in (baseline, run))
        return self._judged(measure, baseline.at_end(measure), run.at_end(measure), baseline, run)

    def differences(self) -> list[Difference]:
        """All measures, all pairs."""
        return [
            self.difference(name, baseline, run)
            for baseline, run in self.pairs()
            for name in MEASURES
            if not MEASURES[name].axis
        ]

    def public_value_at(self, weight: float, baseline: Run, run: Run) -> Difference:
        """The difference in public value under another weight of progress."""
        first, second = (self._public_value(one, weight) for one in (baseline, run))
        return self._judged("public_value", first, second, baseline, run)

    def quadrants(self, baseline: Run, run: Run) -> Quadrants:
        """Counts of worlds by gain or loss in progress and in core services."""
        return quadrants(*self._traded(baseline, run))

    def break_even_rate(self, baseline: Run, run: Run, weight: float | None = None) -> BreakEven:
        """The exchange rate at which the means in public value break even, at the weight used or another."""
        return break_even(
            *self._traded(baseline, run),
            run.assumptions["core_unit"],
            baseline.scenario.values.progress_weight if weight is None else weight,
            baseline.scenario.constants.progress_unit,
            self._confidence,
        )

    def best_by_rate(self) -> tuple[BestSpan, ...]:
        """The scenario with the best mean in public value at each exchange rate."""
        first = self.runs[0].scenario
        progress, core = (
            [self.mean(run, name).mean for run in self.runs] for name in ("progress", "core_services")
        )
        weight, unit = first.values.progress_weight, first.constants.progress_unit
        return best_by_rate(progress, core, self.names, weight, unit)

    def pence_split(self, baseline: Run, run: Run) -> Split:
        """The split of the difference in effective money, as a share of the budget over all quarters."""
        first, second = (factors(one.pound, one.measure("outcome_money")) for one in (baseline, run))
        return split_of_factors(first, second, (baseline.scenario.name, run.scenario.name), self._confidence)

    @property
    def _confidence(self) -> float:
        return 1 - (1 - CONFIDENCE) / max(1, len(self.pairs()))

    def _traded(self, baseline: Run, run: Run) -> tuple[Floats, Floats]:
        progress_w, core_w = (
            beyond_rounding(now_w - before_w, before_w, now_w)
            for before_w, now_w in (
                (baseline.at_end(name), run.at_end(name)) for name in ("progress", "core_services")
            )
        )
        return progress_w, core_w

    def _public_value(self, run: Run, weight: float) -> Floats:
        return public_value_of(
            run.at_end("progress"),
            run.at_end("core_services"),
            weight,
            run.scenario.constants.progress_unit,
            run.assumptions["core_unit"],
        )

    def _judged(self, measure: str, first_w: Floats, second_w: Floats, baseline: Run, run: Run) -> Difference:
        names = baseline.scenario.name, run.scenario.name
        effect, together = self.smallest_effect(measure), len(self.pairs())
        return judged(MEASURES[measure], (first_w, second_w), names, effect, together)

    def ranking(self, measure: str) -> tuple[Standing, ...]:
        """Each scenario's chance to have the best mean, and whether it can be ruled out as the best.

        Empty for one world, and for a measure without a better direction.
        """
        better = MEASURES[measure].better
        if len(self.runs[0].replicates) < 2 or not better:
            return ()
        values_aw = np.stack([run.at_end(measure) for run in self.runs])
        possible_best = cannot_be_excluded(values_aw, better)
        chances = chance_of_best(values_aw, better)
        return tuple(
            Standing(name, float(chance), place in possible_best)
            for place, (name, chance) in enumerate(zip(self.names, chances, strict=True))
        )

    def break_even(self, measure: str, baseline: Run, run: Run) -> int | None:
        """First quarter from which the mean of a measure stays at least as good as the baseline's; None if never."""
        before, now = baseline.measure(measure), run.measure(measure)
        apart_q = beyond_rounding(now - before, before, now).mean(axis=1) * MEASURES[measure].better
        behind = np.flatnonzero(apart_q < 0)
        start = int(behind[-1]) + 1 if behind.size else 0
        return start if start < apart_q.size else None

    def lever_table(self) -> list[tuple[str, tuple[str, ...]]]:
        """Levers that differ between any two scenarios, with each scenario's setting in words."""
        named: dict[str, str] = {}
        for baseline, run in self.pairs():
            for change in lever_differences(baseline.scenario, run.scenario):
                named[change.lever] = change.label
        return [
            (label, tuple(setting_words(getattr(run.scenario.levers, lever)) for run in self.runs))
            for lever, label in named.items()
        ]

    def other_parts(self) -> list[str]:
        """The parts besides levers in which any scenario differs from the baseline: `missions`, `places`."""
        first = self.runs[0].scenario
        parts = (parts_beside_levers(first, run.scenario) for run in self.runs[1:])
        return sorted(part.replace("_", " ") for part in set().union(*parts))


class Simulated(TypedDict, total=False):
    """Options of a simulation, as in `compare`; defaults as in `simulate`."""

    replicates: int | Sequence[int]
    seed: int
    places: PlacesLike | None
    network: NetworkLike | None
    actors: Overrides | None
    jobs: int | None


def compare(
    scenarios: Sequence[ScenarioLike],
    *others: Never,
    replicates: int = DEFAULT_REPLICATES,
    seed: int = 0,
    places: PlacesLike | None = None,
    network: NetworkLike | None = None,
    actors: Overrides | None = None,
    equal_volume: HeldTo = False,
    equal_overhead: HeldTo = False,
    split: bool = False,
    even_need: bool = False,
    jobs: int | None = 1,
) -> Comparison:
    """Compare scenarios on the same worlds: how each differs from the first, and whether that matters.

    Public value is weighed as the baseline weighs it.

    Args:
        scenarios: A list of two or more scenarios, each as in `simulate`; the first is the baseline.
        others: Refused: scenarios go into the list.
        replicates: Number of worlds. World 0, 1, … of a seed are the same whatever their number.
        seed: Root seed, 0 to 2^64 − 1. The same seed gives every scenario the same worlds.
        places: Places to run on instead of the scenario's own, or the path of a file of places.
        network: An edited network instead of the scenario's own, or the path of its file.
        actors: Overrides by actor, such as `{"council:hillford": Thrifty()}`, from quarter 0 on. An object decides
            for all worlds of a batch at once and is copied for each batch; a class is instantiated for each.
        equal_volume: Hold all to the baseline's share of money for outcomes (True), or to a scenario's.
        equal_overhead: Hold all to the baseline's lost staff time (True), or to a scenario's.
        split: Also run each scenario held to the baseline, to split its difference into volume, overhead and the
            rest.
        even_need: Also run a quarter of the worlds, 32 at most, with the same need everywhere, to see what the map
            adds. Nothing is run for fewer than 16 worlds, or where scenarios have places of their own.
        jobs: Worker processes; 1 works in this process, None chooses.

    Returns:
        Runs, paired differences with 95% intervals and verdicts.

    Raises:
        ScenarioError: a wrong scenario, or scenarios of different length.
        InputError: wrong input, with every problem.

    >>> comparison = compare(["classroom_small", "classroom_small"], replicates=4)
    >>> comparison.differences()[0].difference.mean
    0.0
    """
    work = comparing(
        listed(scenarios, others),
        equal_volume=equal_volume,
        equal_overhead=equal_overhead,
        split=split,
        even_need=even_need,
        replicates=replicates,
        seed=seed,
        places=places,
        network=network,
        actors=actors,
        jobs=jobs,
    )
    return finished(work)


def comparing(
    scenarios: Sequence[ScenarioLike],
    *,
    equal_volume: HeldTo = False,
    equal_overhead: HeldTo = False,
    split: bool = False,
    even_need: bool = False,
    **simulated: Unpack[Simulated],
) -> Generator[Progress, None, Comparison]:
    """Generator form of `compare`: yields progress, returns the comparison."""
    simulated["places"] = land = places_given(simulated.get("places"))
    arms = held_alike(comparable(scenarios), equal_volume, equal_overhead)
    more = held_to_split(arms) if split else []
    runs, steps = yield from _counted(simulating([*arms, *more], **simulated))
    own, others = runs[: len(arms)], runs[len(arms) :]
    splits = tuple(_value_splits(own, others)) if split else ()
    even = (yield from _on_even_need(arms, own[0].replicates, simulated, steps)) if even_need else ()
    return Comparison(tuple(own), land, splits, even)


def _counted(work: Simulating, before: int = 0) -> Generator[Progress, None, tuple[list[Run], int]]:
    """Yield progress from the steps `before` on; return the runs and the new number of steps."""
    steps = before
    with closing(work):
        while True:
            try:
                progress = next(work)
            except StopIteration as stop:
                return stop.value, steps
            steps = before + progress.of
            yield Progress(before + progress.done, steps, progress.running)


def _on_even_need(
    arms: Sequence[Scenario], worlds: Sequence[int], simulated: Simulated, steps: int
) -> Generator[Progress, None, tuple[Run, ...]]:
    """The arms in the first worlds with the same need everywhere; empty where that would show nothing."""
    land = simulated.get("places")
    if len(worlds) < LEAST_WORLDS or (land is None and any(arm.places != arms[0].places for arm in arms)):
        return ()
    even = with_even_need(places_given(land) or places_of(arms[0]))
    few = list(worlds[: min(len(worlds) // 4, MOST_ON_EVEN_NEED)])
    changed: Simulated = {**simulated, "replicates": few, "places": even}
    runs, _ = yield from _counted(simulating(arms, **changed), steps)
    return tuple(runs)


def _value_splits(runs: Sequence[Run], held: Sequence[Run]) -> Iterator[Split]:
    confidence = 1 - (1 - CONFIDENCE) / (len(runs) - 1)
    baseline_w = runs[0].at_end("public_value")
    for place, run in enumerate(runs[1:]):
        own_w, *at = (one.at_end("public_value") for one in (run, *held[3 * place : 3 * place + 3]))
        names = runs[0].scenario.name, run.scenario.name
        yield split_by_runs(baseline_w, own_w, (at[0], at[1], at[2]), names, confidence)
