"""A paired difference, judged, against answers known beforehand."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.comparison.compare import compare
from govsim.comparison.difference import judged
from govsim.comparison.document import document_of
from govsim.comparison.ranking import (
    lopsided_sentence,
    ranking_sentence,
)
from govsim.measures.catalogue import MEASURES
from govsim.statistics.intervals import interval

BASE = np.array([10.0, 12.0, 8.0, 10.0, 11.0, 9.0])
CORE, VALUE, SHARE = (MEASURES[name] for name in ("core_services", "public_value", "effectiveness"))


def test_size_is_told_in_units_per_cent_and_deviations() -> None:
    found = judged(CORE, (BASE, BASE + 1), ("a", "b"), 0.1)
    assert found.difference.mean == pytest.approx(1)
    assert found.per_cent is not None
    assert found.per_cent.mean == pytest.approx(10)
    assert found.effect_size == pytest.approx(1 / np.std(BASE, ddof=1))
    assert (found.better.mean, found.better.high) == (1.0, 1.0)
    assert 0.5 < found.better.low < 0.7


def test_a_measure_whose_nought_is_not_nothing_has_no_per_cent() -> None:
    assert judged(VALUE, (BASE, BASE + 1), ("a", "b"), 0.1).per_cent is None


def test_intervals_of_several_comparisons_are_wider_and_may_leave_a_verdict_open() -> None:
    noise = np.array([-1.0, 1.0, -0.5, 0.5, 0.9, -0.9])
    alone, among = (judged(CORE, (BASE, BASE + 1.2 + noise), ("a", "b"), 0.1, count) for count in (1, 28))
    assert among.difference.half_width > alone.difference.half_width
    assert (alone.verdict, among.verdict) == ("better", "unknown")
    assert among.more_worlds is not None


def test_where_less_is_better_worlds_with_less_count() -> None:
    need = MEASURES["need"]
    found = judged(need, (BASE, BASE - np.array([1, 1, 1, 1, 1, -1])), ("a", "b"), 0.1)
    assert found.better.mean == pytest.approx(5 / 6)


def test_the_sentence_has_per_cent_what_matters_and_the_share_of_worlds() -> None:
    told = judged(CORE, (BASE, BASE + 1), ("a", "b"), 0.1).sentence()
    assert told.startswith("B is better than a in core services: 1.000 higher (+10.0%; 95% interval")
    assert "a difference matters from 0.1 of the index)" in told
    assert told.endswith("better in all 6 worlds (61 to 100%).")
    assert "%;" not in judged(SHARE, (BASE / 20, BASE / 20 + 0.1), ("a", "b"), 0.01).sentence()


def test_three_scenarios_are_compared_at_once_and_two_are_not() -> None:
    quick = {"warm_up": 4, "horizon": 4}
    from govsim.scenario.load import load_scenario

    plain = load_scenario("classroom_small").replace(**quick)
    others = [
        plain.replace(name=f"pool {share}", levers={"pooled_funding": share, "board_membership": "all"})
        for share in (0.4, 0.9)
    ]
    three, two = compare([plain, *others], replicates=6), compare([plain, others[0]], replicates=6)
    assert {one.together for one in three.differences()} == {3}
    assert {one.together for one in two.differences()} == {1}
    assert "all 3 comparisons at once" in document_of(three).how_sure[0]
    assert "at once" not in document_of(two).how_sure[0]
    ranking = three.ranking("public_value")
    assert sum(one.chance_of_best for one in ranking) == pytest.approx(1)
    assert any(one.may_be_best for one in ranking)
    assert ranking_sentence(three).startswith("Best in mean public value")
    assert three.ranking("reported_progress") == ()
    assert compare([plain, others[0]], replicates=1).ranking("public_value") == ()


def test_where_few_worlds_weigh_most_the_interval_is_wider_than_students_and_said_to_be() -> None:
    base = np.linspace(9, 11, 40)
    rare = np.where(np.arange(40) % 20 == 3, 4.0, 0.0) + np.linspace(-0.1, 0.1, 40)
    even = np.linspace(-1, 1, 40)
    lopsided, plain = (judged(CORE, (base, base + apart), ("a", "b"), 0.1) for apart in (rare, even))
    assert (lopsided.lopsided, plain.lopsided) == (True, False)
    assert plain.difference == interval(even + base - base)
    assert lopsided.difference.half_width > 1.2 * interval(rare).half_width
    among = judged(CORE, (base, base + rare), ("a", "b"), 0.1, 10)
    assert among.difference.half_width > lopsided.difference.half_width
    assert "In 1 of 2 differences" in lopsided_sentence([lopsided, plain])
    assert lopsided_sentence([plain, plain]) == ""
