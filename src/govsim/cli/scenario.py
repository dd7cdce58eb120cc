"""`govsim scenario`: list, show, check, compare and create scenarios."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from govsim.cli.own_files import list_unusable, report_checked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govsim.documents.terminal import Page
    from govsim.errors import Problem
    from govsim.scenario.schema import Scenario


@click.group("scenario", short_help="List, show, check, compare and create scenario files.")
def scenario() -> None:
    """List, show, check, compare and create scenario files.

    Examples:

    \b
      govsim scenario list
      govsim scenario show mission_led
      govsim scenario diff layered mission_led
      govsim scenario new my_state
    """


@scenario.command("list", short_help="List the scenarios that come with govsim.")
@click.argument("folders", nargs=-1, metavar="[FOLDER]...")
def list_command(folders: tuple[str, ...]) -> None:
    """List the scenarios that come with govsim, and those in any FOLDER, with the question each one asks.

    Example:

    \b
      govsim scenario list my_scenarios
    """
    from govsim.catalogue.scenarios import list_scenarios
    from govsim.documents.terminal import Page

    listing = list_scenarios(folders)
    page = Page()
    for group in listing.groups:
        page.heading(group.heading)
        for listed in group.scenarios:
            page.verbatim(f"  {listed.name}")
            page.text(listed.question or listed.about or "It has no question.", indent=4)
    list_unusable(page, listing.unusable, "govsim scenario check")
    page.show()


@scenario.command("show", short_help="Show what a scenario says.")
@click.argument("name")
@click.option(
    "--toml", is_flag=True, help="Print the whole scenario as TOML, to save under a name of your own."
)
def show_command(name: str, toml: bool) -> None:
    """Show what a scenario says: its question, its levers, missions, departments and assumptions.

    NAME is a name from 'govsim scenario list', the path of a .toml file or the folder of a country.

    Examples:

    \b
      govsim scenario show mission_led
      govsim scenario show mission_led --toml > mine.toml
    """
    from govsim.scenario.load import load_scenario

    loaded = load_scenario(name)
    if toml:
        from govsim.scenario.describe import to_toml

        click.echo(to_toml(loaded), nl=False)
        return
    from govsim.documents.terminal import Page

    page = Page()
    _front(page, loaded)
    _levers(page, loaded)
    _reforms(page, loaded)
    _missions(page, loaded)
    _departments(page, loaded)
    _rules(page, loaded)
    _assumptions(page, loaded)
    page.show()


@scenario.command("check", short_help="Check scenario files.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def check_command(files: tuple[str, ...]) -> None:
    """Say everything that is wrong with scenario files, each with its line; ends with code 2 if anything is.

    Places that a file names are read and its network is built, so that a scenario which passes also runs.

    Example:

    \b
      govsim scenario check my_scenarios/north.toml
    """
    from govsim.catalogue.scenarios import check_scenario

    def checked(file: str) -> tuple[Iterable[Problem], str]:
        result = check_scenario(file)
        return result.problems, result.holds

    report_checked(files, checked)


@scenario.command("diff", short_help="Show the differences between two scenarios.")
@click.argument("first")
@click.argument("second")
def diff_command(first: str, second: str) -> None:
    """Show in what two scenarios differ: the levers first, then all else.

    Example:

    \b
      govsim scenario diff layered mission_led
    """
    from govsim.catalogue.scenarios import contrast_scenarios
    from govsim.documents.table import Column
    from govsim.documents.terminal import Page
    from govsim.words.settings import said

    contrast = contrast_scenarios(first, second)
    names = (contrast.first.name, contrast.second.name)
    if names[0] == names[1]:
        names = (first, second)
    page = Page()
    columns = [Column(name, scenario=row) for row, name in enumerate(names)]
    if not contrast.levers:
        page.text("They have the same levers.")
    for heading, changes in (("Levers", contrast.levers), ("All else", contrast.others)):
        if changes:
            page.heading(heading)
            page.table(
                [Column("lever" if heading == "Levers" else "key"), *columns],
                [[_broken(change.label), said(change.first), said(change.second)] for change in changes],
            )
    page.text("")
    if not contrast.others:
        page.text("All else is the same.")
    words = [word for word in contrast.words if word != "name"]
    if words:
        page.text(f"They describe themselves differently ({', '.join(words)}).")
    page.show()


@scenario.command("new", short_help="Create a scenario, missions or a country of your own.")
@click.argument("name")
@click.option(
    "--from", "parent", metavar="SCENARIO", help="What it extends: a name or a file.  [default: siloed]"
)
@click.option("--missions", is_flag=True, help="Write a scenario with missions to be replaced by your own.")
@click.option("--country", is_flag=True, help="Write the folder of a country of three departments.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="File to write, or folder of a country.  [default: NAME.toml, or NAME]",
)
def new_command(name: str, parent: str | None, missions: bool, country: bool, output: Path | None) -> None:
    """Begin a scenario, missions or a country of your own, in a file or folder that is not there yet.

    Without an option it writes a scenario in which every lever stands in a comment, with its meaning, benefit, cost
    and range.

    Examples:

    \b
      govsim scenario new my_state
      govsim scenario new my_missions --missions
      govsim scenario new my_country --country
    """
    if sum((parent is not None, missions, country)) > 1:
        raise click.UsageError("Only one of --from, --missions and --country can be given.")
    from govsim.catalogue.new_scenario import write_country, write_missions, write_scenario

    if country:
        folder = write_country(name, output)
        click.echo(f"Wrote {folder}: {', '.join(sorted(file.name for file in folder.iterdir()))}.")
        _next_steps(f"check {folder}", f"compare {folder} {folder / 'mission_led.toml'}")
        return
    below = "mission_led" if missions else parent or "siloed"
    file = write_missions(name, output) if missions else write_scenario(name, below, output)
    click.echo(f"Wrote {file}: a scenario that extends {below}. Change it, then:")
    _next_steps(f"check {file}", f"compare {below} {file}")


def _next_steps(check: str, compare: str) -> None:
    click.echo(f"  govsim scenario {check}\n  govsim {compare}")


def _broken(key: str, width: int = 24) -> str:
    """A long key folded at its dots."""
    from govsim.documents.terminal import folded

    return folded(key.replace(".", ". "), width).replace(". ", ".")


def _front(page: Page, loaded: Scenario) -> None:
    from govsim.catalogue.scenarios import places_sentence
    from govsim.comparison.setting import held_words
    from govsim.words.settings import said

    page.verbatim(loaded.name + (f" ({loaded.group})" if loaded.group else ""))
    page.text("")
    if loaded.about:
        page.text(loaded.about)
    if loaded.question:
        page.text(f"Question: {loaded.question}", hanging=2)
    page.heading("Setting")
    length = f"{loaded.horizon} quarters" + (
        f" ({loaded.horizon / 4:g} years)" if loaded.horizon >= 4 else ""
    )
    page.bullet(
        f"{length} after {loaded.warm_up} quarters of warm-up under the levers of {loaded.starts_from}"
    )
    for held in held_words([loaded]):
        page.bullet(held.removesuffix("."))
    page.bullet(f"Places: {places_sentence(loaded)}")
    page.bullet(
        f"£{loaded.annual_budget:,.0f}bn a year in {len(loaded.departments)} departments; "
        f"{loaded.councils_represented} councils send approvals to the centre"
    )
    page.bullet(
        f"Public value: progress on outcomes counts {loaded.values.progress_weight:g}, core services "
        f"{1 - loaded.values.progress_weight:g}; smallest effect of interest: {said(dict(loaded.smallest_effect))}"
    )


def _levers(page: Page, loaded: Scenario) -> None:
    from govsim.catalogue.scenarios import describe_levers

    for number, (element, levers) in enumerate(describe_levers(loaded).items(), start=1):
        page.heading(f"Levers {number}: {element}")
        for lever in levers:
            before = "" if lever.before == lever.value else f" (in the warm-up {lever.before})"
            page.text(f"{lever.title}: {lever.value}{before}", indent=2, style="bold")
            page.text(f"{lever.meaning[:1].upper()}{lever.meaning[1:]}.", indent=4)
            page.text(f"+ {lever.benefit}", indent=4, hanging=2)
            page.text(f"− {lever.cost}", indent=4, hanging=2)


def _reforms(page: Page, loaded: Scenario) -> None:
    from govsim.catalogue.scenarios import reform_sentence

    page.heading("Reforms on the way")
    for reform in sorted(loaded.reforms, key=lambda reform: reform.quarter):
        late = "" if reform.quarter < loaded.horizon else " (beyond the horizon: no effect)"
        page.bullet(f"From quarter {reform.quarter}{late}: {reform_sentence(reform)}")
    if not loaded.reforms:
        page.text("None.", indent=2)


def _missions(page: Page, loaded: Scenario) -> None:
    from govsim.words.settings import said

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
    from govsim.words.plurals import joined

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
    from govsim.scenario.rules import Rules

    page.heading("Rules on which scholars disagree")
    for name, chosen in loaded.rules:
        field = Rules.model_fields[name]
        meanings = dict(part.strip().split(": ", 1) for part in (field.description or "").split(";"))
        title = (field.title or name).replace(": ", ", ")
        page.bullet(f"{title}: {chosen} ({meanings.get(chosen, '')})")


def _assumptions(page: Page, loaded: Scenario) -> None:
    from govsim.catalogue.scenarios import describe_assumptions

    assumptions = describe_assumptions(loaded)
    page.heading("Contested assumptions")
    _listed(page, "Fixed", assumptions.fixed)
    _listed(page, "Drawn for each world from the scenario's own range", assumptions.drawn)
    if assumptions.open_count:
        some = assumptions.fixed or assumptions.drawn
        others = f"{assumptions.open_count} others" if some else f"All {assumptions.open_count}"
        differ = assumptions.worlds_differ
        how = "drawn for each world from their ranges" if differ else "held at their central values"
        page.bullet(f"{others}: {how} (listed at the end of --toml)")
    if assumptions.constants:
        page.heading("Constants that were moved")
    for constant in assumptions.constants:
        page.bullet(constant)


def _listed(page: Page, heading: str, items: Sequence[str]) -> None:
    if items:
        page.bullet(f"{heading}: {'; '.join(items)}")
