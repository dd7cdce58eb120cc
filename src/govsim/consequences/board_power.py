"""How much power mission boards have over what departments do."""

from __future__ import annotations

import math
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


def elasticity_mean(first: Floats, second: Floats, exponent: Floats, band: float) -> Floats:
    """Constant-elasticity mean of two inputs from 0 to 1: below exponent 0 both are needed.

    Shapes broadcast. Within `band` of 0 it is the geometric mean. Source: arrow_chenery_minhas_solow_1961.
    """
    has_first, has_second = first > 0, second > 0
    # Where an input is 0 its logarithm is replaced: it is masked.
    log_first, log_second = np.log(np.where(has_first, first, 1.0)), np.log(np.where(has_second, second, 1.0))
    is_geometric = np.abs(exponent) < band
    safe = np.where(is_geometric, 1.0, exponent)
    # Sums of powers are taken in logarithms, where they cannot overflow.
    half = math.log(1 / 2)
    term_first = np.where(has_first, half + safe * log_first, -np.inf)
    term_second = np.where(has_second, half + safe * log_second, -np.inf)
    mean = np.exp(np.logaddexp(term_first, term_second) / safe)
    if np.count_nonzero(is_geometric):
        mean = np.where(is_geometric, np.exp((log_first + log_second) / 2), mean)
    return np.where(~(has_first & has_second) & (exponent < band), 0.0, mean)


def board_power(
    attention_mw: Floats,
    pooled_funding: float,
    joint_accountability: float,
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
