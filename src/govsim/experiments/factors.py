"""Factors: what an experiment moves. A number over values or a range, or named levels that change more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from govsim.errors import nearest
from govsim.scenario.constants import Constants
from govsim.scenario.findings import Finding, Findings, shown
from govsim.scenario.levers import LEVER_NAMES, Levers
from govsim.scenario.rules import Rules
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.scenario.uncertainty import Uncertainty, quantile

Value = float | str  # a number, or the name of a level or choice
Changes = dict[str, Any]  # as `Scenario.replace` takes them

SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    "levers": LEVER_NAMES,
    "uncertainties": tuple(UNCERTAINTIES),
    "constants": tuple(Constants.model_fields),
    "rules": tuple(Rules.model_fields),
    "values": ("progress_weight",),
}
SETTINGS: Final = ("horizon", "warm_up", "councils_represented")


class Level(BaseModel):
    """One level of a factor: a name and what it changes in the scenario, section by section."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: str = Field(min_length=1, description="what the level is called")
    changes: Mapping[str, Any] = Field(
        default_factory=dict,
        description="what it changes: tables as in a scenario, such as {levers = {pooled_funding = 0.5}}",
    )


class Factor(BaseModel):
    """One thing that an experiment moves.

    Either `path` with `values` or a range `low` to `high` (uncertainties have one of their own), or named `levels`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: str = Field(min_length=1, description="the factor's name, a column of the results")
    label: str = Field(default="", description="the name as it stands in tables and figures")
    path: str = Field(
        default="", description="what is moved, such as levers.pooled_funding or uncertainties.slack"
    )
    values: tuple[float | str, ...] = Field(default=(), description="the values that it takes")
    low: float | None = Field(default=None, description="the lower end of its range")
    high: float | None = Field(default=None, description="the upper end of its range")
    steps: int | None = Field(
        default=None, ge=2, le=1000, description="how many values of the range, evenly spaced"
    )
    levels: tuple[Level, ...] = Field(default=(), description="named levels, each with what it changes")

    @model_validator(mode="after")
    def _is_whole(self) -> Factor:
        findings = [*self._kind_findings(), *self._path_findings(), *self._value_findings()]
        if findings:
            raise Findings(findings)
        return self

    def _kind_findings(self) -> list[Finding]:
        if bool(self.path) == bool(self.levels):
            wanted = "either path (with values or a range) or levels"
            return [Finding((), wanted, "both" if self.path else "neither")]
        if self.levels and (self.values or self.low is not None or self.high is not None):
            return [Finding((), "levels alone", "levels beside values or a range")]
        names = [level.name for level in self.levels]
        return [
            Finding(("levels",), "levels of different names", f"'{name}' twice")
            for name in dict.fromkeys(names)
            if names.count(name) > 1
        ]

    def _path_findings(self) -> list[Finding]:
        if not self.path:
            return []
        section, _, name = self.path.partition(".")
        if section in SETTINGS and not name:
            return []
        known = [f"{part}.{entry}" for part, entries in SECTIONS.items() for entry in entries]
        if self.path in known:
            return []
        alike = [full for full in known if full.rpartition(".")[2] == self.path.rpartition(".")[2]]
        remedy = f"Did you mean '{alike[0]}'?" if alike else nearest(self.path, [*known, *SETTINGS])
        return [
            Finding(("path",), "what a scenario has, such as levers.pooled_funding", shown(self.path), remedy)
        ]

    def _value_findings(self) -> list[Finding]:
        if not self.path or self._path_findings():
            return []
        if self.values:
            extra = [name for name in ("low", "high", "steps") if getattr(self, name) is not None]
            return [Finding((name,), "values or a range", "both") for name in extra]
        span = self.range
        if span is None:
            wanted = "values, or a range from low to high"
            return [Finding(("values",), wanted, "neither", f"{self.path} has no range of its own.")]
        if span.low >= span.high:
            return [Finding(("high",), f"a number above low ({span.low:g})", shown(span.high))]
        return []

    @property
    def title(self) -> str:
        """The name as it stands in tables: its own label, or that of what it moves."""
        section, _, name = self.path.partition(".")
        if self.label:
            return self.label
        if section == "uncertainties" and name in UNCERTAINTIES:
            return UNCERTAINTIES[name].label
        if section == "levers" and name in Levers.model_fields:
            return str(Levers.model_fields[name].title)
        return self.name.replace("_", " ").capitalize()

    @property
    def uncertainty(self) -> str | None:
        """The uncertainty that it fixes, world by world; None where it moves something else."""
        section, _, name = self.path.partition(".")
        return name if section == "uncertainties" else None

    @property
    def range(self) -> Uncertainty | None:
        """The range that it is moved over, on a scale; None where it takes only the values or levels that it states."""
        section, _, name = self.path.partition(".")
        if self.values or self.levels:
            return None
        own = UNCERTAINTIES[name] if section == "uncertainties" else None
        low = self.low if self.low is not None else own.low if own else 0.0 if section == "levers" else None
        high = (
            self.high if self.high is not None else own.high if own else 1.0 if section == "levers" else None
        )
        if low is None or high is None or name == "board_membership" or section == "rules":
            return None
        if own is not None:
            return replace(own, low=low, high=high)
        return Uncertainty(
            self.name, self.title, low, high, low, "linear", low, high, "", "", "own"
        )  # a plain range of something else

    @property
    def stated(self) -> tuple[Value, ...]:
        """Every value that it takes in a grid: as stated, the names of levels, or `steps` values of its range."""
        if self.levels:
            return tuple(level.name for level in self.levels)
        if self.values:
            return self.values
        if self.steps is None or self.range is None:
            return ()
        return tuple(float(value) for value in self.at(np.linspace(0, 1, self.steps)))

    def at(self, unit_n: NDArray[np.float64]) -> list[Value]:
        """Places from 0 to 1 as values: along the range, or the stated values in equal parts."""
        if self.range is not None:
            return [float(value) for value in quantile(self.range, unit_n)]
        count = len(self.stated)
        return [self.stated[min(int(place * count), count - 1)] for place in unit_n]

    def changes(self, value: Value) -> Changes:
        """What a value changes in a scenario, as `Scenario.replace` takes it."""
        if self.levels:
            return dict(next(level.changes for level in self.levels if level.name == value))
        section, _, name = self.path.partition(".")
        if isinstance(value, float) and section in SETTINGS:
            return {section: int(value)}
        return {section: {name: value}} if name else {section: value}


def merged_changes(parts: list[Changes]) -> Changes:
    """Several changes as one; tables merge, the later one wins."""
    whole: Changes = {}
    for part in parts:
        for key, value in part.items():
            if isinstance(value, Mapping) and isinstance(whole.get(key), Mapping):
                whole[key] = merged_changes([dict(whole[key]), dict(value)])
            else:
                whole[key] = value
    return whole
