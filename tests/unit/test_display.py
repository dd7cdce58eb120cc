"""Results show themselves: one line in a terminal, a page in a notebook, a table and a chart."""

from __future__ import annotations

import copy
import pickle
import re
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import govsim
from govsim.errors import InputError
from govsim.experiments.run import ExecutionOptions, begin
from govsim.named import Named
from govsim.replay.replay import replay
from govsim.world.network import build_network
from tests.tiny_claims import TINY
from tests.tiny_experiments import tiny

SMALL = "classroom_small"


@pytest.fixture(scope="module")
def comparison() -> govsim.Comparison:
    first = govsim.load_scenario(SMALL).replace(horizon=8, warm_up=4)
    other = first.replace(name="open", levers={"central_control": 0.1})
    return govsim.compare([first, other], replicates=4, seed=3)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> govsim.Results:
    return govsim.run_experiment(tiny(), output=tmp_path_factory.mktemp("results"), jobs=1)


@pytest.fixture(scope="module")
def shown(
    comparison: govsim.Comparison, results: govsim.Results, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    stated = tmp_path_factory.mktemp("claims") / "stated.toml"
    stated.write_text(TINY, encoding="utf-8")
    run = comparison.runs[0]
    land = comparison.land_of(run)
    return {
        "run": run,
        "comparison": comparison,
        "difference": comparison.differences()[0],
        "results": results,
        "report": govsim.comparison_report(comparison),
        "scenario": run.scenario,
        "experiment": results.plan.experiment,
        "places": land,
        "network": build_network(run.scenario, land),
        "explanation": govsim.explain(*(one.scenario for one in comparison), replicates=2),
        "validation": govsim.validate("law 1", worlds=2, jobs=1),
        "claims": govsim.claims(10, jobs=1, file=stated),
        "replay": replay(run, actor="council:hillford", quarter=1),
        "model": govsim.GovernanceModel(SMALL, rng=1),
    }


KINDS = (
    *("run", "comparison", "difference", "results", "report", "scenario", "experiment", "places", "network"),
    *("explanation", "validation", "claims", "replay", "model"),
)
WITH_A_PAGE = (
    *("run", "comparison", "results", "report", "scenario", "experiment", "places", "explanation"),
    *("validation", "claims"),
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_result_is_one_line(shown: dict[str, Any], kind: str) -> None:
    line = repr(shown[kind])
    assert line == str(shown[kind]) or kind == "model"
    assert line.startswith(f"<{type(shown[kind]).__name__}: ")
    assert "\n" not in line
    assert len(line) < 300


def test_a_line_says_what_it_is(shown: dict[str, Any]) -> None:
    assert repr(shown["run"]) == "<Run: classroom_small in 4 worlds over 8 quarters, seed 3>"
    assert repr(shown["comparison"]) == (
        "<Comparison: classroom_small and open in 4 worlds over 8 quarters, seed 3>"
    )
    assert "complete, in " in repr(shown["results"])
    assert repr(shown["model"]) == "<GovernanceModel: classroom_small at quarter 0, seed 1>"


class _Reader(HTMLParser):
    """Collects tags, ids and references; checks that every element is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.references: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("br", "meta"):
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(str(value))
            elif name in ("href", "src"):
                self.references.append(str(value))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


@pytest.mark.parametrize("kind", WITH_A_PAGE)
def test_a_notebook_shows_a_page_that_touches_nothing_else(shown: dict[str, Any], kind: str) -> None:
    page = shown[kind]._repr_html_()
    found, again = read(page), read(shown[kind]._repr_html_())
    assert not {"html", "head", "body", "script", "link", "iframe", "meta", "img"} & set(found.tags)
    assert all(target.startswith("#") for target in found.references)
    assert {target[1:] for target in found.references if target != "#"} <= set(found.ids)
    assert len(found.ids) == len(set(found.ids))
    assert not set(found.ids) & set(again.ids), "two outputs of one notebook share an anchor"
    style = page[page.index("<style>") + len("<style>") : page.index("</style>")].strip()
    assert style.startswith(":is(.govsim-page")
    assert style.endswith("}")
    assert style.count("{") == style.count("}")
    assert "@page" not in style
    assert not re.search(r"(?m)^\s*(body|:root|html)\b", style)


def test_the_page_of_a_comparison_is_its_report(comparison: govsim.Comparison) -> None:
    report = govsim.comparison_report(comparison)
    page = comparison._repr_html_() or ""
    for sentence in report.answer:
        assert sentence.replace("'", "&#x27;") in page
    assert page.count("<svg") >= 3


def test_a_run_on_places_that_are_not_at_hand_has_a_page(comparison: govsim.Comparison) -> None:
    elsewhere = replace(comparison.runs[0], places_name="another country")
    assert "another country" in (elsewhere._repr_html_() or "")


def test_an_experiment_without_a_complete_world_is_its_line(tmp_path: Path) -> None:
    begun = govsim.open_results(begin(tiny(), tmp_path, ExecutionOptions()))
    assert begun._repr_html_() is None
    assert "0 runs, not complete" in repr(begun)
    with pytest.raises(InputError, match="at least one complete block"):
        begun.plot()


@pytest.mark.parametrize("kind", ["run", "comparison", "results"])
def test_a_result_is_a_table_and_a_chart(shown: dict[str, Any], kind: str) -> None:
    result = shown[kind]
    table, frame = result.to_arrow(), result.to_pandas()
    assert list(frame.columns) == table.column_names
    assert len(frame) == table.num_rows > 0
    chart = result.plot().to_dict()
    assert chart["$schema"].startswith("https://vega.github.io/schema/vega-lite/")


def test_the_table_of_a_comparison_names_the_scenarios(comparison: govsim.Comparison) -> None:
    frame = comparison.to_pandas()
    assert list(frame["scenario"].unique()) == ["classroom_small", "open"]
    own = comparison.runs[1].to_pandas()
    there = frame[frame["scenario"] == "open"].drop(columns="scenario").reset_index(drop=True)
    assert there.equals(own)


def test_without_the_extra_the_remedy_is_said_and_the_page_has_no_drawings(
    comparison: govsim.Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govsim.documents.charts.find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"pip install 'govsim\[plot\]'"):
        comparison.plot()
    page = comparison._repr_html_() or ""
    assert "<svg" not in page
    assert "Charts need the extra" in page


def test_without_pandas_the_remedy_is_said(
    comparison: govsim.Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    for result in (comparison, comparison.runs[0]):
        with pytest.raises(InputError, match=r"use \.to_arrow\(\)"):
            result.to_pandas()


MAPPINGS = {
    "measures": ("publc", "public_value"),
    "along_axes": ("progress_by_outcom", "progress_by_outcome"),
    "pound": ("efective", "effective"),
    "assumptions": ("elasticty", "elasticity"),
}


@pytest.mark.parametrize("name", MAPPINGS)
def test_a_wrong_name_is_answered_with_the_nearest(comparison: govsim.Comparison, name: str) -> None:
    wrong, right = MAPPINGS[name]
    with pytest.raises(KeyError, match=f"Did you mean .*'{right}'"):
        getattr(comparison.runs[0], name)[wrong]


def test_wrong_names_of_measures_are_answered_wherever_they_are_given(
    comparison: govsim.Comparison,
) -> None:
    run = comparison.runs[0]
    for ask in (
        run.measure, run.at_end, run.label, comparison.smallest_effect, comparison.ranking,
        lambda name: comparison.mean(run, name), lambda name: comparison.difference(name, run, run),
        govsim.GovernanceModel(SMALL, rng=1).run(1).measures.__getitem__,
    ):  # fmt: skip
        with pytest.raises(KeyError, match="Did you mean 'trust'"):
            ask("trusst")


def test_a_comparison_gives_its_runs_by_name_and_in_order(comparison: govsim.Comparison) -> None:
    assert comparison["open"] is comparison.runs[1]
    assert list(comparison) == list(comparison.runs)
    assert len(comparison) == 2
    by_name = comparison.difference("trust", "classroom_small", "open")
    assert by_name == comparison.difference("trust", *comparison)
    with pytest.raises(KeyError, match="no scenario 'opn'"):
        comparison["opn"]


def test_a_tilde_is_the_home_folder(
    comparison: govsim.Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    comparison.runs[0].save("~/run.parquet")
    assert govsim.load_run("~/run.parquet").seed == 3
    govsim.comparison_report(comparison).save("~/report.md")
    results = govsim.run_experiment(tiny(), output="~/results", jobs=1)
    assert govsim.open_results(f"~/results/{results.folder.name}").is_complete
    (tmp_path / "mine.toml").write_text('extends = "siloed"', encoding="utf-8")
    assert govsim.load_scenario("~/mine.toml").name == "mine"
    assert {path.name for path in tmp_path.iterdir()} == {"run.parquet", "report.md", "results", "mine.toml"}


def test_measures_of_the_other_kind_are_pointed_to(comparison: govsim.Comparison) -> None:
    run = comparison.runs[0]
    with pytest.raises(KeyError, match=r"run\.measure\('progress_by_outcome'\)"):
        run.measures["progress_by_outcome"]
    with pytest.raises(KeyError, match=r"run\.measures\['trust'\]"):
        run.along_axes["trust"]


def test_arrays_are_read_only_also_in_copies(
    comparison: govsim.Comparison, results: govsim.Results, tmp_path: Path
) -> None:
    run = comparison.runs[0]
    for one in (
        run, copy.deepcopy(run), pickle.loads(pickle.dumps(run)), govsim.load_run(run.save(tmp_path / "r.parquet"))
    ):  # fmt: skip
        for mapping in (one.measures, one.pound, one.along_axes, one.assumptions):
            for values in mapping.values():
                with pytest.raises(ValueError, match="read-only"):
                    values[:] = 0
        with pytest.raises(ValueError, match="read-only"):
            one.at_end("trust")[0] = 0
    with pytest.raises(ValueError, match="read-only"):
        results.outcome(results.plan.experiment.outcomes[0])[:] = 0
    with pytest.raises(ValueError, match="read-only"):
        build_network(run.scenario, comparison.land_of(run)).edges["bonds"].source[:] = 0
    with pytest.raises(TypeError):
        run.measures["trust"] = 0  # type: ignore[index]


def test_a_mapping_by_name_is_a_mapping() -> None:
    named = Named("measure", {"trust": 1, "need": 2})
    assert dict(named) == {"trust": 1, "need": 2}
    assert named | {"more": 3} == {"trust": 1, "need": 2, "more": 3}
    assert named == {"trust": 1, "need": 2}
    assert "trusst" not in named
    assert named.get("trusst") is None
    assert repr(named) == "<2 by measure: trust, need>"
    assert named._ipython_key_completions_() == ["trust", "need"]
