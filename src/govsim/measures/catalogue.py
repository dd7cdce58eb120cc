"""All measures, by name, gathered from the files of their themes (progress, fairness and so on).

To add a measure, write a function and a line of `MEASURES` in the file of its theme.
"""

from __future__ import annotations

import inspect
from collections.abc import Container, Mapping
from typing import Any

from govsim.arrays import Floats
from govsim.measures import capability, complexity, fairness, mirroring, pound, progress
from govsim.measures.measure import Measure
from govsim.named import Named

_BY_THEME = (progress, pound, mirroring, complexity, fairness, capability)

MEASURES: Mapping[str, Measure] = Named(
    "measure", {measure.name: measure for theme in _BY_THEME for measure in theme.MEASURES}
)


_POUND_READS = tuple(inspect.signature(pound.pound_journey).parameters)


def observe(
    names: Mapping[str, Any], at_end: bool = True, only: Container[str] = MEASURES
) -> dict[str, Floats]:
    """The measures of a quarter from the world's names, all or `only` some; those of the end in the last quarter only.

    Returns arrays of shape (world,) or (axis, world). Source: own: bookkeeping.
    """
    return {
        measure.name: measure.function(**{name: names[name] for name in measure.reads})
        for measure in MEASURES.values()
        if measure.name in only and (at_end or not measure.only_at_end)
    }


def observe_pound(names: Mapping[str, Any]) -> dict[str, Floats]:
    """The pound's journey of a quarter: category to share of the budget, each of shape (world,).

    Source: own: bookkeeping.
    """
    return pound.pound_journey(**{name: names[name] for name in _POUND_READS})
