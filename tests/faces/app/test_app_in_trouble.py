"""Quick hands, slow lines, a finger that scrolls, a restart and another visitor: nothing that was set is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.faces.app.conftest import Server
from tests.faces.app.slow_line import slow_line
from tests.faces.app.visits import Visit

TAPS = 8
PAUSE = 130  # milliseconds between taps
Opening = Callable[..., Visit]


@pytest.mark.parametrize("late", [0.0, 0.25])
def test_each_tap_of_an_arrow_key_counts_and_the_thumb_never_runs_backwards(
    server: Server, open_page: Opening, late: float
) -> None:
    with slow_line(server.port, late) as port:
        visit = open_page(f"http://127.0.0.1:{port}")
        visit.control("Pooled funding").focus()
        seen = []
        for _ in range(TAPS):
            visit.page.keyboard.press("ArrowRight")
            visit.page.wait_for_timeout(PAUSE)
            seen.append(int(visit.slider("Pooled funding").rstrip("%")))
        assert seen == [5 * tap for tap in range(1, TAPS + 1)]
        visit.page.wait_for_url("**pooled_funding=0.4**")
        for _ in range(5):
            assert visit.slider("Pooled funding") == "40%"
            visit.page.wait_for_timeout(200)


def test_a_key_that_is_held_moves_on_and_ends_where_it_is_let_go(server: Server, open_page: Opening) -> None:
    with slow_line(server.port) as port:
        visit = open_page(f"http://127.0.0.1:{port}")
        visit.control("Pooled funding").focus()
        for _ in range(15):  # as a keyboard repeats
            visit.page.keyboard.down("ArrowRight")
            visit.page.wait_for_timeout(33)
        visit.page.keyboard.up("ArrowRight")
        assert visit.slider("Pooled funding") == "75%"
        visit.page.wait_for_url("**pooled_funding=0.75**")
        assert visit.slider("Pooled funding") == "75%"


def test_a_slider_that_is_held_stays_in_the_hand_and_is_sent_when_it_is_let_go(
    server: Server, open_page: Opening
) -> None:
    with slow_line(server.port) as port:
        visit = open_page(f"http://127.0.0.1:{port}")
        mouse = visit.page.mouse
        visit.control("Pooled funding").scroll_into_view_if_needed()
        mouse.move(*visit.at("Pooled funding", 0))
        mouse.down()
        mouse.move(*visit.at("Pooled funding", 0.6), steps=5)
        visit.page.get_by_role("button", name="Layered").evaluate("card => card.click()")
        visit.shows("Layered")  # the answer comes while the slider is held
        visit.page.wait_for_timeout(600)
        assert visit.slider("Pooled funding") == "60%"
        mouse.up()
        visit.page.wait_for_url("**arrangement=layered**pooled_funding=0.6**")
        assert visit.slider("Pooled funding") == "60%"


def swipe(visit: Visit, start: tuple[float, float], by: tuple[float, float]) -> None:
    """Move a finger over the screen in ten steps, and lift it."""
    touch = visit.page.context.new_cdp_session(visit.page)

    def event(kind: str, *points: dict[str, Any]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    event("touchStart", {"x": start[0], "y": start[1]})
    for step in range(1, 11):
        event("touchMove", {"x": start[0] + by[0] * step / 10, "y": start[1] + by[1] * step / 10})
        visit.page.wait_for_timeout(20)
    event("touchEnd")


def test_on_a_phone_scrolling_moves_no_lever_and_a_thumb_can_be_pushed(
    server: Server, open_page: Opening
) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    visit = open_page(server.address, "?arrangement=mission_led", **phone)
    visit.control("Pooled funding").evaluate("slider => slider.scrollIntoView({block: 'center'})")
    before = visit.page.evaluate("scrollY")
    swipe(visit, visit.at("Pooled funding", 0.9), (0, -200))
    visit.until(lambda: visit.page.evaluate("scrollY") > before + 50)
    visit.page.wait_for_timeout(500)
    assert visit.slider("Pooled funding") == "50%"
    visit.control("Pooled funding").evaluate("slider => slider.scrollIntoView({block: 'center'})")
    swipe(visit, visit.at("Pooled funding", 0.5), (-60, 0))
    visit.page.wait_for_url("**pooled_funding=**")
    assert visit.slider("Pooled funding") != "50%"
    visit.control("Pooled funding").evaluate("slider => slider.scrollIntoView({block: 'center'})")
    swipe(visit, visit.at("Pooled funding", 0.95), (0, -200))
    visit.control("Pooled funding").press("Home")  # a key after a finger that scrolled
    visit.page.wait_for_timeout(500)
    assert visit.slider("Pooled funding") == "0%"


def test_after_a_restart_the_page_says_what_to_do_and_goes_on_with_its_setting(
    own_server: Server, open_page: Opening
) -> None:
    visit = open_page(own_server.address, "?arrangement=layered&pooled_funding=0.3")
    visit.press_arrangement("Mission-led")
    visit.has_ghost("your setting")
    own_server.stop()
    visit.page.get_by_text("start it again with: govsim app").wait_for()
    own_server.start()
    visit.page.get_by_text("start it again with: govsim app").wait_for(state="hidden")
    visit.shows("Mission-led")
    visit.has_ghost("your setting")
    visit.errors.clear()  # of requests that failed while there was no server


def test_nobody_sees_what_another_sets(server: Server, open_page: Opening) -> None:
    one, other = open_page(server.address), open_page(server.address)
    one.press_arrangement("Mission-led")
    other.press_arrangement("Layered")
    one.shows("Mission-led")
    other.shows("Layered")
    one.until(lambda: one.slider("Pooled funding") == "50%")
    assert other.slider("Pooled funding") == "0%"
    assert "Mission-led" not in (other.page.locator("svg.chart.wide").text_content() or "")


def test_a_link_carries_the_setting_before(server: Server, open_page: Opening) -> None:
    visit = open_page(server.address)
    visit.press_arrangement("Layered")
    visit.press_arrangement("Mission-led")
    visit.page.wait_for_url("**before=layered**")
    again = open_page(visit.page.url.split("?")[0].rstrip("/"), "?" + visit.page.url.split("?")[1])
    again.shows("Mission-led")
    again.has_ghost("Layered")
