"""Synthetic England: invented councils and communities with the measured structure of English need.

Every figure below was computed on normal scores of the 33,755 neighbourhoods of the English Indices of
Deprivation 2025, each counting once. A test computes them again where the data are at hand.
"""

from __future__ import annotations

from functools import lru_cache
from math import isqrt
from typing import Final

import numpy as np
import numpy.typing as npt

from govsim.errors import PlacesError, Problem
from govsim.scenario.geography import SYNTHETIC_OUTCOMES
from govsim.world.normal_scores import need_from_normal_scores
from govsim.world.places import Floats, Places, Whole

OUTCOMES: Final = SYNTHETIC_OUTCOMES

# Source: English Indices of Deprivation 2025, File 7; Census 2021 for residents (millions, last column).
# Mean normal score of a region's neighbourhoods, in the order of OUTCOMES.
REGIONS: Final[dict[str, tuple[tuple[float, ...], float]]] = {
    "North East": ((0.25, 0.53, 0.21, 0.85, 0.40, -0.57, -0.14), 2.65),
    "North West": ((0.12, 0.31, 0.10, 0.59, 0.26, -0.41, 0.23), 7.42),
    "Yorkshire and The Humber": ((0.12, 0.20, 0.26, 0.34, 0.30, -0.30, 0.14), 5.48),
    "East Midlands": ((-0.04, 0.02, 0.14, 0.08, -0.07, -0.14, -0.17), 4.88),
    "West Midlands": ((0.23, 0.24, 0.25, 0.27, 0.01, -0.10, 0.01), 5.95),
    "East of England": ((-0.19, -0.23, 0.05, -0.33, -0.22, 0.19, -0.32), 6.34),
    "London": ((0.28, -0.03, -0.36, -0.30, 0.11, 0.41, 0.64), 8.80),
    "South East": ((-0.35, -0.41, -0.21, -0.55, -0.20, 0.22, -0.43), 9.28),
    "South West": ((-0.23, -0.17, -0.04, -0.21, -0.40, 0.17, -0.14), 5.70),
}
BETWEEN_COUNCIL_SHARE: Final = (0.23, 0.25, 0.23, 0.45, 0.25, 0.39, 0.24)
# Upper triangles, row by row: living standards with work, with skills, …; work with skills, …
CORRELATION: Final = (
    *(0.93, 0.84, 0.80, 0.77, 0.17, 0.21),
    *(0.85, 0.88, 0.76, 0.08, 0.17),
    *(0.78, 0.68, 0.17, 0.08),
    *(0.74, -0.04, 0.15),
    *(-0.03, 0.29),
    *(0.10,),
)
# Of the means of councils, weighted by their neighbourhoods: low incomes and a poor environment go together
# far more in councils (.55) than in neighbourhoods (.21), so one matrix for both levels would be wrong.
BETWEEN_COUNCIL_CORRELATION: Final = (
    *(0.91, 0.72, 0.77, 0.81, 0.21, 0.55),
    *(0.81, 0.93, 0.78, 0.00, 0.41),
    *(0.77, 0.60, 0.15, 0.08),
    *(0.76, -0.18, 0.32),
    *(-0.08, 0.46),
    *(0.11,),
)
# Rough centres on the map, in tens of kilometres east and north, and who borders whom.
_CENTRES: Final = ((42, 56), (36, 44), (44, 45), (47, 33), (39, 29), (57, 28), (53, 18), (48, 15), (30, 12))
_BORDERS: Final = (
    *((0, 1), (0, 2), (1, 2), (1, 3), (1, 4), (2, 3), (3, 4), (3, 5)),
    *((3, 7), (4, 7), (4, 8), (5, 6), (5, 7), (6, 7), (7, 8)),
)
_COUNCILS_IN_ENGLAND: Final = 296
_SPREAD_OF_COUNCIL_SIZE: Final = (
    0.25  # standard deviation of log residents; own: mild, real councils vary more
)
_SPREAD_OF_COMMUNITY_SIZE: Final = 0.15  # own
_KEY: Final = 2025  # of the generator: a constant, so that every study has the same country


@lru_cache(maxsize=8)
def synthetic_england(councils: int = 48, communities_per_council: int = 4) -> Places:
    """An invented England whose need varies and correlates as in the real one.

    Means, variances, correlations, shares between councils and means of regions match in the drawn country itself, not
    only on average. Each community counts once. Only the bounds of need (0.02, 0.98) shift them, noticeably in a very
    small country. The result is the same on every machine.

    With fewer than 16 councils, or one community in each, one level of variation cannot be drawn; the other level takes
    its variance, and a note says so. Raises PlacesError for fewer than 9 councils. Source: own, drawn to mhclg_2025 and
    ons_2021; docs/model.md, section 5.4.
    """
    _check_size(councils, communities_per_council)
    residents_r = np.array([residents for _, residents in REGIONS.values()]) * 1e6
    councils_r = _councils_by_region(residents_r, councils)
    region_c = np.repeat(np.arange(len(REGIONS)), councils_r)
    council_k = np.repeat(np.arange(councils), communities_per_council)
    draws = np.random.Philox(key=_KEY)
    size_c = np.exp(_SPREAD_OF_COUNCIL_SIZE * _normal_draws(draws, (councils,)))
    size_k = np.exp(_SPREAD_OF_COMMUNITY_SIZE * _normal_draws(draws, council_k.shape))
    residents_c = (residents_r / _sums(size_c, councils_r))[region_c] * size_c
    within = _sums(size_k, np.full(councils, communities_per_council))
    score_kj = _scores(draws, region_c, council_k)

    regions = tuple(REGIONS)
    numbers = [number for count in councils_r for number in range(1, int(count) + 1)]
    council_names = tuple(f"{regions[r]} {n}" for r, n in zip(region_c, numbers, strict=True))
    council_keys = tuple(name.replace(" ", "-") for name in council_names)
    return Places(
        name="synthetic England",
        source="Invented, to the structure of the English Indices of Deprivation 2025 and the Census 2021.",
        outcomes=OUTCOMES,
        region_keys=regions,
        region_names=regions,
        council_keys=council_keys,
        council_names=council_names,
        council_region_c=region_c,
        neighbours=_neighbours(councils_r),
        community_keys=tuple(
            f"{key}-{n + 1}" for key in council_keys for n in range(communities_per_council)
        ),
        community_council_k=council_k,
        population_k=(residents_c / within)[council_k] * size_k,
        need_kj=need_from_normal_scores(score_kj),
        councils_represented=_COUNCILS_IN_ENGLAND,
        notes=_notes(councils, communities_per_council),
    )


def _check_size(councils: int, communities_per_council: int) -> None:
    problems = []
    where, least = "synthetic England", 9 if communities_per_council > 1 else 16
    if councils < least:
        reason = "Every region needs a council." if least == 9 else "Or give each council more communities."
        problems.append(
            Problem(where, f"at least {least} councils", str(councils), key="councils", remedy=reason)
        )
    if communities_per_council < 1:
        found = str(communities_per_council)
        problems.append(Problem(where, "at least 1 community", found, key="communities_per_council"))
    if problems:
        raise PlacesError(problems)


def _notes(councils: int, communities_per_council: int) -> tuple[str, ...]:
    if councils < 16:
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
    while allotted.sum() != councils:  # at most nine steps either way
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
    """A symmetric matrix (outcome, outcome) with ones on its diagonal, from its upper triangle row by row."""
    matrix = np.eye(len(OUTCOMES))
    rows, columns = np.triu_indices(len(OUTCOMES), 1)
    matrix[rows, columns] = matrix[columns, rows] = upper
    return matrix


def _scores(draws: np.random.Philox, region_c: Whole, council_k: Whole) -> Floats:
    """Normal scores (community, outcome): a region's mean, a council's deviation, a community's deviation.

    Deviations are centred within the level above, so the three covariances add up; the council's part is what
    the share between councils leaves after regions, the community's part what the whole leaves after both.
    """
    councils, communities = len(region_c), len(council_k)
    means_rj = np.array([means for means, _ in REGIONS.values()])
    mean_cj = means_rj[region_c] - means_rj[region_c].mean(0)
    regional = mean_cj.T @ mean_cj / councils
    whole = correlation_matrix(CORRELATION)
    spread = np.sqrt(BETWEEN_COUNCIL_SHARE)
    between = correlation_matrix(BETWEEN_COUNCIL_CORRELATION) * np.outer(spread, spread)

    drawn_cj = _normal_draws(draws, (councils, len(OUTCOMES)))
    drawn_kj = _normal_draws(draws, (communities, len(OUTCOMES)))
    score_cj: Floats = mean_cj
    left = whole - regional
    if communities == councils:
        return score_cj + _coloured(_centred(drawn_cj, region_c), left)
    if councils >= len(REGIONS) + len(OUTCOMES):
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
    turned: Floats = values @ np.linalg.solve(own.T, np.linalg.cholesky(covariance).T)
    return turned


def _neighbours(councils_r: Whole) -> Whole:
    """Pairs of councils that touch: a triangulated lattice in each region, sewn together along borders."""
    first_r = np.concatenate([[0], np.cumsum(councils_r)])
    pairs = {
        (int(first) + a, int(first) + b)
        for first, count in zip(first_r, councils_r, strict=False)
        for a, b in _lattice(int(count))
    }
    for a, b in _BORDERS:
        east, north = (_CENTRES[b][axis] - _CENTRES[a][axis] for axis in (0, 1))
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
