"""Every page before the judge of pages for readers with disabilities, on a desk and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.faces.app.visits import CHART, Visit
from tests.faces.axe import axe_faults

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

DESK: ViewportSize = {"width": 1280, "height": 720}
PHONE: ViewportSize = {"width": 390, "height": 844}
PAGES = {  # an address, and what stands on the page when it is drawn in full
    "explore": (
        "?arrangement=mission_led&before=siloed&fixed.local_capacity=0.1",
        f"{CHART}, svg.chart.narrow",
    ),
    "presenter mode": (
        "?arrangement=mission_led&before=siloed&fixed.local_capacity=0.1&present=1",
        f"{CHART}, svg.chart.narrow",
    ),
    "compare": ("compare?arms=classroom_small,classroom_small", "#app .report"),
    "one world": ("world?arrangement=mission_led&quarter=20&otherwise=more", "#app .futures h2"),
    "follow the money": ("money?one=1", "#app svg.network"),
    "places": ("places?arrangement=mission_led&council=North-East-1", "#app svg.courses"),
    "your missions": ("missions", "#app .trajectories, #app figure"),
    "learn": ("learn", "#app h1"),
    "experiments": ("experiments", "#app h1"),
}


def still(visit: Visit) -> Page:
    """The page as it stands, without its scripts, so that the server does not go on simulating while it is judged."""
    for passing in ("#first", ".v-progress-linear >> visible=true"):  # while the page becomes live
        visit.until(lambda passing=passing: visit.page.locator(passing).count() == 0)  # type: ignore[misc]
    html = re.sub(r"<script\b.*?</script>", "", visit.page.content(), flags=re.DOTALL)
    judged = visit.page.context.new_page()
    visit.page.close()
    judged.goto(f"{visit.address}/readyz")  # its style sheets are addressed from here
    judged.set_content(html)
    return judged


LONG = ("presenter mode", "compare", "follow the money", "your missions")  # they take the judge long


@pytest.mark.parametrize(
    "page", [pytest.param(name, marks=pytest.mark.slow) if name in LONG else name for name in PAGES]
)
def test_axe_finds_no_fault_and_nothing_is_wider_than_the_window(
    open_page: Callable[..., Visit], address: str, page: str
) -> None:
    judged = still(open_page(address, *PAGES[page], viewport=DESK))
    assert judged.locator("h1").count() == 1
    for size in (DESK, PHONE):
        judged.set_viewport_size(size)
        assert judged.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert axe_faults(judged) == []
