"""Shapley values: how much of a difference is due to each of several levers that work together.

A lever's share is what it adds, averaged over all orders in which the levers could be pulled. The shares sum to the
whole difference. Source: shapley_1953.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import factorial

import numpy as np

from govsim.statistics.intervals import CONFIDENCE, Interval, intervals_of
from govsim.statistics.preconditions import Floats, Integers, check_confidence, finite, require
from govsim.statistics.resampling import DRAWS, generator, percentile_bounds, resamples

MOST_FACTORS = 20  # a million subsets


def subsets(factors: Sequence[str]) -> tuple[frozenset[str], ...]:
    """All subsets in binary order: row s holds factor i where bit i of s is 1.

    >>> [sorted(subset) for subset in subsets(["a", "b"])]
    [[], ['a'], ['b'], ['a', 'b']]
    """
    require(0 < len(factors) <= MOST_FACTORS, "subsets", f"1 to {MOST_FACTORS} factors", len(factors))
    require(len(set(factors)) == len(factors), "subsets", "factors that are named once", list(factors))
    return tuple(
        frozenset(name for place, name in enumerate(factors) if row >> place & 1)
        for row in range(2 ** len(factors))
    )


def in_binary_order(values: Mapping[frozenset[str], Floats], factors: Sequence[str]) -> Floats:
    """The values of all subsets as one array, shape (subset, world), rows as `subsets` lists them."""
    rows = subsets(factors)
    missing = [sorted(row) for row in rows if row not in values]
    require(not missing, "subsets", f"values of all {len(rows)} subsets", f"none of {missing[:3]}")
    known = set(rows)
    unknown = [sorted(key) for key in values if key not in known]
    require(not unknown, "subsets", f"subsets of {list(factors)}", unknown[:3])
    return finite(
        np.stack([np.asarray(values[row], dtype=np.float64) for row in rows]), "subsets", 2, "subset, world"
    )


def factors_of(values_sw: Floats, where: str) -> int:
    """The number of factors of an array over all their subsets."""
    count = int(values_sw.shape[0]).bit_length() - 1
    right = values_sw.ndim == 2 and values_sw.shape[0] == 2**count and 0 < count <= MOST_FACTORS
    require(right, where, "an array (subset, world) of 2, 4, 8, 16… subsets", f"shape {values_sw.shape}")
    return count


def shapley(values_sw: Floats) -> Floats:
    """Each factor's share of the difference between all and none, world by world; shape (factor, world).

    The shares add up to the last row less the first. Rows are in binary order, as `subsets` lists them; for the mean
    and its interval take `interval` of a row of the result. Source: shapley_1953.

    >>> shapley(np.array([[0.0], [1.0], [2.0], [5.0]]))  # together 2 more than one by one: half to each
    array([[2.],
           [3.]])
    """
    values = finite(values_sw, "shapley", 2, "subset, world")
    count = factors_of(values, "shapley")
    rows = np.arange(values.shape[0])
    sizes = np.bitwise_count(rows)
    weights = np.array(
        [factorial(size) * factorial(count - size - 1) / factorial(count) for size in range(count)]
    )
    shares = np.empty((count, values.shape[1]))
    for place in range(count):
        without = rows[(rows >> place & 1) == 0]
        added = values[without | 1 << place] - values[without]
        shares[place] = (weights[sizes[without]][:, None] * added).sum(axis=0)
    return shares


def orders(factors: int, count: int, seed: int) -> Integers:
    """Random orders in which to pull the levers, shape (order, place); each is followed by its reverse.

    This balances what a lever adds early and late. Source: mitchell_2022.
    """
    require(factors >= 1, "orders", "at least 1 factor", factors)
    require(count >= 2 and count % 2 == 0, "orders", "an even number of orders, at least 2", count)
    stream = generator(seed)
    drawn = np.array([stream.permutation(factors) for _ in range(count // 2)])
    return np.stack([drawn, drawn[:, ::-1]], axis=1).reshape(count, factors)


def subsets_on_the_way(orders_op: Integers) -> Integers:
    """The subsets to run for some orders, as bits, shape (order, place + 1): none, the first, the first two, … all.

    Orders share subsets: take `np.unique` of the result and run each once.

    >>> subsets_on_the_way(np.array([[1, 0], [0, 1]]))
    array([[0, 2, 3],
           [0, 1, 3]])
    """
    bits = np.left_shift(1, np.asarray(orders_op, dtype=np.int64))
    return np.concatenate([np.zeros((bits.shape[0], 1), np.int64), np.cumsum(bits, axis=1)], axis=1)


def sampled_shapley(
    orders_op: Integers,
    values_opw: Floats,
    confidence: float = CONFIDENCE,
    draws: int = DRAWS,
    seed: int = 0,
) -> tuple[Interval, ...]:
    """Shapley values from a sample of orders; intervals cover both the orders and the worlds drawn.

    `values_opw` are the values along each order (see `subsets_on_the_way`), shape (order, place + 1, world), all on the
    same worlds. The means sum exactly to the mean difference. Pairs of orders (see `orders`) and worlds are resampled
    independently, which is conservative. Source: castro_2009, owen_2007.
    """
    check_confidence(confidence, "sampled shapley")
    values = finite(values_opw, "sampled shapley", 3, "order, place + 1, world")
    order = np.asarray(orders_op)
    many, factors, worlds = values.shape[0], values.shape[1] - 1, values.shape[2]
    right = order.shape == (many, factors) and bool((np.sort(order, axis=1) == np.arange(factors)).all())
    require(right, "sampled shapley", f"{many} orders of {factors} factors", f"shape {order.shape}")
    added_ofw = np.empty((many, factors, worlds))
    np.put_along_axis(added_ofw, order[:, :, None], np.diff(values, axis=1), axis=1)
    if many % 2 == 0 and bool((order[1::2] == order[::2, ::-1]).all()):
        # A pair is one draw: its halves are not independent.
        added_ofw = (added_ofw[::2] + added_ofw[1::2]) / 2
    means = added_ofw.mean(axis=(0, 2))
    units = added_ofw.shape[0]
    if units < 2 or worlds < 2:
        return tuple(Interval(float(mean), np.nan, np.nan) for mean in means)
    around = added_ofw - means[None, :, None]
    side_by_side = zip(
        resamples(units, draws, seed, worlds), resamples(worlds, draws, seed + 1, units), strict=True
    )
    blocks = []
    for of_orders, of_worlds in side_by_side:
        factor_by_factor = [((of_orders @ around[:, one]) * of_worlds).sum(axis=1) for one in range(factors)]
        blocks.append(np.stack(factor_by_factor))
    low, high = percentile_bounds(np.concatenate(blocks, axis=1), confidence)
    return intervals_of(means, means + low, means + high)
