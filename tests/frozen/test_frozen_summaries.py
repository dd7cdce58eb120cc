"""A change of the model's numbers is never an accident: it is renewed by hand and told in the changelog."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from govsim.scenario.load import scenario_names
from tests.frozen.renew import SUMMARIES, Summary, changelog_line, summaries

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
RENEW = "If this is meant, run: python -m tests.frozen.renew"


@pytest.fixture(scope="module")
def fresh() -> dict[str, Summary]:
    return summaries()


def frozen() -> dict[str, Summary]:
    kept: dict[str, Summary] = json.loads(SUMMARIES.read_text(encoding="utf-8"))
    return kept


@pytest.mark.parametrize("scenario", scenario_names())
def test_a_scenario_gives_the_numbers_that_it_gave_before(scenario: str, fresh: dict[str, Summary]) -> None:
    """To 1e-9, because processors differ in the last digits."""
    assert scenario in frozen(), f"{scenario} is new. {RENEW}"
    for part, kept in frozen()[scenario].items():
        now = fresh[scenario][part]
        assert list(now) == list(kept), f"{part} of {scenario} are other ones. {RENEW}"
        moved = [
            f"{name}: {kept[name]} before, {now[name]} now"
            for name in kept
            if now[name] != pytest.approx(kept[name], rel=1e-9, abs=1e-12)
        ]
        assert not moved, f"{scenario}: {'; '.join(moved)}. {RENEW}"


def test_no_scenario_is_frozen_that_is_not_shipped() -> None:
    assert set(frozen()) == set(scenario_names())


def test_the_pound_is_whole() -> None:
    for scenario, summary in frozen().items():
        assert sum(summary["pound"].values()) == pytest.approx(1, abs=1e-9), scenario


def test_the_changelog_names_the_frozen_numbers_under_results() -> None:
    sections = re.findall(
        r"^### Results\n(.*?)(?=^##|\Z)", CHANGELOG.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    assert any(changelog_line() in section.splitlines() for section in sections), (
        f"CHANGELOG.md has no line '{changelog_line()}' under '### Results': say there what changed and why."
    )
