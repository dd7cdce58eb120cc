"""Limits: cases with much switched off and an answer derived by hand."""

from __future__ import annotations

from typing import Final

from govsim.validation.finding import Check
from govsim.validation.limits import (
    bakers_incentive,
    discretion,
    honest_reports,
    line_and_missions,
    no_cross_cutting,
    perfect_substitutes,
    powerless_boards,
)

LIMITS: Final[tuple[Check, ...]] = (
    powerless_boards.CHECK,
    no_cross_cutting.CHECK,
    discretion.CHECK,
    bakers_incentive.CHECK,
    perfect_substitutes.CHECK,
    honest_reports.CHECK,
    line_and_missions.CHECK,
)
