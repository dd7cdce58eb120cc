"""The schema of a scenario: a country, a way of governing it, and assumptions about the world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field, PrivateAttr, field_validator, model_validator

from govsim.display import Displayed
from govsim.scenario.consistency import Parts, inconsistencies
from govsim.scenario.constants import Constants
from govsim.scenario.country import (
    CHECKED,
    Contestable,
    DepartmentEntry,
    Mission,
    Outcome,
    Service,
    Several,
)
from govsim.scenario.findings import Finding, Findings
from govsim.scenario.geography import Places
from govsim.scenario.levers import Levers
from govsim.scenario.reforms import Course, Reform
from govsim.scenario.rules import Rules
from govsim.scenario.stated_uncertainties import Uncertainties

SMALLEST_EFFECT: Final[dict[str, float]] = {"public_value": 0.05, "progress": 0.005, "core_services": 0.0025}


LEAST_WARM_UP: Final = 4  # quarters; a place's own growth of need takes at least a year to measure


def _too_short(warm_up: int, rules: Rules) -> list[Finding]:
    """Whether the warm-up is too short to measure the own growth that keeps places where they are."""
    if rules.need != "held" or warm_up >= LEAST_WARM_UP:
        return []
    expected = f"at least {LEAST_WARM_UP} quarters under the rule need: held"
    remedy = (
        'The warm-up measures how much need grows in each place. Or set need = "first_edition" under [rules].'
    )
    return [Finding(("warm_up",), expected, str(warm_up), remedy)]


class Values(BaseModel):
    """The reader's weights and thresholds: a judgement, never a finding."""

    model_config = CHECKED

    progress_weight: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="weight of progress on outcomes in public value; the rest is the weight of core services",
    )


class Scenario(Displayed, BaseModel):
    """One way of governing one country, checked and complete; nothing in it can be changed.

    `load_scenario` loads one; `replace` gives a changed copy. Scenarios with equal contents are equal, from any file.
    """

    model_config = CHECKED

    name: str = Field(min_length=1, max_length=100, description="name of the scenario")
    about: str = Field(default="", description="what the scenario shows, in a sentence or two")
    question: str = Field(default="", description="the question it is there to answer")
    group: str | None = Field(default=None, description="heading that it stands under in a list")
    starts_from: str = Field(
        default="siloed", min_length=1, description="scenario whose levers warm up the country"
    )
    starts_from_levers: Levers = Field(default=Levers(), description="levers of the warm-up, as loaded")
    equal_volume: str = Field(
        default="",
        description=(
            "scenario that sets this one's share of money for outcomes from quarter 0 on; empty: none"
        ),
    )
    equal_volume_as: Course | None = Field(default=None, description="how that one is run, as loaded")
    equal_overhead: str = Field(
        default="", description="scenario that sets this one's lost staff time; empty: none"
    )
    equal_overhead_as: Course | None = Field(default=None, description="how that one is run, as loaded")
    horizon: int = Field(default=40, ge=1, le=400, description="quarters that are simulated")
    warm_up: int = Field(default=40, ge=0, le=400, description="quarters before quarter 0")
    budget_billion: float | None = Field(
        default=None,
        gt=0,
        description="money of all departments in a year; from their resource and capital if left out",
        json_schema_extra={"unit": "£bn a year"},
    )
    councils_represented: int = Field(
        default=296, ge=1, le=100_000, description="councils that send approvals to the centre"
    )
    levers: Levers = Levers()
    reforms: Several[Reform] = ()
    rules: Rules = Rules()
    values: Values = Values()
    smallest_effect: Mapping[str, Annotated[float, Field(gt=0)]] = Field(
        default=SMALLEST_EFFECT,
        description="smallest difference that matters, by measure; a number means public_value",
        json_schema_extra={"expected": "a number above 0, or a table of measures with a number for each"},
    )
    contestable: Contestable = Contestable()
    uncertainties: Uncertainties = Uncertainties()
    constants: Constants = Constants()
    places: Places = Field(
        description="where people live",
        json_schema_extra={"expected": "the path of a file of places, or a table of places"},
    )
    outcomes: Several[Outcome] = Field(min_length=1, description="what matters in people's lives")
    departments: Several[DepartmentEntry] = Field(min_length=1, description="departments of state")
    services: Several[Service] = Field(min_length=1, description="local services")
    missions: Several[Mission] = Field(min_length=1, description="what the government sets out to do")

    _path: str | None = PrivateAttr(default=None)

    @field_validator("smallest_effect", mode="before")
    @classmethod
    def _number_means_public_value(cls, given: Any) -> Any:
        if isinstance(given, Mapping):
            return {**SMALLEST_EFFECT, **given}
        if isinstance(given, int | float) and not isinstance(given, bool):
            return {**SMALLEST_EFFECT, "public_value": given}
        return given

    @model_validator(mode="after")
    def _check_consistency(self) -> Scenario:
        findings = [*_too_short(self.warm_up, self.rules)]
        findings += inconsistencies(
            Parts(**{name: getattr(self, name) for name in Parts.__dataclass_fields__})
        )
        if findings:
            raise Findings(findings)
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Scenario):
            return NotImplemented
        return self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((self.name, self.levers, self.horizon, self.rules))

    def in_one_line(self) -> str:
        """Its name and size."""
        from govsim.words.plurals import counted  # imported when shown, as it affects no run

        return f"{self.name}, {counted(self.horizon, 'quarter')}" + (f". {self.about}" if self.about else "")

    @property
    def path(self) -> str | None:
        """The file that the scenario was read from, if any. Ignored in comparisons."""
        return self._path

    @property
    def annual_budget(self) -> float:
        """Money of all departments in a year, in £bn: as stated, else the sum of resource and capital."""
        if self.budget_billion is not None:
            return self.budget_billion
        return float(sum(department.money for department in self.departments))

    def budget_shares(self) -> NDArray[np.float64]:
        """Each department's share of the contestable budget at the start, shape (department,); they sum to 1.

        Shares follow `contestable`. A department with its own `budget_share` has exactly that; the others divide the
        rest.
        """
        money = np.array([department.money for department in self.departments])
        stated = np.array([department.budget_share or 0.0 for department in self.departments])
        free = stated == 0
        if not free.any():
            return np.asarray(stated / stated.sum())
        weight = money[free] ** self.contestable.exponent
        share = np.maximum(weight / weight.sum(), self.contestable.floor)
        shares: NDArray[np.float64] = stated
        shares[free] = share / share.sum() * (1 - stated.sum())
        return shares

    def lead_of(self, outcome: str) -> str:
        """The key of the department that leads an outcome: the one with the highest weight on it."""
        return max(self.departments, key=lambda department: department.weights.get(outcome, 0.0)).key

    def replace(self, **changes: Any) -> Scenario:
        """A checked copy with some things changed; tables merge key by key, lists are replaced whole.

        `scenario.replace(horizon=20, levers={"pooled_funding": 0.5})` changes one lever and the horizon; None
        goes back to the default. Raises ScenarioError with every problem.
        """
        from govsim.scenario.load import changed_scenario

        return changed_scenario(self, changes)
