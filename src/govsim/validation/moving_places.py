"""Mobility of the model's places, by the statistics that indices of deprivation give of real places.

The indices have ranks alone, so need becomes normal scores within the country, outcome by outcome, at each date. The
standing of a place is the plain mean over outcomes, that of a council the plain mean over its communities. All is
therefore relative: the national mean never moves. Need points are 0.15 of a normal score, as in imported places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.runs.drive import run_on, start, warm_up
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.statistics.mobility import (
    correlation,
    group_means,
    mean_rank_correlation,
    morans_i,
    net_of_level,
    rank_correlation,
    shares_of_variance,
    slope_on,
    spread,
    still_there,
)
from govsim.validation.arms import RANDOM_ARRANGEMENTS, at_the_centre, few_worlds, random_arms
from govsim.validation.finding import Figure, Plan, Reading, beside_nulls, both, typical, within
from govsim.world.build import build_world
from govsim.world.find_places import places_of
from govsim.world.normal_scores import NEED_PER_STANDARD_DEVIATION, normal_scores
from govsim.world.places import Places

YEARS: Final = 9  # from the English Indices of 2010 to those of 2019
LONGER: Final = 15  # from 2010 to 2025
WORLDS: Final = 20
FEWER_WORLDS: Final = 12

# Name to a statistic of two dates; shares of variance and levels are those of the later date.
FACTS: Final[Mapping[str, str]] = {
    "council_ranks": "rank correlation of councils",
    "community_ranks": "rank correlation of neighbourhoods",
    "tenth_still_there": "most deprived tenth of neighbourhoods still there",
    "council_spread": "standard deviation of councils' change, need points",
    "community_spread": "standard deviation of neighbourhoods' change, need points",
    "neighbours_change": "Moran's I of councils' change",
    "neighbours_level": "Moran's I of councils' level",
    "alike_change": "mean rank correlation of outcomes' changes, councils",
    "alike_level": "mean rank correlation of outcomes, neighbourhoods",
    "between_regions": "share of variance between regions",
    "between_councils": "share of variance between councils in regions",
    "within_councils": "share of variance within councils",
    "slope_on_level": "slope of councils' change on their level",
}


def scores(need_kj: Floats) -> Floats:
    """Normal scores within the country, outcome by outcome; (community, outcome). Source: blom_1958."""
    return np.stack([normal_scores(need_k) for need_k in need_kj.T], axis=1)


def facts_of(start_kj: Floats, end_kj: Floats, places: Places) -> dict[str, float]:
    """Every fact of `FACTS` for one world, from need at two dates."""
    council_k = places.community_council_k
    start_score_kj, end_score_kj = scores(start_kj), scores(end_kj)
    start_cj, end_cj = group_means(start_score_kj, council_k), group_means(end_score_kj, council_k)
    start_k, end_k = start_score_kj.mean(axis=1), end_score_kj.mean(axis=1)
    start_c, end_c = start_cj.mean(axis=1), end_cj.mean(axis=1)
    regions, councils, within = shares_of_variance(end_k, council_k, places.council_region_c)
    return {
        "council_ranks": rank_correlation(start_c, end_c),
        "community_ranks": rank_correlation(start_k, end_k),
        "tenth_still_there": still_there(start_k, end_k),
        "council_spread": NEED_PER_STANDARD_DEVIATION * spread(end_c - start_c),
        "community_spread": NEED_PER_STANDARD_DEVIATION * spread(end_k - start_k),
        "neighbours_change": morans_i(end_c - start_c, places.neighbours),
        "neighbours_level": morans_i(end_c, places.neighbours),
        "alike_change": mean_rank_correlation(end_cj - start_cj),
        "alike_level": mean_rank_correlation(end_score_kj),
        "between_regions": regions,
        "between_councils": councils,
        "within_councils": within,
        "slope_on_level": slope_on(end_c - start_c, start_c),
    }


def momentum(need_tkj: Sequence[Floats], places: Places) -> tuple[float, float]:
    """Whether councils that rose early rise late: the correlation of two changes that share no date, and net of level.

    Need at four dates: the start and end of the early change, then of the late one. Net of level, each change is
    adjusted for the level at its own start, since places high by chance come down of themselves.
    """
    early_start, early_end, late_start, late_end = (
        group_means(scores(need_kj), places.community_council_k).mean(axis=1) for need_kj in need_tkj
    )
    early, late = early_end - early_start, late_end - late_start
    net = correlation(net_of_level(early, early_start), net_of_level(late, late_start))
    return correlation(early, late), net


def need_at(
    arms: Sequence[Scenario],
    quarters: Sequence[int],
    replicates: Sequence[int],
    seed: int,
    places: Places | None = None,
) -> Iterator[list[Floats]]:
    """Each arm's need before each of these quarters, (community, outcome, world); records nothing else.

    The first arm's warm-up serves all, so arms must start from the same arrangement under the same assumptions.
    """
    first = arms[0]
    warm = warm_up(build_world(first, places or places_of(first), replicates, seed))
    for scenario in arms:
        world = start(warm, scenario)
        yield [run_on(world, quarter)["need_kjw"].copy() for quarter in quarters]


def facts_over_worlds(start_kjw: Floats, end_kjw: Floats, places: Places) -> dict[str, Floats]:
    """Every fact in every world: name to (world,)."""
    by_world = [facts_of(start_kjw[..., w], end_kjw[..., w], places) for w in range(start_kjw.shape[-1])]
    return {name: np.array([facts[name] for facts in by_world]) for name in FACTS}


def moved(arms: Sequence[Scenario], plan: Plan, *years: int) -> list[dict[str, Floats]]:
    """Every fact after each number of years in the worlds of all arms, arm by arm: name to (world,)."""
    places = places_of(arms[0])
    quarters = [0, *(4 * year for year in years)]
    arms = [arm.replace(horizon=quarters[-1]) for arm in arms]
    by_arm = [
        [facts_over_worlds(start_kjw, end_kjw, places) for end_kjw in later]
        for start_kjw, *later in need_at(arms, quarters, range(plan.worlds), plan.seed)
    ]
    return [
        {name: np.concatenate([facts[name] for facts in of_arms]) for name in FACTS}
        for of_arms in zip(*by_arm, strict=True)
    ]


def held_to(
    lines: Mapping[str, tuple[float, float]], plan: Plan, *, off: Mapping[str, Any], without: str, notes: str
) -> Reading:
    """Siloed government over the time between two indices, its facts judged by lines fixed beforehand.

    The median over worlds of each fact must lie between its two values. `off` makes the null. Worlds are alike, since
    one country was observed; results of drawn worlds and of 15 years stand beside.
    """

    def figures(facts: Mapping[str, Floats], after: str = f"{YEARS} years") -> list[Figure]:
        return [typical(f"{FACTS[fact]}, {after}", facts[fact]) for fact in lines]

    def agrees(*shown: Figure) -> bool | None:
        return both(*(within(figure, *line) for figure, line in zip(shown, lines.values(), strict=True)))

    some, sampled = plan.at_most(WORLDS), load_scenario("siloed")
    base = at_the_centre(sampled)
    after_nine, longer = moved([base], some, YEARS, LONGER)
    (nothing,) = moved([base.replace(**off)], plan.at_most(FEWER_WORLDS), YEARS)
    (chance,) = moved(random_arms(base, plan, RANDOM_ARRANGEMENTS // 2), few_worlds(plan), YEARS)
    (differing,) = moved([sampled], some, YEARS)
    beside = zip(
        figures(longer, f"{LONGER} years"),
        figures(differing, f"{YEARS} years, in sampled worlds"),
        strict=True,
    )
    return beside_nulls(
        agrees,
        figures(after_nine),
        off=(without, figures(nothing)),
        random=("levers at random", figures(chance)),
        beside=[figure for pair in beside for figure in pair],
        notes=f"Medians over worlds; the verdict is on {YEARS} years at central values. {notes}",
    )
