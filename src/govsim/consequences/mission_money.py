"""Where departments' and boards' money goes: pools, relabelling, withdrawal and duplication."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from govsim.arrays import Floats, ratio, total
from govsim.world.indices import Indices


class MissionMoney(NamedTuple):
    """Money by contribution and in departments' core services, shares of the quarter's budget."""

    edge_money_ew: Floats
    core_money_dw: Floats
    relabelled_money_dw: Floats


def mission_money(
    baseline_dw: Floats,
    stance_ew: Floats,
    board_share_mew: Floats,
    board_belief_mew: Floats,
    perceived_board_mjw: Floats,
    alarm_jw: Floats,
    power_mw: Floats,
    member_md: Floats,
    pooled_funding: float,
    mission_share_w: Floats,
    relabel_w: Floats,
    fungibility_w: Floats,
    indices: Indices,
) -> MissionMoney:
    """Members pay into the pool; some of what comes back is relabelled, and own money is withdrawn against it.

    Relabelling shrinks as a board's power grows. Source: hines_thaler_1995 (flypaper and fungibility).
    """
    goal_me = indices.goal_mj[:, indices.edge_outcome_e] * member_md[:, indices.edge_department_e]
    urgency_mw = total(indices.goal_mj[:, :, None] * perceived_board_mjw * alarm_jw, axis=1)
    claim_mw = urgency_mw * total(goal_me[:, :, None] * board_belief_mew, axis=1)
    claims_w = total(claim_mw)
    seat_d = member_md.max(axis=0, initial=0.0)
    contribution_dw = pooled_funding * mission_share_w * seat_d[:, None] * baseline_dw * (claims_w > 0)
    pool_mw = total(contribution_dw) * ratio(claim_mw, claims_w)
    pool_mew = pool_mw[:, None, :] * board_share_mew
    relabelled_mew = (relabel_w * (1 - power_mw))[:, None, :] * pool_mew
    receipts_ew = total(pool_mew - relabelled_mew)
    own_dw = baseline_dw - contribution_dw
    own_ew = own_dw[indices.edge_department_e] * stance_ew
    withdrawn_ew = np.minimum(own_ew, fungibility_w * receipts_ew)
    return MissionMoney(
        own_ew - withdrawn_ew + receipts_ew,
        own_dw - indices.department_sum(own_ew - withdrawn_ew),
        indices.department_sum(total(relabelled_mew)),
    )


def duplicated_share(tie_pw: Floats, recipe_ew: Floats, duplication: float, indices: Indices) -> Floats:
    """Departments that contribute without working together do things twice.

    Returns the share of each outcome's money, shape (outcome, world). Source: own; gulick_1937 on why divided
    work must be co-ordinated.
    """
    others_ew = recipe_ew * ~indices.edge_leads_e[:, None]
    others_jw = indices.by_outcome.sum(others_ew)
    quality_jw = ratio(
        indices.by_outcome.sum(others_ew * indices.tie_to_lead(tie_pw)), others_jw, otherwise=1.0
    )
    return duplication * (1 - quality_jw) * (1 - recipe_ew[indices.lead_edge_j])


def placeable_money(edge_money_ew: Floats, delivery_dw: Floats, indices: Indices) -> Floats:
    """What central overhead leaves to be granted to places, shape (edge, world). Source: own."""
    return edge_money_ew * delivery_dw[indices.edge_department_e]
