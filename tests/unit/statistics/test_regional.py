"""Which factors tell points apart, against another implementation and against what was planted."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ks_2samp

from govsim.statistics.regional import chances_apart, distances_apart


def sample(points: int = 400) -> np.ndarray:
    return np.random.Generator(np.random.PCG64(3)).random((points, 4))


def test_distances_and_chances_are_those_of_scipy() -> None:
    points = sample()
    points[:, 3] = np.round(points[:, 3], 1)  # equal values
    happens = points[:, 0] + 0.3 * points[:, 1] > 0.7
    found = distances_apart(points, happens)
    chances = chances_apart(found, happens)
    for factor in range(4):
        known = ks_2samp(points[happens, factor], points[~happens, factor], method="asymp")
        assert found[factor] == pytest.approx(known.statistic, abs=1e-9)
        if known.pvalue < 0.2:  # where it matters; the first term of the series alone is a little too large
            assert chances[factor] == pytest.approx(known.pvalue, rel=0.2)


def test_what_happens_in_the_middle_of_a_range_is_seen() -> None:
    points = sample()
    happens = np.abs(points[:, 2] - 0.5) < 0.2
    assert int(np.argmax(distances_apart(points, happens))) == 2


def test_a_factor_that_has_nothing_to_do_with_it_seldom_looks_as_if_it_had() -> None:
    stream = np.random.Generator(np.random.PCG64(5))
    few = [
        chances_apart(distances_apart(stream.random((200, 1)), happens), happens)[0] < 0.05
        for happens in (stream.random((500, 200)) < 0.3)
    ]
    assert 0.01 < np.mean(few) < 0.07
