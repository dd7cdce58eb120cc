"""The centre: the Prime Minister's attention, the Treasury's budgets and the grants to places."""

import math

import mesa

from tests.reference.arithmetic import clip, mean, poisson_count, standard_scores, variance

DISTANCE_TO_THE_CENTRE = 3


class Centre(mesa.Agent):
    """The capital: it meets crises, attends to missions, sets budgets and funds places."""

    def __init__(self, model):
        super().__init__(model)
        self.crisis = dict.fromkeys(model.country.outcomes, 0.0)
        self.reported_progress = dict.fromkeys(model.country.outcomes, 0.0)
        self.relapse_state = 0.0

    # --- phase 1: events and signals ---

    def meet_crises(self):
        """New crises break out, old ones fade; they last longer where the Prime Minister looks elsewhere."""
        model, constants = self.model, self.model.constants
        rate = model.assumed.crisis_rate / len(self.crisis)
        neglect = 1 + constants.crisis_neglect * model.levers.prime_minister_time
        for outcome, strength in self.crisis.items():
            broken_out = poisson_count(model.uniform("crisis", outcome), rate)
            self.crisis[outcome] = strength * constants.crisis_persistence * neglect + broken_out
        strengths = {outcome: min(1.0, crisis) for outcome, crisis in self.crisis.items()}
        self.crisis_level = max(strengths.values())
        self.alarm = {
            outcome: 1 + (constants.crisis_urgency - 1) * strength for outcome, strength in strengths.items()
        }

    def relapse_into_old_habits(self):
        """Crises and broken promises bring old habits back."""
        constants = self.model.constants
        promised = constants.promised_progress
        shortfall = clip((promised - mean(self.reported_progress.values())) / promised, 0.0, 1.0)
        fade = constants.relapse_fade
        push = self.model.assumed.relapse * (self.crisis_level + shortfall)
        self.relapse_state = min(1.0, (1 - fade) * self.relapse_state + fade * push)

    def perceive(self):
        """See the nation's need from afar, and each council's as it is told."""
        model = self.model
        self.perceived = {
            outcome: model.perceived(need, DISTANCE_TO_THE_CENTRE, "perceive_centre", outcome)
            for outcome, need in model.nation_as_told().items()
        }
        # places are seen without bounds: what the centre makes of the signal comes later (phase 8)
        self.signal = {
            (council.key, outcome): need
            + model.noise(DISTANCE_TO_THE_CENTRE, "perceive_council", council.key, outcome)
            for council in model.councils.values()
            for outcome, need in council.need_as_told().items()
        }

    # --- phase 2: attention ---

    def give_attention(self):
        """The Prime Minister's time goes to the most urgent missions."""
        constants = self.model.constants
        pull = {}
        for board in self.model.boards.values():
            urgency = sum(
                board.goal[outcome] * self.perceived[outcome] * self.alarm[outcome]
                for outcome in self.perceived
            )
            pull[board] = urgency**constants.attention_exponent if urgency > 0 else 0.0
        total = sum(pull.values())
        time = constants.attention_capacity * self.model.levers.prime_minister_time
        for board, share in pull.items():
            board.attention = min(1.0, time * share / total) if total > 0 else 0.0

    # --- phase 4: staff time ---

    def weigh_staff_time(self):
        """What streams, targets, control and partnership cost councils, and how long approvals wait."""
        model, constants, assumed = self.model, self.model.constants, self.model.assumed
        effective = model.effective
        streams = 1 - effective.consolidation
        self.local_overhead = min(
            1.0,
            assumed.streams_cost * streams
            + assumed.targets_cost * effective.pressure
            + assumed.control_cost * effective.control**2
            + assumed.partnership_cost * model.levers.local_partnership,
        )
        upheaval = model.timetable.upheaval(model.quarter)
        self.reorganisation = max(0.0, 1 - assumed.reorganisation_cost * upheaval)
        self.approvals = (
            effective.control
            * (1 + constants.streams_approvals * streams)
            * model.governance.councils_represented
        )
        self.late_rate = constants.late_share * self.approvals / (self.approvals + assumed.centre_bandwidth)

    # --- phase 5: the budget round ---

    def hold_budget_round(self):
        """Once a year pressure gathers, and the Treasury moves the budgets that are pressed hard enough."""
        departments = list(self.model.departments.values())
        self._gather_pressure(departments)
        if self.model.governance.rules.treasury_budget == "friction":
            self._move_with_friction(departments)
        else:
            self._move_a_little(departments)
        total = sum(department.baseline for department in departments)
        for department in departments:
            department.baseline /= total

    def _gather_pressure(self, departments):
        constants, country = self.model.constants, self.model.country
        shortfall = {department: max(0.0, 1 - department.core) for department in departments}
        usual_shortfall = mean(shortfall.values())
        lead_urgency = {}
        for department in departments:
            led = [outcome for outcome in country.outcomes if country.leads(department.key, outcome)]
            if led:
                lead_urgency[department] = mean(
                    self.perceived[outcome] * self.alarm[outcome] for outcome in led
                )
        usual_urgency = mean(lead_urgency.values())
        for department in departments:
            if not department.has_line:
                department.pressure = 0.0
                continue
            urgency = lead_urgency.get(department, usual_urgency) - usual_urgency
            department.pressure += (
                constants.pressure_core * (shortfall[department] - usual_shortfall)
                + constants.pressure_urgency * urgency
                + constants.pressure_noise * self.model.normal("budget", department.key)
            )

    def _move_with_friction(self, departments):
        constants = self.model.constants
        response = constants.pressure_response
        for department in departments:
            if department.has_line and abs(department.pressure) > self.model.assumed.budget_friction:
                department.baseline *= math.exp(response * department.pressure)
                department.pressure *= 1 - response

    def _move_a_little(self, departments):
        constants = self.model.constants
        for department in departments:
            department.baseline *= math.exp(constants.incremental_response * department.pressure)
            department.pressure = 0.0

    # --- phase 8: the centre funds places ---

    def fund_places(self):
        """Money goes out by formula and by competition; what no council can receive stays unplaced."""
        self.unplaced = self.awaiting = self.flawed = 0.0
        councils = list(self.model.councils.values())
        for outcome in self.model.country.outcomes:
            need_weight = self._formula_weights(councils, outcome)
            winners = self._winners(councils, outcome)
            for edge in self.model.country.edges_to(outcome):
                self._share_out(councils, edge, need_weight, winners)

    def _formula_weights(self, councils, outcome):
        if self.model.governance.rules.centre_grants == "by_population":
            return {council.key: council.population for council in councils}
        estimate = self._estimates(outcome)
        return {council.key: estimate[council.key] * council.population for council in councils}

    def _estimates(self, outcome):
        """Each council's need as the centre estimates it: the noisier the signal, the nearer to the mean."""
        assumed = self.model.assumed
        signal = {council: self.signal[council, outcome] for council in self.model.councils}
        middle = mean(signal.values())
        noise = (assumed.knowledge_noise * (1 + DISTANCE_TO_THE_CENTRE * assumed.distance_noise)) ** 2
        between = max(0.0, variance(signal.values()) - noise)
        trusted = between / (between + noise) if between + noise > 0 else 1.0
        floor = self.model.constants.perception_floor
        return {
            council: clip(middle + trusted * (seen - middle), floor, 1.0) for council, seen in signal.items()
        }

    def _winners(self, councils, outcome):
        """The councils whose bids win: capacity, need, results and luck."""
        constants = self.model.constants
        capacity = standard_scores({council.key: council.capacity for council in councils})
        need = standard_scores({council.key: self.signal[council.key, outcome] for council in councils})
        results = standard_scores({council.key: council.reported_effect[outcome] for council in councils})
        score = {
            key: constants.bid_capacity * capacity[key]
            + need[key]
            + results[key]
            + self.model.gumbel("bid", key, outcome)
            for key in capacity
        }
        places = max(1, math.ceil(constants.winning_share * len(councils)))
        return {key for key, own in score.items() if sum(other > own for other in score.values()) < places}

    def _share_out(self, councils, edge, need_weight, winners):
        department = self.model.departments[edge[0]]
        awaiting, flawed, placeable = department.clear(edge[1])
        self.awaiting += awaiting
        self.flawed += flawed
        bidding = self.model.effective.bidding
        funded = [council for council in councils if council.is_funded_by(department.key)]
        formula = {council.key: need_weight[council.key] for council in funded}
        contest = {council.key: council.population for council in funded if council.key in winners}
        for council in councils:
            council.formula[edge] = council.won[edge] = 0.0
        for money, weights, stream in (
            ((1 - bidding) * placeable, formula, "formula"),
            (bidding * placeable, contest, "won"),
        ):
            total = sum(weights.values())
            if total == 0:
                self.unplaced += money
            for key, weight in weights.items():
                getattr(self.model.councils[key], stream)[edge] = money * weight / total
