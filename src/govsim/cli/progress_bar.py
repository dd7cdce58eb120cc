"""Progress of a simulation: a bar on a terminal, lines elsewhere, nothing if quick."""

from __future__ import annotations

import sys
import time
from collections.abc import Generator
from contextlib import closing
from typing import Any, TypeVar

import click

from govsim.runs.simulate import Progress

Result = TypeVar("Result")

QUICK = 2.0  # seconds without progress, for quick work
BETWEEN_LINES = 10.0


def watched(work: Generator[Progress, None, Result], quiet: bool, unit: str = "quarters") -> Result:
    """Run a generator of progress and return its value; show progress on stderr unless `quiet`.

    The generator is closed also after an interrupt between two steps. `unit` names the steps of the work.
    """
    shown: _Quiet = _Quiet() if quiet else _Bar(unit) if sys.stderr.isatty() else _Lines(unit)
    with closing(work), closing(shown):
        while True:
            try:
                shown.note(next(work))
            except StopIteration as stop:
                result: Result = stop.value
                return result


class _Quiet:
    """Shows no progress."""

    def note(self, progress: Progress) -> None:
        """Show the progress of the work."""

    def close(self) -> None:
        """Restore the terminal."""


class _Lines(_Quiet):
    """One line every ten seconds, for a log."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        self.began = self.last = time.monotonic()
        self.at_first: int | None = None  # steps done before the start, which do not count for speed

    def note(self, progress: Progress) -> None:
        if self.at_first is None:
            self.at_first = progress.done
        now = time.monotonic()
        if now - self.last < BETWEEN_LINES:
            return
        self.last = now
        rate = (progress.done - self.at_first) / (now - self.began)
        line = f"{progress.done / progress.of:.0%} done ({progress.running})"
        if rate > 0:
            left = (progress.of - progress.done) / rate
            line += f", {rate:,.0f} {self.unit} a second, about {left:,.0f} s left"
        click.echo(line, err=True)


class _Bar(_Quiet):
    """A bar with rate and time left, once the work has lasted for two seconds."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        self.began = time.monotonic()
        self.at_first: int | None = None
        self.bar: Any = None

    def note(self, progress: Progress) -> None:
        if self.at_first is None:
            self.at_first = progress.done
        elapsed = time.monotonic() - self.began
        if elapsed < QUICK:
            return
        if self.bar is None:
            self.bar = self._started()
            self.task = self.bar.add_task("", total=progress.of, rate="", completed=progress.done)
        rate = f"{(progress.done - self.at_first) / elapsed:,.0f} {self.unit} a second"
        self.bar.update(
            self.task, completed=progress.done, total=progress.of, description=progress.running, rate=rate
        )

    def close(self) -> None:
        if self.bar is not None:
            self.bar.stop()

    def _started(self) -> Any:
        from rich.console import Console
        from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        bar = Bar(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(compact=True),
            console=Console(stderr=True),
            transient=True,
        )
        bar.start()
        return bar
