"""What a browser shows before the page is live: the answer to a known setting, without a script."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from govsim.app import first_view
from govsim.app.explore import page as explore_page
from govsim.app.first_view import first_html
from govsim.app.work import Work
from tests.faces.app.put_together import OneAtOnce
from tests.faces.app.visits import Visit


class Knowing(OneAtOnce):
    """Knows every setting already."""

    def known(self, works: Sequence[Work]) -> tuple[Any, ...]:
        return next(iter(self.follow(None, works)))


@pytest.fixture
def knowing(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (explore_page, first_view):
        monkeypatch.setattr(module, "jobs", Knowing)


@pytest.mark.usefixtures("knowing")
def test_a_known_setting_shows_its_chart_and_what_happened() -> None:
    first = first_html("", "arrangement=layered&measure=progress")
    assert "<svg" in first
    assert "Layered is" in first
    assert "Progress on outcomes</h2>" in first
    assert "of 200 worlds so far" in first


def test_a_setting_that_is_not_known_shows_the_headline_and_that_worlds_are_being_simulated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(first_view, "jobs", OneAtOnce)
    first = first_html("", "pooled_funding=0.4")
    assert "Does a mission board change anything" in first
    assert "Simulating the first worlds" in first


@pytest.mark.usefixtures("knowing")
def test_presenter_mode_and_what_is_fixed_hold_from_the_first_view_on() -> None:
    first = first_html("", "arrangement=layered&present=1&fixed.local_capacity=0.1")
    assert 'class="govsim presenting"' in first
    assert "local capacity 10%" in first
    assert "presenting" not in first_html("", "arrangement=layered")


def test_a_page_that_does_not_exist_shows_nothing_first() -> None:
    assert first_html("nowhere", "") == ""


def test_without_a_script_the_answer_can_be_read_and_with_one_the_page_takes_over(
    address: str, open_page: Callable[..., Visit]
) -> None:
    live = open_page(address, "?arrangement=layered")
    live.page.wait_for_selector("text=All 200 worlds")
    assert live.page.locator("#first").count() == 0
    quiet = live.page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    page = quiet.new_page()
    page.goto(f"{address}/?arrangement=layered")
    assert page.locator("#first svg.chart.wide").is_visible()
    assert "Layered is" in page.locator("#first").inner_text()
    quiet.close()
