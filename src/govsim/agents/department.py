"""A department of state as a Mesa agent."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from govsim.agents.actor import Actor
from govsim.agents.rows import rows_of
from govsim.arrays import Floats, Integers
from govsim.decisions.department_allocation import AllocationView
from govsim.decisions.rules import Rule
from govsim.errors import InputError, Problem
from govsim.world.state import Declared


@rows_of("d", "e")
class Department(Actor):
    """A department decides how to divide its own money between outcomes and its core services.

    `outcomes` are the keys of the outcomes it contributes to. Attributes by contribution, such as `stance` and
    `department_belief`, are arrays in that order; others, such as `baseline` and `core`, are numbers. `baseline` is a
    share of the budget. Shares must sum to 1, so use `set_budget_share` to change it; writing it alone is refused.
    """

    kind: ClassVar[str] = "department"
    edges: Integers
    outcomes: tuple[str, ...]

    def place_in(self, declared: Declared) -> Any:
        """Index of the department's row, or of all its contributions in an array by contribution."""
        return self.edges if declared.axes[0] == "e" else self.row

    def allocate(self, view: AllocationView, rule: Rule[AllocationView, Floats]) -> Floats:
        """Decide on the share of the department's own money for each of its outcomes, shape (edge, world).

        The rest goes to core services.
        """
        return rule.choose(view)

    def set_budget_share(self, share: float) -> None:
        """Set this department's share of the budget; the others are scaled in proportion.

        Raises InputError unless it is a share, or if the others have nothing to give.
        """
        before_d = self.world.state["baseline_dw"][:, 0]
        others = np.delete(before_d, self.row).sum()
        expected = ""
        if not (np.ndim(share) == 0 and np.isfinite(share) and 0 <= share <= 1):
            expected = "a share from 0 to 1"
        elif others <= 0 and share != 1:
            expected = "1, as no other department has a budget"
        if expected:
            raise InputError(Problem(str(self), expected, f"{share}", key="baseline"))
        after_d = before_d * ((1 - share) / others if others > 0 else 0.0)
        after_d[self.row] = share
        self.replace_array("baseline_dw", after_d[:, None])
