"""Turn scores on any scale into need between 0 and 1, by ranks."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# Source: own (docs/model.md, "Places"). They leave room to improve and to worsen but at the far tails.
NEED_AT_AVERAGE: Final = 0.45
NEED_PER_STANDARD_DEVIATION: Final = 0.15
LEAST_NEED: Final = 0.02
GREATEST_NEED: Final = 0.98


def normal_scores(score: Floats) -> Floats:
    """Normal scores: ranks mapped to a normal distribution.

    Equal scores share the mean of their ranks; a place of average rank gets 0. Shape (place,), as given. Source:
    blom_1958, a family of rank transforms; here (rank − ½)/n.

    >>> normal_scores(np.array([3.0, 9.0, 4.0])).round(3).tolist()
    [-0.967, 0.967, 0.0]
    """
    from scipy.special import ndtri

    _, position, count = np.unique(score, return_inverse=True, return_counts=True)
    mean_rank = np.cumsum(count) - (count - 1) / 2
    scores: Floats = ndtri((mean_rank[position.ravel()] - 0.5) / score.size)
    return scores


def need_from_normal_scores(score: Floats) -> Floats:
    """Need in [0.02, 0.98] from normal scores; 0.45 is the average place, 0.15 a standard deviation."""
    return np.clip(NEED_AT_AVERAGE + NEED_PER_STANDARD_DEVIATION * score, LEAST_NEED, GREATEST_NEED)
