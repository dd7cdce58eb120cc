"""P11: places stay themselves: nine years on, councils keep nearly the same order, and the most deprived stay so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from govsim.validation.finding import Check, Plan, Reading
from govsim.validation.moving_places import Line, held_to

LINES: Final = (Line("council_ranks", 0.92, 0.985), Line("tenth_still_there", 0.68, 0.88))
OFF: Final[Mapping[str, Any]] = {"rules": {"need": "first_edition"}}


def examine(plan: Plan) -> Reading:
    """The order of councils, and who is in the most deprived tenth, after nine years of siloed government."""
    notes = "The real England is 0.926 and 0.68 after 15 years."
    return held_to(LINES, plan, OFF, "need grows everywhere alike", notes)


CHECK: Final = Check(
    "P11",
    "pattern",
    "Places stay themselves",
    "dclg_2011; mhclg_2019; mhclg_2025; welsh_government_2019; scottish_government_2020",
    "after 9 years a rank correlation of councils outside 0.92 to 0.985, or a share of the most deprived tenth of "
    "neighbourhoods still there outside 0.68 to 0.88",
    examine,
    observed=(
        "England 2010 to 2019, plain mean of seven domains: councils 0.960 (0.948 to 0.968), tenth still there 0.77; "
        "councils of Wales 0.85 and of Scotland 0.945 in 8 years (verified: councils recomputed "
        "from their mean normal scores)"
    ),
    use="held out",
)
