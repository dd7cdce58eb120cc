"""The line's demands on departments: urgent outcomes by the credit they bring, and core services."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from govsim.arrays import Floats
from govsim.world.indices import Indices


class LineAsks(NamedTuple):
    """Demands of each department's own line (urgency, credit, core services), and its reported results."""

    urgency_ew: Floats
    credit_ew: Floats
    core_ask_dw: Floats
    result_dw: Floats


def line_asks(
    perceived_department_ew: Floats,
    alarm_jw: Floats,
    department_belief_ew: Floats,
    core_dw: Floats,
    reported_progress_jw: Floats,
    spillover_credit_w: Floats,
    core_stake: float,
    core_alarm: float,
    outcomes_scale: float,
    departments_scale: float,
    indices: Indices,
) -> LineAsks:
    """A department has full credit for what it leads, and less for helping others.

    Urgency is perceived need × alarm × believed recipe, scaled so that counting outcomes or departments
    differently moves no money. The stake in core services rises steeply when they fall short.
    Source: holmstrom_1982 for the free rider in joint production; the forms are own.
    """
    scale = (outcomes_scale / indices.outcomes) * (indices.departments / departments_scale)
    urgency_ew = scale * perceived_department_ew * alarm_jw[indices.edge_outcome_e] * department_belief_ew
    credit_ew = np.where(indices.edge_leads_e[:, None], 1.0, spillover_credit_w)
    core_ask_dw = core_stake * np.exp(core_alarm * (1 - core_dw))
    result_ew = reported_progress_jw[indices.edge_outcome_e]
    return LineAsks(
        urgency_ew, credit_ew, core_ask_dw, indices.department_mean(result_ew, department_belief_ew)
    )
