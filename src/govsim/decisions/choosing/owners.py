"""The owner of each decision: which kind of actor, the method that answers, and the check of the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from govsim.arrays import Floats
from govsim.decisions.choosing.choices import (
    Question,
    are_shares,
    attention,
    budget,
    check_commission,
    check_shares,
    check_stance,
    check_steering,
    numbers_of,
    own_contributions,
    own_row,
    placing,
)

CENTRE = "centre"


@dataclass(frozen=True)
class DecisionOfMany:
    """A decision of many actors: their kind, the method, the check, and the array of the view with a choice's shape."""

    kind: str
    method: str
    shaped_like: str
    check: Callable[[Question, Floats, Any], None] | None = None
    rows: Callable[[Any, int], Any] = own_row

    def checked(self, question: Question, choice: Any, view: Any) -> Floats:
        """One actor's choice as an array. Raises ChoiceError if it is not allowed."""
        return self.checked_together([question], [choice], [view])

    def checked_together(
        self, questions: Sequence[Question], choices: Sequence[Any], views: Sequence[Any]
    ) -> Floats:
        """The choices of several actors as one array. Raises ChoiceError for the first that is not allowed."""
        numbers = [
            numbers_of(question, choice, getattr(view, self.shaped_like).shape)
            for question, choice, view in zip(questions, choices, views, strict=True)
        ]
        together = np.concatenate(numbers)
        if not are_shares(together).all():  # one check of all is quick; only then search one by one
            for question, values in zip(questions, numbers, strict=True):
                check_shares(question, values)
        if self.check is not None:
            for question, values, view in zip(questions, numbers, views, strict=True):
                self.check(question, values, view)
        return together


@dataclass(frozen=True)
class DecisionOfOne:
    """A decision of the centre: the method that answers, and the check of the answer."""

    method: str
    checked: Callable[[Question, Any, Any], Any]
    kind: str = CENTRE


OWNERS: dict[str, DecisionOfMany | DecisionOfOne] = {
    "prime_minister_attention": DecisionOfOne("give_attention", attention),
    "treasury_budget": DecisionOfOne("set_budgets", budget),
    "department_allocation": DecisionOfMany(
        "department", "allocate", "stance_ew", check_stance, own_contributions
    ),
    "board_steering": DecisionOfMany("mission", "steer", "belief_mew", check_steering),
    "centre_grants": DecisionOfOne("place_grants", placing),
    "council_commissioning": DecisionOfMany("council", "commission", "belief_cew", check_commission),
    "council_gaming": DecisionOfMany("council", "report", "alignment_cjw"),
    "community_participation": DecisionOfMany("community", "take_part", "engagement_kw"),
}

KINDS = tuple(dict.fromkeys(owner.kind for owner in OWNERS.values()))


def decisions_of(kind: str) -> dict[str, str]:
    """The decisions of a kind of actor, by the method that makes them.

    >>> decisions_of("council")
    {'commission': 'council_commissioning', 'report': 'council_gaming'}
    """
    return {owner.method: name for name, owner in OWNERS.items() if owner.kind == kind}
