"""What `import govsim` promises."""

from __future__ import annotations

import inspect
import re

import pytest

import govsim


def test_public_names_are_listed_once_and_in_order() -> None:
    assert govsim.__all__ == sorted(set(govsim.__all__))
    assert dir(govsim) == govsim.__all__


@pytest.mark.parametrize("name", govsim.__all__)
def test_a_public_name_is_there_and_says_what_it_is(name: str) -> None:
    thing = getattr(govsim, name)
    if name == "__version__":
        assert re.fullmatch(r"\d+\.\d+\.\d+.*|0\+source", thing)
    else:
        first = (inspect.getdoc(thing) or "").partition("\n")[0]
        assert first.endswith("."), f"the first line of its docstring is no sentence: {first!r}"


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'simulator'"):
        govsim.simulator  # noqa: B018
