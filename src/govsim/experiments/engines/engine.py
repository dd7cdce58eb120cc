"""What an engine is: chunks in, what became of them out, in any order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import numpy as np

from govsim.experiments.chunk import CRASHED, Failure, Made, make_chunk
from govsim.experiments.plan import Chunk, Work

Done = tuple[Chunk, Made]


class Engine(Protocol):
    """Makes chunks of one piece of work until it is closed."""

    @property
    def name(self) -> str:
        """What did the work, as the manifest tells it."""
        ...

    def made(self, chunks: Iterable[Chunk]) -> Iterator[Done | None]:
        """Each chunk with its runs, as they are done; None where a while has passed without any."""
        ...

    def close(self) -> None:
        """Stop at once, whatever is unfinished."""
        ...


class Here:
    """Everything in this process, one chunk after the other."""

    name = "in process"

    def __init__(self, work: Work) -> None:
        self.work = work

    def made(self, chunks: Iterable[Chunk]) -> Iterator[Done | None]:
        """Each chunk with its runs, in order."""
        for chunk in chunks:
            yield chunk, make_chunk(self.work, chunk)

    def close(self) -> None:
        """Nothing is left to be stopped."""


def joined(parts: Sequence[Made]) -> Made:
    """Parts of a chunk as one, sorted by run."""
    runs = np.concatenate([part.runs for part in parts])
    order = np.argsort(runs)
    quarters = max(part.trajectories.shape[1] for part in parts)
    lengthened = [
        np.pad(
            part.trajectories,
            ((0, 0), (0, quarters - part.trajectories.shape[1]), (0, 0)),
            constant_values=np.nan,
        )
        for part in parts
    ]
    return Made(
        runs[order],
        np.concatenate([part.values for part in parts], axis=1)[:, order],
        tuple(sorted((one for part in parts for one in part.failures), key=lambda failure: failure.run)),
        np.concatenate(lengthened, axis=2)[..., order],
        sum(part.seconds for part in parts),
    )


def crashed(work: Work, chunk: Chunk) -> Made:
    """What is known of a single run whose process ended: nothing but that."""
    (run,) = chunk.runs
    told = "The process that made it ended before it was done: it was killed, or memory ran out."
    return Made(
        chunk.runs,
        np.full((len(work.columns), 1), np.nan),
        (Failure(int(run), CRASHED, told),),
        np.full((len(work.trajectories), 0, 1), np.nan),
        0.0,
    )
