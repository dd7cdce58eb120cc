"""Choices as steps around the rule's choice: dials that a seat turns, and actors whose dials are turned.

Each dial changes one thing that the rule in force weighs, or the rule's answer itself. At step 0 it is the rule's
choice bit for bit, whatever the rule; no step leads to a choice that the decision's checks refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

import numpy as np

from govsim.arrays import Floats, Integers, mean

FURTHEST: Final = 2  # steps either way
ROUND_THE_RULE: Final = (0.4, 0.65, 1.0, 1.5, 2.5)  # factors on a weight: about as far up as down

Steps = int | Integers  # one step, or one a world


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What dials need to know of the country: who funds the councils' own service, leads and goals of missions."""

    own_departments: frozenset[str] = frozenset()
    leads: Mapping[str, str] = field(default_factory=dict)  # mission to department
    goals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # mission to outcomes


@dataclass(frozen=True, kw_only=True)
class Dial:
    """One thing that an actor may do less or more than its rule: a factor for each step from −2 to 2.

    Either `seen` gives the view from which the rule then chooses, or `chosen` gives another choice than the rule's.
    """

    key: str
    method: str
    factors: tuple[float, ...]
    seen: Callable[[Any, Floats, Facts], Any] | None = None
    chosen: Callable[[Any, Any, Floats], Any] | None = None

    def factor(self, steps: Steps) -> Floats:
        """The factor of a step, or of one a world; an array in either case, so that both give the same bits."""
        return np.atleast_1d(np.array(self.factors)[np.asarray(steps) + FURTHEST])


class _Seen:
    """An actor's view with some values replaced."""

    def __init__(self, view: Any, **changed: Any) -> None:
        self._view = view
        vars(self).update(changed)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._view, name)


def _along(view: Any, holds: Callable[[str, str], bool], factor: Floats) -> Floats:
    """The factor on contributions for which something holds, 1 on others; shape (contribution, world or 1)."""
    holds_e = np.array([holds(*pair) for pair in view.contributions], dtype=bool)[:, None]
    return np.where(holds_e, factor, 1.0)


def _urgent(view: Any, factor: Floats, facts: Facts) -> Any:
    return _Seen(view, urgency_ew=view.urgency_ew * factor)


def _shared(view: Any, factor: Floats, facts: Facts) -> Any:
    return _Seen(view, urgency_ew=view.urgency_ew * np.where(view.credit_ew < 1, factor, 1.0))


def _own_service(view: Any, factor: Floats, facts: Facts) -> Any:
    tilt_ew = _along(view, lambda department, _: department in facts.own_departments, factor)
    return _Seen(view, belief_cew=view.by_outcome.normalised(view.belief_cew * tilt_ew, axis=1))


def _lead(view: Any, factor: Floats, facts: Facts) -> Any:
    tilt_ew = _along(view, lambda department, _: department == facts.leads[view.key], factor)
    return _Seen(view, belief_mew=view.belief_mew * tilt_ew)


def _second_goal(view: Any, factor: Floats, facts: Facts) -> Any:
    others = facts.goals[view.key][1:]
    tilt_ew = _along(view, lambda _, outcome: outcome in others, factor)
    return _Seen(view, belief_mew=view.belief_mew * tilt_ew)


def _stiff(view: Any, factor: Floats, facts: Facts) -> Any:
    return _Seen(view, budget_friction_w=view.budget_friction_w * factor)


def _urgent_missions(view: Any, factor: Floats, facts: Facts) -> Any:
    return _Seen(view, attention_exponent=view.attention_exponent * factor)


def _to_need(choice: Any, view: Any, exponent: Floats) -> Any:
    """A head's grant as the rule has it, to a higher or lower power; −1 gives everybody the same a head."""
    weights_cjw, wins_cjw = choice
    a_head_cjw = weights_cjw / view.population_c[:, None, None]
    return weights_cjw * (a_head_cjw / mean(a_head_cjw)) ** exponent, wins_cjw


def _times(choice: Any, view: Any, factor: Floats) -> Any:
    return np.minimum(1.0, choice * factor)


def _nearer(choice: Any, view: Any, part: Floats) -> Any:
    """Move engagement a part of the way to its ceiling, or to 0 for a negative part."""
    room_kw = np.maximum(0.0, view.social_capital_kw - choice)
    return np.where(part < 0, choice * (1 + part), choice + part * room_kw)


DIALS: Final = {
    dial.key: dial
    for dial in (
        Dial(key="budgets", method="set_budgets", factors=(4.0, 2.0, 1.0, 0.5, 0.0), seen=_stiff),
        Dial(key="need", method="place_grants", factors=(-1.0, -0.5, 0.0, 1.0, 2.0), chosen=_to_need),
        Dial(key="urgent", method="give_attention", factors=(0.0, 0.5, 1.0, 2.0, 4.0), seen=_urgent_missions),
        Dial(key="outcomes", method="allocate", factors=ROUND_THE_RULE, seen=_urgent),
        Dial(key="shared", method="allocate", factors=ROUND_THE_RULE, seen=_shared),
        Dial(key="lead", method="steer", factors=ROUND_THE_RULE, seen=_lead),
        Dial(key="second", method="steer", factors=ROUND_THE_RULE, seen=_second_goal),
        Dial(key="own", method="commission", factors=ROUND_THE_RULE, seen=_own_service),
        Dial(key="figures", method="report", factors=(0.0, 0.5, 1.0, 2.0, 4.0), chosen=_times),
        Dial(key="take_part", method="take_part", factors=(-0.2, -0.1, 0.0, 0.1, 0.2), chosen=_nearer),
    )
}


@dataclass(frozen=True, kw_only=True)
class SteppedActor:
    """An actor who decides by the rule in force, moved by the steps of its dials; an override of `simulate`.

    `rounds` maps the first quarter of each round to the steps of its dials. What is not in it is at step 0.
    """

    rounds: Mapping[int, Mapping[str, Steps]]
    facts: Facts = Facts()

    def steps(self, quarter: int) -> Mapping[str, Steps]:
        """The steps of the round to which a quarter belongs."""
        begun = [first for first in self.rounds if first <= quarter]
        return self.rounds[max(begun)] if begun else {}

    def decide(self, method: str, view: Any, rule: Any) -> Any:
        """The rule's choice, moved by the steps of this quarter."""
        by_rule = rule.choose(view)
        turned = {
            key: steps
            for key, steps in self.steps(view.quarter).items()
            if DIALS[key].method == method and np.any(steps)
        }
        if not turned:
            return by_rule
        seen, choice = view, by_rule
        for key, steps in turned.items():
            dial = DIALS[key]
            if dial.seen is not None:
                seen = dial.seen(seen, dial.factor(steps), self.facts)
        if seen is not view:
            choice = rule.choose(seen)
        for key, steps in turned.items():
            dial = DIALS[key]
            if dial.chosen is not None:
                choice = dial.chosen(choice, view, dial.factor(steps))
        moved_w = np.any([np.broadcast_to(steps, _worlds_of(by_rule)) for steps in turned.values()], axis=0)
        if isinstance(choice, tuple):
            return tuple(np.where(moved_w, one, other) for one, other in zip(choice, by_rule, strict=True))
        return np.where(moved_w, choice, by_rule)


def _worlds_of(choice: Any) -> int:
    """The number of worlds of a choice."""
    part = choice[0] if isinstance(choice, tuple) else choice
    return int(part.shape[-1])


class Centre(SteppedActor):
    """The Prime Minister and the Treasury, moved by steps."""

    kind: ClassVar[str] = "centre"

    def give_attention(self, view: Any, rule: Any) -> Any:
        """Attention to missions."""
        return self.decide("give_attention", view, rule)

    def set_budgets(self, view: Any, rule: Any) -> Any:
        """Budgets of departments."""
        return self.decide("set_budgets", view, rule)

    def place_grants(self, view: Any, rule: Any) -> Any:
        """Grants to places."""
        return self.decide("place_grants", view, rule)


class Department(SteppedActor):
    """A department, moved by steps."""

    kind: ClassVar[str] = "department"

    def allocate(self, view: Any, rule: Any) -> Any:
        """Its own money."""
        return self.decide("allocate", view, rule)


class Board(SteppedActor):
    """A mission board, moved by steps."""

    kind: ClassVar[str] = "mission"

    def steer(self, view: Any, rule: Any) -> Any:
        """Its pool."""
        return self.decide("steer", view, rule)


class Council(SteppedActor):
    """A council, moved by steps."""

    kind: ClassVar[str] = "council"

    def commission(self, view: Any, rule: Any) -> Any:
        """Its free money."""
        return self.decide("commission", view, rule)

    def report(self, view: Any, rule: Any) -> Any:
        """The effort that goes into its figures."""
        return self.decide("report", view, rule)


class Community(SteppedActor):
    """A community, moved by steps."""

    kind: ClassVar[str] = "community"

    def take_part(self, view: Any, rule: Any) -> Any:
        """How far it takes part."""
        return self.decide("take_part", view, rule)


OF_KIND: Final = {one.kind: one for one in (Centre, Department, Board, Council, Community)}
