"""*Follow the money*: every pound that comes to a stop leaves it, and ends are the pound's journey of the documents."""

from __future__ import annotations

import re

import pytest

from govsim.app.arrangements import arrangement_levers
from govsim.app.money.flows import Money, MoneyRequest, ends_of
from govsim.app.money.journey import Links, journey, stops
from govsim.app.money.network import edges, labels, layout
from govsim.app.money.sankey import COLUMNS, LEFT, LETTERS, RIGHT, THICK, WIDTH, boxes
from govsim.app.offered import offered
from govsim.app.part import request_of
from govsim.app.session import Setting
from govsim.measures.pound import CATEGORIES
from govsim.runs.simulate import simulate
from govsim.words.numbers import pence
from tests.faces.app.put_together import Drawn, OneAtOnce, wait_for

NOWHERE = Links(actor={})
ENGLAND = offered().country("england")


@pytest.fixture(scope="module", params=["layered", "mission_led"])
def money(request: pytest.FixtureRequest) -> Money:
    work = request_of(Setting(arrangement_levers(request.param)))
    asked = MoneyRequest(request=work, ladder=((range(2), range(2, 3)),))
    return asked.joined([asked.part(worlds) for worlds in asked.ladder[0]])


def test_ends_are_the_pound_s_journey_of_a_run(money: Money) -> None:
    shares = simulate(money.scenario.name, replicates=3).pound_shares()
    assert ends_of(money, None) == pytest.approx(shares, abs=1e-12)
    assert list(shares) == list(CATEGORIES)


@pytest.mark.parametrize("year", [None, 0, 9])
@pytest.mark.parametrize("region", ["", "North-East"])
def test_what_comes_to_a_stop_leaves_it(money: Money, year: int | None, region: str) -> None:
    region = region and ENGLAND.land.region_keys[0]
    nodes = stops(money.scenario, ENGLAND.land, NOWHERE, region)
    flows = journey(money, ENGLAND.land, year, region)
    for node in nodes[1:]:
        came = sum(flow.share for flow in flows if flow.target == node.key)
        left = sum(flow.share for flow in flows if flow.source == node.key)
        if node.key.startswith("end:"):
            assert came == pytest.approx(ends_of(money, year)[node.key.removeprefix("end:")], abs=1e-12)
        else:
            assert came == pytest.approx(left, abs=1e-12), node.key
    assert sum(flow.share for flow in flows if flow.source == "budget") == pytest.approx(1)
    assert all(box.height >= 0 for box in boxes(nodes, flows).values())


def test_money_on_edges_is_the_money_of_the_journey(money: Money) -> None:
    along = edges(money, ENGLAND, 4)
    granted = sum(edge.share for edge in along if edge.target.startswith("council:"))
    assert granted == pytest.approx(float(money.mean("grant_cj", 4).sum()), abs=1e-12)
    reached = sum(edge.share for edge in along if edge.target.startswith("community:"))
    assert reached == pytest.approx(ends_of(money, 4)["effective"], abs=1e-12)
    placed = layout(ENGLAND)
    assert {edge.target for edge in along} <= set(placed) <= set(labels(ENGLAND))
    assert layout(ENGLAND) is placed


def test_the_page_shows_a_year_a_world_and_a_region(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Drawn(OneAtOnce(), monkeypatch, path="/money")
    wait_for(lambda: "The network, all 10 years" in page.html())
    run = simulate("siloed", replicates=4)
    assert f"Of each pound {pence(run.pound_shares()['effective'])}p had its effect" in page.html()
    page.move("groups", name="year", value=3, number=1)
    page.move("groups", name="one", value="1", number=2)
    wait_for(lambda: "The network, year 3, world 0" in page.html())
    assert re.search(r'href="\./world\?[^"]*quarter=8[^"]*actor=department', page.html())
    page.move("values", name="region", value=ENGLAND.land.region_keys[0], number=3)
    wait_for(lambda: "Close the region" in page.html())
    page.rendered.close()


def test_a_label_of_the_journey_and_its_amount_end_before_the_next_column() -> None:
    letter, amount = 7.0, len(" £104.5bn")  # pixels of a letter in a wide typeface of 12.5
    across = WIDTH - LEFT - RIGHT - THICK
    for letters, start, end in zip(LETTERS[1:-1], COLUMNS[1:-1], COLUMNS[2:], strict=True):
        assert (letters + amount) * letter <= (end - start) * across - THICK - 5
