"""Need and progress, true and reported, and public value."""

from __future__ import annotations

import numpy as np

from govsim.arrays import Floats, combined, mean, ratio, total
from govsim.measures.measure import Measure
from govsim.scenario.schema import SMALLEST_EFFECT
from govsim.world.build import reported_mean
from govsim.world.indices import Indices
from govsim.world.result_cache import ResultCache


def need_by_outcome(need_kjw: Floats, indices: Indices) -> Floats:
    """Mean need of residents in each outcome, shape (outcome, world). Source: own."""
    return indices.national_mean(indices.council_mean(need_kjw))


def need(need_kjw: Floats, indices: Indices) -> Floats:
    """Mean need of residents over outcomes, shape (world,). Source: own."""
    return mean(need_by_outcome(need_kjw, indices))


def progress_by_outcome(need_kjw: Floats, national_start_need_j: Floats, indices: Indices) -> Floats:
    """Fall of need since the start in each outcome, shape (outcome, world). Source: own."""
    return national_start_need_j[:, None] - need_by_outcome(need_kjw, indices)


def progress(need_kjw: Floats, national_start_need_j: Floats, indices: Indices) -> Floats:
    """Fall of mean need since the start, shape (world,). Source: own."""
    return mean(progress_by_outcome(need_kjw, national_start_need_j, indices))


def reported_progress_by_outcome(reported_cjw: Floats, start_reported_jw: Floats, indices: Indices) -> Floats:
    """Fall of reported need since the start in each outcome, shape (outcome, world).

    Source: bevan_hood_2006.
    """
    return start_reported_jw - indices.national_mean(reported_cjw)


def reported_progress(reported_cjw: Floats, start_reported_jw: Floats, indices: Indices) -> Floats:
    """Fall of mean reported need since the start, shape (world,). Source: bevan_hood_2006."""
    return mean(reported_progress_by_outcome(reported_cjw, start_reported_jw, indices))


def goodhart_gap(
    need_kjw: Floats,
    reported_cjw: Floats,
    national_start_need_j: Floats,
    start_reported_jw: Floats,
    indices: Indices,
) -> Floats:
    """Reported less true progress, shape (world,). Source: bevan_hood_2006."""
    reported = reported_progress(reported_cjw, start_reported_jw, indices)
    return reported - progress(need_kjw, national_start_need_j, indices)


def understatement(need_kjw: Floats, reported_cjw: Floats, indices: Indices) -> Floats:
    """Share by which reported need lies below true need, shape (world,). Source: bevan_hood_2006."""
    reported_w = mean(indices.national_mean(reported_cjw))
    return 1 - ratio(reported_w, need(need_kjw, indices), otherwise=1.0)


def progress_by_mission(need_kjw: Floats, national_start_need_j: Floats, indices: Indices) -> Floats:
    """Progress by the weights of each mission's goal, shape (mission, world); 0 for a process mission.

    Source: own.
    """
    fall_jw = progress_by_outcome(need_kjw, national_start_need_j, indices)
    of_missions_mw: Floats = combined(indices.goal_mj.T, fall_jw[None])[0]
    return of_missions_mw


def progress_by_council(need_kjw: Floats, start_need_kj: Floats, indices: Indices) -> Floats:
    """Fall of mean need since the start in each council, shape (council, world). Source: own."""
    return indices.council_mean(indices.outcome_mean(start_need_kj))[:, None] - indices.council_mean(
        indices.outcome_mean(need_kjw)
    )


def progress_by_region(need_kjw: Floats, start_need_kj: Floats, indices: Indices) -> Floats:
    """Fall of mean need since the start in each region, shape (region, world). Source: own."""
    return indices.region_mean(progress_by_council(need_kjw, start_need_kj, indices))


def progress_by_community(need_kjw: Floats, start_need_kj: Floats, indices: Indices) -> Floats:
    """Fall of mean need since the start in each community, shape (community, world). Source: own."""
    return indices.outcome_mean(start_need_kj)[:, None] - indices.outcome_mean(need_kjw)


def core_by_department(core_dw: Floats) -> Floats:
    """Core service index of each department, shape (department, world). Source: own."""
    return core_dw


def core_services(core_dw: Floats, requirement_dw: Floats) -> Floats:
    """Core service index, departments weighted by their starting budgets, shape (world,). Source: own."""
    return total(core_dw * requirement_dw) / total(requirement_dw)


def public_value_of(
    progress_w: Floats, core_w: Floats, progress_weight: float, progress_unit: float, core_unit_w: Floats
) -> Floats:
    """Public value for a weight that the user gives to progress; the rest goes to core services.

    How much of the core index a unit is worth differs between worlds, because nobody knows it.
    Source: own: the user's values.
    """
    return progress_weight * progress_w / progress_unit + (1 - progress_weight) * (core_w - 1) / core_unit_w


def public_value(
    need_kjw: Floats,
    national_start_need_j: Floats,
    core_dw: Floats,
    requirement_dw: Floats,
    progress_weight: float,
    progress_unit: float,
    core_unit_w: Floats,
    indices: Indices,
) -> Floats:
    """Progress and core services weighed as the user weighs them, shape (world,).

    Source: own: the user's values.
    """
    return public_value_of(
        progress(need_kjw, national_start_need_j, indices),
        core_services(core_dw, requirement_dw),
        progress_weight,
        progress_unit,
        core_unit_w,
    )


def reported_success(
    need_kjw: Floats,
    gaming_cjw: Floats,
    start_reported_kw: Floats,
    success_threshold: float,
    indices: Indices,
) -> Floats:
    """Share of communities whose reported need has fallen by the threshold or more, shape (world,).

    Source: niesr_2016.
    """
    now_kw = reported_mean(need_kjw, gaming_cjw, indices)
    return mean((start_reported_kw - now_kw >= success_threshold).astype(np.float64))


def adoption(
    council_belief_cew: Floats, local_recipe_cew: Floats, recipe_ew: Floats, indices: Indices
) -> Floats:
    """Share of councils whose belief is nearer to their own recipe than to the nation's, by absolute differences.

    Source: walker_2006.
    """
    return _ADOPTIONS.of(_adoption, council_belief_cew, local_recipe_cew, recipe_ew).copy()


_ADOPTIONS = ResultCache()  # beliefs change once a year


def _adoption(council_belief_cew: Floats, local_recipe_cew: Floats, recipe_ew: Floats) -> Floats:
    apart_cew = council_belief_cew - local_recipe_cew
    own_cw = total(np.abs(apart_cew, out=apart_cew), axis=1)
    np.subtract(council_belief_cew, recipe_ew, out=apart_cew)
    national_cw = total(np.abs(apart_cew, out=apart_cew), axis=1)
    return mean((own_cw < national_cw).astype(np.float64))


MEASURES = (
    Measure(
        public_value,
        "Public value",
        "units",
        "progress and core services, weighed as the user weighs them",
        source="own: the user's values",
        better=1,
        smallest_effect=SMALLEST_EFFECT["public_value"],
    ),
    Measure(
        progress,
        "Progress on outcomes",
        "need points",
        "fall of residents' mean need since the start",
        better=1,
        smallest_effect=SMALLEST_EFFECT["progress"],
    ),
    Measure(
        core_services,
        "Core services",
        "index",
        "what departments owe the public whatever the missions are; 1 meets the requirement",
        better=1,
        smallest_effect=SMALLEST_EFFECT["core_services"],
    ),
    Measure(
        need,
        "Need",
        "0 to 1",
        "residents' mean need over outcomes",
        better=-1,
        smallest_effect=0.005,
    ),
    Measure(
        reported_progress,
        "Reported progress",
        "need points",
        "fall of the need that councils report",
        source="bevan_hood_2006",
        smallest_effect=0.005,
    ),
    Measure(
        goodhart_gap,
        "Reported beyond true progress",
        "need points",
        "reported less true progress",
        source="bevan_hood_2006",
        better=-1,
        smallest_effect=0.005,
    ),
    Measure(
        understatement,
        "Need left out of reports",
        "share",
        "share by which reported need lies below true need",
        source="bevan_hood_2006",
        better=-1,
        smallest_effect=0.01,
    ),
    Measure(
        reported_success,
        "Communities reported a success",
        "share",
        "share of communities whose reported need has fallen by the success threshold",
        source="niesr_2016",
        smallest_effect=0.02,
    ),
    Measure(
        adoption,
        "Councils that know their own recipe",
        "share",
        "councils whose belief is nearer their own recipe than the national one",
        source="walker_2006",
        smallest_effect=0.02,
    ),
    Measure(
        need_by_outcome,
        "Need",
        "0 to 1",
        "residents' mean need",
        better=-1,
        axis="j",
    ),
    Measure(
        progress_by_outcome,
        "Progress",
        "need points",
        "fall of residents' mean need",
        better=1,
        axis="j",
    ),
    Measure(
        reported_progress_by_outcome,
        "Reported progress",
        "need points",
        "fall of reported need",
        source="bevan_hood_2006",
        axis="j",
    ),
    Measure(
        progress_by_mission,
        "Progress on the mission's goal",
        "need points",
        "progress by the weights of a mission's goal",
        better=1,
        axis="m",
    ),
    Measure(
        core_by_department,
        "Core services",
        "index",
        "core service index of a department",
        better=1,
        axis="d",
    ),
    Measure(
        progress_by_region,
        "Progress",
        "need points",
        "fall of mean need in a region",
        better=1,
        axis="r",
    ),
    Measure(
        progress_by_council,
        "Progress",
        "need points",
        "fall of mean need in a council",
        better=1,
        axis="c",
        only_at_end=True,
    ),
    Measure(
        progress_by_community,
        "Progress",
        "need points",
        "fall of mean need in a community",
        better=1,
        axis="k",
        only_at_end=True,
    ),
)
