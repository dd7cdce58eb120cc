"""Grants of places in pounds a head."""

from __future__ import annotations

from typing import Any

import numpy as np

from govsim.app.places.courses import PlaceRun
from govsim.arrays import Floats
from govsim.statistics.intervals import interval
from govsim.words.numbers import decimal
from govsim.words.plurals import counted
from govsim.world.places import Places


def pounds(value: float, sign: bool = False) -> str:
    """An amount in whole pounds: `£1,234`, `−£12`.

    >>> pounds(1234.4), pounds(-12.3, sign=True)
    ('£1,234', '−£12')
    """
    text = decimal(value, 0, sign)
    return f"{text[0]}£{text[1:]}" if text[:1] in "+−" else f"£{text}"


def residents_of(land: Places) -> Floats:
    """Residents of each council."""
    return np.asarray(
        np.bincount(land.community_council_k, land.population_k, len(land.council_keys)), np.float64
    )


def grants_w(run: PlaceRun, councils: Any, land: Places) -> Floats:
    """Grants a head in the last year to some councils together, shape (world,)."""
    people_c = residents_of(land)[councils]
    return np.asarray((run.grants_ycw[-1][councils] * people_c[:, None]).sum(axis=0) / people_c.sum())


def grants_sentence(
    name: str, now: PlaceRun, before: PlaceRun | None, councils: Any, other: str, land: Places
) -> str:
    """What a place receives in grants a head in the last year, and how much more than under the other setting."""
    own_w = grants_w(now, councils, land)
    sentence = f"Grants to {name} are {pounds(float(own_w.mean()))} a head in year {now.years}"
    if before is None:
        return f"{sentence}."
    apart_w = own_w - grants_w(before, councils, land)
    apart = interval(apart_w)
    if round(apart.mean) == 0:
        return f"{sentence}, as much as under {other}."
    way = "more" if apart.mean > 0 else "less"
    count = int((apart_w > 0).sum()) if apart.mean > 0 else int((apart_w < 0).sum())
    worlds = counted(apart_w.size, "world")
    share = f"all {worlds}" if count == apart_w.size > 1 else f"{count:,} of {worlds}"
    return f"{sentence}: {pounds(abs(apart.mean))} {way} than under {other} ({way} in {share})."
