"""Reports of councils, and their effect on their readers."""

from __future__ import annotations

from typing import NamedTuple

from govsim.arrays import Floats, ratio
from govsim.world.indices import Indices


class Reports(NamedTuple):
    """Reported need, its national fall, its fall per pound, and departments' aspirations."""

    reported_cjw: Floats
    reported_progress_jw: Floats
    reported_effect_cjw: Floats
    aspiration_dw: Floats


def reports(
    need_kjw: Floats,
    gaming_cjw: Floats,
    reported_cjw: Floats,
    grant_cjw: Floats,
    aspiration_dw: Floats,
    department_belief_ew: Floats,
    aspiration_memory: float,
    indices: Indices,
) -> Reports:
    """Reported need is true need less gaming; actors learn of results through reports alone.

    Source: bevan_hood_2006; cyert_march_1963 for aspiration.
    """
    new_cjw = reported_need(need_kjw, gaming_cjw, indices)
    fall_cjw = reported_cjw - new_cjw
    dose_cjw = grant_cjw * (indices.outcomes * indices.population / indices.population_c)[:, None, None]
    progress_jw = indices.national_mean(fall_cjw)
    result_dw = indices.department_mean(progress_jw[indices.edge_outcome_e], department_belief_ew)
    return Reports(
        new_cjw,
        progress_jw,
        ratio(fall_cjw, dose_cjw),
        aspiration_memory * aspiration_dw + (1 - aspiration_memory) * result_dw,
    )


def reported_need(need_kjw: Floats, gaming_cjw: Floats, indices: Indices) -> Floats:
    """Need as councils report it: gaming lowers it. Source: bevan_hood_2006."""
    reported: Floats = indices.council_mean(need_kjw) * (1 - gaming_cjw)
    return reported
