"""Facts of imported places by which a person who knows the country can judge them at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from govsim.words.numbers import decimal
from govsim.words.plurals import joined
from govsim.world.places import Floats, Places
from govsim.world.questioned import AGAINST, against_others, far_off
from govsim.world.questioned_codes import mixed_codes

_EXTREMES: Final = 3
_SLIGHTLY: Final = -0.2  # correlation with the other outcomes below which one is named
_FEW_LEVELS: Final = 10  # levels of need, as deciles leave
_SEVERAL: Final = 20  # communities, to call few levels of need few


def looks_right(places: Places) -> tuple[str, ...]:
    """Sentences on the ends of the country: its neediest and least needy councils, its greatest and smallest places.

    They would show a reversed column, a row of totals or a merged council to a person who knows the country.
    """
    return (
        *_neediest(places),
        _sizes(places),
        *_against(places),
        *_levels(places),
        *_outliers(places),
        *_mixed_codes(places),
        *(f"{origin}." for origin in places.origins),
    )


def _neediest(places: Places) -> list[str]:
    councils = len(places.council_keys)
    if councils < 2:
        return ["All communities are in one council."]
    people_c = np.bincount(places.community_council_k, places.population_k, councils)
    needy_k = places.population_k * places.need_kj.mean(axis=1)
    need_c = np.bincount(places.community_council_k, needy_k, councils) / people_c
    alone = ["Each community is a council of its own."] if councils == len(places.community_keys) else []
    order = np.argsort(-need_c, kind="stable")
    count = min(_EXTREMES, councils // 2)

    def listed(positions: Sequence[int]) -> str:
        return joined([f"{places.council_names[c]} ({need_c[c]:.2f})" for c in positions])

    several = count > 1
    most, least = (
        ("Neediest councils", "Least needy councils")
        if several
        else ("Neediest council", "Least needy council")
    )
    return [
        *alone,
        f"{most}, mean over outcomes: {listed(order[:count].tolist())}.",
        f"{least}: {listed(order[::-1][:count].tolist())}.",
    ]


def _sizes(places: Places) -> str:
    people = places.population_k
    greatest, smallest = int(people.argmax()), int(people.argmin())
    share = people[greatest] / people.sum()
    return (
        f"Greatest community: {_community(places, greatest)} with {_people(people[greatest])} residents, {share:.1%} "
        f"of all. Smallest: {_community(places, smallest)} with {_people(people[smallest])}."
    )


def _people(residents: Floats) -> str:
    return f"{float(residents):,.0f}" if residents >= 10 else f"{float(residents):.2g}"


def _community(places: Places, k: int) -> str:
    council = places.council_names[int(places.community_council_k[k])]
    name = places.community_names[k] if places.community_names is not None else places.community_keys[k]
    return f"{name} ({council})"


def _against(places: Places) -> list[str]:
    against = against_others(places.need_kj).tolist()
    named = [
        f"{outcome} ({decimal(value, 2)})"
        for outcome, value in zip(places.outcomes, against, strict=True)
        if value <= (_SLIGHTLY if len(places.outcomes) > 2 else AGAINST)
    ]
    if not named:
        return []
    verb = "runs" if len(named) == 1 else "run"
    return [f"Against the other outcomes (median correlation) {verb} {joined(named)}."]


def _levels(places: Places) -> list[str]:
    if len(places.need_kj) < _SEVERAL:
        return []
    levels = [np.unique(column).size for column in places.need_kj.T]
    few = [
        outcome for outcome, count in zip(places.outcomes, levels, strict=True) if 1 < count <= _FEW_LEVELS
    ]
    return [f"Need takes at most {_FEW_LEVELS} levels in {joined(few)}."] if few else []


def _outliers(places: Places) -> list[str]:
    """Communities whose residents or need lie farther from the rest than the rest is wide."""
    numbers = [("Residents", places.population_k, 0)]
    numbers += [(f"Need for {outcome}", places.need_kj[:, j], 2) for j, outcome in enumerate(places.outcomes)]
    sentences = []
    for what, values, decimals in numbers:
        far = np.flatnonzero(np.isin(values, far_off(values))).tolist()[:_EXTREMES]
        named = [f"{_community(places, k)}: {decimal(float(values[k]), decimals)}" for k in far]
        sentences += [f"{what} far from all others: {joined(named)}."] if named else []
    return sentences


def _mixed_codes(places: Places) -> list[str]:
    councils = [places.council_keys[c] for c in places.community_council_k.tolist()]
    mixed = mixed_codes(places.community_keys, councils)
    names = dict(zip(places.council_keys, places.council_names, strict=True))
    if not mixed:
        return []
    named = [
        f"{names[council]} ({joined([places.community_keys[k] for k in rows[:_EXTREMES]])})"
        for council, rows in mixed[:_EXTREMES]
    ]
    return [f"Codes of communities in one council begin differently: {joined(named)}."]
