"""Interactions: do levers pulled together do more, or less, than one by one?

All functions take the values of all subsets of some factors on the same worlds, shape (subset, world), in binary
order: row s has factor i if bit i of s is 1. Results are per world; apply `interval` to a row for its mean and paired
interval.
"""

from __future__ import annotations

import numpy as np

from govsim.statistics.preconditions import Floats
from govsim.statistics.shapley import factors_of


def synergy(values_sw: Floats) -> Floats:
    """Effect of all factors together less the sum of their single effects; shape (world,).

    Above 0 the whole is more than the sum of its parts. Source: stein_alpert_1993.

    >>> synergy(np.array([[0.0], [1.0], [2.0], [5.0]]))
    array([2.])
    """
    alone = values_sw[1 << np.arange(factors_of(values_sw))] - values_sw[0]
    together: Floats = values_sw[-1] - values_sw[0] - alone.sum(axis=0)
    return together


def added_by_subset(values_sw: Floats) -> Floats:
    """The effect of each subset beyond the effects of its proper subsets, shape (subset, world).

    Row 0 is the value without any factor. The rows of a subset and its proper subsets sum to the subset's value; those
    of all subsets of two factors and more sum to `synergy`. Source: stein_alpert_1993.

    >>> added_by_subset(np.array([[1.0], [2.0], [3.0], [6.0]])).ravel()
    array([1., 1., 2., 2.])
    """
    added = values_sw.copy()
    for place in range(factors_of(added)):
        halves = added.reshape(-1, 2, 1 << place, added.shape[1])
        halves[:, 1] -= halves[:, 0]
    return added


def factorial_effects(values_sw: Floats) -> Floats:
    """Main effects and interactions of a two-level factorial experiment, shape (subset, world).

    Row 0 is the grand mean. A row of one factor is the mean with it less the mean without it. A row of two is half the
    change of the first's effect by the second, and so on. Source: yates_1937.

    >>> factorial_effects(np.array([[1.0], [2.0], [3.0], [6.0]])).ravel()
    array([3., 2., 3., 1.])
    """
    effects = values_sw.copy()
    for place in range(factors_of(effects)):
        halves = effects.reshape(-1, 2, 1 << place, effects.shape[1])
        less, more = halves[:, 0].copy(), halves[:, 1].copy()
        halves[:, 0], halves[:, 1] = (less + more) / 2, (more - less) / 2
    effects[1:] *= 2  # from half the distance between the levels to the whole
    return effects
