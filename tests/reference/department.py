"""Departments: each divides its money between core services and the outcomes that it contributes to."""

import math

import mesa

from tests.reference.arithmetic import cosine, normalised
from tests.reference.centre import DISTANCE_TO_THE_CENTRE
from tests.reference.network import CENTRE


class Department(mesa.Agent):
    """A department of state, with a budget, a core service and stakes of its own."""

    def __init__(self, model, key, baseline):
        super().__init__(model)
        self.key = key
        self.has_line = model.network.has("line", CENTRE, key)
        self.outcomes = model.country.outcomes_of(key)
        self.baseline = self.start_baseline = baseline
        self.requirement = model.constants.core_requirement * baseline
        self.core = model.constants.core_start
        self.pressure = 0.0
        self.aspiration = 0.0
        self.belief = {}
        self.stance = {}

    def begin(self, belief):
        """Take up first beliefs about what works, and spend by them."""
        self.belief = belief
        total = sum(belief.values())
        for_outcomes = 1 - self.model.constants.core_requirement
        self.stance = {
            outcome: for_outcomes * share / total if total > 0 else 0.0 for outcome, share in belief.items()
        }

    # --- phase 1: signals ---

    def perceive(self):
        """See the nation's need in the outcomes that it contributes to."""
        need = self.model.nation_need()
        self.perceived = {
            outcome: self.model.perceived(
                need[outcome], DISTANCE_TO_THE_CENTRE, "perceive_department", (self.key, outcome)
            )
            for outcome in self.outcomes
        }

    # --- phase 3: board power ---

    def feel_boards(self):
        """How much say boards have over each of its contributions, and over it as a whole."""
        boards = self.model.boards.values()
        self.board_weight, self.edge_power = {}, {}
        for outcome in self.outcomes:
            claimed = max(1.0, sum(board.goal[outcome] for board in boards))
            seat_weights = {board: board.goal[outcome] * board.member(self.key) for board in boards}
            self.board_weight[outcome] = sum(seat_weights.values()) / claimed
            self.edge_power[outcome] = (
                sum(weight * board.pull for board, weight in seat_weights.items()) / claimed
            )
        self.mean_power = self._by_belief(self.edge_power)

    def _by_belief(self, values):
        """The mean over its outcomes, by how much it believes that it matters to each."""
        total = sum(self.belief.values())
        if total == 0:
            return 0.0
        return sum(self.belief[outcome] * values[outcome] for outcome in self.outcomes) / total

    # --- phase 4: staff time ---

    def weigh_staff_time(self):
        """What reporting, seats, learning and mixed signals cost, and what is left to deliver with."""
        levers, constants, assumed = self.model.levers, self.model.constants, self.model.assumed
        seats = [board.member(self.key) for board in self.model.boards.values()]
        self.credit = {outcome: self._credit(outcome) for outcome in self.outcomes}
        own = min(
            1.0,
            assumed.line_reporting_cost * (1 - levers.reporting_retired) * (1 if self.has_line else 0)
            + assumed.board_seat_cost * sum(seats)
            + assumed.learning_cost * levers.learning_loop
            + self._mixed_signals(),
        )
        neutral = constants.overhead_neutral
        self.overhead = (1 - neutral) * own + neutral * constants.neutral_central_overhead
        self.delivery = (1 - self.overhead) * self.model.centre.reorganisation

    def _credit(self, outcome):
        """How much it is credited for an outcome: in full for its own, through working ties for others'."""
        lead = self.model.country.lead[outcome]
        if lead == self.key:
            return 1.0
        base = self.model.assumed.spillover_credit
        tie = self.model.ties.between(self.key, lead) - self.model.constants.tie_floor
        return base + (1 - base) * self.model.assumed.tie_credit * max(0.0, tie)

    def _core_alarm(self):
        constants = self.model.constants
        return constants.core_stake * math.exp(constants.core_alarm * (1 - self.core))

    def _urgency(self, outcome):
        """How much an outcome seems to matter, times how much the department believes that it can do."""
        return self.perceived[outcome] * self.model.centre.alarm[outcome] * self.belief[outcome]

    def _scale(self):
        constants, country = self.model.constants, self.model.country
        of_outcomes = constants.outcomes_scale / len(country.outcomes)
        return of_outcomes * len(country.departments) / constants.departments_scale

    def _mixed_signals(self):
        """Staff time lost where line and boards ask for different things and are heeded alike."""
        line_asks = [self._scale() * self._urgency(j) * self.credit[j] for j in self.outcomes] + [
            self._core_alarm()
        ]
        boards_ask = [self._urgency(j) * self.board_weight[j] for j in self.outcomes] + [0.0]
        self.agreement = cosine(line_asks, boards_ask) if any(boards_ask) else 1.0
        if not self.has_line:
            return 0.0
        conflict = self.model.assumed.conflict_cost * self.model.constants.mixed_signals_peak
        divided = self.mean_power * (1 - self.mean_power)
        return conflict * divided * (1 - self.agreement) * (1 - self.model.levers.reporting_retired)

    # --- phase 6: departments allocate ---

    def allocate(self):
        """Move spending towards where most is at stake for the department."""
        target = self.choose_target()
        if target is None:
            return
        speed = self._speed()
        for outcome, share in self.stance.items():
            self.stance[outcome] = share + speed * (target[outcome] - share)

    def choose_target(self):
        """The department's choice: its own money in proportion to its stakes; None where it has none."""
        motivation = self.model.assumed.public_service_motivation
        stakes = {}
        for outcome in self.outcomes:
            power = self.edge_power[outcome]
            motive = (1 - power) * self.credit[outcome] + power + motivation
            stakes[outcome] = self._scale() * self._urgency(outcome) * motive
        core_stake = self._core_alarm() * ((1 - self.mean_power) + motivation)
        total = sum(stakes.values()) + core_stake
        if total == 0:
            return None
        return {outcome: stake / total for outcome, stake in stakes.items()}

    def _speed(self):
        constants = self.model.constants
        if self.model.governance.rules.department_allocation == "stakes":
            return constants.stance_speed
        return constants.satisfied_speed if self.result() >= self.aspiration else constants.search_speed

    def result(self):
        """Reported progress, as far as it is the department's business."""
        return self._by_belief(self.model.centre.reported_progress)

    # --- phase 7: boards steer ---

    def contribute(self):
        """Pay into the pool, as far as it sits on a board."""
        share = self.model.levers.pooled_funding * self.model.assumed.mission_share
        seat = max(board.member(self.key) for board in self.model.boards.values())
        self.contribution = share * seat * self.baseline

    def keep(self):
        """Keep its money, because no board claims any."""
        self.contribution = 0.0

    def receive(self):
        """Take what boards allot, and withdraw money of its own against it."""
        fungibility = self.model.assumed.fungibility
        own_money = self.baseline - self.contribution
        self.edge_money = {}
        self.core_money = own_money
        self.relabelled_money = 0.0
        for outcome in self.outcomes:
            edge = (self.key, outcome)
            receipts = sum(board.received[edge] for board in self.model.boards.values())
            own = own_money * self.stance[outcome]
            withdrawn = min(own, fungibility * receipts)
            self.edge_money[outcome] = own - withdrawn + receipts
            self.core_money += withdrawn - own
            self.relabelled_money += sum(board.relabelled[edge] for board in self.model.boards.values())

    # --- phase 8: what can be placed ---

    def placeable(self, outcome):
        """The money for an outcome that is left after overhead in the capital."""
        return self.edge_money[outcome] * self.delivery

    # --- phase 12 and 13: core services, aspirations, beliefs ---

    def run_core_services(self):
        """Core services rise or fall towards what their money can keep up."""
        constants, retired = self.model.constants, self.model.levers.reporting_retired
        watched = 1 - self.model.assumed.assurance_loss * retired**2
        money = (self.core_money + self.relabelled_money) * self.delivery * watched
        curvature = constants.core_curvature
        reached = (1 - math.exp(-curvature * money / self.requirement)) / (1 - math.exp(-curvature))
        moved = self.core + constants.core_speed * (reached - self.core)
        self.core = min(constants.core_ceiling, moved)

    def set_aspiration(self):
        """Expect what results have been."""
        memory = self.model.constants.aspiration_memory
        self.aspiration = memory * self.aspiration + (1 - memory) * self.result()

    def learn_from_places(self, found):
        """Beliefs move towards what places found."""
        pace = self.model.constants.learning_centre * self.model.levers.learning_loop
        for outcome, belief in self.belief.items():
            self.belief[outcome] = belief + pace * (found[self.key, outcome] - belief)


def first_beliefs(model):
    """What departments believe at the start: the true recipe, with an error."""
    beliefs = {key: {} for key in model.country.departments}
    for outcome in model.country.outcomes:
        guesses = {
            edge: model.recipe[edge]
            * math.exp(model.assumed.recipe_error * model.normal_at_start("department_belief", edge))
            for edge in model.country.edges_to(outcome)
        }
        for (department, _), belief in normalised(guesses).items():
            beliefs[department][outcome] = belief
    return beliefs
