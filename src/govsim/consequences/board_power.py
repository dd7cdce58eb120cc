"""How much power mission boards have over what departments do."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from govsim.arrays import Floats, combined
from govsim.world.indices import Indices


class BoardPower(NamedTuple):
    """Power of boards, over contributions and over whole departments."""

    power_mw: Floats
    pull_mw: Floats
    edge_power_ew: Floats
    mean_power_dw: Floats


def elasticity_mean(first: Floats, second: Floats, weight: Floats, exponent: Floats, band: float) -> Floats:
    """Constant-elasticity mean of two inputs from 0 to 1: below exponent 0 both are needed.

    Shapes broadcast. Within `band` of 0 it is Cobb–Douglas. An input of weight 0 is left out.
    Source: arrow_chenery_minhas_solow_1961.
    """
    other = 1 - weight
    has_first, has_second = (first > 0) & (weight > 0), (second > 0) & (other > 0)
    missing = (has_first != (weight > 0)) | (has_second != (other > 0))
    # Where an input is 0, or has no weight, its logarithm is replaced: either it is masked or it counts for nothing.
    log_first, log_second = np.log(np.where(has_first, first, 1.0)), np.log(np.where(has_second, second, 1.0))
    is_geometric = np.abs(exponent) < band
    safe = np.where(is_geometric, 1.0, exponent)
    # Sums of powers are taken in logarithms, where they cannot overflow.
    term_first = np.where(has_first, np.log(np.where(weight > 0, weight, 1.0)), -np.inf)
    term_second = np.where(has_second, np.log(np.where(other > 0, other, 1.0)), -np.inf)
    mean = np.exp(np.logaddexp(term_first + safe * log_first, term_second + safe * log_second) / safe)
    if np.count_nonzero(is_geometric):
        mean = np.where(is_geometric, np.exp(weight * log_first + other * log_second), mean)
    return np.where(missing & (exponent < band), 0.0, mean)


def board_power(
    attention_mw: Floats,
    pooled_funding: float,
    joint_accountability: float,
    funding_weight_w: Floats,
    power_complementarity_w: Floats,
    accountability_alone_w: Floats,
    crisis_level_w: Floats,
    crisis_power_loss: float,
    cobb_douglas_band: float,
    member_md: Floats,
    department_belief_ew: Floats,
    indices: Indices,
) -> BoardPower:
    """A board's power comes from the money that it allocates and from accountability that the Prime Minister heeds.

    Whether money and accountability need each other or substitute is the contested power_complementarity.
    What one is judged on draws some effort even where a board has no power: the contested accountability_alone.
    A crisis takes from both. Source: bernheim_whinston_1986, holmstrom_milgrom_1991; james_2004 on weak incentives.
    """
    mean_mw = elasticity_mean(
        np.full(1, pooled_funding),
        joint_accountability * attention_mw,
        funding_weight_w,
        power_complementarity_w,
        cobb_douglas_band,
    )
    heeded_w = 1 - crisis_power_loss * crisis_level_w
    power_mw = mean_mw * heeded_w
    pull_mw = power_mw + accountability_alone_w * np.maximum(0.0, joint_accountability * heeded_w - power_mw)
    share_me = indices.goal_share(member_md)
    edge_power_ew = combined(share_me, pull_mw[None])[0]
    return BoardPower(
        power_mw, pull_mw, edge_power_ew, indices.department_mean(edge_power_ew, department_belief_ew)
    )
