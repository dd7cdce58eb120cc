"""Councils: they commission, game, deliver, report and learn."""

import math

import mesa

from tests.reference.arithmetic import clip, cosine, mean, normalised, power_mean, sine, weighted_mean
from tests.reference.service import LocalService

DISTANCE_TO_OWN_COMMUNITIES = 1


ROUNDING = 1e-12  # results that differ by no more tie


class Council(mesa.Agent):
    """A council: what works there, what it believes works, and what it does with grants."""

    def __init__(self, model, key, standardised_need, given_capacity):
        super().__init__(model)
        self.key = key
        self.communities = []
        self.neighbours = []
        outcomes = model.country.outcomes
        self.services = {service: LocalService(model, key, service) for service in model.country.services}
        self.funders = {
            department
            for department, service in model.country.service_of.items()
            if model.network.has("funds", department, self.services[service].key)
        }
        self.local_recipe = self._scattered("local_recipe", model.recipe, model.assumed.place_diversity, 0)
        self.belief = self._first_belief()
        self.capacity = self._first_capacity(standardised_need) if given_capacity is None else given_capacity
        self.gaming = dict.fromkeys(outcomes, 0.0)
        self.reported_effect = dict.fromkeys(outcomes, 0.0)
        self.absorption = 1.0
        self.first_engines = [0.0, 0.0, 0.0]
        self.formula, self.won, self.mix = {}, {}, {}

    def settle(self):
        """Know its communities, and report their need for the first time."""
        self.population = sum(community.population for community in self.communities)
        self.report_need()
        self.year_reported = dict(self.reported)

    def _scattered(self, stream, recipe, spread, quarter):
        """A recipe with an error of this place's own, as shares of each outcome."""
        scattered = {}
        for outcome in self.model.country.outcomes:
            guesses = {
                edge: recipe[edge]
                * math.exp(spread * self.model.draws.normal(stream, quarter, self.key, edge))
                for edge in self.model.country.edges_to(outcome)
            }
            scattered.update(normalised(guesses))
        return scattered

    def _first_belief(self):
        insight = self.model.assumed.local_insight
        return {
            (department, outcome): (1 - insight) * self.model.departments[department].belief[outcome]
            + insight * self.local_recipe[department, outcome]
            for department, outcome in self.model.country.edges
        }

    def _first_capacity(self, standardised_need):
        constants = self.model.constants
        expected = self.model.assumed.local_capacity - constants.capacity_need * standardised_need
        drawn = expected + constants.capacity_spread * self.model.normal_at_start("capacity", self.key)
        return clip(drawn, constants.capacity_floor, 1.0)

    def need(self):
        """The council's need in each outcome: the mean of its people."""
        return {outcome: self.mean_of_people(lambda k, j=outcome: k.need[j]) for outcome in self.gaming}

    def need_as_told(self):
        """Its need as those outside see it: in part what it is, in part what it reports."""
        weight = self.model.assumed.report_weight
        return {
            outcome: (1 - weight) * need + weight * self.reported[outcome]
            for outcome, need in self.need().items()
        }

    def mean_of_people(self, value):
        """The mean over its communities of what a function says of them, by population."""
        return weighted_mean(
            [value(community) for community in self.communities],
            [community.population for community in self.communities],
        )

    def report_need(self):
        """Report its need, made to look smaller by gaming."""
        self.reported = {outcome: need * (1 - self.gaming[outcome]) for outcome, need in self.need().items()}

    def mark_the_year(self):
        """Remember what was reported at the start of the year (phase 1)."""
        self.year_reported = dict(self.reported)

    def is_funded_by(self, department):
        """Whether grants of a department can reach the council."""
        return department in self.funders

    def service_of(self, edge):
        """Its local service that spends a department's money."""
        return self.services[self.model.country.service_of[edge[0]]]

    def partnership(self):
        """How well it works with services that are not its own."""
        ties = [service.tie for service in self.services.values() if not service.is_own]
        return mean(ties) if ties else 1.0

    # --- phase 9: places commission; gaming ---

    def commission(self):
        """Divide grants between services: ring-fenced money as it comes, free money by its own choice."""
        levers, constants, effective = self.model.levers, self.model.constants, self.model.effective
        discretion = levers.local_discretion * (1 - constants.control_discretion * effective.control)
        self.free, self.grant, self.exposed = {}, {}, {}
        self.alignment, self.distortion = {}, {}
        self.worked_with = self.partnership()  # this quarter's work is done before ties grow
        self.diligence = self._diligence()
        for outcome in self.model.country.outcomes:
            edges = self.model.country.edges_to(outcome)
            remixable = {edge: discretion * self.service_of(edge).tie for edge in edges}
            by_formula = sum(self.formula[edge] for edge in edges)
            free_formula = sum(self.formula[edge] * remixable[edge] for edge in edges)
            won = sum(self.won[edge] for edge in edges)
            self.free[outcome] = free_formula + won
            self.grant[outcome] = by_formula + won
            bound = {edge: self.formula[edge] * (1 - remixable[edge]) for edge in edges}
            shares = self.choose_commission(outcome, bound)
            for edge in edges:
                self.mix[edge] = bound[edge] + self.free[outcome] * shares[edge]
            consolidated = constants.consolidated_exposure * effective.consolidation
            open_money = free_formula + consolidated * (by_formula - free_formula)
            grant = self.grant[outcome]
            self.exposed[outcome] = open_money / grant if grant > 0 else 0.0
            self._compare_indicator(outcome)
        total = sum(self.grant.values())
        self.free_share = sum(self.free.values()) / total if total > 0 else 0.0

    def choose_commission(self, outcome, bound):
        """The council's choice: to fill what is short of the recipe that it goes by."""
        recipe = self._recipe_to_go_by(outcome)
        money = sum(bound.values()) + self.free[outcome]
        lacking = {edge: max(0.0, recipe[edge] * money - bound[edge]) for edge in bound}
        lacks = sum(lacking.values())
        return {edge: lacking[edge] / lacks for edge in bound} if lacks > 0 else recipe

    def _recipe_to_go_by(self, outcome):
        """What it believes works, or what the neighbour with the best results believes."""
        admired = [self]
        if self.model.governance.rules.council_commissioning == "copy_best_neighbour":
            best = max([council.reported_effect[outcome] for council in [self, *self.neighbours]])
            if self.reported_effect[outcome] + ROUNDING < best:
                admired = [c for c in self.neighbours if c.reported_effect[outcome] >= best - ROUNDING]
        return {
            edge: mean(council.belief[edge] for council in admired)
            for edge in self.model.country.edges_to(outcome)
        }

    def _diligence(self):
        """How hard staff work: incentives, partnership and public service motivation."""
        constants, effective = self.model.constants, self.model.effective
        incentive = effective.pressure + constants.control_incentive * effective.control
        motive = constants.diligence_incentive * incentive
        motive += constants.diligence_tie * self.partnership() + self.model.assumed.public_service_motivation
        return motive / (motive + constants.diligence_half)

    def _compare_indicator(self, outcome):
        """How near the indicator comes to what the council believes matters, and how far it leads astray."""
        breadth = self.model.effective.breadth
        edges = self.model.country.edges_to(outcome)
        indicator = [
            (1 - breadth) * (1.0 if self.model.country.leads(*edge) else 0.0)
            + breadth * self.model.departments[edge[0]].belief[outcome]
            for edge in edges
        ]
        unmeasured = self.model.assumed.unmeasured * (1 - breadth)
        likeness = cosine(indicator, [self.belief[edge] for edge in edges])
        self.alignment[outcome] = likeness / math.sqrt(1 + unmeasured**2)
        self.distortion[outcome] = sine(self.alignment[outcome])

    def think_of_gaming(self):
        """Make up its mind about gaming, seeing what neighbours did last quarter."""
        self.next_gaming = {outcome: self.choose_gaming(outcome) for outcome in self.gaming}

    def choose_gaming(self, outcome):
        """The council's choice: how much effort goes into the figures instead of the outcome."""
        constants, effective = self.model.constants, self.model.effective
        propensity = self.model.assumed.gaming_propensity
        watched = 1 - constants.gaming_control * effective.control
        temptation = effective.pressure**2 * self.distortion[outcome] * propensity * watched
        restraint = (
            effective.pressure * self.alignment[outcome]
            + self.model.assumed.public_service_motivation
            + self.partnership()
            + constants.gaming_resistance
        )
        pays = temptation / (temptation + restraint)
        if self.model.governance.rules.council_gaming == "choice":
            return pays
        usual = self.gaming[outcome]
        if self.neighbours:
            usual = mean(council.gaming[outcome] for council in self.neighbours)
        return (1 - constants.gaming_conformity) * pays + constants.gaming_conformity * usual

    def game(self):
        """Act on it."""
        self.gaming = self.next_gaming

    # --- phase 10: services are delivered ---

    def absorb_grants(self, grant_a_head):
        """How much of its grant it can make use of: free money needs capacity, unless a bid planned it."""
        constants = self.model.constants
        grant = sum(self.grant.values())
        won_share = sum(self.won.values()) / grant if grant > 0 else 0.0
        unplanned = self.free_share - self.model.assumed.bid_readiness * won_share
        per_unit = constants.absorption_base + constants.absorption_free * unplanned
        own_grant_a_head = grant / self.population
        load = per_unit * own_grant_a_head / grant_a_head if grant_a_head > 0 else 0.0
        room = constants.absorption_room * self.capacity
        if load == 0:
            self.absorption = 1.0
        elif room == 0:
            self.absorption = 0.0
        else:
            self.absorption = room / load * -math.expm1(-load / room)

    def deliver_services(self):
        """Turn grants into services: losses one after the other, then production."""
        model = self.model
        self.lost = {}
        self.produced, self.effective, self.strength = {}, {}, {}
        self.joint = self._run_engines()
        for outcome, grant in self.grant.items():
            left = grant
            for category, share in self._losses(outcome):
                lost = left * share
                self.lost[category] = self.lost.get(category, 0.0) + lost
                left -= lost
            self.produced[outcome] = left
            self.effective[outcome], self.strength[outcome] = 0.0, 1.0
            if grant > 0:
                edges = model.country.edges_to(outcome)
                steered = {edge: self.mix[edge] * model.steer(edge) for edge in edges}
                worth = sum(steered.values())
                self.effective[outcome] = left * self._fit(steered) if worth > 0 else 0.0
                self.strength[outcome] = worth / sum(self.mix[edge] for edge in edges)

    def _losses(self, outcome):
        """What is lost of each pound that is left by the losses before it, in the order of the page."""
        model, constants, assumed = self.model, self.model.constants, self.model.assumed
        careless = 1 - self.diligence
        alone = constants.local_duplication * (1 - self.partnership())
        return (
            ("local_overhead", model.centre.local_overhead),
            ("late", model.centre.late_rate),
            ("community_work", assumed.voice_cost * model.levers.community_voice),
            ("local_agenda", assumed.local_agenda * careless * min(1.0, self.exposed[outcome])),
            ("slack", assumed.slack * careless),
            ("unabsorbed", 1 - self.absorption),
            ("duplication", 1 - (1 - model.duplicated(outcome)) * (1 - alone)),
            ("gamed", constants.gaming_loss * self.gaming[outcome]),
        )

    def engines(self):
        """How far each engine of change runs: accountability, partners, and people who take part."""
        engaged = self.mean_of_people(
            lambda k: min(1.0, k.engagement / k.social_capital) if k.social_capital > 0 else 0.0
        )
        return [
            self.model.pull_on_partners(),
            self.partnership(),
            (1 - self.model.effective.control) / 2 + engaged / 2,
        ]

    def _run_engines(self):
        """What is left of effects where engines of change run apart (rule `joint`)."""
        model, constants = self.model, self.model.constants
        if model.governance.rules.production == "separable":
            return 1.0
        engines = self.engines()
        if model.quarter < 0:
            self.first_engines = engines
            return 1.0
        beyond = [
            max(0.0, (now - first) / (1 - first) if first != 1 else 0.0) + constants.ratio_floor
            for now, first in zip(engines, self.first_engines, strict=True)
        ]
        exponent, band = model.assumed.joint_complementarity, constants.cobb_douglas_band
        together = power_mean([1 / 3] * 3, beyond, exponent, band)
        return math.exp(-constants.joint_loss * max(0.0, mean(beyond) - together))

    def _fit(self, spent):
        """How well the mix of services fits what works there: 1 is perfect, a missing partner costs."""
        assumed, constants = self.model.assumed, self.model.constants
        share = normalised(spent)
        helpful = [edge for edge in share if self.local_recipe[edge] > constants.recipe_floor]
        useful = sum(share[edge] for edge in helpful)
        parts = [self.local_recipe[edge] for edge in helpful]
        ratios = [max(share[edge] / self.local_recipe[edge], constants.ratio_floor) for edge in helpful]
        scale = sum(part * ratio for part, ratio in zip(parts, ratios, strict=True))
        exponent = 1 - 1 / assumed.elasticity
        fit = power_mean(parts, [ratio / scale for ratio in ratios], exponent, constants.cobb_douglas_band)
        return useful * min(1.0, fit)

    def reach_communities(self):
        """Share what works between communities, by people and by need as it is seen (phase 11)."""
        country = self.model.country
        whole = len(country.outcomes) * self.model.population
        for outcome in country.outcomes:
            seen = sum(community.population * community.perceived[outcome] for community in self.communities)
            for community in self.communities:
                each = community.perceived[outcome] / seen * whole * self._reach(community, outcome)
                worth = self.effective[outcome] * self.strength[outcome] * self.joint
                community.dose[outcome] = worth * each

    def _reach(self, community, outcome):
        """The part of an outcome whose services serve a community."""
        serving = {
            service: self.model.network.has("serves", local.key, community.key)
            for service, local in self.services.items()
        }
        if all(serving.values()):
            return 1.0
        return sum(
            self.local_recipe[edge]
            for edge in self.model.country.edges_to(outcome)
            if serving[self.model.country.service_of[edge[0]]]
        )

    # --- phase 12: results are reported ---

    def report_results(self):
        """Report need anew; the fall since last quarter is the progress that others read."""
        before = self.reported
        self.report_need()
        self.progress = {outcome: before[outcome] - self.reported[outcome] for outcome in before}
        whole = len(before) * self.model.population
        for outcome, grant in self.grant.items():
            dose = grant / self.population * whole
            self.reported_effect[outcome] = self.progress[outcome] / dose if grant > 0 else 0.0

    # --- phase 13: actors learn ---

    def work_together(self):
        """Ties with local services grow or fade."""
        for service in self.services.values():
            service.grow_closer(self.absorption)

    def review_the_year(self):
        """See how reported need fell since the start of the year."""
        self.performance = {
            outcome: self.year_reported[outcome] - reported for outcome, reported in self.reported.items()
        }

    def learn(self):
        """Work out new beliefs, from evidence and from better neighbours; they take hold in `adopt`."""
        model, constants, assumed = self.model, self.model.constants, self.model.assumed
        spread = assumed.knowledge_noise * (1 + DISTANCE_TO_OWN_COMMUNITIES * assumed.distance_noise)
        evidence = self._scattered("evidence", self.local_recipe, spread, model.quarter)
        engagement = self.mean_of_people(lambda community: community.engagement)
        pace = constants.learning_base + constants.learning_free * self.free_share
        rate = constants.learning_evidence * pace * self.absorption * engagement
        self.next_belief = {}
        for outcome in model.country.outcomes:
            own = self.performance[outcome]
            better = [council for council in self.neighbours if council.performance[outcome] > own + ROUNDING]
            for edge in model.country.edges_to(outcome):
                belief = self.belief[edge]
                copied = mean(council.belief[edge] for council in better) - belief if better else 0.0
                self.next_belief[edge] = (
                    belief + rate * (evidence[edge] - belief) + constants.learning_neighbours * copied
                )

    def adopt(self):
        """Let what was learned take hold, and grow or lose capacity."""
        constants = self.model.constants
        self.belief = self.next_belief
        grown = constants.capacity_growth * self.free_share
        worn = constants.capacity_wear * self.model.effective.control
        self.capacity = clip(self.capacity + grown - worn, constants.capacity_floor, 1.0)
