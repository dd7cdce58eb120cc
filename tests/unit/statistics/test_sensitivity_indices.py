"""Morris's screening and Sobol's indices, against known answers, SALib and scipy."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from govsim.statistics.morris import morris_design, screening
from govsim.statistics.resampling import generator
from govsim.statistics.sobol import saltelli_design, sobol_indices

PEERS = json.loads(Path(__file__).with_name("peers.json").read_text(encoding="utf-8"))


def test_each_factor_of_a_trajectory_moves_once_by_the_same_step():
    design = morris_design(6, 10, seed=1)
    assert design.shape == (10, 7, 6)
    moves = np.diff(design, axis=1)
    np.testing.assert_allclose(np.abs(moves).sum(axis=1), 2 / 3)
    np.testing.assert_array_equal((moves != 0).sum(axis=2), 1)
    assert {1, -1} == set(np.sign(moves[moves != 0]))


@pytest.mark.parametrize("levels", [2, 4, 6])
def test_all_levels_come_equally_often(levels):
    design = morris_design(5, 2000, seed=1, levels=levels)
    at = np.round(design * (levels - 1))
    np.testing.assert_allclose(design * (levels - 1), at, atol=1e-12)
    np.testing.assert_allclose(np.bincount(at[:, 0].astype(int).ravel()) / 10_000, 1 / levels, atol=0.02)


def test_factors_move_in_any_order():
    first_moved = (np.diff(morris_design(4, 800, seed=2), axis=1)[:, 0] != 0).argmax(axis=1)
    np.testing.assert_allclose(np.bincount(first_moved) / 800, 0.25, atol=0.05)


def test_the_indices_of_a_plain_sum_are_its_slopes():
    design = morris_design(3, 12, seed=1)
    first, second, idle = screening(design, 4 * design[..., 0] - 2 * design[..., 1])
    assert (first.mean, second.mean, idle.mean) == pytest.approx((4, -2, 0))
    assert (first.size.mean, second.size.mean, idle.size.mean) == pytest.approx((4, 2, 0))
    assert [one.variation for one in (first, second, idle)] == pytest.approx([0, 0, 0], abs=1e-12)
    assert second.size.half_width == pytest.approx(0, abs=1e-12)


def test_opposed_effects_cancel_in_the_mean_but_not_in_the_size():
    design = morris_design(2, 200, seed=1)
    found = screening(design, (design[..., 0] - 0.5) * (design[..., 1] - 0.5))[0]
    assert abs(found.mean) < 0.1 * 1
    assert found.size.mean > 3 * abs(found.mean)
    assert found.size.low < found.size.mean < found.size.high
    assert found.variation > 0.2


def test_the_indices_are_those_of_salib():
    peer = PEERS["morris"]
    found = screening(np.array(peer["design"]), np.array(peer["outcomes"]))
    np.testing.assert_allclose([one.mean for one in found], peer["mu"], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose([one.size.mean for one in found], peer["mu_star"], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose([one.variation for one in found], peer["sigma"], rtol=1e-9, atol=1e-12)


def ishigami(unit):
    """Ishigami and Homma's function of three factors, over the unit cube."""
    first, second, third = np.moveaxis(np.pi * (2 * unit - 1), -1, 0)
    return np.sin(first) + 7 * np.sin(second) ** 2 + 0.1 * third**4 * np.sin(first)


# Known in closed form for a = 7 and b = 0.1.
PART = 0.1 * math.pi**4 / 5
FIRST = (0.5 * (1 + PART) ** 2, 49 / 8, 0.0)
JOINT = 0.01 * math.pi**8 * (1 / 18 - 1 / 50)  # first and third together
VARIANCE = sum(FIRST) + JOINT


def in_one_world(outcomes, draws):
    return sobol_indices(outcomes[..., None], draws)


def test_a_saltelli_design_takes_one_factor_at_a_time_from_the_second_block():
    design = saltelli_design(3, 16, seed=1)
    assert design.shape == (5, 16, 3)
    for factor in range(3):
        others = [one for one in range(3) if one != factor]
        np.testing.assert_array_equal(design[2 + factor][:, factor], design[1][:, factor])
        np.testing.assert_array_equal(design[2 + factor][:, others], design[0][:, others])
    assert abs(np.corrcoef(design[0].ravel(), design[1].ravel())[0, 1]) < 0.3


def test_ishigamis_known_indices_are_found():
    shares = in_one_world(ishigami(saltelli_design(3, 4096, seed=1)), draws=200)
    found = shares.factors
    assert shares.alone.mean == pytest.approx(sum(FIRST) / VARIANCE, abs=0.02)
    assert shares.alone.low < sum(FIRST) / VARIANCE < shares.alone.high
    assert shares.chance is None
    for one, alone, joint in zip(found, FIRST, (JOINT, 0.0, JOINT), strict=True):
        assert one.first.mean == pytest.approx(alone / VARIANCE, abs=0.02)
        assert one.total.mean == pytest.approx((alone + joint) / VARIANCE, abs=0.02)
        assert one.first.low < alone / VARIANCE < one.first.high
        assert one.total.low < (alone + joint) / VARIANCE < one.total.high


def test_the_indices_are_those_of_scipy():
    from scipy.stats import sobol_indices as of_scipy

    blocks = 100 + ishigami(saltelli_design(3, 256, seed=2))
    theirs = of_scipy(func={"f_A": blocks[:1], "f_B": blocks[1:2], "f_AB": blocks[2:, None, :]}, n=256)
    found = in_one_world(blocks, draws=300).factors
    np.testing.assert_allclose([one.first.mean for one in found], theirs.first_order.ravel(), rtol=1e-9)
    np.testing.assert_allclose([one.total.mean for one in found], theirs.total_order.ravel(), rtol=1e-9)


def test_the_indices_are_those_of_salib_but_for_how_it_scales():
    peer = PEERS["sobol"]
    found = in_one_world(np.array(peer["outcomes"]), draws=50).factors
    np.testing.assert_allclose([one.first.mean for one in found], peer["first"], atol=2e-3)
    np.testing.assert_allclose([one.total.mean for one in found], peer["total"], rtol=2e-3)


LUCK = np.array([math.sqrt(2), 0.0])  # of two worlds: variance 1, mean square 1, mean product 0, as of many


def assert_shares(found, firsts, totals, within=0.02):
    told = (*found.factors, found.chance)
    assert [one.first.mean for one in told] == pytest.approx(firsts, abs=within)
    assert [one.total.mean for one in told] == pytest.approx(totals, abs=within)


@pytest.mark.parametrize("spread", [0.5, 3.0])
def test_chance_that_is_added_has_its_known_share_and_makes_that_of_each_factor_smaller(spread):
    signal = ishigami(saltelli_design(3, 4096, seed=1))
    found = sobol_indices(signal[..., None] + spread * LUCK, draws=50)
    whole, noise = VARIANCE + spread**2, spread**2
    totals = [(alone + joint) / whole for alone, joint in zip(FIRST, (JOINT, 0.0, JOINT), strict=True)]
    assert_shares(found, [*(alone / whole for alone in FIRST), noise / whole], [*totals, noise / whole])


def test_chance_that_acts_through_a_factor_is_an_interaction_of_both_and_of_neither_alone():
    design = saltelli_design(3, 4096, seed=1)
    slope = 3.0 * np.sqrt(12) * (design[..., 2] - 0.5)  # variance 9, on the factor that does nothing alone
    found = sobol_indices(ishigami(design)[..., None] + slope[..., None] * LUCK, draws=50)
    whole = VARIANCE + 9.0
    totals = [(FIRST[0] + JOINT) / whole, FIRST[1] / whole, (JOINT + 9.0) / whole]
    assert_shares(found, [*(alone / whole for alone in FIRST), 0.0], [*totals, 9.0 / whole])
    averaged = in_one_world((ishigami(design)[..., None] + slope[..., None] * LUCK).mean(axis=2), draws=5)
    assert (
        averaged.factors[2].first.mean > 0.1
    )  # of means over worlds the luck of these worlds passes for the factor's own


def test_without_chance_it_has_no_share_and_the_factors_have_those_of_a_single_world():
    outcomes = 100 + ishigami(saltelli_design(3, 256, seed=2))
    found = sobol_indices(np.repeat(outcomes[..., None], 3, axis=2), draws=50)
    alone = in_one_world(outcomes, draws=50).factors
    assert (found.chance.first.mean, found.chance.total.mean) == pytest.approx((0, 0), abs=1e-12)
    for one, other in zip(found.factors, alone, strict=True):
        assert one.first.mean == pytest.approx(other.first.mean, rel=1e-9)
        assert (one.total.low, one.total.high) == pytest.approx((other.total.low, other.total.high), rel=1e-9)


def test_where_only_chance_moves_the_outcome_all_is_due_to_it():
    found = sobol_indices(np.broadcast_to([1.0, 4.0, 2.0], (5, 16, 3)), draws=20)
    assert_shares(found, [0, 0, 0, 1], [0, 0, 0, 1], within=1e-12)


def test_the_estimates_are_right_on_average_over_the_luck_of_two_worlds():
    """Each part of the variance, with luck drawn anew 2,000 times: 1 by a factor, 1 by chance, 1 by both together."""
    design = saltelli_design(2, 64, seed=3)
    level = np.sqrt(12) * (design[..., 0] - 0.5)
    rng = generator(5)
    parts = []
    for _ in range(2000):
        added, through = rng.normal(size=(2, 2))
        outcomes = level[..., None] + added + level[..., None] * through
        found = sobol_indices(outcomes, draws=1)
        both = outcomes[:2].reshape(-1, 2)
        variance = both.var(axis=0).mean() + both.mean(axis=0).var(
            ddof=1
        )  # of a single world, as the shares are
        told = (found.factors[0], found.factors[1], found.chance)
        parts.append(
            [
                variance,
                *(variance * one.first.mean for one in told),
                *(variance * one.total.mean for one in told),
            ]
        )
    expected = [3, 1, 0, 1, 2, 0, 2]
    error = np.std(parts, axis=0) / np.sqrt(2000)
    assert error.max() < 0.1
    assert (np.abs(np.mean(parts, axis=0) - expected) < 3 * error + 0.02).all()


def test_luck_that_is_another_in_every_row_is_not_taken_for_chance_alone():
    """With 16 rows a sixteenth of it would be left in the means of the worlds."""
    stream = generator(8)
    alone = [sobol_indices(stream.normal(size=(3, 8, 2)), draws=1).chance.first.mean for _ in range(1000)]
    assert np.mean(alone) == pytest.approx(0, abs=0.015)


def test_crossed_worlds_say_what_chance_as_a_column_of_the_design_says():
    luck = generator(1).normal(size=(2, 64))
    design = saltelli_design(3, 4096, seed=1)  # the last factor chooses the world
    chosen = np.minimum((64 * design[..., 2]).astype(int), 63)
    level = np.sqrt(12) * (design[..., 0] - 0.5)
    as_column = in_one_world(level * (1 + luck[0, chosen]) + luck[1, chosen], draws=5).factors
    crossed = saltelli_design(2, 1024, seed=2)
    level = np.sqrt(12) * (crossed[..., 0, None] - 0.5)
    found = sobol_indices(level * (1 + luck[0]) + luck[1], draws=5)
    assert_shares(
        found, [one.first.mean for one in as_column], [one.total.mean for one in as_column], within=0.06
    )


def test_an_outcome_that_never_varies_but_for_rounding_has_no_indices():
    rounded = 0.1 + 1e-17 * np.arange(32).reshape(4, 8)
    assert np.unique(rounded).size > 1
    for outcomes in (np.full((4, 8), 0.1), rounded):
        found = in_one_world(outcomes, draws=10).factors
        assert all(math.isnan(one.first.mean) and math.isnan(one.total.high) for one in found)


def test_the_same_outcomes_have_the_same_intervals():
    design = morris_design(3, 10, seed=1)
    assert screening(design, ishigami(design), draws=50) == screening(design, ishigami(design), draws=50)
    outcomes = ishigami(saltelli_design(3, 64, seed=1))
    assert in_one_world(outcomes, draws=50) == in_one_world(outcomes, draws=50)
