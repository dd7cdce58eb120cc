"""Scenario discovery: boxes of assumptions in which one arrangement mostly beats another, or loses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from govsim.arrays import Floats
from govsim.documents.document import Part
from govsim.documents.drawing import ROW, WIDTH, channel, drawn, inline
from govsim.documents.markup import Html
from govsim.documents.table import Table
from govsim.experiments.arms import smallest_effect
from govsim.experiments.designs.design import Rows
from govsim.experiments.factors import Factor
from govsim.experiments.figures.cells import per_cent_cell
from govsim.experiments.figures.figure import Figure, OutcomeResult, numbers, table_of, words
from govsim.experiments.figures.surfaces import BETTER, WORSE
from govsim.experiments.outcomes import shown_as
from govsim.experiments.results_view import ResultsView, sample_of, sampled_words
from govsim.measures.amounts import threshold
from govsim.statistics.dependable import dependable_box
from govsim.statistics.intervals import Interval, wilson
from govsim.statistics.preconditions import Booleans
from govsim.statistics.rounding import beyond_rounding
from govsim.words.names import capitalised, uncapitalised
from govsim.words.plurals import joined

if TYPE_CHECKING:
    from govsim.experiments.experiment import FigureRequest

Way = Literal["wins", "loses"]

FEWEST: Final = 20  # points of interest; a box of fewer would be chance
SELDOM: Final = 0.1


@dataclass(frozen=True, kw_only=True)
class Limit:
    """The limits of a box on one assumption, within its sampled range."""

    factor: str
    title: str
    low: float | None
    high: float | None
    range_low: float
    range_high: float
    chance: float  # quasi-p-value; insignificant limits are dropped
    found_again: float  # share of halves of the sample whose box has the same limit

    @property
    def ends(self) -> tuple[float, float]:
        """The lower and upper end of the assumption in the box."""
        low, high = self.range_low, self.range_high
        return low if self.low is None else self.low, high if self.high is None else self.high

    @property
    def words(self) -> str:
        """`cross-cutting problems below 0.34`."""
        if self.low is None:
            return f"{uncapitalised(self.title)} below {self.high:.2g}"
        if self.high is None:
            return f"{uncapitalised(self.title)} above {self.low:.2g}"
        return f"{uncapitalised(self.title)} between {self.low:.2g} and {self.high:.2g}"


@dataclass(frozen=True, kw_only=True)
class Region:
    """A box of assumptions in which an arrangement mostly wins, or mostly loses."""

    way: Way
    limits: tuple[Limit, ...]
    density: float  # share of wins (or losses) among its worlds
    coverage: float  # share of all wins (or losses) that lie in it
    mass: float  # share of all worlds that lie in it
    held_out: Interval  # density of boxes fitted in the same way, on held-out worlds
    base_rate: float  # share of wins (or losses) among all worlds
    points: int


@dataclass(frozen=True, kw_only=True)
class WinRegions(OutcomeResult):
    """How often one arrangement wins and loses over all assumptions, and the boxes where it mostly does."""

    scenario: str  # its name in prose
    against: str  # likewise, or `its own average`
    wins: Interval
    loses: Interval
    regions: tuple[Region, ...]
    asked: tuple[Way, ...]
    smallest_effect: float
    points: int
    worlds_a_point: int
    left_out: int

    @property
    def points_word(self) -> str:
        """The noun for the points: worlds, or sets of assumptions of several worlds each."""
        return sampled_words(self.worlds_a_point)

    @property
    def heading(self) -> str:
        """`Mission-led wins against siloed in 20% of worlds and loses in 60%: public value`."""
        shares = {"wins": self.wins, "loses": self.loses}
        first, *others = [f"{way} in {shares[way].mean:.0%}" for way in reversed(self.asked)]
        against = f"{capitalised(self.scenario)} against {self.against}: {first} of {self.points:,} {self.points_word}"
        return f"{joined([against, *others])} ({self.label.lower()})"

    def sentences(self) -> tuple[str, ...]:
        """How often, and where mostly."""
        least, noun = threshold(self.smallest_effect, self.measure), self.points_word
        sentences = [
            f"{capitalised(self.scenario)} against {self.against}, in {self.label.lower()}: better by more than "
            f"{least} in {_share(self.wins)} of {self.points:,} {noun}, worse in {_share(self.loses)}."
        ]
        sentences += [self._where(region) for region in self.regions]
        sentences += [
            self._nowhere(way) for way in self.asked if not any(region.way == way for region in self.regions)
        ]
        return tuple(sentences)

    def _where(self, region: Region) -> str:
        """A box and its held-out density, beside the base rate."""
        where, noun = joined([limit.words for limit in region.limits]), self.points_word
        low, high = (f"{100 * bound:.0f}" for bound in (region.held_out.low, region.held_out.high))
        return (
            f"{capitalised(self.scenario)} {region.way} most often with {where}: in {region.held_out.mean:.0%} of such "
            f"{noun} ({low} to {high}%, checked on some not used to find this), against {region.base_rate:.0%} of all "
            f"{noun}. Of all in which it {region.way}, {region.coverage:.0%} are such."
        )

    def _nowhere(self, way: Way) -> str:
        """Why there is no box."""
        share = (self.wins if way == "wins" else self.loses).mean
        who, noun = capitalised(self.scenario), self.points_word
        if share > 1 - SELDOM:
            return f"{who} {way} nearly everywhere ({share:.0%} of {noun})."
        if round(share * self.points) < FEWEST:
            return f"{who} {way} too seldom to say where ({share:.0%} of {noun})."
        return f"No few assumptions tell where {self.scenario} {way}; it {way} in {share:.0%} of all {noun}."


def win_regions(
    view: ResultsView, outcome: str = "", scenario: str = "", ways: tuple[Way, ...] = ("loses", "wins")
) -> WinRegions:
    """Boxes of sampled assumptions in which a scenario beats the first, or loses, by more than the smallest effect.

    Averages the replicates of a point first. The first scenario is compared with its own average. Source:
    friedman_fisher_1999, bryant_lempert_2010.
    """
    sample = sample_of(view, outcome, scenario)
    contrast = sample.contrast
    middle = 0.0 if contrast.is_difference else sample.values_n.mean()
    values_n = beyond_rounding(sample.values_n - middle, sample.values_n, middle)
    effect = smallest_effect(view.plan, contrast.outcome)
    better = shown_as(contrast.outcome).better or 1
    happens: dict[Way, Booleans] = {"wins": better * values_n > effect, "loses": better * values_n < -effect}
    counted = {way: wilson(int(share.sum()), share.size) for way, share in happens.items()}
    regions = [
        region
        for way in ways
        if (region := _region(way, sample.points_nf, happens[way], sample.factors)) is not None
    ]
    return WinRegions(
        outcome=contrast.outcome,
        scenario=contrast.scenario,
        against=contrast.baseline or "its own average",
        **counted,
        regions=tuple(regions),
        asked=ways,
        smallest_effect=effect,
        points=values_n.size,
        worlds_a_point=view.replicates,
        left_out=sample.left_out,
    )


def _region(way: Way, points_nf: Floats, happens_n: Booleans, factors: Sequence[Factor]) -> Region | None:
    """The box in which an event mostly happens; None if it is too rare or frequent, or no box replicates."""
    count = int(happens_n.sum())
    if count < FEWEST or count > (1 - SELDOM) * happens_n.size:
        return None
    box = dependable_box(points_nf, happens_n)
    if box is None:
        return None
    best, limited_rf = box.fitted, box.fitted.box.limited_rf
    limits = []
    for place in best.box.restricted:
        low, high, factor = best.box.low_f[place], best.box.high_f[place], factors[place]
        span, ends = factor.range, limited_rf[:, place]
        assert span is not None
        limits.append(
            Limit(
                factor=factor.name,
                title=factor.title,
                low=float(low) if np.isfinite(low) else None,
                high=float(high) if np.isfinite(high) else None,
                range_low=span.low,
                range_high=span.high,
                chance=float(box.chances_rf[ends, place].max()),
                found_again=float(box.found_again_rf[ends, place].min()),
            )
        )
    return Region(
        way=way,
        limits=tuple(limits),
        density=best.density,
        coverage=best.coverage,
        mass=best.mass,
        held_out=box.held_out,
        base_rate=float(happens_n.mean()),
        points=best.points,
    )


def _share(estimate: Interval) -> str:
    return f"{estimate.mean:.0%} ({100 * estimate.low:.0f} to {100 * estimate.high:.0f}%)"


def regions_part(view: ResultsView, request: FigureRequest) -> Part:
    """The part of a report on wins and losses."""
    ways: tuple[Way, ...] = (request.way,) if request.way else ("loses", "wins")
    result = win_regions(view, request.outcome, request.scenario, ways)
    won = f"Won or lost: a difference beyond {threshold(result.smallest_effect, result.measure)}."
    if not result.regions:
        return result.part("win-regions", result.heading, "", notes=(won,))
    return result.part(
        "win-regions",
        result.heading,
        "The assumptions that matter: grey, the range that was sampled; in colour, the part of it where it most often "
        f"{' or '.join(region.way for region in result.regions)}. All limits of a kind hold together.",
        _limits_table(result),
        _regions_table(result),
        chart=partial(regions_chart, result),
        notes=(f"{won} {_METHOD}",),
    )


_METHOD: Final = (
    "Boxes are peeled (friedman_fisher_1999, bryant_lempert_2010) in the assumptions that best separate such points "
    "from others (spear_hornberger_1980). Coverage: share of all wins (or losses) in the box. Density: share of wins "
    "(or losses) among its points. Chance: probability of the same density without a limit; insignificant limits are "
    "dropped first. Recurs: share of halves of the sample with the same limit; below a half it is dropped. Held out: "
    "density on points not used for the box, with its 95% interval (wilson_1927). A box is shown only if that interval "
    "lies above the share of all points (the base rate) by 10 percentage points or more."
)


def _limits_table(result: WinRegions) -> Table:
    return table_of(
        "Limits of the boxes",
        [(region.way, limit, *limit.ends) for region in result.regions for limit in region.limits],
        words("Assumption", lambda row: row[1].title),
        words("There it", lambda row: row[0]),
        numbers("Part of the range", lambda row: f"{row[2]:.3g} to {row[3]:.3g}"),
        numbers("Range sampled", lambda row: f"{row[1].range_low:.3g} to {row[1].range_high:.3g}"),
        numbers("Chance", lambda row: "<0.001" if row[1].chance < 0.001 else f"{row[1].chance:.3f}"),
        numbers("Recurs, %", lambda row: f"{100 * row[1].found_again:.0f}"),
    )


def _regions_table(result: WinRegions) -> Table:
    return table_of(
        f"The boxes, of {result.points:,} {result.points_word}",
        result.regions,
        words("It", lambda region: region.way),
        numbers(
            f"In % of all {result.points_word} (base rate)",
            lambda region: per_cent_cell(result.wins if region.way == "wins" else result.loses),
        ),
        numbers("In % of the box (density)", lambda region: f"{100 * region.density:.0f}"),
        numbers("The same held out (95% interval)", lambda region: per_cent_cell(region.held_out)),
        numbers("% of all such worlds (coverage)", lambda region: f"{100 * region.coverage:.0f}"),
        numbers("% of all that lie in the box (mass)", lambda region: f"{100 * region.mass:.0f}"),
        numbers("Points in the box", lambda region: f"{region.points:,}"),
    )


def regions_chart(result: WinRegions) -> Html:
    """Bars: the range of each limited assumption, and its part in the box."""
    import altair

    rows: list[dict[str, Any]] = []
    for region in result.regions:
        for limit in region.limits:
            sampled = (limit.range_low, limit.range_high)
            low, high = np.interp(limit.ends, sampled, (0.0, 100.0)).tolist()
            row = f"{limit.title} ({region.way})"
            rows.append({"row": row, "what": region.way, "start": 0.0, "end": 100.0, "from": low, "to": high})
    order = [row["row"] for row in rows]
    y = altair.Y("row:N", sort=order, title=None)
    axis = altair.Axis(
        title="% of the assumption's range, from its lower to its upper end", titleAnchor="start"
    )
    base = altair.Chart(inline(rows)).encode(y=y)
    colour = altair.Color(**channel(("loses", "wins"), (WORSE, BETTER)))
    layers = [
        base.mark_bar(height=6, color="#DDDDDD").encode(
            x=altair.X("start:Q", axis=axis, scale=altair.Scale(domain=[0, 100], nice=False)), x2="end:Q"
        ),
        base.mark_bar(height=12).encode(x=altair.X("from:Q"), x2="to:Q", color=colour),
    ]
    return drawn(altair.layer(*layers).properties(width=WIDTH, height=1.2 * ROW * len(order)), "Regions")


WIN_REGIONS: Final = Figure(
    kind="win_regions",
    shows="boxes of assumptions in which a scenario wins or loses",
    part=regions_part,
    rows=frozenset({Rows.FAIR_SAMPLE}),
    several_scenarios=True,
    suits=lambda plan: plan.experiment.design.is_fair_sample,
)
