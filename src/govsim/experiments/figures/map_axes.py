"""The sides and colours of drawings over two factors."""

from __future__ import annotations

from typing import Any, Final

from govsim.experiments.arms import value_words
from govsim.experiments.figures.surfaces import Axis

CELL: Final = 38
WORSE, NOTHING, BETTER = "#D55E00", "#F4F4F4", "#0072B2"  # also for eyes that see few colours


def axis_words(axis: Axis) -> list[str]:
    """The values along a side, as they stand there."""
    return [value_words(value) for value in axis.values]


def flat_axis() -> Any:
    """An axis along the page whose values lie flat."""
    import altair

    return altair.Axis(labelAngle=0, titleAnchor="start")


def whole_scale(axis: Axis) -> Any:
    """A scale with every value of a side, the last at the top."""
    import altair

    return altair.Scale(domain=axis_words(axis)[::-1])
