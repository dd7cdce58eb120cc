"""Splits of a difference over levers, and whether the whole is more than its parts."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from govsim.errors import InputError
from govsim.statistics.factorial import added_by_subset, factorial_effects, synergy
from govsim.statistics.intervals import interval
from govsim.statistics.resampling import generator
from govsim.statistics.shapley import orders, sampled_shapley, shapley, subsets_on_the_way


@pytest.mark.parametrize("factors", [1, 2, 3, 6])
def test_the_shares_add_up_to_the_whole_difference(factors):
    values = generator(factors).normal(size=(2**factors, 5))
    np.testing.assert_allclose(shapley(values).sum(axis=0), values[-1] - values[0], atol=1e-12)


def test_a_share_is_what_a_lever_adds_averaged_over_all_orders():
    values = generator(1).normal(size=(16, 3))
    ways = np.array(list(permutations(range(4))))
    along = values[subsets_on_the_way(ways)]
    expected = np.zeros((4, 3))
    for order, way in zip(ways, along, strict=True):
        expected[order] += np.diff(way, axis=0) / len(ways)
    np.testing.assert_allclose(shapley(values), expected, atol=1e-12)
    every = sampled_shapley(ways, along)
    np.testing.assert_allclose([one.mean for one in every], expected.mean(axis=1), atol=1e-12)


def test_the_glove_game_pays_the_scarce_glove_two_thirds():
    # One left glove (a) and two right ones: only a pair is worth 1. The known answer is 2/3, 1/6, 1/6.
    values = np.array([0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0])[:, None]
    np.testing.assert_allclose(shapley(values)[:, 0], [2 / 3, 1 / 6, 1 / 6])


def test_a_lever_without_effect_gets_exactly_nothing():
    values = generator(2).normal(size=(4, 6))
    with_idle = np.repeat(values, 2, axis=0)  # bit 0 changes nothing
    assert not shapley(with_idle)[0].any()


def test_values_of_some_subsets_alone_are_refused():
    with pytest.raises(InputError, match=r"2, 4, 8, 16… subsets, found shape \(3, 2\)"):
        shapley(np.ones((3, 2)))


def test_orders_come_with_their_reverse_and_depend_on_the_seed():
    drawn = orders(5, 8, seed=1)
    np.testing.assert_array_equal(drawn[1::2], drawn[::2, ::-1])
    np.testing.assert_array_equal(drawn, orders(5, 8, seed=1))
    assert (drawn != orders(5, 8, seed=2)).any()


def values_of_eight_levers(worlds=40):
    """Levers of many sizes, three of which work together, and worlds in which they do more or less."""
    stream = generator(3)
    held = np.arange(256)[:, None] >> np.arange(8) & 1
    size = np.linspace(0.0, 0.7, 8)[:, None] * (1 + 0.3 * stream.normal(size=(8, worlds)))
    return held @ size + (held[:, 5:].all(axis=1) * 1.5)[:, None] + stream.normal(size=worlds)


def test_sampled_shares_add_up_and_their_intervals_hold_the_exact_ones():
    values = values_of_eight_levers()
    exact = shapley(values).mean(axis=1)
    held = []
    for seed in range(12):
        drawn = orders(8, 40, seed)
        found = sampled_shapley(drawn, values[subsets_on_the_way(drawn)], draws=500)
        whole = (values[-1] - values[0]).mean()
        assert sum(one.mean for one in found) == pytest.approx(whole, abs=1e-12)
        held += [
            one.low - 1e-12 <= share <= one.high + 1e-12 for one, share in zip(found, exact, strict=True)
        ]
    assert np.mean(held) > 0.93  # 96 intervals; wide, as they allow for the worlds too


def test_reversed_orders_are_worth_more_than_as_many_drawn_freely():
    values = values_of_eight_levers()
    exact = shapley(values).mean(axis=1)
    balanced, free = [], []
    for seed in range(30):
        drawn = orders(8, 20, seed)
        loose = np.array([generator(1000 + 50 * seed + one).permutation(8) for one in range(20)])
        for kept, errors in ((drawn, balanced), (loose, free)):
            along = values[subsets_on_the_way(kept)]
            errors.append([one.mean for one in sampled_shapley(kept, along, draws=1)] - exact)
    assert np.square(balanced).sum() < 0.7 * np.square(free).sum()


def test_the_interval_of_a_sampled_share_allows_for_the_worlds():
    # Without interaction every order says the same, so only worlds are left: about Student's interval.
    stream = generator(4)
    held = np.arange(8)[:, None] >> np.arange(3) & 1
    size = np.array([1.0, 2.0, 3.0])[:, None] + stream.normal(size=(3, 60))
    drawn = orders(3, 10, seed=0)
    found = sampled_shapley(drawn, (held @ size)[subsets_on_the_way(drawn)], draws=4000)
    for one, row in zip(found, size, strict=True):
        assert one.half_width == pytest.approx(interval(row).half_width, rel=0.08)


@pytest.mark.parametrize(("pairs", "worlds"), [(1, 9), (9, 1)])
def test_one_pair_of_orders_or_one_world_says_nothing_about_how_sure_a_share_is(pairs: int, worlds: int):
    drawn = orders(8, 2 * pairs, seed=1)
    for one in sampled_shapley(drawn, values_of_eight_levers()[:, :worlds][subsets_on_the_way(drawn)]):
        assert np.isfinite(one.mean)
        assert np.isnan([one.low, one.high]).all()


def test_where_levers_work_together_in_twos_only_one_order_and_its_reverse_say_all():
    held = np.arange(16)[:, None] >> np.arange(4) & 1
    twos = held @ np.triu(np.arange(1.0, 17).reshape(4, 4), 1) * held
    values = (twos.sum(axis=1) + held @ np.arange(4.0))[:, None].repeat(5, axis=1)
    drawn = orders(4, 12, seed=1)
    for found, share in zip(
        sampled_shapley(drawn, values[subsets_on_the_way(drawn)]), shapley(values)[:, 0], strict=True
    ):
        assert found.mean == pytest.approx(share)
        assert found.half_width == pytest.approx(0, abs=1e-12)


def test_synergy_is_nothing_where_levers_add_up():
    held = np.arange(16)[:, None] >> np.arange(4) & 1
    values = 3.0 + held @ generator(5).normal(size=(4, 7))
    np.testing.assert_allclose(synergy(values), 0, atol=1e-12)
    effects = factorial_effects(values)
    np.testing.assert_allclose(effects[[3, 5, 7, 15]], 0, atol=1e-12)


def test_synergy_is_what_subsets_of_two_and_more_add():
    values = generator(6).normal(size=(16, 5))
    more_than_one = np.bitwise_count(np.arange(16)) >= 2
    np.testing.assert_allclose(
        synergy(values), added_by_subset(values)[more_than_one].sum(axis=0), atol=1e-12
    )


def test_the_parts_of_a_subset_add_up_to_its_value():
    values = generator(7).normal(size=(8, 2))
    added = added_by_subset(values)
    np.testing.assert_allclose(added[[0, 1, 4, 5]].sum(axis=0), values[5], atol=1e-12)


def test_a_share_is_what_a_lever_adds_alone_and_its_part_of_what_it_adds_with_others():
    values = generator(8).normal(size=(8, 2))
    added = added_by_subset(values)
    expected = added[1] + added[3] / 2 + added[5] / 2 + added[7] / 3
    np.testing.assert_allclose(shapley(values)[0], expected, atol=1e-12)


def test_effects_of_a_published_experiment_are_found():
    # Box, Hunter & Hunter's pilot plant (temperature, concentration, catalyst): yields and effects as in the book.
    yields = np.array([60.0, 72.0, 54.0, 68.0, 52.0, 83.0, 45.0, 80.0])[:, None]
    effects = factorial_effects(yields)[:, 0]
    np.testing.assert_allclose(effects, [64.25, 23.0, -5.0, 1.5, 1.5, 10.0, 0.0, 0.5])
