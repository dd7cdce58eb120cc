"""Where departments' and boards' money goes: pools, relabelling, withdrawal and duplication."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from govsim.arrays import Floats, ratio, total
from govsim.world.indices import Indices


class MissionMoney(NamedTuple):
    """Money by contribution and in departments' core services, as shares of the quarter's budget."""

    edge_money_ew: Floats
    core_money_dw: Floats
    relabelled_money_dw: Floats


class Pools(NamedTuple):
    """What members pay into pools, how boards divide them, and what receivers relabel: shares of the budget."""

    contribution_dw: Floats
    divided_mew: Floats
    relabelled_mew: Floats


def pooled(
    baseline_dw: Floats,
    board_share_mew: Floats,
    board_belief_mew: Floats,
    perceived_board_mjw: Floats,
    alarm_jw: Floats,
    power_mw: Floats,
    member_md: Floats,
    pooled_funding: float,
    mission_share_w: Floats,
    relabel_w: Floats,
    indices: Indices,
) -> Pools:
    """Members pay in by their budgets; boards get pools by how urgent their missions look. Source: own."""
    goal_me = indices.goal_mj[:, indices.edge_outcome_e] * member_md[:, indices.edge_department_e]
    urgency_mw = total(indices.goal_mj[:, :, None] * perceived_board_mjw * alarm_jw, axis=1)
    claim_mw = urgency_mw * total(goal_me[:, :, None] * board_belief_mew, axis=1)
    claims_w = total(claim_mw)
    seat_d = member_md.max(axis=0, initial=0.0)
    contribution_dw = pooled_funding * mission_share_w * seat_d[:, None] * baseline_dw * (claims_w > 0)
    pool_mw = total(contribution_dw) * ratio(claim_mw, claims_w)
    divided_mew = pool_mw[:, None, :] * board_share_mew
    return Pools(contribution_dw, divided_mew, (relabel_w * (1 - power_mw))[:, None, :] * divided_mew)


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
    volume_target_w: Floats | None,
    indices: Indices,
) -> MissionMoney:
    """Members pay into the pool, relabel some of the money that returns, and withdraw own money against it.

    Relabelling shrinks as a board's power grows. Where volume is held to that of another arrangement, outcomes get that
    share of all money. Source: hines_thaler_1995 (flypaper and fungibility).
    """
    pool = pooled(
        baseline_dw,
        board_share_mew,
        board_belief_mew,
        perceived_board_mjw,
        alarm_jw,
        power_mw,
        member_md,
        pooled_funding,
        mission_share_w,
        relabel_w,
        indices,
    )
    receipts_ew = total(pool.divided_mew - pool.relabelled_mew)
    own_dw = baseline_dw - pool.contribution_dw
    own_ew = own_dw[indices.edge_department_e] * stance_ew
    withdrawn_ew = np.minimum(own_ew, fungibility_w * receipts_ew)
    money = MissionMoney(
        own_ew - withdrawn_ew + receipts_ew,
        own_dw - indices.department_sum(own_ew - withdrawn_ew),
        indices.department_sum(total(pool.relabelled_mew)),
    )
    return money if volume_target_w is None else at_volume(money, volume_target_w, indices)


def at_volume(money: MissionMoney, volume_w: Floats, indices: Indices) -> MissionMoney:
    """Move outcomes' share of all money to `volume_w`, by one factor on every department's odds.

    Odds, because a department without core services could not follow a factor on money. Relabelled money is scaled
    with core services, or it would be a loophole. If no factor reaches the target, the nearest is used. Money already
    at the target stays bit for bit, so that a lever without effect has none here. Source: own.
    """
    outcomes_dw = indices.department_sum(money.edge_money_ew)
    rest_dw = money.core_money_dw + money.relabelled_money_dw
    all_dw = outcomes_dw + rest_dw
    low_w, high_w = np.full(volume_w.shape, -LARGEST_LOG_ODDS), np.full(volume_w.shape, LARGEST_LOG_ODDS)
    for _ in range(HALVINGS):
        middle_w = (low_w + high_w) / 2
        odds_dw = np.exp(middle_w) * outcomes_dw
        short_w = total(all_dw * ratio(odds_dw, odds_dw + rest_dw)) < volume_w
        low_w, high_w = np.where(short_w, middle_w, low_w), np.where(short_w, high_w, middle_w)
    odds_dw = np.exp((low_w + high_w) / 2) * outcomes_dw
    moved_dw = all_dw * ratio(odds_dw, odds_dw + rest_dw)
    stays_w = total(money.edge_money_ew) == volume_w
    more_dw = np.where(stays_w, 1.0, ratio(moved_dw, outcomes_dw))
    less_dw = np.where(stays_w, 1.0, ratio(all_dw - moved_dw, rest_dw))
    return MissionMoney(
        money.edge_money_ew * more_dw[indices.edge_department_e],
        money.core_money_dw * less_dw,
        money.relabelled_money_dw * less_dw,
    )


LARGEST_LOG_ODDS = 12.0  # a factor of 160,000 on the odds is as good as any
HALVINGS = 40  # precision of the factor's logarithm: 2·10⁻¹¹


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


def flawed_share(design_flaws_w: Floats, seats_e: Floats, effective_control_w: Floats) -> Floats:
    """The share of cleared money that flaws of design waste: less where more reviewers look. Shape (edge, world).

    Source: own.
    """
    return np.asarray(design_flaws_w / (1 + seats_e[:, None] + effective_control_w))


class PlaceableMoney(NamedTuple):
    """Money to grant to places, and money lost before that, as shares of the quarter's budget."""

    placeable_ew: Floats
    awaiting_w: Floats
    flawed_w: Floats


def placeable_money(
    edge_money_ew: Floats,
    delivery_dw: Floats,
    disagreement_dw: Floats,
    member_md: Floats,
    pooled_funding: float,
    reporting_retired: float,
    effective_control_w: Floats,
    clearance_w: Floats,
    design_flaws_w: Floats,
    indices: Indices,
) -> PlaceableMoney:
    """The money for places that is left after central overhead, money that waits for clearance, and flaws of design.

    Every seat on a contribution's goal clears it, and so does the line. More masters who disagree make money late,
    unless they share it; more eyes find flaws of design, and so do those who approve what councils do.
    Source: pressman_wildavsky_1973 and scharpf_1988 for clearance; eyes are own.
    """
    seats_e = total(indices.aims_me * member_md[:, indices.edge_department_e])
    line_e = indices.line_d[indices.edge_department_e] * (1 - reporting_retired)
    further_e = np.maximum(0.0, line_e + seats_e - 1) * (1 - pooled_funding)
    delivered_ew = edge_money_ew * delivery_dw[indices.edge_department_e]
    late_ew = -np.expm1(-clearance_w * further_e[:, None] * disagreement_dw[indices.edge_department_e])
    awaiting_ew = delivered_ew * late_ew
    cleared_ew = delivered_ew - awaiting_ew
    flawed_ew = cleared_ew * flawed_share(design_flaws_w, seats_e, effective_control_w)
    return PlaceableMoney(cleared_ew - flawed_ew, total(awaiting_ew), total(flawed_ew))
