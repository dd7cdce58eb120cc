"""Patterns of the real world that the model should show, each with what would refute it."""

from govsim.validation.patterns import (
    bidding_and_capacity,
    budget_punctuations,
    gaming_of_targets,
    mandated_or_voluntary,
    many_missions,
    momentum_of_places,
    payment_by_results,
    places_in_nine_years,
    powerless_boards,
    reform_dips,
    shared_targets,
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
    *places_in_nine_years.CHECKS[:3],
    momentum_of_places.CHECK,
    *places_in_nine_years.CHECKS[3:],
    shared_targets.CHECK,
)
