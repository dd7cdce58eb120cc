"""The examples in the docstrings of the statistics are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import govsim.statistics

MODULES = [module.name for module in pkgutil.iter_modules(govsim.statistics.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name):
    result = doctest.testmod(importlib.import_module(f"govsim.statistics.{name}"))
    assert result.failed == 0


def test_there_are_examples():
    tests = doctest.DocTestFinder().find(importlib.import_module("govsim.statistics.intervals"))
    assert sum(len(test.examples) for test in tests) >= 3
