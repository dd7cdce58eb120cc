"""Normal quantiles by table are scipy's, and the same bits wherever a number stands."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from govsim.world.normal_quantile import replace_by_normal_quantiles

LEAST = 2.0**-53


def quantiles(chances):
    replaced = np.array(chances, dtype=np.float64)
    replace_by_normal_quantiles(replaced)
    return replaced


def chances_everywhere():
    random = np.random.default_rng(5)
    even = random.random(100_000)
    tails = np.exp2(-random.uniform(1, 52, 100_000))
    draws = np.concatenate([even, tails, 1 - tails])
    return (np.floor(draws * 2.0**52).clip(0, 2.0**52 - 1) + 0.5) * 2.0**-52  # what a draw can be


def test_quantiles_are_those_of_scipy_to_2e_14():
    chances = chances_everywhere()
    assert np.abs(quantiles(chances) - ndtri(chances)).max() < 2e-14


def test_the_least_and_the_greatest_draw_and_those_around_the_middle_have_their_quantiles():
    chances = np.array([LEAST, 0.25 - LEAST, 0.25 + LEAST, 0.5 - LEAST, 0.5 + LEAST, 1 - LEAST])
    np.testing.assert_allclose(quantiles(chances), ndtri(chances), rtol=0, atol=2e-14)


def test_quantiles_of_a_number_and_its_complement_are_opposite():
    chances = chances_everywhere()
    np.testing.assert_array_equal(quantiles(1 - chances), -quantiles(chances))


def test_a_number_has_the_same_quantile_wherever_it_stands():
    chances = chances_everywhere()[:70_001]
    whole = quantiles(chances)
    for start, end in ((0, 1), (5, 12), (32_760, 32_775), (65_000, 70_001)):
        assert quantiles(chances[start:end]).tobytes() == whole[start:end].tobytes()
