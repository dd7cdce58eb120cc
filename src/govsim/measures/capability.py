"""Capability of government and communities: trust, engagement, capacity, ties, attention and power."""

from __future__ import annotations

import numpy as np

from govsim.arrays import Floats, mean, total
from govsim.measures.measure import Measure
from govsim.world.indices import Indices


def trust(trust_kw: Floats, indices: Indices) -> Floats:
    """Mean trust of residents, shape (world,). Source: ryzin_2004; slovic_1993."""
    return indices.resident_mean(trust_kw)


def engagement(engagement_kw: Floats, indices: Indices) -> Floats:
    """Mean engagement of residents, shape (world,). Source: ostrom_1996."""
    return indices.resident_mean(engagement_kw)


def capacity(capacity_cw: Floats, indices: Indices) -> Floats:
    """Mean capacity of councils, weighted by residents, shape (world,). Source: cohen_levinthal_1990."""
    return indices.national_mean(capacity_cw)


def department_ties(tie_pw: Floats) -> Floats:
    """Mean working tie between departments, shape (world,); 0 with one department.

    Source: ansell_gash_2008.
    """
    if tie_pw.shape[0] == 0:
        return np.zeros(tie_pw.shape[-1])
    return mean(tie_pw)


def local_ties(partnership_cw: Floats) -> Floats:
    """Mean tie of councils with others' services at the start of the quarter, shape (world,).

    Source: ansell_gash_2008.
    """
    return mean(partnership_cw)


def attention_by_mission(attention_mw: Floats) -> Floats:
    """Attention of the Prime Minister to each mission, shape (mission, world).

    Source: jones_baumgartner_2005.
    """
    return attention_mw


def power_by_mission(power_mw: Floats) -> Floats:
    """Power of each mission's board, shape (mission, world). Source: bernheim_whinston_1986."""
    return power_mw


def board_power(mean_power_dw: Floats, baseline_dw: Floats) -> Floats:
    """Power of boards over departments, weighted by budget, shape (world,).

    Source: bernheim_whinston_1986.
    """
    return total(mean_power_dw * baseline_dw)


def budget_by_department(baseline_dw: Floats) -> Floats:
    """Each department's share of the budget, shape (department, world). Source: own."""
    return baseline_dw


def free_share(free_share_cw: Floats, indices: Indices) -> Floats:
    """Share of councils' money that is free to re-mix, weighted by residents, shape (world,).

    Source: oates_1972.
    """
    return indices.national_mean(free_share_cw)


def absorption(absorption_cw: Floats, indices: Indices) -> Floats:
    """Share of grants that councils can absorb, weighted by residents, shape (world,).

    Source: cohen_levinthal_1990.
    """
    return indices.national_mean(absorption_cw)


def diligence(diligence_cw: Floats) -> Floats:
    """Mean diligence of services, shape (world,). Source: holmstrom_milgrom_1991."""
    return mean(diligence_cw)


def relapse(relapse_state_w: Floats) -> Floats:
    """The relapse of government into old habits, shape (world,). Source: own."""
    return relapse_state_w


MEASURES = (
    Measure(
        board_power,
        "Power of mission boards",
        "share",
        "power of boards over departments, weighted by budget",
        source="bernheim_whinston_1986",
        smallest_effect=0.01,
    ),
    Measure(
        trust,
        "Trust",
        "share",
        "residents' trust in government, from services and hidden need",
        source="ryzin_2004; slovic_1993",
        better=1,
        smallest_effect=0.02,
    ),
    Measure(
        engagement,
        "Engagement",
        "share",
        "how far residents take part",
        source="ostrom_1996",
        better=1,
        smallest_effect=0.01,
    ),
    Measure(
        capacity,
        "Capacity of councils",
        "share",
        "what councils can absorb and organise",
        source="cohen_levinthal_1990",
        better=1,
        smallest_effect=0.01,
    ),
    Measure(
        absorption,
        "Grants absorbed",
        "share",
        "share of grants that councils can absorb",
        source="cohen_levinthal_1990",
        better=1,
        smallest_effect=0.01,
    ),
    Measure(
        diligence,
        "Diligence of services",
        "share",
        "how far services do their best",
        source="holmstrom_milgrom_1991",
        better=1,
        smallest_effect=0.01,
    ),
    Measure(
        free_share,
        "Money free to re-mix",
        "share",
        "share of councils' money that they may re-mix",
        source="oates_1972",
        smallest_effect=0.01,
    ),
    Measure(
        department_ties,
        "Ties between departments",
        "tie",
        "mean working tie of pairs of departments",
        source="ansell_gash_2008",
        better=1,
        smallest_effect=0.02,
    ),
    Measure(
        local_ties,
        "Ties between local services",
        "tie",
        "mean tie of councils with others' services",
        source="ansell_gash_2008",
        better=1,
        smallest_effect=0.02,
    ),
    Measure(
        relapse,
        "Relapse into old habits",
        "share",
        "how far government has fallen back under pressure",
        better=-1,
        smallest_effect=0.01,
    ),
    Measure(
        attention_by_mission,
        "Attention of the Prime Minister",
        "share",
        "attention to a mission",
        source="jones_baumgartner_2005",
        axis="m",
    ),
    Measure(
        power_by_mission,
        "Power of the board",
        "share",
        "power of a mission's board",
        source="bernheim_whinston_1986",
        axis="m",
    ),
    Measure(
        budget_by_department,
        "Budget",
        "share of the budget",
        "a department's budget",
        axis="d",
    ),
)
