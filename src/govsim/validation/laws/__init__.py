"""Laws: they hold in every world and every quarter, under all levers and contested assumptions."""

from __future__ import annotations

from typing import Final

from govsim.validation.finding import Check
from govsim.validation.laws import (
    flows_along_edges,
    money_is_conserved,
    names_change_nothing,
    no_change_no_difference,
    no_hidden_truth,
    phases_keep_their_word,
    reforms_leave_the_past,
    renumbering,
    same_everywhere,
)

LAWS: Final[tuple[Check, ...]] = (
    money_is_conserved.CHECK,
    phases_keep_their_word.CHECK,
    same_everywhere.CHECK,
    renumbering.CHECK,
    no_change_no_difference.CHECK,
    reforms_leave_the_past.CHECK,
    names_change_nothing.CHECK,
    no_hidden_truth.CHECK,
    flows_along_edges.CHECK,
)
