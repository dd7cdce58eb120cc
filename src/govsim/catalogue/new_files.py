"""Create new files for users: never over an existing one, and atomically."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from govsim.errors import InputError, Problem
from govsim.files import atomic_write, reason, target_problems

_NO_NAME: Final = frozenset('/\\:*?"<>|')  # characters that some systems forbid in names of files


def new_toml_file(
    name: str, output: Path | None, kind: str, taken: Sequence[str], error: type[InputError]
) -> Path:
    """The path of a new TOML file: `output`, else NAME.toml.

    `kind` names it in messages, such as "a scenario"; `taken` are names that govsim uses. Raises `error`.
    """
    file = output if output is not None else Path(f"{name}.toml")
    check_new(name, file, kind, taken, error)
    if file.suffix != ".toml":
        remedy = f"Call it {file.with_suffix('.toml').name}, say."
        raise error(Problem(str(file), "the name of a .toml file", f"'{file.name}'", remedy=remedy))
    return file


def check_new(name: str, target: Path, kind: str, taken: Sequence[str], error: type[InputError]) -> None:
    """Refuse an invalid name, one of govsim's own, and a path that exists or cannot be written."""
    if (
        not name.strip()
        or len(name) > 100
        or not name.isprintable()
        or _NO_NAME & set(name)
        or name[0] in ".-"
    ):
        raise error(
            Problem(name, "a name of at most 100 letters, digits and _, such as my_state", f"'{name}'")
        )
    if name in taken:
        remedy = "Choose another name, so that the two are not confused."
        raise error(Problem(name, "a new name", f"{kind} that comes with govsim", remedy=remedy))
    refuse_what_is_there(target, error)
    if problems := target_problems(target, "--output"):
        raise error(problems)


def refuse_what_is_there(target: Path, error: type[InputError]) -> None:
    """Raise `error` if the path exists."""
    if os.path.lexists(target):
        found = "a folder of that name" if target.is_dir() else "a file of that name"
        remedy = "Nothing was written. Choose another name, or another place with -o."
        raise error(Problem(str(target), "a new file or folder", found, remedy=remedy))


@contextmanager
def new_folder(folder: Path, error: type[InputError]) -> Iterator[Path]:
    """A folder to fill, which becomes `folder` when all is well. Raises `error` for a failed write."""
    partial = folder.with_name(f".{folder.name}.{os.getpid()}.partial")
    try:
        partial.mkdir()
        yield partial
        refuse_what_is_there(folder, error)
        os.rename(partial, folder)
    except OSError as refused:
        raise unwritten(folder, refused, error) from refused
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def write_text(file: Path, text: str, error: type[InputError]) -> Path:
    """Write UTF-8 text atomically. Raises `error` for a failed write."""
    try:
        with atomic_write(file) as stream:
            stream.write(text.encode())
    except OSError as refused:
        raise unwritten(file, refused, error) from refused
    return file


def unwritten(target: Path, refused: OSError, error: type[InputError]) -> InputError:
    """Message for a failed write."""
    return error(Problem(str(target), "a place that can be written to", reason(refused)))
