"""Splits of a difference into volume, overhead and what a pound does.

*Volume* is money for outcomes. *Overhead* is staff time that central and local government lose, reorganisation
included. *What a pound does* is all the rest. Only the split of public value needs further runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from govsim.arrays import Floats, ratio
from govsim.statistics.intervals import CONFIDENCE, Interval, interval
from govsim.statistics.shapley import shapley


@dataclass(frozen=True, kw_only=True)
class Split:
    """A difference and its three parts, which add up to it in every world."""

    scenario: str
    baseline: str
    whole: Interval
    volume: Interval
    overhead: Interval
    per_pound: Interval


def split_of_factors(
    baseline_fw: Floats, scenario_fw: Floats, names: tuple[str, str], confidence: float = CONFIDENCE
) -> Split:
    """Split the difference in effective money over all quarters, from `factors` of either side, shape (factor, world).

    Each part is its factor's contribution, averaged over all orders in which the three change. Source: shapley_1953.
    """
    subsets_sf = [[row >> place & 1 for place in range(3)] for row in range(8)]  # in the order of `subsets`
    products_sw = np.array(
        [
            np.prod([(scenario_fw if one else baseline_fw)[place] for place, one in enumerate(row)], axis=0)
            for row in subsets_sf
        ]
    )
    return _split([products_sw[-1] - products_sw[0], *shapley(products_sw)], names, confidence)


def _split(parts_w: Iterable[Floats], names: tuple[str, str], confidence: float) -> Split:
    """The `Split` of a difference and its three parts in each world."""
    intervals = (interval(part_w, confidence) for part_w in parts_w)
    of_parts = dict(zip(("whole", "volume", "overhead", "per_pound"), intervals, strict=True))
    return Split(scenario=names[1], baseline=names[0], **of_parts)


def factors(pound: Mapping[str, Floats], outcome_money_qw: Floats) -> Floats:
    """Three factors whose product is effective money, shape (factor, world).

    Money for outcomes; its share after overheads; and what a pound does after that. Central overhead on money for
    outcomes is its part outside core services and the rest of the journey; local overhead is the first loss of money
    that reaches councils. Source: own.
    """
    over_time = {name: np.asarray(values.mean(axis=0)) for name, values in pound.items()}
    volume_w = np.asarray(outcome_money_qw.mean(axis=0))
    delivered_w = 1 - over_time["core_services"] - over_time["relabelled"] - over_time["central_overhead"]
    reached_w = delivered_w - over_time["awaiting"] - over_time["flawed"]
    left_w = ratio(delivered_w, volume_w) * (1 - ratio(over_time["local_overhead"], reached_w))
    return np.stack([volume_w, left_w, ratio(over_time["effective"], volume_w * left_w)])


def split_by_runs(
    baseline_w: Floats,
    scenario_w: Floats,
    held_w: tuple[Floats, Floats, Floats],
    names: tuple[str, str],
    confidence: float = CONFIDENCE,
) -> Split:
    """Split the difference in the runs' final values, all of shape (world,).

    The scenario was run without changes and `held` to the baseline: to its volume, its overheads, and both. A part is
    the change from holding it, averaged over both orders; with both held, the rest is what a pound does.
    Source: shapley_1953, of two factors.
    """
    at_volume_w, at_overhead_w, at_both_w = held_w
    volume_w = ((scenario_w - at_volume_w) + (at_overhead_w - at_both_w)) / 2
    overhead_w = ((scenario_w - at_overhead_w) + (at_volume_w - at_both_w)) / 2
    parts = (scenario_w - baseline_w, volume_w, overhead_w, at_both_w - baseline_w)
    return _split(parts, names, confidence)
