"""P15: places differ most within councils and least between regions; outcomes go together, their changes hardly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from govsim.validation.finding import Check, Plan, Reading
from govsim.validation.moving_places import Line, held_to

LINES: Final = (
    Line("within_councils", 0.55, 0.80),
    Line("between_regions", 0.03, 0.15),
    Line("alike_level", 0.35, 0.50),
    Line("alike_change", 0.08, 0.19),
)
OFF: Final[Mapping[str, Any]] = {"rules": {"need": "first_edition"}}


def examine(plan: Plan) -> Reading:
    """Shares of variance, and how alike outcomes are in level and in change, after nine years of siloed government."""
    notes = (
        "Synthetic England is drawn with the shares and the likeness of 2025, so levels ask only that they last; "
        "likeness of changes is asked of the model alone, and it alone was used to calibrate."
    )
    return held_to(LINES, plan, OFF, "need grows everywhere alike", notes)


CHECK: Final = Check(
    "P15",
    "pattern",
    "Places differ within councils, and their outcomes change one by one",
    "dclg_2011; mhclg_2019; mhclg_2025; spearman_1904",
    "after 9 years a share of variance within councils outside 0.55 to 0.80, between regions outside 0.03 to 0.15, a "
    "mean rank correlation of outcomes outside 0.35 to 0.50, or of their changes outside 0.08 to 0.19",
    examine,
    observed=(
        "England 2004 to 2025, overall: within councils 56 to 73%, between regions 15 to 6%; domains 0.40 to 0.45 over "
        "neighbourhoods, their changes 2010 to 2019 0.13 (0.09 to 0.17) over councils (verified: councils recomputed "
        "from their mean normal scores)"
    ),
    use="calibrated",
)
