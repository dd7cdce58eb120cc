"""The document: the answer, every check, lever and prediction, escaped, in one file that needs nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import govsim
from govsim.documents.bibliography import references
from govsim.documents.html import html_of
from govsim.documents.markup import Html, element
from govsim.errors import InputError
from govsim.validation.checks import CHECKS
from govsim.validation.document import document_of
from govsim.validation.finding import Check, Figure, Plan, Reading
from tests.findings import BROKEN_LAW, FINDINGS, by_hand
from tests.html_pages import read


@pytest.fixture(scope="module")
def page() -> str:
    return html_of(document_of(by_hand(findings=(*FINDINGS, BROKEN_LAW))))


@pytest.fixture(scope="module")
def said(page: str) -> str:
    return words(page)


def words(page: str) -> str:
    return " ".join(" ".join(read(page).said).split())


def test_every_finding_is_there_with_all_that_a_reader_may_ask(said: str) -> None:
    for one in (*FINDINGS, BROKEN_LAW):
        compared = one.check.kind in ("pattern", "docking")
        for text in (
            *(one.check.key, one.check.title, one.check.refuted_by, one.check.source),
            *(one.reading.notes, one.reading.headline, one.verdict),
            *((one.check.observed, one.check.use) if compared else ()),
        ):
            assert text in said, text
    for text in (
        "Simulated: gap 0.30 units (0.28 to 0.32)",
        "Null model: nobody games (mechanism off) shows it as well; 0.01 units (−0.01 to 0.03)",
        "not diagnostic of the mechanism",
        "Simulated: greatest error 3.0 × 10⁻¹³ need points",
        "L2 Title of L2 <& more> FAILS: refuted",
    ):
        assert text in said, text


def test_the_answer_counts_each_kind_and_names_what_is_not_met() -> None:
    answer = " ".join(document_of(by_hand()).answer)
    for text in (
        "As a program, yes: no law and no limit fails. As a picture of real government, in part: it shows 1 of 4",
        "Patterns of the real world: 1 of 4 hold; refuted: P4; not diagnostic: P2; undecided: P3.",
        "Docking with published models: 1 of 1 agree.",
        "Mechanisms: 0 of 1 pass; do not pass: M1.",
        "Dead weight: 1 of 1 find nothing.",
        "Corners: 0 of 1 find nothing; find something: C9.",
        "1 gain or harm in more than 97% (Joint accountability)",
        "at weights of progress of 0.3, 0.5 and 0.7, public value is above siloed government's: layered in 50.0%",
        "in 2 other ways, 1 change at least one of 6 verdicts",
        "under 1 a difference turns round (rules: nobody learns)",
        "the authors were right in 1 of 2 (50%), and had given themselves a chance of 70% on average",
    ):
        assert text in answer, text


def test_a_law_that_fails_is_the_first_that_is_said_and_the_first_that_is_not_met() -> None:
    document = document_of(by_hand(findings=(*FINDINGS, BROKEN_LAW)))
    assert document.answer[0].startswith(
        "No: L2 (Title of L2 <& more>) fails. That is a fault of the program."
    )
    assert document.parts[0].heading == "Checks not met"
    assert [row[0] for row in document.parts[0].tables[0].rows] == ["L2", "P4", "M1", "C9", "P2", "P3"]


def test_levers_arrangements_robustness_and_predictions_are_there(said: str) -> None:
    for text in (
        *("Joint accountability", "FREE LUNCH", "interval reaches over 97%", "placebo: nothing"),
        "For 1 move the interval of a share reaches over 97%",
        "The placebo changed nothing in any world.",
        *(
            "at siloed's volume",
            "as they are",
            "By volume, pence",
            "By what a pound does, pence",
            "mission-led",
        ),
        *("Share of mission money", "With 60 worlds for some forty assumptions much of this is chance."),
        *("rules: nobody learns", "turned round", "rules: 24 councils"),
        *("2 predictions, 1 of them wrong", "WRONG", "nothing reads it"),
    ):
        assert text in said, text


def test_it_says_what_it_is_not_and_how_to_make_it_again(said: str) -> None:
    for text in (
        "not a forecast",
        "ranks no party",
        "a value, which the user sets",
        "What it does not say",
        "This run had few worlds",
        "govsim validate --worlds 60 --seed 3",
        "govsim 1.2.3",
    ):
        assert text in said, text


def test_sources_are_given_in_full_with_how_they_are_known(said: str) -> None:
    source = references()["bevan_hood_2006"]
    assert f"{source.who_and_when}. {source.title}. {source.where}." in said
    assert source.how_known in said


def test_markdown_and_json_say_the_same(tmp_path: Path) -> None:
    validation = by_hand(levers=(), arrangements=(), robustness=())
    told = validation.save_report(tmp_path / "a.md").read_text(encoding="utf-8")
    assert "# Can this model be believed?" in told
    assert "| P4 | Title of P4 &lt;& more&gt; | refuted |" in told
    document = json.loads(validation.save_report(tmp_path / "a.json").read_text(encoding="utf-8"))
    (patterns,) = [part for part in document["findings"] if part["key"] == "patterns"]
    assert [one["key"] for one in patterns["numbers"]["findings"]] == ["P1", "P2", "P3", "P4"]


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
    assert page.count("<svg") == 5  # two bases of levers, and one each of three
    assert page.count("<figcaption>") == page.count("<figure>") == 4


def test_sections_without_anything_are_left_out_and_named() -> None:
    few = by_hand(findings=FINDINGS[:1], levers=(), arrangements=(), robustness=(), predictions=())
    page = html_of(document_of(few))
    assert 'id="levers"' not in page
    assert "so not tested here: limits, patterns, docking, mechanisms, dead-weight, corners, levers" in page


def test_python_saves_it_whole_or_not_at_all(tmp_path: Path) -> None:
    found = by_hand(levers=(), arrangements=(), robustness=())
    assert found.save_report(tmp_path / "report.html") == tmp_path / "report.html"
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    with pytest.raises(InputError, match=r"ends in \.html, \.md or \.json"):
        found.save_report(tmp_path / "report.pdf")


def test_python_runs_one_check_as_the_command_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        CHECKS, "T1", Check("T1", "law", "A law", source="own", refuted_by="nothing", examine=read_at_once)
    )
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
