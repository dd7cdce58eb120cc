"""The description of places shows what one should know before a simulation."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.scenario.geography import CommunityPlace, CouncilPlace, Region, WrittenPlaces
from govsim.world.describe_places import describe_places
from govsim.world.places import Places
from govsim.world.written_places import written_places


def three_councils(need: tuple[float, ...]) -> Places:
    where = ("A", "A", "B", "B", "C")
    stated = WrittenPlaces(
        regions=tuple(Region(key=key, name=key) for key in ("N", "S", "empty")),
        councils=(
            CouncilPlace(key="A", name="Ayton", region="N"),
            CouncilPlace(key="B", name="B", region="N"),
            CouncilPlace(key="C", name="C", region="S"),
        ),
        communities=tuple(
            CommunityPlace(key=str(k), council=where[k], population=10 * (k + 1), need={"x": x, "y": 1 - x})
            for k, x in enumerate(need)
        ),
        neighbours=(("A", "B"),),
    )
    return written_places(stated, ("x", "y"))


def test_counts_and_spreads_are_those_worked_out_by_hand() -> None:
    description = describe_places(three_councils((0.0, 0.2, 0.6, 0.8, 0.4)), extremes=1)
    assert (description.regions, description.councils, description.communities) == (3, 3, 5)
    assert description.residents == 150
    assert description.region_councils == (2, 1, 0)
    assert description.region_residents == (100.0, 50.0, 0.0)
    x = description.outcomes[0]
    assert (x.mean, x.least, x.greatest) == (pytest.approx(0.4), 0.0, 0.8)
    assert x.standard_deviation == pytest.approx(np.sqrt(0.08))
    assert x.between_councils == pytest.approx((4 * 0.09) / (5 * 0.08))
    assert x.at_bounds == pytest.approx(0.2)
    assert description.correlation == pytest.approx(np.array([[1.0, -1.0], [-1.0, 1.0]]))
    assert description.region_need[:2, 0] == pytest.approx([0.4, 0.4])
    assert np.isnan(description.region_need[2]).all()
    assert description.fewest_communities == (("C", 1),)
    assert description.most_communities[0][1] == 2
    assert description.without_neighbours == ("C",)
    assert (description.neighbour_pairs, description.groups_of_neighbours) == (1, 2)


def test_outliers_and_outcomes_that_run_against_the_others_are_named() -> None:
    looks = " ".join(describe_places(three_councils((0.1, 0.12, 0.14, 0.16, 0.9))).looks)
    assert "Need for x far from all others: 4 (C): 0.90." in looks
    assert "Against the other outcomes (median correlation) run x (−1.00) and y (−1.00)." in looks


def test_equal_need_everywhere_has_no_share_between_councils() -> None:
    description = describe_places(three_councils((0.5,) * 5))
    assert np.isnan(description.outcomes[0].between_councils)
    assert np.isnan(description.correlation).all()


def test_a_single_community_can_be_described() -> None:
    stated = WrittenPlaces(
        regions=(Region(key="R", name="R"),),
        councils=(CouncilPlace(key="A", name="A", region="R"),),
        communities=(CommunityPlace(key="a", council="A", population=1, need={"x": 0.5}),),
    )
    description = describe_places(written_places(stated, ["x"]))
    assert description.most_communities == description.fewest_communities == (("A", 1),)
    assert description.groups_of_neighbours == 1
