"""Places written by hand in a scenario, as arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from govsim.scenario.geography import WrittenPlaces
from govsim.world.places import Places


def written_places(stated: WrittenPlaces, outcomes: Sequence[str], name: str = "places") -> Places:
    """The places that a scenario writes out. The scenario has checked their keys and numbers.

    Communities may be written in any order, and neighbours in either direction.
    """
    region_keys = [region.key for region in stated.regions]
    council_keys = [council.key for council in stated.councils]
    council_k = np.array([council_keys.index(community.council) for community in stated.communities])
    order = np.argsort(council_k, kind="stable")
    communities = [stated.communities[k] for k in order]
    pairs = {tuple(sorted(map(council_keys.index, pair))) for pair in stated.neighbours}
    # NaN where not stated: building a world derives it
    social_capital_k = np.array([community.social_capital for community in communities], np.float64)
    return Places(
        name=name,
        source="Written by hand.",
        outcomes=tuple(outcomes),
        region_keys=tuple(region_keys),
        region_names=tuple(region.name for region in stated.regions),
        council_keys=tuple(council_keys),
        council_names=tuple(council.name for council in stated.councils),
        council_region_c=np.array([region_keys.index(council.region) for council in stated.councils]),
        neighbours=np.array(sorted(pairs), np.int64).reshape(-1, 2),
        community_keys=tuple(community.key for community in communities),
        community_council_k=council_k[order],
        population_k=np.array([community.population for community in communities]),
        need_kj=np.array([[community.need[outcome] for outcome in outcomes] for community in communities]),
        councils_represented=len(council_keys),
        social_capital_k=None if np.isnan(social_capital_k).all() else social_capital_k,
    )
