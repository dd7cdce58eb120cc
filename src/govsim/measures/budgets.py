"""How budgets change: small steps, and now and then a jump."""

from __future__ import annotations

import numpy as np

from govsim.arrays import Floats


def budget_changes(baseline_qdw: Floats) -> Floats:
    """Yearly relative changes of departments' budgets, shape (year, department, world).

    Budgets are set in the first quarter of a year; shape of the input (quarter, department, world).
    Source: jones_baumgartner_2005.
    """
    yearly = baseline_qdw[0::4]
    return yearly[1:] / yearly[:-1] - 1


def l_kurtosis(values: Floats) -> float:
    """L-kurtosis of a sample: 0.1226 for a normal distribution, more where most is small and little is great.

    Needs at least four values; NaN where nothing varies. Source: hosking_1990.
    """
    ranked = np.sort(np.ravel(values))
    count = ranked.size
    if count < 4:
        raise ValueError(f"L-kurtosis needs at least four values, found {count}")
    rank = np.arange(count, dtype=np.float64)
    moment_0 = ranked.mean()
    moment_1 = (rank * ranked).sum() / (count * (count - 1))
    moment_2 = (rank * (rank - 1) * ranked).sum() / (count * (count - 1) * (count - 2))
    moment_3 = (rank * (rank - 1) * (rank - 2) * ranked).sum()
    moment_3 = moment_3 / (count * (count - 1) * (count - 2) * (count - 3))
    scale = 2 * moment_1 - moment_0
    fourth = 20 * moment_3 - 30 * moment_2 + 12 * moment_1 - moment_0
    return float(fourth / scale) if scale > 0 else float("nan")
