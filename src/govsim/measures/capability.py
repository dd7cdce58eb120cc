"""What government and communities can do together: trust, engagement, capacity, ties, attention and power."""

from __future__ import annotations

import numpy as np

from govsim.arrays import Floats, mean, total
from govsim.world.indices import Indices


def trust(trust_kw: Floats, indices: Indices) -> Floats:
    """Mean trust of residents, shape (world,)."""
    return indices.national_mean(indices.council_mean(trust_kw))


def engagement(engagement_kw: Floats, indices: Indices) -> Floats:
    """Mean engagement of residents, shape (world,)."""
    return indices.national_mean(indices.council_mean(engagement_kw))


def capacity(capacity_cw: Floats, indices: Indices) -> Floats:
    """Mean capacity of councils, weighted by residents, shape (world,)."""
    return indices.national_mean(capacity_cw)


def department_ties(tie_pw: Floats) -> Floats:
    """Mean working tie between departments, shape (world,); 0 with one department."""
    if tie_pw.shape[0] == 0:
        return np.zeros(tie_pw.shape[-1])
    return mean(tie_pw)


def local_ties(partnership_cw: Floats) -> Floats:
    """Mean working tie between councils and the local services of others, shape (world,)."""
    return mean(partnership_cw)


def attention_by_mission(attention_mw: Floats) -> Floats:
    """Attention of the Prime Minister to each mission, shape (mission, world)."""
    return attention_mw


def power_by_mission(power_mw: Floats) -> Floats:
    """Power of each mission's board, shape (mission, world)."""
    return power_mw


def board_power(mean_power_dw: Floats, baseline_dw: Floats) -> Floats:
    """Power of boards over departments, weighted by budget, shape (world,)."""
    return total(mean_power_dw * baseline_dw)


def budget_by_department(baseline_dw: Floats) -> Floats:
    """Each department's share of the budget, shape (department, world)."""
    return baseline_dw


def free_share(free_share_cw: Floats, indices: Indices) -> Floats:
    """Share of councils' money that is free to re-mix, weighted by residents, shape (world,)."""
    return indices.national_mean(free_share_cw)


def absorption(absorption_cw: Floats, indices: Indices) -> Floats:
    """Share of grants that councils can absorb, weighted by residents, shape (world,)."""
    return indices.national_mean(absorption_cw)


def diligence(diligence_cjw: Floats) -> Floats:
    """Mean diligence of services, shape (world,)."""
    return mean(mean(diligence_cjw, axis=1))


def relapse(relapse_state_w: Floats) -> Floats:
    """How far government has fallen back into old habits, shape (world,)."""
    return relapse_state_w
