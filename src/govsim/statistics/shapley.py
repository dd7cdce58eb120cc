"""Shapley values: the share of a difference due to each of several levers that work together.

A lever's share is its marginal effect, averaged over all orders of pulling the levers. The shares sum to the whole
difference. Subsets of levers are in binary order: row s has lever i if bit i of s is 1.
Source: shapley_1953.
"""

from __future__ import annotations

from math import factorial

import numpy as np

from govsim.statistics.intervals import CONFIDENCE, Interval, intervals_of
from govsim.statistics.preconditions import Floats, Integers, finite, require
from govsim.statistics.resampling import DRAWS, generator, percentile_bounds, resamples


def factors_of(values_sw: Floats) -> int:
    """The number of factors of an array (subset, world). Raises InputError if the subsets are not a power of 2."""
    subsets = len(finite(values_sw, "subsets", "subset, world"))
    right = subsets > 1 and subsets & (subsets - 1) == 0
    require(right, "subsets", "an array (subset, world) of 2, 4, 8, 16… subsets", f"shape {values_sw.shape}")
    return subsets.bit_length() - 1


def shapley(values_sw: Floats) -> Floats:
    """Each factor's share of the difference between all and none, world by world; shape (factor, world).

    The shares sum to the last row less the first. Apply `interval` to a row of the result for its mean and interval.
    Source: shapley_1953.

    >>> shapley(np.array([[0.0], [1.0], [2.0], [5.0]]))  # together 2 more than one by one: half to each
    array([[2.],
           [3.]])
    """
    count = factors_of(values_sw)
    rows = np.arange(values_sw.shape[0])
    sizes = np.bitwise_count(rows)
    weights = np.array(
        [factorial(size) * factorial(count - size - 1) / factorial(count) for size in range(count)]
    )
    shares = np.empty((count, values_sw.shape[1]))
    for place in range(count):
        without = rows[(rows >> place & 1) == 0]
        added = values_sw[without | 1 << place] - values_sw[without]
        shares[place] = (weights[sizes[without]][:, None] * added).sum(axis=0)
    return shares


def orders(factors: int, count: int, seed: int) -> Integers:
    """Random orders of pulling the levers, each followed by its reverse; shape (order, place), `count` even.

    Reversal balances early and late places of a lever. Source: mitchell_2022.
    """
    stream = generator(seed)
    drawn = np.array([stream.permutation(factors) for _ in range(count // 2)])
    return np.stack([drawn, drawn[:, ::-1]], axis=1).reshape(count, factors)


def subsets_on_the_way(orders_op: Integers) -> Integers:
    """The subsets to run for some orders, as bits, shape (order, place + 1): none, the first, the first two, … all.

    Orders share subsets: apply `np.unique` to the result and run each once.

    >>> subsets_on_the_way(np.array([[1, 0], [0, 1]]))
    array([[0, 2, 3],
           [0, 1, 3]])
    """
    bits = np.left_shift(1, np.asarray(orders_op, dtype=np.int64))
    return np.concatenate([np.zeros((bits.shape[0], 1), np.int64), np.cumsum(bits, axis=1)], axis=1)


def sampled_shapley(orders_op: Integers, values_opw: Floats, draws: int = DRAWS) -> tuple[Interval, ...]:
    """Shapley values from a sample of orders; 95% intervals cover both the orders and the worlds drawn.

    `values_opw` are the values along each order (see `subsets_on_the_way`), shape (order, place + 1, world), all on the
    same worlds. The means sum exactly to the mean difference. Pairs of orders (see `orders`), whose halves are not
    independent, and worlds are resampled independently, which is conservative. Source: castro_2009, owen_2007.
    """
    values = finite(values_opw, "sampled shapley", "order, place + 1, world")
    added_ofw = np.empty((*orders_op.shape, values.shape[2]))
    np.put_along_axis(added_ofw, orders_op[:, :, None], np.diff(values, axis=1), axis=1)
    added_ofw = (added_ofw[::2] + added_ofw[1::2]) / 2
    means = added_ofw.mean(axis=(0, 2))
    pairs, factors, worlds = added_ofw.shape
    if pairs < 2 or worlds < 2:
        return tuple(Interval(float(mean), np.nan, np.nan) for mean in means)
    around = added_ofw - means[None, :, None]
    blocks = []
    for of_orders, of_worlds in zip(
        resamples(pairs, draws, 0, worlds), resamples(worlds, draws, 1, pairs), strict=True
    ):
        factor_by_factor = [((of_orders @ around[:, one]) * of_worlds).sum(axis=1) for one in range(factors)]
        blocks.append(np.stack(factor_by_factor))
    low, high = percentile_bounds(np.concatenate(blocks, axis=1), CONFIDENCE)
    return intervals_of(means, means + low, means + high)
