"""A box of few assumptions in which a claim mostly holds, confirmed on held-out worlds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from govsim.arrays import Floats
from govsim.questions.deciding import varying
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.statistics.dependable import dependable_box
from govsim.statistics.intervals import Interval
from govsim.statistics.preconditions import Booleans

FEWEST: Final = 40  # worlds in which it holds, and in which it does not; a box of fewer would be chance


@dataclass(frozen=True, kw_only=True)
class Side:
    """The limits of a box on one assumption."""

    name: str
    label: str
    low: float | None
    high: float | None
    part: float  # share of all worlds within these limits
    found_again: float


@dataclass(frozen=True, kw_only=True)
class Where:
    """A box of assumptions in which a claim mostly holds, checked on held-out worlds."""

    sides: tuple[Side, ...]
    inside: Interval  # share of the held-out worlds in the box
    anywhere: float  # base rate: share of all worlds
    part: float  # share of the worlds that lie in the box


def where(assumptions: Mapping[str, Floats], holds_w: Booleans, seed: int = 0) -> Where | None:
    """The box in which a claim holds clearly more often than the base rate on held-out worlds, if any.

    Source: friedman_fisher_1999, bryant_lempert_2010.
    """
    names, values_wf = varying(assumptions)
    count = int(holds_w.sum())
    if not names or count < FEWEST or holds_w.size - count < FEWEST:
        return None
    best = dependable_box(values_wf, holds_w, seed)
    anywhere = count / holds_w.size
    if best is None:
        return None
    box = best.fitted.box
    sides = []
    for place in np.flatnonzero(box.limited_rf.any(axis=0)):
        low, high, values = float(box.low_f[place]), float(box.high_f[place]), values_wf[:, place]
        sides.append(
            Side(
                name=names[place],
                label=UNCERTAINTIES[names[place]].label,
                low=low if np.isfinite(low) else None,
                high=high if np.isfinite(high) else None,
                part=float(((values >= low) & (values <= high)).mean()),
                found_again=float(best.found_again_rf[:, place][box.limited_rf[:, place]].min()),
            )
        )
    return Where(sides=tuple(sides), inside=best.held_out, anywhere=anywhere, part=best.fitted.mass)
