"""Boxes of assumptions: found where they were planted, as the EMA Workbench finds them, and on other points too."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.special import comb

from govsim.statistics.prim import (
    chosen,
    judged,
    prim,
    quasi_p_values,
    reproducibility,
    whole,
)
from govsim.statistics.resampling import generator

PEERS = json.loads(Path(__file__).with_name("peers.json").read_text(encoding="utf-8"))["prim"]


def planted(points=800, wrong=0.05, seed=1):
    """Of five factors two matter: x0 above 0.6 and x1 below 0.5, but for some points that are labelled wrongly."""
    stream = generator(seed)
    where = stream.random((points, 5))
    interest = (where[:, 0] > 0.6) & (where[:, 1] < 0.5)
    return where, (interest ^ (stream.random(points) < wrong)).astype(float)


def best_of_path(points, interest):
    return chosen(prim(points, interest))


def test_a_planted_box_is_found():
    points, interest = planted()
    found = chosen(prim(points, interest))
    assert found.box.restricted == (0, 1)
    assert found.box.low_f[0] == pytest.approx(0.6, abs=0.03)
    assert found.box.high_f[1] == pytest.approx(0.5, abs=0.03)
    assert np.isinf([found.box.high_f[0], found.box.low_f[1]]).all()
    assert found.density > 0.9


def test_the_path_begins_with_everything_and_ends_where_it_must():
    points, interest = planted()
    path = prim(points, interest)
    assert (path[0].coverage, path[0].mass, path[0].box.restricted) == (1, 1, ())
    assert path[0].density == interest.mean()
    densities = [one.density for one in path]
    assert densities == sorted(densities)  # every peel and every paste raises it
    assert min(one.mass for one in path) >= 0.05
    assert max(one.density for one in path) > 0.95


@pytest.mark.parametrize("peer", PEERS, ids=[f"case{place}" for place in range(len(PEERS))])
def test_every_step_is_the_ema_workbenchs_on_tables_with_ties_a_count_and_a_yes_or_no(peer):
    points, interest = np.array(peer["points"]), np.array(peer["interest"])
    path = prim(points, interest, peel=peer["peel"])
    found = [[one.coverage, one.density, one.mass, len(one.box.restricted)] for one in path]
    np.testing.assert_allclose(found, peer["path"], rtol=1e-12)
    for one, (low, high) in zip(path, peer["limits"], strict=True):
        np.testing.assert_allclose(np.maximum(one.box.low_f, points.min(axis=0)), low)
        np.testing.assert_allclose(np.minimum(one.box.high_f, points.max(axis=0)), high)
    quasi = quasi_p_values(path[-1].box, points, interest)
    for factor in range(4):
        theirs = [np.nan if one == -1 else one for one in peer["quasi_p_values"].get(f"x{factor}", (-1, -1))]
        np.testing.assert_allclose(quasi[:, factor], theirs, rtol=1e-9)


def test_pasting_gives_back_what_costs_nothing():
    path = prim(*planted(), peel=0.1)
    smallest = min(range(len(path)), key=lambda step: path[step].mass)
    assert smallest < len(path) - 1
    assert path[-1].mass > 1.15 * path[smallest].mass
    assert path[-1].density > path[smallest].density
    assert path[-1].box.restricted == path[smallest].box.restricted


def test_a_limit_that_is_pasted_away_is_none():
    # A table on which the limit on a yes or no is peeled and pasted back: nothing but a yes lies beyond it.
    stream = generator(1135)
    count = int(stream.integers(12, 24))
    points = np.round(stream.random((count, 2)), 1)
    points[:, 1] = np.round(points[:, 1])
    path = prim(points, stream.random(count) < 0.4, peel=0.4)
    assert [len(one.box.restricted) for one in path] == [0, 1, 2, 2, 1]


def test_of_two_slices_that_gain_the_same_one_is_peeled_that_limits_no_further_factor():
    # The second factor is the first but for two points, which make it the one to be peeled first.
    second = np.arange(40.0)
    first = second.copy()
    first[:2] = 39.0
    interest = second > 12
    interest[2] = True
    path = prim(np.stack([first, second], axis=1), interest)
    assert path[1].box.restricted == (1,)
    assert path[2].box.restricted == (1,)


def test_of_two_ends_that_gain_the_same_the_upper_goes_first():
    middle = np.abs(np.arange(41.0) - 20) < 10
    path = prim(np.arange(41.0)[:, None], middle)
    assert np.isfinite(path[1].box.high_f[0])
    assert np.isinf(path[1].box.low_f[0])


def test_a_factor_of_yes_and_no_is_cut_between_them():
    points = np.stack([np.resize([0.0, 1.0], 40), np.arange(40.0) / 40], axis=1)
    path = prim(points, points[:, 0])
    assert path[-1].box.restricted == (0,)
    assert path[-1].box.low_f[0] == 0.5
    assert (path[-1].density, path[-1].coverage) == (1, 1)


def test_interest_may_be_the_share_of_worlds():
    points, interest = planted(wrong=0.0)
    shares = np.where(interest > 0, 0.8, 0.1)
    found = chosen(prim(points, shares))
    assert found.box.restricted == (0, 1)
    assert found.density == pytest.approx(0.8, abs=0.02)


def test_a_quasi_p_value_is_the_chance_of_as_many_hits_without_the_limit():
    points = np.array([[0.1], [0.2], [0.3], [0.7], [0.8], [0.9]])
    interest = np.array([0, 0, 1, 1, 1, 0])
    box = whole(1).with_limit(0, upper=False, limit=0.5)
    # Three in the box, two of them hits; half of all are: (3 over 2)/8 + (3 over 3)/8.
    assert quasi_p_values(box, points, interest)[0, 0] == pytest.approx((comb(3, 2) + 1) / 8)
    assert np.isnan(quasi_p_values(box, points, interest)[1, 0])


def test_a_limit_that_matters_is_told_from_one_that_does_not():
    points, interest = planted()
    found = chosen(prim(points, interest)).box.with_limit(3, upper=True, limit=0.9)
    values = quasi_p_values(found, points, interest)
    assert values[0, 0] < 1e-6
    assert values[1, 3] > 0.05


def test_a_box_without_points_has_no_density():
    nowhere = whole(2).with_limit(0, upper=False, limit=5.0)
    found = judged(nowhere, np.zeros((3, 2)), np.array([0, 1, 1]))
    assert np.isnan(found.density)
    assert (found.coverage, found.mass, found.harmony) == (0, 0, 0)


def test_the_chosen_box_is_dense_enough_if_any_is():
    path = prim(*planted())
    assert chosen(path, 0.94).density >= 0.94
    assert chosen(path).density < 0.94
    assert chosen(path, 0.94).coverage < chosen(path).coverage
    assert chosen(path, 2.0).density == max(one.density for one in path)


def test_factors_that_matter_come_back_in_other_halves_and_others_seldom():
    found = reproducibility(*planted(), best_of_path)
    assert found.limited_rf[0, 0] == found.limited_rf[1, 1] == 1
    assert (found.limited_rf[:, 2:] < 0.3).all()
    assert found.held_out.mean > 0.85


def test_a_box_found_in_noise_is_seen_through_on_points_held_out():
    stream = generator(2)
    points, interest = stream.random((300, 5)), stream.random(300) < 0.2
    densities = []

    def dense(points, interest):
        best = chosen(prim(points, interest), 0.5)
        densities.append(best.density)
        return best

    found = reproducibility(points, interest, dense)
    assert np.mean(densities) > 1.5 * interest.mean()
    assert found.held_out.mean < 1.2 * interest.mean()


def test_reproducibility_depends_on_its_seed_alone():
    points, interest = planted(200)
    one, same, other = (reproducibility(points, interest, best_of_path, seed) for seed in (1, 1, 2))
    assert one.held_out == same.held_out
    assert one.held_out != other.held_out


def test_a_box_without_a_point_of_interest_is_the_least_harmonious():
    points, interest = planted()
    box = best_of_path(points, interest).box
    outside = judged(box, points, interest * ~box.holds(points))
    assert (outside.coverage, outside.density) == (0.0, 0.0)
    assert outside.harmony == 0.0
    assert judged(box, points, interest).harmony > 0.5
