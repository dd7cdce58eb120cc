"""What a person does on *Places* and *Your missions*, by mouse and by keyboard, in a real Chromium."""

from __future__ import annotations

from pathlib import Path

from tests.faces.app.visits import Visit

MAP = "svg.map.wide"


def test_a_press_on_the_map_opens_the_council_and_its_link_leads_back(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/places?arrangement=layered")
    page.locator(f"{MAP} [data-choose='council=North-East-2'] path").click()
    page.get_by_role("heading", name="North East 2", exact=True).wait_for()
    page.wait_for_url("**council=North-East-2**")
    page.reload()
    page.get_by_role("heading", name="North East 2", exact=True).wait_for()
    assert page.locator(f"{MAP} .ring").count() == 1


def test_the_table_of_councils_sorts_by_keyboard_and_is_saved_in_that_order(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/places")
    table = page.get_by_role("region", name="Progress since the start under siloed")
    heading = table.get_by_role("button", name="Council", exact=True)
    heading.focus()
    page.keyboard.press("Enter")
    assert table.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"
    first = table.locator("tbody th").first
    visit.until(lambda: first.inner_text() == "East Midlands 1")
    page.keyboard.press("Enter")
    visit.until(lambda: first.inner_text() == "Yorkshire and The Humber 5")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as CSV").last.click()
    lines = Path(saved.value.path()).read_text(encoding="utf-8").splitlines()
    assert saved.value.suggested_filename == "govsim-councils.csv"
    assert lines[0].startswith("Council,Region,")
    assert lines[1].startswith("Yorkshire and The Humber 5,Yorkshire and The Humber,")
    assert len(lines) == 49


def test_missions_are_written_by_keyboard_and_stand_in_the_address(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/missions")
    page.get_by_role("button", name="Empty").focus()
    page.keyboard.press("Enter")
    page.get_by_text("These missions cannot be run yet").wait_for()
    for row, (label, lead, outcome) in enumerate(
        (("Warm homes", "Housing", "Homes"), ("Work", "Business", "Work"))
    ):
        page.get_by_label("What it sets out to do").nth(row).focus()
        page.keyboard.type(label)
        page.keyboard.press("Tab")
        page.keyboard.type(lead)
        for _ in range({"Homes": 6, "Work": 2}[outcome]):
            page.keyboard.press("Tab")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Tab")
    page.get_by_text("These missions cannot be run yet").wait_for(state="detached")
    page.wait_for_url("**missions=**Warm+homes**")
    assert "Its measure: need in Homes and access 100%." in page.get_by_role("main").inner_text()
