"""Crises, changes of minister and the relapse into old habits."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import pdtr

from govsim.arrays import Floats, mean
from govsim.world.draws import Draws, Keys
from govsim.world.indices import Indices
from govsim.world.result_cache import ResultCache

MOST_CRISES = 8  # beyond this the Poisson tail is left out: below 1e-5 at a mean of 1


_AT_MOST = ResultCache()  # rates do not change


def _chance_of_at_most(crisis_rate_w: Floats, outcome_keys: Keys) -> Floats:
    """The chance that an outcome has at most 0, 1, ... new crises in a quarter, shape (number, world)."""
    return np.asarray(pdtr(np.arange(MOST_CRISES)[:, None], crisis_rate_w / outcome_keys.size))


class Crises(NamedTuple):
    """The strength of crises, and their effect on urgency."""

    crisis_jw: Floats
    crisis_level_w: Floats
    alarm_jw: Floats


def crises(
    crisis_jw: Floats,
    crisis_rate_w: Floats,
    prime_minister_time: float,
    crisis_persistence: float,
    crisis_neglect: float,
    crisis_urgency: float,
    draws: Draws,
    outcome_keys: Keys,
    quarter: int,
) -> Crises:
    """Crises strike outcomes at random, fade, and last longer where the Prime Minister is busy with missions.

    New crises of an outcome are Poisson with mean crisis_rate/outcomes. Source: own.
    """
    chance_jw = draws.uniform("crisis", quarter, outcome_keys)
    new_jw = np.zeros_like(chance_jw)
    for at_most_w in _AT_MOST.of(_chance_of_at_most, crisis_rate_w, outcome_keys):
        more_jw = chance_jw > at_most_w
        if not np.count_nonzero(more_jw):
            break
        new_jw += more_jw
    left = crisis_persistence * (1 + crisis_neglect * prime_minister_time)
    crisis_jw = crisis_jw * left + new_jw
    strength_jw = np.minimum(1.0, crisis_jw)
    return Crises(crisis_jw, strength_jw.max(axis=0), 1 + (crisis_urgency - 1) * strength_jw)


def new_ministers(
    ministerial_churn_w: Floats, draws: Draws, department_keys: Keys, quarter: int
) -> NDArray[np.bool_]:
    """Which departments get a new minister in a quarter, by chance, shape (department, world). Source: own."""
    return np.asarray(draws.uniform("churn", quarter, department_keys) < ministerial_churn_w)


def ministers_change(
    tie_pw: Floats,
    ministerial_churn_w: Floats,
    churn_tie_kept: float,
    draws: Draws,
    department_keys: Keys,
    quarter: int,
    indices: Indices,
) -> Floats:
    """A new minister cuts the working ties of a department.

    Returns ties, shape (pair, world). Source: own.
    """
    changed_dw = new_ministers(ministerial_churn_w, draws, department_keys, quarter)
    remaining_dw: Floats = np.where(changed_dw, churn_tie_kept, 1.0)
    return tie_pw * (remaining_dw[indices.pair_first_p] * remaining_dw[indices.pair_second_p])


class EffectiveLevers(NamedTuple):
    """The relapse of government into old habits, and the effective levers under it."""

    relapse_state_w: Floats
    effective_control_w: Floats
    effective_pressure_w: Floats
    effective_bidding_w: Floats
    effective_consolidation_w: Floats
    effective_breadth_w: Floats


def effective_levers(
    relapse_state_w: Floats,
    reported_progress_jw: Floats,
    crisis_level_w: Floats,
    relapse_w: Floats,
    relapse_fade: float,
    promised_progress: float,
    central_control: float,
    target_pressure: float,
    competitive_share: float,
    grant_consolidation: float,
    goal_breadth: float,
) -> EffectiveLevers:
    """Under pressure of crises and of reported progress below promise a government reverts to its silos.

    Relapse adds control, targets and bidding and takes from consolidation and breadth. Shapes (world,).
    Source: own, after the milestones that broad missions were given within months (hm_government_2024).
    """
    shortfall_w = np.clip((promised_progress - mean(reported_progress_jw)) / promised_progress, 0.0, 1.0)
    pushed_w = relapse_fade * relapse_w * (crisis_level_w + shortfall_w)
    state_w = np.minimum(1.0, (1 - relapse_fade) * relapse_state_w + pushed_w)
    rest_w = 1 - state_w
    return EffectiveLevers(
        state_w,
        central_control + state_w * (1 - central_control),
        target_pressure + state_w * (1 - target_pressure),
        competitive_share + state_w * (1 - competitive_share),
        grant_consolidation * rest_w,
        goal_breadth * rest_w,
    )
