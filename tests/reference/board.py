"""Mission boards: they have as much power as money and accountability give them, and steer what is pooled."""

import math

import mesa

from tests.reference.arithmetic import normalised, power_mean

DISTANCE_TO_A_BOARD = 4


class MissionBoard(mesa.Agent):
    """The board of one mission: its goal, its belief about what works, and its pool of money."""

    def __init__(self, model, key):
        super().__init__(model)
        self.key = key
        self.goal = model.country.goals[key]
        self.belief = {}
        for outcome in model.country.outcomes:
            guesses = {
                edge: model.recipe[edge]
                * math.exp(model.assumed.recipe_error * model.normal_at_start("board_belief", key, edge))
                for edge in model.country.edges_to(outcome)
            }
            self.belief.update(normalised(guesses))

    def member(self, department):
        """How far a department sits on this board, from 0 to 1."""
        return self.model.membership[self.key, department]

    def perceive(self):
        """See the nation's need, from farther off than departments do (phase 1)."""
        self.perceived = {
            outcome: self.model.perceived(need, DISTANCE_TO_A_BOARD, "perceive_board", self.key, outcome)
            for outcome, need in self.model.nation_as_told().items()
        }

    def take_power(self):
        """Money and answering for a goal give power, answering alone some pull; crises weaken both (phase 3)."""
        model, levers, assumed = self.model, self.model.levers, self.model.assumed
        combined = power_mean(
            [0.5, 0.5],
            [levers.pooled_funding, levers.joint_accountability * self.attention],
            assumed.power_complementarity,
            model.constants.cobb_douglas_band,
        )
        heeded = 1 - model.constants.crisis_power_loss * model.centre.crisis_level
        self.power = combined * heeded
        without_power = max(0.0, levers.joint_accountability * heeded - self.power)
        self.pull = self.power + assumed.accountability_alone * without_power

    def claim_money(self):
        """What the board asks for: the urgency of its goal times what its members could do (phase 7)."""
        alarm = self.model.centre.alarm
        urgency = sum(self.goal[outcome] * self.perceived[outcome] * alarm[outcome] for outcome in self.goal)
        self.weight = {
            edge: self.goal[edge[1]] * belief * self.member(edge[0]) for edge, belief in self.belief.items()
        }
        self.claim = urgency * sum(self.weight.values())

    def choose_shares(self):
        """The board's choice: among its members, money follows what it believes works for its goal."""
        total = sum(self.weight.values())
        return {edge: weight / total if total > 0 else 0.0 for edge, weight in self.weight.items()}

    def steer(self, contributed, claims):
        """Share out the pool; a weak board finds part of it relabelled as core services (phase 7)."""
        pool = contributed * self.claim / claims if claims > 0 else 0.0
        slippage = self.model.assumed.relabel * (1 - self.power)
        self.relabelled, self.received = {}, {}
        for edge, share in self.choose_shares().items():
            money = pool * share
            self.relabelled[edge] = slippage * money
            self.received[edge] = money - self.relabelled[edge]

    def learn_from_places(self, found):
        """Beliefs move towards what places found (phase 13)."""
        pace = self.model.constants.learning_centre * self.model.levers.learning_loop
        for edge, belief in self.belief.items():
            self.belief[edge] = belief + pace * (found[edge] - belief)
