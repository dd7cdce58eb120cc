"""Verdicts follow from figures: what refutes a pattern, what leaves it open, what makes it say nothing."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.validation.finding import (
    Check,
    CheckResult,
    Figure,
    Null,
    Plan,
    Reading,
    beyond,
    both,
    estimated,
    share_of_worlds,
    within,
)

SURE = Figure("a", 0.5, low=0.4, high=0.6)
CHECK = Check(
    "X",
    "pattern",
    "title",
    source="own: test",
    refuted_by="anything",
    examine=lambda plan: Reading((SURE,), True),
)


def finding(agrees: bool | None, *nulls: Null, kind: str = "pattern") -> CheckResult:
    check = Check("X", kind, "title", source="own: test", refuted_by="anything", examine=CHECK.examine)  # type: ignore[arg-type]
    return CheckResult(check, Reading((SURE,), agrees, nulls), Plan(3), 0.1)


def null(shows_it: bool | None, denies: str = "mechanism") -> Null:
    return Null(name="off", denies=denies, figures=(SURE,), shows_it=shows_it)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("agrees", "nulls", "verdict"),
    [
        (True, (), "holds"),
        (True, (null(False),), "holds"),
        (True, (null(None),), "undecided"),
        (True, (null(True),), "not diagnostic"),
        (False, (null(True),), "refuted"),
        (None, (null(False),), "undecided"),
    ],
)
def test_a_verdict_follows_from_the_pattern_and_its_null_models(
    agrees: bool | None, nulls: tuple[Null, ...], verdict: str
) -> None:
    assert finding(agrees, *nulls).verdict == verdict


def test_what_a_pattern_says_nothing_about_is_named() -> None:
    found = finding(True, null(False), null(True, "arrangement"))
    assert found.not_diagnostic_of == ("arrangement",)


def test_only_laws_and_limits_are_failures_and_those_that_cannot_be_told_are_too() -> None:
    assert not finding(False).is_failure
    assert not finding(False, kind="docking").is_failure
    assert finding(False, kind="law").is_failure
    assert finding(None, kind="limit").is_failure
    assert not finding(True, kind="law").is_failure


def test_a_figure_is_beyond_a_line_only_if_its_whole_interval_is() -> None:
    assert beyond(SURE, 0.3) is True
    assert beyond(SURE, 0.5) is None
    assert beyond(SURE, 0.7) is False
    assert beyond(SURE, 0.7, above=False) is True
    assert within(SURE, 0.3, 0.7) is True
    assert within(SURE, 0.45, 0.7) is None
    assert within(SURE, 0.7, 0.9) is False


def test_what_never_varies_is_known_exactly() -> None:
    nothing = Figure("a", 0.0, low=0.0, high=0.0)
    assert beyond(nothing, 0.0) is False
    assert beyond(nothing, 0.0, above=False) is False


def test_both_is_no_where_one_is_not_and_unknown_where_one_is_unknown() -> None:
    assert both(True, True) is True
    assert both(True, None) is None
    assert both(None, False) is False


def test_a_number_without_an_interval_is_compared_as_it_is() -> None:
    assert beyond(Figure("a", 0.5), 0.4) is True
    assert beyond(Figure("a", 0.5), 0.6) is False


def test_the_share_of_worlds_has_wilsons_interval() -> None:
    """Wilson's interval for 8 of 10 at 95%: 0.490 to 0.943 (his formula, worked by hand)."""
    found = share_of_worlds("a", np.array([True] * 8 + [False] * 2))
    assert found.value == 0.8
    assert found.low == pytest.approx(0.4902, abs=1e-4)
    assert found.high == pytest.approx(0.9433, abs=1e-4)
    none = share_of_worlds("a", np.zeros(50, dtype=bool))
    assert none.low == 0
    assert 0.05 < none.high < 0.08


def test_an_estimate_has_students_interval() -> None:
    found = estimated("a", np.array([1.0, 2.0, 3.0]))
    assert found.value == 2
    assert found.high - found.value == pytest.approx(4.3027 / np.sqrt(3), abs=1e-3)


def test_a_finding_as_a_table_holds_what_a_reader_needs() -> None:
    table = finding(True, null(True)).document()
    assert table["verdict"] == "not diagnostic"
    assert table["refuted_by"] == "anything"
    assert table["nulls"][0]["shows_it"] is True
    assert table["simulated"][0]["low"] == 0.4
