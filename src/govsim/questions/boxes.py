"""In which part of what nobody knows something holds: a box of few assumptions, told only if it holds out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from govsim.arrays import Floats
from govsim.experiments.analysis.win_regions import simple_box
from govsim.questions.deciding import varying
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.statistics.given import Booleans
from govsim.statistics.intervals import Interval, wilson
from govsim.statistics.prim import Judged, judged, quasi_p_values, reproducibility
from govsim.statistics.resampling import generator

FEWEST: Final = 40  # worlds in which it holds, and in which it does not, below which a box is made of chance
CLEARLY: Final = 0.1  # by how much the share of unseen worlds surely exceeds the share of all
CHANCE: Final = 0.05  # a limit that chance explains more easily is dropped
AGAIN: Final = 0.5  # share of halves that have to limit the same assumption
HALVES: Final = 20


@dataclass(frozen=True)
class Side:
    """One assumption that the box limits, and which part of the drawn worlds that leaves."""

    name: str
    label: str
    low: float | None
    high: float | None
    part: float  # share of all worlds within this limit
    found_again: float


@dataclass(frozen=True)
class Where:
    """A box of assumptions in which something mostly holds, checked on worlds that it was not found on."""

    sides: tuple[Side, ...]
    inside: Interval  # share of the unseen worlds of the box
    anywhere: float  # share of all worlds
    part: float  # share of the unseen worlds that lie in the box


def where(assumptions: Mapping[str, Floats], holds_w: Booleans, seed: int = 0) -> Where | None:
    """The box in which it holds clearly more often than anywhere; None where no box does so on unseen worlds.

    Found on one half of the worlds and judged on the other; every limit has to come back in half of twenty further
    halves. Source: friedman_fisher_1999, bryant_lempert_2010.
    """
    names, values_wf = varying(assumptions)
    count = int(holds_w.sum())
    if not names or count < FEWEST or holds_w.size - count < FEWEST:
        return None
    interest = holds_w.astype(np.float64)
    order = generator(seed).permutation(holds_w.size)
    here, there = order[: holds_w.size // 2], order[holds_w.size // 2 :]
    box = _needed(values_wf[here], interest[here]).box
    unseen = judged(box, values_wf[there], interest[there])
    if not box.restricted or not unseen.points:
        return None
    inside = wilson(round(unseen.points * unseen.density), unseen.points)
    anywhere = count / holds_w.size
    again = reproducibility(values_wf, interest, HALVES, seed, find=_needed)
    if inside.low < anywhere + CLEARLY:
        return None
    if any(again.restricted_f[place] < AGAIN for place in box.restricted):
        return None
    sides = []
    for place in box.restricted:
        low, high, values = box.low_f[place], box.high_f[place], values_wf[:, place]
        sides.append(
            Side(
                names[place],
                UNCERTAINTIES[names[place]].label,
                float(low) if np.isfinite(low) else None,
                float(high) if np.isfinite(high) else None,
                float(((values >= low) & (values <= high)).mean()),
                float(again.restricted_f[place]),
            )
        )
    return Where(tuple(sides), inside, anywhere, unseen.mass)


def _needed(values_wf: Floats, interest_w: Floats) -> Judged:
    """The simple box without limits that chance explains, each dropped alone, the least needed first."""
    found = simple_box(values_wf, interest_w)
    while found.box.restricted and found.points:
        chances = np.nan_to_num(quasi_p_values(found.box, values_wf, interest_w), nan=-1.0)
        row, factor = np.unravel_index(int(chances.argmax()), chances.shape)
        if chances[row, factor] <= CHANCE:
            break
        upper = bool(row)
        wider = found.box.with_limit(int(factor), upper, np.inf if upper else -np.inf)
        found = judged(wider, values_wf, interest_w)
    return found
