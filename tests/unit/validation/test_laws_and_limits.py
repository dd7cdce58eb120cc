"""Every law and every limit holds, says what it is about, and shows what it read."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pytest

from govsim.validation.finding import Check, CheckResult, Plan
from govsim.validation.inspection import Deviation, Inspection, inspect, reading
from govsim.validation.laws import LAWS
from govsim.validation.limits import LIMITS
from govsim.validation.samples import chance, countries, everywhere
from govsim.validation.small_countries import EXTREMES, random_scenario

CHECKS = (*LAWS, *LIMITS)
PACKAGE = Path(__file__).parents[3] / "src" / "govsim" / "validation"
KEY = re.compile(r"\b[a-z]+(?:_[a-z]+)*_(?:1[89]|20)\d\d\b")
SMALL = Plan(worlds=4, seed=5)


@pytest.mark.parametrize("check", CHECKS, ids=[check.key for check in CHECKS])
def test_a_law_and_a_limit_hold_and_show_what_they_read(check: Check) -> None:
    read = check.examine(SMALL)
    finding = CheckResult(check, read, SMALL, 0.0)
    assert read.agrees is True, read.notes
    assert finding.verdict == "holds"
    assert not finding.is_failure
    largest, looks = read.figures[:2]
    assert 0 <= largest.value < 1e-4, "how far it departs, which is rounding at most"
    assert looks.value > 50, "a law that is compared too seldom says little"
    assert all(math.isfinite(figure.value) and figure.label for figure in read.figures)
    assert math.isnan(largest.low), "a law is no estimate"


@pytest.mark.parametrize("check", CHECKS, ids=[check.key for check in CHECKS])
def test_a_check_says_what_it_is_where_it_comes_from_and_what_would_refute_it(check: Check) -> None:
    assert check.kind == ("law" if check in LAWS else "limit")
    assert len(check.title.split()) > 5
    assert check.title[0].isupper()
    assert not check.title.endswith("."), "the table sets no full stop"
    assert len(check.refuted_by.split()) > 5
    assert check.source.startswith("own: ") or KEY.search(check.source)
    assert check.use == "neither"


def test_laws_and_limits_stand_in_order_and_have_keys_of_their_own() -> None:
    assert [check.key for check in LAWS] == [f"law {number}" for number in range(1, 10)]
    assert [check.key for check in LIMITS] == [f"L{number}" for number in range(1, 8)]
    assert len({check.title for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize("room", ["laws", "limits"])
def test_each_file_has_one_check_and_each_check_is_listed(room: str) -> None:
    files = [path for path in (PACKAGE / room).glob("*.py") if path.stem != "__init__"]
    assert len(files) == len(LAWS if room == "laws" else LIMITS)
    assert all(path.read_text("utf-8").count("CHECK: Final = Check(") == 1 for path in files)


def test_the_package_needs_neither_hypothesis_nor_pytest() -> None:
    for path in PACKAGE.rglob("*.py"):
        assert not re.search(
            r"^\s*(?:import|from) (?:hypothesis|pytest)", path.read_text("utf-8"), re.MULTILINE
        )


# --- looking ----------------------------------------------------------------------------------------------------


def test_what_departs_further_than_it_may_is_a_breach_and_so_is_what_is_no_number() -> None:
    found = inspect(
        [Deviation("here", 0.5, 0.5), Deviation("there", 0.7, 0.5), Deviation("nowhere", math.nan, 0.5)]
    )
    assert [look.where for look in found.breaches] == ["there", "nowhere"]
    assert found.comparisons == 3
    assert math.isnan(found.largest)
    assert not found.holds
    assert str(found) == "there: off by 0.7; nowhere: off by nan"


def test_nothing_that_was_looked_at_is_no_proof() -> None:
    nothing = inspect([])
    assert not nothing.holds
    assert str(nothing) == "nothing was compared"
    assert reading([], "departure", "looks").agrees is False
    assert reading([("somewhere", nothing)], "departure", "looks").notes == "somewhere, nothing was compared."


def test_a_reading_names_the_first_breach_and_counts_all_looks() -> None:
    good = Inspection(10, 0.1)
    bad = Inspection(5, 0.9, tuple(Deviation(f"quarter {quarter}", 0.9) for quarter in range(5)))
    read = reading(
        [("one", good), ("two", bad), ("three", bad)], "departure", "looks", "pounds", more="And so on."
    )
    assert read.agrees is False
    assert [(figure.label, figure.value, figure.unit) for figure in read.figures] == [
        ("departure", 0.9, "pounds"),
        ("looks", 20.0, ""),
    ]
    assert read.notes == (
        "two, quarter 0: off by 0.9; quarter 1: off by 0.9; quarter 2: off by 0.9; and 2 more. And so on."
    )


def test_a_failed_law_is_a_failure_of_the_program() -> None:
    bad = reading([("one", Inspection(1, 1.0, (Deviation("quarter 1", 1.0),)))], "departure", "looks")
    for check in CHECKS:
        assert CheckResult(check, bad, SMALL, 0.0).is_failure


# --- small countries --------------------------------------------------------------------------------------------


def test_random_countries_follow_the_seed_and_differ() -> None:
    one, again, other = (countries(Plan(seed=seed), 3) for seed in (1, 1, 2))
    assert one == again
    assert one != other
    assert len({scenario.model_dump_json() for scenario in (*one, *other)}) == 6


def test_random_countries_reach_the_ends_of_assumptions_and_corners_of_levers() -> None:
    random = chance(Plan(), 0)
    drawn = [random_scenario(random) for _ in range(60)]
    levers = np.array(
        [list(scenario.levers.model_dump(exclude={"board_membership"}).values()) for scenario in drawn]
    )
    assert ((levers == 0).any(0) & (levers == 1).any(0)).all()
    assert {scenario.levers.board_membership for scenario in drawn} == {
        "none",
        "lead_only",
        "contributors",
        "all",
    }
    stated = [scenario.uncertainties.model_dump(exclude_none=True) for scenario in drawn]
    extreme = {name for one in stated for name, value in one.items() if value in EXTREMES.get(name, ())}
    assert len(extreme) > len(EXTREMES) / 2


def test_laws_are_looked_at_in_shipped_scenarios_and_in_random_countries() -> None:
    names = [scenario.name for scenario in everywhere(Plan())]
    assert {"siloed", "mission_led", "classroom_small", "random country 1"} <= set(names)
    assert len(names) == len(set(names))
