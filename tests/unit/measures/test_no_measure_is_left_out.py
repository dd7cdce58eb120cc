"""No measure comes without an answer worked by hand."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from govsim.measures.catalogue import MEASURES

BY_HAND = sorted(Path(__file__).parent.glob("test_*_by_hand.py"))


def named_there() -> set[str]:
    nodes = (node for file in BY_HAND for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_has_an_answer_worked_by_hand(name: str) -> None:
    assert name in named_there(), f"add {name} to a test_…_by_hand.py of this folder"
