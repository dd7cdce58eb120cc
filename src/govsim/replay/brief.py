"""A council's decision about its free money in two or three sentences, before all tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from govsim.replay.labelled_arrays import LabelledArray
from govsim.replay.replay import Option, Replay
from govsim.units import billion_a_quarter
from govsim.words.numbers import decimal

SHARE: Final = "commission_cew"


class _Edge(NamedTuple):
    """One department's services for one outcome, and a share or an amount of them."""

    department: str
    outcome: str
    size: float


def in_brief(result: Replay) -> str:
    """What was decided and why, in words; empty for decisions other than a council's about its free money."""
    seen = {array.name: array for array in result.seen}
    if not {"belief_cew", "bound_cew", "free_cjw"} <= seen.keys() or not _shares(result.chosen):
        return ""
    free = {row[0]: value for row, value in zip(seen["free_cjw"].rows, seen["free_cjw"].values, strict=True)}
    total = sum(free.values())
    if total <= 0:
        return "It had no free money, so it could move nothing between services."
    outcome = max(free, key=lambda name: free[name])
    most = _most(result.chosen, free)

    def pounds(share: float) -> str:
        millions = 1000 * billion_a_quarter(share, result.scenario.annual_budget)
        return f"£{decimal(millions, 0 if millions >= 100 else 1)}m"

    said = [
        f"It had {pounds(total)} of free money, which it may move between services. "
        f"Most of it, {pounds(free[outcome])}, is for {outcome}.",
        f"It gave most, {pounds(most.size)}, to services of {most.department} for {most.outcome}.",
        _why(most, free[most.outcome], seen["belief_cew"], seen["bound_cew"], pounds)
        if result.rivals
        else "",
    ]
    for rival in result.rivals[:1]:
        other = _most(rival, free)
        same = (other.department, other.outcome) == (most.department, most.outcome)
        said.append(
            f"By the rival rule {'these too' if same else f'services of {other.department} for {other.outcome}'} "
            f"would have got most: {pounds(other.size)}."
        )
    return " ".join(one for one in said if one)


def _shares(option: Option) -> tuple[LabelledArray, ...]:
    return tuple(array for array in option.choice if array.name == SHARE)


def _most(option: Option, free: dict[str, float]) -> _Edge:
    """The services to which an option gives most money."""
    shares = _shares(option)[0]
    edges = (
        _Edge(department, outcome, share * free.get(outcome, 0.0))
        for (department, outcome), share in zip(shares.rows, shares.values, strict=True)
    )
    return max(edges, key=lambda edge: edge.size)


def _why(
    most: _Edge, free: float, belief: LabelledArray, bound: LabelledArray, pounds: Callable[[float], str]
) -> str:
    """What the council believes belongs there of all money for the outcome, and what is bound there already."""
    here = bound.rows.index((most.department, most.outcome))
    whole = free + sum(
        value for row, value in zip(bound.rows, bound.values, strict=True) if row[1] == most.outcome
    )
    believed = belief.values[belief.rows.index((most.department, most.outcome))]
    return (
        f"It believes that {believed:.0%} of all money for {most.outcome} belongs there, which is "
        f"{pounds(believed * whole)}; {pounds(bound.values[here])} is bound there already."
    )
