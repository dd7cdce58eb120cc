"""Results that were never run: planted outcomes in the shape of an experiment, for tests of what is made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from govsim.arrays import Floats
from govsim.experiments.chunk import Failure
from govsim.experiments.experiment import Experiment
from govsim.experiments.plan import Plan, planned
from govsim.experiments.stopping_rule import Stage
from govsim.runs.version import MODEL_VERSION

Rule = Callable[
    [Mapping[str, Any], int, Floats], Floats
]  # values of factors, arm, noise a replicate: outcome

SHORT = {"warm_up": 4, "horizon": 4}


@dataclass(frozen=True, eq=False)
class Planted:
    """Results whose outcomes follow a rule that the test knows."""

    plan: Plan
    rules: Mapping[str, Rule]
    failures: tuple[Failure, ...] = ()
    is_complete: bool = True
    stages: tuple[Stage, ...] = ()
    folder: Path = Path("results/planted")
    manifest: Mapping[str, Any] = field(
        default_factory=lambda: {"asked": {"model_version": MODEL_VERSION}, "made_with": {}}
    )
    reused: Mapping[str, int] = field(default_factory=dict)

    @property
    def replicates(self) -> int:
        return self.plan.experiment.replicates

    def outcome(self, name: str) -> Floats:
        """(row, arm, replicate); the noise of a replicate is the same everywhere. Without a rule: noise alone."""
        noise = np.random.Generator(np.random.PCG64(7)).normal(size=self.replicates)
        noise = noise - noise.mean()  # so that what was planted comes out exactly
        rule = self.rules.get(name, lambda factors, arm, noise: 0.0 * noise)
        names = [factor.name for factor in self.plan.experiment.factors]
        values = np.array(
            [
                [
                    rule(dict(zip(names, row, strict=True)), arm, noise)
                    for arm in range(len(self.plan.scenarios))
                ]
                for row in self.plan.rows
            ]
        )
        for failure in self.failures:
            at = self.plan.address(failure.run)
            values[at.row, at.arm, at.replicate] = np.nan
        return values

    def trajectory(self, name: str) -> Floats:
        return np.stack([self.outcome(name) * quarter for quarter in (1, 2, 3, 4)], axis=2)


def asked(**changes: Any) -> Experiment:
    """A small experiment of one scenario, with changes."""
    plain: dict[str, Any] = {
        "name": "planted",
        "scenarios": ("classroom_small",),
        "changes": SHORT,
        "replicates": 40,
        "outcomes": ("public_value",),
    }
    if "stopping" in changes:
        plain.pop("replicates")
    return Experiment.model_validate({**plain, **changes})


def planted(rule: Rule, failures: tuple[Failure, ...] = (), **changes: Any) -> Planted:
    """Results in which public value follows a rule."""
    return Planted(planned(asked(**changes)), {"public_value": rule}, failures)


def on_off(*names: str) -> tuple[dict[str, Any], ...]:
    """Factors that are off or on."""
    return tuple(
        {"name": name, "label": name.capitalize(), "levels": [{"name": "off"}, {"name": "on"}]}
        for name in names
    )
