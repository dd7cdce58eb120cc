"""Files that are written whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from govsim.errors import Problem


@contextmanager
def atomic_write(path: str | Path) -> Iterator[BinaryIO]:
    """A binary file that takes its place only when all of it is on disk; whatever goes wrong, the old one stays.

    The rename is the moment at which it exists; from then on it survives a loss of power too. Raises OSError as
    `open` does.
    """
    target = Path(os.path.realpath(path))  # what a link points at is replaced, not the link
    if target.exists() and not target.is_file():
        raise OSError(errno.EINVAL, "not an ordinary file", str(path))
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        with partial.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, target)
        fsync_directory(target.parent)
    finally:
        partial.unlink(missing_ok=True)


def partials(folder: Path) -> list[Path]:
    """Files in a folder that were being written when their writer was killed, and those still being written."""
    return sorted(folder.glob(".*.partial"))


def fsync_directory(folder: Path) -> None:
    """Have the names in a folder on disk, not only what is in its files."""
    if os.name != "posix":  # elsewhere a folder cannot be opened
        return
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def target_problems(path: Path, option: str, folder: bool = False) -> list[Problem]:
    """What stands in the way of writing a file, or a folder of files, here; to be asked before the work starts."""
    parent = path.absolute().parent
    if not parent.is_dir():
        found, remedy = f"no folder '{parent}'", "Make the folder first, or choose another."
        return [Problem(str(path), "a place in a folder that exists", found, key=option, remedy=remedy)]
    if path.exists() and path.is_dir() != folder:
        wanted, found = ("a folder", "a file") if folder else ("a file", "a folder")
        return [
            Problem(str(path), wanted, f"{found} of that name", key=option, remedy="Choose another name.")
        ]
    if path.exists() and not folder and not path.is_file():
        remedy = "Choose another name."
        return [Problem(str(path), "a file", "a device or a pipe of that name", key=option, remedy=remedy)]
    inside = path if folder and path.exists() else parent
    try:  # asking for permission is not enough: a full or read-only disk says no only when it is tried
        with tempfile.TemporaryFile(dir=inside):
            return []
    except OSError as error:
        found = (error.strerror or str(error)).lower()
        expected = "a folder that can be written to"
        return [Problem(str(path), expected, found, key=option, remedy="Choose another folder.")]
