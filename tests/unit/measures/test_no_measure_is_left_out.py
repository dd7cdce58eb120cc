"""No measure comes without an answer worked by hand."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from govsim.measures.catalogue import MEASURES

BY_HAND = Path(__file__).with_name("test_measures_by_hand.py")


def named_there() -> set[str]:
    nodes = ast.walk(ast.parse(BY_HAND.read_text(encoding="utf-8")))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_has_an_answer_worked_by_hand(name: str) -> None:
    assert name in named_there(), f"add {name} to {BY_HAND.name}"
