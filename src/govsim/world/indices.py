"""The network as index arrays, computed once, which the phases use to look up and sum over edges."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, identity

from govsim.arrays import Floats, Integers, Segments, WeightedSum, mean, ratio, total
from govsim.errors import NetworkError, Problem
from govsim.scenario.levers import MEMBERSHIP_RANK
from govsim.scenario.schema import Scenario
from govsim.world.network import MEMBERSHIPS, EdgeTable, Network
from govsim.world.places import Places
from govsim.world.result_cache import ResultCache

Booleans = NDArray[np.bool_]

NO_SEAT = 9.0  # above every membership rank: a seat that no setting of the lever gives


@dataclass(frozen=True, eq=False)
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
    department_sum: WeightedSum  # over departments, of what stands at their contributions
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
    neighbour_mean: (
        WeightedSum  # over councils, of what stands at their neighbours; without any, at themselves
    )
    reach_ks: Floats | None  # None where every service serves every community of its council
    bond_to: Integers
    by_bond: Segments  # directed bonds over communities
    bond_mean: (
        WeightedSum  # over communities, of what stands at those with whom they have bonds; 0 without any
    )
    council_k: Integers
    by_council: Segments  # communities over councils
    people_sum: WeightedSum  # over councils, of what stands at their communities times residents
    region_sum: WeightedSum  # over regions, of what stands at their councils times residents
    population_k: Floats
    population_c: Floats
    population_r: Floats
    population: float
    _council_means: ResultCache = field(default_factory=ResultCache, repr=False)
    _national_means: ResultCache = field(default_factory=ResultCache, repr=False)
    _outcome_means: ResultCache = field(default_factory=ResultCache, repr=False)
    _agreements: ResultCache = field(default_factory=ResultCache, repr=False)
    _lengths: ResultCache = field(default_factory=ResultCache, repr=False)
    _outcome_sums: ResultCache = field(default_factory=ResultCache, repr=False)
    _department_sums: ResultCache = field(default_factory=ResultCache, repr=False)
    _goal_shares: ResultCache = field(default_factory=ResultCache, repr=False)

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
        believed_dw = self._department_sums.of(self.department_sum, belief_ew)
        return ratio(self.department_sum(belief_ew * values_ew), believed_dw)

    def tie_to_lead(self, tie_pw: Floats) -> Floats:
        """Tie of each contribution's department with the outcome's lead, shape (edge, world); 1 for the lead."""
        if self.pairs == 0:
            return np.ones((self.edges, tie_pw.shape[-1]))
        return np.where(self.edge_leads_e[:, None], 1.0, tie_pw[self.lead_pair_e])

    def goal_share(self, member_md: Floats) -> Floats:
        """Goal weight × membership ÷ max(1, all goal weights on the outcome), shape (mission, edge).

        The division lets twelve boards share what five share.
        """
        return self._goal_shares.of(self._goal_share, member_md)

    def _goal_share(self, member_md: Floats) -> Floats:
        crowd_j = np.maximum(1.0, total(self.goal_mj))
        return (self.goal_mj / crowd_j)[:, self.edge_outcome_e] * member_md[:, self.edge_department_e]

    def of_council(self, values_c: Floats) -> Floats:
        """Give each community its council's values, axis 0."""
        return self.by_council.spread(values_c)

    def council_mean(self, values_k: Floats) -> Floats:
        """Population-weighted mean over a council's communities, axis 0."""
        return self._council_means.of(self._council_mean, values_k)

    def _council_mean(self, values_k: Floats) -> Floats:
        extra = (slice(None), *(None,) * (values_k.ndim - 1))
        averaged: Floats = self.people_sum(values_k) / self.population_c[extra]
        return averaged

    def outcome_sum(self, values_cew: Floats) -> Floats:
        """Sum over each outcome's contributions, shape (council, outcome, world)."""
        return self._outcome_sums.of(self._outcome_sum, values_cew)

    def _outcome_sum(self, values_cew: Floats) -> Floats:
        return self.by_outcome.sum(values_cew, axis=1)

    def agreement(self, recipe_cew: Floats, other_ew: Floats) -> Floats:
        """Sum over each outcome's contributions of the product of two recipes, shape (council, outcome, world)."""
        return self._agreements.of(self._agreement, recipe_cew, other_ew)

    def _agreement(self, recipe_cew: Floats, other_ew: Floats) -> Floats:
        return self.by_outcome.sum(recipe_cew * other_ew, axis=1)

    def length(self, recipe_cew: Floats) -> Floats:
        """Euclidean length of recipes, shape (council, outcome, world)."""
        return self._lengths.of(self._length, recipe_cew)

    def _length(self, recipe_cew: Floats) -> Floats:
        return np.sqrt(self.by_outcome.sum(recipe_cew * recipe_cew, axis=1))

    def outcome_mean(self, values_kj: Floats) -> Floats:
        """Unweighted mean over outcomes, axis 1."""
        return self._outcome_means.of(_mean_over_outcomes, values_kj)

    def national_mean(self, values_c: Floats) -> Floats:
        """Population-weighted mean over councils, axis 0."""
        return self._national_means.of(self._national_mean, values_c)

    def _national_mean(self, values_c: Floats) -> Floats:
        extra = (slice(None), *(None,) * (values_c.ndim - 1))
        return np.asarray(total(self.population_c[extra] * values_c) / self.population)

    def region_mean(self, values_c: Floats) -> Floats:
        """Population-weighted mean over a region's councils, axis 0; 0 for a region without any."""
        extra = (slice(None), *(None,) * (values_c.ndim - 1))
        return ratio(self.region_sum(values_c), self.population_r[extra])

    def resident_mean(self, values_kw: Floats) -> Floats:
        """Population-weighted mean over communities, shape (world,)."""
        return np.asarray(total(self.population_k[:, None] * values_kw) / self.population)


def _mean_over_outcomes(values_kj: Floats) -> Floats:
    return mean(values_kj, axis=1)


def index_network(network: Network, scenario: Scenario, places: Places) -> Indices:
    """Index arrays of a network; raises NetworkError where it leaves an outcome without a lead."""
    departments, outcomes = len(scenario.departments), len(scenario.outcomes)
    councils, communities, kinds = (
        len(places.council_keys),
        len(places.community_keys),
        len(scenario.services),
    )
    contributes = network.edges["contributes"]
    weight_dj = np.zeros((departments, outcomes))
    assert contributes.attribute is not None
    weight_dj[contributes.source, contributes.target] = contributes.attribute
    edge_outcome, edge_department = np.nonzero(weight_dj.T > 0)
    lead_j = _leads(weight_dj, scenario)
    by_outcome = Segments(edge_outcome, outcomes)
    weight_e = weight_dj[edge_department, edge_outcome]
    order = np.lexsort((edge_outcome, edge_department))
    first, second = np.triu_indices(departments, 1)
    pair_of = np.full((departments, departments), -1)
    pair_of[first, second] = pair_of[second, first] = np.arange(first.size)
    tie_p, works_with_p = _pair_values(network.edges["works_with"], pair_of, first.size)
    leads_e = lead_j[edge_outcome] == edge_department
    kind_of = {key: row for row, kind in enumerate(scenario.services) for key in kind.departments}
    kind_d = np.array([kind_of[department.key] for department in scenario.departments])
    neighbour_from, neighbour_to = _both_ways(network.edges["neighbours"])
    bond_from, bond_to = _both_ways(network.edges["bonds"])
    own_s = np.array([kind.own for kind in scenario.services])
    by_department = Segments(edge_department[order], departments)
    start_local_tie, convened = _convened(network.edges["convenes"], councils, kinds)
    by_council = Segments(places.community_council_k, councils)
    population_c = by_council.sum(places.population_k)
    by_neighbour, by_bond = Segments(neighbour_from, councils), Segments(bond_from, communities)
    return Indices(
        departments=departments,
        missions=len(scenario.missions),
        outcomes=outcomes,
        councils=councils,
        services=kinds,
        communities=communities,
        edge_department_e=edge_department,
        edge_outcome_e=edge_outcome,
        edge_service_e=kind_d[edge_department],
        edge_leads_e=leads_e,
        by_outcome=by_outcome,
        department_order=order,
        by_department=by_department,
        department_sum=by_department.summing(order, edge_department.size),
        lead_edge_j=np.flatnonzero(leads_e),
        lead_department_j=lead_j,
        published_e=by_outcome.normalised(weight_e),
        goal_mj=_goals(network.edges["aims_at"], len(scenario.missions), outcomes),
        seat_rank_md=_seat_ranks(network.edges["sits_on"], len(scenario.missions), departments),
        line_d=_present(network.edges["line"].target, departments),
        pair_first_p=first,
        pair_second_p=second,
        works_with_p=works_with_p,
        start_tie_p=tie_p,
        lead_pair_e=np.where(leads_e, -1, pair_of[edge_department, lead_j[edge_outcome]]),
        funds_cd=_funds(network.edges["funds"], councils, kinds, departments),
        own_s=own_s,
        convened_cs=convened,
        start_local_tie_cs=np.where(own_s & convened, 1.0, start_local_tie),
        neighbour_from=neighbour_from,
        neighbour_to=neighbour_to,
        by_neighbour=by_neighbour,
        neighbour_mean=_around(by_neighbour, neighbour_to),
        reach_ks=_reach(network.edges["serves"], places, kinds),
        bond_to=bond_to,
        by_bond=by_bond,
        bond_mean=by_bond.summing(bond_to, communities, 1 / by_bond.spread(by_bond.size)),
        council_k=places.community_council_k,
        by_council=by_council,
        people_sum=by_council.summing(np.arange(communities), communities, places.population_k),
        region_sum=_region_sum(places, population_c),
        population_k=places.population_k,
        population_c=population_c,
        population_r=_population_of_regions(places, population_c),
        population=float(total(places.population_k)),
    )


def _leads(weight_dj: Floats, scenario: Scenario) -> Integers:
    problems = []
    for column, outcome in enumerate(scenario.outcomes):
        weights = weight_dj[:, column]
        if (weights == weights.max()).sum() != 1 or weights.max() <= 0:
            problems.append(
                Problem(
                    "network",
                    key=f"outcome:{outcome.key}",
                    expected="one department whose contributes edge has the greatest weight, which leads it",
                    found="none" if weights.max() <= 0 else "several with the same weight",
                    remedy="Give one department a greater weight, or put the edge back.",
                )
            )
    if problems:
        raise NetworkError(problems)
    leads: Integers = weight_dj.argmax(axis=0)
    return leads


def _goals(aims: EdgeTable, missions: int, outcomes: int) -> Floats:
    goal = np.zeros((missions, outcomes))
    assert aims.attribute is not None
    goal[aims.source, aims.target] = aims.attribute
    return ratio(goal, total(goal, axis=1)[:, None])


def _seat_ranks(sits: EdgeTable, missions: int, departments: int) -> Floats:
    rank = np.full((missions, departments), NO_SEAT)
    assert sits.attribute is not None
    ranks = np.array([MEMBERSHIP_RANK[name] for name in MEMBERSHIPS])
    rank[sits.target, sits.source] = ranks[sits.attribute.astype(np.int64)]
    return rank


def _present(positions: Integers, count: int) -> Floats:
    present = np.zeros(count)
    present[positions] = 1.0
    return present


def _pair_values(table: EdgeTable, pair_of: Integers, pairs: int) -> tuple[Floats, Booleans]:
    tie, present = np.zeros(pairs), np.zeros(pairs, dtype=bool)
    rows = pair_of[table.source, table.target]
    assert table.attribute is not None
    tie[rows], present[rows] = table.attribute, True
    return tie, present


def _funds(funds: EdgeTable, councils: int, kinds: int, departments: int) -> Floats:
    present = np.zeros((councils, departments))
    present[funds.target // kinds, funds.source] = 1.0
    return present


def _convened(convenes: EdgeTable, councils: int, kinds: int) -> tuple[Floats, Booleans]:
    tie, present = np.zeros((councils, kinds)), np.zeros((councils, kinds), dtype=bool)
    assert convenes.attribute is not None
    tie[convenes.source, convenes.target % kinds] = convenes.attribute
    present[convenes.source, convenes.target % kinds] = True
    return tie, present


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


def _population_of_regions(places: Places, population_c: Floats) -> Floats:
    people_r = np.bincount(places.council_region_c, population_c, len(places.region_keys))
    return np.asarray(people_r, dtype=np.float64)


def _region_sum(places: Places, population_c: Floats) -> WeightedSum:
    order = np.argsort(places.council_region_c, kind="stable")
    by_region = Segments(places.council_region_c[order], len(places.region_keys))
    return by_region.summing(order, order.size, population_c[order])


def _reach(serves: EdgeTable, places: Places, kinds: int) -> Floats | None:
    reach = np.zeros((len(places.community_keys), kinds))
    reach[serves.target, serves.source % kinds] = 1.0
    return None if reach.all() else reach


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
