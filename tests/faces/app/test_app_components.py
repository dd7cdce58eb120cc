"""The page put together without a browser: what stands on it, and what a press of a button does."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest


def wait_for(seen: Callable[[], bool]) -> None:
    for _ in range(200):
        if seen():
            return
        time.sleep(0.05)
    pytest.fail("it did not come")


def test_the_page_renders_and_a_press_changes_what_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    solara = pytest.importorskip("solara")
    ipyvue = pytest.importorskip("ipyvue")
    from govsim.app import explore, simulating
    from tests.faces.app.test_app_simulating import classroom

    monkeypatch.setattr(simulating, "simulations", classroom)
    _, rendered = solara.render(explore.Explore(), handle_error=False)

    def html() -> str:
        widgets: Any = rendered.find(solara.widgets.HTML).widgets
        return " ".join(str(widget.unsafe_innerHTML) for widget in widgets)

    def buttons() -> Any:
        found = rendered.find(ipyvue.VueTemplate).widgets
        return next(widget for widget in found if hasattr(widget, "cards"))

    wait_for(lambda: "What happened" in html())
    assert "Does a mission board change anything if the money does not move?" in html()
    assert buttons().current == "siloed"
    buttons()._event_callbacks["chosen"]("mission_led")
    wait_for(lambda: "siloed in public value" in html())
    assert buttons().current == "mission_led"
    rendered.close()
