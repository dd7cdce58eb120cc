"""The first page put together without a browser: what stands on it, and what a press of a button does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from govsim.app.shown_runs import WeighedRuns
from govsim.app.work import Work
from tests.faces.app.put_together import Drawn, Failing, OneAtOnce, wait_for


def test_the_page_renders_and_a_press_changes_what_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Drawn(OneAtOnce(), monkeypatch)
    wait_for(lambda: "What happened" in page.html())
    assert "Does a mission board change anything if the money does not move?" in page.html()
    assert page.part("cards").values == {"arrangement": "siloed"}
    page.move("cards", name="arrangement", value="mission_led", number=1)
    wait_for(lambda: "siloed in public value" in page.html())
    assert page.part("cards").values == {"arrangement": "mission_led"}
    assert page.part("cards").answered == page.part("groups").answered == 1
    page.rendered.close()


class Remembering(OneAtOnce):
    """Has everything at hand, and does nothing further."""

    def follow(self, *_: object) -> Iterator[tuple[Any, ...]]:
        return iter(())

    def known(self, works: Sequence[Work]) -> tuple[Any, ...]:
        return next(super().follow("", works))


def test_what_others_had_simulated_stands_on_the_page_as_soon_as_it_is_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = Drawn(Remembering(), monkeypatch)
    assert "What happened" in page.html()
    page.move("cards", name="arrangement", value="mission_led", number=1)
    assert "siloed in public value" in page.html()
    page.rendered.close()


def test_a_setting_that_fails_is_said_and_the_last_result_stays_until_it_is_undone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = Drawn(Failing(), monkeypatch)
    wait_for(lambda: "What happened" in page.html())
    page.move("groups", name="pooled_funding", value=0.4, number=7, continuing=False)
    wait_for(lambda: "a1b2c3" in page.html())
    assert "What happened" in page.html()
    page.undo()
    wait_for(lambda: "a1b2c3" not in page.html())
    page.rendered.close()


def test_a_move_that_cannot_be_made_is_answered_so_that_the_control_returns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = Drawn(OneAtOnce(), monkeypatch)
    page.move("groups", name="pooled_funding", value="a lot", number=3, continuing=False)
    assert page.part("groups").answered == 3
    assert page.part("groups").values["pooled_funding"] == 0
    page.rendered.close()


def test_a_page_that_cannot_be_drawn_is_said_and_its_traceback_goes_to_the_log_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from govsim.app.explore import page as explore

    drawn = explore.strip

    def broken(measure: str, runs: WeighedRuns) -> str:
        if runs.now.run.scenario.levers.pooled_funding:
            raise ArithmeticError("/a/path/of/this/machine")
        return drawn(measure, runs)

    monkeypatch.setattr(explore, "strip", broken)
    page = Drawn(OneAtOnce(), monkeypatch)
    wait_for(lambda: "What happened" in page.html())
    page.move("groups", name="pooled_funding", value=0.4, number=7, continuing=False)
    wait_for(lambda: "This page could not be drawn" in page.html())
    assert "/a/path/of/this/machine" not in page.html()
    assert "/a/path/of/this/machine" in caplog.text
    page.undo()
    wait_for(lambda: "What happened" in page.html())
    assert "could not be drawn" not in page.html()
    page.rendered.close()
