"""In which worlds one arrangement beats another, and in which it loses: boxes of assumptions, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

import numpy as np

from govsim.arrays import Floats
from govsim.experiments.analysis.reading import Found, smallest_effect
from govsim.experiments.analysis.samples import sample_of
from govsim.experiments.factors import Factor
from govsim.experiments.outcomes import shown_as
from govsim.statistics.given import Booleans
from govsim.statistics.intervals import Interval, wilson
from govsim.statistics.prim import Judged, chosen, judged, prim, quasi_p_values, reproducibility, whole
from govsim.statistics.regional import chances_apart, distances_apart
from govsim.usecases.figures import amount
from govsim.words.names import capitalised, uncapitalised
from govsim.words.plurals import joined

Way = Literal["wins", "loses"]

FEWEST: Final = 20  # points of interest below which a box would be made of chance
CHANCE: Final = 0.05  # an assumption that chance explains more easily is left out
MOST_LIMITS: Final = 3  # more cannot be held in mind
HALVES: Final = 20
SELDOM: Final = 0.1


@dataclass(frozen=True)
class Limit:
    """One side of a box: an assumption that is limited, within the range that was sampled."""

    factor: str
    title: str
    low: float | None
    high: float | None
    range_low: float
    range_high: float
    chance: float  # how likely the box would be as dense without it; small where it is needed
    found_again: float  # share of halves of the sample whose box limits this assumption too

    @property
    def words(self) -> str:
        """`cross-cutting problems below 0.34`."""
        if self.low is None:
            return f"{uncapitalised(self.title)} below {self.high:.2g}"
        if self.high is None:
            return f"{uncapitalised(self.title)} above {self.low:.2g}"
        return f"{uncapitalised(self.title)} between {self.low:.2g} and {self.high:.2g}"


@dataclass(frozen=True)
class Region:
    """A box of assumptions in which an arrangement mostly wins, or mostly loses."""

    way: Way
    limits: tuple[Limit, ...]
    density: float  # share of its worlds in which it is so
    coverage: float  # share of all such worlds that lie in it
    mass: float  # share of all worlds that lie in it
    held_out_density: float  # of boxes found in the same way, on worlds they were not found on
    points: int


@dataclass(frozen=True)
class WinRegions:
    """How often one arrangement wins and loses over all assumptions, and where mostly."""

    outcome: str
    scenario: str  # as prose names it
    against: str  # likewise, or `its own average`
    wins: Interval
    loses: Interval
    regions: tuple[Region, ...]
    asked: tuple[Way, ...]
    smallest_effect: float
    points: int
    left_out: int

    @property
    def heading(self) -> str:
        """`Where mission-led wins against siloed, and where it loses: public value`."""
        label = shown_as(self.outcome).label.lower()
        return f"Where {self.scenario} wins against {self.against}, and where it loses: {label}"

    def sentences(self) -> tuple[str, ...]:
        """How often, and where mostly."""
        measure = shown_as(self.outcome)
        who = capitalised(self.scenario)
        told = [
            f"{who} against {self.against}, in {measure.label.lower()}: better by more than "
            f"{amount(self.smallest_effect, measure)} in {_share(self.wins)} of worlds, worse in {_share(self.loses)}."
        ]
        for region in self.regions:
            verb = "wins" if region.way == "wins" else "loses"
            where = joined([limit.words for limit in region.limits])
            told.append(
                f"{who} {verb} most often with {where}: there it {verb} in {region.density:.0%} of "
                f"worlds ({region.held_out_density:.0%} on worlds that such boxes were not found on), and "
                f"{region.coverage:.0%} of all the worlds in which it {verb} lie there."
            )
        shares = {"wins": self.wins, "loses": self.loses}
        for way in self.asked:
            if not any(region.way == way for region in self.regions):
                told.append(
                    f"It {way} {_how_often(shares[way].mean)}: no region stands out in which it does."
                )
        return tuple(told)

    def document(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {**asdict(self), "sentences": list(self.sentences())}


def win_regions(
    found: Found, outcome: str = "", scenario: str = "", ways: tuple[Way, ...] = ("loses", "wins")
) -> WinRegions:
    """Where over sampled assumptions a scenario wins against the first, and where it loses, by what matters.

    Replicates of a point are averaged first. For the first scenario itself: where its outcome is above or below what
    it is on average. Source: friedman_fisher_1999, bryant_lempert_2010.
    """
    sample = sample_of(found, outcome, scenario)
    contrast = sample.contrast
    values_n = sample.values_n - (0.0 if contrast.is_difference else sample.values_n.mean())
    effect = smallest_effect(found.plan, contrast.outcome)
    better = shown_as(contrast.outcome).better or 1
    happens: dict[Way, Booleans] = {"wins": better * values_n > effect, "loses": better * values_n < -effect}
    counted = {way: wilson(int(share.sum()), share.size) for way, share in happens.items()}
    regions = [
        region
        for way in ways
        if (region := _region(way, sample.points_nf, happens[way], sample.factors)) is not None
    ]
    return WinRegions(
        contrast.outcome,
        contrast.scenario,
        contrast.baseline or "its own average",
        counted["wins"],
        counted["loses"],
        tuple(regions),
        ways,
        effect,
        values_n.size,
        sample.left_out,
    )


def _region(way: Way, points_nf: Floats, happens_n: Booleans, factors: Sequence[Factor]) -> Region | None:
    """The box in which something mostly happens; None where it happens too seldom, too often, or nowhere more."""
    count = int(happens_n.sum())
    if count < FEWEST or count > (1 - SELDOM) * happens_n.size:
        return None
    best = simple_box(points_nf, happens_n.astype(np.float64))
    if not best.box.restricted:
        return None
    again = reproducibility(points_nf, happens_n, HALVES, find=simple_box)
    chances = _chances(best, points_nf, happens_n).min(axis=0)
    limits = []
    for place in best.box.restricted:
        low, high, factor = best.box.low_f[place], best.box.high_f[place], factors[place]
        span = factor.range
        limits.append(
            Limit(
                factor.name,
                factor.title,
                float(low) if np.isfinite(low) else None,
                float(high) if np.isfinite(high) else None,
                span.low if span else float(points_nf[:, place].min()),
                span.high if span else float(points_nf[:, place].max()),
                float(chances[place]),
                float(again.restricted_f[place]),
            )
        )
    return Region(
        way, tuple(limits), best.density, best.coverage, best.mass, again.held_out_density, best.points
    )


def simple_box(points_nf: Floats, happens_n: Floats) -> Judged:
    """A box that limits no more assumptions than can be held in mind; no limit at all where nothing stands out.

    It is peeled in the few assumptions that most tell apart where something happens and where not, and that do so more
    than chance explains with so many looked at. Chosen is the box of the greatest coverage and density among those that
    are half-way from what happens anywhere to always. Source: spear_hornberger_1980, bryant_lempert_2010.
    """
    happens = happens_n > 0
    nowhere = judged(whole(points_nf.shape[1]), points_nf, happens_n)
    if happens.all() or not happens.any():
        return nowhere
    distances = distances_apart(points_nf, happens)
    chances = chances_apart(distances, happens) * distances.size
    kept = [
        int(place) for place in np.argsort(-distances, kind="stable")[:MOST_LIMITS] if chances[place] < CHANCE
    ]
    if not kept:
        return nowhere
    dense = (1 + nowhere.density) / 2
    best = chosen(prim(points_nf[:, kept], happens_n), dense)
    box = nowhere.box
    for place, factor in enumerate(kept):
        box = box.with_limit(factor, True, best.box.high_f[place])
        box = box.with_limit(factor, False, best.box.low_f[place])
    return judged(box, points_nf, happens_n)


def _chances(best: Judged, points_nf: Floats, happens_n: Booleans) -> Floats:
    """Quasi-p-values of a box's limits, 1 where there is no limit."""
    values = quasi_p_values(best.box, points_nf, happens_n)
    return np.where(np.isnan(values), 1.0, values)


def _how_often(share: float) -> str:
    if share > 1 - SELDOM:
        return f"nearly everywhere ({share:.0%} of worlds)"
    return (
        f"too seldom ({share:.0%} of worlds)"
        if share < SELDOM
        else f"in {share:.0%} of worlds, here and there"
    )


def _share(found: Interval) -> str:
    return f"{found.mean:.0%} ({100 * found.low:.0f} to {100 * found.high:.0f}%)"
