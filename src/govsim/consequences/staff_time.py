"""Staff time that governing takes: reporting, seats, mixed signals, streams, targets, control, approvals."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from govsim.arrays import Floats, ratio, sine, total
from govsim.world.indices import Indices


class MixedSignals(NamedTuple):
    """The cost of serving two masters, and the disagreement of their demands (a sine)."""

    agreement_dw: Floats
    disagreement_dw: Floats
    mixed_signals_dw: Floats


def mixed_signals(
    urgency_ew: Floats,
    credit_ew: Floats,
    core_ask_dw: Floats,
    mean_power_dw: Floats,
    member_md: Floats,
    reporting_retired: float,
    conflict_cost_w: Floats,
    mixed_signals_peak: float,
    indices: Indices,
) -> MixedSignals:
    """Staff lose time when the line and the boards ask different things; two half-powerful masters cost most.

    An unheeded demand costs nothing, so power counts as far as it moves stakes. `agreement` is the cosine of the two
    demands over a department's contributions and core services; `disagreement` the sine over contributions alone.
    Source: bernheim_whinston_1986; the form is own.
    """
    line_ew = urgency_ew * credit_ew
    board_ew = urgency_ew * total(indices.goal_share(member_md))[:, None]
    outcomes_dw = indices.department_sum(line_ew * line_ew)
    length_board_dw = np.sqrt(indices.department_sum(board_ew * board_ew))
    inner_dw = indices.department_sum(line_ew * board_ew)
    length_line_dw = np.sqrt(outcomes_dw + core_ask_dw * core_ask_dw)
    agreement_dw = np.where(length_board_dw == 0, 1.0, ratio(inner_dw, length_line_dw * length_board_dw))
    alike_dw = ratio(inner_dw, np.sqrt(outcomes_dw) * length_board_dw, otherwise=1.0)
    disagreement_dw = sine(alike_dw)
    conflict_dw = mixed_signals_peak * mean_power_dw * (1 - mean_power_dw) * (1 - agreement_dw)
    lost_dw = conflict_cost_w * conflict_dw * (1 - reporting_retired) * indices.line_d[:, None]
    return MixedSignals(agreement_dw, disagreement_dw, lost_dw)


class CentralTime(NamedTuple):
    """Central staff time lost, the remaining effect of money, and effort for outcomes that others lead."""

    overhead_dw: Floats
    delivery_dw: Floats
    effort_dw: Floats


def central_time(
    mixed_signals_dw: Floats,
    member_md: Floats,
    joint_accountability: float,
    effective_pressure_w: Floats,
    reporting_retired: float,
    learning_loop: float,
    line_reporting_cost_w: Floats,
    board_seat_cost_w: Floats,
    learning_cost_w: Floats,
    reorganisation_cost_w: Floats,
    reorganisation_load: float,
    effort_cost_w: Floats,
    diligence_half: float,
    overhead_target_dw: Floats | None,
    delivery_target_dw: Floats | None,
    indices: Indices,
) -> CentralTime:
    """Departments lose time to line reporting, board seats, mixed signals, learning, joint effort and reorganisation.

    Where overheads are held to those of another arrangement, overhead and delivery are those of its departments.
    Source: own; reorganisation after white_dunleavy_2010.
    """
    effort_dw = joint_effort(
        member_md, joint_accountability, effective_pressure_w, reporting_retired, diligence_half
    )
    reporting_dw = line_reporting_cost_w * (1 - reporting_retired) * indices.line_d[:, None]
    seats_d = total(member_md)
    own_dw = reporting_dw + board_seat_cost_w * seats_d[:, None]
    overhead_dw = np.minimum(1.0, own_dw + learning_cost_w * learning_loop + mixed_signals_dw)
    reorganisation_w = np.maximum(0.0, 1 - reorganisation_cost_w * reorganisation_load)
    delivery_dw = (1 - overhead_dw) * reorganisation_w * (1 - effort_cost_w * effort_dw)
    if overhead_target_dw is not None and delivery_target_dw is not None:
        return CentralTime(overhead_target_dw.copy(), delivery_target_dw.copy(), effort_dw)
    return CentralTime(overhead_dw, delivery_dw, effort_dw)


def joint_effort(
    member_md: Floats,
    joint_accountability: float,
    effective_pressure_w: Floats,
    reporting_retired: float,
    diligence_half: float,
) -> Floats:
    """A department's effort for outcomes that others lead, because it is judged on the mission too.

    The more departments share a judgement, the less it moves each; targets of the line still in force draw effort away.
    Returns effort, 0 to 1, shape (department, world). Source: holmstrom_1982 for teams, james_2004; the form is own.
    """
    sitting_m = total(member_md, axis=1)
    felt_m = ratio(np.ones_like(sitting_m), np.sqrt(sitting_m))
    boards_d = total(member_md)
    judged_dw = (joint_accountability * ratio(total(felt_m[:, None] * member_md), boards_d))[:, None]
    return np.asarray(
        judged_dw / (judged_dw + diligence_half + effective_pressure_w * (1 - reporting_retired))
    )


class LocalTime(NamedTuple):
    """Local staff time lost, and money that waits for approval."""

    local_overhead_w: Floats
    approvals_w: Floats
    late_rate_w: Floats


def local_time(
    effective_consolidation_w: Floats,
    effective_pressure_w: Floats,
    effective_control_w: Floats,
    local_partnership: float,
    streams_cost_w: Floats,
    targets_cost_w: Floats,
    control_cost_w: Floats,
    partnership_cost_w: Floats,
    streams_approvals: float,
    councils_represented: float,
    late_share: float,
    centre_bandwidth_w: Floats,
    local_overhead_target_w: Floats | None,
) -> LocalTime:
    """Councils lose time to funding streams, targets, control and partnership, and wait in the approvals queue.

    The last approvals cost most, so control counts squared. Source: own; streams after lga_2020.
    """
    own_w = streams_cost_w * (1 - effective_consolidation_w) + targets_cost_w * effective_pressure_w
    own_w = own_w + control_cost_w * effective_control_w**2 + partnership_cost_w * local_partnership
    overhead_w = np.minimum(1.0, own_w) if local_overhead_target_w is None else local_overhead_target_w.copy()
    applications_w = 1 + streams_approvals * (1 - effective_consolidation_w)
    approvals_w = effective_control_w * applications_w * councils_represented
    return LocalTime(
        overhead_w, approvals_w, late_share * ratio(approvals_w, approvals_w + centre_bandwidth_w)
    )
