"""Sampled worlds as points: what was assumed in each, and what came out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govsim.arrays import Floats
from govsim.experiments.analysis.reading import Contrast, Found, column, contrast_of, moving, sample_rows
from govsim.experiments.factors import Factor


@dataclass(frozen=True, eq=False)
class Sample:
    """Points of a sampled design in which no run failed, with a contrast's value at each."""

    contrast: Contrast
    factors: tuple[Factor, ...]  # those that go over a range
    points_nf: Floats
    values_n: Floats  # replicates of a point are averaged
    left_out: int


def sample_of(found: Found, outcome: str = "", scenario: str = "") -> Sample:
    """The sampled worlds of an experiment and a contrast in them, named as in `contrast_of`."""
    plan, contrast = found.plan, contrast_of(found, outcome, scenario)
    rows = sample_rows(plan)
    values_n = contrast.values_rn[rows.start : rows.stop].mean(axis=1)
    complete = np.isfinite(values_n)
    ranging = [(place, factor) for place, factor in moving(plan) if factor.range is not None]
    points_nf = np.stack(
        [column(plan, place)[rows.start : rows.stop][complete] for place, _ in ranging], axis=1
    )
    return Sample(
        contrast,
        tuple(factor for _, factor in ranging),
        points_nf,
        values_n[complete],
        int(np.count_nonzero(~complete)),
    )
