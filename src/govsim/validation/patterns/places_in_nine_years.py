"""P11, P12, P13 and P15: how places move in nine years of siloed government, against England from 2010 to 2019."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from govsim.validation.finding import Check
from govsim.validation.moving_places import held_to

FIRST_EDITION: Final = {"rules": {"need": "first_edition"}}
NO_DRIFT: Final = {"constants": {"council_drift": 0.0, "community_drift": 0.0}}


def _check(
    key: str,
    title: str,
    lines: Mapping[str, tuple[float, float]],
    *,
    off: Mapping[str, Any],
    without: str,
    notes: str,
    **rest: Any,
) -> Check:
    """A pattern whose facts must lie within their lines; `off` switches off its mechanism, named by `without`."""
    examine = partial(held_to, lines, off=off, without=without, notes=notes)
    return Check(key, "pattern", title, examine=examine, **rest)


CHECKS: Final = (
    _check(
        "P11",
        "Places stay themselves",
        {"council_ranks": (0.92, 0.985), "tenth_still_there": (0.68, 0.88)},
        off=FIRST_EDITION,
        without="need grows everywhere alike",
        notes="The real England is 0.926 and 0.68 after 15 years.",
        source="dclg_2011; mhclg_2019; mhclg_2025; welsh_government_2019; scottish_government_2020",
        refuted_by=(
            "after 9 years a rank correlation of councils outside 0.92 to 0.985, or a share of the most deprived tenth "
            "of neighbourhoods still there outside 0.68 to 0.88"
        ),
        observed=(
            "England 2010 to 2019, plain mean of seven domains: councils 0.960 (0.948 to 0.968), tenth still there "
            "0.77; councils of Wales 0.85 and of Scotland 0.945 in 8 years (verified: councils recomputed from their "
            "mean normal scores)"
        ),
        use="held out",
    ),
    _check(
        "P12",
        "Places drift apart by a little",
        {"council_spread": (0.014, 0.033), "community_spread": (0.024, 0.042)},
        off=NO_DRIFT,
        without="places do not wander",
        notes="The real England is 0.026 and 0.044 after 15 years.",
        source="dclg_2011; mhclg_2019; mhclg_2025",
        refuted_by=(
            "a standard deviation of change in 9 years, in need points, outside 0.014 to 0.033 over councils or "
            "outside 0.024 to 0.042 over neighbourhoods"
        ),
        observed=(
            "England 2010 to 2019, plain mean of seven domains: councils 0.019 (0.017 to 0.021), neighbourhoods 0.032 "
            "(verified: councils recomputed from their mean normal scores)"
        ),
        use="calibrated",
    ),
    _check(
        "P13",
        "Neighbouring councils change alike",
        {"neighbours_change": (0.20, 0.64)},
        off={"constants": {"drift_neighbours": 0.0}},
        without="neighbours do not matter",
        notes="The real England is 0.42 after 15 years. The lines are the real interval widened by a third.",
        source="dclg_2011; mhclg_2019; mhclg_2025; moran_1950",
        refuted_by="Moran's I of councils' changes in 9 years outside 0.20 to 0.64",
        observed=(
            "England 2010 to 2019: 0.42 (0.25 to 0.59) overall, 0.43 as the plain mean of seven domains (verified: "
            "recomputed from councils' mean normal scores); Wales and Scotland have too few councils to tell"
        ),
        use="calibrated",
    ),
    _check(
        "P15",
        "Places differ within councils, and their outcomes change one by one",
        {
            "within_councils": (0.55, 0.80),
            "between_regions": (0.03, 0.15),
            "alike_level": (0.35, 0.50),
            "alike_change": (0.08, 0.19),
        },
        off=FIRST_EDITION,
        without="need grows everywhere alike",
        notes=(
            "Synthetic England is drawn with the shares and the likeness of 2025, so levels ask only that they last; "
            "likeness of changes is a test of the model alone, and it alone was used to calibrate."
        ),
        source="dclg_2011; mhclg_2019; mhclg_2025; spearman_1904",
        refuted_by=(
            "after 9 years a share of variance within councils outside 0.55 to 0.80, between regions outside 0.03 to "
            "0.15, a mean rank correlation of outcomes outside 0.35 to 0.50, or of their changes outside 0.08 to 0.19"
        ),
        observed=(
            "England 2004 to 2025, overall: within councils 56 to 73%, between regions 15 to 6%; domains 0.40 to 0.45 "
            "over neighbourhoods, their changes 2010 to 2019 0.13 (0.09 to 0.17) over councils (verified: councils "
            "recomputed from their mean normal scores)"
        ),
        use="calibrated",
    ),
)
