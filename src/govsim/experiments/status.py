"""Progress of an experiment, also while it runs, from its chunks' names and headers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from govsim.experiments.results import Results, open_results
from govsim.experiments.store.folder import Folder
from govsim.experiments.store.lock import Holder, holder_of
from govsim.words.plurals import counted

RECENT: Final = 20  # chunks for the rate


@dataclass(frozen=True, kw_only=True)
class Status:
    """Progress of an experiment."""

    results: Results
    done: int  # runs
    of: int  # planned runs; a maximum under a stopping rule
    failures: int
    rate: float | None  # runs a second over the last chunks; None with too few chunks
    holder: Holder | None

    @property
    def left(self) -> float | None:
        """Approximate seconds left; None if no process is at work or the rate is unknown."""
        if self.holder is None or not self.rate or self.results.is_complete:
            return None
        return (self.of - self.done) / self.rate

    def in_words(self) -> str:
        """`42% done, running: 84 runs, 2 of them failed`."""
        state = "complete" if self.results.is_complete else f"{self.done / self.of:.0%} done"
        running = ", running" if self.holder is not None else ""
        failed = f", {self.failures:,} of them failed" if self.failures else ""
        return f"{state}{running}: {counted(self.done, 'run')}{failed}"


def difference_sentence(results: Results) -> str:
    """A caveat on results of another model or other packages; empty if they are of these."""
    other = results.difference_of_model
    return "" if other is None else f"These are results of {other}: they can be read, not continued."


def status_of(folder: str | Path) -> Status:
    """The progress of the experiment in a folder. Raises ResultsError if there is none."""
    results = open_results(folder)
    plan = results.plan
    return Status(
        results=results,
        done=sum(last - first + 1 for first, last in results.written),
        of=plan.points * plan.most_replicates,
        failures=results.failed,
        rate=_rate(results),
        holder=holder_of(Folder(results.folder).lock),
    )


def _rate(results: Results) -> float | None:
    """Runs a second between the first and the last of the newest chunks, by the times of their files."""
    written = sorted(
        (results.files.path(span).stat().st_mtime, span[1] - span[0] + 1) for span in results.written
    )[-RECENT:]
    if len(written) < 2 or written[-1][0] <= written[0][0]:
        return None
    return sum(runs for _, runs in written[1:]) / (written[-1][0] - written[0][0])
