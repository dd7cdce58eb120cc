"""The report of a comparison: the numbers of the comparison itself, in words, tables and drawings."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import govsim
from govsim.comparison.compare import Comparison
from govsim.comparison.gains import changes
from govsim.comparison.ranking import HEADLINES, SHOWN
from govsim.documents.html import html_of
from govsim.documents.markdown import markdown_of
from govsim.experiments.compared import Compared
from govsim.experiments.outcomes import outcomes_of
from govsim.measures.amounts import figure, span
from govsim.measures.catalogue import MEASURES
from govsim.words.names import arrangement_words
from tests.html_pages import read

SMALL = {"extends": "classroom_small", "warm_up": 4, "horizon": 8, "smallest_effect": {"progress": 0.0001}}
LEVERS: tuple[dict[str, float], ...] = (
    {"pooled_funding": 0.0},
    {"pooled_funding": 0.5},
    {"pooled_funding": 1.0, "central_control": 0.0},
    {"community_voice": 1.0},
    {"target_pressure": 1.0},
    {"learning_loop": 1.0},
)


def arms(count: int) -> list[dict[str, Any]]:
    return [
        {**SMALL, "name": f"arm_{place}", "levers": levers} for place, levers in enumerate(LEVERS[:count])
    ]


@pytest.fixture(scope="module")
def three() -> Comparison:
    return govsim.compare(arms(3), replicates=6, seed=2)


@pytest.fixture(scope="module")
def one_world() -> Comparison:
    return govsim.compare(arms(2), replicates=1)


def part(report: govsim.Report, key: str) -> Any:
    return next(one for one in report.parts if one.key == key)


def test_it_says_exactly_what_the_comparison_found(three: Comparison) -> None:
    report = govsim.comparison_report(three)
    told = {
        (one["measure"], one["scenario"], one["baseline"]): one
        for one in part(report, "differences").document["differences"]
    }
    assert len(told) == len(HEADLINES) * 3
    rows = part(report, "differences").tables[0].rows
    for name in HEADLINES:
        for baseline, run in three.pairs():
            own = three.difference(name, baseline, run)
            names = [arrangement_words(one.scenario.name) for one in (run, baseline)]
            found = told[(name, *names)]
            assert found["difference"] == vars(own.difference)
            assert found["verdict"] == own.verdict
            assert found["better"] == vars(own.better)
            assert (found["effect_size"], found["more_worlds"]) == (own.effect_size, own.more_worlds)
            measure, apart = MEASURES[name], own.difference
            words = f"{figure(apart.mean, measure, True)} ({span(apart, measure, True)})"
            (row,) = [
                row for row in rows if row[0] == " against ".join(names) and MEASURES[name].label in row[1]
            ]
            assert row[2] == words


def test_every_measure_of_the_text_stands_in_a_table_with_its_mean(three: Comparison) -> None:
    for names in (SHOWN, tuple(name for name, measure in MEASURES.items() if not measure.axis)):
        (table,) = part(govsim.comparison_report(three, measures=names), "measures").tables
        assert len(table.rows) == len(names)
        for name, row in zip(names, table.rows, strict=True):
            assert row[0].startswith(MEASURES[name].label)
            assert row[1] == figure(three.mean(three.runs[0], name).mean, MEASURES[name])
            assert row[3].startswith(figure(three.mean(three.runs[2], name).mean, MEASURES[name]))


def test_who_gains_and_loses_is_the_same_as_in_the_text(three: Comparison) -> None:
    told = part(govsim.comparison_report(three), "gains-and-losses").document["comparisons"]
    for run, found in zip(three.runs[1:], told, strict=True):
        own = {(one.kind, one.who): one.difference for one in changes(three, three.runs[0], run)}
        assert {kind for kind, _ in own} == {"Outcome", "Mission", "Department", "Region"}
        assert len(found["changes"]) == len(own)
        for change in found["changes"]:
            difference = own[change["kind"], change["who"]]
            assert change["difference"]["difference"] == vars(difference.difference)
            assert change["difference"]["verdict"] == difference.verdict
            assert change["difference"]["together"] == len(own)
        smallest = {
            one["difference"]["smallest_effect"] for one in found["changes"] if one["kind"] != "Department"
        }
        assert smallest == {0.0001}


def test_rank_weights_and_when_it_pays_are_those_of_the_comparison(three: Comparison) -> None:
    report = govsim.comparison_report(three)
    ranked = part(report, "ranking").document["public_value"]
    assert [one["chance_of_best"] for one in ranked] == [
        one.chance_of_best for one in three.ranking("public_value")
    ]
    at = part(report, "weights").document["at"]
    assert len(at) == 9
    own = [three.public_value_at(0.7, *pair).difference.mean for pair in three.pairs()]
    assert [one["difference"]["mean"] for one in at if one["weight"] == 0.7] == own
    levels = part(report, "when-it-pays").document["level_from"]
    of_progress = [one["quarter"] for one in levels if one["measure"] == "progress"]
    for pair, quarter in zip(three.pairs(), of_progress, strict=True):
        start = three.break_even("progress", *pair)
        assert quarter == (None if start is None else start + 1)


def test_courses_and_pounds_are_those_of_the_runs(three: Comparison) -> None:
    found = Compared(three)
    assert found.trajectory("progress").shape == (1, 3, 8, 6)
    assert np.array_equal(found.trajectory("progress")[0, 1], three.runs[1].measure("progress"))
    assert set(found.plan.columns) == set(outcomes_of(three.runs[0]))
    report = govsim.comparison_report(three)
    means = [course["mean"][-1] for course in part(report, "over-time").document["courses"][1]["courses"]]
    assert means == [pytest.approx(np.mean(run.at_end("progress"))) for run in three.runs]
    for run, shares in zip(three.runs, part(report, "pound").document["shares"], strict=True):
        assert {name: shares[name] for name in run.pound} == pytest.approx(run.pound_shares())


def test_the_page_has_everything_and_needs_nothing(three: Comparison) -> None:
    report = govsim.comparison_report(three, command="govsim compare <a> b c", told=["Who <decides>."])
    page = html_of(report)
    seen = read(page)
    text = " ".join("".join(seen.said).split())
    ids = [value for _, attribute, value in seen.attributes if attribute == "id"]
    assert len(ids) == len(set(ids))
    assert page.count("<svg") == 4 == sum(one.drawing is not None for one in report.parts)
    assert "<script" not in page
    for words in (
        "Pooled funding",
        "Which is best",
        "all 3 comparisons at once",
        "chance between worlds only",
        "Effect size",
        "Who <decides>.",
        "govsim compare <a> b c",
    ):
        assert words in text
    assert not re.search(r"\b(nan|inf)\b", text, re.IGNORECASE)
    assert all(
        len(row) == len(table.columns) for one in report.parts for table in one.tables for row in table.rows
    )


def test_of_one_world_nothing_is_decided(one_world: Comparison) -> None:
    report = govsim.comparison_report(one_world)
    text = " ".join("".join(read(html_of(report)).said).split()).replace("Better", "")
    assert "One world only: no intervals are given, and nothing is decided." in text
    assert "in this one world, which decides nothing" in text
    for word in (
        "95%",
        "better",
        "not known",
        "unrelated ones",
        "mean (nine in ten",
        "chance between worlds only",
        "share of worlds",
    ):
        assert word not in text
    assert not re.search(r"\b(nan|inf)\b", text + markdown_of(report), re.IGNORECASE)


def test_six_scenarios_all_stand_in_tables_that_fit(three: Comparison) -> None:
    report = govsim.comparison_report(govsim.compare(arms(6), replicates=3))
    for key in ("measures", "gains-and-losses", "over-time", "pound", "ranking", "levers"):
        tables = part(report, key).tables
        said = {column.heading for table in tables for column in table.columns}
        said |= {row[0] for table in tables for row in table.rows}
        assert {f"arm {place}" for place in range(6)} - {"arm 0"} <= said
    assert (
        max(len(table.columns) for key in ("measures", "over-time") for table in part(report, key).tables)
        <= 6
    )
    assert len(part(report, "differences").tables[0].rows) == 15 * len(HEADLINES)


def test_where_it_comes_from_invents_nothing(three: Comparison) -> None:
    told = dict(govsim.comparison_report(three).provenance)
    assert (told["Model"], told["Seed"]) == (f"govsim {govsim.__version__}", "2")
    assert told["Runs"] == "18: 3 scenarios × 6 replicates"
    assert "numpy" in told["With"]
    assert not {"Experiment", "Saved in", "Begun"} & set(told)
    older = replace(three, runs=tuple(replace(run, model_version="0.0.1") for run in three.runs))
    told = dict(govsim.comparison_report(older).provenance)
    assert told["Model"] == "govsim 0.0.1"
    assert not {"With", "On", "Code"} & set(told)


def test_markdown_and_json_have_the_same_findings(three: Comparison) -> None:
    report = govsim.comparison_report(three)
    document = json.loads(json.dumps(report.document()))
    assert [one["key"] for one in document["findings"]] == [one.key for one in report.parts]
    text = markdown_of(report)
    assert all(f"\n## {one.heading}\n" in text for one in report.parts)
    assert all(one["numbers"] for one in document["findings"])


def test_missions_of_one_key_that_aim_elsewhere_are_not_held_against_each_other() -> None:
    first = govsim.load_scenario({**SMALL, "name": "first"})
    aims = [mission.model_dump() for mission in first.missions]
    keys = [outcome.key for outcome in first.outcomes]
    aims[0]["goal"] = dict.fromkeys(keys, 1.0)
    second = first.replace(name="second", missions=aims)
    compared = govsim.compare([first, second], replicates=2)
    (told,) = [part(govsim.comparison_report(compared), "gains-and-losses").document]
    shown = [change["who"] for change in told["comparisons"][0]["changes"] if change["kind"] == "Mission"]
    assert shown == [mission.label for mission in first.missions[1:]]
    assert [one.who for one in changes(compared, *compared.runs) if one.kind == "Mission"] == shown
