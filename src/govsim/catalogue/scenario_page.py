"""A scenario on one page: its question, setting, levers, missions, departments, rules and assumptions."""

from __future__ import annotations

from collections.abc import Sequence

from govsim.documents.terminal import Page
from govsim.scenario.constants import Constants
from govsim.scenario.geography import SyntheticPlaces
from govsim.scenario.lever_facts import lever_facts
from govsim.scenario.levers import ELEMENTS, LEVER_NAMES, Levers
from govsim.scenario.rules import Rules
from govsim.scenario.schema import Scenario
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.scenario.uncertainty import Uncertainty
from govsim.words.names import capitalised
from govsim.words.plurals import counted, joined, years_words
from govsim.words.settings import said


def write_scenario_page(page: Page, loaded: Scenario, held: Sequence[str]) -> None:
    """Write a scenario in words; `held` are sentences on its targets from another arrangement."""
    _front(page, loaded, held)
    _levers(page, loaded)
    _reforms(page, loaded)
    _missions(page, loaded)
    _departments(page, loaded)
    _rules(page, loaded)
    _assumptions(page, loaded)


def places_sentence(scenario: Scenario) -> str:
    """The places of a scenario, as a phrase."""
    places = scenario.places
    if isinstance(places, str):
        return f"imported places of {places}"
    if isinstance(places, SyntheticPlaces):
        return (
            f"synthetic {places.real.name}: {counted(places.councils, 'council')} with "
            f"{counted(places.communities_per_council, 'community', 'communities')} each"
        )
    return (
        f"written in the scenario: {counted(len(places.councils), 'council')} with "
        f"{counted(len(places.communities), 'community', 'communities')}"
    )


def _front(page: Page, loaded: Scenario, held: Sequence[str]) -> None:
    page.verbatim(loaded.name + (f" ({loaded.group})" if loaded.group else ""))
    page.text("")
    if loaded.about:
        page.text(loaded.about)
    if loaded.question:
        page.text(f"Question: {loaded.question}", hanging=2)
    page.heading("Setting")
    length = counted(loaded.horizon, "quarter") + (
        f" ({years_words(loaded.horizon)})" if loaded.horizon >= 4 else ""
    )
    page.bullet(
        f"{length} after {counted(loaded.warm_up, 'quarter')} of warm-up under the levers of {loaded.starts_from}"
    )
    for sentence in held:
        page.bullet(sentence.removesuffix("."))
    page.bullet(f"Places: {places_sentence(loaded)}")
    page.bullet(
        f"£{loaded.annual_budget:,.0f}bn a year in {counted(len(loaded.departments), 'department')}; "
        f"{loaded.councils_represented} councils send approvals to the centre"
    )
    page.bullet(
        f"Public value: progress on outcomes counts {loaded.values.progress_weight:g}, core services "
        f"{1 - loaded.values.progress_weight:g}; smallest effect of interest: {said(dict(loaded.smallest_effect))}"
    )


def _levers(page: Page, loaded: Scenario) -> None:
    """The levers by element; those of no element only if in use."""
    for number, (element, heading) in enumerate([*ELEMENTS.items(), (0, "None of the three")], start=1):
        inside = [name for name in LEVER_NAMES if lever_facts(name)["element"] == element]
        if element == 0:
            inside = [name for name in inside if getattr(loaded.levers, name) != lever_facts(name)["null"]]
        if inside:
            page.heading(f"Levers {number}: {heading}")
        for name in inside:
            field, facts = Levers.model_fields[name], lever_facts(name)
            value, before = (said(getattr(one, name)) for one in (loaded.levers, loaded.starts_from_levers))
            since = "" if before == value else f" (in the warm-up {before})"
            page.text(f"{field.title or name}: {value}{since}", indent=2, style="bold")
            page.text(f"{capitalised(field.description or '')}.", indent=4)
            page.text(f"+ {facts['benefit']}", indent=4, hanging=2)
            page.text(f"− {facts['cost']}", indent=4, hanging=2)


def _reforms(page: Page, loaded: Scenario) -> None:
    page.heading("Reforms on the way")
    for reform in sorted(loaded.reforms, key=lambda reform: reform.quarter):
        late = "" if reform.quarter < loaded.horizon else " (beyond the horizon: no effect)"
        levers = [
            f"{Levers.model_fields[name].title or name} {said(value)}"
            for name, value in reform.levers.items()
        ]
        page.bullet(f"From quarter {reform.quarter}{late}: {', '.join(levers)}")
    if not loaded.reforms:
        page.text("None.", indent=2)


def _missions(page: Page, loaded: Scenario) -> None:
    labels = {department.key: department.label for department in loaded.departments}
    outcomes = {outcome.key: outcome.label for outcome in loaded.outcomes}
    page.heading(f"Missions: {len(loaded.missions)}")
    for mission in loaded.missions:
        shares = [f"{outcomes[key]} {share:.0%}" for key, share in mission.goal_shares().items() if share > 0]
        page.bullet(f"{mission.label}, led by {labels[mission.lead]}")
        page.text(", ".join(shares) or "No outcome of its own: it changes how government works.", indent=6)
        if mission.levers:
            page.text(f"While it is pursued it adds to levers: {said(dict(mission.levers))}.", indent=6)


def _departments(page: Page, loaded: Scenario) -> None:
    outcomes = {outcome.key: outcome.label for outcome in loaded.outcomes}
    leads = {key: loaded.lead_of(key) for key in outcomes}
    page.heading(f"Departments: {len(loaded.departments)}")
    for department, share in zip(loaded.departments, loaded.budget_shares().tolist(), strict=True):
        page.bullet(f"{department.label}: £{department.money:,.0f}bn, {share:.0%} of the contestable budget")
        parts = [key for key, weight in department.weights.items() if weight > 0]
        led = joined([outcomes[key] for key in parts if leads[key] == department.key])
        helped = joined([outcomes[key] for key in parts if leads[key] != department.key])
        words = [f"leads {led}" if led else "", f"contributes to {helped}" if helped else ""]
        page.text("; ".join(filter(None, words)) or "no part in any outcome", indent=6)
    labels = {department.key: department.label for department in loaded.departments}
    page.heading("Local services, and whose money reaches places through them")
    for service in loaded.services:
        page.bullet(f"{service.label}: {'; '.join(labels[key] for key in service.departments)}")
    own = [service.label for service in loaded.services if service.own]
    page.text(f"Of these the council's own: {'; '.join(own) or 'none'}.", indent=2)


def _rules(page: Page, loaded: Scenario) -> None:
    page.heading("Rules on which scholars disagree")
    for name, chosen in loaded.rules:
        field = Rules.model_fields[name]
        meanings = dict(part.strip().split(": ", 1) for part in (field.description or "").split(";"))
        title = (field.title or name).replace(": ", ", ")
        page.bullet(f"{title}: {chosen} ({meanings.get(chosen, '')})")


def _assumptions(page: Page, loaded: Scenario) -> None:
    """The fixed assumptions, those with a range of the scenario's own, and the number left open."""
    uncertain = loaded.uncertainties
    fixed, drawn = [], []
    for name, setting in uncertain.in_force().items():
        label = UNCERTAINTIES[name].label
        if name not in uncertain.stated:
            continue
        if isinstance(setting, Uncertainty):
            drawn.append(f"{label}: {said(setting.low)} to {said(setting.high)}")
        else:
            fixed.append(f"{label}: {said(setting)}")
    page.heading("Contested assumptions")
    if fixed:
        page.bullet(f"Fixed: {'; '.join(fixed)}")
    if drawn:
        page.bullet(f"Drawn for each world from the scenario's own range: {'; '.join(drawn)}")
    left_open = len(UNCERTAINTIES) - len(fixed) - len(drawn)
    if left_open:
        others = f"{left_open} others" if fixed or drawn else f"All {left_open}"
        differ = uncertain.worlds == "differ"
        how = "drawn for each world from their ranges" if differ else "held at their central values"
        page.bullet(f"{others}: {how} (listed at the end of --toml)")
    defaults = Constants()
    moved = [
        f"{name}: {said(value)} instead of {said(getattr(defaults, name))}"
        for name, value in loaded.constants
        if value != getattr(defaults, name)
    ]
    if moved:
        page.heading("Constants that were moved")
    for constant in moved:
        page.bullet(constant)
