"""Files appear whole or not at all, and nothing but a file is ever replaced."""

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from govsim.files import atomic_write


def test_a_file_appears_whole(tmp_path: Path) -> None:
    target = tmp_path / "made"
    with atomic_write(target) as file:
        file.write(b"half")
        assert not target.exists()
        file.write(b" and half")
    assert target.read_bytes() == b"half and half"
    assert list(tmp_path.iterdir()) == [target]


def test_all_bytes_are_on_disk_before_the_name_and_the_name_before_it_is_said_to_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[Any] = []
    fsync, replace = os.fsync, os.replace

    def noting_fsync(number: int) -> None:
        status = os.fstat(number)
        order.append("folder" if stat.S_ISDIR(status.st_mode) else status.st_size)
        fsync(number)

    def noting_replace(source: Path, target: Path) -> None:
        order.append("rename")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", noting_fsync)
    monkeypatch.setattr(os, "replace", noting_replace)
    with atomic_write(tmp_path / "made") as file:
        file.write(b"whole")
    assert order == [5, "rename", "folder"]


def test_what_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "kept"
    target.write_bytes(b"old")

    def write_and_fail() -> None:
        with atomic_write(target) as file:
            file.write(b"new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_keeps_pointing_at_what_is_replaced(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    with atomic_write(link) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_pipe_is_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="not an ordinary file"), atomic_write(pipe):
        pass
    assert pipe.is_fifo()
