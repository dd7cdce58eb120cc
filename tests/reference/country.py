"""The country of §5.1: goals, recipes, leads, seats and starting budgets."""

from govsim.scenario.levers import MEMBERSHIP_RANK
from tests.reference.arithmetic import normalised


class Country:
    """What a scenario says about who contributes to what, as plain dicts."""

    def __init__(self, scenario, network):
        self.network = network
        self.outcomes = [outcome.key for outcome in scenario.outcomes]
        self.departments = [department.key for department in scenario.departments]
        self.missions = [mission.key for mission in scenario.missions]
        self.services = [service.key for service in scenario.services]
        self.own_services = {service.key for service in scenario.services if service.own}
        self.service_of = {
            department: service.key for service in scenario.services for department in service.departments
        }
        self.weights = self._contribution_weights(scenario)
        self.edges = list(self.weights)
        self.lead = {outcome: self._lead_of(outcome) for outcome in self.outcomes}
        self.goals = {mission.key: self._goal_of(mission) for mission in scenario.missions}
        self.seat_rank = self._seat_ranks(scenario)

    def edges_to(self, outcome):
        """The contributions of which an outcome is made, as edges (department, outcome)."""
        return [edge for edge in self.edges if edge[1] == outcome]

    def outcomes_of(self, department):
        """The outcomes that a department contributes to."""
        return [outcome for key, outcome in self.edges if key == department]

    def leads(self, department, outcome):
        """Whether a department leads an outcome."""
        return self.lead[outcome] == department

    def recipe(self, cross_cutting):
        """How much each department really matters to each outcome: the lead alone, or all who contribute."""
        recipe = {}
        for outcome in self.outcomes:
            published = normalised({edge: self.weights[edge] for edge in self.edges_to(outcome)})
            for edge, share in published.items():
                lead = 1.0 if self.leads(*edge) else 0.0
                recipe[edge] = (1 - cross_cutting) * lead + cross_cutting * share
        return recipe

    def _contribution_weights(self, scenario):
        return {
            (department.key, outcome): department.weights[outcome]
            for outcome in self.outcomes
            for department in scenario.departments
            if (department.key, outcome) in self.network.edges["contributes"]
        }

    def _lead_of(self, outcome):
        edges = self.edges_to(outcome)
        return max(edges, key=self.weights.get)[0] if edges else None

    def _goal_of(self, mission):
        counted = {
            outcome: mission.goal[outcome]
            for outcome in self.outcomes
            if (mission.key, outcome) in self.network.edges["aims_at"]
        }
        return {**dict.fromkeys(self.outcomes, 0.0), **(normalised(counted) if counted else {})}

    def _seat_ranks(self, scenario):
        ranks = {}
        for mission in scenario.missions:
            goal = [outcome for outcome, weight in mission.goal.items() if weight > 0]
            for department in scenario.departments:
                contributes = any(department.weights.get(outcome, 0) > 0 for outcome in goal)
                least = "contributors" if contributes else "all"
                if department.key == mission.lead:
                    least = "lead_only"
                ranks[mission.key, department.key] = MEMBERSHIP_RANK[least]
        return ranks


def starting_baselines(scenario):
    """Each department's share of the contestable budget at the start."""
    stated = {
        department.key: department.budget_share
        for department in scenario.departments
        if department.budget_share is not None
    }
    free = {
        department.key: (department.resource + department.capital) ** scenario.contestable.exponent
        for department in scenario.departments
        if department.key not in stated
    }
    if not free:
        return normalised(stated)
    raised = {key: max(share, scenario.contestable.floor) for key, share in normalised(free).items()}
    left = 1 - sum(stated.values())
    shares = {key: share * left for key, share in normalised(raised).items()} | stated
    return {department.key: shares[department.key] for department in scenario.departments}
