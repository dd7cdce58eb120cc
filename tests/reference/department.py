"""Departments: each divides its money between core services and the outcomes that it contributes to."""

import math

import mesa

from tests.reference.arithmetic import cosine, normalised, sine
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
        self.core = 1.0
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
        need = self.model.nation_as_told()
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
        levers, assumed = self.model.levers, self.model.assumed
        seats = [board.member(self.key) for board in self.model.boards.values()]
        self.credit = {outcome: self._credit(outcome) for outcome in self.outcomes}
        self.overhead = min(
            1.0,
            assumed.line_reporting_cost * (1 - levers.reporting_retired) * (1 if self.has_line else 0)
            + assumed.board_seat_cost * sum(seats)
            + assumed.learning_cost * levers.learning_loop
            + self._mixed_signals(),
        )
        self.effort = self._effort()
        spent = 1 - assumed.effort_cost * self.effort
        self.delivery = (1 - self.overhead) * self.model.centre.reorganisation * spent

    def _effort(self):
        """How hard it works at what others lead: judged with others, each counts the less the more they are."""
        boards = self.model.boards.values()
        seats = sum(board.member(self.key) for board in boards)
        if seats == 0:
            return 0.0
        felt = 0.0
        for board in boards:
            members = sum(board.member(key) for key in self.model.departments)
            felt += board.member(self.key) / math.sqrt(members) if members > 0 else 0.0
        judged = self.model.levers.joint_accountability * felt / seats
        line = self.model.effective.pressure * (1 - self.model.levers.reporting_retired)
        return judged / (judged + self.model.constants.diligence_half + line)

    def _credit(self, outcome):
        """How much it is credited for an outcome: in full for its own, a little for others'."""
        leads = self.model.country.leads(self.key, outcome)
        return 1.0 if leads else self.model.assumed.spillover_credit

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
        line_asks = [self._scale() * self._urgency(j) * self.credit[j] for j in self.outcomes]
        boards_ask = [self._urgency(j) * self.board_weight[j] for j in self.outcomes]
        with_core = cosine([*line_asks, self._core_alarm()], [*boards_ask, 0.0])
        self.agreement = with_core if any(boards_ask) else 1.0
        asked = any(line_asks) and any(boards_ask)
        self.disagreement = sine(cosine(line_asks, boards_ask)) if asked else 0.0
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

    def money_for_outcomes(self):
        """What it spends on outcomes, of its own and from pools."""
        return sum(self.edge_money.values())

    def rescale(self, factor):
        """Spend on outcomes as if they weighed more or less against the core, with the same money in all."""
        outcomes = self.money_for_outcomes()
        core = self.core_money + self.relabelled_money
        moved = _of_outcomes(outcomes, core, factor)
        for outcome in self.edge_money:
            self.edge_money[outcome] *= moved / outcomes if outcomes > 0 else 0.0
        left = (outcomes + core - moved) / core if core > 0 else 0.0
        self.core_money *= left
        self.relabelled_money *= left

    def outcomes_if(self, factor):
        """What it would spend on outcomes if these weighed more or less against the core."""
        return _of_outcomes(self.money_for_outcomes(), self.core_money + self.relabelled_money, factor)

    # --- phase 8: what can be placed ---

    def clear(self, outcome):
        """Of an outcome's money: what awaits other masters, what is ill designed, and what can be placed."""
        levers, assumed, boards = self.model.levers, self.model.assumed, self.model.boards.values()
        delivered = self.edge_money[outcome] * self.delivery
        seats = sum(board.member(self.key) for board in boards if board.goal[outcome] > 0)
        line = (1 - levers.reporting_retired) if self.has_line else 0.0
        further = max(0.0, line + seats - 1) * (1 - levers.pooled_funding)
        awaiting = delivered * -math.expm1(-assumed.clearance * further * self.disagreement)
        flawed = (delivered - awaiting) * assumed.design_flaws / (1 + seats + self.model.effective.control)
        return awaiting, flawed, delivered - awaiting - flawed

    # --- phase 12 and 13: core services, aspirations, beliefs ---

    def demand(self):
        """How much is asked of its core services: less where need in its outcomes has long been lower."""
        recipe = {outcome: self.model.recipe[self.key, outcome] for outcome in self.outcomes}
        total = sum(recipe.values())
        if total == 0:
            return 1.0
        moved = 0.0
        for outcome, part in recipe.items():
            start = self.model.start_need[outcome]
            least = max(start, self.model.constants.perception_floor)
            moved += part * (self.model.lagged_need[outcome] - start) / least
        demand = 1 + self.model.assumed.demand_elasticity * moved / total
        return max(self.model.constants.ratio_floor, demand)

    def run_core_services(self):
        """Core services rise or fall towards what their money can keep up against demand."""
        constants, retired = self.model.constants, self.model.levers.reporting_retired
        watched = 1 - self.model.assumed.assurance_loss * retired**2
        money = (self.core_money + self.relabelled_money) * self.delivery * watched
        curvature = constants.core_curvature
        funded = money / (self.requirement * self.demand())
        reached = (1 - math.exp(-curvature * funded)) / (1 - math.exp(-curvature))
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


def _of_outcomes(outcomes, core, factor):
    """The part of a department's money that outcomes get if they weigh by a factor against the core."""
    weighed = factor * outcomes
    return (outcomes + core) * weighed / (weighed + core) if weighed + core > 0 else 0.0


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
