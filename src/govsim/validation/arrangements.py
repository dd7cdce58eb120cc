"""Comparison of siloed, layered and mission-led: at three weights, with the factors of each difference."""

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
from govsim.statistics.intervals import Interval
from govsim.statistics.robustness import regret
from govsim.statistics.rounding import beyond_rounding
from govsim.validation.assumptions import Influence, assumptions_of, strongest_influences
from govsim.validation.finding import Figure, Plan, estimated, share_of_worlds
from govsim.validation.levers import Ends

ARRANGEMENTS: Final = ("siloed", "layered", "mission_led")
WEIGHTS: Final = (0.3, 0.5, 0.7)
EQUAL: Final = 0.5
TREATMENTS: Final[Mapping[str, Mapping[str, Any]]] = {  # changes to all arrangements
    "as they are": {},
    "at siloed's volume": {"equal_volume": "siloed"},
    "at siloed's volume and overheads": {"equal_volume": "siloed", "equal_overhead": "siloed"},
}
FACTORS: Final = "factors"  # of effective money: volume, share after overhead, effect of a pound


def ends_of_arrangements(replicates: Sequence[int], seed: int) -> list[Ends]:
    """Run each arrangement under each treatment; return its final measures and money factors, shape (…, world)."""
    arms = [
        load_scenario(name).replace(**changes) for changes in TREATMENTS.values() for name in ARRANGEMENTS
    ]
    return [
        {
            "progress": run.at_end("progress"),
            "core_services": run.at_end("core_services"),
            "core_unit": run.assumptions["core_unit"],
            FACTORS: factors(run.pound, run.measure("outcome_money")),
        }
        for run in finished(simulating(arms, replicates, seed))
    ]


@dataclass(frozen=True, kw_only=True)
class AtWeight:
    """Public value at one weight of progress, against siloed."""

    weight: float
    difference: Figure
    better: Figure  # share of worlds
    best: Figure  # of the three, share of worlds


@dataclass(frozen=True, kw_only=True)
class Contrast:
    """One arrangement against siloed under one treatment."""

    arrangement: str
    treatment: str
    at_weights: tuple[AtWeight, ...]
    # Progress, core services, and effective money by volume, by overhead and by what a pound does.
    parts: Mapping[str, Figure]
    influences: tuple[Influence, ...]  # on the difference in public value at equal weights

    def document(self) -> dict[str, Any]:
        """The contrast as a plain table for JSON."""
        return {
            "arrangement": self.arrangement,
            "treatment": self.treatment,
            "public_value": [
                {"weight": at.weight, "difference": vars(at.difference), "better": vars(at.better)}
                for at in self.at_weights
            ],
            "best": [{"weight": at.weight, "share": vars(at.best)} for at in self.at_weights],
            **{name: vars(figure) for name, figure in self.parts.items()},
            "influences": [vars(one) for one in self.influences],
        }


def contrasts(ends: Sequence[Ends], plan: Plan) -> list[Contrast]:
    """Each arrangement against siloed, from the ends of all arrangements in all worlds of a plan."""
    siloed = load_scenario("siloed")
    names, ranks_wn = assumptions_of(siloed, plan)
    unit = siloed.constants.progress_unit

    def values_at(weight: float, three: Sequence[Ends]) -> Floats:
        of = [public_value_of(e["progress"], e["core_services"], weight, unit, e["core_unit"]) for e in three]
        return np.array(of)

    compared = []
    for row, treatment in enumerate(TREATMENTS):
        three = ends[3 * row : 3 * row + 3]
        values = {weight: values_at(weight, three) for weight in WEIGHTS}
        compared += [
            Contrast(
                arrangement=arrangement,
                treatment=treatment,
                at_weights=tuple(_at_weight(weight, value_aw, which) for weight, value_aw in values.items()),
                parts=_parts(three[0], three[which], arrangement),
                influences=strongest_influences(_gain(values[EQUAL], which), names, ranks_wn),
            )
            for which, arrangement in enumerate(ARRANGEMENTS)
        ]
    return compared


def _gain(value_aw: Floats, which: int) -> Floats:
    """The gain of an arrangement over siloed, from the values of all three."""
    return beyond_rounding(value_aw[which] - value_aw[0], value_aw)


def _at_weight(weight: float, value_aw: Floats, which: int) -> AtWeight:
    gain_w, best_w = _gain(value_aw, which), regret(value_aw).argmin(axis=0) == which
    return AtWeight(
        weight=weight,
        difference=estimated("difference in public value", gain_w, "units"),
        better=share_of_worlds("better than siloed", gain_w > 0),
        best=share_of_worlds("best of the three", best_w),
    )


def _parts(siloed: Ends, end: Ends, arrangement: str) -> dict[str, Figure]:
    split = split_of_factors(siloed[FACTORS], end[FACTORS], ("siloed", arrangement))
    return {
        "progress": estimated("progress", end["progress"] - siloed["progress"], "need points"),
        "core_services": estimated("core_services", end["core_services"] - siloed["core_services"], "index"),
        "effective_money_by_volume": _pence("volume", split.volume),
        "effective_money_by_overhead": _pence("overhead", split.overhead),
        "effective_money_by_what_a_pound_does": _pence("what a pound does", split.per_pound),
    }


def _pence(name: str, part: Interval) -> Figure:
    pence = Interval(100 * part.mean, 100 * part.low, 100 * part.high)
    return Figure.of(f"effective money by {name}", pence, "pence of a pound")
