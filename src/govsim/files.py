"""Files that are written whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def written_whole(path: str | Path) -> Iterator[BinaryIO]:
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
        settled(target.parent)
    finally:
        partial.unlink(missing_ok=True)


def partials(folder: Path) -> list[Path]:
    """Files in a folder that were being written when their writer was killed, and those still being written."""
    return sorted(folder.glob(".*.partial"))


def settled(folder: Path) -> None:
    """Have the names in a folder on disk, not only what is in its files."""
    if os.name != "posix":  # elsewhere a folder cannot be opened
        return
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
