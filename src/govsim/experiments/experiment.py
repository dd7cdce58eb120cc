"""What an experiment asks: which scenarios, moved by which factors, in how many worlds, and what is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from govsim.errors import nearest
from govsim.experiments.designs import Design, Grid
from govsim.experiments.factors import Factor
from govsim.measures.catalogue import MEASURES
from govsim.scenario.findings import Finding, Findings

PLAIN = tuple(name for name, measure in MEASURES.items() if not measure.axis)

FigureKind = Literal[
    "differences",  # every arm or row against the baseline, with intervals
    "factorial",  # parts and whole: main effects, interactions
    "heat_map",  # an outcome's difference over two factors
    "curve",  # an outcome along one factor
    "frontier",  # where over two factors a difference changes its sign
    "tornado",  # each factor at its ends
    "trajectories",  # outcomes over time with bands
    "pound",  # where each pound went
    "gains_and_losses",  # missions, departments, regions
    "regret",  # robustness over worlds
    "win_regions",  # PRIM boxes: in which worlds it wins or loses
    "morris",
    "sobol",
]


class Stopping(BaseModel):
    """Go on until every judged difference is known precisely enough. Source: hoad_robinson_davies_2010."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    first: int = Field(default=10, ge=3, description="worlds before the rule is asked")
    look_ahead: int = Field(default=5, ge=0, description="worlds for which the precision must last")
    most: int = Field(default=2000, ge=10, le=1_000_000, description="worlds after which it ends in any case")
    half_width: float | None = Field(
        default=None,
        gt=0,
        description="half-width of the interval of the paired difference; the smallest effect if left out",
    )


class FigureAsked(BaseModel):
    """A figure or table of the report."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: FigureKind
    outcome: str = Field(default="", description="what is shown; the first outcome if left out")
    x: str = Field(default="", description="factor along the page")
    y: str = Field(default="", description="factor up the page")
    scenario: str = Field(default="", description="the scenario that it is about; the last if left out")
    title: str = Field(default="", description="a heading of its own")


class Experiment(BaseModel):
    """One experiment as it was asked for. The first scenario is the baseline."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: str = Field(min_length=1, description="short name, from the file's if left out")
    about: str = Field(default="", description="what it is, in a sentence")
    question: str = Field(default="", description="the question that it answers")
    scenarios: tuple[str, ...] = Field(
        min_length=1, description="scenarios by name or path, the baseline first"
    )
    changes: Mapping[str, Any] = Field(
        default_factory=dict, description="what is changed in every scenario, section by section"
    )
    seed: int = Field(default=0, ge=0, lt=2**64, description="the same seed gives the same worlds")
    replicates: int = Field(default=200, ge=1, le=1_000_000, description="worlds of every point")
    stopping: Stopping | None = Field(
        default=None, description="stop when the differences are precise enough"
    )
    factors: tuple[Factor, ...] = Field(default=(), description="what is moved")
    design: Design = Field(default=Grid(), description="which combinations are run")
    outcomes: tuple[str, ...] = Field(
        default=("public_value", "progress", "core_services", "effectiveness"),
        min_length=1,
        description="what is judged, the main outcome first",
    )
    trajectories: tuple[str, ...] = Field(default=(), description="measures that are kept for every quarter")
    smallest_effect: Mapping[str, float] = Field(
        default_factory=dict, description="smallest difference that matters, by outcome"
    )
    actors: Mapping[str, str] = Field(
        default_factory=dict,
        description='who decides in the place of whom: {"council:KEY" = "file.py:Class"}',
    )
    figures: tuple[FigureAsked, ...] = Field(default=(), description="figures and tables of the report")

    @model_validator(mode="after")
    def _fits_together(self) -> Experiment:
        findings = [
            *self._factor_findings(),
            *self._outcome_findings(),
            *[finding.below(("design",)) for finding in self.design.findings(self.factors)],
            *self._figure_findings(),
        ]
        if findings:
            raise Findings(findings)
        return self

    def _factor_findings(self) -> list[Finding]:
        names = [factor.name for factor in self.factors]
        return [
            Finding(("factors", place), "a factor of another name", f"'{name}' twice")
            for place, name in enumerate(names)
            if name in names[:place]
        ]

    def _outcome_findings(self) -> list[Finding]:
        from govsim.experiments.outcomes import plain_outcomes

        known = plain_outcomes()
        found = [
            Finding(
                ("outcomes", place), "a measure without a further axis", f"'{name}'", nearest(name, known)
            )
            for place, name in enumerate(self.outcomes)
            if name not in known
        ]
        found += [
            Finding(
                ("trajectories", place), "a measure without a further axis", f"'{name}'", nearest(name, PLAIN)
            )
            for place, name in enumerate(self.trajectories)
            if name not in PLAIN
        ]
        return found + [
            Finding(("smallest_effect", name), "an outcome with a number above 0", f"'{name}' = {effect:g}")
            for name, effect in self.smallest_effect.items()
            if name not in known or effect <= 0
        ]

    def _figure_findings(self) -> list[Finding]:
        names = [factor.name for factor in self.factors]
        return [
            Finding(("figures", place, axis), "the name of a factor", f"'{name}'", nearest(name, names))
            for place, figure in enumerate(self.figures)
            for axis, name in (("x", figure.x), ("y", figure.y))
            if name and name not in names
        ]
