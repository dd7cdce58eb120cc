"""*One world* and *Follow the money* in a browser: presses, keys and links."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.faces.app.visits import Visit

WORLD = "world?arrangement=mission_led&world=3&quarter=12"


def test_a_press_on_a_quarter_and_on_who_decided_opens_them_and_the_link_holds_it(
    open_page: Callable[..., Visit], address: str
) -> None:
    visit = open_page(address, WORLD, ".passages")
    page = visit.page
    visit.until(lambda: page.locator(".years details[open] [aria-current]").count() == 1)
    page.get_by_role("button", name="A year back").dblclick()  # both presses count, however slow the page
    visit.until(lambda: page.locator(".quarter h2").inner_text() == "Year 2, quarter 1")
    page.locator("svg.wide .press[data-choose='quarter=20']").click()
    visit.until(lambda: page.locator(".quarter h2").inner_text() == "Year 6, quarter 1")
    page.locator(".quarter li button", has_text="Open").last.click()
    visit.until(lambda: "actor=community" in page.url)
    visit.until(lambda: "Year 6, quarter 1" in page.locator(".actor .said").inner_text())
    page.get_by_label("What if it had chosen otherwise?").select_option("less")
    page.wait_for_selector(".futures h2")
    assert "quarter=20" in page.url
    assert "otherwise=less" in page.url
    again = open_page(address, page.url.partition("/world")[2].join(("world", "")), ".futures h2")
    assert again.page.locator(".futures h2").inner_text() == page.locator(".futures h2").inner_text()


@pytest.mark.slow
def test_keys_open_a_region_and_a_department_leads_to_one_world(
    open_page: Callable[..., Visit], address: str
) -> None:
    visit = open_page(address, "money?arrangement=mission_led&year=5", "svg.network")
    page = visit.page
    page.locator("svg.sankey .press").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Close the region")
    page.locator("svg.sankey a", has_text="Health and Social Care").click()
    page.wait_for_selector(".passages")
    assert page.locator(".actor .said h2").inner_text() == "Health and Social Care"
    assert page.locator(".quarter h2").inner_text() == "Year 5, quarter 1"
