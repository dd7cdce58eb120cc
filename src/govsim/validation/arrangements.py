"""Siloed, layered and mission-led compared: at three weights, and what a difference is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.comparison.pound_split import factors, split_of_factors
from govsim.measures.progress import public_value_of
from govsim.runs.simulate import finished, simulating
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.statistics.intervals import Interval
from govsim.statistics.robustness import regret
from govsim.statistics.rounding import beyond_rounding
from govsim.validation.assumptions import Influence, assumptions_of, strongest_influences
from govsim.validation.finding import Figure, Plan, estimated, share_of_worlds
from govsim.validation.levers import Ends

ARRANGEMENTS: Final = ("siloed", "layered", "mission_led")
WEIGHTS: Final = (0.3, 0.5, 0.7)
EQUAL: Final = 0.5
TREATMENTS: Final[Mapping[str, Mapping[str, Any]]] = {  # what is laid over all of them
    "as they are": {},
    "at siloed's volume": {"equal_volume": "siloed"},
    "at siloed's volume and overheads": {"equal_volume": "siloed", "equal_overhead": "siloed"},
}
FACTORS: Final = "factors"  # of effective money: volume, what overhead leaves, what a pound does


def _arms() -> list[Scenario]:
    return [
        load_scenario(name).replace(name=f"{name}, {treatment}", **changes)
        for treatment, changes in TREATMENTS.items()
        for name in ARRANGEMENTS
    ]


def ends_of_arrangements(replicates: Sequence[int], seed: int) -> list[Ends]:
    """The result of each arrangement in some worlds under each treatment, (world,), and the factors of its money."""
    runs = finished(simulating(_arms(), replicates, seed))
    return [
        {
            "progress": run.at_end("progress"),
            "core_services": run.at_end("core_services"),
            "core_unit": run.assumptions["core_unit"],
            FACTORS: factors(run.pound, run.measure("outcome_money")),
        }
        for run in runs
    ]


@dataclass(frozen=True)
class Contrast:
    """One arrangement against siloed under one treatment."""

    arrangement: str
    treatment: str
    at_weights: tuple[
        tuple[float, Figure, Figure], ...
    ]  # weight, difference, share of worlds in which it is better
    best: tuple[tuple[float, Figure], ...]  # weight, share of worlds in which it is the best of the three
    progress: Figure
    core_services: Figure
    volume: Figure  # pence of a pound of the budget
    overhead: Figure
    per_pound: Figure
    influences: tuple[Influence, ...]  # what moves the difference in public value at equal weights

    def document(self) -> dict[str, Any]:
        """The contrast as a plain table for JSON."""
        return {
            "arrangement": self.arrangement,
            "treatment": self.treatment,
            "public_value": [
                {"weight": weight, "difference": vars(difference), "better": vars(better)}
                for weight, difference, better in self.at_weights
            ],
            "best": [{"weight": weight, "share": vars(share)} for weight, share in self.best],
            "progress": vars(self.progress),
            "core_services": vars(self.core_services),
            "effective_money_by_volume": vars(self.volume),
            "effective_money_by_overhead": vars(self.overhead),
            "effective_money_by_what_a_pound_does": vars(self.per_pound),
            "influences": [vars(one) for one in self.influences],
        }


def contrasts(ends: Sequence[Ends], plan: Plan) -> list[Contrast]:
    """Each arrangement against siloed, from the ends of all arrangements in all worlds of a plan."""
    names, ranks_wn = assumptions_of(load_scenario("siloed"), plan)
    constants = load_scenario("siloed").constants

    def values_at(three: Sequence[Ends], weight: float) -> Floats:
        unit = constants.progress_unit
        of = [public_value_of(e["progress"], e["core_services"], weight, unit, e["core_unit"]) for e in three]
        return np.array(of)

    compared = []
    for row, treatment in enumerate(TREATMENTS):
        three = ends[3 * row : 3 * row + 3]
        values = {weight: values_at(three, weight) for weight in WEIGHTS}
        for which, arrangement in enumerate(ARRANGEMENTS):
            gains = {w: beyond_rounding(value[which] - value[0], value) for w, value in values.items()}
            split = split_of_factors(three[0][FACTORS], three[which][FACTORS], ("siloed", arrangement))
            compared.append(
                Contrast(
                    arrangement,
                    treatment,
                    tuple(
                        (
                            weight,
                            estimated("difference in public value", gain_w, "units"),
                            share_of_worlds("better than siloed", gain_w > 0),
                        )
                        for weight, gain_w in gains.items()
                    ),
                    tuple(
                        (weight, share_of_worlds("best of the three", regret(value).argmin(axis=0) == which))
                        for weight, value in values.items()
                    ),
                    _difference("progress", three, which, "need points"),
                    _difference("core_services", three, which, "index"),
                    _pence("effective money by volume", split.volume),
                    _pence("effective money by overhead", split.overhead),
                    _pence("effective money by what a pound does", split.per_pound),
                    strongest_influences(gains[EQUAL], names, ranks_wn),
                )
            )
    return compared


def _difference(name: str, three: Sequence[Ends], which: int, unit: str) -> Figure:
    return estimated(name, three[which][name] - three[0][name], unit)


def _pence(label: str, part: Interval) -> Figure:
    return Figure(label, 100 * part.mean, 100 * part.low, 100 * part.high, "pence of a pound")
