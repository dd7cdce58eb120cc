"""Communities: they take part in what is done for them, trust or distrust, and their needs change."""

import mesa

from tests.reference.arithmetic import clip, logistic, mean


class Community(mesa.Agent):
    """A community of people, with its needs, its engagement and its trust."""

    def __init__(self, model, key, council, population, need):
        super().__init__(model)
        self.key = key
        self.council = council
        self.population = population
        self.start_need = dict(need)
        self.need = dict(need)
        self.change = dict.fromkeys(need, 0.0)
        self.dose = {}
        self.bonds = []
        self.trust = model.constants.trust_start
        self.year_need = self.year_reported = mean(need.values())

    def begin(self, standardised_need, given_social_capital):
        """Take up its social capital, drawn around what its need suggests unless the places give it."""
        constants = self.model.constants
        if given_social_capital is None:
            expected = constants.social_capital_mean - constants.social_capital_need * standardised_need
            luck = self.model.normal_at_start("social_capital", self.key)
            drawn = expected + constants.social_capital_spread * luck
            self.social_capital = clip(drawn, constants.social_capital_floor, 1.0)
        else:
            self.social_capital = given_social_capital
        self.engagement = constants.engagement_rest * self.social_capital

    def reset_need(self):
        """Go back to the need of the map, at quarter 0."""
        self.need = dict(self.start_need)

    # --- phase 1: events and signals ---

    def reported_need(self):
        """The mean need that the council's figures make of the community's."""
        return mean(self.reported_by_outcome().values())

    def reported_by_outcome(self):
        """The need in each outcome that the council's figures make of the community's."""
        gaming = self.council.gaming
        return {outcome: need * (1 - gaming[outcome]) for outcome, need in self.need.items()}

    def mark_the_year(self):
        """Remember need, and need as reported, at the start of the year."""
        self.year_need = mean(self.need.values())
        self.year_reported = self.reported_need()

    def perceive(self):
        """Be seen by the council: the better, the more voice the community has."""
        distance = 1 - self.model.levers.community_voice
        self.perceived = {
            outcome: self.model.perceived(need, distance, "perceive_place", self.key, outcome)
            for outcome, need in self.need.items()
        }

    # --- phase 11: communities take part ---

    def take_part(self):
        """Work out how much it helps services along, its next engagement and its next trust."""
        constants = self.model.constants
        lively = (constants.coproduction_base + self.engagement) / constants.coproduction_reference
        self.coproduction_effect = lively**self.model.assumed.coproduction
        self.next_engagement = self.choose_engagement()
        self.next_trust = self._judge_government()

    def choose_engagement(self):
        """The community's choice: voice and trust draw people in, bonds spread it, targets crowd it out."""
        constants, levers = self.model.constants, self.model.levers
        around = mean(other.engagement for other in self.bonds) if self.bonds else 0.0
        growth = (
            constants.engagement_growth
            * levers.community_voice
            * constants.engagement_trust
            * self.trust
            * max(0.0, self.social_capital - self.engagement)
            * (constants.engagement_alone + constants.engagement_bonds * around)
        )
        crowding_out = 1 + self.model.effective.pressure * mean(self.council.distortion.values())
        above_rest = self.engagement - constants.engagement_rest * self.social_capital
        return clip(
            self.engagement + growth - constants.engagement_decay * above_rest * crowding_out, 0.0, 1.0
        )

    def _judge_government(self):
        """Trust falls faster than it rises, and falls where reported progress outruns what people feel."""
        constants = self.model.constants
        felt = self.year_need - mean(self.need.values())
        reported = self.year_reported - self.reported_need()
        aim = logistic(constants.trust_slope * (felt - reported))
        pace = constants.trust_up if aim > self.trust else constants.trust_down
        return self.trust + pace * (aim - self.trust)

    def move_on(self):
        """Let engagement and trust take their new values."""
        self.engagement = self.next_engagement
        self.trust = self.next_trust

    # --- phase 12: needs change ---

    def change_need(self, core_shortfall):
        """Need grows back by itself and in crises, falls with services, and spills over between outcomes."""
        model, constants = self.model, self.model.constants
        new_need = {}
        for outcome, need in self.need.items():
            growth = model.assumed.need_growth * (1 - need) * (1 + core_shortfall)
            served = constants.effect * need * self.dose[outcome] * self.coproduction_effect
            spilled = sum(
                share * self.change[source]
                for (source, target), share in model.country.spillovers.items()
                if target == outcome
            )
            shock = constants.crisis_shock * model.centre.crisis[outcome]
            moved = need + growth - served + constants.spillover_strength * spilled + shock
            new_need[outcome] = clip(moved, 0.0, 1.0)
        self.change = {outcome: new_need[outcome] - need for outcome, need in self.need.items()}
        self.need = new_need
