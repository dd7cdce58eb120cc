"""A new design, or a new figure, is one object and one place in a list; all that meets it knows what to do with it."""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from click.testing import CliRunner, Result
from numpy.typing import NDArray
from pydantic import Field

import govsim
from govsim.cli.main import govsim as program
from govsim.documents.document import Part
from govsim.documents.html import html_of
from govsim.errors import ExperimentError
from govsim.experiments.designs.catalogue import DESIGNS
from govsim.experiments.designs.design import Rows, SampledDesign
from govsim.experiments.experiment import FigureRequest
from govsim.experiments.factors import Factor
from govsim.experiments.figures.catalogue import FIGURES, kinds_of_figures, suited_to
from govsim.experiments.figures.figure import Figure, numbers, table_of, words
from govsim.experiments.load import load_experiment
from govsim.experiments.plan import Plan, planned
from govsim.experiments.report.report import report_of
from govsim.experiments.results_view import ResultsView, sample_of
from govsim.experiments.run import run_experiment
from tests.made_experiments import asked, planted
from tests.tiny_experiments import tiny

PACKAGE = Path(govsim.__file__).parent
CROSS = {"name": "cross", "path": "uncertainties.cross_cutting"}
POOL = {"name": "pool", "path": "levers.pooled_funding"}
TWO = ("classroom_small", "siloed")


class Random(SampledDesign):
    """Points drawn uniformly, each apart from all others."""

    kind: Literal["made_up"]
    points: int = Field(ge=2, le=1000, description="how many points are drawn")

    runs = "points drawn uniformly over all ranges"
    rows_in_words = "`points`"
    offers = frozenset({Rows.FAIR_SAMPLE})

    def size(self, factors: Sequence[Factor]) -> int:
        return self.points

    def unit(self, factors: int, seed: int) -> NDArray[np.float64]:
        return np.random.Generator(np.random.PCG64(seed)).random((self.points, factors))


def spread_part(view: ResultsView, figure: FigureRequest) -> Part:
    sample = sample_of(view, figure.outcome, figure.scenario)
    low, high = sample.values_n.min(), sample.values_n.max()
    ends = [("lowest", low), ("highest", high)]
    table = table_of(
        "Ends", ends, words("End", lambda end: end[0]), numbers("Value", lambda end: f"{end[1]:.3f}")
    )
    return Part("spread", "How far it spreads", (f"From {low:.3f} to {high:.3f}.",), "", (table,))


def is_fair(plan: Plan) -> bool:
    return plan.experiment.design.is_fair_sample


SPREAD = Figure(
    kind="spread",
    shows="how far a difference spreads over sampled worlds",
    part=spread_part,
    rows=frozenset({Rows.FAIR_SAMPLE}),
    suits=is_fair,
)


@pytest.fixture(autouse=True)
def _registered() -> Iterator[None]:
    DESIGNS.append(Random)
    FIGURES.append(SPREAD)
    yield
    DESIGNS.remove(Random)
    FIGURES.remove(SPREAD)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "mine.toml"
    place.write_text(
        'scenarios = ["classroom_small", "siloed"]\nreplicates = 2\nchanges = {warm_up = 4, horizon = 3}\n'
        '[design]\nkind = "made_up"\npoints = 6\n[[factors]]\npath = "uncertainties.slack"\n'
        '[[figures]]\nkind = "spread"\n'
    )
    return place


def experiment_command(*arguments: str | Path) -> Result:
    return CliRunner(env={"COLUMNS": "200"}).invoke(program, ["experiment", *map(str, arguments)])


def test_a_new_design_is_checked_with_its_own_options(file: Path) -> None:
    assert "6 rows × 2 scenarios × 2 worlds = 24 runs" in experiment_command("check", file).output
    file.write_text(file.read_text().replace("points = 6", "points = 1"))
    with pytest.raises(
        ExperimentError, match=r"line 6, design\.points: expected a whole number from 2 to 1,000"
    ):
        load_experiment(file)
    file.write_text(file.read_text().replace("points = 1", "point = 2"))
    with pytest.raises(ExperimentError, match=r"line 6, design\.point: .* Did you mean 'points'\?"):
        load_experiment(file)


def test_what_a_figure_needs_is_asked_of_the_new_design_and_the_other_way_round() -> None:
    random = {"kind": "made_up", "points": 4}
    for kind in ("win_regions", "pawn", "spread"):
        asked(scenarios=TWO, factors=(CROSS,), design=random, figures=({"kind": kind},))
    with pytest.raises(ValueError, match="expected a design of kind grid or list, found 'made_up'"):
        asked(
            factors=(CROSS, POOL), design=random, figures=({"kind": "heat_map", "x": "cross", "y": "pool"},)
        )
    grid = {"factors": ({**CROSS, "values": (0.0, 1.0)},), "figures": ({"kind": "spread"},)}
    with pytest.raises(
        ValueError, match="expected a design of kind latin_hypercube or random or sobol or made_up"
    ):
        asked(**grid)


def test_a_new_design_and_a_new_figure_are_shown(file: Path) -> None:
    said = " ".join(experiment_command("show", file).output.split())
    assert "Design: points drawn uniformly over all ranges" in said
    assert "spread: how far a difference spreads over sampled worlds" in said


def test_a_new_design_runs_is_kept_and_is_reported(tmp_path: Path) -> None:
    design = {"kind": "made_up", "points": 5}
    factors = [{"name": "slack", "path": "uncertainties.slack"}]
    scenarios = ["classroom_small", "siloed"]
    results = run_experiment(
        tiny(scenarios=scenarios, factors=factors, design=design, replicates=2, trajectories=[]),
        output=tmp_path,
    )
    again = govsim.open_results(results.folder)
    assert again.plan.experiment.design == Random(kind="made_up", points=5)
    assert again.plan.rows == results.plan.rows
    report = report_of(again)
    (part,) = (part for part in report.parts if part.key == "differences")
    assert len(part.document["outcomes"][0]["differences"]) == 1
    assert part.document["outcomes"][0]["differences"][0]["worlds"] == 5


def test_a_report_on_a_fair_sample_has_what_suits_one_and_does_not_take_worlds_for_arms() -> None:
    known = {"scenarios": TWO, "factors": (CROSS, POOL), "replicates": 2}
    report = report_of(
        planted(
            lambda row, arm, noise: noise + arm * row["cross"],
            design={"kind": "made_up", "points": 60},
            **known,
        )
    )
    assert [part.key for part in report.parts] == [
        "differences",
        "win-regions",
        "regret",
        "gains-and-losses",
        "spread",
    ]
    assert "60 sets of assumptions, each in 2 worlds" in report.how_sure[0]
    assert not any("comparisons" in sentence for sentence in report.answer)
    page = html_of(report)
    assert "How far it spreads" in page
    latin = planned(asked(design={"kind": "latin_hypercube", "points": 60}, **known))
    assert [figure.kind for figure in suited_to(latin)] == [
        figure.kind for figure in suited_to(planned(asked(design={"kind": "made_up", "points": 60}, **known)))
    ]


def test_a_new_design_and_a_new_figure_are_documented(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(PACKAGE.parents[1] / "docs"), *sys.path])
    page = importlib.import_module("experiment_keys").experiment_keys_page()
    assert (
        "| `made_up` | points drawn uniformly over all ranges | `points` | `points`: how many points are drawn |"
        in page
    )
    assert (
        "| `spread` | how far a difference spreads over sampled worlds | "
        "a design of kind latin_hypercube or random or sobol or made_up |" in page
    )


def test_no_module_decides_by_the_name_of_a_design_or_figure() -> None:
    kinds = {design.name() for design in DESIGNS} | {*kinds_of_figures()}
    rooms = (PACKAGE / "experiments", PACKAGE / "cli" / "experiment")
    files = [file for room in rooms for file in room.rglob("*.py")]
    decided = [
        f"{file.relative_to(PACKAGE)}, line {line}: {', '.join(names)}"
        for file in [*files, *(PACKAGE / "cli").glob("*.py")]
        for line, names in decisions(ast.parse(file.read_text(encoding="utf-8")), kinds)
        if names != {file.stem}
    ]
    assert files
    assert not decided
    (found,) = decisions(ast.parse('if design.kind in ("grid", "morris"):\n    pass\n'), kinds)
    assert found == (1, {"grid", "morris"})


def decisions(tree: ast.Module, kinds: set[str]) -> Iterator[tuple[int, set[str]]]:
    """Lines that compare with names of kinds, or have a table by two of them or more."""
    for node in ast.walk(tree):
        parts: list[ast.expr | None] = []
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.MatchValue):
            parts = [node.value]
        elif isinstance(node, ast.Dict) and len(node.keys) > 1:
            parts = list(node.keys)
        inside = [
            element
            for part in parts
            if part is not None
            for element in (part.elts if isinstance(part, ast.Tuple | ast.List | ast.Set) else [part])
        ]
        names = {one.value for one in inside if isinstance(one, ast.Constant) and one.value in kinds}
        if names and (not isinstance(node, ast.Dict) or len(names) > 1):
            yield node.lineno, names
