"""Numbers of findings are rounded by their unit, never so far that an interval or an error becomes nothing."""

from __future__ import annotations

import doctest
import math
from dataclasses import replace

import pytest

from govsim.documents import markup
from govsim.validation import wording
from govsim.validation.document import document_of
from govsim.validation.finding import Figure
from tests.findings import FINDINGS, LEVERS, ROBUSTNESS, by_hand


@pytest.mark.parametrize("module", [wording, markup])
def test_examples_in_docstrings_are_true(module) -> None:
    found = doctest.testmod(module)
    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Figure("a", 0.1234, low=0.1, high=0.15, unit="share of worlds"), "12.3% of worlds (10.0 to 15.0)"),
        (Figure("a", -0.1, low=-0.15, high=-0.05, unit="units"), "−0.10 units (−0.15 to −0.05)"),
        (Figure("a", 0.0012, low=0.0010, high=0.0014, unit="units"), "0.0012 units (0.0010 to 0.0014)"),
        (Figure("a", 1.5, low=1.5, high=1.5, unit="units"), "1.50 units (1.50 to 1.50)"),
        (Figure("L-kurtosis of changes", 0.4, unit="L-kurtosis"), "0.400"),
        (Figure("greatest error", 2e-13, unit="share"), "2.0 × 10⁻¹¹%"),
        (Figure("looks", 12345.0), "12,345"),
        (Figure("odd", math.nan), "–"),
    ],
)
def test_a_figure_is_told_as_a_reader_expects_it(figure: Figure, said: str) -> None:
    assert wording.value_words(figure) == said


def test_differences_have_a_sign_and_zero_has_none() -> None:
    assert (
        wording.cell(Figure("a", 0.021, low=0.012, high=0.03, unit="units"), sign=True)
        == "+0.021 (+0.012 to +0.030)"
    )
    assert wording.number(-0.0001, "units", sign=True) == "0.00"


def test_what_was_not_run_is_said() -> None:
    assert "limits, patterns, docking, mechanisms, dead-weight and corners" in answer(findings=FINDINGS[:1])


def test_a_placebo_that_moves_something_is_a_fault_of_the_program() -> None:
    moved = replace(LEVERS[2], as_it_is=LEVERS[0].as_it_is)
    (part,) = [one for one in document_of(by_hand(levers=(LEVERS[0], moved))).parts if one.key == "levers"]
    said = " ".join(part.sentences)
    assert "The placebo moved public value from siloed: the program is at fault." in said
    assert "no free lunch and no dead weight" in said


def test_a_difference_that_changes_its_sign_is_said_though_its_verdict_stays() -> None:
    figure = ROBUSTNESS[0].figures[0]
    other = replace(figure, value=-figure.value, low=-figure.high, high=-figure.low)
    turned = replace(
        ROBUSTNESS[4], verdicts=ROBUSTNESS[0].verdicts, figures=(other, *ROBUSTNESS[4].figures[1:])
    )
    said = answer(robustness=(*ROBUSTNESS[:2], turned))
    assert "under 1 a difference turns round (rules: 24 councils)" in said


def answer(**changes: object) -> str:
    return " ".join(document_of(by_hand(**changes)).answer)
