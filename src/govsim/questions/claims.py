"""Test the claims of the essay over many drawn worlds, as they are and at equal volume."""

from __future__ import annotations

import shlex
from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from govsim.checked import processes, seed_number, whole_number
from govsim.display import Displayed
from govsim.questions.arms import Arms, End, running
from govsim.questions.boxes import Where, where
from govsim.questions.contrasts import Contrast, contrast, holds_in
from govsim.questions.deciding import Decisive, decisive
from govsim.questions.stated import VOLUMES, Claim, Pair, Volume, claims_of, stated
from govsim.runs.simulate import Progress, finished, held
from govsim.runs.version import MODEL_VERSION
from govsim.words.plurals import counted

DEFAULT_WORLDS: Final = 2000
JOINT: Final = {"rules": {"production": "joint"}}


@dataclass(frozen=True)
class PairResult:
    """The contrasts of a pair, as it is and at the baseline's volume."""

    pair: Pair
    found: Mapping[Volume, Contrast]


@dataclass(frozen=True, kw_only=True)
class ClaimResult:
    """The result of a claim: its pairs, the first also under joint production, and the deciding assumptions."""

    claim: Claim
    pairs: tuple[PairResult, ...]
    joint: Mapping[Volume, Contrast]
    decisive: Mapping[Volume, Decisive]
    where: Mapping[Volume, Where | None]

    @property
    def deciding_pair(self) -> PairResult:
        """The pair that decides."""
        return self.pairs[0]

    def document(self) -> dict[str, Any]:
        """The claim as a plain table for JSON."""
        return {
            "key": self.claim.stated.key,
            "says": self.claim.stated.says,
            "pairs": [
                {
                    "name": one.pair.stated.name,
                    "baseline": one.pair.baseline.name,
                    "scenario": one.pair.scenario.name,
                    "measure": one.pair.stated.measure,
                    "direction": one.pair.stated.direction,
                    "smallest_effect": one.pair.smallest_effect,
                    **{volume: contrast.document() for volume, contrast in one.found.items()},
                }
                for one in self.pairs
            ],
            "joint_production": {volume: contrast.document() for volume, contrast in self.joint.items()},
            "decided_by": {volume: asdict(contrast) for volume, contrast in self.decisive.items()},
            "where": {volume: contrast and asdict(contrast) for volume, contrast in self.where.items()},
        }


@dataclass(frozen=True, repr=False, kw_only=True)
class Claims(Displayed):
    """All claims of a file, over the same worlds."""

    claims: tuple[ClaimResult, ...]
    worlds: int
    seed: int
    file: Path | None = None
    model_version: str = MODEL_VERSION

    def in_one_line(self) -> str:
        """Their number and size."""
        return f"{counted(len(self.claims), 'claim')} in {counted(self.worlds, 'world')}, seed {self.seed}"

    @property
    def command(self) -> str:
        """The command that reproduces the results."""
        words = ["govsim", "claims", "--worlds", str(self.worlds), "--seed", str(self.seed)]
        return shlex.join([*words, *(("--file", str(self.file)) if self.file is not None else ())])

    def document(self) -> dict[str, Any]:
        """Everything as plain tables for JSON."""
        return {
            "claims": [one.document() for one in self.claims],
            "worlds": self.worlds,
            "seed": self.seed,
            "model_version": self.model_version,
            "command": self.command,
        }


def claims(
    worlds: int = DEFAULT_WORLDS, *, seed: int = 0, jobs: int | None = None, file: str | Path | None = None
) -> Claims:
    """Test each claim of the essay: the share of drawn worlds in which it holds, fails or makes no difference.

    A script that uses several workers must call this below `if __name__ == "__main__":`.

    Args:
        worlds: Number of drawn worlds.
        seed: Root seed, 0 to 2^64 − 1. The same seed gives every scenario the same worlds.
        jobs: Worker processes; 1 runs in this process, None chooses.
        file: TOML file of claims, in the format of docs/predictions.toml; None for the shipped claims.

    Returns:
        One result for each claim, with shares of worlds and 95% intervals.

    Raises:
        ScenarioError: the file cannot be used.
        WorkerLost: a worker process died.

    >>> results = claims(worlds=200, jobs=1)  # doctest: +SKIP
    """
    return finished(claiming(worlds, seed, jobs, None if file is None else Path(file)))


def claiming(
    worlds: int = DEFAULT_WORLDS, seed: int = 0, jobs: int | None = None, file: Path | None = None
) -> Generator[Progress, None, Claims]:
    """As `claims`, yielding progress; the generator's value is the result."""
    worlds, seed, jobs = whole_number("worlds", worlds, 2), seed_number(seed), processes(jobs)
    plan = ClaimPlan(claims_of(stated(file), file))
    ends = yield from running(plan.arms.scenarios, plan.measures, worlds, seed, jobs)
    results = tuple(plan.result(claim, ends, seed) for claim in plan.claims)
    return Claims(claims=results, worlds=worlds, seed=seed, file=file)


class ClaimPlan:
    """The distinct arrangements of some claims, and each claim's result from their runs."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.claims = claims
        self.arms = Arms()
        self.measures = tuple(dict.fromkeys(pair.stated.measure for one in claims for pair in one.pairs))
        for claim in claims:
            for volume in VOLUMES:
                for pair in claim.pairs:
                    self.rows(pair, volume)
                self.rows(claim.pairs[0], volume, joint=True)

    def rows(self, pair: Pair, volume: Volume, joint: bool = False) -> tuple[int, int]:
        """The rows of a pair's baseline and scenario; only the scenario has a target volume."""
        changes = JOINT if joint else {}
        baseline, scenario = (one.replace(**changes) for one in (pair.baseline, pair.scenario))
        if volume == "equal":
            scenario = held(scenario, equal_volume=baseline)
        return self.arms.row(baseline), self.arms.row(scenario)

    def result(self, claim: Claim, ends: Sequence[End], seed: int) -> ClaimResult:
        """The result of a claim from the runs of all arrangements."""

        def of(pair: Pair, volume: Volume, joint: bool = False) -> tuple[End, End]:
            first, second = self.rows(pair, volume, joint)
            return ends[first], ends[second]

        def contrasts(pair: Pair, joint: bool = False) -> dict[Volume, Contrast]:
            return {volume: contrast(pair, *of(pair, volume, joint), seed) for volume in VOLUMES}

        first = claim.pairs[0]
        holds = {volume: holds_in(first, *of(first, volume)) for volume in VOLUMES}
        assumed = of(first, "as_is")[0].assumptions
        return ClaimResult(
            claim=claim,
            pairs=tuple(PairResult(pair, contrasts(pair)) for pair in claim.pairs),
            joint=contrasts(first, joint=True),
            decisive={volume: decisive(assumed, holds[volume], seed) for volume in VOLUMES},
            where={volume: where(assumed, holds[volume], seed) for volume in VOLUMES},
        )
