"""The governed country: outcomes that matter, departments, local services and missions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from govsim.errors import nearest
from govsim.scenario.findings import Finding, Findings
from govsim.scenario.levers import NUMBER_LEVERS

Item = TypeVar("Item")

CHECKED = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)

Key = Annotated[
    str,
    Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60, description="short name by which others refer to it"),
]
Label = Annotated[str, Field(min_length=1, max_length=200, description="name as it is shown")]
Weight = Annotated[float, Field(ge=0)]
Several = Annotated[tuple[Item, ...], Field(strict=False)]


class Outcome(BaseModel):
    """A matter of people's lives, such as health, under any lead department."""

    model_config = CHECKED

    key: Key
    label: Label


class DepartmentEntry(BaseModel):
    """A department of state: its money, and how much it contributes to each outcome."""

    model_config = CHECKED

    key: Key
    label: Label
    resource: float = Field(
        default=0.0, ge=0, description="resource budget", json_schema_extra={"unit": "£bn a year"}
    )
    capital: float = Field(
        default=0.0, ge=0, description="capital budget", json_schema_extra={"unit": "£bn a year"}
    )
    weights: Mapping[Key, Weight] = Field(
        default_factory=dict,
        description="contribution to outcomes, usually 0 to 3; the highest weight on an outcome leads it",
    )
    budget_share: float | None = Field(
        default=None,
        gt=0,
        le=1,
        description="share of the contestable budget, in place of the share that follows from its money",
    )

    @property
    def money(self) -> float:
        """Resource and capital together, in £bn a year."""
        return self.resource + self.capital


class Service(BaseModel):
    """A local service, and the departments whose money reaches places through it."""

    model_config = CHECKED

    key: Key
    label: Label
    departments: Several[Key] = Field(description="departments whose money it gets")
    own: bool = Field(default=False, description="whether it is the council's own service")


class Mission(BaseModel):
    """An aim of government: weights over outcomes, and a lead department."""

    model_config = CHECKED

    key: Key
    label: Label
    lead: Key = Field(description="department that leads the mission")
    goal: Mapping[Key, Weight] = Field(
        default_factory=dict, description="weights of the outcomes it aims at; only their proportions matter"
    )
    process: bool = Field(
        default=False, description="whether it changes how government works, without an outcome of its own"
    )
    levers: Mapping[str, float] = Field(
        default_factory=dict, description="what the mission adds to levers while it is pursued"
    )

    @model_validator(mode="after")
    def _check(self) -> Mission:
        findings: list[Finding] = [
            Finding(("levers", name), "the name of a lever that is a number", f"'{name}'", remedy)
            for name in self.levers
            if name not in NUMBER_LEVERS
            for remedy in [nearest(name, NUMBER_LEVERS)]
        ]
        if not self.process and not sum(self.goal.values()) > 0:
            findings.append(
                Finding(
                    ("goal",),
                    "a weight above 0 on at least one outcome",
                    "none",
                    "For a mission that changes only how government works, set process = true.",
                )
            )
        if findings:
            raise Findings(findings)
        return self

    def goal_shares(self) -> dict[str, float]:
        """The goal as shares of 1 over outcomes; empty for a mission without an outcome.

        >>> Mission(key="work", label="Work", lead="jobs", goal={"work": 3, "skills": 1}).goal_shares()
        {'work': 0.75, 'skills': 0.25}
        """
        total = sum(self.goal.values())
        return {outcome: weight / total for outcome, weight in self.goal.items()} if total > 0 else {}


class Contestable(BaseModel):
    """The first division of the contestable budget: ∝ (resource + capital)^exponent, with a floor."""

    model_config = CHECKED

    exponent: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="how closely shares follow money: 1 in proportion, 0.5 as its square root, 0 all equal",
    )
    floor: float = Field(
        default=0.04, ge=0, le=1, description="least share of a department, before shares are scaled to 1"
    )
