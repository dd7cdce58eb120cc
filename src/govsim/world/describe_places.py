"""Summary statistics of places, to check before a simulation on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govsim.world.looks_right import looks_right
from govsim.world.normal_scores import GREATEST_NEED, LEAST_NEED
from govsim.world.places import Floats, Places, Whole


@dataclass(frozen=True)
class OutcomeOfPlaces:
    """Distribution of need for one outcome over communities, each counted once."""

    outcome: str
    mean: float
    standard_deviation: float
    least: float
    greatest: float
    between_councils: float  # share of variance between councils; not a number where all need is equal
    at_bounds: float  # share of communities at 0.02 or less, or at 0.98 or more


@dataclass(frozen=True)
class DescriptionOfPlaces:
    """Counts, spreads and oddities of places. Comments name the axes of matrices."""

    name: str
    source: str
    outcomes: tuple[OutcomeOfPlaces, ...]
    region_names: tuple[str, ...]
    regions: int
    councils: int
    communities: int
    residents: float
    region_councils: tuple[int, ...]
    region_residents: tuple[float, ...]
    region_need: Floats  # (region, outcome) mean over communities; not a number in a region without councils
    correlation: Floats  # (outcome, outcome) over communities; not a number where all need is equal
    most_communities: tuple[tuple[str, int], ...]  # council name and its communities
    fewest_communities: tuple[tuple[str, int], ...]
    without_neighbours: tuple[str, ...]  # council names
    neighbour_pairs: int
    groups_of_neighbours: int  # parts of the country that no chain of neighbours joins
    notes: tuple[str, ...]
    questions: tuple[str, ...]
    looks: tuple[str, ...]  # facts to compare with one's knowledge of the country


def describe_places(places: Places, extremes: int = 3) -> DescriptionOfPlaces:
    """Statistics to check after an import: does need vary and correlate as it should?

    Communities count once whatever their size, as in the Indices of Deprivation. `extremes` is how many councils to
    name at each end.
    """
    need, council_k = places.need_kj, places.community_council_k
    councils, regions = len(places.council_keys), len(places.region_keys)
    region_k = places.council_region_c[council_k]
    communities_c = np.bincount(council_k, minlength=councils)
    order = np.argsort(communities_c, kind="stable")
    degree_c = np.bincount(places.neighbours.ravel(), minlength=councils)
    residents_r = np.bincount(region_k, places.population_k, minlength=regions)

    def counted(positions: Whole) -> tuple[tuple[str, int], ...]:
        return tuple((places.council_names[int(c)], int(communities_c[int(c)])) for c in positions)

    with np.errstate(invalid="ignore", divide="ignore"):
        mean_cj = _group_means(need, council_k, councils)
        share_j = (communities_c[:, None] * (mean_cj - need.mean(0)) ** 2).sum(0) / len(need) / need.var(0)
        score = (need - need.mean(0)) / need.std(0)
        correlation = score.T @ score / len(need)
        region_need = _group_means(need, region_k, regions)
    at_bounds = ((need <= LEAST_NEED) | (need >= GREATEST_NEED)).mean(0)
    return DescriptionOfPlaces(
        name=places.name,
        source=places.source,
        outcomes=tuple(
            OutcomeOfPlaces(
                outcome=outcome,
                mean=float(need[:, j].mean()),
                standard_deviation=float(need[:, j].std()),
                least=float(need[:, j].min()),
                greatest=float(need[:, j].max()),
                between_councils=float(share_j[j]),
                at_bounds=float(at_bounds[j]),
            )
            for j, outcome in enumerate(places.outcomes)
        ),
        region_names=places.region_names,
        regions=regions,
        councils=councils,
        communities=len(need),
        residents=places.residents,
        region_councils=tuple(np.bincount(places.council_region_c, minlength=regions).tolist()),
        region_residents=tuple(residents_r.tolist()),
        region_need=region_need,
        correlation=correlation,
        most_communities=counted(order[::-1][:extremes]),
        fewest_communities=counted(order[:extremes]),
        without_neighbours=tuple(places.council_names[int(c)] for c in np.flatnonzero(degree_c == 0)),
        neighbour_pairs=len(places.neighbours),
        groups_of_neighbours=_groups(places),
        notes=(*places.reading, *places.notes),
        questions=places.questions,
        looks=looks_right(places),
    )


def _group_means(need: Floats, group: Whole, groups: int) -> Floats:
    sums = [np.bincount(group, column, minlength=groups) for column in need.T]
    means: Floats = np.column_stack(sums) / np.bincount(group, minlength=groups)[:, None]
    return means


def _groups(places: Places) -> int:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    count = len(places.council_keys)
    one, other = places.neighbours.T
    joined = coo_array((np.ones(len(one)), (one, other)), shape=(count, count))
    groups, _ = connected_components(joined, directed=False)
    return int(groups)
