"""Joint constraints on the numbers of a new attribute, so that no money is created or lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from govsim.arrays import Floats

if TYPE_CHECKING:
    from govsim.agents.actor import Actor

TOLERANCE = 1e-9

Broken = tuple[str, str, str]  # expected, found, remedy


def _budgets(actor: Actor, baseline_d: Floats) -> Broken | None:
    whole = float(baseline_d.sum())
    if abs(whole - 1) <= TOLERANCE:
        return None
    return (
        "budgets of all departments that sum to 1",
        f"a sum of {whole:.12g}",
        "Use department.set_budget_share(share), which scales the others in proportion.",
    )


def _own_money(actor: Actor, stance_e: Floats) -> Broken | None:
    spent = float(stance_e[actor.edges].sum())
    if spent <= 1 + TOLERANCE:
        return None
    return (
        "shares that sum to 1 at most",
        f"a sum of {spent:.12g}",
        "The rest of 1 goes to the department's core services.",
    )


def _recipes(actor: Actor, belief_ce: Floats) -> Broken | None:
    indices = actor.world.indices
    summed_j = indices.by_outcome.sum(belief_ce[actor.row])
    wrong = np.flatnonzero(np.abs(summed_j - 1) > TOLERANCE)
    if not wrong.size:
        return None
    outcome = actor.world.network.nodes["outcome"][wrong[0]]
    return (
        "shares that sum to 1 over the contributions to each outcome",
        f"a sum of {float(summed_j[wrong[0]]):.12g} for '{outcome}'",
        "A council spends by its belief, so shares that do not sum to 1 would create or lose money.",
    )


def _local_ties(actor: Actor, tie_cs: Floats) -> Broken | None:
    indices = actor.world.indices
    wrong = np.where(indices.convened_cs, indices.own_s & (tie_cs != 1), tie_cs != 0)
    if not wrong.any():
        return None
    council, kind = np.argwhere(wrong)[0]
    if indices.convened_cs[council, kind]:
        return "1 for the council's own service", f"{tie_cs[council, kind]:.12g}", ""
    return (
        "0 where the network has no 'convenes' edge",
        f"{tie_cs[council, kind]:.12g}",
        "Build the model with a network that has the edge.",
    )


def _pairs(actor: Actor, tie_p: Floats) -> Broken | None:
    wrong = (tie_p != 0) & ~actor.world.indices.works_with_p
    if not wrong.any():
        return None
    return (
        "0 where the network has no 'works_with' edge",
        f"{tie_p[wrong][0]:.12g}",
        "Build the model with a network that has the edge.",
    )


ROW_SUMS: dict[str, Callable[[Actor, Floats], Broken | None]] = {
    "baseline_dw": _budgets,
    "stance_ew": _own_money,
    "council_belief_cew": _recipes,
    "local_tie_csw": _local_ties,
    "tie_pw": _pairs,
}
