"""How complicated governing has become: masters, conflicting asks, approvals, staff time."""

from __future__ import annotations

import numpy as np

from govsim.arrays import Floats, mean, ratio, total
from govsim.measures.measure import Measure
from govsim.world.indices import Indices


def principals(member_md: Floats, effective_consolidation_w: Floats, indices: Indices) -> Floats:
    """Mean number of principals: of a department, its line and boards; of a council, its funders.

    A council has a funder for each department that funds it, and one under full consolidation. Shape (world,).
    Source: bernheim_whinston_1986.
    """
    masters_d = indices.line_d + total(member_md)
    first_c = np.minimum(1.0, indices.funders_c)
    others_c = indices.funders_c - first_c
    funders_w = first_c.sum() + others_c.sum() * (1 - effective_consolidation_w)
    return np.asarray((masters_d.sum() + funders_w) / (indices.departments + indices.councils))


def conflicting_asks(agreement_dw: Floats, member_md: Floats) -> Floats:
    """Mean angle in degrees between demands of line and boards, weighted by a department's seat, shape (world,).

    Departments that no board asks anything count 0. Source: own.
    """
    seat_d = member_md.max(axis=0, initial=0.0)
    angle_dw = np.degrees(np.arccos(np.clip(agreement_dw, -1.0, 1.0)))
    return mean(angle_dw * seat_d[:, None])


def approvals(approvals_w: Floats) -> Floats:
    """Applications of councils for the centre's approval in a quarter, shape (world,). Source: own."""
    return approvals_w


def approval_delay(approvals_w: Floats, centre_bandwidth_w: Floats) -> Floats:
    """Mean wait in quarters: approvals/(approvals + bandwidth of the centre), shape (world,). Source: own."""
    return ratio(approvals_w, approvals_w + centre_bandwidth_w)


def central_staff_time(overhead_dw: Floats, baseline_dw: Floats) -> Floats:
    """Share of central staff time lost, departments weighted by budget, shape (world,). Source: own."""
    return total(overhead_dw * baseline_dw)


def local_staff_time(local_overhead_w: Floats) -> Floats:
    """Share of local staff time lost, shape (world,). Source: own."""
    return local_overhead_w


MEASURES = (
    Measure(
        principals,
        "Principals of each actor",
        "number",
        "masters whom a department or council answers to",
        source="bernheim_whinston_1986",
        better=-1,
        smallest_effect=0.1,
    ),
    Measure(
        conflicting_asks,
        "Conflict between line and boards",
        "degrees",
        "mean angle between what the line and what boards ask",
        better=-1,
        smallest_effect=1.0,
    ),
    Measure(
        approvals,
        "Approvals by the centre",
        "a quarter",
        "approvals that councils need from the centre",
        better=-1,
        smallest_effect=50.0,
    ),
    Measure(
        approval_delay,
        "Wait for an approval",
        "quarters",
        "mean wait as the queue fills",
        better=-1,
        smallest_effect=0.01,
    ),
    Measure(
        central_staff_time,
        "Central staff time lost",
        "share",
        "staff time of departments lost to reporting, seats and mixed signals",
        better=-1,
        smallest_effect=0.005,
    ),
    Measure(
        local_staff_time,
        "Local staff time lost",
        "share",
        "staff time of councils lost to streams, targets, control and partnership",
        better=-1,
        smallest_effect=0.005,
    ),
)
