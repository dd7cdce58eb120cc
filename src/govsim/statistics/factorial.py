"""Whether levers that are pulled together do more, or less, than one by one.

All functions take the values of all subsets of some factors on the same worlds, shape (subset, world), in the binary
order of `govsim.statistics.shapley.subsets`, and answer world by world: for a mean and its paired interval take
`interval` of a row.
"""

from __future__ import annotations

import numpy as np

from govsim.statistics.given import Floats, finite
from govsim.statistics.shapley import factors_of


def synergy(values_sw: Floats) -> Floats:
    """What all factors do together beyond the sum of what each does alone; shape (world,).

    Above 0 the whole is more than the sum of its parts. Source: stein_alpert_1993.

    >>> synergy(np.array([[0.0], [1.0], [2.0], [5.0]]))
    array([2.])
    """
    values = finite(values_sw, "synergy", 2, "subset, world")
    alone = values[1 << np.arange(factors_of(values, "synergy"))] - values[0]
    together: Floats = values[-1] - values[0] - alone.sum(axis=0)
    return together


def added_by_subset(values_sw: Floats) -> Floats:
    """What a subset does that no smaller part of it does, shape (subset, world).

    Row 0 is the value with none. The rows of a subset's parts, itself and row 0 among them, add up to its value; those
    of two factors and more add up to `synergy`. Source: stein_alpert_1993.

    >>> added_by_subset(np.array([[1.0], [2.0], [3.0], [6.0]])).ravel()
    array([1., 1., 2., 2.])
    """
    added = finite(values_sw, "factorial", 2, "subset, world").copy()
    for place in range(factors_of(added, "factorial")):
        halves = added.reshape(-1, 2, 1 << place, added.shape[1])
        halves[:, 1] -= halves[:, 0]
    return added


def factorial_effects(values_sw: Floats) -> Floats:
    """Main effects and interactions as in a two-level factorial experiment, shape (subset, world).

    Row 0 is the grand mean; the row of one factor is the mean with it less the mean without; the row of two is half of
    how much more the first does with the second than without, and so on. Source: yates_1937.

    >>> factorial_effects(np.array([[1.0], [2.0], [3.0], [6.0]])).ravel()
    array([3., 2., 3., 1.])
    """
    effects = finite(values_sw, "factorial", 2, "subset, world").copy()
    for place in range(factors_of(effects, "factorial")):
        halves = effects.reshape(-1, 2, 1 << place, effects.shape[1])
        less, more = halves[:, 0].copy(), halves[:, 1].copy()
        halves[:, 0], halves[:, 1] = (less + more) / 2, (more - less) / 2
    effects[1:] *= 2  # from half the distance between the levels to the whole
    return effects
