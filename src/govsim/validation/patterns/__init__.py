"""Patterns of the real world that the model should show, one file each, each with what would refute it."""

from govsim.validation.patterns import (
    bidding_and_capacity,
    budget_punctuations,
    gaming_of_targets,
    mandated_or_voluntary,
    many_missions,
    payment_by_results,
    powerless_boards,
    reform_dips,
    spread_of_innovations,
    whole_place_pooling,
)

PATTERNS = (
    budget_punctuations.CHECK,
    gaming_of_targets.CHECK,
    payment_by_results.CHECK,
    spread_of_innovations.CHECK,
    bidding_and_capacity.CHECK,
    reform_dips.CHECK,
    powerless_boards.CHECK,
    mandated_or_voluntary.CHECK,
    many_missions.CHECK,
    whole_place_pooling.CHECK,
)
