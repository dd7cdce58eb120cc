"""What lies where in the folder of an experiment, and under which names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from govsim.experiments.plan import Chunk, Plan

_DIGITS: Final = 12  # so that names sort as runs do
_CHUNK: Final = re.compile(rf"c(\d{{{_DIGITS}}})-(\d{{{_DIGITS}}})\.parquet")
_UNSAFE: Final = re.compile(r"[^\w.-]+")
_LONGEST_NAME: Final = 80

Span = tuple[int, int]  # the first and the last run of a chunk


@dataclass(frozen=True)
class Folder:
    """The folder of one experiment. Files of other names in it belong to somebody else and stay."""

    path: Path

    @property
    def manifest(self) -> Path:
        """What was asked; where it is, there is an experiment."""
        return self.path / "manifest.json"

    @property
    def design(self) -> Path:
        """Points and the values of factors there."""
        return self.path / "design.parquet"

    @property
    def lock(self) -> Path:
        """Held by the driver while it writes."""
        return self.path / "lock"

    @property
    def chunks(self) -> Path:
        """Runs."""
        return self.path / "chunks"

    @property
    def stages(self) -> Path:
        """What a stopping rule decided."""
        return self.path / "stages"

    @property
    def damaged(self) -> Path:
        """Chunks that could not be read any more, set aside when they were made again."""
        return self.path / "damaged"

    @property
    def written(self) -> tuple[Path, ...]:
        """Folders that the driver alone writes to."""
        return self.path, self.chunks, self.stages

    def stage(self, block: int) -> Path:
        """The decision after a block."""
        return self.stages / f"{block:06d}.json"


def folder_name(name: str, identity: str) -> str:
    """`three_elements-0123456789ab`: a name that every file system takes.

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
    """Every chunk that a plan has."""
    return {span_of(chunk) for block in plan.blocks for chunk in plan.chunks(block)}


def chunk_name(span: Span) -> str:
    """`c000000000000-000000000399.parquet`."""
    return f"c{span[0]:0{_DIGITS}d}-{span[1]:0{_DIGITS}d}.parquet"


def spans_in(folder: Path) -> set[Span]:
    """The chunks whose files are in a folder; empty where there is no folder."""
    found = (_CHUNK.fullmatch(name) for name in _names_in(folder))
    return {(int(match[1]), int(match[2])) for match in found if match}


def strangers_in(folder: Folder, expected: Iterable[Span]) -> list[Path]:
    """What lies among the chunks and is none of this experiment's."""
    names = {chunk_name(span) for span in expected}
    return [
        folder.chunks / name
        for name in sorted(_names_in(folder.chunks))
        if name not in names and not name.endswith(".partial")
    ]


def _names_in(folder: Path) -> list[str]:
    return [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
