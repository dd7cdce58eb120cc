"""Patterns of the real world that the model should show, one file each, each with what would refute it."""

from govsim.validation.patterns import (
    bidding_and_capacity,
    budget_punctuations,
    gaming_of_targets,
    mandated_or_voluntary,
    many_missions,
    momentum_of_places,
    neighbours_that_change_alike,
    payment_by_results,
    places_that_stay,
    powerless_boards,
    reform_dips,
    shared_targets,
    spread_of_change,
    spread_of_innovations,
    variance_and_likeness,
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
    places_that_stay.CHECK,
    spread_of_change.CHECK,
    neighbours_that_change_alike.CHECK,
    momentum_of_places.CHECK,
    variance_and_likeness.CHECK,
    shared_targets.CHECK,
)
