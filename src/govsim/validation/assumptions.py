"""Dependence of a difference between two arrangements on contested assumptions, by regression on ranks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from govsim.arrays import Floats
from govsim.scenario.schema import Scenario
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.statistics.intervals import Interval
from govsim.validation.finding import Plan
from govsim.world.build import uncertainties_of
from govsim.world.draws import Draws

_RIDGE: Final = 1.0


@dataclass(frozen=True)
class Influence:
    """The effect of one assumption on a gain from end to end of its range, other things equal."""

    name: str
    label: str
    change: float


def assumptions_of(scenario: Scenario, plan: Plan) -> tuple[tuple[str, ...], Floats]:
    """Names and ranks, from −½ to ½, of all contested assumptions that vary, shape (world, assumption)."""
    drawn = uncertainties_of(scenario, Draws.of(plan.seed, range(plan.worlds)))
    varying = {name.removesuffix("_w"): values for name, values in drawn.items() if np.ptp(values) > 0}
    ranks = [np.argsort(np.argsort(values)) / (values.size - 1) - 0.5 for values in varying.values()]
    return tuple(varying), np.array(ranks).T


def _slopes(gain_w: Floats, ranks_wn: Floats) -> Floats:
    """Ridge regression of a gain on ranks. Source: saltelli_2008 on regression for sensitivity."""
    penalty = _RIDGE * np.eye(ranks_wn.shape[1])
    slopes: Floats = np.linalg.solve(ranks_wn.T @ ranks_wn + penalty, ranks_wn.T @ (gain_w - gain_w.mean()))
    return slopes


def strongest_influences(
    gain_w: Floats, names: tuple[str, ...], ranks_wn: Floats, most: int = 8
) -> tuple[Influence, ...]:
    """The assumptions with the largest effects on a gain, the largest first."""
    slopes = _slopes(gain_w, ranks_wn)
    order = np.argsort(-np.abs(slopes))[:most]
    return tuple(Influence(names[row], UNCERTAINTIES[names[row]].label, float(slopes[row])) for row in order)


def predicted_sign(gain_w: Floats, ranks_wn: Floats) -> Interval:
    """How well a fit to half of the worlds predicts gains in the other half from their assumptions.

    The area under the ROC curve, with its interval. Source: hanley_mcneil_1982.
    """
    learnt, held_out = slice(0, None, 2), slice(1, None, 2)
    predicted, wins = ranks_wn[held_out] @ _slopes(gain_w[learnt], ranks_wn[learnt]), gain_w[held_out] > 0
    if wins.all() or not wins.any():
        return Interval(0.5, 0.5, 0.5)
    above = predicted[wins][:, None] - predicted[~wins][None, :]
    chance = float((above > 0).mean() + 0.5 * (above == 0).mean())
    one, other = chance / (2 - chance) - chance**2, 2 * chance**2 / (1 + chance) - chance**2
    won, lost = int(wins.sum()), int((~wins).sum())
    variance = (chance * (1 - chance) + (won - 1) * one + (lost - 1) * other) / (won * lost)
    half = 1.96 * math.sqrt(variance)
    return Interval(chance, max(0.0, chance - half), min(1.0, chance + half))
