"""Check that the parts of a scenario fit together: keys exist, and every outcome has one lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from govsim.errors import nearest
from govsim.scenario.country import Contestable, DepartmentEntry, Mission, Outcome, Service
from govsim.scenario.findings import Finding, repeated, shown, unknown
from govsim.scenario.geography import SyntheticPlaces, WrittenPlaces
from govsim.scenario.levers import NUMBER_LEVERS, Levers
from govsim.scenario.reforms import Reform


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The readable parts of a scenario; None for an unreadable one. The others are still checked."""

    outcomes: tuple[Outcome, ...] | None = None
    departments: tuple[DepartmentEntry, ...] | None = None
    services: tuple[Service, ...] | None = None
    missions: tuple[Mission | None, ...] | None = None  # nothing refers to them: some may be unreadable
    places: str | SyntheticPlaces | WrittenPlaces | None = None
    levers: Levers | None = None
    reforms: tuple[Reform, ...] | None = None
    contestable: Contestable | None = None
    budget_billion: float | None = None


def inconsistencies(parts: Parts) -> list[Finding]:
    """All inconsistencies in a scenario, in the order of its sections."""
    outcomes = _keys(parts.outcomes)
    departments = _keys(parts.departments)
    findings: list[Finding] = []
    for section, keys in (
        ("outcomes", outcomes),
        ("departments", departments),
        ("services", _keys(parts.services)),
        ("missions", _keys([mission for mission in parts.missions or () if mission])),
    ):
        findings += repeated(section, keys or [])
    findings += _department_findings(parts, outcomes)
    findings += _lead_findings(parts)
    findings += _money_findings(parts)
    findings += _service_findings(parts, departments)
    findings += _mission_findings(parts, outcomes, departments)
    findings += _place_findings(parts, outcomes)
    findings += _reform_findings(parts)
    return findings


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


def _keys(entries: Sequence[_Keyed] | None) -> list[str] | None:
    return None if entries is None else [entry.key for entry in entries]


def _department_findings(parts: Parts, outcomes: list[str] | None) -> list[Finding]:
    return [
        finding
        for at, department in enumerate(parts.departments or ())
        for outcome in department.weights
        for finding in unknown(("departments", at, "weights", outcome), "an outcome", outcome, outcomes)
    ]


def _lead_findings(parts: Parts) -> list[Finding]:
    if parts.outcomes is None or parts.departments is None:
        return []
    findings = []
    for outcome in dict.fromkeys(outcome.key for outcome in parts.outcomes):
        weights = [department.weights.get(outcome, 0.0) for department in parts.departments]
        highest = max(weights, default=0.0)
        leads = [at for at, weight in enumerate(weights) if weight == highest]
        if highest == 0:
            expected = f"a department that contributes to {outcome}"
            findings.append(Finding(("departments",), expected, "none with a weight above 0 on it"))
        elif len(leads) > 1:
            names = [parts.departments[at].key for at in leads]
            tied = f"{', '.join(names[:-1])} and {names[-1]}, all with {highest:g}"
            expected = f"one department that leads {outcome} by the highest weight"
            remedy = "Raise the weight of the one that leads."
            findings.append(Finding(("departments", leads[-1], "weights", outcome), expected, tied, remedy))
    return findings


def _money_findings(parts: Parts) -> list[Finding]:
    departments = parts.departments
    if departments is None:
        return []
    findings = [
        Finding(("departments", at), "resource or capital above 0, or a budget_share", "no money")
        for at, department in enumerate(departments)
        if department.money == 0 and department.budget_share is None
    ]
    stated = [department.budget_share for department in departments if department.budget_share is not None]
    total = sum(stated)
    if stated and len(stated) == len(departments) and abs(total - 1) > 1e-6:
        findings.append(Finding(("departments",), "budget shares that add up to 1", f"{total:g}"))
    if stated and len(stated) < len(departments) and total >= 1:
        remedy = "Leave a share for the departments without a budget_share."
        expected = "budget shares that add up to less than 1"
        findings.append(Finding(("departments",), expected, f"{total:g}", remedy))
    money = sum(department.money for department in departments)
    if not findings and parts.budget_billion is None and not money:
        remedy = "Give departments their resource, or the country its budget_billion."
        findings.append(Finding(("budget_billion",), "a budget in £bn a year", "nothing", remedy))
    if parts.contestable is not None and departments and parts.contestable.floor * len(departments) > 1:
        expected = f"a floor of at most {1 / len(departments):.3g} with {len(departments)} departments"
        findings.append(Finding(("contestable", "floor"), expected, shown(parts.contestable.floor)))
    return findings


def _service_findings(parts: Parts, departments: list[str] | None) -> list[Finding]:
    findings: list[Finding] = []
    first: dict[str, str] = {}
    for at, service in enumerate(parts.services or ()):
        for place, department in enumerate(service.departments):
            path = ("services", at, "departments", place)
            findings += unknown(path, "a department", department, departments)
            if department in first:
                twice = f"'{department}' again, after {first[department]}"
                findings.append(Finding(path, "each department in one service", twice))
            first.setdefault(department, service.key)
        if not service.departments:
            findings.append(Finding(("services", at, "departments"), "at least one department", "none"))
    if parts.services is not None:
        missing = [department for department in departments or () if department not in first]
        if missing:
            remedy = f"{'Its' if len(missing) == 1 else 'Their'} money would reach no place."
            found = "none for " + ", ".join(missing)
            findings.append(Finding(("services",), "every department in a service", found, remedy))
    return findings


def _mission_findings(
    parts: Parts, outcomes: list[str] | None, departments: list[str] | None
) -> list[Finding]:
    findings: list[Finding] = []
    for at, mission in enumerate(parts.missions or ()):
        if mission is None:
            continue
        findings += unknown(("missions", at, "lead"), "a department", mission.lead, departments)
        for outcome in mission.goal:
            findings += unknown(("missions", at, "goal", outcome), "an outcome", outcome, outcomes)
    if parts.levers is None or parts.missions is None:
        return findings
    reached = [("levers", parts.levers.model_dump())]
    reached += [
        (f"the reform of quarter {reform.quarter}", {**parts.levers.model_dump(), **reform.levers})
        for reform in parts.reforms or ()
    ]
    for lever in NUMBER_LEVERS:
        adding = {
            at: mission.levers[lever]
            for at, mission in enumerate(parts.missions)
            if mission is not None and lever in mission.levers
        }
        added = sum(adding.values())
        for origin, levers in reached:
            whole = levers[lever] + added
            if adding and not 0 <= whole <= 1:
                path = ("missions", max(adding), "levers", lever)
                found = f"{levers[lever]:g} of {origin} and {added:g} of missions make {whole:g}"
                findings.append(Finding(path, "a sum from 0 to 1", found))
    return findings


def _place_findings(parts: Parts, outcomes: list[str] | None) -> list[Finding]:
    if isinstance(parts.places, WrittenPlaces):
        checked = None if outcomes is None else tuple(outcomes)
        return [finding.below(("places",)) for finding in parts.places.findings(checked)]
    if isinstance(parts.places, SyntheticPlaces):
        findings, real = [], parts.places.real
        for at, key in enumerate(outcomes or ()):
            if key not in real.outcomes:
                path, near = ("outcomes", at, "key"), nearest(key, real.outcomes)
                remedy = f"Use places of your own, with need in every outcome. {near}"
                findings.append(Finding(path, f"an outcome of synthetic {real.name}", f"'{key}'", remedy))
        return findings
    return []


def _reform_findings(parts: Parts) -> list[Finding]:
    quarters = [reform.quarter for reform in parts.reforms or ()]
    return [
        Finding(("reforms", at, "quarter"), "one reform in a quarter", f"a second one in quarter {quarter}")
        for at, quarter in enumerate(quarters)
        if quarter in quarters[:at]
    ]
