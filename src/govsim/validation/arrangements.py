"""Siloed, layered and mission-led side by side: at three weights, and volume and efficiency apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.measures.progress import public_value_of
from govsim.runs.simulate import finished, simulating
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
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
_KEPT: Final = ("progress", "core_services", "effectiveness", "outcome_money")


def _arms() -> list[Scenario]:
    return [
        load_scenario(name).replace(name=f"{name}, {treatment}", **changes)
        for treatment, changes in TREATMENTS.items()
        for name in ARRANGEMENTS
    ]


def ends_of_arrangements(replicates: Sequence[int], seed: int) -> list[Ends]:
    """What each arrangement leads to in some worlds under each treatment, (world,) at the end."""
    runs = finished(simulating(_arms(), replicates, seed))
    return [
        {**{name: run.at_end(name) for name in _KEPT}, "core_unit": run.assumptions["core_unit"]}
        for run in runs
    ]


def volume_and_efficiency(base: Ends, other: Ends) -> tuple[Floats, Floats]:
    """How much of a difference in effective money is more money, and how much more effect a pound; each (world,).

    Effective money is money for outcomes × effect a pound; each part is the mean over both orders of change.
    Source: shapley_1953, for two factors.
    """
    more = other["outcome_money"] - base["outcome_money"]
    better = other["effectiveness"] - base["effectiveness"]
    volume = more * (base["effectiveness"] + other["effectiveness"]) / 2
    efficiency = better * (base["outcome_money"] + other["outcome_money"]) / 2
    return volume, efficiency


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
    volume: Figure  # pence of a pound
    efficiency: Figure
    hangs_on: tuple[Influence, ...]  # what moves the difference in public value at equal weights

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
            "effective_money_by_efficiency": vars(self.efficiency),
            "hangs_on": [vars(one) for one in self.hangs_on],
        }


def contrasts(ends: Sequence[Ends], plan: Plan) -> list[Contrast]:
    """Each arrangement against siloed, from the ends of all arrangements in all worlds of a plan."""
    names, ranks_wn = assumptions_of(load_scenario("siloed"), plan)
    constants = load_scenario("siloed").constants
    found = []
    for row, treatment in enumerate(TREATMENTS):
        three = ends[3 * row : 3 * row + 3]
        values = {
            weight: np.array(
                [
                    public_value_of(
                        end["progress"],
                        end["core_services"],
                        weight,
                        constants.progress_unit,
                        end["core_unit"],
                    )
                    for end in three
                ]
            )
            for weight in WEIGHTS
        }
        for which in range(len(ARRANGEMENTS)):
            volume, efficiency = volume_and_efficiency(three[0], three[which])
            apart = {
                weight: beyond_rounding(values[weight][which] - values[weight][0], values[weight])
                for weight in WEIGHTS
            }
            found.append(
                Contrast(
                    ARRANGEMENTS[which],
                    treatment,
                    tuple(
                        (
                            weight,
                            estimated("difference in public value", apart[weight], "units"),
                            share_of_worlds("better than siloed", apart[weight] > 0),
                        )
                        for weight in WEIGHTS
                    ),
                    tuple(
                        (
                            weight,
                            share_of_worlds(
                                "best of the three", regret(values[weight]).argmin(axis=0) == which
                            ),
                        )
                        for weight in WEIGHTS
                    ),
                    _apart("progress", three, which, "need points"),
                    _apart("core_services", three, which, "index"),
                    estimated("effective money by volume", 100 * volume, "pence of a pound"),
                    estimated("effective money by efficiency", 100 * efficiency, "pence of a pound"),
                    strongest_influences(apart[EQUAL], names, ranks_wn),
                )
            )
    return found


def _apart(name: str, three: Sequence[Ends], which: int, unit: str) -> Figure:
    return estimated(name, three[which][name] - three[0][name], unit)
