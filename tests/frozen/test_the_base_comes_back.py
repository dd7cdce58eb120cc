"""What came after the base is switched off by its nulls: then every scenario gives the numbers that it gave before."""

from __future__ import annotations

import pytest

from govsim.scenario.load import load_scenario
from tests.frozen.base import BASE_NULLS, base
from tests.frozen.renew import Summary, summaries


@pytest.fixture(scope="module")
def at_nulls() -> dict[str, Summary]:
    return summaries([load_scenario(name).replace(**BASE_NULLS) for name in base()])


@pytest.mark.parametrize("scenario", base())
def test_at_its_nulls_the_model_gives_the_numbers_of_the_base(
    scenario: str, at_nulls: dict[str, Summary]
) -> None:
    """To 1e-9, because processors differ in the last digits. Measures that came later are not compared."""
    for part, kept in base()[scenario].items():
        now = at_nulls[scenario][part]
        moved = [
            f"{name}: {value} in the base, {now.get(name)} now"
            for name, value in kept.items()
            if now.get(name) != pytest.approx(value, rel=1e-9, abs=1e-12)
        ]
        assert not moved, f"{scenario}: {'; '.join(moved)}. Lay the null of what is new into BASE_NULLS."
