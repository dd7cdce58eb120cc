"""*Compare* in a real browser: choices by keyboard, a file, links inside the document, and downloads."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

if TYPE_CHECKING:
    from tests.faces.app.visits import Visit

SMALL = "arms=classroom_small,classroom_small"
DOCUMENT = ".document .answer"
MINE = b'extends = "classroom_small"\n[levers]\npooled_funding = 0.9\n'


def arms_of(visit: Visit) -> list[str]:
    return parse_qs(urlsplit(visit.page.url).query)["arms"][0].split(",")


@pytest.mark.slow
def test_scenarios_are_swapped_added_and_removed_by_keyboard_and_the_address_follows(
    open_page: Callable[..., Visit], address: str
) -> None:
    visit = open_page(address, f"compare?{SMALL}", until=DOCUMENT)
    page = visit.page
    page.get_by_role("combobox", name="Baseline", exact=True).select_option("layered")
    visit.until(lambda: arms_of(visit) == ["layered", "classroom_small"])
    page.get_by_role("button", name="Swap").press("Enter")
    visit.until(lambda: arms_of(visit) == ["classroom_small", "layered"])
    page.get_by_role("button", name="Add one more").press("Enter")
    visit.until(lambda: len(arms_of(visit)) == 3)
    assert page.evaluate("document.activeElement.id") == "arm-2"
    page.get_by_role("button", name="Remove Layered").press("Enter")
    visit.until(lambda: len(arms_of(visit)) == 2 and "layered" not in arms_of(visit))
    assert page.evaluate("document.activeElement.id") == "arm-0"


def test_a_file_is_chosen_and_its_report_is_saved(open_page: Callable[..., Visit], address: str) -> None:
    visit = open_page(address, f"compare?{SMALL}", until=DOCUMENT)
    page = visit.page
    page.locator("details.same > summary").click()
    page.set_input_files("#own-file", files=[{"name": "mine.toml", "mimeType": "text/plain", "buffer": MINE}])
    visit.until(lambda: arms_of(visit)[-1] == "file")
    page.wait_for_selector("footer code:has-text('mine.toml')")
    with page.expect_download() as download:
        page.get_by_role("link", name="The report as a page").click()
    assert download.value.suggested_filename == "govsim-classroom_small-classroom_small-mine.html"
    assert "mine.toml" in download.value.path().read_text(encoding="utf-8")


def test_a_link_inside_the_document_stays_on_the_page(open_page: Callable[..., Visit], address: str) -> None:
    visit = open_page(address, f"compare?{SMALL}", until=DOCUMENT, viewport={"width": 390, "height": 844})
    visit.page.locator(".document nav a", has_text="What other weights").click()
    visit.until(lambda: visit.page.evaluate("scrollY") > 500)
    assert visit.page.locator("main").count() == 1
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_numbers_are_saved_with_the_command_that_repeats_them(address: str) -> None:
    with urllib.request.urlopen(f"{address}/download/comparison.json?{SMALL}", timeout=200) as answer:
        numbers = json.load(answer)
    assert numbers["command"] == "govsim compare classroom_small classroom_small -n 200 --seed 0"
    assert numbers["replicates"] == 200
    head = urllib.request.Request(f"{address}/download/comparison.zip?{SMALL}", method="HEAD")
    with urllib.request.urlopen(head, timeout=30) as answer:
        assert answer.headers["content-disposition"].endswith('classroom_small-classroom_small.zip"')
        assert answer.read() == b""
