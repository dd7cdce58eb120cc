"""Atomic writes and checked reads of files."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from govsim.errors import InputError, Problem


@contextmanager
def atomic_write(path: str | Path) -> Iterator[BinaryIO]:
    """A binary file for an atomic write: it replaces the old one once on disk; after an error the old one stays.

    After the rename it survives a loss of power too. Raises OSError as
    `open` does, with the name of the file.
    """
    target = Path(os.path.realpath(path))  # replace the target of a link, not the link
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
    except OSError as error:
        if error.filename in (None, str(partial)):  # the system does not say which file it refused to extend
            error.filename = str(path)
        raise
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def written(path: str | Path, refused: type[InputError]) -> Iterator[BinaryIO]:
    """A file from `atomic_write`; `refused` turns a failed write into a user's error."""
    try:
        with atomic_write(path) as file:
            yield file
    except OSError as error:
        raise refused(Problem(str(path), "a file that can be written", reason(error))) from error


def is_pipe(path: Path) -> bool:
    """Whether the path exists but is neither a file nor a folder: a pipe, a device, a socket."""
    return os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)


@contextmanager
def readable(path: str | Path, refused: Callable[[str], InputError]) -> Iterator[BinaryIO]:
    """A file to read; `refused` turns the reason of a failed read into an error."""
    if is_pipe(Path(path)):  # a read might never end
        raise refused("a pipe or a device")
    try:
        with Path(path).open("rb") as file:
            yield file
    except OSError as error:
        raise refused(reason(error)) from error


def reason(error: OSError) -> str:
    """Why the system refuses a file, in its own words: `no such file or directory`."""
    return (error.strerror or type(error).__name__).lower()


def partials(folder: Path) -> list[Path]:
    """Unfinished files in a folder, of writers killed or still at work."""
    return sorted(folder.glob(".*.partial"))


def fsync_directory(folder: Path) -> None:
    """Flush a folder's entries to disk, which syncing its files does not."""
    if os.name != "posix":  # other systems cannot open a folder
        return
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def target_problems(path: Path, option: str, folder: bool = False) -> list[Problem]:
    """Problems that would stop a write of a file or folder here; check them before the work starts."""
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
    try:  # permission bits are not enough: only a trial write shows a full or read-only disk
        with tempfile.TemporaryFile(dir=inside):
            return []
    except OSError as error:
        found = reason(error)
        expected = "a folder that can be written to"
        return [Problem(str(path), expected, found, key=option, remedy="Choose another folder.")]
