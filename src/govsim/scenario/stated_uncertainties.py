"""The uncertainties that a scenario states: those it fixes, and its own ranges of those drawn for each world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_serializer, model_validator

from govsim.errors import nearest
from govsim.scenario.country import CHECKED
from govsim.scenario.findings import Finding, Findings, shown
from govsim.scenario.sections import where_known
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.scenario.uncertainty import Uncertainty


class Range(BaseModel):
    """The range of an uncertainty; without a scale, on the scale of the catalogue."""

    model_config = CHECKED

    low: float
    high: float
    scale: Literal["linear", "log"] | None = None


class Uncertainties(BaseModel):
    """The uncertainties that a scenario sets; unmentioned ones follow `worlds`.

    In TOML: `worlds = "differ"` draws every uncertainty that is not mentioned from its own range; `"alike"` fixes it at
    its central value. `name = 0.3` fixes one; `name = {low = 0.1, high = 0.5}` draws it from that range.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    worlds: Literal["differ", "alike"] = Field(
        default="differ",
        title="Worlds",
        description=(
            "what holds for uncertainties that are not mentioned: differ (drawn for each world) or alike "
            "(fixed at their central values)"
        ),
    )
    stated: Mapping[str, float | Range] = Field(default_factory=dict, description="uncertainties by name")

    @model_validator(mode="before")
    @classmethod
    def _read_names(cls, given: Any) -> Any:
        if not isinstance(given, Mapping):
            return given
        findings: list[Finding] = []
        stated: dict[str, float | Range] = {}
        for name, value in given.items():
            if name == "worlds":
                continue
            if name not in UNCERTAINTIES:
                remedy = where_known(str(name), [*UNCERTAINTIES, "worlds"])
                findings.append(Finding((name,), "the name of an uncertainty", f"'{name}'", remedy))
                continue
            wrong = _setting_findings(UNCERTAINTIES[name], value)
            findings += [finding.below((name,)) for finding in wrong]
            if not wrong:
                stated[name] = _setting(value)
        worlds = given.get("worlds", "differ")
        if worlds not in ("differ", "alike"):
            findings.append(Finding(("worlds",), "'differ' or 'alike'", shown(worlds)))
        if findings:
            raise Findings(findings)
        return {"worlds": worlds, "stated": stated}

    @model_serializer
    def _as_written(self) -> dict[str, Any]:
        return {"worlds": self.worlds, **{name: _plain(setting) for name, setting in self.stated.items()}}

    def in_force(self) -> dict[str, float | Uncertainty]:
        """Every uncertainty of the catalogue: a number where fixed, else its range.

        >>> Uncertainties.model_validate({"worlds": "alike", "slack": 0.1}).in_force()["slack"]
        0.1
        """
        settings: dict[str, float | Uncertainty] = {}
        for name, spec in UNCERTAINTIES.items():
            setting = self.stated.get(name)
            if isinstance(setting, Range):
                settings[name] = replace(spec, **_plain(setting))
            elif setting is not None:
                settings[name] = setting
            else:
                settings[name] = spec.central if self.worlds == "alike" else spec
        return settings


def _plain(setting: Any) -> Any:
    return setting.model_dump(exclude_none=True) if isinstance(setting, Range) else setting


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value


def _setting(value: Any) -> float | Range:
    if isinstance(value, Range):
        return value
    if isinstance(value, Mapping):
        return Range(low=float(value["low"]), high=float(value["high"]), scale=value.get("scale"))
    return float(value)


def _setting_findings(spec: Uncertainty, value: Any) -> list[Finding]:
    meaning = f"Meaning: {spec.meaning}."
    if _is_number(value):
        return [] if spec.admits(value) else [Finding((), spec.bounds, shown(value), meaning)]
    value = _plain(value)
    if not isinstance(value, Mapping):
        expected = f"{spec.bounds}, or a range such as {{low = {spec.low:g}, high = {spec.high:g}}}"
        return [Finding((), expected, shown(value), meaning)]
    findings = [
        Finding((key,), "low, high or scale", f"'{key}'", nearest(str(key), ["low", "high", "scale"]))
        for key in value
        if key not in ("low", "high", "scale")
    ]
    finite = "number" if spec.bounds.startswith("a number") else "share"
    for end in ("low", "high"):
        if end not in value:
            findings.append(Finding((end,), f"a {finite}", "nothing", "A range has both low and high."))
        elif not _is_number(value[end]) or not spec.admits(value[end]) or abs(value[end]) == float("inf"):
            expected = spec.bounds.replace(" (inf is allowed)", "")
            findings.append(Finding((end,), expected, shown(value[end]), meaning))
    scale = value.get("scale", spec.scale)
    if "scale" in value and scale not in ("linear", "log"):
        findings.append(Finding(("scale",), "'linear' or 'log'", shown(scale)))
    if findings:
        return findings
    if value["low"] > value["high"]:
        return [Finding(("low",), "at most high", f"{shown(value['low'])} above {shown(value['high'])}")]
    if scale == "log" and value["low"] <= 0:
        remedy = 'A log scale needs numbers above 0. Write scale = "linear" to draw from 0.'
        return [Finding(("low",), "a number above 0 on the log scale", shown(value["low"]), remedy)]
    if scale == "complementarity" and value["high"] >= 1:
        remedy = "At 1 the elasticity is infinite. Fix it at 1, or draw from below 1."
        return [Finding(("high",), "a number below 1", shown(value["high"]), remedy)]
    return []
