"""Measures of fairness against answers worked by hand."""

from __future__ import annotations

import pytest

from tests.unit.measures.by_hand import EXACT, at_start, built, measured, needs, one_world


def test_need_that_all_share_is_even() -> None:
    assert measured("gini", need_kjw=needs(0.4, 0.4, 0.4, 0.4)) == pytest.approx(0, abs=EXACT)
    assert measured("gini", need_kjw=needs(0, 0, 0, 0)) == 0, "no need is shared evenly"


def test_need_that_one_in_ten_thousand_has_is_nearly_all_that_inequality_can_be() -> None:
    country = built({"Ash": [1.0], "Cedar": [9_999.0]})
    assert measured("gini", country, need_kjw=needs(0.9, 0)) == pytest.approx(0.9999, abs=EXACT)
    # the other way round nearly everybody has the same
    assert measured("gini", country, need_kjw=needs(0, 0.9)) == pytest.approx(0.0001, abs=EXACT)


def test_inequality_is_half_the_mean_difference_of_residents_over_their_mean() -> None:
    # half of residents at 0.2 (1,000 and 4,000), half at 0.6: any two differ by 0.2 on average, the mean is 0.4
    assert measured("gini", need_kjw=needs(0.2, 0.6, 0.6, 0.2)) == pytest.approx(0.25, abs=EXACT)
    # the more needy of two outcomes in each half: everybody's mean is 0.4
    crossed = one_world([0.2, 0.6], [0.6, 0.2], [0.6, 0.2], [0.2, 0.6])
    assert measured("gini", need_kjw=crossed) == pytest.approx(0, abs=EXACT)


def test_the_spread_between_councils_leaves_out_what_is_within_them() -> None:
    # Ash is 0.25·0.8 + 0.75·0.4 = 0.5, Birch 0.5, Cedar 0.3; the mean is 0.42, the variance 0.6·0.08² + 0.4·0.12²
    given = needs(0.8, 0.4, 0.5, 0.3)
    assert measured("between_councils", need_kjw=given) == pytest.approx(0.0096**0.5, abs=EXACT)
    assert measured("between_councils", need_kjw=needs(0.4, 0.4, 0.4, 0.4)) == pytest.approx(0, abs=1e-9)


def test_the_regional_gap_is_between_those_that_were_needier_and_the_others() -> None:
    # at the start the North has 0.6, the South 0.3, the nation 0.48
    start = at_start(0.6, 0.6, 0.6, 0.3)["start_need_kj"]
    # the North is now 1/6·0.5 + 3/6·0.3 + 2/6·0.4 = 0.11/0.3
    now = needs(0.5, 0.3, 0.4, 0.3)
    gap = measured("regional_gap", need_kjw=now, start_need_kj=start)
    assert gap == pytest.approx(0.11 / 0.3 - 0.3, abs=EXACT)
    # once the South has more need than the North the gap is below 0: who was needier is settled at the start
    overtaken = measured("regional_gap", need_kjw=needs(0.3, 0.3, 0.3, 0.5), start_need_kj=start)
    assert overtaken == pytest.approx(-0.2, abs=EXACT)


def test_a_region_that_was_as_needy_as_the_nation_is_one_of_the_others() -> None:
    # 0.75 in the North, 0.25 in the South and 0.5 in the Midlands, which have half of all residents
    country = built({"Ash": [1_000.0], "Cedar": [1_000.0], "Dale": [2_000.0]})
    start = needs(0.75, 0.25, 0.5)[..., 0]
    gap = measured("regional_gap", country, need_kjw=needs(0.8, 0.1, 0.4), start_need_kj=start)
    assert gap == pytest.approx(0.8 - 0.3, abs=EXACT)


def test_there_is_no_regional_gap_where_no_region_was_needier() -> None:
    even = at_start(0.5, 0.5, 0.5, 0.5)["start_need_kj"]
    assert measured("regional_gap", need_kjw=needs(0.5, 0.3, 0.4, 0.3), start_need_kj=even) == 0
    north = built({"Ash": [1_000.0], "Birch": [1_000.0]})
    start = needs(0.7, 0.2)[..., 0]
    assert measured("regional_gap", north, need_kjw=needs(0.7, 0.2), start_need_kj=start) == 0


def test_the_worst_off_tenth_is_settled_at_the_start_and_counts_residents() -> None:
    # eleven communities: a tenth, rounded up, is two; of them the first has 1,000 residents and the last 3,000
    country = built({"Ash": [1_000.0, *[500.0] * 9, 3_000.0]})
    start = needs(0.8, *[0.5] * 9, 0.9)[..., 0]
    now = needs(0.6, *[0.7] * 9, 0.4)
    worst = measured("worst_decile", country, need_kjw=now, start_need_kj=start)
    assert worst == pytest.approx(0.25 * 0.6 + 0.75 * 0.4, abs=EXACT)
    # of four it is one
    start = at_start(0.5, 0.9, 0.8, 0.7)["start_need_kj"]
    now = needs(0.1, 0.2, 0.3, 0.4)
    assert measured("worst_decile", need_kjw=now, start_need_kj=start) == pytest.approx(0.2, abs=EXACT)


def test_communities_that_were_as_badly_off_as_the_last_of_the_tenth_count_too() -> None:
    start = at_start(0.5, 0.9, 0.9, 0.7)["start_need_kj"]
    worst = measured("worst_decile", need_kjw=needs(0.1, 0.2, 0.3, 0.4), start_need_kj=start)
    assert worst == pytest.approx(0.6 * 0.2 + 0.4 * 0.3, abs=EXACT)
