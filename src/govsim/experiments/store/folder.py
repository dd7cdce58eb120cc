"""Names and places of the files in an experiment's folder."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from govsim.errors import Problem, ResultsError
from govsim.experiments.plan import Chunk, Plan
from govsim.files import reason

_DIGITS: Final = 12  # so that names sort as runs do
_CHUNK: Final = re.compile(rf"c(\d{{{_DIGITS}}})-(\d{{{_DIGITS}}})\.parquet")
_UNSAFE: Final = re.compile(r"[^\w.-]+")
_LONGEST_NAME: Final = 80

Span = tuple[int, int]  # the first and the last run of a chunk


@dataclass(frozen=True)
class Folder:
    """The folder of one experiment. Files with other names are not ours and stay untouched."""

    path: Path

    @property
    def manifest(self) -> Path:
        """The manifest; a folder with one is an experiment."""
        return self.path / "manifest.json"

    @property
    def design(self) -> Path:
        """Points and their factor values."""
        return self.path / "design.parquet"

    @property
    def lock(self) -> Path:
        """Lock of the driver that writes."""
        return self.path / "lock"

    @property
    def chunks(self) -> Path:
        """Folder of the runs."""
        return self.path / "chunks"

    @property
    def stages(self) -> Path:
        """Folder of the stopping rule's decisions."""
        return self.path / "stages"

    @property
    def damaged(self) -> Path:
        """Folder of damaged chunks, moved there before they are run again."""
        return self.path / "damaged"

    @property
    def written(self) -> tuple[Path, ...]:
        """Folders to which only the driver writes."""
        return self.path, self.chunks, self.stages

    def stage(self, block: int) -> Path:
        """The decision after a block."""
        return self.stages / f"{block:06d}.json"


def folder_name(name: str, identity: str) -> str:
    """A folder name such as `three_elements-0123456789ab`, valid on every file system.

    >>> folder_name("Money / power?", "0123456789ab")
    'Money-power-0123456789ab'
    """
    plain = _UNSAFE.sub("-", name).strip("-.")[:_LONGEST_NAME].strip("-.")
    return f"{plain or 'experiment'}-{identity}"


def span_of(chunk: Chunk) -> Span:
    """The first and the last run of a whole chunk."""
    first = chunk.points * chunk.block.start + chunk.first_row * chunk.scenarios * len(chunk.block)
    return first, first + chunk.size - 1


def spans_of(plan: Plan) -> set[Span]:
    """All chunks of a plan."""
    return {span_of(chunk) for block in plan.blocks for chunk in plan.chunks(block)}


def chunk_name(span: Span) -> str:
    """`c000000000000-000000000399.parquet`."""
    return f"c{span[0]:0{_DIGITS}d}-{span[1]:0{_DIGITS}d}.parquet"


def spans_in(folder: Path) -> set[Span]:
    """The chunks whose files are in a folder; empty where there is no folder."""
    matches = (_CHUNK.fullmatch(name) for name in _names_in(folder))
    return {(int(match[1]), int(match[2])) for match in matches if match}


def strangers_in(folder: Folder, expected: Iterable[Span]) -> list[Path]:
    """Files in the folder of chunks that are not chunks of this experiment."""
    names = {chunk_name(span) for span in expected}
    return [
        folder.chunks / name
        for name in sorted(_names_in(folder.chunks))
        if name not in names and not name.endswith(".partial")
    ]


def unreadable(path: Path, error: OSError) -> ResultsError:
    """The error for a file that the system does not read, which says nothing about its content."""
    remedy = "It may be whole, and stays as it is: mend the disk or the permission, and try again."
    return ResultsError(Problem(str(path), "a file that can be read", reason(error), remedy=remedy))


def _names_in(folder: Path) -> list[str]:
    return [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
