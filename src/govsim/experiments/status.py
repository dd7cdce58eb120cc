"""How far an experiment is, from its chunks' names and headers; it can be asked while the experiment runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from govsim.experiments.results import Results, open_results
from govsim.experiments.store.folder import Folder
from govsim.experiments.store.lock import Holder, holder_of

RECENT: Final = 20  # chunks by which the rate is measured


@dataclass(frozen=True, kw_only=True)
class Status:
    """How far an experiment is."""

    results: Results
    done: int  # runs
    of: int  # runs that are wanted, at most where a stopping rule decides
    failures: int
    rate: float | None  # runs a second, by the last chunks; None where there are too few
    holder: Holder | None

    @property
    def left(self) -> float | None:
        """About how many seconds are left; None where no process is at work, or the rate is not known."""
        if self.holder is None or not self.rate or self.results.is_complete:
            return None
        return (self.of - self.done) / self.rate


def status_of(folder: str | Path) -> Status:
    """How far the experiment in a folder is. Raises ResultsError where there is none."""
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
