"""A department decides how to divide its own money between outcomes and its core services."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from govsim.arrays import Floats, Segments, ratio
from govsim.decisions.rules import Rule, own_rows
from govsim.world.indices import Indices


@dataclass(frozen=True, eq=False)
class AllocationView:
    """A department's view; contributions in the order of departments (axis e), one segment each."""

    stance_ew: Floats
    urgency_ew: Floats  # perceived need × alarm × believed recipe, scaled
    edge_power_ew: Floats
    credit_ew: Floats
    core_ask_dw: Floats
    mean_power_dw: Floats
    motivation_w: Floats
    result_dw: Floats  # reported progress of the outcomes that it serves
    aspiration_dw: Floats
    segments: Segments
    stance_speed: float
    satisfied_speed: float
    search_speed: float

    def of(self, department: int) -> AllocationView:
        """The view of one department; its axis has length 1."""
        rows = np.flatnonzero(self.segments.group == department)
        own = slice(rows[0], rows[-1] + 1) if rows.size else slice(0, 0)
        one = slice(department, department + 1)
        return replace(
            self,
            **own_rows(self, "e", own),
            **own_rows(self, "d", one),
            segments=Segments(np.zeros(rows.size, dtype=np.int64), 1),
        )


def see(
    stance_ew: Floats,
    urgency_ew: Floats,
    edge_power_ew: Floats,
    credit_ew: Floats,
    core_ask_dw: Floats,
    mean_power_dw: Floats,
    public_service_motivation_w: Floats,
    result_dw: Floats,
    aspiration_dw: Floats,
    stance_speed: float,
    satisfied_speed: float,
    search_speed: float,
    indices: Indices,
) -> AllocationView:
    """Departments see urgency through noise and belief, credit, boards' power and their core services.

    Source: own.
    """
    order = indices.department_order
    return AllocationView(
        stance_ew[order],
        urgency_ew[order],
        edge_power_ew[order],
        credit_ew[order],
        core_ask_dw,
        mean_power_dw,
        public_service_motivation_w,
        result_dw,
        aspiration_dw,
        indices.by_department,
        stance_speed,
        satisfied_speed,
        search_speed,
    )


def in_edge_order(choice_ew: Floats, indices: Indices) -> Floats:
    """Reorder the departments' choices as edges. Source: own: bookkeeping."""
    stance_ew = np.empty_like(choice_ew)
    stance_ew[indices.department_order] = choice_ew
    return stance_ew


def target_stance(view: AllocationView) -> Floats:
    """Shares in proportion to stakes, as logarithmic utility gives them; the old stance without any stake.

    The line's credit counts as far as boards leave power to it. Boards and motivation credit every contribution in
    full. Source: holmstrom_milgrom_1991, bernheim_whinston_1986; the form is own.
    """
    weight_ew = (1 - view.edge_power_ew) * view.credit_ew + view.edge_power_ew + view.motivation_w
    stake_ew = view.urgency_ew * weight_ew
    core_dw = view.core_ask_dw * ((1 - view.mean_power_dw) + view.motivation_w)
    all_dw = view.segments.sum(stake_ew) + core_dw
    all_ew = view.segments.spread(all_dw)
    return np.where(all_ew > 0, ratio(stake_ew, all_ew), view.stance_ew)


def stakes(view: AllocationView) -> Floats:
    """A department moves a part of the way to shares in proportion to its stakes.

    Returns the stance, shape (edge, world). Source: davis_dempster_wildavsky_1966 for the slow move.
    """
    return view.stance_ew + view.stance_speed * (target_stance(view) - view.stance_ew)


def aspiration(view: AllocationView) -> Floats:
    """A department that is content with its results hardly moves; one that is not searches.

    Returns the stance, shape (edge, world). Source: cyert_march_1963.
    """
    content_dw = view.result_dw >= view.aspiration_dw
    speed_dw = np.where(content_dw, view.satisfied_speed, view.search_speed)
    return view.stance_ew + view.segments.spread(speed_dw) * (target_stance(view) - view.stance_ew)


RULES = {
    "stakes": Rule(stakes, "davis_dempster_wildavsky_1966"),
    "aspiration": Rule(aspiration, "cyert_march_1963"),
}
