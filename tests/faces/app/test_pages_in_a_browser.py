"""Every page before the judge of pages for readers with disabilities, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.faces.app.visits import CHART, Visit
from tests.faces.axe import axe_faults

DESK, PHONE = {"width": 1280, "height": 720}, {"width": 390, "height": 844}
PAGES = {  # an address, and what stands on the page when it is drawn in full
    "explore": (
        "?arrangement=mission_led&before=siloed&fixed.local_capacity=0.1",
        f"{CHART}, svg.chart.narrow",
    ),
    "presenter mode": ("?arrangement=mission_led&before=siloed&present=1", f"{CHART}, svg.chart.narrow"),
    "compare": ("compare", "#app .report"),
    "one world": ("world?arrangement=mission_led&quarter=20&otherwise=more", "#app .futures h2"),
    "follow the money": ("money?one=1", "#app svg.network"),
    "places": ("places?arrangement=mission_led&council=North-East-1", "#app svg.courses"),
    "your missions": ("missions", "#app .trajectories, #app figure"),
    "experiments": ("experiments", "#app h1"),
}


@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_no_fault_and_nothing_is_wider_than_the_window(
    open_page: Callable[..., Visit], address: str, page: str
) -> None:
    visit = open_page(address, *PAGES[page], viewport=DESK)
    for size in (DESK, PHONE):
        visit.page.set_viewport_size(size)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert axe_faults(visit.page) == []
