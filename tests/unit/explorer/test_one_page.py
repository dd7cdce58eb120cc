"""The page says what `govsim compare` says, what it is and where it comes from; nothing in it leaves or enters."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import UTC, datetime

import pytest

from govsim.comparison.compare import Comparison, compare
from govsim.comparison.document import document_of
from govsim.documents.html import html_of
from govsim.errors import InputError
from govsim.explorer.alone import document_of_one
from govsim.explorer.making import checked_before, making
from govsim.explorer.one_page import MOST_BYTES, page_document, page_html, refuse_if_too_large, size_at_least
from govsim.runs.simulate import finished
from govsim.runs.version import MODEL_VERSION
from govsim.scenario.load import load_scenario
from govsim.world.find_places import places_of
from tests.html_pages import read

MADE = datetime(2026, 11, 28, 12, 34, tzinfo=UTC)
COMMAND = "govsim page none all"
EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)> & 'so' \"on\""
WORLDS = 20


@pytest.fixture(scope="module")
def told() -> Comparison:
    small = load_scenario("classroom_small")
    outcomes = [{"key": outcome.key, "label": f"{outcome.label} {EVIL}"} for outcome in small.outcomes]
    arms = [
        small.replace(name=name, question=f"Who? {EVIL}", levers={"pooled_funding": share}, outcomes=outcomes)
        for name, share in (("none", 0.0), ("all", 1.0))
    ]
    return compare(arms, replicates=WORLDS)


@pytest.fixture(scope="module")
def page(told: Comparison) -> str:
    return page_html(told, page_document(told, COMMAND, ("A note.",), MADE))


def sections(page: str) -> dict[str, str]:
    return dict(re.findall(r'<section id="([\w-]+)"><h2>(.*?)</section>', page, flags=re.DOTALL))


def test_its_answer_and_every_part_are_those_of_the_report(told: Comparison, page: str) -> None:
    report = sections(html_of(document_of(told, COMMAND, ("A note.",))))
    here = sections(page)
    assert list(here)[:2] == ["answer", "explore"]
    assert {**here, "provenance": ""} == {**report, "explore": here["explore"], "provenance": ""}


def test_it_says_what_it_is_its_command_version_seed_worlds_and_when_it_was_made(page: str) -> None:
    said = sections(page)["provenance"]
    for words in (
        "A page made by govsim",
        COMMAND,
        f"govsim {MODEL_VERSION}",
        "<dt>Seed</dt><dd>0</dd>",
        "<dt>Worlds</dt><dd>20 worlds over 32 quarters</dd>",
        "28 November 2026, 12:34 UTC",
        "are not rounded",
    ):
        assert words in said


def test_words_of_strangers_are_words_and_never_markup(page: str) -> None:
    scripts = re.findall(r"<script[^>]*>", page)
    assert scripts == ['<script id="explorer-data" type="application/json">', "<script>"]
    assert "<img" not in page
    [carried] = re.findall(r'type="application/json">(.*?)</script>', page, flags=re.DOTALL)
    labels = [item["label"] for item in json.loads(carried)["arms"][0]["items"]]
    assert any(label.endswith(EVIL) for label in labels)


def test_no_address_is_asked_and_nothing_is_stored(page: str) -> None:
    for tag, name, value in read(page).attributes:
        if name in ("src", "href", "action", "srcset"):
            assert value.startswith(("#", "data:,")), (tag, name, value)
    assert "@import" not in page
    assert "url(" not in page
    script = page.rpartition("<script>")[2]
    for word in ("fetch(", "XMLHttp", "WebSocket", "Storage", "cookie", "indexedDB", "eval(", "location"):
        assert word not in script


def test_only_its_own_script_may_run(page: str) -> None:
    script = page.rpartition("<script>")[2].partition("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; script-src 'sha256-{digest}'" in " ".join(
        value for _, name, value in read(page).attributes if name == "content"
    )


def test_of_one_scenario_it_says_what_happened_and_has_no_differences() -> None:
    told = finished(making([load_scenario("classroom_small")], replicates=6))
    document = page_document(told, "govsim page classroom_small", (), MADE)
    assert document.answer == document_of_one(told, "").answer
    assert len(document.answer) == 3
    page = page_html(told, document)
    assert 'id="courses"' in page
    assert 'id="apart"' not in page
    assert 'id="gains"' not in page


def test_a_page_that_would_be_too_large_is_refused_and_the_remedy_fits() -> None:
    scenario = load_scenario("siloed")
    land = places_of(scenario)
    with pytest.raises(InputError) as refused:
        checked_before([scenario] * 3, land, 2000)
    said = str(refused.value)
    assert said.startswith("page: expected at most 2 MB, found about ")
    fit = int(re.findall(r"-n (\d+)", said)[0])
    checked_before([scenario] * 3, land, fit)
    with pytest.raises(InputError):
        checked_before([scenario] * 3, land, round(1.1 * fit))
    refuse_if_too_large(MOST_BYTES, 1)


def test_the_size_foreseen_is_never_more_than_the_page_has(told: Comparison, page: str) -> None:
    data = json.loads(re.findall(r'type="application/json">(.*?)</script>', page, flags=re.DOTALL)[0])
    items = len(data["arms"][0]["items"])
    of_worlds = size_at_least(2, items, 32, WORLDS) - size_at_least(2, items, 32, 0)
    assert 0 < of_worlds <= len(data["exact"]) + len(data["courses"])
