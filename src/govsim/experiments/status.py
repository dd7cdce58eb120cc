"""How far an experiment is, from the listing of its folder alone; it can be asked while the experiment runs."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from govsim.experiments.results import Results, open_results
from govsim.experiments.store.folder import Folder, chunk_name, failures_in
from govsim.experiments.store.lock import Holder, holder_of

RECENT: Final = 20  # chunks that tell how fast it goes


@dataclass(frozen=True)
class Status:
    """How far an experiment is."""

    results: Results
    done: int  # runs
    of: int  # runs that are wanted, at most where a stopping rule decides
    failures: int
    rate: float | None  # runs a second, by the last chunks; None where too few are there to tell
    holder: Holder | None

    @property
    def left(self) -> float | None:
        """About how many seconds are left; None where nobody is at work, or nobody can tell."""
        if self.holder is None or not self.rate or self.results.is_complete:
            return None
        return (self.of - self.done) / self.rate


def status_of(folder: str | Path) -> Status:
    """How far the experiment in a folder is. Raises ResultsError where there is none."""
    results = open_results(folder)
    place, plan = Folder(results.folder), results.plan
    spans = sorted(results.kept)
    ends = [last for _, last in spans]
    failed = sum(
        1
        for run in failures_in(place.failures)
        if (at := bisect_left(ends, run)) < len(spans) and spans[at][0] <= run
    )
    return Status(
        results,
        done=sum(last - first + 1 for first, last in spans),
        of=plan.points * plan.most_replicates,
        failures=failed,
        rate=_rate(place.chunks, spans),
        holder=holder_of(place.lock),
    )


def _rate(chunks: Path, spans: list[tuple[int, int]]) -> float | None:
    """Runs a second between the first and the last of the newest chunks, by when their files got their names."""
    written = sorted(((chunks / chunk_name(span)).stat().st_mtime, span[1] - span[0] + 1) for span in spans)[
        -RECENT:
    ]
    if len(written) < 2 or written[-1][0] <= written[0][0]:
        return None
    return sum(runs for _, runs in written[1:]) / (written[-1][0] - written[0][0])
