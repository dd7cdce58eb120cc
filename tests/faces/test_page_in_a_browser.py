"""The page in one file, opened from disk in a real browser: it says and draws what Python says of the same worlds."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import numpy as np
import pytest

from govsim.arrays import Floats
from govsim.comparison.compare import Comparison, compare
from govsim.comparison.difference import Difference, judged
from govsim.comparison.document import document_of
from govsim.explorer.making import making
from govsim.explorer.one_page import page_document, write_page
from govsim.explorer.packed import SHOWN_MEASURES
from govsim.measures.amounts import figure, span
from govsim.measures.catalogue import MEASURES
from govsim.measures.progress import public_value_of
from govsim.runs.run import Run
from govsim.runs.simulate import finished
from govsim.scenario.load import load_scenario
from govsim.statistics.intervals import Interval, interval
from tests.faces.axe import axe_faults

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ARMS = (("none", 0.0), ("half", 0.5), ("all", 1.0))
WORLDS = 60
MADE = datetime(2026, 11, 28, 12, 34, tzinfo=UTC)
DOUBLED = " A few worlds weigh so much here that the interval is twice the usual one."


@pytest.fixture(scope="module")
def told() -> Comparison:
    small = load_scenario("classroom_small")
    arms = [
        small.replace(name=name, levers={"pooled_funding": share, "joint_accountability": share})
        for name, share in ARMS
    ]
    return compare(arms, replicates=WORLDS, even_need=True)


@pytest.fixture(scope="module")
def file(told: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "explorer.html"
    write_page(told, page_document(told, "govsim page none half all", (), MADE), path)
    return path


Opening = Callable[..., "Page"]


@pytest.fixture
def opened(browser: Browser, file: Path) -> Iterator[Opening]:
    """Open a page from disk. Whatever it does, no request leaves and no error is raised in it."""
    contexts, errors, asked = [], [], []

    def opening(path: Path = file, **options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 720}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        if options.get("java_script_enabled", True):
            page.wait_for_selector("#explorable:not([hidden])")
        return page

    yield opening
    for context in contexts:
        context.close()
    assert errors == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


def verdict(page: Page) -> str:
    return page.locator("#verdict").inner_text().removesuffix(DOUBLED)


def slide(page: Page, name: str, value: float) -> None:
    page.locator(f"#{name}").fill(f"{value:g}")


def choose(page: Page, one: int, other: int, measure: str) -> None:
    """Choose two arrangements; the second choice may swap them, so the first is made again."""
    for name, row in (("one", one), ("other", other), ("one", one)):
        page.select_option(f"#{name}", str(row))
    page.select_option("#measure", str(SHOWN_MEASURES.index(measure)))


def value_at(run: Run, weight: float) -> Floats:
    constants, rate_w = run.scenario.constants, run.assumptions["core_unit"]
    progress_w, core_w = run.at_end("progress"), run.at_end("core_services")
    return public_value_of(progress_w, core_w, weight, constants.progress_unit, rate_w)


def among(
    told: Comparison, measure: str, pair: tuple[int, int], kept_w: Any, weight: float = 0.5
) -> Difference:
    """The difference of the second of a pair from the first in some of the worlds, as Python judges it."""
    runs = [told.runs[row] for row in pair]
    first, second = (
        value_at(run, weight) if measure == "public_value" else run.at_end(measure) for run in runs
    )
    names = runs[0].scenario.name, runs[1].scenario.name
    effect = told.smallest_effect(measure)
    return judged(MEASURES[measure], (first[kept_w], second[kept_w]), names, effect, len(told.pairs()))


def test_it_opens_with_the_answer_of_the_report_and_the_same_verdict(
    told: Comparison, opened: Opening
) -> None:
    page = opened()
    answer = document_of(told).answer
    assert page.locator(".answer p").all_inner_texts() == list(answer)
    assert verdict(page) == answer[0]


@pytest.mark.parametrize("pair", [(0, 2), (2, 0), (1, 2)])
def test_every_measure_has_the_verdict_that_the_report_has(
    told: Comparison, opened: Opening, pair: tuple[int, int]
) -> None:
    page = opened()
    for measure in SHOWN_MEASURES:
        choose(page, pair[1], pair[0], measure)
        apart = told.difference(measure, *(told.runs[row] for row in pair))
        assert verdict(page) == apart.sentence()


@pytest.mark.parametrize("per_cent", [0, 30, 100])
def test_the_weight_of_progress_changes_public_value_as_python_does(
    told: Comparison, opened: Opening, per_cent: int
) -> None:
    page = opened()
    choose(page, 2, 0, "public_value")
    slide(page, "weight", per_cent)
    apart = told.public_value_at(per_cent / 100, told.runs[0], told.runs[2])
    said = verdict(page)
    assert said == (among(told, "public_value", (0, 2), slice(None), per_cent / 100).sentence())
    assert said.split(":")[0] == apart.sentence().split(":")[0]
    last = page.locator("#courses-table tbody tr").last.locator("td").all_text_contents()
    means = [
        figure(value_at(told.runs[row], per_cent / 100).mean(), MEASURES["public_value"]) for row in (2, 0)
    ]
    assert last[::2] == means


def test_a_range_of_an_assumption_leaves_the_worlds_and_the_verdict_that_python_finds(
    told: Comparison, opened: Opening
) -> None:
    page = opened()
    choose(page, 2, 0, "progress")
    page.select_option("#assumption", label="Slack")
    slack_w = told.runs[0].assumptions["slack"]
    wide = among(told, "progress", (0, 2), slice(None)).difference.half_width
    for end, step in (("from", 300), ("to", 600)):
        slide(page, end, step)
    low, high = (slack_w.min() + step / 1000 * np.ptp(slack_w) for step in (300, 600))
    kept_w = np.flatnonzero((slack_w >= low - 1e-12) & (slack_w <= high + 1e-12))
    assert 2 < kept_w.size < WORLDS
    found = among(told, "progress", (0, 2), kept_w)
    assert page.locator("#chosen").inner_text() == f"{kept_w.size} of {WORLDS} worlds"
    assert verdict(page) == found.sentence()
    assert found.difference.half_width > wide  # fewer worlds, less sure
    assert page.locator("#condition-verdict").inner_text().startswith(f"In {kept_w.size} worlds: ")
    assert "mere chance" in page.locator("#condition-care").inner_text()
    page.click("#all-worlds")
    assert page.locator("#chosen").inner_text() == f"All {WORLDS} worlds"


def test_one_world_alone_decides_nothing(opened: Opening) -> None:
    page = opened()
    slide(page, "to", 0)
    assert page.locator("#chosen").inner_text() == f"1 of {WORLDS} worlds"
    assert "in this one world, which decides nothing" in verdict(page)


def test_a_range_in_which_no_world_lies_is_not_taken(told: Comparison, opened: Opening) -> None:
    page = opened()
    page.select_option("#assumption", label="Slack")
    slack_w = np.sort(told.runs[0].assumptions["slack"])
    steps_w = 1000 * (slack_w - slack_w[0]) / np.ptp(slack_w)
    below = int(np.argmax(np.diff(steps_w)))  # the world below the widest gap
    start, end = np.ceil(steps_w[below]), np.floor(steps_w[below + 1])
    assert end - start > 2
    slide(page, "to", end - 1)
    slide(page, "from", start + 1)
    assert page.locator("#chosen").inner_text() == f"{below + 1} of {WORLDS} worlds"
    assert page.locator("#from").input_value() == "0"


def test_where_few_worlds_weigh_most_and_the_report_is_silent_the_interval_is_twice_the_usual_one(
    told: Comparison, opened: Opening
) -> None:
    page = opened()
    choose(page, 2, 0, "understatement")
    assert among(told, "understatement", (0, 2), slice(None)).lopsided
    assert not page.locator("#verdict").inner_text().endswith(DOUBLED)  # the report's interval of all worlds
    page.select_option("#assumption", label="Slack")
    slide(page, "from", 20)
    slack_w = told.runs[0].assumptions["slack"]
    kept_w = np.flatnonzero(slack_w >= slack_w.min() + 0.02 * np.ptp(slack_w))
    found = among(told, "understatement", (0, 2), kept_w)
    assert found.lopsided
    said, shown = page.locator("#verdict").inner_text(), MEASURES["understatement"]
    assert said.endswith(DOUBLED)
    runs = told.runs[2].at_end("understatement") - told.runs[0].at_end("understatement")
    usual = interval(runs[kept_w], 1 - 0.05 / len(told.pairs()))
    wide = Interval(usual.mean, usual.mean - 2 * usual.half_width, usual.mean + 2 * usual.half_width)
    assert f"95% interval {span(wide, shown, sign=True)}" in said
    assert wide.low <= found.difference.low
    assert found.difference.high <= wide.high


def numbers(cell: str) -> list[float]:
    return [float(part.replace("−", "-").replace(",", "")) for part in cell.split(" to ")]


def test_the_table_of_a_chart_has_python_s_means_and_its_bands_to_the_last_digit(
    told: Comparison, opened: Opening
) -> None:
    page = opened()
    for measure in SHOWN_MEASURES:
        choose(page, 2, 1, measure)
        rows, shown = page.locator("#courses-table tbody tr"), MEASURES[measure]
        digit = 10.0 ** -len(figure(0.0, shown).partition(".")[2])
        for year in range(told.runs[0].quarters // 4):
            cells = rows.nth(year).locator("td").all_text_contents()
            at = [run.measures[measure][4 * year + 3] for run in (told.runs[2], told.runs[1])]
            assert cells[::2] == [figure(float(values_w.mean()), shown) for values_w in at]
            for cell, values_w in zip(cells[1::2], at, strict=True):
                ends = [figure(float(end), shown) for end in np.quantile(values_w, (0.05, 0.95))]
                assert numbers(cell) == pytest.approx(numbers(" to ".join(ends)), abs=1.001 * digit)


def test_gains_and_the_pound_have_the_numbers_of_the_report(told: Comparison, opened: Opening) -> None:
    page = opened()
    choose(page, 2, 0, "progress")
    parts = {part.key: part for part in document_of(told).parts}
    reported = parts["gains-and-losses"].tables[-1].rows
    rows = [row.locator("th, td").all_text_contents() for row in page.locator("#gained-table tbody tr").all()]
    assert [(who, kind, f"{change} {word}") for who, kind, change, word in rows] == [
        (row[0], row[1], row[3]) for row in reported
    ]
    pence = [row.locator("th, td").all_text_contents() for row in page.locator("#pound-table tbody tr").all()]
    assert [(label, second, f"{first} ({change})") for label, first, second, change in pence] == [
        (row[0], row[1], row[3]) for row in parts["pound"].tables[0].rows[:-1]
    ]


def test_what_differs_by_rounding_alone_is_the_same(
    told: Comparison, opened: Opening, tmp_path: Path
) -> None:
    first, *_, last = told.runs
    trust = {"trust": first.measures["trust"] * (1 + 1e-15)}
    nearly = replace(told, runs=(first, replace(last, measures={**last.measures, **trust})), on_even_need=())
    path = tmp_path / "explorer.html"
    write_page(nearly, page_document(nearly, "govsim page none all", (), MADE), path)
    page = opened(path)
    choose(page, 1, 0, "trust")
    assert verdict(page) == nearly.difference("trust", "none", "all").sentence()
    assert "have the same trust in all 60 worlds" in verdict(page)


def test_every_world_can_be_looked_at_by_keyboard_in_the_order_of_the_difference(
    told: Comparison, opened: Opening
) -> None:
    page = opened()
    choose(page, 2, 0, "progress")
    apart_w = told.runs[2].at_end("progress") - told.runs[0].at_end("progress")
    order = [int(world) for world in np.argsort(apart_w, kind="stable")]
    page.locator("#next").focus()
    seen = []
    for at in range(WORLDS):
        page.keyboard.press("Enter")
        said = page.locator("#world-said").inner_text()
        seen.append(int(said.split(":")[0].removeprefix("World ")))
        assert f"higher than in {at} and lower than in {WORLDS - 1 - at} of the other" in said
    assert seen == order
    assert page.locator("#courses svg.wide .one-world").count() == 2
    assert page.locator("#apart svg.wide .world.chosen").count() == 1
    page.locator("#apart svg.wide .world").first.dispatch_event("click")
    assert page.locator("#world-said").inner_text().startswith("World 0:")
    page.click("#no-world")
    assert page.locator(".one-world").count() == 0


@pytest.mark.slow
def test_the_data_and_the_pictures_can_be_taken_away(told: Comparison, opened: Opening) -> None:
    page = opened()

    def saved(button: str) -> tuple[str, bytes]:
        with page.expect_download() as started:
            page.locator(button).click()
        return started.value.suggested_filename, Path(started.value.path()).read_bytes()

    named, text = saved("[data-table=worlds]")
    rows = list(csv.DictReader(StringIO(text.decode())))
    assert named == "govsim-none-half-all-worlds.csv"
    assert len(rows) == 3 * WORLDS
    for run in told.runs:
        own = [row for row in rows if row["scenario"] == run.scenario.name]
        for name in SHOWN_MEASURES:
            assert np.array_equal([float(row[name]) for row in own], run.at_end(name)), name
        assert [float(row["slack"]) for row in own] == list(run.assumptions["slack"])
    named, text = saved("[data-table=courses]")
    assert len(list(csv.DictReader(StringIO(text.decode())))) == 3 * WORLDS * told.runs[0].quarters
    for name in ("courses", "apart", "scattered", "gained"):
        figure_of = f"figure:has(#{name}) [data-save="
        named, text = saved(f"{figure_of}svg]")
        assert named == f"govsim-none-half-all-{name}.svg"
        assert ElementTree.fromstring(text).tag == "{http://www.w3.org/2000/svg}svg"
        named, text = saved(f"{figure_of}png]")
        assert named == f"govsim-none-half-all-{name}.png"
        assert text.startswith(b"\x89PNG")


def test_without_javascript_the_answer_and_the_tables_are_there(told: Comparison, opened: Opening) -> None:
    page = opened(java_script_enabled=False)
    assert page.locator(".answer").is_visible()
    assert page.get_by_text("did not start here").is_visible()
    assert not page.locator("#explorable").is_visible()
    assert page.locator("#measures table").first.is_visible()
    assert page.locator("#provenance").get_by_text("govsim page none half all").is_visible()


def test_it_works_in_the_frame_of_a_learning_platform_that_allows_it_scripts_alone(
    file: Path, opened: Opening
) -> None:
    frame = file.with_name("platform.html")
    frame.write_text(
        f"<iframe sandbox='allow-scripts' width=900 height=700 src='{file.name}'></iframe>", encoding="utf-8"
    )
    page = opened()
    page.goto(frame.as_uri())
    inside = page.frame_locator("iframe")
    inside.locator("#explorable:not([hidden])").wait_for()
    assert inside.locator("#verdict").inner_text()


@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=pytest.mark.slow)])
def test_axe_finds_no_fault_and_nothing_is_wider_than_the_window(opened: Opening, width: int) -> None:
    page = opened(viewport={"width": width, "height": 720})
    assert axe_faults(page) == []
    page.click("#next")
    slide(page, "from", 300)
    for folded in page.locator("details").all():
        folded.evaluate("one => { one.open = true; }")
    assert axe_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


SHAPES: dict[str, tuple[list[dict[str, Any]], int]] = {
    "one scenario": ([{}], 12),
    "one scenario in one world": ([{}], 1),
    "two in one world": ([{}, {"levers": {"pooled_funding": 1.0}}], 1),
    "worlds alike": ([{"uncertainties": {"worlds": "alike"}}] * 2, 4),
    "five quarters": ([{"horizon": 5}, {"horizon": 5, "levers": {"pooled_funding": 1.0}}], 6),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_pages_of_every_shape_open_and_show_a_world(opened: Opening, tmp_path: Path, shape: str) -> None:
    changes, worlds = SHAPES[shape]
    small = load_scenario("classroom_small")
    arms = [small.replace(name=f"arm {row}", **change) for row, change in enumerate(changes)]
    told = finished(making(arms, replicates=worlds))
    path = tmp_path / "explorer.html"
    write_page(told, page_document(told, "govsim page", (), MADE), path)
    page = opened(path)
    page.click("#next")
    assert page.locator("#world-said").inner_text().startswith("World ")
    assert page.locator("#courses svg.wide .mean").count() == len(arms)
    assert page.locator("#conditions").is_visible() == (worlds > 1 and shape != "worlds alike")
    assert verdict(page)
