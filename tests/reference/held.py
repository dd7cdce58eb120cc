"""Held to another arrangement: the same world run under it, whose volume or overhead holds here (§3, 4 and 7)."""

import math

WIDEST = 12  # greatest ln of the factor by which outcomes may be weighed
TOLERANCE = 0.002


class Held:
    """Other arrangements that run beside a model, each as a model of its own that starts where it does."""

    def __init__(self, model):
        scenario = model.governance
        own = (scenario.levers, scenario.reforms)
        volume = scenario.equal_volume_as if scenario.equal_volume else None
        overhead = scenario.equal_overhead_as if scenario.equal_overhead else None
        named = [course for course in (volume, overhead) if course is not None]
        if all((course.levers, course.reforms) == own for course in named):
            volume = overhead = None  # one that names nothing but itself would be held to what it does anyway
        self.volume = self._beside(model, volume) if volume else None
        self.overhead = self._beside(model, overhead) if overhead else None

    def _beside(self, model, course):
        other = model.under(course)
        other.set_state(model.state())
        other.quarter = model.quarter
        return other

    def step(self):
        """Run the other arrangements for the quarter that is to be held to theirs."""
        for other in (self.volume, self.overhead):
            if other is not None:
                other.step()

    def hold_overhead(self, model):
        """Take over the staff time that the other arrangement loses."""
        if self.overhead is None:
            return
        model.centre.local_overhead = self.overhead.centre.local_overhead
        for key, department in model.departments.items():
            department.overhead = self.overhead.departments[key].overhead
            department.delivery = self.overhead.departments[key].delivery

    def hold_volume(self, model):
        """Spend as much on outcomes as the other arrangement does."""
        if self.volume is None:
            return
        departments = list(model.departments.values())
        wanted = sum(other.money_for_outcomes() for other in self.volume.departments.values())
        factor = _factor(departments, wanted)
        for department in departments:
            department.rescale(factor)
        reached = sum(department.money_for_outcomes() for department in departments)
        if abs(reached - wanted) > TOLERANCE:
            raise ValueError(f"outcomes get {reached}, not the {wanted} of the other arrangement")


def _factor(departments, wanted):
    """The one factor on outcomes' weight against core services that gives them the money that is wanted."""
    low, high = -float(WIDEST), float(WIDEST)
    for _ in range(200):
        middle = (low + high) / 2
        spent = sum(department.outcomes_if(math.exp(middle)) for department in departments)
        low, high = (middle, high) if spent < wanted else (low, middle)
    return math.exp((low + high) / 2)
