"""*Experiments* without a browser: what is listed, what is read, and where its points open."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from govsim.app import offered as offered_module
from govsim.app.address import restored
from govsim.app.compare.request import KEYS as COMPARE_KEYS
from govsim.app.experiments.listed import checked_name, listed, names_inside, signature
from govsim.app.experiments.opened import opened_results
from govsim.app.experiments.points import points_of
from govsim.app.offered import Offered
from govsim.documents.html import html_of
from govsim.errors import InputError
from govsim.experiments.report.report import report_of
from govsim.experiments.results import open_results
from govsim.experiments.run import run_experiment
from tests import program
from tests.faces.app.put_together import Drawn, OneAtOnce, wait_for
from tests.tiny_experiments import tiny

LEVERS = [
    {"name": "pooled_funding", "path": "levers.pooled_funding", "values": [0.0, 0.4]},
    {"name": "slack", "path": "uncertainties.slack", "values": [0.05, 0.2]},
]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with complete results, some still running, damaged ones, others, and a link that leads out of it."""
    folder = tmp_path_factory.mktemp("results")
    run_experiment(
        tiny(name="levers", factors=LEVERS, question="Does it pay?"), output=folder, jobs=1, runs_of_a_chunk=8
    )
    run_experiment(tiny(name="arms", scenarios=["siloed", "layered"]), output=folder, jobs=1)
    (levers,) = folder.glob("levers-*")
    levers.rename(folder / "levers")
    (arms,) = folder.glob("arms-*")
    arms.rename(folder / "arms")
    shutil.copytree(folder / "levers", folder / "running")
    for chunk in sorted((folder / "running" / "chunks").iterdir())[1:]:
        chunk.unlink()
    shutil.copytree(folder / "levers", folder / "broken")
    manifest = folder / "broken" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"seed": 0', '"seed": 1'))
    (folder / "notes").mkdir()
    outside = tmp_path_factory.mktemp("outside") / "secret"
    shutil.copytree(folder / "levers", outside)
    (folder / "linked").symlink_to(outside)
    return folder


@pytest.fixture
def given(results: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(offered_module, "_offered", Offered(results=results))
    return results


def test_results_are_listed_in_the_words_of_the_terminal(results: Path) -> None:
    found = {one.name: one for one in listed(str(results), signature(results))}
    assert set(found) == {"levers", "arms", "running", "broken"}
    assert found["levers"].question == "Does it pay?"
    assert found["levers"].runs == "24 of 24"
    said = program.invoked("experiment", "results", results, columns=400).output
    for one in found.values():
        assert (one.problem or one.state) in " ".join(said.replace(f"{results}/", "").split())
    assert "it was changed" in found["broken"].problem
    assert not found["broken"].readable


@pytest.mark.parametrize(
    "name", ["..", "../outside", "linked", "notes", "/etc", "levers/chunks", "levers/../arms", ".", "%2e%2e"]
)
def test_only_folders_of_results_directly_inside_are_opened(given: Path, name: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(name)}$"):
        checked_name(name)
    assert checked_name("levers") == "levers"
    assert names_inside(given) == ("arms", "broken", "levers", "running")


def test_without_a_folder_nothing_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offered_module, "_offered", Offered())
    with pytest.raises(ValueError, match="levers"):
        checked_name("levers")
    page = Drawn(OneAtOnce(), monkeypatch, path="/experiments")
    assert "govsim app --results results" in page.html()
    page.rendered.close()


def test_the_report_is_that_of_the_terminal_without_paths_of_the_machine(results: Path) -> None:
    opened = opened_results(str(results), "levers", 0.0)
    document = report_of(open_results(results / "levers"))
    for sentence in document.answer:
        assert sentence in opened.html
    assert str(results) in html_of(document)
    assert str(results) not in opened.html


def test_damaged_results_are_an_error_without_paths_of_the_machine(results: Path) -> None:
    with pytest.raises(
        InputError, match=r"^broken/manifest\.json: expected a request with the identity"
    ) as raised:
        opened_results(str(results), "broken", 0.0)
    assert str(results) not in str(raised.value)


def test_runs_that_are_added_change_the_signature(results: Path, tmp_path: Path) -> None:
    before = signature(results)
    assert signature(results) == before
    chunk = next((results / "levers" / "chunks").iterdir())
    shutil.copy(chunk, tmp_path / "kept")
    chunk.unlink()
    assert signature(results) != before
    shutil.copy(tmp_path / "kept", chunk)


def test_a_point_opens_with_its_levers_and_what_a_link_cannot_hold_is_named(results: Path) -> None:
    found = open_results(results / "levers")
    points = points_of(found)
    assert len(points) == 4
    for row, point in enumerate(points):
        levers = restored(point.explore).session.now.levers
        assert levers == found.plan.work.scenario(0, found.plan.rows[row]).levers
        assert any(part.endswith(f" {found.plan.rows[row][1]:g}") for part in point.left_out)
        assert any(part.startswith("horizon ") for part in point.left_out)
        assert found.plan.address(point.run).point == row


def test_a_point_is_compared_with_its_baseline(results: Path) -> None:
    siloed, layered, *_ = points_of(open_results(results / "arms"))
    assert siloed.compare == ""
    assert restored(layered.compare, COMPARE_KEYS).left_out == ()
    assert parse_qs(layered.compare) == {"arrangement": ["layered"], "arms": ["siloed,now"]}


def test_the_command_of_a_point_repeats_one_of_its_runs(
    results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(results)
    point = points_of(open_results(results / "levers"))[3]
    said = program.invoked("experiment", "replay", "levers", point.run)
    assert said.exit_code == 0
    assert "bit for bit" in " ".join(said.output.split())


def test_the_page_lists_results_and_opens_the_one_that_is_pressed(
    given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Drawn(OneAtOnce(), monkeypatch, path="/experiments")
    wait_for(lambda: "Choose results above" in page.html())
    assert [row["name"] for row in page.part("rows").rows][-1] == "broken"
    page.move("rows", name="results", value="levers", number=1)
    wait_for(lambda: "Does it pay?" in page.html())
    assert "data-picture" in page.html()
    assert "govsim experiment replay levers 0" in page.html()
    page.move("rows", name="results", value="../outside", number=2)
    assert page.part("rows").values == {"results": "levers"}
    page.rendered.close()
