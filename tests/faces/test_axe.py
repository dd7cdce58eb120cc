"""The judge of pages judges: it finds a fault where there is one, and none where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faces.axe import axe_faults

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SOUND = (
    "<!DOCTYPE html><html lang='en-GB'><head><title>A page</title></head><body><main>"
    "<h1>A page</h1><label>Weight <input type='range'></label>{more}</main></body></html>"
)


def test_a_control_without_a_name_and_pale_text_are_found_and_a_sound_page_is_clean(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(SOUND.format(more=""))
    assert axe_faults(page) == []
    page.set_content(SOUND.format(more="<input id='bare' type='range'><p style='color:#bbb'>pale</p>"))
    faults = axe_faults(page)
    assert {fault.partition(" ")[0] for fault in faults} == {"label", "color-contrast"}
    assert any("#bare" in fault for fault in faults)
    assert axe_faults(page, "h1") == []
    page.close()
