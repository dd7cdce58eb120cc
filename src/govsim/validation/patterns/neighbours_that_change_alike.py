"""P13: neighbouring councils change alike: what lifts or sinks a place does not stop at its boundary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from govsim.validation.finding import Check, Plan, Reading
from govsim.validation.moving_places import Line, held_to

LINES: Final = (Line("neighbours_change", 0.20, 0.64),)
OFF: Final[Mapping[str, Any]] = {"constants": {"drift_neighbours": 0.0}}


def examine(plan: Plan) -> Reading:
    """Moran's I of councils' changes after nine years of siloed government."""
    notes = "The real England is 0.42 after 15 years. The lines are the real interval made wider by a third."
    return held_to(LINES, plan, OFF, "neighbours do not matter", notes)


CHECK: Final = Check(
    "P13",
    "pattern",
    "Neighbouring councils change alike",
    "dclg_2011; mhclg_2019; mhclg_2025; moran_1950",
    "Moran's I of councils' changes in 9 years outside 0.20 to 0.64",
    examine,
    observed=(
        "England 2010 to 2019: 0.42 (0.25 to 0.59) overall, 0.43 as the plain mean of seven domains (verified: "
        "recomputed from councils' mean normal scores); Wales and Scotland have too few councils to tell"
    ),
    use="calibrated",
)
