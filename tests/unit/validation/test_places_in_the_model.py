"""Places stay themselves in the model about as they do in England, and do not under the rule that it replaced."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.arrays import Floats
from govsim.scenario.load import load_scenario
from govsim.validation.arms import at_the_centre
from govsim.validation.finding import Plan
from govsim.validation.moving_places import moved

# What the median over worlds must lie between after nine years, settled before it was looked at.
PASS_MARKS = {
    "council_ranks": (0.92, 0.985),
    "council_spread": (0.014, 0.033),
    "tenth_still_there": (0.68, 0.88),
}


@pytest.fixture(scope="module")
def held() -> dict[str, Floats]:
    """Synthetic England in twenty worlds, siloed."""
    return moved([at_the_centre(load_scenario("siloed"))], Plan(20, 2026), 9)[0]


@pytest.mark.parametrize("fact", list(PASS_MARKS))
def test_places_stay_themselves(held: dict[str, Floats], fact: str) -> None:
    low, high = PASS_MARKS[fact]
    assert low <= np.median(held[fact]) <= high, np.sort(held[fact])


@pytest.mark.parametrize("fact", list(PASS_MARKS))
def test_they_did_not_while_need_grew_everywhere_alike(fact: str) -> None:
    first_edition = load_scenario("siloed").replace(rules={"need": "first_edition"})
    found = moved([at_the_centre(first_edition)], Plan(8, 2026), 9)[0]
    low, high = PASS_MARKS[fact]
    assert not low <= np.median(found[fact]) <= high


def test_neighbours_change_alike_because_they_share_their_drift(held: dict[str, Floats]) -> None:
    alone = at_the_centre(load_scenario("siloed")).replace(constants={"drift_neighbours": 0.0})
    (apart,) = moved([alone], Plan(20, 2026), 9)
    assert np.median(held["neighbours_change"]) > 0.2
    assert abs(np.median(apart["neighbours_change"])) < 0.1
