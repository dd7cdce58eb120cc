"""Who gains and loses, and what is traded for what: the words and numbers of `govsim compare` on the same runs."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
from functools import cache
from html import unescape
from typing import Any

import numpy as np
import pytest

from govsim.app.arrangements import arrangement_levers
from govsim.app.chart import Size
from govsim.app.explore import gains, trade_off
from govsim.app.explore.gains import Gains, gains_svg, gains_words
from govsim.app.explore.trade_off import (
    EQUAL,
    TradeOff,
    levers_compared,
    trade_off_requests,
    trade_off_sentences,
    trade_off_svg,
    trade_off_work,
)
from govsim.app.jobs import Failure, JobFailed
from govsim.app.offered import SHIPPED, Country, offered
from govsim.app.part import joined, request_of, simulated_part
from govsim.app.session import Setting, opened, with_lever
from govsim.app.what_happened import comparison_of, value_sentences, what_happened
from govsim.app.work import Derived, Work
from govsim.comparison.compare import compare
from govsim.comparison.document import document_of
from govsim.comparison.gains import BY_WHOM
from govsim.documents.markdown import markdown_of
from govsim.palette import ARRANGEMENTS
from govsim.runs.run import Run
from govsim.runs.simulate import simulate
from tests.faces.app.put_together import Drawn, OneAtOnce, wait_for

WORLDS = 16


@cache
def run_of(name: str, volume: str = "") -> Run:
    row = ARRANGEMENTS.index(name)
    request = trade_off_requests(opened().now, volume)[row]
    return joined([simulated_part(request, part) for part in (range(6), range(6, WORLDS))])


def country() -> Country:
    return offered().country(SHIPPED)


@cache
def compared() -> Gains:
    return Gains.of(comparison_of(run_of("mission_led"), run_of("siloed"), country().land))


@cache
def traded(volume: str = "") -> TradeOff:
    return trade_off_of([run_of(name, volume) for name in ARRANGEMENTS], volume)


def trade_off_of(runs: list[Run], volume: str = "") -> TradeOff:
    (work,) = trade_off_work(trade_off_requests(opened().now, volume), runs, 0.5)
    return TradeOff.of(work, work.part(0))


def told_by_terminal(*names: str, volume: bool = False) -> str:
    found = compare(names, replicates=WORLDS, equal_volume=volume)
    return markdown_of(document_of(found))


def test_the_page_and_the_terminal_tell_the_same_of_the_same_two_settings() -> None:
    terminal = told_by_terminal("siloed", "mission_led")
    now, before = run_of("mission_led"), run_of("siloed")
    *_, pence = what_happened(now, before)
    assert pence in terminal
    value = comparison_of(now, before).difference("public_value", "siloed", "mission-led").sentence()
    assert value in terminal
    assert value in value_sentences(now, before)
    for row in compared().part.tables[0].rows:
        assert all(cell in terminal for cell in row)
        assert all(cell in unescape(gains_words(compared())) for cell in row[2:])
    assert len(compared().part.tables[1].rows) == len(compared().changes)
    for row in compared().part.tables[1].rows:
        assert all(cell in terminal for cell in row)


def test_sentences_on_trade_offs_are_those_of_the_terminal() -> None:
    terminal = told_by_terminal(*ARRANGEMENTS)
    assert len(traded().part.sentences) == 5
    for sentence in traded().part.sentences:
        assert sentence in terminal
        assert sentence in unescape(trade_off_sentences(traded()))


def test_at_equal_volume_they_are_those_of_compare_equal_volume() -> None:
    terminal = told_by_terminal(*ARRANGEMENTS, volume=True)
    assert traded(EQUAL).part.sentences != traded().part.sentences
    assert all(sentence in terminal for sentence in traded(EQUAL).part.sentences)


def test_parts_hold_the_ends_along_axes_that_a_run_has() -> None:
    at_once = simulate("mission_led", replicates=WORLDS)
    for _, name, _ in BY_WHOM:
        assert np.array_equal(run_of("mission_led").at_end(name), at_once.at_end(name)), name
        assert run_of("mission_led").label(name) == at_once.label(name)


@pytest.mark.parametrize("size", [*gains.SIZES, *gains.PROJECTED])
def test_each_who_is_drawn_once_with_its_interval(size: Size) -> None:
    root = ElementTree.fromstring(gains_svg(compared(), "#000000", size))
    rows = [part for part in root.iter() if part.get("class") == "change"]
    assert len(rows) == len(compared().changes)
    clear = [one for one in compared().changes if one.difference.verdict in ("better", "worse")]
    filled = [part for part in root.iter("circle") if part.get("fill") == "#000000"]
    assert len(filled) == len(clear)
    height = float(root.attrib["viewBox"].split()[3])
    assert all(0 < float(part.attrib["cy"]) < height for part in root.iter("circle"))


@pytest.mark.parametrize("size", [*trade_off.SIZES, *trade_off.PROJECTED])
def test_each_arrangement_is_a_cloud_with_its_mean_and_name(size: Size) -> None:
    root = ElementTree.fromstring(trade_off_svg(traded(), size))
    clouds = [part for part in root.iter() if part.get("class") == "cloud"]
    assert [len(cloud) for cloud in clouds] == [WORLDS, WORLDS]  # siloed is the crossing of the lines
    words = ["".join(part.itertext()) for part in root.iter() if part.get("class") == "label"]
    assert sorted(words) == ["Layered", "Mission-led", "Siloed"]
    shapes = [part for part in root.iter() if part.get("class") == "mean-mark"]
    assert len({shape.attrib["d"].count("a") + shape.attrib["d"].count("L") for shape in shapes}) >= 2
    for dot in root.iter("circle"):
        assert 0 < float(dot.attrib["cx"]) < size.width
        assert 0 < float(dot.attrib["cy"]) < size.height


def test_a_setting_of_ones_own_is_compared_beside_the_three() -> None:
    own = with_lever(opened(), "pooled_funding", 0.3).now
    assert levers_compared(opened().now) == tuple(map(arrangement_levers, ARRANGEMENTS))
    assert levers_compared(own) == (*map(arrangement_levers, ARRANGEMENTS), own.levers)
    assert [request.scenario.equal_volume for request in trade_off_requests(own, EQUAL)] == ["siloed"] * 4
    assert trade_off_requests(own, "")[-1] == request_of(own)


def test_one_world_alone_has_no_intervals_and_is_said_in_the_singular() -> None:
    alone = [simulated_part(request_of(Setting(arrangement_levers(name))), range(1)) for name in ARRANGEMENTS]
    found = Gains.of(comparison_of(alone[2], alone[0], country().land))
    root = ElementTree.fromstring(gains_svg(found, "#000000", gains.SIZES[0]))
    assert not [line for line in root.iter("line") if line.get("stroke")]
    assert "1 world." in gains.gains_key(found)
    few = trade_off_of(alone)
    assert "1 world so far" in trade_off.trade_off_key(few, 16)


def test_the_page_shows_who_gains_and_once_its_worlds_are_complete_what_is_traded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from govsim.app import part

    page = Drawn(OneAtOnce(), monkeypatch)
    wait_for(lambda: "compared here once all worlds above are there" in page.html())
    page.rendered.close()
    monkeypatch.setattr(part, "LADDER", ((range(4),),))
    page = Drawn(OneAtOnce(), monkeypatch)
    wait_for(lambda: "Trade-off of mission-led against siloed" in page.html())
    assert "Who gains and who loses" not in page.html()
    page.move("cards", name="arrangement", value="layered", number=1)
    wait_for(lambda: "Who gains and who loses: layered instead of siloed" in page.html())
    wait_for(lambda: "Trade-off of layered against siloed" in page.html())
    assert "siloed government’s share of money" not in page.html()
    page.rendered.close()


class FailingGains(OneAtOnce):
    """Fails for what is derived from worlds."""

    def follow(self, owner: object, works: Sequence[Work], cancelled: object = None) -> Iterator[Any]:
        for work in works:
            if isinstance(work, Derived):
                raise JobFailed(Failure(reference="a1b2c3"), work)
        yield from super().follow(owner, works)


def test_who_gains_says_that_it_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    from govsim.app import part

    monkeypatch.setattr(part, "LADDER", ((range(4),),))
    page = Drawn(FailingGains(), monkeypatch)
    page.move("cards", name="arrangement", value="layered", number=1)
    wait_for(lambda: page.html().count("a1b2c3") == 2)  # gains, and trade-off
    page.rendered.close()
