"""The report of an experiment: everything that was found, escaped, in one file that needs nothing else."""

from __future__ import annotations

import doctest
import importlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from govsim.documents.bibliography import references
from govsim.documents.html import html_of
from govsim.documents.markdown import markdown_of
from govsim.documents.reading import cited
from govsim.documents.saving import report_problems, save_report
from govsim.errors import InputError
from govsim.experiments.chunk import Failure
from govsim.experiments.figures.cells import per_cent_cell
from govsim.experiments.report.report import report_of
from govsim.experiments.stopping_rule import Stage
from govsim.statistics.intervals import Interval
from tests.html_pages import read
from tests.made_experiments import Planted, on_off, planted

TWO = ("classroom_small", "siloed")
CROSS = {"name": "cross", "path": "uncertainties.cross_cutting"}
VOICE = {"name": "voice", "path": "levers.community_voice"}
POOL = {"name": "pool", "path": "levers.pooled_funding"}


def slope(factors: Any, arm: int, noise: np.ndarray) -> np.ndarray:
    numbers = [value for value in factors.values() if isinstance(value, float)]
    switched = [value for value in factors.values() if value == "on"]
    return noise + (arm + 0.1) * (sum(numbers) - 0.5 + 0.01 * noise) + 0.2 * len(switched)


MADE: dict[str, dict[str, Any]] = {
    "factorial": {"factors": on_off("one", "two", "three")},
    "arms": {"scenarios": TWO, "trajectories": ("public_value",)},
    "map": {"scenarios": TWO, "factors": ({**CROSS, "steps": 5}, {**POOL, "values": (0.0, 0.5, 1.0)})},
    "levers": {"factors": ({**POOL, "values": (0.0, 0.5, 1.0)},)},
    "tornado": {
        "scenarios": TWO,
        "factors": ({**CROSS, "values": (0.5, 0.0, 1.0)}, {**POOL, "values": (0.0, 1.0)}),
        "design": {"kind": "one_at_a_time"},
    },
    "sample": {"scenarios": TWO, "factors": (CROSS, POOL), "design": {"kind": "latin_hypercube", "points": 120}},
    "pawn": {
        "scenarios": TWO,
        "factors": (CROSS, POOL),
        "design": {"kind": "latin_hypercube", "points": 120},
        "figures": ({"kind": "pawn"},),
    },
    "morris": {"scenarios": TWO, "factors": (CROSS, POOL), "design": {"kind": "morris", "trajectories": 4}},
    "sobol": {"scenarios": TWO, "factors": (CROSS, POOL), "design": {"kind": "sobol", "points": 32}},
    "attribution": {
        "factors": ({**POOL, "values": (0.0, 1.0)}, {**VOICE, "values": (0.0, 1.0)}),
        "figures": ({"kind": "attribution", "orders": 2},),
    },
}  # fmt: skip

KINDS = {
    "factorial": {"differences", "factorial", "pound", "gains-and-losses"},
    "arms": {"differences", "trajectory-public-value", "pound", "regret", "gains-and-losses"},
    "map": {"differences", "heat-map", "frontier", "pound", "gains-and-losses"},
    "levers": {"differences", "curve", "pound", "gains-and-losses"},
    "tornado": {"differences", "tornado", "pound", "gains-and-losses"},
    "sample": {"differences", "win-regions", "regret", "gains-and-losses"},
    "pawn": {"pawn", "differences"},
    "morris": {"morris"},
    "sobol": {"differences", "sobol"},
    "attribution": {"attribution"},
}


def made(name: str, **changes: Any) -> Planted:
    return planted(slope, **{**MADE[name], **changes})


@pytest.mark.parametrize("name", MADE)
def test_a_design_gets_the_findings_that_suit_it_drawn_said_and_as_tables(name: str) -> None:
    report = report_of(made(name))
    assert {part.key for part in report.parts} == KINDS[name]
    page = html_of(report)
    seen = read(page)
    ids = [value for _, attribute, value in seen.attributes if attribute == "id"]
    assert len(ids) == len(set(ids))
    links = [value[1:] for tag, attribute, value in seen.attributes if (tag, attribute) == ("a", "href")]
    assert set(links) <= set(ids)
    tags = {tag for tag, _, _ in seen.attributes} | set(re.findall(r"<(\w+)", page))
    assert not tags & {"script", "link", "iframe", "img", "object"}
    assert "http" not in re.sub(r"https://doi\.org|http://www\.w3\.org", "", page)
    text = " ".join("".join(seen.said).split())
    drawn = page.count("<svg")
    assert drawn == sum(part.drawing is not None for part in report.parts) > 0
    assert "inf" not in re.findall(r"[a-z]+", text.lower())
    assert "nan" not in re.findall(r"[a-z]+", text.lower())
    for part in report.parts:
        assert part.heading in text
        assert all(" ".join(sentence.split()) in text for sentence in part.sentences)
        assert part.tables or part.key == "win-regions"  # where no box may be told of
        assert all(table.rows for table in part.tables[:1])
        for table in part.tables:
            assert all(len(row) == len(table.columns) for row in table.rows)
            assert cited(table.caption) in text
    for words in (
        "The answer",
        "How sure is it?",
        "What it does not say",
        "Monte Carlo error only",
        "Where this comes from",
    ):
        assert words in text


@pytest.mark.parametrize(
    "name",
    [
        "words.names",
        "experiments.outcomes",
        "documents.markdown",
        "experiments.report.stages",
        "measures.amounts",
        "words.numbers",
        "words.settings",
    ],
)
def test_examples_are_true(name: str) -> None:
    found = doctest.testmod(importlib.import_module(f"govsim.{name}"))
    assert found.attempted
    assert not found.failed


def test_curves_of_several_scenarios_stand_in_one_table_that_names_the_baseline_once() -> None:
    scenarios = (*TWO, "mission_led")
    report = report_of(made("levers", scenarios=scenarios, figures=({"kind": "curve", "x": "pool"},)))
    table, changes = next(part for part in report.parts if part.key == "curve").tables
    assert table.caption == "The difference in public value from classroom small, units"
    assert [column.heading for column in table.columns] == ["Pooled funding", "Siloed", "Mission-led"]
    assert [row[0] for row in changes.rows] == [
        "the difference in public value (siloed less classroom small)",
        "the difference in public value (mission-led less classroom small)",
        "the difference in public value (mission-led less siloed)",
    ]


def test_what_one_world_cannot_tell_has_no_column_in_the_table_of_differences() -> None:
    report = report_of(made("arms", replicates=1, figures=({"kind": "differences"},)))
    part = next(part for part in report.parts if part.key == "differences")
    assert [column.heading for column in part.tables[0].columns] == [
        "Against classroom small",
        "Outcome, unit",
        "Difference",
        "Per cent",
    ]
    assert part.drawing is None
    assert "nothing is decided" in part.notes[0]


def test_a_map_says_what_its_shades_and_marks_mean_and_equal_is_not_marked_as_clear() -> None:
    (part,) = (part for part in report_of(made("map")).parts if part.key == "heat-map")
    assert "Blue: better; orange: worse." in part.caption
    assert "=: too little to matter" in part.caption
    either = made("map", outcomes=("reported_progress",))
    (part,) = (part for part in report_of(either).parts if part.key == "heat-map")
    assert "Blue: higher; orange: lower." in part.caption
    assert part.drawing is not None
    assert part.drawing().count(">0.000=</text>") == 15
    (part,) = (part for part in report_of(either).parts if part.key == "differences")
    assert "Higher in % of worlds" in [column.heading for column in part.tables[0].columns]


def test_differences_that_are_too_small_to_matter_have_pale_shades() -> None:
    small = planted(lambda factors, arm, noise: 0.001 * arm * factors["pool"] + 0 * noise, **MADE["map"])
    (part,) = (part for part in report_of(small).parts if part.key == "heat-map")
    assert part.drawing is not None
    shades = re.findall(r'fill="(?:#|rgb\()([^")]+)', part.drawing())
    assert not any(shade.upper() in ("0072B2", "0, 114, 178") for shade in shades)


def test_numbers_stay_in_the_line_of_the_word_before_them() -> None:
    page = html_of(report_of(made("map")))
    assert re.search("<t(?:ext|span)[^>]*>[^<]*pooled funding\N{NO-BREAK SPACE}0.5", page)
    assert re.search('scope="row">[^<]*pooled funding\N{NO-BREAK SPACE}0.5', page)


def test_shares_have_a_minus_of_their_own_and_none_before_nothing() -> None:
    assert per_cent_cell(Interval(-0.004, -0.043, 0.07)) == "0 (−4 to 7)"


@pytest.mark.parametrize("name", MADE)
def test_one_world_of_a_point_is_enough_for_a_report(name: str) -> None:
    report = report_of(made(name, replicates=1))
    assert [part.key for part in report.parts] == [part.key for part in report_of(made(name)).parts]
    assert all(part.sentences for part in report.parts)
    assert not re.search(r"\bnan\b", html_of(report))


def test_the_answer_has_a_few_sentences_of_the_findings() -> None:
    report = report_of(made("factorial"))
    assert len(report.answer) == 4
    told = [sentence for part in report.parts for sentence in part.sentences]
    assert set(report.answer) <= set(told)
    assert any("sum of its parts" in sentence for sentence in report.answer)


def test_markdown_and_json_say_the_same_as_the_page() -> None:
    report = report_of(made("map"))
    text = markdown_of(report)
    document = json.loads(json.dumps(report.document(), allow_nan=True))
    assert [finding["key"] for finding in document["findings"]] == [part.key for part in report.parts]
    assert document["answer"] == list(report.answer)
    for part, finding in zip(report.parts, document["findings"], strict=True):
        assert f"\n## {part.heading}\n" in text
        assert finding["sentences"] == list(part.sentences)
        assert finding["numbers"]
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len(rows) == sum(len(table.rows) + 2 for part in report.parts for table in part.tables)


def test_what_a_person_wrote_is_shown_and_not_obeyed() -> None:
    question = "Is <script>alert(1)</script> & | *more*?"
    failures = (Failure(1, "failed", "ValueError: <b>&</b>"),)
    report = report_of(replace(made("arms", question=question), failures=failures))
    page, text = html_of(report), markdown_of(report)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "&lt;b&gt;&amp;&lt;/b&gt;" in page
    assert "<script" not in text
    assert "\\| \\*more\\*" in text


def test_failures_are_named_with_the_command_that_shows_them_again() -> None:
    report = report_of(replace(made("arms"), failures=(Failure(1, "failed", "ValueError: no"),)))
    (failed,) = report.failures
    assert failed.replay == "govsim experiment replay results/planted 1"
    assert failed.replay in html_of(report)
    assert any("1 runs failed" in sentence or "1 run failed" in sentence for sentence in report.how_sure)


def test_a_report_of_what_is_not_finished_says_so() -> None:
    report = report_of(replace(made("arms"), is_complete=False))
    assert any("not finished" in sentence for sentence in report.how_sure)


def looked(replicates: int, widest: float | None, enough: int | None = None, goes_on: bool = True) -> Stage:
    return Stage(
        block=replicates // 20 - 1,
        replicates=replicates,
        outcome="public_value",
        half_width=0.05,
        widest=widest,
        enough=enough,
        goes_on=goes_on,
    )


SURE, UNSURE = looked(40, 0.0421, 37, False), looked(40, 0.0612, None, False)


def stopped(*stages: Stage) -> Planted:
    class Stopped(Planted):
        @property
        def replicates(self) -> int:
            return stages[-1].replicates

    plan = made("arms", stopping={"most": 400}).plan
    return Stopped(plan, {"public_value": slope}, stages=stages, is_complete=not stages[-1].goes_on)


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (SURE, "within ±0.05 units, and stayed so: 37 of the 40 that were run were enough"),
        (looked(40, 0.0421, 40, False), "and stayed so: 40 were enough"),
        (UNSURE, "the most allowed worlds (40)"),
    ],
)
def test_a_report_says_why_no_more_worlds_were_run(last: Stage, words: str) -> None:
    report = report_of(stopped(last))
    assert any(words in sentence for sentence in report.how_sure)


def test_every_look_of_a_stopping_rule_is_told_with_what_it_saw_and_why_it_went_on() -> None:
    seen = (looked(20, None), looked(40, 0.0621), looked(60, 0.0497), looked(80, 0.0421, 58, False))
    report = report_of(stopped(*seen))
    part = report.parts[-1]
    assert part.key == "stages"
    assert part.tables[0].rows == (
        ("20", "–", "Went on: too few worlds without a failed run"),
        ("40", "0.0621", "Went on: more than ±0.05"),
        ("60", "0.0497", "Went on: precise enough, but not for long enough yet"),
        ("80", "0.0421", "Stopped: precise enough from 58 worlds on"),
    )
    assert "from 58 worlds on; it was seen at the look after 80 worlds (4 looks in all)" in part.sentences[1]
    assert not set(part.sentences) & set(report.answer)
    assert part.document["stages"][2]["widest"] == 0.0497
    assert all(row[2] in " ".join(read(html_of(report)).said) for row in part.tables[0].rows)


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (UNSURE, "It never was: after 1 look it stopped at 40 worlds, the most that were allowed."),
        (looked(40, 0.0612), "It has not stopped yet: 1 look so far, the last after 40 worlds."),
    ],
)
def test_a_stopping_rule_that_was_never_content_is_told_as_such(last: Stage, words: str) -> None:
    assert words in report_of(stopped(last)).parts[-1].sentences


def test_only_a_stopping_rule_has_looks() -> None:
    assert "stages" not in {part.key for part in report_of(made("arms")).parts}


def test_nothing_is_said_before_a_world_is_complete() -> None:
    class Nothing(Planted):
        @property
        def replicates(self) -> int:
            return 0

    with pytest.raises(InputError, match="at least one complete block of worlds, found none yet"):
        report_of(Nothing(made("arms").plan, {}))


def test_figures_are_told_as_asked_under_their_own_headings_twice_if_need_be() -> None:
    asked = ({"kind": "factorial", "title": "First & foremost"}, {"kind": "factorial", "outcome": "progress"})
    report = report_of(made("factorial", figures=asked))
    assert [part.key for part in report.parts] == ["factorial", "factorial-2", "differences"]
    assert report.parts[0].heading.startswith("First & foremost: public value: the whole is ")
    assert "First &amp; foremost" in html_of(report)


def sentences_of(page: str) -> list[str]:
    paragraphs = re.findall(r"<(?:p|li|dd|h2|figcaption)[^>]*>(.*?)</(?:p|li|dd|h2|figcaption)>", page)
    return [
        one for text in paragraphs for one in re.split(r"(?<=\.)\s+(?=[A-Z])", text) if one.count(" ") > 3
    ]


@pytest.mark.parametrize("name", MADE)
def test_a_page_says_no_sentence_twice_and_names_sources_by_author_and_year(name: str) -> None:
    report = report_of(made(name))
    page = html_of(report)
    told = sentences_of(page)
    assert len(told) > 5
    assert sorted(told) == sorted(set(told))
    for text in (
        re.sub(r'id="[^"]*"', "", page),
        markdown_of(report),
        json.dumps(report.document()["findings"]),
    ):
        written = re.sub(r"\\", "", text)
        assert not [key for key in references() if re.search(rf"\b{key}\b", written)]
    assert "Shapley 1953" in page or name != "factorial"


def test_page_one_says_what_is_measured_in_which_unit_and_from_where_it_matters() -> None:
    report = report_of(made("arms", outcomes=("public_value", "progress", "core_services", "effectiveness")))
    told = dict(report.units)
    assert (
        "A fall of mean need by 0.1, on a scale from 0 to 1, adds 0.5 units." in told["Public value, units"]
    )
    assert "need on a scale from 0 to 1 falls from 0.45 to 0.44" in told["Progress on outcomes, need points"]
    assert told["Core services, index"].endswith("A difference matters from 0.0025 of the index.")
    assert "A difference matters from 1 percentage point." in " ".join(told.values())
    assert html_of(report).index("Measures and units") < html_of(report).index("How sure is it?")


def test_headings_are_answers() -> None:
    report = report_of(made("factorial", figures=({"kind": "factorial"}, {"kind": "differences"})))
    assert [part.heading.partition(",")[0] for part in report.parts] == [
        "Public value: the whole is the sum of its parts",
        "In public value 7 of 7 are better than classroom small",
    ]
    (arms,) = (part for part in report_of(made("arms")).parts if part.key == "differences")
    assert arms.heading == "Siloed is worse than classroom small in public value"


def test_long_tables_stand_at_the_end_folded() -> None:
    page = html_of(report_of(made("map", factors=({**CROSS, "steps": 8}, {**POOL, "steps": 8}))))
    assert '<section id="tables">' in page
    assert "<details><summary>Every place of the map: 64 rows</summary>" in page


@pytest.mark.parametrize("ending", ["html", "md", "json"])
def test_a_report_is_written_in_the_form_that_its_name_says(ending: str, tmp_path: Path) -> None:
    file = save_report(report_of(made("arms")), tmp_path / f"told.{ending}")
    begins = {"html": "<!DOCTYPE html>", "md": "# ", "json": "{"}[ending]
    assert file.read_text(encoding="utf-8").startswith(begins)


def test_a_form_that_is_not_known_is_refused() -> None:
    (problem,) = report_problems(Path("told.pdf"), "--output")
    assert ".html, .md or .json" in str(problem)
