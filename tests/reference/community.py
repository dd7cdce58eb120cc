"""Communities: they take part in what is done for them, trust or distrust, and their needs change."""

import mesa

from tests.reference.arithmetic import clip, mean


class Community(mesa.Agent):
    """A community of people, with its needs, its engagement and its trust."""

    def __init__(self, model, key, council, population, need):
        super().__init__(model)
        self.key = key
        self.council = council
        self.population = population
        self.start_need = dict(need)
        self.need = dict(need)
        self.own_growth, self.drift, self.held_fall = (dict.fromkeys(need, 0.0) for _ in range(3))
        self.dose = {}
        self.bonds = []
        self.trust = model.constants.trust_start
        self.reference_need = mean(need.values())

    def begin(self, standardised_need, given_social_capital):
        """Take up its social capital, drawn around what its need suggests unless the places give it."""
        constants = self.model.constants
        if given_social_capital is None:
            expected = constants.social_capital_mean - constants.social_capital_need * standardised_need
            luck = self.model.normal_at_start("social_capital", self.key)
            drawn = expected + constants.social_capital_spread * luck
            self.social_capital = clip(drawn, 0.0, 1.0)
        else:
            self.social_capital = given_social_capital
        self.engagement = constants.engagement_rest * self.social_capital

    def reset_need(self):
        """Go back to the need of the map, at quarter 0, and be used to it."""
        self.need = dict(self.start_need)
        self.reference_need = mean(self.need.values())

    # --- phase 1: events and signals ---

    def reported_need(self):
        """The mean need that the council's figures make of the community's."""
        return mean(self.reported_by_outcome().values())

    def reported_by_outcome(self):
        """The need in each outcome that the council's figures make of the community's."""
        gaming = self.council.gaming
        return {outcome: need * (1 - gaming[outcome]) for outcome, need in self.need.items()}

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
        speed = constants.reference_speed
        self.reference_need += speed * (mean(self.need.values()) - self.reference_need)

    def choose_engagement(self):
        """The community's choice: voice and trust draw people in, bonds spread it, distrust and targets wear it out."""
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
        crowding_out = self.model.effective.pressure * mean(self.council.distortion.values())
        tiring = self.model.assumed.voice_fatigue * levers.community_voice * (1 - self.trust)
        above_rest = self.engagement - constants.engagement_rest * self.social_capital
        fading = constants.engagement_decay * above_rest * (1 + crowding_out + tiring)
        return clip(self.engagement + growth - fading, 0.0, 1.0)

    def _judge_government(self):
        """Trust answers to need beside what people are used to and were promised, and to what reports hide."""
        constants = self.model.constants
        need = mean(self.need.values())
        hidden = 1 - self.reported_need() / need if need > 0 else 0.0
        expected = constants.promised_progress / constants.reference_speed
        beyond = self.reference_need - need - expected * self.model.levers.prime_minister_time
        felt = beyond if beyond > 0 else constants.loss_aversion * beyond
        aim = constants.trust_start + constants.trust_results * felt - constants.trust_hidden * hidden
        return self.trust + constants.trust_speed * (clip(aim, 0.0, 1.0) - self.trust)

    def move_on(self):
        """Let engagement and trust take their new values."""
        self.engagement = self.next_engagement
        self.trust = self.next_trust

    # --- phase 12: needs change ---

    def grow_by_itself(self):
        """At quarter 0 need takes up the growth that services of the warm-up held."""
        model, constants = self.model, self.model.constants
        rate = min(model.assumed.crisis_rate, constants.usual_crises) / len(self.need)
        usual = constants.crisis_shock * rate / (1 - constants.crisis_persistence)
        for outcome, start in self.start_need.items():
            grown = constants.growth_ceiling
            if start < 1:
                held = self.held_fall[outcome] * start - usual
                grown = clip(held / (1 - start), 0.0, constants.growth_ceiling)
            self.own_growth[outcome] = grown

    def fall(self, outcome):
        """The share of need in an outcome that services take away."""
        return self.model.assumed.effect * self.dose[outcome] * self.coproduction_effect

    def hold(self, quarters):
        """Stay as it is, in the warm-up, and remember what services would have taken away."""
        for outcome in self.need:
            self.held_fall[outcome] += self.fall(outcome) / quarters

    def change_need(self, core_shortfall):
        """Need grows of its own, drifts and follows other outcomes' need; services take it away."""
        model, constants = self.model, self.model.constants
        harm = max(0.0, 1 + model.assumed.core_failure * (core_shortfall - model.held_shortfall))
        new_need = {}
        for outcome, need in self.need.items():
            grown = self.own_growth[outcome] * (1 - need) * harm
            pushed = self.drift[outcome] + model.assumed.dependence * self._moved_besides(outcome)
            shock = constants.crisis_shock * model.centre.crisis[outcome]
            moved = need + grown - self.fall(outcome) * need + 4 * need * (1 - need) * pushed + shock
            new_need[outcome] = clip(moved, 0.0, 1.0)
        self.need = new_need

    def _moved_besides(self, outcome):
        """How far its other outcomes' need is from where it started."""
        others = [need - self.start_need[other] for other, need in self.need.items() if other != outcome]
        return mean(others) if others else 0.0

    def change_need_as_everywhere(self, core_shortfall):
        """The rule of the first edition: absent need comes back at one rate everywhere."""
        model, constants = self.model, self.model.constants
        harm = 1 + model.assumed.core_failure * core_shortfall
        self.need = {
            outcome: clip(
                need
                + constants.need_growth * (1 - need) * harm
                - self.fall(outcome) * need
                + constants.crisis_shock * model.centre.crisis[outcome],
                0.0,
                1.0,
            )
            for outcome, need in self.need.items()
        }
