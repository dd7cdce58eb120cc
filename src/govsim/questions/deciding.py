"""The assumptions on which a claim depends: how often it holds in both halves of each range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from govsim.arrays import Floats
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.statistics.intervals import CONFIDENCE, Interval, wilson
from govsim.statistics.preconditions import Booleans
from govsim.statistics.resampling import generator, resamples

FIRST: Final = 3
DRAWS: Final = 500
POSSIBLE: Final = 0.05  # chance of being among the first above which an assumption is named as possible
FEWEST_WORLDS: Final = 40


@dataclass(frozen=True, kw_only=True)
class Deciding:
    """One assumption and the share of worlds in which a claim holds, above and below its median."""

    name: str
    label: str
    above: Interval
    below: Interval
    chance_among_first: float  # over resampled worlds

    @property
    def difference(self) -> float:
        """The share above the median less the share below."""
        return self.above.mean - self.below.mean


@dataclass(frozen=True)
class Decisive:
    """The assumptions that decide most, and those that may belong among them."""

    first: tuple[Deciding, ...]
    perhaps: tuple[Deciding, ...]
    by_chance: float  # 95% quantile of the greatest difference among irrelevant assumptions


def varying(assumptions: Mapping[str, Floats]) -> tuple[tuple[str, ...], Floats]:
    """Names and values of the assumptions that differ between worlds, shape (world, assumption)."""
    names = tuple(name for name, values in assumptions.items() if np.ptp(values) > 0)
    columns = [assumptions[name] for name in names]
    return names, np.stack(columns, axis=1) if columns else np.empty((0, 0))


def halves_apart(assumptions: Mapping[str, Floats], holds_w: Booleans) -> dict[str, float]:
    """By assumption: the share of worlds in which a claim holds above the median, less the share below it."""
    names, values_wf = varying(assumptions)
    above_wf = (values_wf > np.median(values_wf, axis=0)).astype(np.float64)
    apart_f = _apart(np.ones((1, holds_w.size)) / holds_w.size, holds_w.astype(np.float64), above_wf)[0]
    return dict(zip(names, map(float, apart_f), strict=True))


def decisive(assumptions: Mapping[str, Floats], holds_w: Booleans, seed: int = 0) -> Decisive:
    """The assumptions between whose halves the share of worlds differs most, if by more than chance.

    Each is split at its median. Chance is the greatest difference after permuting the worlds; the ranking is repeated
    on resampled worlds. Detects only monotone effects. Source: efron_1979; own: a difference of shares is easy to
    explain.
    """
    names, values_wf = varying(assumptions)
    if not names or holds_w.size < FEWEST_WORLDS or holds_w.all() or not holds_w.any():
        return Decisive((), (), 1.0)
    above_wf = (values_wf > np.median(values_wf, axis=0)).astype(np.float64)
    holds = holds_w.astype(np.float64)
    apart_f = _apart(np.ones((1, holds.size)) / holds.size, holds, above_wf)[0]
    drawn_bf = np.concatenate(
        [_apart(shares, holds, above_wf) for shares in resamples(holds.size, DRAWS, seed)]
    )
    places_bf = np.argsort(np.argsort(-np.abs(drawn_bf), axis=1, kind="stable"), axis=1)
    chances_f = (places_bf < FIRST).mean(axis=0)
    line = _by_chance(holds, above_wf, seed + 1)
    order = [
        int(place) for place in np.argsort(-np.abs(apart_f), kind="stable") if abs(apart_f[place]) > line
    ]
    rows = [_deciding(names[place], holds_w, above_wf[:, place], float(chances_f[place])) for place in order]
    perhaps = [one for one in rows[FIRST:] if one.chance_among_first >= POSSIBLE]
    return Decisive(tuple(rows[:FIRST]), tuple(perhaps), line)


def _apart(shares_bw: Floats, holds_w: Floats, above_wf: Floats) -> Floats:
    """Share in the upper half less share in the lower, for weighted worlds; shape (resample, assumption)."""
    held, below_wf = shares_bw * holds_w, 1 - above_wf
    return np.asarray(held @ above_wf / (shares_bw @ above_wf) - held @ below_wf / (shares_bw @ below_wf))


def _by_chance(holds_w: Floats, above_wf: Floats, seed: int) -> float:
    stream = generator(seed)
    mixed_bw = np.stack([stream.permutation(holds_w) for _ in range(DRAWS)])
    below_wf = 1 - above_wf
    apart_bf = mixed_bw @ above_wf / above_wf.sum(axis=0) - mixed_bw @ below_wf / below_wf.sum(axis=0)
    return float(np.quantile(np.abs(apart_bf).max(axis=1), CONFIDENCE))


def _deciding(name: str, holds_w: Booleans, above_w: Floats, chance: float) -> Deciding:
    upper = above_w > 0
    above, below = (wilson(int(holds_w[half].sum()), int(half.sum())) for half in (upper, ~upper))
    return Deciding(
        name=name,
        label=UNCERTAINTIES[name].label,
        above=above,
        below=below,
        chance_among_first=chance,
    )
