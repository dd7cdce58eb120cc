"""The effect of each mechanism, and the split of a change in effective money into volume and efficiency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from govsim.arrays import Floats, ratio
from govsim.comparison.compare import Comparison
from govsim.explanation.mechanisms import (
    MECHANISMS,
    Kind,
    Mechanism,
    course,
    course_words,
    has_more,
    wholes,
)
from govsim.measures.pound import CATEGORIES
from govsim.runs.run import Run
from govsim.statistics.intervals import Interval, interval
from govsim.units import billion_a_quarter
from govsim.words.numbers import pence

MEASURED: Final = ("public_value", "progress", "core_services")
MOST_NAMED: Final = 3
SHARE_THAT_COUNTS: Final = 0.5  # least effect of a named cause, in smallest effects that matter
MOST_MOVERS: Final = 3


@dataclass(frozen=True, kw_only=True)
class MechanismEffect:
    """The contribution of one mechanism to the difference between two scenarios, world by world.

    `phrase` describes the mechanism in a sentence; `first` and `second` are its settings in either scenario.
    """

    key: str
    kind: Kind
    label: str
    phrase: str
    first: str
    second: str
    public_value: Interval
    progress: Interval
    core_services: Interval


@dataclass(frozen=True)
class Mover:
    """A category of the pound's journey and its change, per pound."""

    category: str
    change: Interval


@dataclass(frozen=True, kw_only=True)
class VolumeAndEfficiency:
    """The change in effective money: more or less money for outcomes, and more or less effect of each pound.

    All are shares of the budget over all quarters, means over worlds, for the first and the second scenario.
    In every world `volume` and `efficiency` add up to `change` exactly: each is taken at the average of what
    the other one is in the two scenarios (the Shapley value of two factors).
    """

    effective: tuple[float, float]
    money: tuple[float, float]
    per_pound: tuple[float, float]
    change: Interval
    volume: Interval
    efficiency: Interval
    movers: tuple[Mover, ...]  # all other categories, the largest change first
    billion: float | None  # the change in £bn a quarter; None where the two budgets differ


def effect_of(
    mechanism: Mechanism, first: Run, second: Run, first_off: Run | None, second_off: Run | None
) -> MechanismEffect:
    """The part of a difference between two runs that goes with a mechanism, in the same worlds."""
    changes = {
        name: interval(
            (second.at_end(name) - (second_off or second).at_end(name))
            - (first.at_end(name) - (first_off or first).at_end(name))
        )
        for name in MEASURED
    }
    one, other = first.scenario, second.scenario
    is_lever = mechanism.kind == "lever"
    settings = [
        course_words(course(scenario, mechanism.key)) if is_lever else "" for scenario in (one, other)
    ]
    felt = changes["public_value"].mean < 0  # a cost that lowers public value counts as more of it
    more = has_more(mechanism.key, one, other) if is_lever else felt
    return MechanismEffect(
        key=mechanism.key,
        kind=mechanism.kind,
        label=mechanism.label,
        phrase=mechanism.more if more else mechanism.less,
        first=settings[0],
        second=settings[1],
        **changes,
    )


def is_clear(estimate: Interval, least: float) -> bool:
    """Whether an effect is at least this large and its interval leaves out 0."""
    return abs(estimate.mean) >= least and (estimate.low > 0 or estimate.high < 0)


def named_causes(effects: Sequence[MechanismEffect], pair: Comparison) -> tuple[MechanismEffect, ...]:
    """The causes that a sentence may name: at most three, the largest first.

    A cause is named where its effect on public value is at least half of the smallest effect that matters and its
    95% interval leaves out 0. A part is not named beside its whole; a whole (everything that boards do, the
    missions themselves) is named only where none of its parts is.
    """
    least = pair.smallest_effect("public_value") * SHARE_THAT_COUNTS
    clear = [effect for effect in effects if is_clear(effect.public_value, least)]
    whole = wholes(pair.runs[0].scenario, pair.runs[1].scenario)
    named: list[MechanismEffect] = []
    for effect in sorted(clear, key=lambda one: (one.key in whole, -abs(one.public_value.mean))):
        if len(named) == MOST_NAMED or (named and effect.key in whole):
            break
        if not any(_alike(effect, other) for other in named):
            named.append(effect)
    return tuple(named)


def others_that_matter(
    effects: Sequence[MechanismEffect], named: Sequence[MechanismEffect], pair: Comparison
) -> int:
    """The number of further mechanisms with an effect that matters, parts of named ones left out."""
    whole = wholes(pair.runs[0].scenario, pair.runs[1].scenario)
    return sum(
        is_clear(effect.public_value, pair.smallest_effect("public_value"))
        and effect.key not in whole
        and not any(effect is one or _alike(effect, one) for one in named)
        for effect in effects
    )


def by_way_of(
    cause: MechanismEffect, effects: Sequence[MechanismEffect], pair: Comparison
) -> MechanismEffect | None:
    """The cost through which a lever has at least half of its effect, if there is one."""
    least = max(
        pair.smallest_effect("public_value") * SHARE_THAT_COUNTS,
        abs(cause.public_value.mean) * SHARE_THAT_COUNTS,
    )
    costs = [
        effect
        for effect in effects
        if cause.key in MECHANISMS[effect.key].like
        and is_clear(effect.public_value, least)
        and effect.public_value.mean * cause.public_value.mean > 0
    ]
    return max(costs, key=lambda effect: abs(effect.public_value.mean), default=None)


def trade_off(
    effects: Sequence[MechanismEffect], named: Sequence[MechanismEffect], pair: Comparison
) -> MechanismEffect | None:
    """The unnamed mechanism that moves most between progress and core services, if any.

    Public value can hide the strongest mechanism if its gain and loss cancel. Both must be clear and at least
    the smallest effect that matters.
    """
    scenario = pair.runs[0].scenario
    weight, constants = scenario.values.progress_weight, scenario.constants
    worth = float(np.mean(1 / pair.runs[0].assumptions["core_unit"]))

    def moved(effect: MechanismEffect) -> float:
        progress = weight * abs(effect.progress.mean) / constants.progress_unit
        return min(progress, (1 - weight) * abs(effect.core_services.mean) * worth)

    whole = wholes(scenario, pair.runs[1].scenario)
    trading = [
        effect
        for effect in effects
        if is_clear(effect.progress, pair.smallest_effect("progress"))
        and is_clear(effect.core_services, pair.smallest_effect("core_services"))
        and effect.progress.mean * effect.core_services.mean < 0
        and effect.key not in whole
    ]
    if not trading:
        return None
    most = max(trading, key=moved)
    return None if any(most is one or _alike(most, one) for one in named) else most


def _alike(one: MechanismEffect, other: MechanismEffect) -> bool:
    return one.key in MECHANISMS[other.key].like or other.key in MECHANISMS[one.key].like


def split_of(first: Run, second: Run) -> VolumeAndEfficiency:
    """The change in effective money from one run to another on the same worlds, and where else the pound went."""
    sides = [
        (_over_time(run.measure("outcome_money")), _over_time(run.pound["effective"]))
        for run in (first, second)
    ]
    money, effective = zip(*sides, strict=True)
    per_pound = [ratio(effective_w, money_w) for money_w, effective_w in sides]
    change = interval(effective[1] - effective[0])
    movers = [
        Mover(name, interval(_over_time(second.pound[name] - first.pound[name])))
        for name in CATEGORIES
        if name != "effective"
    ]
    budgets = {run.scenario.annual_budget for run in (first, second)}
    return VolumeAndEfficiency(
        effective=_means(effective),
        money=_means(money),
        per_pound=_means(per_pound),
        change=change,
        volume=interval((money[1] - money[0]) * (per_pound[0] + per_pound[1]) / 2),
        efficiency=interval((per_pound[1] - per_pound[0]) * (money[0] + money[1]) / 2),
        movers=tuple(sorted(movers, key=lambda mover: -abs(mover.change.mean))),
        billion=billion_a_quarter(change.mean, budgets.pop()) if len(budgets) == 1 else None,
    )


def _means(pair: Sequence[Floats]) -> tuple[float, float]:
    first_w, second_w = pair
    return float(first_w.mean()), float(second_w.mean())


def largest_movers(split: VolumeAndEfficiency) -> tuple[Mover, ...]:
    """The categories with the largest changes, among clear ones of a tenth of a penny or more."""
    seen = [
        mover for mover in split.movers if is_clear(mover.change, 0) and pence(mover.change.mean) != "0.0"
    ]
    return tuple(seen[:MOST_MOVERS])


def _over_time(values_qw: Floats) -> Floats:
    return np.asarray(values_qw.mean(axis=0))
