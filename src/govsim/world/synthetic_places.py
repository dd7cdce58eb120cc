"""Synthetic places: invented councils and communities with the measured structure of need in a real country."""

from __future__ import annotations

from functools import lru_cache
from math import isqrt
from typing import Final

import numpy as np
import numpy.typing as npt

from govsim.errors import PlacesError, Problem
from govsim.scenario.country_statistics import STATISTICS, CountryStatistics
from govsim.world.normal_scores import need_from_normal_scores
from govsim.world.places import Floats, Places, Whole

_LEAST_VARIANCE: Final = 1e-3  # of normal scores in any direction, between councils of a region


def synthetic_england(councils: int = 48, communities_per_council: int = 4) -> Places:
    """Synthetic places with the structure of England."""
    return synthetic_places("england", councils, communities_per_council)


@lru_cache(maxsize=8)
def synthetic_places(country: str, councils: int, communities_per_council: int) -> Places:
    """Invented places with the variances and correlations of need in a real country, one of `STATISTICS`.

    Means, variances, correlations, shares between councils and means of regions match in the drawn country itself, not
    only on average. Each community counts once. Only the bounds of need (0.02, 0.98) shift them, noticeably in a very
    small country. The result is the same on every machine.

    With fewer councils than regions and outcomes together, or one community in each, one level of variation cannot be
    drawn; the other level takes its variance, and a note says so. Raises PlacesError for fewer councils than regions.
    Source: own, drawn to mhclg_2025 and ons_2021, welsh_government_2019, scottish_government_2020; docs/model.md,
    section 5.4.
    """
    real = STATISTICS[country]
    _check_size(real, councils, communities_per_council)
    residents_r = np.array([residents for _, residents in real.regions.values()]) * 1e6
    councils_r = _councils_by_region(residents_r, councils)
    region_c = np.repeat(np.arange(len(real.regions)), councils_r)
    council_k = np.repeat(np.arange(councils), communities_per_council)
    draws = np.random.Philox(key=real.key)
    size_c = np.exp(real.spread_of_council_size * _normal_draws(draws, (councils,)))
    size_k = np.exp(real.spread_of_community_size * _normal_draws(draws, council_k.shape))
    residents_c = (residents_r / _sums(size_c, councils_r))[region_c] * size_c
    within = _sums(size_k, np.full(councils, communities_per_council))
    score_kj = _scores(real, draws, region_c, council_k)

    regions = tuple(real.regions)
    numbers = [number for count in councils_r for number in range(1, int(count) + 1)]
    council_names = tuple(f"{regions[r]} {n}" for r, n in zip(region_c, numbers, strict=True))
    council_keys = tuple(name.replace(" ", "-") for name in council_names)
    return Places(
        name=f"synthetic {real.name}",
        source=real.source,
        outcomes=real.outcomes,
        region_keys=regions,
        region_names=regions,
        council_keys=council_keys,
        council_names=council_names,
        council_region_c=region_c,
        neighbours=_neighbours(real, councils_r),
        community_keys=tuple(
            f"{key}-{n + 1}" for key in council_keys for n in range(communities_per_council)
        ),
        community_council_k=council_k,
        population_k=(residents_c / within)[council_k] * size_k,
        need_kj=need_from_normal_scores(score_kj),
        councils_represented=real.councils_represented,
        notes=_notes(real, councils, communities_per_council),
    )


def _check_size(real: CountryStatistics, councils: int, communities_per_council: int) -> None:
    problems = []
    where = f"synthetic {real.name}"
    least = real.least_councils(communities_per_council)
    if councils < least:
        reason = (
            "Every region needs a council."
            if least == len(real.regions)
            else "Or give each council more communities."
        )
        problems.append(
            Problem(where, f"at least {least} councils", str(councils), key="councils", remedy=reason)
        )
    if communities_per_council < 1:
        found = str(communities_per_council)
        problems.append(Problem(where, "at least 1 community", found, key="communities_per_council"))
    if problems:
        raise PlacesError(problems)


def _notes(real: CountryStatistics, councils: int, communities_per_council: int) -> tuple[str, ...]:
    if councils < real.least_that_differ:
        return (
            f"{councils} councils are too few to differ within regions; communities differ more instead.",
        )
    if communities_per_council == 1:
        return ("With one community in each council all variance is between councils.",)
    return ()


def _councils_by_region(residents_r: Floats, councils: int) -> Whole:
    """Councils allotted to regions by residents: one each, then by largest remainder."""
    quota = residents_r / residents_r.sum() * councils
    allotted: Whole = np.maximum(np.floor(quota).astype(np.int64), 1)
    while allotted.sum() != councils:  # at most one step for each region
        if allotted.sum() < councils:
            allotted[np.argmax(quota - allotted)] += 1
        else:
            allotted[np.argmin(np.where(allotted > 1, quota - allotted, np.inf))] -= 1
    return allotted


def _normal_draws(draws: np.random.Philox, shape: tuple[int, ...]) -> Floats:
    # from raw 64-bit numbers: numpy may change its own normal stream between versions
    from scipy.special import ndtri

    raw = np.asarray(draws.random_raw(int(np.prod(shape))), np.uint64)
    normal: Floats = ndtri(((raw >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53)
    return normal.reshape(shape)


def _sums(values: Floats, lengths: Whole) -> Floats:
    # segments are never empty, for which reduceat would return a neighbour's value
    sums: Floats = np.add.reduceat(values, np.concatenate([[0], np.cumsum(lengths)[:-1]]), axis=0)
    return sums


def correlation_matrix(upper: tuple[float, ...]) -> Floats:
    """A symmetric matrix with ones on its diagonal, from its upper triangle row by row."""
    size = (isqrt(8 * len(upper) + 1) + 1) // 2
    matrix = np.eye(size)
    rows, columns = np.triu_indices(size, 1)
    matrix[rows, columns] = matrix[columns, rows] = upper
    return matrix


def _scores(real: CountryStatistics, draws: np.random.Philox, region_c: Whole, council_k: Whole) -> Floats:
    """Normal scores (community, outcome): a region's mean, a council's deviation, a community's deviation.

    Deviations are centred within the level above, so the three covariances add up; the council's part is
    the share between councils less regions, the community's part the rest of the whole.
    """
    councils, communities, outcomes = len(region_c), len(council_k), len(real.outcomes)
    means_rj = np.array([means for means, _ in real.regions.values()])
    mean_cj = means_rj[region_c] - means_rj[region_c].mean(0)
    regional = mean_cj.T @ mean_cj / councils
    whole = correlation_matrix(real.correlation)
    spread = np.sqrt(real.between_council_share)
    between = correlation_matrix(real.between_council_correlation) * np.outer(spread, spread)

    drawn_cj = _normal_draws(draws, (councils, outcomes))
    drawn_kj = _normal_draws(draws, (communities, outcomes))
    score_cj: Floats = mean_cj
    left = whole - regional
    if communities == councils:
        return score_cj + _coloured(_centred(drawn_cj, region_c), left)
    if councils >= real.least_that_differ:
        score_cj = score_cj + _coloured(_centred(drawn_cj, region_c), between - regional)
        left = whole - between
    return score_cj[council_k] + _coloured(_centred(drawn_kj, council_k), left)


def _centred(values: Floats, group: Whole) -> Floats:
    lengths = np.bincount(group)
    mean: Floats = _sums(values, lengths) / lengths[:, None]
    return values - mean[group]


def _coloured(values: Floats, covariance: Floats) -> Floats:
    """Transform draws to have exactly this covariance: divide by their Cholesky factor, multiply by the wanted one."""
    own = np.linalg.cholesky(values.T @ values / len(values))
    turned: Floats = values @ np.linalg.solve(own.T, np.linalg.cholesky(_positive(covariance)).T)
    return turned


def _positive(covariance: Floats) -> Floats:
    """The covariance, with its smallest variances raised to one that can be drawn.

    Regions of few councils weigh more or less than in the real country, and two outcomes may go together almost
    perfectly; what regions leave to councils can then be below 0 in one direction.
    """
    variances, directions = np.linalg.eigh(covariance)
    if variances[0] >= _LEAST_VARIANCE:
        return covariance
    raised: Floats = (directions * np.maximum(variances, _LEAST_VARIANCE)) @ directions.T
    return raised


def _neighbours(real: CountryStatistics, councils_r: Whole) -> Whole:
    """Pairs of councils that touch: a triangulated lattice in each region, sewn together along borders."""
    first_r = np.concatenate([[0], np.cumsum(councils_r)])
    pairs = {
        (int(first) + a, int(first) + b)
        for first, count in zip(first_r, councils_r, strict=False)
        for a, b in _lattice(int(count))
    }
    for a, b in real.borders:
        east, north = (real.centres[b][axis] - real.centres[a][axis] for axis in (0, 1))
        seams = (isqrt(int(min(councils_r[a], councils_r[b]))) + 1) // 2
        side_a = _side(int(councils_r[a]), east, north, seams)
        side_b = _side(int(councils_r[b]), -east, -north, seams)
        along = zip(side_a, reversed(side_b), strict=True)
        pairs |= {(int(first_r[a]) + one, int(first_r[b]) + other) for one, other in along}
    return np.array(sorted(pairs), np.int64)


def _lattice(count: int) -> list[tuple[int, int]]:
    width = isqrt(count - 1) + 1
    steps = [(here, here + 1) for here in range(count - 1) if (here + 1) % width]
    steps += [(here, here + width) for here in range(count - width)]
    steps += [(here, here + width + 1) for here in range(count - width - 1) if (here + 1) % width]
    return steps


def _side(count: int, east: int, north: int, length: int) -> list[int]:
    """The councils of a region's lattice that lie farthest in a direction, from its left to its right."""
    width = isqrt(count - 1) + 1
    column, row = np.arange(count) % width, np.arange(count) // width
    # whole numbers only: ties must fall alike on every machine
    outward: npt.NDArray[np.int64] = column * east + row * north
    farthest = np.argsort(-outward, kind="stable")[:length]
    across = column[farthest] * north - row[farthest] * east
    return [int(council) for council in farthest[np.argsort(across, kind="stable")]]
