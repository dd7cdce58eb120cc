"""Losses of a place's money: overhead, delay, slack, gaming and others, each a share of the rest."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from govsim.arrays import Floats, ratio, total
from govsim.world.indices import Indices


def absorbed_share(
    grant_cjw: Floats,
    won_cew: Floats,
    free_share_cw: Floats,
    capacity_cw: Floats,
    bid_readiness_w: Floats,
    absorption_base: float,
    absorption_free: float,
    absorption_room: float,
    indices: Indices,
) -> Floats:
    """A council can use only as much new and free money as it has the capacity to absorb.

    Free money has yet to be planned; money won by a bid has been, as far as the bid was a plan.
    Returns shares, shape (council, world). Source: cohen_levinthal_1990; the form is own.
    """
    grant_cw = total(grant_cjw, axis=1)
    head_cw = grant_cw / indices.population_c[:, None]
    relative_cw = ratio(head_cw, total(grant_cw) / indices.population)
    planned_cw = bid_readiness_w * ratio(total(indices.outcome_sum(won_cew), axis=1), grant_cw)
    load_cw = (absorption_base + absorption_free * (free_share_cw - planned_cw)) * relative_cw
    room_cw = absorption_room * capacity_cw
    crowding_cw = ratio(load_cw, room_cw, otherwise=np.inf)
    taken_cw = ratio(-np.expm1(-crowding_cw), crowding_cw, otherwise=1.0)
    return np.where(load_cw == 0, 1.0, taken_cw)


class Losses(NamedTuple):
    """Local losses in the order of LOCAL_LOSSES, and the money that is left for production."""

    losses_xcjw: Floats
    produced_cjw: Floats


def local_losses(
    grant_cjw: Floats,
    local_overhead_w: Floats,
    late_rate_w: Floats,
    voice_cost_w: Floats,
    community_voice: float,
    local_agenda_w: Floats,
    slack_w: Floats,
    diligence_cw: Floats,
    exposed_cjw: Floats,
    absorption_cw: Floats,
    partnership_cw: Floats,
    duplicated_jw: Floats,
    gaming_cjw: Floats,
    local_duplication: float,
    gaming_loss: float,
) -> Losses:
    """Money is lost in turn, each loss a share of the rest left by the one before.

    Source: cyert_march_1963 for slack in organisations; the order is own.
    """
    careless_cjw = (1 - diligence_cw)[:, None, :]
    once_cjw = (1 - duplicated_jw) * (1 - local_duplication * (1 - partnership_cw))[:, None, :]
    rates = (
        local_overhead_w,
        late_rate_w,
        voice_cost_w * community_voice,
        local_agenda_w * careless_cjw * exposed_cjw,
        slack_w * careless_cjw,
        (1 - absorption_cw)[:, None, :],
        1 - once_cjw,
        gaming_loss * gaming_cjw,
    )
    left_cjw = grant_cjw.copy()
    losses_xcjw = np.empty((len(rates), *grant_cjw.shape))
    for lost_cjw, rate in zip(losses_xcjw, rates, strict=True):
        np.multiply(left_cjw, rate, out=lost_cjw)
        left_cjw -= lost_cjw
    return Losses(losses_xcjw, left_cjw)
