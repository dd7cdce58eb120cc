"""The model of docs/model.md as a Mesa model: one world, one quarter at a time."""

import math
from types import SimpleNamespace

import mesa
import numpy as np

from tests.reference.arithmetic import clip, mean, standard_scores, weighted_mean
from tests.reference.board import MissionBoard
from tests.reference.border import read_state, write_state
from tests.reference.centre import Centre
from tests.reference.community import Community
from tests.reference.council import Council
from tests.reference.country import Country, starting_baselines
from tests.reference.department import Department, first_beliefs
from tests.reference.draws import Draws, drawn_uncertainties
from tests.reference.drift import drift
from tests.reference.held import Held
from tests.reference.measures import Start, measures
from tests.reference.network import Network
from tests.reference.ties import WorkingTies
from tests.reference.timetable import Timetable


class ReferenceModel(mesa.Model):
    """One world of govsim: a country and its government, in which chance comes from addressed draws alone."""

    def __init__(self, scenario, places, seed=0, replicate=0, removed=()):
        super().__init__(rng=0)
        self.places, self.removed = places, removed
        self.governance = scenario  # mesa 3.5 keeps the name `scenario` for itself
        self.constants = scenario.constants
        self.network = Network(scenario, places, removed)
        self.country = Country(scenario, self.network)
        self.timetable = Timetable(scenario, self.country)
        self.draws = Draws(seed, replicate)
        self.quarter = -scenario.warm_up
        self.uncertainties = drawn_uncertainties(scenario, self.draws)
        self.assumed = SimpleNamespace(**self.uncertainties)
        self.recipe = self.country.recipe(self.assumed.cross_cutting)
        self._appoint_government()
        self._settle_places(places)
        self.journey = {}
        self.held = None

    def under(self, course):
        """The same world under another arrangement from quarter 0 on."""
        freed = {"equal_volume": "", "equal_volume_as": None, "equal_overhead": "", "equal_overhead_as": None}
        other = self.governance.model_copy(
            update={**freed, "levers": course.levers, "reforms": course.reforms}
        )
        return ReferenceModel(other, self.places, self.draws.seed, self.draws.replicate, self.removed)

    def _appoint_government(self):
        self.centre = Centre(self)
        self.ties = WorkingTies(self)
        baselines = starting_baselines(self.governance)
        self.departments = {key: Department(self, key, baselines[key]) for key in self.country.departments}
        for key, belief in first_beliefs(self).items():
            self.departments[key].begin(belief)
        self.boards = {key: MissionBoard(self, key) for key in self.country.missions}

    def _settle_places(self, places):
        need = self._needs_of(places)
        council_of = {
            key: places.council_keys[int(position)]
            for key, position in zip(places.community_keys, places.community_council_k, strict=True)
        }
        people = dict(zip(places.community_keys, places.population_k.tolist(), strict=True))
        mean_need = {key: mean(of_community.values()) for key, of_community in need.items()}
        members = {
            council: [k for k in people if council_of[k] == council] for council in places.council_keys
        }
        council_need = {
            council: weighted_mean([mean_need[k] for k in own], [people[k] for k in own])
            for council, own in members.items()
        }
        standing = standard_scores(council_need)
        capacity = _given(places.capacity_c, places.council_keys)
        self.councils = {key: Council(self, key, standing[key], capacity[key]) for key in places.council_keys}
        self.communities = {
            key: Community(self, key, self.councils[council_of[key]], people[key], need[key])
            for key in people
        }
        self.population = sum(people.values())
        self.start_need = self.nation_need()
        self.lagged_need = dict(self.start_need)
        self.held_shortfall = 0.0
        standing = standard_scores(mean_need)
        social_capital = _given(places.social_capital_k, places.community_keys)
        for key, community in self.communities.items():
            community.begin(standing[key], social_capital[key])
            community.bonds = [self.communities[other] for other in self.network.partners("bonds", key)]
            community.council.communities.append(community)
        for key, council in self.councils.items():
            council.neighbours = [self.councils[other] for other in self.network.partners("neighbours", key)]
            council.settle()
        self.regions = {key: [] for key in places.region_keys}
        for key, position in zip(places.council_keys, places.council_region_c, strict=True):
            self.regions[places.region_keys[int(position)]].extend(self.councils[key].communities)

    def _needs_of(self, places):
        column = {outcome: places.outcomes.index(outcome) for outcome in self.country.outcomes}
        return {
            key: {outcome: row[column[outcome]] for outcome in self.country.outcomes}
            for key, row in zip(places.community_keys, places.need_kj.tolist(), strict=True)
        }

    # --- chance and knowledge ---

    def uniform(self, stream, *names):
        """A uniform draw of this quarter."""
        return self.draws.uniform(stream, self.quarter, *names)

    def normal(self, stream, *names):
        """A normal draw of this quarter."""
        return self.draws.normal(stream, self.quarter, *names)

    def gumbel(self, stream, *names):
        """A Gumbel draw of this quarter."""
        return self.draws.gumbel(stream, self.quarter, *names)

    def normal_at_start(self, stream, *names):
        """A normal draw by which the world was made."""
        return self.draws.normal(stream, 0, *names)

    def noise(self, distance, stream, *names):
        """The error in what somebody perceives from a distance."""
        spread = self.assumed.knowledge_noise * (1 + self.assumed.distance_noise * distance)
        return spread * self.normal(stream, *names)

    def perceived(self, truth, distance, stream, *names):
        """Need as somebody perceives it from a distance."""
        seen = truth + self.noise(distance, stream, *names)
        return clip(seen, self.constants.perception_floor, 1.0)

    def nation_need(self):
        """The nation's need in each outcome: the mean of all its people."""
        people = [community.population for community in self.communities.values()]
        return {
            outcome: weighted_mean(
                [community.need[outcome] for community in self.communities.values()], people
            )
            for outcome in self.country.outcomes
        }

    def nation_as_told(self):
        """The nation's need as those outside places see it, in part as it is reported."""
        told = {council: council.need_as_told() for council in self.councils.values()}
        return {
            outcome: self._mean_over_people(lambda council, j=outcome: told[council][j])
            for outcome in self.country.outcomes
        }

    # --- one quarter ---

    def step(self):
        """Run one quarter: every phase of §3, in its order."""
        if self.quarter == 0:
            self.reset_needs()
        if self.quarter >= 0:
            self._run_beside()
        self._set_levers()
        self._events_and_signals()
        self.centre.give_attention()
        self._do(MissionBoard, "take_power")
        self._do(Department, "feel_boards")
        self.centre.weigh_staff_time()
        self._do(Department, "weigh_staff_time")
        if self.quarter >= 0:
            self.held.hold_overhead(self)
        if self.quarter % 4 == 0:
            self.centre.hold_budget_round()
        self._do(Department, "allocate")
        self._boards_steer()
        self.centre.fund_places()
        self._do(Council, "commission")
        self._do(Council, "think_of_gaming")
        self._do(Council, "game")
        self._deliver_services()
        self._communities_take_part()
        self._needs_change()
        self._actors_learn()
        self.quarter += 1

    def _do(self, kind, deed, *told):
        self.agents_by_type[kind].do(deed, *told)

    def reset_needs(self):
        """At quarter 0 every scenario starts from the map's need; all else is as the warm-up left it."""
        self._do(Community, "reset_need")
        self._do(Council, "report_need")
        self.lagged_need = dict(self.start_need)
        self._do(Community, "grow_by_itself")
        self.start = Start(self)

    def _run_beside(self):
        """Run the arrangements to which this one is held; they begin where this one is when first asked."""
        if self.held is None:
            self.held = Held(self)
        self.held.step()

    def _set_levers(self):
        self.levers = self.timetable.levers(self.quarter)
        self.membership = {
            (mission, department): self.timetable.member(mission, department, self.quarter)
            for mission in self.country.missions
            for department in self.country.departments
        }

    def _events_and_signals(self):
        if self.quarter % 4 == 0:
            self._do(Council, "mark_the_year")
        self.centre.meet_crises()
        self.ties.lose_ministers()
        self.centre.relapse_into_old_habits()
        self._levers_take_effect()
        for kind in (Centre, Department, MissionBoard, Community):
            self._do(kind, "perceive")

    def _levers_take_effect(self):
        """Old habits stand between the levers that are set and those that take effect."""
        levers, relapse = self.levers, self.centre.relapse_state

        def pushed_up(lever):
            return lever + relapse * (1 - lever)

        self.effective = SimpleNamespace(
            control=pushed_up(levers.central_control),
            pressure=pushed_up(levers.target_pressure),
            bidding=pushed_up(levers.competitive_share),
            consolidation=levers.grant_consolidation * (1 - relapse),
            breadth=levers.goal_breadth * (1 - relapse),
        )

    def _boards_steer(self):
        self._do(MissionBoard, "claim_money")
        claims = sum(board.claim for board in self.boards.values())
        self._do(Department, "contribute" if claims > 0 else "keep")
        contributed = sum(department.contribution for department in self.departments.values())
        for board in self.boards.values():
            board.steer(contributed, claims)
        self._do(Department, "receive")
        if self.quarter >= 0:
            self.held.hold_volume(self)
        # quality is that of ties before this quarter's meetings
        self.joint_quality = {outcome: self.ties.joint_quality(outcome) for outcome in self.country.outcomes}
        self.ties.meet_on_boards()

    def _deliver_services(self):
        granted = sum(sum(council.grant.values()) for council in self.councils.values())
        for council in self.councils.values():
            council.absorb_grants(granted / self.population)
            council.deliver_services()
        self.journey = self._follow_the_pound()

    def _communities_take_part(self):
        self._do(Council, "reach_communities")
        self._do(Community, "take_part")
        self._do(Community, "move_on")

    def _needs_change(self):
        departments = self.departments.values()
        shortfall = sum(department.baseline * max(0.0, 1 - department.core) for department in departments)
        if self.governance.rules.need == "first_edition":
            self._do(Community, "change_need_as_everywhere", shortfall)
        elif self.quarter < 0:
            self._hold_needs(shortfall)
        else:
            if self.quarter % 4 == 0:
                drift(self)
            self._do(Community, "change_need", shortfall)
        for outcome, need in self.nation_need().items():
            self.lagged_need[outcome] += (need - self.lagged_need[outcome]) / self.constants.demand_lag
        self._do(Department, "run_core_services")
        self._do(Council, "report_results")
        for outcome in self.country.outcomes:
            self.centre.reported_progress[outcome] = self._mean_over_people(
                lambda council, j=outcome: council.progress[j]
            )
        self._do(Department, "set_aspiration")

    def _hold_needs(self, shortfall):
        """Need stays in the warm-up; what would have moved it is remembered over its last quarters."""
        quarters = int(min(self.constants.held_quarters, self.governance.warm_up))
        if self.quarter >= -quarters:
            self._do(Community, "hold", quarters)
            self.held_shortfall += shortfall / quarters

    def _actors_learn(self):
        self._do(Council, "work_together")
        if self.quarter % 4 != 3:
            return
        self._do(Council, "review_the_year")
        self._do(Council, "learn")
        # what the centre hears is what places believed before this year's lessons
        found = {
            edge: self._mean_over_people(lambda council, e=edge: council.belief[e])
            for edge in self.country.edges
        }
        self._do(Council, "adopt")
        for actor in (*self.departments.values(), *self.boards.values()):
            actor.learn_from_places(found)

    def _mean_over_people(self, value):
        councils = self.councils.values()
        return weighted_mean(
            [value(council) for council in councils], [council.population for council in councils]
        )

    # --- what others read ---

    def duplicated(self, outcome):
        """The share of an outcome's money that is spent twice, because departments do not work together."""
        lead_part = self.recipe.get((self.country.lead[outcome], outcome), 0.0)
        return self.constants.duplication * (1 - self.joint_quality[outcome]) * (1 - lead_part)

    def steer(self, edge):
        """How much a pound of a contribution does: targets gain where they count, joint effort where they lead not."""
        pressure, breadth = self.effective.pressure, self.effective.breadth
        gain = self.assumed.metric_gain * pressure / (1 + breadth)
        if self.country.leads(*edge):
            return 1 + gain
        seen = 1 + gain * breadth - self.assumed.metric_loss * pressure * (1 - breadth)
        return seen * (1 + self.assumed.joint_effort * self.departments[edge[0]].effort)

    def pull_on_partners(self):
        """How much boards pull on those who contribute to what others lead, by how much they matter."""
        partners = [edge for edge in self.country.edges if not self.country.leads(*edge)]
        total = sum(self.recipe[edge] for edge in partners)
        if total == 0:
            return 0.0
        pull = {edge: self.departments[edge[0]].edge_power[edge[1]] for edge in partners}
        return sum(self.recipe[edge] * pull[edge] for edge in partners) / total

    def _follow_the_pound(self):
        """Where the quarter's money went (§7)."""
        departments, councils = self.departments.values(), self.councils.values()
        lost = {
            category: sum(council.lost[category] for council in councils)
            for category in next(iter(councils)).lost
        }
        effective = sum(sum(council.effective.values()) for council in councils)
        produced = sum(sum(council.produced.values()) for council in councils)
        return {
            "core_services": sum(d.core_money * d.delivery for d in departments),
            "relabelled": sum(d.relabelled_money * d.delivery for d in departments),
            "central_overhead": sum(
                (d.core_money + d.relabelled_money + sum(d.edge_money.values())) * (1 - d.delivery)
                for d in departments
            ),
            "awaiting": self.centre.awaiting,
            "flawed": self.centre.flawed,
            **lost,
            "late": lost["late"] + self.centre.unplaced,
            "misfit": produced - effective,
            "effective": effective,
        }

    def pound(self):
        """The last quarter's pound by where it went; the shares sum to 1."""
        return dict(self.journey)

    def measures(self):
        """What is observed of the last quarter, by name (§8)."""
        return measures(self)

    def state(self):
        """All state that is carried from quarter to quarter, as arrays by name."""
        return read_state(self)

    def set_state(self, state):
        """Overwrite state, so that the model goes on from where another program was."""
        write_state(self, state)

    def fixed(self):
        """What is fixed in this world: recipes, and what core services require."""
        edges, councils = self.country.edges, self.councils.values()
        return {
            "recipe_e": np.array([self.recipe[edge] for edge in edges]),
            "local_recipe_ce": np.array(
                [[council.local_recipe[edge] for edge in edges] for council in councils]
            ),
            "requirement_d": np.array([department.requirement for department in self.departments.values()]),
        }


def _given(array, keys):
    """What the places state for each key, or None where they state nothing."""
    if array is None:
        return dict.fromkeys(keys)
    stated = zip(keys, array.tolist(), strict=True)
    return {key: None if math.isnan(value) else value for key, value in stated}
