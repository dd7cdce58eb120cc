"""What no actor may choose: choices are checked before anything follows, so that no money is made or lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import numpy as np

from govsim.agents.actor import Actor
from govsim.arrays import Floats, total
from govsim.decisions.board_steering import SteeringView
from govsim.errors import ChoiceError, Problem
from govsim.world.indices import Indices

TOLERANCE = 1e-9

Checked = Callable[[Actor, Any, Floats], None]


def refuse(actor: Actor, decision: str, expected: str, found: str, remedy: str = "") -> NoReturn:
    """Say which actor chose what no actor may choose. Raises ChoiceError."""
    raise ChoiceError(str(Problem(str(actor), expected, found, key=decision, remedy=remedy)))


def numbers_of(actor: Actor, decision: str, choice: Any, shape: tuple[int, ...]) -> Floats:
    """A choice as numbers of the shape it must have. Raises ChoiceError for anything else."""
    expected = f"an array of shape {shape}"
    try:
        values = np.asarray(choice)
    except ValueError:
        refuse(actor, decision, expected, "rows of different lengths")
    if values.dtype.kind not in "fiu":
        refuse(actor, decision, expected, repr(choice), "Return numbers for what the view is about.")
    if values.shape != shape:
        refuse(actor, decision, expected, f"shape {values.shape}", "Keep the axes of the view.")
    return np.array(values, dtype=np.float64)  # the world keeps its own, whatever the actor does with theirs


def check_finite(actor: Actor, decision: str, values: Floats) -> None:
    """Every number is finite. Raises ChoiceError."""
    wrong = ~np.isfinite(values)
    if wrong.any():
        refuse(actor, decision, "finite numbers", f"{values[wrong][0]}")


def check_not_negative(actor: Actor, decision: str, values: Floats) -> None:
    """Every number is finite and 0 or more. Raises ChoiceError."""
    wrong = ~(np.isfinite(values) & (values >= 0))
    if wrong.any():
        refuse(actor, decision, "numbers of 0 or more", f"{values[wrong][0]:.12g}")


def are_shares(values: Floats) -> bool:
    """Whether every number is a share from 0 to 1."""
    return bool(((values >= 0) & (values <= 1 + TOLERANCE)).all())


def check_shares(actor: Actor, decision: str, values: Floats) -> None:
    """Every number is a share from 0 to 1. Raises ChoiceError."""
    wrong = ~((values >= 0) & (values <= 1 + TOLERANCE))
    if wrong.any():
        refuse(actor, decision, "shares from 0 to 1", f"{values[wrong][0]:.12g}")


def check_whole(actor: Actor, decision: str, summed: Floats, of: str) -> None:
    """Shares sum to 1. Raises ChoiceError."""
    wrong = np.abs(summed - 1) > TOLERANCE
    if wrong.any():
        refuse(
            actor,
            decision,
            f"shares that sum to 1 over {of}",
            f"a sum of {summed[wrong][0]:.12g}",
            "Divide them by their sum.",
        )


def check_stance(
    actors: Sequence[Actor], choices: Sequence[Floats], views: Sequence[Any], indices: Indices
) -> None:
    """A department spends no more than its own money: its shares sum to 1 at most. Raises ChoiceError."""
    for actor, stance_ew in zip(actors, choices, strict=True):
        spent_w = total(stance_ew)
        if (spent_w > 1 + TOLERANCE).any():
            refuse(
                actor,
                "allocate",
                "shares that sum to 1 at most",
                f"a sum of {spent_w.max():.12g}",
                "What is left of 1 goes to core services.",
            )


def check_steering(
    actors: Sequence[Actor], choices: Sequence[Floats], views: Sequence[SteeringView], indices: Indices
) -> None:
    """A board divides its whole pool, where there is a member whom it could pay. Raises ChoiceError."""
    for actor, share_mew, view in zip(actors, choices, views, strict=True):
        weight_mew = (view.goal_me * view.member_me)[:, :, None] * view.belief_mew
        has_member_mw = total(weight_mew, axis=1) > 0
        check_whole(actor, "steer", total(share_mew, axis=1)[has_member_mw], "the pool")


def check_commission(
    actors: Sequence[Actor], choices: Sequence[Floats], views: Sequence[Any], indices: Indices
) -> None:
    """A council divides the whole free money of each outcome. Raises ChoiceError."""
    summed_cjw = indices.by_outcome.sum(np.concatenate(choices), axis=1)
    for row in np.flatnonzero((np.abs(summed_cjw - 1) > TOLERANCE).any(axis=(1, 2))):
        of = "an outcome's free money"
        check_whole(actors[int(row)], "commission", summed_cjw[row], of)
