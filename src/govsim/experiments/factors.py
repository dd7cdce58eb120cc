"""Factors, which an experiment varies: a number over values or a range, or named levels with several changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Literal, cast

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from govsim.errors import nearest
from govsim.experiments.levels import LABELS, Level, levels_of_arrangements, levels_of_element, written_out
from govsim.experiments.moved import (
    PATHS,
    SETTINGS,
    SWITCHED,
    GivenValue,
    Value,
    choices_of,
    findings_of_range,
    findings_of_value,
    title_of,
)
from govsim.scenario.findings import Finding, Findings, shown
from govsim.scenario.levers import ELEMENTS
from govsim.scenario.load import HELD
from govsim.scenario.retired_names import retired_or_nearest
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.scenario.uncertainty import Uncertainty, quantile

Changes = dict[str, Any]  # arguments of `Scenario.replace`

FOLDER: Final = "folder"  # key, in a validation context, of the folder for a factor's paths


class Factor(BaseModel):
    """One factor of an experiment.

    Either `path`, with `values` or a range `low` to `high` (by default the range of a lever or uncertainty, or the
    choices of a rule), or named `levels`, or `levers_from` another scenario. With the path `equal_volume` or
    `equal_overhead` values are names of scenarios and become levels.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: str = Field(
        min_length=1, description="the factor's name, a column of the results; that of its path if left out"
    )
    label: str = Field(default="", description="the name as it stands in tables and figures")
    path: str = Field(
        default="", description="the key to move, such as levers.pooled_funding or uncertainties.slack"
    )
    values: tuple[GivenValue, ...] = Field(
        default=(),
        description="the values that it takes; for a choice, such as a rule, all of them if left out",
    )
    low: float | None = Field(
        default=None, description="the lower end of its range; levers and uncertainties have one of their own"
    )
    high: float | None = Field(default=None, description="the upper end of its range")
    steps: int | None = Field(
        strict=True, default=None, ge=2, le=1000, description="how many values of the range, evenly spaced"
    )
    levels: tuple[Level, ...] = Field(default=(), description="named levels, each with what it changes")
    levers_from: str = Field(
        default="",
        exclude=True,  # written out in levels
        description=(
            f"a scenario: the factor has the levels '{SWITCHED[0]}' and '{SWITCHED[1]}' that scenario, whose "
            "levers are then taken together"
        ),
    )
    element: Literal[1, 2, 3] | None = Field(
        default=None,
        exclude=True,
        description="the element of which levers_from takes the levers, "
        + ", ".join(f"{number}: {heading.lower()}" for number, heading in ELEMENTS.items())
        + "; all levers if left out",
    )

    only_in: tuple[str, ...] = Field(
        default=(),
        description=(
            "scenarios that it moves, such as all but the baseline; all if left out. An assumption about the world "
            "holds in all"
        ),
    )

    @model_validator(mode="before")
    @classmethod
    def _with_what_follows(cls, given: Any, info: ValidationInfo) -> Any:
        """Fill in the name from the path and the levels from `levers_from`."""
        if not isinstance(given, Mapping):
            return given
        whole = dict(given)
        path, source, element = (whole.get(key) for key in ("path", "levers_from", "element"))
        if isinstance(path, str) and path:
            whole.setdefault("name", path.rpartition(".")[2])
        if path in HELD:
            return _held(whole, path, (info.context or {}).get(FOLDER))
        if isinstance(whole.get("levels"), list | tuple):
            whole["levels"] = _levels_written_out(whole["levels"], (info.context or {}).get(FOLDER))
        if element is not None and not source:
            raise Findings([Finding(("levers_from",), "the scenario whose levers are taken", "nothing")])
        if not isinstance(source, str) or not source:
            return whole
        extra = [key for key in ("path", "values", "low", "high", "steps", "levels") if key in whole]
        if extra:
            raise Findings([Finding((key,), "levers_from alone", "both") for key in extra])
        if element not in (None, *ELEMENTS):
            return whole  # the check of the element reports it
        if element is not None:
            whole.setdefault("label", ELEMENTS[element])
        whole["levels"] = levels_of_element(source, element, (info.context or {}).get(FOLDER))
        return whole

    @model_validator(mode="after")
    def _is_whole(self) -> Factor:
        findings = self._kind_findings() or self._path_findings() or self._value_findings()
        if findings:
            raise Findings(findings)
        return self

    def _kind_findings(self) -> list[Finding]:
        if bool(self.path) == bool(self.levels):
            wanted = "path (with values or a range), levels, or levers_from"
            found = "path beside levels" if self.path else "none of them"
            return [Finding(("path",) if self.path else (), wanted, found)]
        beside = [
            name for name in ("values", "low", "high", "steps") if getattr(self, name) not in (None, ())
        ]
        if self.levels and beside:
            return [Finding((name,), "levels alone", f"{name} beside levels") for name in beside]
        names = [level.name for level in self.levels]
        return [
            Finding(("levels", place, "name"), "levels of different names", f"'{name}' twice")
            for place, name in enumerate(names)
            if name in names[:place]
        ]

    def _path_findings(self) -> list[Finding]:
        if not self.path or self.path in PATHS:
            return []
        last = self.path.rpartition(".")[2]
        alike = [path for path in PATHS if path.rpartition(".")[2] == last]
        remedy = f"Did you mean '{alike[0]}'?" if alike else retired_or_nearest(self.path, PATHS)
        return [
            Finding(
                ("path",), "a setting of a scenario, such as levers.pooled_funding", shown(self.path), remedy
            )
        ]

    def _value_findings(self) -> list[Finding]:
        if not self.path:
            return []
        ends = [name for name in ("low", "high", "steps") if getattr(self, name) is not None]
        if self.values:
            return [
                *(Finding((name,), "values or a range", "both") for name in ends),
                *(
                    finding.below(("values", place))
                    for place, value in enumerate(self.values)
                    for finding in findings_of_value(self.path, value)
                ),
                *(
                    Finding(("values", place), "every value once", f"{shown(value)} twice")
                    for place, value in enumerate(self.values)
                    if value in self.values[:place]
                ),
            ]
        if choices_of(self.path):
            wanted = f"values among {', '.join(choices_of(self.path))}"
            return [Finding((name,), wanted, "a range") for name in ends]
        span = self.range
        if span is None:
            missing = [name for name in ("low", "high") if getattr(self, name) is None]
            remedy = f"{self.path} has no range of its own."
            if len(missing) == 2:
                return [Finding(("path",), "values, or a range from low to high", "neither", remedy)]
            return [Finding((missing[0],), "the other end of the range", "nothing", remedy)]
        if span.low >= span.high:
            return [Finding(("high",), f"a number above low ({span.low:g})", shown(span.high))]
        return findings_of_range(self.path, span.low, span.high, ends)

    def is_moved_in(self, scenario: str) -> bool:
        """Whether it moves a scenario, by its name in the experiment."""
        return not self.only_in or scenario in self.only_in

    @property
    def title(self) -> str:
        """The name in tables: its label, or the title of its path."""
        return self.label or title_of(self.path) or self.name.replace("_", " ").capitalize()

    @property
    def holds(self) -> str:
        """The key by which it holds scenarios to others; empty if it changes anything else."""
        keys = {key.removesuffix("_as") for level in self.levels for key in level.changes}
        return keys.pop() if len(keys) == 1 and keys <= set(HELD) else ""

    @property
    def uncertainty(self) -> str | None:
        """The uncertainty that it fixes world by world, if any."""
        section, _, name = self.path.partition(".")
        return name if section == "uncertainties" else None

    @property
    def range(self) -> Uncertainty | None:
        """Its range, with a scale; None if it takes only stated values or levels."""
        section, _, name = self.path.partition(".")
        if self.values or self.levels or choices_of(self.path):
            return None
        own = UNCERTAINTIES.get(name) if section == "uncertainties" else None
        least, most = (own.low, own.high) if own else (0.0, 1.0) if section == "levers" else (None, None)
        low, high = (least if self.low is None else self.low), (most if self.high is None else self.high)
        if low is None or high is None:
            return None
        if own is not None:
            return replace(own, low=low, high=high)
        return Uncertainty(
            self.name, self.title, low, high, low, "linear", low, high, "", "", "own"
        )  # a linear range of anything else

    @property
    def stated(self) -> tuple[Value, ...]:
        """Its values in a grid: as stated, the names of levels, or `steps` values of its range."""
        if self.levels:
            return tuple(level.name for level in self.levels)
        if self.values:
            return self.values
        if self.steps is None or self.range is None:
            return choices_of(self.path)
        evenly = self.at(np.linspace(0, 1, self.steps))
        return tuple(
            dict.fromkeys(value if isinstance(value, str) else float(f"{value:.12g}") for value in evenly)
        )

    def at(self, unit_n: NDArray[np.float64]) -> list[Value]:
        """Map quantiles from 0 to 1 to values: along the range, or equal shares of the stated values."""
        if self.range is not None:
            values = quantile(self.range, unit_n)
            return cast(list[Value], (np.rint(values) if self.path in SETTINGS else values).tolist())
        count = len(self.stated)
        return [self.stated[min(int(place * count), count - 1)] for place in unit_n]

    def findings_of(self, value: Value) -> list[Finding]:
        """Problems with a value from a row of a list."""
        if self.path and (findings := findings_of_value(self.path, value)):
            return findings
        if self.path and self.values and value not in self.values:
            wanted = f"one of the factor's own values ({', '.join(map(shown, self.values))})"
            return [
                Finding((), wanted, shown(value), "Leave values out of the factor where rows state them.")
            ]
        if self.path or value in self.stated:
            return []
        return [
            Finding((), "the name of a level", shown(value), nearest(str(value), [*map(str, self.stated)]))
        ]

    def changes(self, value: Value) -> Changes:
        """The changes of a value, as arguments of `Scenario.replace`."""
        if self.levels:
            return dict(next(level.changes for level in self.levels if level.name == value))
        section, _, name = self.path.partition(".")
        if isinstance(value, float) and section in SETTINGS:
            return {section: int(value)}
        return {section: {name: value}} if name else {section: value}


def _held(given: dict[str, Any], key: str, folder: str | None) -> dict[str, Any]:
    """Replace the values of a factor over target arrangements by levels."""
    beside = [name for name in ("low", "high", "steps", "levels", "levers_from") if name in given]
    if beside:
        raise Findings(Finding((name,), f"values alone beside the path {key}", name) for name in beside)
    levels = levels_of_arrangements(key, given.pop("values", ()), folder)
    given.pop("path")
    given.setdefault("label", LABELS[key])
    return {**given, "levels": levels}


def _levels_written_out(levels: Sequence[Any], folder: str | None) -> list[Any]:
    """Expand the arrangements to which levels hold scenarios; anything but a level is left as it is."""
    whole: list[Any] = []
    for place, level in enumerate(levels):
        changes = level.get("changes") if isinstance(level, Mapping) else None
        if not isinstance(changes, Mapping):
            whole.append(level)
            continue
        try:
            whole.append({**level, "changes": written_out(changes, folder)})
        except Findings as found:
            raise Findings(one.below(("levels", place, "changes")) for one in found.items) from found
    return whole


def merged_changes(parts: list[Changes]) -> Changes:
    """Merge changes, tables key by key; later ones win."""
    whole: Changes = {}
    for part in parts:
        for key, value in part.items():
            if isinstance(value, Mapping) and isinstance(whole.get(key), Mapping):
                whole[key] = merged_changes([dict(whole[key]), dict(value)])
            else:
                whole[key] = value
    return whole
