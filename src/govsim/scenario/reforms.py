"""Reforms: levers that a government changes while it is in office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import (
    BaseModel,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    model_serializer,
    model_validator,
)

from govsim.scenario.country import CHECKED, Several
from govsim.scenario.findings import Finding, Findings
from govsim.scenario.levers import LEVER_NAMES, Levers
from govsim.scenario.sections import where_known
from govsim.scenario.validation_errors import findings_of


class Reform(BaseModel):
    """New settings of levers from a stated quarter on. They phase in; levers not named stay as they are.

    Written flat, in TOML as in Python: `[[reforms]]`, then `quarter = 20` and `pooled_funding = 0.5`. A reform beyond
    the horizon has no effect.
    """

    model_config = CHECKED

    quarter: int = Field(ge=1, le=400, description="quarter in which it begins; the first quarter is 0")
    levers: Mapping[str, float | str] = Field(description="new values of levers, by name")

    @model_validator(mode="wrap")
    @classmethod
    def _read_flat(cls, given: Any, check: ModelWrapValidatorHandler[Reform]) -> Reform:
        if not isinstance(given, Mapping):
            return check(given)
        levers = {name: value for name, value in given.items() if name != "quarter"}
        known = {name: value for name, value in levers.items() if name in LEVER_NAMES}
        findings = [
            Finding(
                (name,), "quarter, or the name of a lever", f"'{name}'", where_known(str(name), LEVER_NAMES)
            )
            for name in levers
            if name not in LEVER_NAMES
        ]
        if not levers:
            findings.append(Finding((), "at least one lever that changes", "none"))
        try:
            checked = Levers.model_validate(known)
            known = {name: getattr(checked, name) for name in known}
        except ValidationError as error:
            findings += findings_of(error, Levers)
            known = {}
        timing = {name: value for name, value in given.items() if name == "quarter"}
        try:
            reform = check({**timing, "levers": known})
        except ValidationError as error:
            findings += findings_of(error, cls)
        if findings:
            raise Findings(findings)
        return reform

    @model_serializer
    def _as_written(self) -> dict[str, Any]:
        return {"quarter": self.quarter, **self.levers}


class Course(BaseModel):
    """The levers and reforms of a government from quarter 0 on."""

    model_config = CHECKED

    levers: Levers = Levers()
    reforms: Several[Reform] = ()
