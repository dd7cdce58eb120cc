"""A stopping rule: enough worlds have run when the half-width of every paired difference is small and stays so.

It reads the worlds in order, so an interrupted and resumed run decides the same.
"""

from __future__ import annotations

import numpy as np
from scipy.special import stdtrit

from govsim.statistics.intervals import CONFIDENCE
from govsim.statistics.preconditions import Floats, finite

WORLDS_BEFORE_LOOKING_FURTHER = 100  # beyond, the look-ahead grows with the number of worlds


def enough(
    differences_pw: Floats,
    half_width: float,
    first: int = 10,
    look_ahead: int = 5,
) -> int | None:
    """The number of worlds after which all paired differences are precise enough; None if not yet.

    The least n from `first` on at which Student's half-width of every pair is at most `half_width`, and stays so for
    the next `look_ahead` worlds, which must have been run. Beyond 100 worlds the look-ahead is look_ahead·n/100.
    Several pairs are simultaneous by Bonferroni. Source: hoad_robinson_davies_2010.

    >>> steady = np.resize([1.0, 2.0], (1, 40))  # half-width at 26 worlds: 2.06 · 0.51/√26 = 0.206
    >>> enough(steady, 0.21)
    26
    >>> enough(steady[:, :30], 0.21) is None  # not looked ahead far enough
    True
    """
    within_w = (running_half_widths(differences_pw) <= half_width).all(axis=0)
    outside = np.concatenate([[0], np.cumsum(~within_w)])  # how many of the first n worlds are too wide
    runs = np.arange(first, within_w.size + 1)
    last = (
        runs + look_ahead * np.maximum(runs, WORLDS_BEFORE_LOOKING_FURTHER) // WORLDS_BEFORE_LOOKING_FURTHER
    )
    seen = last <= within_w.size
    settled = outside[last[seen]] == outside[runs[seen] - 1]
    return int(runs[seen][settled][0]) if settled.any() else None


def running_half_widths(differences_pw: Floats) -> Floats:
    """Student's simultaneous 95% half-width of each pair after 1, 2, 3… worlds; shape (pair, world).

    Infinite after the first world. Source: student_1908.
    """
    values = finite(differences_pw, "stopping rule", "pair, world")
    pairs, worlds = values.shape
    counts = np.arange(1, worlds + 1)
    apart = values - values[:, :1]  # near 0, so that the difference of squares below loses no digits
    sums, squares = np.cumsum(apart, axis=1), np.cumsum(apart**2, axis=1)
    half = np.full(values.shape, np.inf)
    count = counts[1:]
    spread = np.maximum(squares - sums**2 / counts, 0.0)[:, 1:] / (count - 1)
    each = 1 - (1 - CONFIDENCE) / pairs
    half[:, 1:] = stdtrit(count - 1, (1 + each) / 2) * np.sqrt(spread / count)
    return half
