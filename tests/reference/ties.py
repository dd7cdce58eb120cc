"""Working ties between departments: they grow where people meet and fade where ministers change."""

from itertools import combinations

import mesa

from tests.reference.arithmetic import clip


class WorkingTies(mesa.Agent):
    """How well each pair of departments works together, from 0 to 1."""

    def __init__(self, model):
        super().__init__(model)
        self.strength = {
            pair: model.constants.tie_floor if model.network.has("works_with", *pair) else 0.0
            for pair in combinations(model.country.departments, 2)
        }

    def between(self, first, second):
        """The tie between two departments, whichever is named first."""
        return self.strength.get((first, second), self.strength.get((second, first)))

    def lose_ministers(self):
        """Ministers change; the ties that they kept up suffer (phase 1)."""
        model, constants = self.model, self.model.constants
        changed = {
            key: 1 if model.uniform("churn", key) < model.assumed.ministerial_churn else 0
            for key in model.country.departments
        }
        for first, second in self.strength:
            self.strength[first, second] *= constants.churn_tie_kept ** (changed[first] + changed[second])

    def meet_on_boards(self):
        """Departments on the same board come to know each other (phase 7)."""
        constants, model = self.model.constants, self.model
        for pair, tie in self.strength.items():
            if not model.network.has("works_with", *pair):
                self.strength[pair] = 0.0
                continue
            growth = constants.tie_growth * (1 - tie) * self._meeting(*pair)
            fading = constants.tie_decay * (tie - constants.tie_floor)
            self.strength[pair] = clip(tie + growth - fading, 0.0, 1.0)

    def _meeting(self, first, second):
        most = max(
            board.member(first) * board.member(second) * (self._convening(board) + board.pull)
            for board in self.model.boards.values()
        )
        return min(1.0, most)

    def _convening(self, board):
        """What meeting alone does for ties; more where the Prime Minister attends to the mission."""
        assumed = self.model.assumed
        return assumed.convening_value * (1 + assumed.leadership_value * board.attention)

    def joint_quality(self, outcome):
        """How well those who contribute to an outcome work with its lead."""
        country = self.model.country
        others = [edge for edge in country.edges_to(outcome) if not country.leads(*edge)]
        total = sum(self.model.recipe[edge] for edge in others)
        if total == 0:
            return 1.0
        lead = country.lead[outcome]
        return sum(self.model.recipe[edge] * self.between(edge[0], lead) for edge in others) / total
