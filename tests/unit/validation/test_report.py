"""The report: everything that was found, escaped, in one file that needs nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import govsim
from govsim.documents.bibliography import references
from govsim.documents.markup import Html, element
from govsim.errors import InputError
from govsim.validation.checks import CHECKS
from govsim.validation.finding import Check, Figure, Plan, Reading
from govsim.validation.report.page import html_of
from tests.findings import BROKEN_LAW, FINDINGS, by_hand
from tests.html_pages import read


@pytest.fixture(scope="module")
def page() -> str:
    return html_of(by_hand(findings=(*FINDINGS, BROKEN_LAW)))


@pytest.fixture(scope="module")
def said(page: str) -> str:
    return " ".join(" ".join(read(page).said).split())


def test_every_finding_is_there_with_all_that_a_reader_may_ask(said: str) -> None:
    for one in (*FINDINGS, BROKEN_LAW):
        compared = one.check.kind in ("pattern", "docking")
        for text in (
            *(one.check.key, one.check.title, one.check.refuted_by, one.reading.notes, one.verdict),
            *((one.check.observed, one.check.use) if compared else ()),
        ):
            assert text in said, text
    for text in (
        "gap: 0.30 units (0.28 to 0.32)",
        "shows it as well : nobody games (mechanism off); 0.01 units (−0.01 to 0.03)",
        "not diagnostic of the mechanism",
        "fails: refuted",
        "L2 fails: Title of L2 <& more>",
    ):
        assert text in said, text


def test_levers_arrangements_robustness_and_predictions_are_there(said: str) -> None:
    for text in (
        *("Joint accountability", "free lunch", "its interval reaches over 97%", "placebo: nothing"),
        *("siloed's volume", "as they are", "Effective money by volume", "mission-led"),
        *("nobody learns", "better, turned round", "24 councils"),
        *("2 predictions, 1 of them wrong", "nothing reads it"),
    ):
        assert text in said or text.removeprefix("overheads ") in said, text


def test_it_says_what_it_is_not_and_how_to_make_it_again(said: str) -> None:
    for text in (
        "not a forecast",
        "ranks no party",
        "a value, which the user sets",
        "What this report cannot show",
        "This run had few worlds",
        "govsim validate --worlds 60 --seed 3 --report report.html",
        "govsim 1.2.3",
    ):
        assert text in said, text


def test_sources_are_given_in_full_with_how_they_are_known(said: str) -> None:
    source = references()["bevan_hood_2006"]
    assert f"{source.who_and_when}. {source.title} . {source.where}." in said
    assert f"[{source.how_known}]" in said


def test_nothing_is_loaded_and_nothing_is_run(page: str) -> None:
    reader = read(page)
    assert "<script" not in page.lower()
    loading = {name for _, name, _ in reader.attributes} & {"src", "srcset", "data", "onload", "onclick"}
    assert not loading
    addresses = [(tag, value) for tag, name, value in reader.attributes if name in ("href", "xlink:href")]
    assert {tag for tag, value in addresses if not value.startswith("#")} <= {"a"}
    assert not re.search(r"@import|url\((?!#)", page)


def test_text_is_escaped(page: str) -> None:
    assert "<& more>" not in page
    assert "&lt;&amp; more&gt;" in page


def test_ids_are_unique_and_links_within_the_page_lead_somewhere(page: str) -> None:
    attributes = read(page).attributes
    ids = [value for _, name, value in attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert not [value for value in ids if " " in value]
    assert {value[1:] for _, name, value in attributes if name == "href" and value[0] == "#"} <= set(ids)


def test_the_page_is_in_english_with_captions_and_drawings(page: str) -> None:
    assert page.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
    assert page.count("<table") == page.count("<caption>")
    assert page.count("<svg") == page.count("<figcaption>") == 5  # two bases of levers, and one each of three


def test_sections_without_anything_are_left_out_and_named() -> None:
    page = html_of(by_hand(findings=FINDINGS[:1], levers=(), arrangements=(), robustness=(), predictions=()))
    assert 'id="levers"' not in page
    assert "Not in this report: limits, patterns, docking, mechanisms, dead-weight, corners, levers" in page


def test_python_saves_it_whole_or_not_at_all(tmp_path: Path) -> None:
    found = by_hand(levers=(), arrangements=(), robustness=())
    assert found.save_report(tmp_path / "report.html") == tmp_path / "report.html"
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    with pytest.raises(InputError, match=r"ends in \.html"):
        found.save_report(tmp_path / "report.pdf")


def test_python_runs_one_check_as_the_command_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CHECKS, "T1", Check("T1", "law", "A law", "own", "nothing", read_at_once))
    found = govsim.validate(["t1"], worlds=2, jobs=1)
    assert isinstance(found, govsim.Validation)
    assert [(one.check.key, one.verdict, one.plan.worlds) for one in found.findings] == [("T1", "holds", 2)]
    assert (found.levers, found.predictions, found.wanted) == ((), (), ("T1",))
    assert found.command == "govsim validate --only T1 --worlds 2 --seed 0"


def read_at_once(plan: Plan) -> Reading:
    return Reading((Figure("worlds", plan.worlds),), True)


def test_plain_text_is_escaped_and_html_is_not() -> None:
    assert element("p", "a < b", Html("<b>c</b>"), title='"') == '<p title="&quot;">a &lt; b<b>c</b></p>'


def test_every_entry_of_the_bibliography_is_read_with_who_what_and_how_known() -> None:
    found = references()
    assert len(found) > 50
    for key, one in found.items():
        assert key[-4:] in one.who_and_when
        assert one.title
        assert not re.search(r"[{}\\]", f"{one.who_and_when}{one.title}{one.where}"), key
        assert one.how_known.startswith(("verified: ", "recalled"))
