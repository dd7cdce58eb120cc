"""The definition of an experiment: scenarios, factors, design, number of worlds, outcomes and figures."""

from __future__ import annotations

import os.path
from collections.abc import Mapping
from typing import Any, Final, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationInfo,
    field_validator,
    model_validator,
)

from govsim.display import Displayed
from govsim.errors import Problem, nearest
from govsim.experiments.consistency import (
    experiment_findings,
    factors_of_uncertainties,
    uncertainty_findings,
)
from govsim.experiments.designs.catalogue import AnyDesign
from govsim.experiments.designs.grid import Grid
from govsim.experiments.factors import Factor
from govsim.scenario.findings import Finding, Findings, shown
from govsim.scenario.layers import Layer
from govsim.scenario.load import spoken

KEPT: Final = "kept"  # key, in a validation context, of an experiment with existing runs


class Stopping(BaseModel):
    """Stopping rule: run worlds until every difference is precise enough. Source: hoad_robinson_davies_2010."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    first: int = Field(strict=True, default=10, ge=3, description="worlds before the first check of the rule")
    look_ahead: int = Field(
        strict=True, default=5, ge=0, description="worlds for which the precision must last"
    )
    most: int = Field(
        strict=True, default=2000, ge=10, le=1_000_000, description="worlds after which it ends in any case"
    )
    half_width: float | None = Field(
        default=None,
        gt=0,
        description="half-width of the interval of the paired difference; the smallest effect if left out",
    )


class FigureRequest(BaseModel):
    """A figure or table of the report."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str = Field(description="what it shows")
    outcome: str = Field(default="", description="the outcome to show; by default the first")
    x: str = Field(default="", description="factor along the page")
    y: str = Field(default="", description="factor up the page")
    scenario: str = Field(default="", description="the scenario that it is about; the last if left out")
    against: str = Field(
        default="",
        description="of heat_map, frontier and curve: the scenario that it is compared with; the first if left out",
    )
    title: str = Field(default="", description="a heading of its own")
    way: Literal["", "wins", "loses"] = Field(
        default="", description="of win_regions: only where it wins, or only where it loses"
    )
    orders: int = Field(
        strict=True,
        default=0,
        ge=0,
        description="of an attribution: the orders of factors that its rows follow",
    )

    @field_validator("kind")
    @classmethod
    def _is_known(cls, kind: str) -> str:
        from govsim.experiments.figures.catalogue import (
            kinds_of_figures,  # lazy: drawing libraries load slowly
        )

        known = kinds_of_figures()
        if kind not in known:
            raise Findings([Finding((), "a kind that is known here", shown(kind), nearest(kind, known))])
        return kind


class Experiment(Displayed, BaseModel):
    """The definition of one experiment. The first scenario is the baseline."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: str = Field(min_length=1, max_length=100, description="short name; that of the file if left out")
    about: str = Field(default="", description="what it is, in a sentence")
    question: str = Field(default="", description="the question that it answers")
    scenarios: tuple[str, ...] = Field(
        min_length=1, description="scenarios by name or path, or variants, the baseline first"
    )
    variants: Mapping[str, Mapping[str, Any]] = Field(
        default_factory=dict,
        description="scenarios of its own by name, each as in a scenario file: what it extends and what differs",
    )
    changes: Mapping[str, Any] = Field(
        default_factory=dict,
        description="changes of every scenario, in the sections of a scenario file",
    )
    needs_places: bool = Field(
        default=False,
        description="whether it asks about real places: it runs only where places are given",
    )
    seed: int = Field(
        strict=True, default=0, ge=0, lt=2**64, description="the same seed gives the same worlds"
    )
    replicates: int = Field(
        strict=True,
        default=200,
        ge=1,
        le=1_000_000,
        description="worlds of every point; not beside a stopping rule",
    )
    stopping: Stopping | None = Field(
        default=None, description="stop when the differences are precise enough"
    )
    most_runs: int = Field(
        strict=True,
        default=1_000_000,
        ge=1,
        description="the most runs that it may come to, against designs that are larger than was meant",
    )
    uncertainties: Literal["all"] | tuple[str, ...] = Field(
        default=(),
        exclude=True,  # written out in factors
        description=(
            "contested assumptions that are factors over their own ranges, beside those of [[factors]]: "
            '"all" that changes does not fix, or a list of names'
        ),
        json_schema_extra={"expected": '"all", or a list of names of contested assumptions'},
    )
    factors: tuple[Factor, ...] = Field(default=(), description="the factors to move")
    design: AnyDesign = Field(default=Grid(), description="which combinations are run")
    outcomes: tuple[str, ...] = Field(
        default=("public_value", "progress", "core_services", "effectiveness"),
        min_length=1,
        description="the outcomes, the main one first; mean_X: X over time; X < 1 (or >): share of worlds where so",
    )
    trajectories: tuple[str, ...] = Field(default=(), description="measures to save for every quarter")
    smallest_effect: Mapping[str, float] = Field(
        default_factory=dict,
        description="smallest difference that matters, by outcome; as the scenario has it if left out",
    )
    actors: Mapping[str, str] = Field(
        default_factory=dict,
        description='who decides in the place of whom: {"council:KEY" = "file.py:Class"}',
    )
    figures: tuple[FigureRequest, ...] = Field(default=(), description="figures and tables of the report")

    _layer: Layer | None = PrivateAttr(default=None)

    @model_validator(mode="before")
    @classmethod
    def _with_uncertainties(cls, given: Any) -> Any:
        """Append the factors for `uncertainties` to those that the experiment states."""
        if not isinstance(given, Mapping) or "uncertainties" not in given:
            return given
        findings = uncertainty_findings(given)
        if findings:
            raise Findings(findings)
        stated = given.get("factors", ())
        if not isinstance(stated, list | tuple):
            return given  # the check of factors reports it
        return {**given, "factors": (*stated, *factors_of_uncertainties(given))}

    @model_validator(mode="after")
    def _fits_together(self, info: ValidationInfo) -> Experiment:
        """Refuse an experiment that would mislead; results from before this check stay readable."""
        findings = [] if (info.context or {}).get(KEPT) else experiment_findings(self)
        if findings:
            raise Findings(findings)
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Experiment):
            return NotImplemented
        return self.model_dump() == other.model_dump()

    __hash__ = None  # type: ignore[assignment]  # its tables are mutable

    def in_one_line(self) -> str:
        """Its name, scenarios and size."""
        from govsim.words.plurals import counted, joined  # imported when shown, as it affects no run

        most = "" if self.stopping is None else "at most "
        size = f"{counted(self.rows, 'row')}, {most}{counted(self.runs, 'run')}"
        return f"{self.name}, {joined(self.scenarios)}, {size}"

    @property
    def path(self) -> str | None:
        """The file that it was read from, if any; ignored in comparisons."""
        return None if self._layer is None or self._layer.file is None else str(self._layer.file)

    @property
    def folder(self) -> str | None:
        """The folder of the experiment's file, if any; relative paths in the file start there."""
        return None if self.path is None else os.path.dirname(self.path)

    def problem(self, finding: Finding) -> Problem:
        """Turn a finding into a problem, with the line in its file if it has one."""
        layer = self._layer or Layer("experiment", {})
        return layer.problem(finding, spoken(finding.path, self.model_dump()))

    @property
    def rows(self) -> int:
        """The number of rows of its design."""
        return self.design.size(self.factors)

    @property
    def most_replicates(self) -> int:
        """The largest number of worlds per point."""
        return self.stopping.most if self.stopping is not None else self.replicates

    @property
    def runs(self) -> int:
        """The largest number of runs."""
        return self.rows * len(self.scenarios) * self.most_replicates
