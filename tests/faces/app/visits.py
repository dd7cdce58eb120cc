"""A page that is open in a browser, and what a person does and sees there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Request, Route

PATIENCE = 60_000  # milliseconds, for machines that have much else to do
CHART = "#app svg.chart.wide"  # of the live page, not of what stands before it


class Visit:
    """A page that is open, with what it asked of other machines and what went wrong in it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.asked_outside: list[str] = []
        self.errors: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.route("**/*", self._only_here)

    def _only_here(self, route: Route, request: Request) -> None:
        if urlsplit(request.url).hostname == urlsplit(self.address).hostname:
            route.continue_()
        else:
            self.asked_outside.append(request.url)
            route.abort()

    def open(self, query: str = "", until: str = CHART) -> Visit:
        self.page.goto(f"{self.address}/{query}")
        self.page.wait_for_selector(until, state="attached")
        return self

    def shows(self, title: str) -> None:
        """Wait for the chart of a setting; other parts of the page come a moment before it, or after."""
        self.page.wait_for_selector(f"{CHART}[aria-label$='{title}']", state="attached")

    def has_ghost(self, title: str) -> None:
        self.page.wait_for_selector(f"{CHART} .label:has-text('Against:{title}')", state="attached")

    def press_arrangement(self, title: str) -> None:
        self.page.get_by_role("button", name=title).click()

    def happened(self) -> str:
        return self.page.locator(".happened").inner_text()

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds; the page follows the server a moment later."""
        for _ in range(PATIENCE // 100):
            if holds():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError("it never came to hold")

    def mean_line(self) -> str:
        return self.page.locator(f"{CHART} .mean").get_attribute("d") or ""

    def slider(self, label: str) -> str:
        return self.control(label).get_attribute("aria-valuetext") or ""

    def control(self, label: str) -> Locator:
        return self.page.get_by_role("slider", name=label, exact=True)

    def at(self, label: str, share: float) -> tuple[float, float]:
        """Where on the page a slider's thumb stands at a share of its range."""
        box = self.control(label).bounding_box()
        assert box is not None
        return box["x"] + 10 + share * (box["width"] - 20), box["y"] + box["height"] / 2
