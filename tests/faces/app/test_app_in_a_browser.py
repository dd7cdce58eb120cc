"""What a person does with the page, by mouse and by keyboard, in a real Chromium without the internet."""

from __future__ import annotations

import re

import pytest

from tests.faces.app.visits import CHART, Visit


def test_the_page_opens_without_the_internet_and_says_its_question_and_language(visit: Visit) -> None:
    page = visit.open().page
    assert page.get_by_role("heading", level=1).inner_text() == (
        "Does a mission board change anything if the money does not move?"
    )
    assert page.locator("html").get_attribute("lang") == "en-GB"
    assert page.title() == "Explore · govsim"
    assert page.get_by_role("main").count() == 1
    visit.shows("Siloed")


def test_pressing_mission_led_changes_chart_words_and_address(visit: Visit) -> None:
    visit.open()
    before, said = visit.mean_line(), visit.happened()
    visit.press_arrangement("Mission-led")
    visit.shows("Mission-led")
    visit.has_ghost("Siloed")
    visit.until(lambda: visit.mean_line() != before)
    visit.until(lambda: visit.happened() != said)
    visit.until(lambda: "siloed" in visit.happened())
    visit.until(lambda: visit.slider("Pooled funding") == "50%")
    visit.page.wait_for_url("**arrangement=mission_led**")


def test_it_fills_up_to_two_hundred_worlds_and_says_so_in_the_end(visit: Visit) -> None:
    page = visit.open("?arrangement=layered").page
    page.get_by_text("All 200 worlds.").wait_for()
    visit.until(lambda: "200 worlds" in page.get_by_role("status").inner_text())
    visit.until(lambda: "of 200 worlds" in visit.happened() or "all 200 worlds" in visit.happened())


def test_by_keyboard_alone_a_slider_moves_the_levers_and_undo_brings_them_back(visit: Visit) -> None:
    page = visit.open().page
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "control-pooled_funding":
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    visit.shows("your setting")
    visit.has_ghost("Siloed")
    visit.until(lambda: visit.slider("Pooled funding") == "10%")
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    visit.shows("Siloed")  # two taps in a row are one step
    visit.until(lambda: visit.slider("Pooled funding") == "0%")
    visit.has_ghost("your setting")


def test_undo_and_redo_step_through_what_was_set(visit: Visit) -> None:
    page = visit.open().page
    assert page.get_by_role("button", name="Undo").is_disabled()
    visit.press_arrangement("Layered")
    visit.shows("Layered")
    page.get_by_role("button", name="Undo").click()
    visit.shows("Siloed")
    visit.has_ghost("Layered")
    page.get_by_role("button", name="Redo").click()
    visit.shows("Layered")
    visit.until(page.get_by_role("button", name="Redo").is_disabled)


def test_a_choice_and_a_lever_that_is_folded_away_work_too(visit: Visit) -> None:
    page = visit.open().page
    page.get_by_role("combobox", name="Membership of mission boards").select_option("all")
    visit.shows("your setting")
    folded = page.get_by_role("slider", name="Prime Minister's time")
    assert folded.count() == 0
    page.get_by_text("All levers", exact=True).click()
    folded.press("End")
    page.wait_for_url("**prime_minister_time=1**")


def test_the_weight_of_progress_moves_the_line_without_another_simulation(visit: Visit) -> None:
    page = visit.open("?arrangement=mission_led").page
    before = visit.mean_line()
    page.get_by_role("slider", name="Weight of progress in public value").press("End")
    page.get_by_text("Progress weighs 100% here and core services 0%").wait_for()
    visit.until(lambda: visit.mean_line() != before)


def test_progress_is_drawn_true_and_as_reported_and_the_table_stays_open(visit: Visit) -> None:
    page = visit.open().page
    page.get_by_text("Show as a table").first.click()
    page.get_by_role("radio", name="Progress on outcomes").check(force=True)
    page.locator(f"{CHART} .reported").wait_for(state="attached")
    page.get_by_role("columnheader", name="As reported").wait_for()
    visit.press_arrangement("Layered")
    visit.shows("Layered")
    page.get_by_role("columnheader", name="Against: Siloed").wait_for()


def test_a_link_restores_a_setting_and_says_what_it_could_not_use(visit: Visit) -> None:
    page = visit.open("?arrangement=layered&pooled_funding=0.35&worlds=alike&trust=9&local_discretion=7").page
    visit.shows("your setting")
    visit.until(lambda: visit.slider("Pooled funding") == "35%")
    assert page.get_by_role("combobox", name="Worlds").input_value() == "alike"
    told = page.get_by_role("alert").inner_text()
    assert "trust=9" in told
    assert "local_discretion=7" in told


@pytest.mark.parametrize("width", [390, 640])
def test_nothing_sticks_out_of_a_phone_or_of_a_page_at_twice_its_size(visit: Visit, width: int) -> None:
    page = visit.page
    page.set_viewport_size({"width": width, "height": 800})
    visit.open("?arrangement=mission_led")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    seen = "narrow" if width == 390 else "wide"
    page.locator(f"svg.chart.{seen}").wait_for()
    assert page.locator("svg.chart:visible").count() == 1


def test_on_paper_the_setting_and_its_address_stand_and_controls_do_not(visit: Visit) -> None:
    page = visit.open("?arrangement=mission_led&pooled_funding=0.8").page
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert "Mission-led, with pooled funding 80%" in page.locator(".printed").inner_text()
    assert re.search(r"pooled_funding=0.8.* printed on \d+ \w+ \d{4}", page.locator(".printed").inner_text())
    for hidden in (".cards", ".levers", ".measures", ".strip"):
        assert not page.locator(hidden).is_visible()
    page.locator("figure.apart").wait_for()
    for coloured in (".pound-bar span", ".swatch", "svg.chart.wide"):
        ask = f"getComputedStyle(document.querySelector('{coloured}')).printColorAdjust"  # at once: more worlds come
        assert page.evaluate(ask) == "exact"


def test_forced_colours_keep_what_colours_mean(visit: Visit) -> None:
    visit.page.emulate_media(forced_colors="active")
    page = visit.open("?arrangement=mission_led").page
    for coloured in (".pound-bar span", ".swatch", ".mark"):
        shown = page.locator(coloured).first.evaluate("part => getComputedStyle(part).backgroundColor")
        assert shown not in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1024, 700)])
def test_a_lever_and_what_it_does_are_in_one_view(visit: Visit, width: int, height: int) -> None:
    page = visit.page
    page.set_viewport_size({"width": width, "height": height})
    visit.open()
    visit.control("Central control").scroll_into_view_if_needed()
    chart, lever = page.locator(CHART).bounding_box(), visit.control("Central control").bounding_box()
    assert chart is not None
    assert lever is not None
    assert 0 <= lever["y"] <= height - lever["height"]
    assert -10 <= chart["y"] <= height - chart["height"]


def test_on_a_narrow_screen_a_strip_stays_on_top(visit: Visit) -> None:
    page = visit.page
    page.set_viewport_size({"width": 390, "height": 800})
    visit.open()
    visit.control("Central control").scroll_into_view_if_needed()
    strip = page.locator(".strip").bounding_box()
    assert strip is not None
    assert abs(strip["y"]) < 2
    assert "Core services" in page.locator(".strip").inner_text()


def test_a_picture_is_saved_as_it_looks(visit: Visit) -> None:
    page = visit.open("?arrangement=layered").page
    figure = page.locator("figure.trajectories")
    page.wait_for_selector("text=All 200 worlds")
    with page.expect_download() as svg:
        figure.get_by_role("button", name="SVG").click()
    drawn = svg.value.path().read_text("utf-8")
    assert svg.value.suggested_filename == "govsim-public-value.svg"
    assert 'xmlns="http://www.w3.org/2000/svg"' in drawn
    assert "stroke: rgb(0, 114, 178)" in drawn  # layered's blue, which the page's style gives
    with page.expect_download() as png:
        figure.get_by_role("button", name="PNG").click()
    assert png.value.path().read_bytes()[1:4] == b"PNG"
    assert png.value.path().stat().st_size > 10_000
