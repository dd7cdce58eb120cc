"""*Places* put together without a browser: maps, regions, one council, and the words that the terminal gives."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from govsim.app.arrangements import arrangement_levers, contrast
from govsim.app.following import Followed
from govsim.app.offered import Country, offered
from govsim.app.part import request_of
from govsim.app.places.colours import classes_over, ink_on
from govsim.app.places.courses import PlaceRun, PlacesRequest
from govsim.app.places.layout import layouts_of
from govsim.app.places.outlines import MOST_BYTES, TALLEST, WIDTH, inset_of, outlined
from govsim.app.places.page import KEYS
from govsim.app.places.regions import region_rows
from govsim.app.places.table import council_rows
from govsim.app.places.view import PlacesView, known_region
from govsim.app.places.wording import map_key
from govsim.app.session import Setting
from govsim.runs.simulate import simulate
from tests.faces.app.put_together import Drawn, OneAtOnce, wait_for
from tests.faces.small_comparisons import invoked

OWN = {name: key.default for name, key in KEYS.items()}
WORLDS = (range(4), range(4, 6))


def asked(arrangement: str) -> PlacesRequest:
    return PlacesRequest(request=request_of(Setting(arrangement_levers(arrangement))))


@cache
def by_place(arrangement: str) -> PlaceRun:
    work = asked(arrangement)
    return work.joined([work.part(worlds) for worlds in WORLDS])


@cache
def england() -> Country:
    return offered().countries["england"]


def seen(own: Mapping[str, str] | None = None) -> PlacesView:
    arrangements = ("mission_led", "siloed")
    works, results = tuple(map(asked, arrangements)), tuple(map(by_place, arrangements))
    followed = Followed(works=works, results=results, stale=False)
    found = PlacesView.of(england(), followed, followed, {**OWN, **(own or {})}, complete=200)
    assert found is not None
    return found


def test_worlds_by_place_are_those_of_a_simulation_to_the_last_bit() -> None:
    whole, found = simulate("mission_led", replicates=6), by_place("mission_led").run
    for measure in ("progress_by_council", "progress_by_region", "core_by_department"):
        assert np.array_equal(found.at_end(measure), whole.at_end(measure))


def test_the_map_of_progress_at_the_end_is_the_progress_of_councils_in_comparisons() -> None:
    found = seen({"map": "progress"})
    assert found.values_c == pytest.approx(found.now.run.at_end("progress_by_council").mean(axis=1), abs=1e-6)
    changes = {one.key: one.difference.difference.mean for one in found.changes}
    apart = dict(zip(found.land.council_keys, seen({"map": "difference"}).values_c, strict=True))
    assert apart == pytest.approx(changes, abs=1e-6)


def test_words_and_numbers_are_those_of_the_terminal_on_the_same_run(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    invoked("siloed", "mission_led", "-n", "6", "--report", str(file))
    report = json.loads(file.read_text(encoding="utf-8"))
    of_map = next(part for part in report["findings"] if part["key"] == "map")
    gains = next(part for part in report["findings"] if part["key"] == "gains-and-losses")
    found = seen()
    assert set(found.sentences()) & set(of_map["sentences"])
    assert found.regions is not None
    who = {row[0]: row[2] for table in gains["tables"][1:] for row in table["rows"] if row[1] == "Region"}
    told = {row["cells"][0]: f"{row['cells'][3]} {row['cells'][4]}" for row in region_rows(found.regions)[1]}
    assert told == who
    ends = {row[2]: row[4] for row in of_map["tables"][0]["rows"]}
    columns, rows, _ = council_rows(found)
    own = {row["cells"][0]: row["cells"][len(columns) - 2] for row in rows}
    assert ends.items() <= own.items()


def test_grants_of_all_councils_are_the_money_for_outcomes_that_reached_the_point_of_being_granted() -> None:
    found = by_place("siloed")
    people = np.bincount(england().land.community_council_k, england().land.population_k)
    billions = (found.grants_ycw[-1].mean(axis=-1) * people).sum() / 1e9
    assert 0 < billions < found.run.scenario.annual_budget


@pytest.mark.parametrize("key", ["england", "wales", "scotland"])
def test_tiles_of_every_country_stand_apart_and_under_the_name_of_their_region(key: str) -> None:
    country = offered().countries[key]
    for layout in layouts_of(country, (700, 350)):
        corners = {re.match(r"M([-\d.]+) ([-\d.]+)h", path).groups() for path in layout.paths}  # type: ignore[union-attr]
        assert len(corners) == len(country.land.council_keys)
        assert [text for _, _, text in layout.headings] == list(country.land.region_names)
        assert len(layout.squares) == len(country.land.community_keys)
        assert all(x >= 0 and x + layout.tile <= layout.width + 0.1 for x in (float(x) for x, _ in corners))


def ring(count: int, x: float, y: float) -> list[list[float]]:
    turns = np.linspace(0, 2 * np.pi, count)
    return [[x + float(np.cos(turn)), y + float(np.sin(turn))] for turn in turns]


def test_outlines_are_made_coarser_until_a_page_can_carry_them_and_none_vanishes() -> None:
    land = england().land
    features = [
        {
            "properties": {"council": code},
            "geometry": {"type": "Polygon", "coordinates": [ring(3_000 if row else 4, row % 7, row // 7)]},
        }
        for row, code in enumerate(land.council_keys[:-1])
    ]
    tiny = {"type": "MultiPolygon", "coordinates": [[[[0, 0], [1e-9, 0], [0, 1e-9], [0, 0]]]]}
    features.append({"properties": {"council": land.council_keys[-1]}, "geometry": tiny})
    found = outlined({"features": features[1:]}, land)
    assert sum(map(len, found.paths)) <= MOST_BYTES
    assert found.width <= WIDTH + 0.1
    assert found.height <= TALLEST + 0.1
    assert [bool(path) for path in found.paths] == [False] + [True] * (len(land.council_keys) - 1)


@pytest.mark.parametrize("tiny", [True, False])
def test_a_region_of_small_councils_is_drawn_again_larger_in_a_free_corner(tiny: bool) -> None:
    land = england().land
    london = land.region_names.index("London")
    features = [
        {
            "properties": {"council": code},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x / 50 if tiny and of == london else x + row / 2, y] for x, y in corners]],
            },
        }
        for row, (code, of) in enumerate(zip(land.council_keys, land.council_region_c.tolist(), strict=True))
        for corners in [
            [
                (0, row / 2),
                (3, row / 2),
                (3, row / 2 + 1 / (50 if tiny and of == london else 1)),
                (0, row / 2),
            ]
        ]
    ]
    whole = outlined({"features": features}, land)
    found = inset_of({"features": features}, land, whole)
    assert (found is not None) == tiny
    if found is not None:
        assert found.region == "London"
        assert [bool(path) for path in found.paths] == [of == london for of in land.council_region_c.tolist()]
        right, foot = found.left + found.width, found.top + found.height
        assert not any(
            box[0] < right and found.left < box[2] and box[1] < foot and found.top < box[3]
            for box in whole.boxes
            if box is not None
        )


def test_councils_without_a_boundary_are_said_to_stand_in_the_table_only() -> None:
    assert "in the table only: 1 council." in map_key(seen(), ["Hillford"])
    assert "in the table only" not in map_key(seen(), [])


@pytest.mark.parametrize(("low", "high"), [(-0.03, 0.05), (0.01, 0.06), (0.0, 0.0), (-0.2, -0.1)])
def test_a_diverging_scale_parts_at_0_and_its_words_can_be_read(low: float, high: float) -> None:
    classes = classes_over(low, high, is_diverging=True)
    assert 0.0 in classes.edges
    assert classes.edges[0] <= low
    assert classes.edges[-1] >= high
    for colour in classes.colours:
        ink = ink_on(colour)
        assert max(contrast(ink, colour), contrast(colour, ink)) >= 4.5


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
    wait_for(lambda: "What does North East get out of mission-led, and at whose cost?" in page.html())
    assert "of 200 worlds so far; more are on their way" in page.html()


def test_a_region_of_another_country_is_known_by_its_name() -> None:
    land = offered().country("england").land
    named = replace(land, region_keys=tuple(f"E{row}" for row in range(len(land.region_keys))))
    assert known_region(named, "North West") == "E1"
    assert known_region(named, "E1") == "E1"
    assert known_region(named, "Gwynedd") == ""


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
