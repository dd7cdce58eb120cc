"""The break-even exchange rate between core services and progress in each comparison of an experiment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from govsim.arrays import Floats
from govsim.comparison.trade_off import BreakEven, Quadrants, break_even, quadrants
from govsim.experiments.arms import Arm, Pair, pair_names, pairs
from govsim.scenario.schema import Scenario
from govsim.statistics.intervals import CONFIDENCE
from govsim.statistics.rounding import beyond_rounding
from govsim.world.build import uncertainties_of
from govsim.world.draws import Draws

if TYPE_CHECKING:
    from govsim.experiments.results_view import ResultsView


@dataclass(frozen=True, kw_only=True)
class Traded:
    """The trade-off of a comparison, and its break-even rate."""

    scenario: str
    baseline: str
    progress_unit: float
    quadrants: Quadrants
    rate: BreakEven


def traded(view: ResultsView, wanted: Sequence[Pair] | None = None) -> tuple[Traded, ...]:
    """The trade-offs of all pairs of the experiment, or those in `wanted`, with simultaneous intervals.

    Leaves out worlds with a failed run of the pair; public value has the baseline's weight.
    """
    compared = pairs(view.plan) if wanted is None else wanted
    progress_ran, core_ran = (view.outcome(name) for name in ("progress", "core_services"))
    confidence = 1 - (1 - CONFIDENCE) / max(1, len(compared))
    every = []
    for first, second in compared:
        ends = [(first.worlds(values), second.worlds(values)) for values in (progress_ran, core_ran)]
        apart_xw = np.stack([beyond_rounding(now_w - before_w, before_w, now_w) for before_w, now_w in ends])
        whole = np.isfinite(apart_xw).all(axis=0)
        if not whole.any():
            continue
        (progress_w, core_w), scenario = apart_xw[:, whole], _scenario(view, first)
        weight, unit = scenario.values.progress_weight, scenario.constants.progress_unit
        rate = break_even(progress_w, core_w, _rates(view, first)[whole], weight, unit, confidence)
        baseline, name = pair_names(first, second)
        every.append(
            Traded(
                scenario=name,
                baseline=baseline,
                progress_unit=unit,
                quadrants=quadrants(progress_w, core_w),
                rate=rate,
            )
        )
    return tuple(every)


def _scenario(view: ResultsView, arm: Arm) -> Scenario:
    row = 0 if arm.row is None else arm.row
    return view.plan.work.scenario(arm.place, view.plan.rows[row])


def _rates(view: ResultsView, arm: Arm) -> Floats:
    """The exchange rate in each world of an arm; for sampled rows the mean over replicates."""
    plan = view.plan
    drawn = uncertainties_of(_scenario(view, arm), Draws.of(plan.experiment.seed, range(view.replicates)))[
        "core_unit_w"
    ]
    stated = [dict(plan.work.assumed(row)).get("core_unit") for row in plan.rows]
    every_rn = np.array([drawn if rate is None else np.full_like(drawn, rate) for rate in stated])
    return arm.of_rows(every_rn)
