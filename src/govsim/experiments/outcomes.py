"""Outcomes, the numbers stored of a run: measures at its end and on average, the pound's journey, gains and losses.

A condition on one, such as `core_services < 0.95`, is an outcome too: the share of worlds in which it holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from govsim.arrays import Floats, mean
from govsim.measures.catalogue import MEASURES
from govsim.measures.measure import Measure
from govsim.measures.pound import CATEGORIES
from govsim.runs.run import Run

AVERAGE: Final = "mean_"  # a measure over all quarters, so that a late recovery does not hide a long loss
POUND: Final = "pound_"
PENNY: Final = 0.01  # of a pound: less is too small to matter
ALONG: Final = {  # measures along an axis, each with the measure of the same smallest effect
    "need_by_outcome": "need",
    "progress_by_outcome": "progress",
    "reported_progress_by_outcome": "reported_progress",
    "progress_by_mission": "progress",
    "core_by_department": "core_services",
    "progress_by_region": "progress",
    "attention_by_mission": "board_power",
    "power_by_mission": "board_power",
    "budget_by_department": "outcome_money",
}
KEPT_AXES: Final = "jdmr"  # councils and communities are too many to store for every run


_CONDITION: Final = re.compile(r"(\w+)\s*(<=|>=|<|>)\s*([-+]?\d+\.?\d*(?:[eE][-+]?\d+)?)")
_SIGNS: Final[dict[str, tuple[Callable[[Floats, float], Floats], str, int]]] = {  # test, words, direction
    "<": (np.less, "below", -1),
    "<=": (np.less_equal, "at most", -1),
    ">": (np.greater, "above", 1),
    ">=": (np.greater_equal, "at least", 1),
}
SHARE_THAT_MATTERS: Final = 0.05  # of worlds: the smallest difference in how often a condition holds


@dataclass(frozen=True)
class Condition:
    """A condition on an outcome, whose mean over worlds is the share of worlds in which it holds."""

    outcome: str
    sign: str
    level: float

    def holds(self, values: Floats) -> Floats:
        """1 where it holds and 0 where not, of any shape; missing values stay missing."""
        test, _, _ = _SIGNS[self.sign]
        return np.where(np.isnan(values), np.nan, test(values, self.level))

    def measure(self, name: str) -> Measure:
        """The share of worlds as a measure."""
        of, (_, words, direction) = shown_as(self.outcome), _SIGNS[self.sign]
        level = f"{100 * self.level:.12g}%" if of.unit.startswith("share") else f"{self.level:.12g}"
        clause = f"{of.label.lower()} {words} {level}"
        return replace(
            MEASURES["outcome_money"],
            name=name,
            label=f"Worlds with {clause}",
            unit="share of worlds",
            meaning=f"share of worlds with {clause}",
            better=direction * of.better,
            smallest_effect=SHARE_THAT_MATTERS,
        )


def condition(outcome: str) -> Condition | None:
    """The condition that an outcome is, such as `core_services < 0.95`; None for a plain outcome.

    >>> condition("core_services<0.95"), condition("core_services")
    (Condition(outcome='core_services', sign='<', level=0.95), None)
    """
    match = _CONDITION.fullmatch(outcome.strip())
    return None if match is None else Condition(match[1], match[2], float(match[3]))


def held_everywhere(outcome: str, means: Iterable[float]) -> str:
    """The answer of a condition, if it is the same in every world of every arm: `in no world`; else empty.

    >>> held_everywhere("core_services < 0.95", [0.0, 0.0])
    'in no world'
    """
    shares = set(means) if condition(outcome) else set()
    return {0.0: "in no world", 1.0: "in every world"}.get(shares.pop(), "") if len(shares) == 1 else ""


def is_outcome(name: str) -> bool:
    """Whether it is an outcome of every run, or a condition on one."""
    parsed = condition(name)
    return (name if parsed is None else parsed.outcome) in plain_outcomes()


def plain_outcomes() -> tuple[str, ...]:
    """The outcomes of every run: measures at the end, their means over time, and categories of the pound."""
    plain = [name for name, measure in MEASURES.items() if not measure.axis]
    means = [f"{AVERAGE}{name}" for name in plain if not MEASURES[name].only_at_end]
    return (*plain, *means, *(f"{POUND}{name}" for name in CATEGORIES))


def shown_as(outcome: str) -> Measure:
    """The measure behind an outcome: label, unit, better direction and smallest effect.

    Raises KeyError for an unknown name.
    """
    if parsed := condition(outcome):
        return parsed.measure(outcome)
    name, _, item = outcome.partition(".")
    if name.startswith(POUND):
        category = name.removeprefix(POUND)
        label = f"Share of the pound: {category_words(category)}"
        better = int(category == "effective")
        share = MEASURES["outcome_money"]
        return replace(share, name=outcome, label=label, better=better, smallest_effect=PENNY)
    measure = MEASURES.get(name)
    if measure is None:
        measure = MEASURES[name.removeprefix(AVERAGE)]
        return replace(measure, name=outcome, label=f"{measure.label}, averaged over time")
    if not item:
        return measure
    effect = MEASURES[ALONG[name]].smallest_effect
    return replace(measure, name=outcome, label=f"{measure.label}: {item}", smallest_effect=effect)


def category_words(category: str) -> str:
    """A category of the pound inside a sentence.

    >>> category_words("misfit")
    'misfit (wrong mix)'
    """
    name, _, means = CATEGORIES[category].lower().partition(": ")
    return f"{name} ({means})" if means else name


def outcomes_of(run: Run) -> dict[str, Floats]:
    """The outcomes of each world of a run, by column: arrays of shape (world,).

    A measure along an axis has a column per item, such as `progress_by_mission.health`. Scenarios may lack items of
    others.
    """
    columns: dict[str, Floats] = {}
    for name, values in run.measures.items():
        columns[name] = values[-1]
        if not MEASURES[name].only_at_end:
            columns[f"{AVERAGE}{name}"] = mean(values)
    for category, values in run.pound.items():
        columns[f"{POUND}{category}"] = mean(values)
    for name in run.along_axes:
        if MEASURES[name].axis in KEPT_AXES:
            at_end = run.at_end(name)
            columns |= {f"{name}.{key}": at_end[place] for place, key in enumerate(run.label(name))}
    return columns


def columns_of(labels: Sequence[Mapping[str, Sequence[str]]]) -> tuple[str, ...]:
    """The columns for scenarios with these labels (axis letter to keys), in the order of the store."""
    along = [name for name, measure in MEASURES.items() if measure.axis and measure.axis in KEPT_AXES]
    items = [
        f"{name}.{key}"
        for name in along
        for key in dict.fromkeys(key for one in labels for key in one[MEASURES[name].axis])
    ]
    return (*plain_outcomes(), *items)


def missing(worlds: int) -> Floats:
    """The values of a column that a scenario lacks: NaN."""
    return np.full(worlds, np.nan)
