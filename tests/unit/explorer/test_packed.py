"""What the page carries are the worlds themselves: exact at the end, and over time as precise as it says."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from govsim.comparison.compare import Comparison, compare
from govsim.comparison.gains import BY_WHOM
from govsim.explorer.one_page import size_at_least
from govsim.explorer.packed import MOST_STEPS, PER_DIGIT, SHOWN_MEASURES, STORED, floats_and_steps, packed
from govsim.measures.amounts import figure
from govsim.measures.catalogue import MEASURES
from govsim.measures.pound import CATEGORIES
from govsim.scenario.load import load_scenario

WORLDS = 24


@pytest.fixture(scope="module")
def told() -> Comparison:
    small = load_scenario("classroom_small")
    arms = [
        small.replace(name=name, levers={"pooled_funding": share})
        for name, share in (("none", 0.0), ("all", 1.0))
    ]
    return compare(arms, replicates=WORLDS)


@pytest.fixture(scope="module")
def carried(told: Comparison) -> Mapping[str, Any]:
    table: dict[str, Any] = json.loads(json.dumps(packed(told)))
    return table


def inflated(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text))


def test_public_value_is_not_carried_and_stands_first() -> None:
    assert SHOWN_MEASURES[0] == "public_value"
    assert "public_value" not in STORED


def test_values_at_the_end_the_pound_and_assumptions_are_exact(
    told: Comparison, carried: Mapping[str, Any]
) -> None:
    rows = iter(np.frombuffer(inflated(carried["exact"]), "<f8").reshape(-1, WORLDS))
    for run in told.runs:
        assert np.array_equal(next(rows), run.assumptions["core_unit"])
        for name in STORED:
            assert np.array_equal(next(rows), run.at_end(name))
        for category in CATEGORIES:
            assert np.array_equal(next(rows), run.pound[category].mean(axis=0))
        for _, measure, _ in BY_WHOM:
            for values in run.at_end(measure):
                assert np.array_equal(next(rows), values)
    for one in carried["assumptions"]:
        assert np.array_equal(next(rows), told.runs[1].assumptions[one["name"]])
    assert next(rows, None) is None


def test_values_over_time_come_back_within_half_a_step(told: Comparison, carried: Mapping[str, Any]) -> None:
    raw = np.frombuffer(inflated(carried["courses"]), np.uint8)
    quarters = told.runs[0].quarters
    planes = iter(raw.reshape(-1, quarters, WORLDS))
    for run in told.runs:
        for measure in carried["measures"][1:]:
            changes = next(planes).astype(np.uint16) * 256 + next(planes)
            steps = np.cumsum(changes, axis=0, dtype=np.uint16)
            values = measure["low"] + steps * measure["step"]
            assert np.abs(values - run.measures[measure["name"]]).max() <= 0.5001 * measure["step"]
    assert next(planes, None) is None


def test_a_step_is_as_fine_as_the_page_says(told: Comparison, carried: Mapping[str, Any]) -> None:
    for measure in carried["measures"][1:]:
        shown = MEASURES[measure["name"]]
        digit = 10.0 ** -len(figure(0.0, shown).partition(".")[2]) / measure["per"]
        whole = np.ptp(np.stack([run.measures[measure["name"]] for run in told.runs]))
        assert measure["step"] == pytest.approx(max(digit / PER_DIGIT, whole / MOST_STEPS))


def test_claims_are_those_of_a_difference(told: Comparison, carried: Mapping[str, Any]) -> None:
    for measure in carried["measures"]:
        one = told.difference(measure["name"], "none", "all")
        if one.is_none:
            continue
        claim = measure["claims"][one.verdict][one.difference.mean >= 0]
        claim = claim.replace("{one}", "all").replace("{other}", "none")
        assert claim[:1].upper() + claim[1:] == one.claim()


def test_an_arm_that_fixes_an_assumption_takes_it_from_the_choice(told: Comparison) -> None:
    small = load_scenario("classroom_small")
    fixed = small.replace(name="fixed", uncertainties={"slack": 0.2})
    names = {one["name"] for one in packed(compare([small, fixed], replicates=4))["assumptions"]}
    assert "slack" not in names
    assert "local_capacity" in names


def test_what_it_carries_is_counted_before_it_is_run(told: Comparison, carried: Mapping[str, Any]) -> None:
    items = max(len(arm["items"]) for arm in carried["arms"])
    quarters = told.runs[0].quarters
    floats, steps = floats_and_steps(2, items, quarters, WORLDS)
    assert 8 * floats >= len(inflated(carried["exact"]))
    assert 2 * steps == len(inflated(carried["courses"]))
    assert size_at_least(2, items, quarters, 2 * WORLDS) > size_at_least(2, items, quarters, WORLDS)
