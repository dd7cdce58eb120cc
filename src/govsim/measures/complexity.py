"""How complicated governing has become: masters, conflicting asks, approvals, staff time."""

from __future__ import annotations

import numpy as np

from govsim.arrays import Floats, mean, ratio, total
from govsim.world.indices import Indices


def principals(member_md: Floats, effective_consolidation_w: Floats, indices: Indices) -> Floats:
    """Mean number of principals: of a department, its line and boards; of a council, its funders.

    A council has a funder for each department that funds it, and one under full consolidation. Shape (world,).
    """
    masters_d = indices.line_d + total(member_md)
    funders_c = total(indices.funds_cd, axis=1)
    extra_c = np.maximum(0.0, funders_c - 1)
    funders_cw = np.minimum(1.0, funders_c)[:, None] + extra_c[:, None] * (1 - effective_consolidation_w)
    return (total(masters_d) + total(funders_cw)) / (indices.departments + indices.councils)


def conflicting_asks(agreement_dw: Floats, member_md: Floats) -> Floats:
    """Mean angle in degrees between what the line and what boards ask of departments, shape (world,).

    Departments that no board asks anything count 0.
    """
    seat_d = member_md.max(axis=0, initial=0.0)
    angle_dw = np.degrees(np.arccos(np.clip(agreement_dw, -1.0, 1.0)))
    return mean(angle_dw * seat_d[:, None])


def approvals(approvals_w: Floats) -> Floats:
    """Approvals that councils ask of the centre in a quarter, shape (world,)."""
    return approvals_w


def approval_delay(approvals_w: Floats, centre_bandwidth_w: Floats) -> Floats:
    """Mean wait for an approval in quarters, as the queue fills, shape (world,)."""
    return ratio(approvals_w, approvals_w + centre_bandwidth_w)


def central_staff_time(overhead_dw: Floats, baseline_dw: Floats) -> Floats:
    """Share of central staff time lost, departments weighted by budget, shape (world,)."""
    return total(overhead_dw * baseline_dw)


def local_staff_time(local_overhead_w: Floats) -> Floats:
    """Share of local staff time lost, shape (world,)."""
    return local_overhead_w
