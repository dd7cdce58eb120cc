"""Local services: each is tied to its council, more or less closely."""

import mesa

from tests.reference.arithmetic import clip
from tests.reference.network import service_key


class LocalService(mesa.Agent):
    """A local service of one council, such as its schools, and the tie by which the council can steer it."""

    def __init__(self, model, council, service):
        super().__init__(model)
        self.key = service_key(council, service)
        self.is_own = service in model.country.own_services
        self.is_convened = model.network.has("convenes", council, self.key)
        self.tie = 1.0 if self.is_own else model.constants.local_tie_floor
        if not self.is_convened:
            self.tie = 0.0

    def grow_closer(self, absorption):
        """Partnership ties council and service, more where money is absorbed well; all ties fade."""
        constants = self.model.constants
        if self.is_own or not self.is_convened:
            return
        pace = constants.local_tie_growth * self.model.levers.local_partnership
        room = constants.local_tie_base + (1 - constants.local_tie_base) * absorption
        fading = constants.local_tie_decay * (self.tie - constants.local_tie_floor)
        self.tie = clip(self.tie + pace * (1 - self.tie) * room - fading, 0.0, 1.0)
