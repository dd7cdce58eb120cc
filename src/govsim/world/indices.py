"""The network as index arrays, computed once, which the phases use to look up and sum over edges."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, identity

from govsim.arrays import Floats, Integers, Segments, WeightedSum, mean, ratio, total
from govsim.errors import NetworkError, Problem
from govsim.scenario.levers import MEMBERSHIP_RANK
from govsim.scenario.schema import Scenario
from govsim.world.network import MEMBERSHIPS, EdgeTable, Network, carriers
from govsim.world.places import Places
from govsim.world.result_cache import ResultCache, cached

Booleans = NDArray[np.bool_]

NO_SEAT = 9.0  # above every membership rank: a seat that stays empty


@dataclass(frozen=True, eq=False, kw_only=True)
class Indices:
    """Index arrays and masks of a network, named like the arrays of the world.

    Edges are sorted by outcome, then department.
    """

    departments: int
    missions: int
    outcomes: int
    councils: int
    services: int
    communities: int

    edge_department_e: Integers
    edge_outcome_e: Integers
    edge_service_e: Integers
    edge_leads_e: Booleans
    by_outcome: Segments  # edges over outcomes
    department_order: Integers  # positions of edges sorted by department
    by_department: Segments  # edges in that order over departments
    department_sum: WeightedSum  # over departments, of values at their contributions
    lead_edge_j: Integers
    lead_department_j: Integers
    published_e: Floats
    goal_mj: Floats
    seat_rank_md: Floats
    line_d: Floats
    pair_first_p: Integers
    pair_second_p: Integers
    works_with_p: Booleans
    start_tie_p: Floats
    lead_pair_e: Integers  # pair of an edge's department and its outcome's lead; −1 for the lead itself
    funds_cd: Floats
    own_s: Booleans
    convened_cs: Booleans
    start_local_tie_cs: Floats
    neighbour_from: Integers
    neighbour_to: Integers
    by_neighbour: Segments  # directed neighbour edges over councils
    neighbour_mean: WeightedSum  # over councils, of their neighbours' values; their own without neighbours
    reach_ks: Floats | None  # None where every service serves every community of its council
    bond_mean: WeightedSum  # over communities, of values of those bonded to them; 0 without bonds
    council_k: Integers
    people_sum: WeightedSum  # over councils, of values of their communities times residents
    region_sum: WeightedSum  # over regions, of values of their councils times residents
    population_k: Floats
    population_c: Floats
    population_r: Floats
    population: float
    results: defaultdict[str, ResultCache] = field(
        default_factory=lambda: defaultdict(ResultCache), init=False, repr=False
    )  # of cached methods, by name

    @property
    def edges(self) -> int:
        """How many contributions of departments to outcomes there are."""
        return int(self.edge_department_e.size)

    @property
    def pairs(self) -> int:
        """How many pairs of departments there are."""
        return int(self.pair_first_p.size)

    @cached_property
    def aims_me(self) -> Floats:
        """Whether a mission's goal counts a contribution's outcome, 0 or 1."""
        return (self.goal_mj[:, self.edge_outcome_e] > 0).astype(np.float64)

    @cached_property
    def funds_ce(self) -> Floats:
        """Whether a contribution's department funds a council's services, 0 or 1."""
        return self.funds_cd[:, self.edge_department_e]

    @cached_property
    def funders_c(self) -> Floats:
        """How many departments fund a council."""
        return total(self.funds_cd, axis=1)

    @cached_property
    def all_funded(self) -> bool:
        """Whether every department that contributes funds services in every council."""
        return bool(self.funds_ce.all())

    def department_mean(self, values_ew: Floats, belief_ew: Floats) -> Floats:
        """Mean over a department's contributions, weighted by its believed recipe; 0 without any."""
        return ratio(self.department_sum(belief_ew * values_ew), self._believed(belief_ew))

    @cached
    def _believed(self, belief_ew: Floats) -> Floats:
        return self.department_sum(belief_ew)

    def tie_to_lead(self, tie_pw: Floats) -> Floats:
        """Tie of each contribution's department with the outcome's lead, shape (edge, world); 1 for the lead."""
        if self.pairs == 0:
            return np.ones((self.edges, tie_pw.shape[-1]))
        return np.where(self.edge_leads_e[:, None], 1.0, tie_pw[self.lead_pair_e])

    @cached
    def goal_share(self, member_md: Floats) -> Floats:
        """Goal weight × membership ÷ max(1, all goal weights on the outcome), shape (mission, edge).

        The division lets twelve boards share what five share.
        """
        crowd_j = np.maximum(1.0, total(self.goal_mj))
        return (self.goal_mj / crowd_j)[:, self.edge_outcome_e] * member_md[:, self.edge_department_e]

    def of_council(self, values_c: Floats) -> Floats:
        """Give each community its council's values, axis 0."""
        return np.take(values_c, self.council_k, axis=0)

    @cached
    def council_mean(self, values_k: Floats) -> Floats:
        """Population-weighted mean over a council's communities, axis 0."""
        averaged: Floats = self.people_sum(values_k) / _upright(self.population_c, values_k)
        return averaged

    @cached
    def outcome_sum(self, values_cew: Floats) -> Floats:
        """Sum over each outcome's contributions, shape (council, outcome, world)."""
        return self.by_outcome.sum(values_cew, axis=1)

    @cached
    def agreement(self, recipe_cew: Floats, other_ew: Floats) -> Floats:
        """Sum over each outcome's contributions of the product of two recipes, shape (council, outcome, world)."""
        return self.by_outcome.sum(recipe_cew * other_ew, axis=1)

    @cached
    def length(self, recipe_cew: Floats) -> Floats:
        """Euclidean length of recipes, shape (council, outcome, world)."""
        return np.sqrt(self.by_outcome.sum(recipe_cew * recipe_cew, axis=1))

    @cached
    def outcome_mean(self, values_kj: Floats) -> Floats:
        """Unweighted mean over outcomes, axis 1."""
        return mean(values_kj, axis=1)

    @cached
    def national_mean(self, values_c: Floats) -> Floats:
        """Population-weighted mean over councils, axis 0."""
        return np.asarray(total(_upright(self.population_c, values_c) * values_c) / self.population)

    def region_mean(self, values_c: Floats) -> Floats:
        """Population-weighted mean over a region's councils, axis 0; 0 for a region without any."""
        return ratio(self.region_sum(values_c), _upright(self.population_r, values_c))

    def resident_mean(self, values_kw: Floats) -> Floats:
        """Population-weighted mean over communities, shape (world,)."""
        return np.asarray(total(self.population_k[:, None] * values_kw) / self.population)


def _upright(weights: Floats, values: Floats) -> Floats:
    """Weights along axis 0, with as many axes as the values have."""
    return weights.reshape(-1, *(1,) * (values.ndim - 1))


def index_network(network: Network, scenario: Scenario, places: Places) -> Indices:
    """Index arrays of a network; raises NetworkError where it leaves an outcome without a lead."""
    departments, missions, outcomes, kinds = map(
        len, (scenario.departments, scenario.missions, scenario.outcomes, scenario.services)
    )
    councils, communities = len(places.council_keys), len(places.community_keys)
    edges = network.edges
    weight_dj = _placed((departments, outcomes), edges["contributes"].ends, edges["contributes"].values)
    edge_outcome, edge_department = np.nonzero(weight_dj.T > 0)
    lead_j = _leads(weight_dj, scenario)
    leads_e = lead_j[edge_outcome] == edge_department
    by_outcome = Segments(edge_outcome, outcomes)
    order = np.lexsort((edge_outcome, edge_department))
    by_department = Segments(edge_department[order], departments)
    first, second = np.triu_indices(departments, 1)
    pair_of = np.full((departments, departments), -1)
    pair_of[first, second] = pair_of[second, first] = np.arange(first.size)
    works_with, convenes, sits_on = edges["works_with"], edges["convenes"], edges["sits_on"]
    pairs = pair_of[works_with.ends]
    seat_rank_md = np.full((missions, departments), NO_SEAT)
    ranks = np.array([MEMBERSHIP_RANK[name] for name in MEMBERSHIPS])
    seat_rank_md[sits_on.target, sits_on.source] = ranks[sits_on.values.astype(np.int64)]
    goal_mj = _placed((missions, outcomes), edges["aims_at"].ends, edges["aims_at"].values)
    own_s = np.array([kind.own for kind in scenario.services])
    convened = (convenes.source, convenes.target % kinds)
    convened_cs = _placed((councils, kinds), convened) > 0
    start_local_tie = _placed((councils, kinds), convened, convenes.values)
    serves, funds = edges["serves"], edges["funds"]
    reach_ks = _placed((communities, kinds), (serves.target, serves.source % kinds))
    neighbour_from, neighbour_to = _both_ways(edges["neighbours"])
    by_neighbour = Segments(neighbour_from, councils)
    bond_from, bond_to = _both_ways(edges["bonds"])
    by_bond = Segments(bond_from, communities)
    by_council = Segments(places.community_council_k, councils)
    population_c = by_council.sum(places.population_k)
    by_region = np.bincount(places.council_region_c, population_c, len(places.region_keys))
    return Indices(
        departments=departments,
        missions=missions,
        outcomes=outcomes,
        councils=councils,
        services=kinds,
        communities=communities,
        edge_department_e=edge_department,
        edge_outcome_e=edge_outcome,
        edge_service_e=carriers(scenario)[edge_department],
        edge_leads_e=leads_e,
        by_outcome=by_outcome,
        department_order=order,
        by_department=by_department,
        department_sum=by_department.summing(order, edge_department.size),
        lead_edge_j=np.flatnonzero(leads_e),
        lead_department_j=lead_j,
        published_e=by_outcome.normalised(weight_dj[edge_department, edge_outcome]),
        goal_mj=ratio(goal_mj, total(goal_mj, axis=1)[:, None]),
        seat_rank_md=seat_rank_md,
        line_d=_placed((departments,), edges["line"].target),
        pair_first_p=first,
        pair_second_p=second,
        works_with_p=_placed(first.shape, pairs) > 0,
        start_tie_p=_placed(first.shape, pairs, works_with.values),
        lead_pair_e=np.where(leads_e, -1, pair_of[edge_department, lead_j[edge_outcome]]),
        funds_cd=_placed((councils, departments), (funds.target // kinds, funds.source)),
        own_s=own_s,
        convened_cs=convened_cs,
        start_local_tie_cs=np.where(own_s & convened_cs, 1.0, start_local_tie),
        neighbour_from=neighbour_from,
        neighbour_to=neighbour_to,
        by_neighbour=by_neighbour,
        neighbour_mean=_around(by_neighbour, neighbour_to),
        reach_ks=None if reach_ks.all() else reach_ks,
        bond_mean=by_bond.summing(bond_to, communities, 1 / by_bond.spread(by_bond.size)),
        council_k=places.community_council_k,
        people_sum=by_council.summing(np.arange(communities), communities, places.population_k),
        region_sum=_region_sum(places, population_c),
        population_k=places.population_k,
        population_c=population_c,
        population_r=np.asarray(by_region, dtype=np.float64),
        population=float(total(places.population_k)),
    )


def _leads(weight_dj: Floats, scenario: Scenario) -> Integers:
    problems = []
    for outcome, weights in zip(scenario.outcomes, weight_dj.T, strict=True):
        highest = weights.max()
        if highest <= 0 or (weights == highest).sum() != 1:
            problems.append(
                Problem(
                    "network",
                    key=f"outcome:{outcome.key}",
                    expected="one department whose contributes edge has the greatest weight, which leads it",
                    found="none" if highest <= 0 else "several with the same weight",
                    remedy="Give one department a greater weight, or put the edge back.",
                )
            )
    if problems:
        raise NetworkError(problems)
    leads: Integers = weight_dj.argmax(axis=0)
    return leads


def _placed(shape: tuple[int, ...], at: Any, values: Floats | float = 1.0) -> Floats:
    """An array of zeros with values at some places."""
    array = np.zeros(shape)
    array[at] = values
    return array


def _both_ways(table: EdgeTable) -> tuple[Integers, Integers]:
    """Directed edges in both directions, sorted by source, then target."""
    source = np.concatenate([table.source, table.target])
    target = np.concatenate([table.target, table.source])
    order = np.lexsort((target, source))
    return source[order], target[order]


def _around(by_neighbour: Segments, neighbour_to: Integers) -> WeightedSum:
    """The mean over neighbours; a council without neighbours gets its own value."""
    alone = np.flatnonzero(by_neighbour.size == 0)
    around, members = np.append(by_neighbour.group, alone), np.append(neighbour_to, alone)
    order = np.argsort(around, kind="stable")
    segments = Segments(around[order], by_neighbour.count)
    return segments.summing(members[order], by_neighbour.count, 1 / segments.spread(segments.size))


def _region_sum(places: Places, population_c: Floats) -> WeightedSum:
    order = np.argsort(places.council_region_c, kind="stable")
    by_region = Segments(places.council_region_c[order], len(places.region_keys))
    return by_region.summing(order, order.size, population_c[order])


def spread_over_neighbours(indices: Indices, share: float) -> WeightedSum:
    """Smooth values over neighbours twice: a council keeps 1 − share and takes the rest from its neighbours.

    Rows are scaled so that independent draws of variance 1 keep variance 1.
    """
    around = indices.neighbour_mean.matrix
    once = (1 - share) * identity(indices.councils, format="csr") + share * csr_array(
        (around.data, around.indices, around.indptr), shape=around.shape
    )
    twice = csr_array(once @ once)
    twice.sort_indices()
    length_c = np.sqrt(np.asarray(twice.multiply(twice).sum(axis=1)).ravel())
    twice.data /= np.repeat(length_c, np.diff(twice.indptr))
    return WeightedSum(twice)
