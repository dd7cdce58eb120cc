"""*Places* put together without a browser: maps, regions, one council, and the words that the terminal gives."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faces.app.put_together import Drawn, OneAtOnce, wait_for


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Any:
    drawn = Drawn(OneAtOnce(), monkeypatch, path="/places")
    wait_for(lambda: "What the map says" in drawn.html())
    yield drawn
    drawn.rendered.close()


def test_alone_an_arrangement_shows_progress_and_another_shows_the_difference_that_it_makes(
    page: Drawn,
) -> None:
    assert "Progress since the start, end of year 10" in page.html()
    page.move("cards", name="arrangement", value="mission_led", number=1)
    wait_for(lambda: "Difference in progress, end of year 10" in page.html())
    wait_for(lambda: "get out of mission-led, and at whose cost?" in page.html())


def test_a_council_opens_with_its_need_its_grants_and_its_neighbours(page: Drawn) -> None:
    page.move("groups", name="council", value="North-East-1", number=1)
    wait_for(lambda: "North East 1 has 1,270,758 residents in 4 communities" in page.html())
    for told in (
        "Its need goes from 0.4",
        "Grants to North East 1 are £",
        "Its capacity goes from",
        "Its neighbours",
    ):
        assert told in page.html()
