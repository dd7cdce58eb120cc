"""P12: places drift apart by a little: how much changes of councils, and of neighbourhoods, differ in nine years."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from govsim.validation.finding import Check, Plan, Reading
from govsim.validation.moving_places import Line, held_to

LINES: Final = (Line("council_spread", 0.014, 0.033), Line("community_spread", 0.024, 0.042))
OFF: Final[Mapping[str, Any]] = {"constants": {"council_drift": 0.0, "community_drift": 0.0}}


def examine(plan: Plan) -> Reading:
    """The standard deviations of councils' and neighbourhoods' changes after nine years of siloed government."""
    notes = "The real England is 0.026 and 0.044 after 15 years."
    return held_to(LINES, plan, OFF, "places do not wander", notes)


CHECK: Final = Check(
    "P12",
    "pattern",
    "Places drift apart by a little",
    "dclg_2011; mhclg_2019; mhclg_2025",
    "a standard deviation of change in 9 years, in need points, outside 0.014 to 0.033 over councils or outside 0.024 "
    "to 0.042 over neighbourhoods",
    examine,
    observed=(
        "England 2010 to 2019, plain mean of seven domains: councils 0.019 (0.017 to 0.021), neighbourhoods 0.032 "
        "(verified: councils recomputed from their mean normal scores)"
    ),
    use="calibrated",
)
