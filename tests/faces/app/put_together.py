"""Pages put together without a browser or processes: what stands on them, and what a press of a button does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from govsim.app.jobs import Failure, JobFailed
from govsim.app.part import Request
from govsim.app.work import Work


def wait_for(seen: Callable[[], bool]) -> None:
    for _ in range(200):
        if seen():
            return
        time.sleep(0.05)
    pytest.fail("it did not come")


def _few(work: Work) -> Any:
    """The first part of some work; of worlds only as many as a picture needs."""
    part = work.ladder[0][0]
    return range(min(4, len(part))) if isinstance(part, range) else part


class OneAtOnce:
    """Does in this process the first part of what is followed, and answers at once."""

    def follow(
        self, owner: object, works: Sequence[Work], cancelled: object = None
    ) -> Iterator[tuple[Any, ...]]:
        yield tuple(work.joined([work.part(_few(work))]) for work in works)

    def leave(self, owner: object) -> None:
        """Nothing is on its way."""

    def known(self, works: Sequence[Work]) -> tuple[Any, ...]:
        return ()


class Failing(OneAtOnce):
    """Fails where money is pooled."""

    def follow(
        self, owner: object, works: Sequence[Work], cancelled: object = None
    ) -> Iterator[tuple[Any, ...]]:
        for work in works:
            if isinstance(work, Request) and work.scenario.levers.pooled_funding:
                raise JobFailed(Failure(reference="a1b2c3"), work)
        yield from super().follow(owner, works)


class Drawn:
    """A page put together, and what a browser would show and send."""

    def __init__(self, source: OneAtOnce, monkeypatch: pytest.MonkeyPatch, path: str = "/") -> None:
        from govsim.app import following
        from govsim.app.explore import page
        from govsim.app.pages import routes

        for module in (page, following):
            monkeypatch.setattr(module, "jobs", lambda: source)
        solara = pytest.importorskip("solara")
        ipyvue = pytest.importorskip("ipyvue")
        self.of_html, self.template = solara.widgets.HTML, ipyvue.VueTemplate
        _, self.rendered = solara.render(
            solara.RoutingProvider(routes=routes, pathname=path, children=[solara.autorouting.RenderPage()]),
            handle_error=False,
        )

    def html(self) -> str:
        return " ".join(str(widget.unsafe_innerHTML) for widget in self.rendered.find(self.of_html).widgets)

    def part(self, having: str) -> Any:
        return next(widget for widget in self.rendered.find(self.template).widgets if hasattr(widget, having))

    def move(self, having: str, **move: Any) -> None:
        self.part(having)._event_callbacks["moved"](move)

    def press(self, *events: str) -> None:
        """Press the button, or the key, of the part that has these events, for the first of them."""
        button = next(
            widget
            for widget in self.rendered.find(self.template).widgets
            if set(getattr(widget, "_event_callbacks", ())) == set(events)
        )
        button._event_callbacks[events[0]](None)

    def undo(self) -> None:
        """Press the button beside a failure."""
        self.press("undo")
