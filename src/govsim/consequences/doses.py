"""Services reach communities: effective money per head, and the effect of taking part."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from govsim.arrays import Floats, ratio
from govsim.world.indices import Indices


class Doses(NamedTuple):
    """Services that reach communities, without and with the effect of taking part."""

    dose_kjw: Floats
    coproduction_effect_kw: Floats


def doses(
    effective_cjw: Floats,
    strength_cjw: Floats,
    perceived_place_kjw: Floats,
    local_recipe_cew: Floats,
    engagement_kw: Floats,
    coproduction_w: Floats,
    coproduction_base: float,
    coproduction_reference: float,
    indices: Indices,
) -> Doses:
    """Within a council services go to communities by residents and need; they work better where people take part.

    A dose of 1 is the whole quarterly budget spread evenly over all heads and outcomes.
    Source: own; ostrom_1996 for taking part.
    """
    lively_kw = (coproduction_base + engagement_kw) / coproduction_reference
    weighed_cjw = indices.people_sum(perceived_place_kjw)
    head_cjw = ratio(effective_cjw * strength_cjw, weighed_cjw) * (indices.outcomes * indices.population)
    dose_kjw = indices.of_council(head_cjw) * perceived_place_kjw
    if indices.reach_ks is not None:
        dose_kjw = dose_kjw * reach(indices.reach_ks, local_recipe_cew, indices)
    return Doses(dose_kjw, np.exp(coproduction_w * np.log(lively_kw)))


def reach(reach_ks: Floats, local_recipe_cew: Floats, indices: Indices) -> Floats:
    """The share of each outcome that reaches a community which some local services do not serve.

    Shape (community, outcome, world). Source: own.
    """
    reached_kjw = np.ones((indices.communities, indices.outcomes, local_recipe_cew.shape[-1]))
    for community in np.flatnonzero(~reach_ks.all(axis=1)):
        served_e = reach_ks[community, indices.edge_service_e]
        recipe_ew = local_recipe_cew[indices.council_k[community]]
        reached_kjw[community] = indices.by_outcome.sum(recipe_ew * served_e[:, None])
    return reached_kjw
