"""Whether money mirrors what outcomes need."""

from __future__ import annotations

import numpy as np

from govsim.arrays import Floats, mean, ratio
from govsim.measures.measure import Measure
from govsim.world.indices import Indices


def mirroring(edge_money_ew: Floats, recipe_ew: Floats, indices: Indices) -> Floats:
    """The likeness of money and recipes: 1 − ½ Σ|money share − recipe share|, mean over outcomes.

    Outcomes without money count 0. Shape (world,).
    Source: own: the mirroring hypothesis, colfer_baldwin_2016.
    """
    money_jw = indices.by_outcome.sum(edge_money_ew)
    share_ew = ratio(edge_money_ew, indices.by_outcome.spread(money_jw))
    apart_jw = indices.by_outcome.sum(np.abs(share_ew - recipe_ew)) / 2
    return mean((money_jw > 0) * (1 - apart_jw))


MEASURES = (
    Measure(
        mirroring,
        "Money mirrors outcomes",
        "index",
        "1 where each outcome's money is divided as its recipe is",
        source="own: the mirroring hypothesis, colfer_baldwin_2016",
        better=1,
        smallest_effect=0.01,
    ),
)
