"""How evenly need is spread over people and places."""

from __future__ import annotations

from functools import partial

import numpy as np

from govsim.arrays import Floats, Integers, mean, ratio, total
from govsim.measures.measure import Measure
from govsim.world.indices import Indices
from govsim.world.result_cache import ResultCache

WORST_SHARE = 0.1


_WORST_OFF = ResultCache()  # the start is the same in every quarter


def _worst_off(start_need_kj: Floats, population_k: Floats) -> Floats:
    """The share of each community in the residents of those that were worst off, 0 of others."""
    start_k = mean(start_need_kj, axis=1)
    people_k = population_k * (start_k >= np.quantile(start_k, 1 - WORST_SHARE))
    return np.asarray(people_k / total(people_k))


def worst_decile(need_kjw: Floats, start_need_kj: Floats, indices: Indices) -> Floats:
    """Mean need today of the tenth of communities that were worst off at the start, shape (world,).

    Source: own.
    """
    share_k = _WORST_OFF.of(_worst_off, start_need_kj, indices.population_k)
    return total(share_k[:, None] * indices.outcome_mean(need_kjw))


def gini(need_kjw: Floats, indices: Indices) -> Floats:
    """Gini coefficient of mean need over residents, shape (world,): 0 is even. Source: gini_1912."""
    need_wk = np.ascontiguousarray(indices.outcome_mean(need_kjw).T)
    order_wk = np.argsort(need_wk, axis=1)
    people_wk = np.take(indices.population_k / indices.population, order_wk)
    rows_w = np.arange(len(need_wk))[:, None] * indices.communities
    held_wk = np.take(need_wk, order_wk + rows_w)
    held_wk *= people_wk
    before_wk = np.cumsum(people_wk, axis=1)
    before_wk -= people_wk / 2
    before_wk *= held_wk
    return ratio(2 * total(before_wk, axis=1), total(held_wk, axis=1), otherwise=1.0) - 1


def between_councils(need_kjw: Floats, indices: Indices) -> Floats:
    """Standard deviation of mean need between councils, weighted by residents, shape (world,).

    Source: own.
    """
    need_cw = indices.council_mean(indices.outcome_mean(need_kjw))
    deviation_cw = need_cw - indices.national_mean(need_cw)
    return np.sqrt(indices.national_mean(deviation_cw * deviation_cw))


def regional_gap(need_kjw: Floats, start_need_kj: Floats, region_c: Integers, indices: Indices) -> Floats:
    """Mean need of the regions that were needier than the nation at the start, less that of the others.

    In England this is the gap between North and South. 0 where all regions are on one side. Shape (world,).
    Source: own.
    """
    start_c = indices.council_mean(indices.outcome_mean(start_need_kj))
    weight_c = _NEEDY.of(partial(_needy_less_others, indices=indices), start_c, region_c)
    return total(weight_c[:, None] * indices.council_mean(indices.outcome_mean(need_kjw)))


_NEEDY = ResultCache()


def _needy_less_others(start_c: Floats, region_c: Integers, indices: Indices) -> Floats:
    """Shares of councils in the residents of needy regions, less those in the residents of the others."""
    needy_r = indices.region_mean(start_c) > indices.national_mean(start_c)
    needy_c = indices.population_c * needy_r[region_c]
    others_c = indices.population_c - needy_c
    if not needy_c.any() or not others_c.any():
        return np.zeros(indices.councils)
    return needy_c / total(needy_c) - others_c / total(others_c)


MEASURES = (
    Measure(
        "worst_decile",
        "Need of the worst-off tenth",
        "0 to 1",
        "mean need of the tenth of communities that was worst off at the start",
        "own",
        worst_decile,
        better=-1,
        smallest_effect=0.005,
    ),
    Measure(
        "gini",
        "Inequality of need",
        "Gini",
        "Gini coefficient of residents' mean need",
        "gini_1912",
        gini,
        better=-1,
        smallest_effect=0.005,
    ),
    Measure(
        "between_councils",
        "Spread between councils",
        "need points",
        "standard deviation of need between councils",
        "own",
        between_councils,
        better=-1,
        smallest_effect=0.002,
    ),
    Measure(
        "regional_gap",
        "Gap between needy and other regions",
        "need points",
        "need of regions above the national mean at the start, less that of the others",
        "own",
        regional_gap,
        better=-1,
        smallest_effect=0.005,
    ),
)
