"""Presenter mode, and a slider that fixes an assumption, in a real Chromium."""

from __future__ import annotations

import re

from tests.faces.app.visits import CHART, Visit

LEAST_TYPE = 20  # pixels of 720: what the last row of a room can read


def test_the_key_goes_into_presenter_mode_and_out_and_so_does_a_visible_button(visit: Visit) -> None:
    page = visit.open("?arrangement=mission_led").page
    assert page.locator(".masthead").is_visible()
    page.keyboard.press("p")
    page.wait_for_url("**present=1**")
    page.locator(".masthead").wait_for(state="hidden")
    assert not page.locator(".meaning").first.is_visible()
    page.get_by_role("button", name="Leave presenter mode").click()
    page.locator(".masthead").wait_for()
    page.keyboard.press("P")
    page.locator(".masthead").wait_for(state="hidden")
    page.keyboard.press("Escape")
    page.locator(".masthead").wait_for()
    assert "present" not in page.url


def test_a_letter_typed_into_a_choice_is_no_key_of_the_page(visit: Visit) -> None:
    page = visit.open().page
    page.get_by_role("combobox", name="Membership of mission boards").focus()
    page.keyboard.press("p")
    page.wait_for_timeout(300)
    assert page.locator(".masthead").is_visible()


def test_on_a_projector_the_chart_is_in_view_and_its_words_are_large(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 1280, "height": 720})
    page = visit.open("?arrangement=mission_led&present=1").page
    box = page.locator(CHART).bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 720
    for words in (f"{CHART} .tick", f"{CHART} .label", ".control-label:visible", ".happened li"):
        height = page.locator(words).first.evaluate(
            "part => parseFloat(getComputedStyle(part).fontSize) * part.getBoundingClientRect().height"
            " / (part.getBBox ? part.getBBox().height : part.offsetHeight)"
        )
        assert height >= LEAST_TYPE, words
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_on_a_projector_the_result_of_a_lesson_stands_beside_its_picture(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 1280, "height": 720})
    step = "learn?lesson=one_more_layer&step=3&guesses=core:40&present=1"
    page = visit.open(step, ".learn .show").page
    page.keyboard.press("ArrowRight")  # the result first, as with slides
    page.wait_for_selector(".learn .came-out")
    answer = page.locator(".learn .came-out").bounding_box()
    assert answer is not None
    for drawing in page.locator(".learn .drawing svg").all():
        box = drawing.bounding_box()
        assert box is not None
        assert box["x"] >= answer["x"] + answer["width"]
        assert box["y"] + box["height"] <= 720
    talk = page.locator(".learn li").last.bounding_box()
    assert talk is not None
    assert talk["y"] + talk["height"] <= 720


def test_presenter_mode_prints_as_any_page_does(visit: Visit) -> None:
    page = visit.open("?arrangement=mission_led&present=1").page
    page.emulate_media(media="print")
    assert page.locator(".masthead").is_visible()
    assert not page.get_by_role("button", name="Leave presenter mode").is_visible()


def test_a_slider_fixes_an_assumption_and_its_box_draws_it_again(visit: Visit) -> None:
    page = visit.open("?arrangement=layered").page
    slider = visit.control("Local capacity")
    visit.until(lambda: visit.slider("Local capacity") == "drawn for each world")
    slider.press("ArrowLeft")
    page.wait_for_url("**fixed.local_capacity=**")
    box = page.get_by_role("checkbox", name=re.compile(r"Drawn for each world\s*: Local capacity"))
    assert not box.is_checked()
    assert visit.slider("Local capacity").endswith("%")
    visit.shows("Layered")
    box.check()
    visit.until(lambda: "fixed" not in page.url)
    visit.until(lambda: visit.slider("Local capacity") == "drawn for each world")
    page.get_by_role("button", name="Undo").click()
    page.wait_for_url("**fixed.local_capacity=**")
