"""A comparison in memory as analysis and reports read results: one row, an arm a scenario, a replicate a world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.comparison.compare import Comparison
from govsim.comparison.sentences import HEADLINES
from govsim.experiments.chunk import Failure
from govsim.experiments.experiment import Experiment
from govsim.experiments.outcomes import columns_of, missing, outcomes_of
from govsim.experiments.plan import Plan
from govsim.experiments.stopping import Stage
from govsim.runs.provenance import provenance
from govsim.runs.version import MODEL_VERSION
from govsim.scenario.load import HELD, told_apart
from govsim.words.names import arrangement_words

DRAWN: Final = ("public_value", "progress", "core_services")  # over time


@dataclass(frozen=True, eq=False)
class Compared:
    """A comparison in the shape of results. Nothing is run again, and nothing of it is kept anywhere."""

    comparison: Comparison
    command: str = ""

    @property
    def folder(self) -> Path:
        """Nowhere: it is in memory."""
        return Path()

    @property
    def replicates(self) -> int:
        """How many worlds there are."""
        return len(self.comparison.runs[0].replicates)

    @property
    def is_complete(self) -> bool:
        """Always: a comparison whose worlds are not all there is none."""
        return True

    @property
    def stages(self) -> tuple[Stage, ...]:
        """None: a comparison has as many worlds as were asked for."""
        return ()

    @property
    def failures(self) -> tuple[Failure, ...]:
        """None: a world that fails ends a comparison."""
        return ()

    @property
    def reused(self) -> Mapping[str, int]:
        """None: nothing of it was read from a folder."""
        return {}

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """What made it. Packages and machine are this process's, so they are left out for runs of another version."""
        versions = dict.fromkeys(run.model_version for run in self.comparison.runs)
        here = {name: told for name, told in provenance("", self.command).items() if name in _THIS_PROCESS}
        return {
            "asked": {"model_version": ", ".join(versions)},
            "made_with": here if tuple(versions) == (MODEL_VERSION,) else {},
        }

    @cached_property
    def plan(self) -> Plan:
        """The experiment that the comparison would be, planned."""
        runs = self.comparison.runs
        asked = Experiment(
            name="comparison",
            scenarios=self.comparison.names,
            seed=runs[0].seed,
            replicates=self.replicates,
            most_runs=len(runs) * self.replicates,
            outcomes=HEADLINES,
            trajectories=DRAWN,
        )
        scenarios = tuple(run.scenario for run in runs)
        columns = columns_of([run.labels for run in runs])
        return Plan(asked, scenarios, ((),), self.comparison.places, known_columns=columns)

    def outcome(self, name: str) -> Floats:
        """An outcome, shape (1, arm, world); NaN under a scenario that does not have it."""
        return np.stack([kept.get(name, missing(self.replicates)) for kept in self._outcomes])[None]

    def trajectory(self, name: str) -> Floats:
        """A measure over time, shape (1, arm, quarter, world)."""
        return np.stack([run.measure(name) for run in self.comparison.runs])[None]

    @cached_property
    def _outcomes(self) -> Sequence[Mapping[str, Floats]]:
        return [outcomes_of(run) for run in self.comparison.runs]


_THIS_PROCESS: Final = ("packages", "python", "platform", "git", "code")


def in_words(comparison: Comparison) -> Comparison:
    """The same with its scenarios called as prose calls them: `mission-led`."""
    called = [
        run.scenario.model_copy(
            update={
                key: arrangement_words(getattr(run.scenario, key)) for key in ("name", "starts_from", *HELD)
            }
        )
        for run in comparison.runs
    ]
    runs = zip(comparison.runs, told_apart(called), strict=True)
    return replace(comparison, runs=tuple(replace(run, scenario=scenario) for run, scenario in runs))
