"""A full disk, a read-only folder, two drivers, damage, strangers: an error that helps, or a recovery."""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import subprocess
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from govsim.errors import InputError, ResultsError
from govsim.experiments.results import Results, open_results, results_in
from govsim.experiments.run import run_experiment
from govsim.experiments.status import status_of
from govsim.experiments.store.chunk_format import TornChunk, checksum
from govsim.experiments.store.design import read_design
from govsim.experiments.store.folder import Folder
from govsim.experiments.store.lock import held, holder_of
from govsim.experiments.store.writer import damaged
from govsim.runs.provenance import this_maker
from tests.tiny_experiments import RUNS_OF_A_CHUNK, resume, running_experiment, tiny

REPLICATES = 16  # four chunks


def run(output: Path, **changes: object) -> Results:
    return run_experiment(
        tiny(replicates=REPLICATES, **changes), output=output, runs_of_a_chunk=RUNS_OF_A_CHUNK
    )


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return run(tmp_path_factory.mktemp("undisturbed"))


@pytest.fixture
def found(undisturbed: Results, tmp_path: Path) -> Results:
    """The same results in a folder that may be spoilt."""
    folder = tmp_path / "results" / undisturbed.folder.name
    shutil.copytree(undisturbed.folder, folder)
    return open_results(folder)


def chunk_files(results: Results) -> list[Path]:
    return [results.files.path(span) for span in sorted(results.written)]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system that has no room for all four chunks."""
    place = tmp_path / "small"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=140k", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("mounting a file system is not permitted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_told_and_once_there_is_room_it_goes_on(
    small_disk: Path, undisturbed: Results
) -> None:
    with pytest.raises(ResultsError, match=r"no space left on device.*Finished chunks are safe"):
        run(small_disk)
    (folder,) = results_in(small_disk)
    before = open_results(folder).runs()
    assert 0 < before.num_rows < 2 * REPLICATES
    assert not list(folder.rglob("*.partial"))
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    after = resume(folder).runs()
    assert after.equals(undisturbed.runs())


def test_a_file_that_may_not_grow_is_told_and_nothing_torn_is_left(
    tmp_path: Path, undisturbed: Results
) -> None:
    """A limit of the system on the size of files, met while a chunk is written."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(ResultsError, match="file too large"):
            run(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    (folder,) = results_in(tmp_path)
    assert not list(folder.rglob("*.partial"))
    assert resume(folder).runs().equals(undisturbed.runs())


def test_a_read_only_folder_is_told_and_complete_results_in_it_are_read(
    small_disk: Path, undisturbed: Results
) -> None:
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    whole = run(small_disk / "whole")
    part = run(small_disk / "part")
    chunk_files(part)[1].unlink()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(ResultsError, match="read-only file system"):
        run(small_disk / "new")
    with pytest.raises(ResultsError, match="read-only file system"):
        resume(part.folder)
    assert resume(whole.folder).runs().equals(undisturbed.runs())
    assert status_of(part.folder).done == 2 * REPLICATES - RUNS_OF_A_CHUNK


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(ResultsError, match="permission denied"):
        run(tmp_path / "closed" / "results")


def test_a_second_driver_is_turned_away_and_told_who_is_at_work(tmp_path: Path, undisturbed: Results) -> None:
    asked = tiny(replicates=REPLICATES)
    first = running_experiment(asked, tmp_path, runs_of_a_chunk=RUNS_OF_A_CHUNK)
    next(first)
    (folder,) = results_in(tmp_path)
    holder = status_of(folder).holder
    assert holder is not None
    assert holder.process == os.getpid()
    with pytest.raises(ResultsError, match=rf"process {os.getpid()} on .* at work in it"):
        resume(folder)
    for _ in first:
        pass
    assert holder_of(Folder(folder).lock) is None
    assert resume(folder).runs().equals(undisturbed.runs())


def test_who_asks_for_the_status_keeps_no_driver_out(tmp_path: Path) -> None:
    import fcntl
    import threading
    import time

    lock = tmp_path / "lock"
    lock.touch()
    with lock.open("rb") as asking:
        fcntl.flock(asking.fileno(), fcntl.LOCK_SH)
        threading.Thread(
            target=lambda: (time.sleep(0.2), fcntl.flock(asking.fileno(), fcntl.LOCK_UN))
        ).start()
        with held(lock):
            assert holder_of(lock) is not None
    assert holder_of(lock) is None


def test_results_of_another_version_are_read_but_not_gone_on_with(
    found: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    from govsim.experiments.store import reading

    chunk_files(found)[0].unlink()
    monkeypatch.setattr(reading, "MODEL_VERSION", "99.0")
    old = open_results(found.folder)
    assert old.runs().num_rows == 2 * REPLICATES - RUNS_OF_A_CHUNK
    assert old.difference_of_model == f"model version {found.manifest['asked']['model_version']}, not 99.0"
    with pytest.raises(ResultsError, match=r"not 99\.0.*can be read, not resumed"):
        resume(found.folder)


def test_results_of_other_source_are_not_gone_on_with(
    found: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    from govsim.experiments.store import reading

    chunk_files(found)[0].unlink()
    monkeypatch.setattr(reading, "digest_of_code", lambda: "0" * 12)
    with pytest.raises(ResultsError, match="with other source"):
        resume(found.folder)


def truncated(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def test_no_bit_of_a_chunk_can_turn_without_being_noticed_unless_nothing_depends_on_it(
    found: Results, undisturbed: Results
) -> None:
    file, whole = chunk_files(found)[1], undisturbed.runs().slice(RUNS_OF_A_CHUNK, RUNS_OF_A_CHUNK)
    content, noticed = file.read_bytes(), 0
    places = range(0, len(content), len(content) // 97)
    for place in places:
        turned = bytearray(content)
        turned[place] ^= 1 << place % 8
        file.write_bytes(turned)
        try:
            part = found.files.read(sorted(found.written)[1], undisturbed.runs().column_names)
        except ResultsError:
            noticed += 1
        else:
            assert part.equals(whole), f"byte {place} of {len(content)}"
    print(f"{noticed} of {len(places)} turned bits were noticed; the others changed nothing that is read")
    assert noticed > 30


def misplaced(file: Path) -> None:
    """Whole and well, but with rows in another order, as a hand that means well leaves it."""
    table = pyarrow.parquet.read_table(file)
    pyarrow.parquet.write_table(table.sort_by([("run", "descending")]), file)


@pytest.mark.parametrize("damage", [truncated, emptied, misplaced])
def test_a_damaged_chunk_is_told_set_aside_and_made_again(
    damage: Callable[[Path], None], found: Results, undisturbed: Results
) -> None:
    name = chunk_files(found)[2].name
    damage(found.folder / "chunks" / name)
    spoilt = open_results(found.folder)
    with pytest.raises(InputError, match=name):
        spoilt.runs()
    again = resume(found.folder)
    assert again.runs().equals(undisturbed.runs())
    assert again.query("FROM trajectories ORDER BY run, quarter").equals(
        undisturbed.query("FROM trajectories ORDER BY run, quarter")
    )
    assert [file.name for file in (found.folder / "damaged").iterdir()] == [name]


def exchanged(file: Path) -> None:
    """Whole and well, under the name of another chunk."""
    shutil.copy(next(other for other in sorted(file.parent.iterdir()) if other != file), file)


def shortened(file: Path) -> None:
    """Without its last run, as it would be written by a hand that knows the checksums of columns."""
    table = pyarrow.parquet.read_table(file)
    header = json.loads(table.schema.metadata[b"govsim_chunk"])
    table = table.slice(0, table.num_rows - 1)
    header["checksums"] = {name: checksum(table.column(name)) for name in table.column_names}
    signed = json.dumps(header).encode()
    metadata = {b"govsim_chunk": signed, b"govsim_chunk_checksum": str(zlib.crc32(signed)).encode()}
    pyarrow.parquet.write_table(table.replace_schema_metadata(metadata), file)


def relabelled(file: Path) -> None:
    """With another maker in its header than the one that wrote it."""
    table = pyarrow.parquet.read_table(file)
    metadata = table.schema.metadata
    other = metadata[b"govsim_chunk"].replace(b'"host": "', b'"host": "x')
    pyarrow.parquet.write_table(table.replace_schema_metadata({**metadata, b"govsim_chunk": other}), file)


@pytest.mark.parametrize(
    ("damage", "said"),
    [(exchanged, "it has runs"), (shortened, "it has 7 runs"), (relabelled, "its header")],
)
def test_a_chunk_that_is_not_what_its_name_and_header_say_is_told_and_made_again(
    damage: Callable[[Path], None], said: str, found: Results, undisturbed: Results
) -> None:
    damage(chunk_files(found)[2])
    with pytest.raises(ResultsError, match=said):
        open_results(found.folder).runs()
    assert resume(found.folder).runs().equals(undisturbed.runs())


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES, errno.ESTALE])
def test_a_disk_that_refuses_a_chunk_is_told_and_the_chunk_stays(
    number: int, found: Results, undisturbed: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    before = [file.read_bytes() for file in chunk_files(found)]
    with monkeypatch.context() as patched:
        patched.setattr(pyarrow.parquet, "read_table", refused)
        told = f"{os.strerror(number).lower()}. It may be whole, and stays as it is"
        with pytest.raises(ResultsError, match=told) as raised:
            damaged(found.files, set(found.written))
        assert not isinstance(raised.value, TornChunk)
        with pytest.raises(ResultsError, match=told):
            read_design(found.folder / "design.parquet")
    with monkeypatch.context() as patched:
        patched.setattr(pyarrow.parquet, "read_schema", refused)
        with pytest.raises(ResultsError, match=told):
            found.files.header(min(found.written))
    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", refused)
        with pytest.raises(ResultsError, match=told):
            open_results(found.folder)
    assert [file.read_bytes() for file in chunk_files(found)] == before
    assert resume(found.folder).runs().equals(undisturbed.runs())


def test_chunks_under_each_others_names_are_noticed_by_every_reader(found: Results) -> None:
    """Also by a query, which reads the files by itself, and by trajectories."""
    first, second = chunk_files(found)[:2]
    content = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(content)
    spoilt = open_results(found.folder)
    readers = (
        spoilt.runs,
        lambda: spoilt.outcome("progress"),
        lambda: spoilt.trajectory("progress"),
        lambda: spoilt.query("SELECT count(*) FROM runs"),
        lambda: spoilt.query("FROM trajectories"),
    )
    for read in readers:
        with pytest.raises(ResultsError, match="it has runs"):
            read()


def test_each_chunk_says_who_made_it(found: Results) -> None:
    assert found.makers == {this_maker()}
    assert this_maker().code == found.manifest["made_with"]["code"]


def test_a_stranger_among_the_chunks_is_left_alone_and_named(found: Results, undisturbed: Results) -> None:
    chunk_files(found)[0].unlink()
    strangers = [
        found.folder / "chunks" / name for name in ("notes.txt", "c000000000000-000000000003.parquet")
    ]
    for stranger in strangers:
        stranger.write_text("not a chunk")
    again = resume(found.folder)
    assert again.runs().equals(undisturbed.runs())
    assert sorted(again.strangers) == sorted(strangers)
    assert status_of(found.folder).done == 2 * REPLICATES
    assert all(stranger.read_text() == "not a chunk" for stranger in strangers)


def test_a_chunk_of_another_experiment_is_an_error_that_names_both(found: Results, tmp_path: Path) -> None:
    other = run(tmp_path / "other", seed=1)
    assert other.manifest["identity"] != found.manifest["identity"]
    shutil.copy(chunk_files(other)[1], chunk_files(found)[1])
    for reading in (lambda: open_results(found.folder).runs(), lambda: resume(found.folder)):
        with pytest.raises(ResultsError, match=f"experiment {other.manifest['identity']}"):
            reading()


def test_what_a_killed_writer_left_is_removed_under_the_lock_and_never_read(
    found: Results, undisturbed: Results
) -> None:
    left = found.folder / "chunks" / f".{chunk_files(found)[0].name}.4711.partial"
    chunk_files(found)[0].rename(left)
    assert open_results(found.folder).runs().num_rows == 2 * REPLICATES - RUNS_OF_A_CHUNK
    assert left.exists()
    assert resume(found.folder).runs().equals(undisturbed.runs())
    assert not left.exists()


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda folder: (folder / "manifest.json").unlink(), "no manifest.json in it"),
        (lambda folder: (folder / "manifest.json").write_text("{"), "the manifest of an experiment"),
        (lambda folder: (folder / "design.parquet").unlink(), "the design of an experiment"),
        (lambda folder: truncated(folder / "design.parquet"), "the design of an experiment"),
        (lambda folder: changed_seed(folder / "manifest.json"), "it was changed"),
        (lambda folder: changed_design(folder / "design.parquet"), "it was changed"),
        (shutil.rmtree, "no such folder"),
    ],
)
def test_a_folder_that_is_not_what_was_written_is_told(
    spoil: Callable[[Path], object], expected: str, found: Results
) -> None:
    spoil(found.folder)
    with pytest.raises(ResultsError, match=expected):
        open_results(found.folder)


def changed_seed(manifest: Path) -> None:
    told = json.loads(manifest.read_text())
    told["asked"]["seed"] = told["asked"]["experiment"]["seed"] = 5
    manifest.write_text(json.dumps(told))


def changed_design(file: Path) -> None:
    table = pyarrow.parquet.read_table(file)
    other = pyarrow.array([0.06, 0.2])
    pyarrow.parquet.write_table(table.set_column(3, "slack", other), file)


def test_running_it_again_reads_it_and_another_seed_has_a_folder_of_its_own(
    found: Results, undisturbed: Results
) -> None:
    stamps = {file: file.stat().st_mtime_ns for file in found.folder.rglob("*") if file.is_file()}
    assert run(found.folder.parent).folder == found.folder
    assert stamps == {file: file.stat().st_mtime_ns for file in found.folder.rglob("*") if file.is_file()}
    assert run(found.folder.parent, seed=2).folder != found.folder
    assert len(results_in(found.folder.parent)) == 2
