"""Values of measures read as the measure has them."""

from __future__ import annotations

import pytest

from govsim.measures.amounts import amount, difference_words, figure, level, span, unit_words
from govsim.measures.catalogue import MEASURES
from govsim.statistics.intervals import Interval


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("public_value", 1.234, "1.23"),  # 0.1 matters, so two decimals
        ("progress", 0.0512, "0.051"),  # 0.01 matters
        ("progress_by_region", 0.0512, "0.051"),  # as progress itself
        ("attention_by_mission", 0.25, "25.0"),  # nothing is said: as if 0.005 mattered, in per cent
        ("need_by_outcome", 0.25, "0.250"),
        ("trust", 0.496, "49.6"),
    ],
)
def test_decimals_follow_what_matters(name: str, value: float, text: str) -> None:
    assert figure(value, MEASURES[name]) == text


def test_a_unit_stands_where_it_says_something() -> None:
    assert [
        difference_words(MEASURES[name]) for name in ("public_value", "trust", "core_services", "gini")
    ] == [
        "units",
        "percentage points",
        "",
        "",
    ]
    assert amount(0.012, MEASURES["trust"]) == "1.2 percentage points"
    assert amount(-0.2, MEASURES["core_services"]) == "0.200"
    assert level(0.974, MEASURES["core_services"]) == "0.974"
    assert unit_words(MEASURES["outcome_money"]) == "% of the budget"
    assert span(Interval(0.2, -0.1, 0.5), MEASURES["public_value"], sign=True) == "−0.10 to +0.50"
