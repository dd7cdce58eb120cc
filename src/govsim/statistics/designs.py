"""Space-filling designs: points of the unit cube, reproducible by seed.

scipy.stats takes a second to import, so it is imported only when needed.
"""

from __future__ import annotations

import numpy as np

from govsim.statistics.preconditions import Floats
from govsim.statistics.resampling import generator


def latin_hypercube(points: int, factors: int, seed: int) -> Floats:
    """A Latin hypercube: in every factor each slice holds one point; shape (point, factor).

    Source: mckay_1979.
    """
    from scipy.stats import qmc

    return np.asarray(qmc.LatinHypercube(factors, seed=generator(seed)).random(points), dtype=np.float64)


def sobol_points(points: int, factors: int, seed: int) -> Floats:
    """Scrambled points of a Sobol sequence; shape (point, factor).

    Their number must be a power of two, or the points are not balanced. Source: owen_1998.
    """
    from scipy.stats import qmc

    sequence = qmc.Sobol(factors, scramble=True, seed=generator(seed))
    return np.asarray(sequence.random_base2(points.bit_length() - 1), dtype=np.float64)
