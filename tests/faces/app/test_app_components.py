"""The page put together without a browser: what stands on it, and what a press of a button does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from govsim.app.jobs import JobFailed
from govsim.app.part import Request, simulated_part
from govsim.runs.run import Run


def wait_for(seen: Callable[[], bool]) -> None:
    for _ in range(200):
        if seen():
            return
        time.sleep(0.05)
    pytest.fail("it did not come")


class OneAtOnce:
    """Simulates in this process what is followed, and answers at once."""

    worlds = 8

    def follow(
        self, owner: object, requests: Sequence[Request], cancelled: object = None
    ) -> Iterator[tuple[Run, ...]]:
        yield tuple(simulated_part(request, range(self.worlds)) for request in requests)

    def known(self, request: Request) -> Run | None:
        return None


class Failing(OneAtOnce):
    """Fails where money is pooled."""

    def follow(
        self, owner: object, requests: Sequence[Request], cancelled: object = None
    ) -> Iterator[tuple[Run, ...]]:
        for request in requests:
            if request.scenario.levers.pooled_funding:
                raise JobFailed("a1b2c3", request)
        yield from super().follow(owner, requests)


class Drawn:
    """The page put together, and what a browser would show and send."""

    def __init__(self, source: OneAtOnce, monkeypatch: pytest.MonkeyPatch) -> None:
        from govsim.app import explore
        from govsim.app.pages import routes

        monkeypatch.setattr(explore, "jobs", lambda: source)
        solara = pytest.importorskip("solara")
        ipyvue = pytest.importorskip("ipyvue")
        self.of_html, self.template = solara.widgets.HTML, ipyvue.VueTemplate
        _, self.rendered = solara.render(
            solara.RoutingProvider(routes=routes, pathname="/", children=[solara.autorouting.RenderPage()]),
            handle_error=False,
        )

    def html(self) -> str:
        return " ".join(str(widget.unsafe_innerHTML) for widget in self.rendered.find(self.of_html).widgets)

    def part(self, having: str) -> Any:
        return next(widget for widget in self.rendered.find(self.template).widgets if hasattr(widget, having))

    def move(self, having: str, **move: Any) -> None:
        self.part(having)._event_callbacks["moved"](move)


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


def test_a_setting_that_fails_is_said_and_the_last_result_stays_until_it_is_undone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = Drawn(Failing(), monkeypatch)
    wait_for(lambda: "What happened" in page.html())
    page.move("groups", name="pooled_funding", value=0.4, number=7, continuing=False)
    wait_for(lambda: "a1b2c3" in page.html())
    assert "What happened" in page.html()
    undo = next(
        widget
        for widget in page.rendered.find(page.template).widgets
        if set(getattr(widget, "_event_callbacks", ())) == {"undo"}
    )
    undo._event_callbacks["undo"](None)
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
