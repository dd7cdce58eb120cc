"""More worlds, or fewer, of an experiment that is there: its runs are taken over, and are those of a fresh run."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from govsim.experiments.results import Results, open_results
from govsim.experiments.run import ExecutionOptions, begin, run_experiment
from govsim.experiments.store.lock import held
from tests.killed_at_a_step import killed_at_every_step
from tests.tiny_experiments import RUNS_OF_A_CHUNK, AtOnce, resume, running_experiment, tiny

POINTS = 2
SEQUENTIAL = {
    "replicates": 200,  # as if it were left out
    "stopping": {"first": 10, "look_ahead": 5, "most": 80, "half_width": 0.0002},
}
HORIZONS = [
    {"name": "horizon", "path": "horizon", "values": [2, 5, 3, 4, 6]},
    {"name": "slack", "path": "uncertainties.slack", "values": [0.05, 0.2]},
]


def run(
    output: Path, executor: AtOnce | None = None, runs_of_a_chunk: int = RUNS_OF_A_CHUNK, **changes: Any
) -> Results:
    asked = tiny(**changes)
    return run_experiment(
        asked, output=output, executor=executor or AtOnce(), runs_of_a_chunk=runs_of_a_chunk
    )


def is_as(found: Results, fresh: Results) -> bool:
    assert found.manifest["identity"] == fresh.manifest["identity"]
    in_order = "FROM trajectories ORDER BY run, quarter"
    trajectories = found.query(in_order).to_pandas(), fresh.query(in_order).to_pandas()
    return bool(found.runs().equals(fresh.runs())) and trajectories[0].equals(trajectories[1])


def worlds_made(executor: AtOnce) -> set[int]:
    return {replicate for chunk in executor.chunks for replicate in chunk.replicates}


def content(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def moments(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*")}


@pytest.mark.parametrize(
    ("first", "then", "chunks"),
    [
        (10, 24, (8, 8)),
        (8, 24, (8, 20)),
        (24, 10, (8, 8)),
        (24, 1, (20, 8)),
        (3, 5, (3, 64)),
        (5, 3, (64, 3)),
    ],
)
def test_worlds_that_are_there_are_taken_over_and_the_tables_are_those_of_a_fresh_run(
    first: int, then: int, chunks: tuple[int, int], tmp_path: Path
) -> None:
    fresh = run(tmp_path / "fresh", None, chunks[1], replicates=then)
    there = run(tmp_path / "results", None, chunks[0], replicates=first)
    before, executor = moments(there.folder), AtOnce()
    found = run(tmp_path / "results", executor, chunks[1], replicates=then)
    assert found.folder != there.folder
    assert is_as(found, fresh)
    assert worlds_made(executor) == set(range(first, then))
    assert found.reused == {there.folder.name: POINTS * min(first, then)}
    assert fresh.reused == {}
    assert moments(there.folder) == before


def test_chunks_of_other_rows_with_other_horizons_give_those_of_a_fresh_run(tmp_path: Path) -> None:
    changes: dict[str, Any] = {"factors": HORIZONS, "trajectories": ["progress", "core_services"]}
    changes["changes"] = {"warm_up": 4}  # and no horizon, which is moved
    fresh = run(tmp_path / "fresh", None, 16, replicates=8, **changes)
    there = run(tmp_path / "results", None, 12, replicates=3, **changes)
    assert fresh.plan.cut.rows not in (1, there.plan.cut.rows)
    executor = AtOnce()
    found = run(tmp_path / "results", executor, 16, replicates=8, **changes)
    assert is_as(found, fresh)
    assert worlds_made(executor) == set(range(3, 8))
    back = run(tmp_path / "back", None, 12, replicates=3, **changes)
    shutil.rmtree(there.folder)
    again = run(tmp_path / "results", executor := AtOnce(), 12, replicates=3, **changes)
    assert is_as(again, back)
    assert executor.made == []


def test_an_experiment_with_a_stopping_rule_takes_over_and_decides_as_one_from_nothing(
    tmp_path: Path,
) -> None:
    fresh = run(tmp_path / "fresh", **SEQUENTIAL)
    there = run(tmp_path / "results", replicates=20)
    found = run(tmp_path / "results", executor := AtOnce(), **SEQUENTIAL)
    assert is_as(found, fresh)
    assert worlds_made(executor) == set(range(20, fresh.replicates))
    assert found.reused == {there.folder.name: POINTS * 20}
    assert [file.read_bytes() for file in sorted((found.folder / "stages").iterdir())] == [
        file.read_bytes() for file in sorted((fresh.folder / "stages").iterdir())
    ]
    run(tmp_path / "results", executor := AtOnce(), replicates=30)
    assert worlds_made(executor) == set(range(fresh.replicates, 30))


@pytest.mark.parametrize(
    "changes", [{"outcomes": ("progress",)}, {"question": "Why?"}, {"smallest_effect": {"progress": 0.1}}]
)
def test_what_is_only_said_about_runs_may_differ(changes: dict[str, Any], tmp_path: Path) -> None:
    run(tmp_path)
    found = run(tmp_path, executor := AtOnce(), **changes)
    assert executor.made == []
    assert found.runs().num_rows == POINTS * 6


@pytest.mark.parametrize(
    "changes",
    [
        {"seed": 1},
        {"name": "tiny too", "changes": {"warm_up": 4, "horizon": 4}},
        {"trajectories": ["progress", "core_services"]},
        {"factors": [{"name": "slack", "path": "uncertainties.slack", "values": [0.05, 0.3]}]},
        {"scenarios": ["classroom_small", "siloed"]},
    ],
)
def test_what_runs_depend_on_may_not(changes: dict[str, Any], tmp_path: Path) -> None:
    run(tmp_path)
    found = run(tmp_path, executor := AtOnce(), **changes)
    assert len(executor.made) == found.runs().num_rows
    assert found.reused == {}


def test_runs_of_other_source_are_not_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from govsim.experiments.store import reading
    from govsim.runs import provenance

    run(tmp_path)
    for module in (provenance, reading):
        monkeypatch.setattr(module, "digest_of_code", lambda: "0" * 12)
    assert run(tmp_path, executor := AtOnce(), replicates=8).reused == {}
    assert worlds_made(executor) == set(range(8))


def torn(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-50])


def misnamed(file: Path) -> None:
    """Whole, but with the runs of another chunk."""
    shutil.copy(sorted(file.parent.iterdir())[0], file)


@pytest.mark.parametrize("spoil", [torn, misnamed, Path.unlink])
def test_what_is_spoilt_there_is_made_here(spoil: Any, tmp_path: Path) -> None:
    fresh = run(tmp_path / "fresh", replicates=16)
    there = run(tmp_path / "results", replicates=12)
    spoil(sorted((there.folder / "chunks").iterdir())[1])
    found = run(tmp_path / "results", executor := AtOnce(), replicates=16)
    assert is_as(found, fresh)
    assert sorted(executor.made) == [*range(8, 16), *range(20, 24), *range(28, 32)]


def test_worlds_from_one_that_crashed_on_are_made_again_in_its_chunk_alone(tmp_path: Path) -> None:
    fresh = run(tmp_path / "fresh", replicates=14)
    run(
        tmp_path / "results", AtOnce([2, 8]), replicates=12
    )  # world 2 of the first point, world 0 of the other
    found = run(tmp_path / "results", executor := AtOnce(), replicates=14)
    assert is_as(found, fresh)
    assert found.failures == ()
    assert sorted(executor.made) == [*range(2, 16), 20, 21, 26, 27]


def test_a_folder_that_is_at_work_or_cannot_be_read_hinders_nobody(tmp_path: Path) -> None:
    there = run(tmp_path, replicates=8)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "manifest.json").write_text("{")
    with held(there.folder / "lock"):
        found = run(tmp_path, executor := AtOnce(), replicates=12)
    assert worlds_made(executor) == set(range(8, 12))
    assert found.is_complete


def test_of_several_folders_the_one_that_has_most_is_taken(tmp_path: Path) -> None:
    run(tmp_path, replicates=4)
    most = run(tmp_path, replicates=10)
    found = run(tmp_path, replicates=12)
    assert found.reused == {most.folder.name: POINTS * 10}


def test_stopped_anywhere_it_is_resumed_and_takes_over_the_rest(tmp_path: Path) -> None:
    fresh = run(tmp_path / "fresh", replicates=16)
    run(tmp_path / "results", replicates=14)
    work = running_experiment(
        tiny(replicates=16), tmp_path / "results", executor=AtOnce(), runs_of_a_chunk=RUNS_OF_A_CHUNK
    )
    assert [next(work).done for _ in range(2)] == [0, 8]
    work.close()
    (folder,) = (tmp_path / "results").glob(fresh.folder.name)
    found = resume(folder, executor=(executor := AtOnce()))
    assert is_as(found, fresh)
    assert worlds_made(executor) == {14, 15}


@pytest.mark.slow
def test_killed_before_any_step_of_taking_over_it_goes_on_to_the_same(tmp_path: Path) -> None:
    fresh = run(tmp_path / "fresh", replicates=16)
    there = run(tmp_path / "results", replicates=14)
    asked = tiny(replicates=16)
    folder = begin(asked, tmp_path / "results", ExecutionOptions(), runs_of_a_chunk=RUNS_OF_A_CHUNK)
    copies = killed_at_every_step(tmp_path / "results", folder.name, tmp_path / "killed")
    print(f"{len(copies) - 1} kills")
    assert len(copies) > 8
    for folder in copies:
        assert content(folder.parent / there.folder.name) == content(there.folder)
        for table in open_results(folder).tables():
            first = table.column("run")[0].as_py()
            assert table.equals(fresh.runs().slice(first, table.num_rows))
        assert is_as(resume(folder, executor=AtOnce()), fresh)
        assert not list(folder.rglob("*.partial"))
