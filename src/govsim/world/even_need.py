"""A country without a map of need: everybody has the national mean."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from govsim.world.places import Places


def with_even_need(places: Places) -> Places:
    """The same places and residents, with the national mean of need in each outcome everywhere.

    Social capital and capacity of the places are dropped, so that both are drawn around the same mean.
    Source: own: the null map.
    """
    share_k = places.population_k / places.population_k.sum()
    mean_j = (share_k[:, None] * places.need_kj).sum(axis=0)
    return replace(
        places,
        name=f"{places.name}, need the same everywhere",
        need_kj=np.tile(np.clip(mean_j, 0.0, 1.0), (len(share_k), 1)),
        social_capital_k=None,
        capacity_c=None,
    )
