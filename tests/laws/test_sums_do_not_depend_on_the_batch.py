"""The ground of law 3: the idioms of `arrays.py` give one world the same bits whatever stands beside it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from govsim.arrays import (
    Segments,
    combined,
    grand_total,
    mean,
    power_mean,
    ratio,
    standardised,
    total,
    where_above,
)

ROWS = (
    1,
    2,
    3,
    7,
    8,
    9,
    17,
    31,
    33,
    127,
    129,
    257,
    1025,
    9000,
)  # numpy changes its order of addition at some of these
WORLDS = (1, 2, 3, 4, 5, 8, 9, 16, 17, 33, 64)


def of_one_world(values: Any, world: int) -> Any:
    return np.ascontiguousarray(values[..., world : world + 1])


@pytest.mark.parametrize("rows", ROWS)
def test_a_sum_of_one_world_is_the_same_in_any_batch(rows: int) -> None:
    random = np.random.default_rng(rows)
    segments = Segments(np.sort(random.integers(0, 1 + rows // 4, rows)), 2 + rows // 4)
    shares = random.normal(size=(rows, 3)) * (random.random((rows, 3)) < 0.7)
    gathered = segments.summing(random.integers(0, rows, rows), rows, random.random(rows))
    for worlds in WORLDS:
        values = random.normal(size=(2, rows, worlds)) * 10.0 ** random.integers(
            -8, 8, size=(2, rows, worlds)
        )
        for idiom in (
            lambda a: total(a, axis=1),
            lambda a: total(a[1]),
            lambda a: grand_total(a),
            lambda a: mean(a, axis=1),
            lambda a: standardised(a[0]),
            lambda a: segments.sum(a, axis=1),
            lambda a: segments.max(a, axis=1),
            lambda a: segments.normalised(np.abs(a[1])),
            lambda a: combined(shares, a),
            lambda a: gathered(a[0]),
        ):
            batch = idiom(values)
            for world in {0, worlds // 2, worlds - 1}:
                assert of_one_world(batch, world).tobytes() == idiom(of_one_world(values, world)).tobytes()


@pytest.mark.parametrize("entries", ROWS)
def test_a_sum_along_the_last_axis_is_of_one_row_whatever_rows_stand_beside_it(entries: int) -> None:
    random = np.random.default_rng(entries)
    for worlds in WORLDS:
        values = random.normal(size=(worlds, entries)) * 10.0 ** random.integers(
            -8, 8, size=(worlds, entries)
        )
        batch = total(values, axis=1)
        for world in {0, worlds // 2, worlds - 1}:
            assert batch[world].tobytes() == total(values[[world]], axis=1).tobytes()


def test_a_sum_is_the_product_that_scipy_gives_bit_for_bit() -> None:
    """`arrays.py` calls the function behind scipy's product at once; that it is still the same is seen here."""
    random = np.random.default_rng(4)
    segments = Segments(np.sort(random.integers(0, 9, 40)), 9)
    gathered = segments.summing(random.integers(0, 40, 40), 40, random.random(40))
    for worlds in WORLDS:
        values = random.normal(size=(40, worlds)) * 10.0 ** random.integers(-8, 8, size=(40, worlds))
        assert gathered(values).tobytes() == (gathered.matrix @ values).tobytes()
        with pytest.raises(ValueError, match="expected 40 rows, found an array of shape"):
            gathered(values[1:])


def test_without_scipys_own_function_sums_have_the_same_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    from govsim import arrays

    random = np.random.default_rng(11)
    for worlds in WORLDS:
        values, shares = random.normal(size=(2, 129, worlds)), random.normal(size=(129, 3))
        with monkeypatch.context() as without:
            without.setattr(arrays, "csr_matvecs", None)
            expected = total(values, axis=1), combined(shares, values)
        for found, same in zip((total(values, axis=1), combined(shares, values)), expected, strict=True):
            assert found.shape == same.shape
            assert found.tobytes() == same.tobytes()


def test_elementary_functions_give_a_number_the_same_bits_wherever_it_stands() -> None:
    numbers = np.random.default_rng(3).random(4099)
    for function in (
        np.exp,
        np.log,
        np.expm1,
        np.sqrt,
        lambda a: a**3.0,
        lambda a: a**2.5,
        lambda a: 0.98**a,
    ):
        whole = function(numbers)
        for length in (1, 2, 3, 5, 8, 9, 17, 64, 1000):
            for start in range(0, 40, 3):
                part = function(numbers[start : start + length].copy())
                assert part.tobytes() == whole[start : start + length].tobytes()


def test_a_power_mean_is_the_same_beside_a_world_that_is_cobb_douglas() -> None:
    random = np.random.default_rng(8)
    segments = Segments(np.array([0, 0, 1, 1, 1]), 2)
    weights = segments.normalised(random.random((4, 5, 3)), axis=1)
    values = random.random((4, 5, 3)) + 0.1
    exponents = np.array([-0.7, 0.0, 0.4])
    batch = power_mean(weights, values, exponents, 0.01, segments)
    for world in range(3):
        alone = power_mean(
            of_one_world(weights, world),
            of_one_world(values, world),
            exponents[world : world + 1],
            0.01,
            segments,
        )
        assert alone.tobytes() == of_one_world(batch, world).tobytes()


def test_an_empty_segment_sums_to_nothing_and_not_to_a_neighbour() -> None:
    segments = Segments(np.array([1, 1, 3]), 5)
    assert segments.sum(np.array([[1.0], [2.0], [4.0]])).ravel().tolist() == [0, 3, 0, 4, 0]
    assert segments.max(np.array([[1.0], [2.0], [4.0]])).ravel().tolist() == [-np.inf, 2, -np.inf, 4, -np.inf]
    assert Segments(np.array([], dtype=np.int64), 2).sum(np.zeros((0, 3))).tolist() == [[0.0] * 3] * 2
    assert ratio(np.array([1.0, 0.0]), np.array([0.0, 0.0]), otherwise=7.0).tolist() == [7.0, 7.0]


def test_sums_are_those_of_numpy() -> None:
    random = np.random.default_rng(2)
    values, group, members = random.random((4, 9, 5)), np.array([0, 0, 0, 2, 2, 3, 3, 3, 3]), [3, 3, 0, 1]
    segments = Segments(group, 5)
    np.testing.assert_allclose(total(values, axis=1), values.sum(axis=1), rtol=1e-14)
    by_hand = np.stack([values[:, group == number].sum(axis=1) for number in range(5)], axis=1)
    np.testing.assert_allclose(segments.sum(values, axis=1), by_hand, rtol=1e-14)
    best = np.stack([values[:, group == number].max(axis=1, initial=-np.inf) for number in range(5)], axis=1)
    np.testing.assert_array_equal(segments.max(values, axis=1), best)
    weights = random.random(4)
    found = Segments(np.array([0, 0, 1, 3]), 4).summing(np.array(members), 4, weights)(values)
    weighed = weights[:, None, None] * values[members]
    expected = np.stack([weighed[:2].sum(axis=0), weighed[2], np.zeros((9, 5)), weighed[3]])
    np.testing.assert_allclose(found, expected, rtol=1e-14)
    np.testing.assert_allclose(grand_total(values), values.sum(axis=(0, 1)), rtol=1e-14)
    shares = np.array([[0.0, 0.5], [1.0, 0.0], *[[0.0, 0.0]] * 7])
    mixed = np.stack([values[:, 1], 0.5 * values[:, 0]], axis=1)
    np.testing.assert_allclose(combined(shares, values), mixed, rtol=1e-14)


def test_where_all_values_are_above_a_floor_one_answer_stands_for_all() -> None:
    values = np.array([0.1, 0.3])
    assert where_above(values, 0.0).shape == ()
    assert where_above(values, 0.1).tolist() == [False, True], "at the floor is not above it"
    assert where_above(values[:0], 0.1).all(), "where there is nothing, nothing is below"
