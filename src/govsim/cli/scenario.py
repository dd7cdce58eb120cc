"""`govsim scenario`: list, show, check, compare and create scenarios."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from govsim.cli.completion import SCENARIO
from govsim.cli.own_files import list_unusable, report_checked, show_new_file
from govsim.documents.table import Column
from govsim.documents.terminal import Page, folded
from govsim.words.settings import said


@click.group("scenario")
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

    groups, unusable = list_scenarios(folders)
    page = Page()
    for heading, scenarios in groups.items():
        page.heading(heading)
        for name, loaded in scenarios:
            page.verbatim(f"  {name}")
            page.text(loaded.question or loaded.about or "It has no question.", indent=4)
    list_unusable(page, unusable, "govsim scenario check")
    page.show()


@scenario.command("show", short_help="Show what a scenario says.")
@click.argument("name", type=SCENARIO)
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
    from govsim.catalogue.scenario_page import write_scenario_page
    from govsim.comparison.setting import held_words
    from govsim.scenario.describe import to_toml
    from govsim.scenario.load import load_scenario

    loaded = load_scenario(name)
    if toml:
        click.echo(to_toml(loaded), nl=False)
        return
    page = Page()
    write_scenario_page(page, loaded, held_words([loaded]))
    page.show()


@scenario.command("check", short_help="Check scenario files.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=SCENARIO)
def check_command(files: tuple[str, ...]) -> None:
    """Check scenario files: list every error with its line. The exit code is 2 if there is one.

    Places are read and the network is built, so a scenario that passes also runs.

    Example:

    \b
      govsim scenario check my_scenarios/north.toml
    """
    from govsim.catalogue.scenarios import check_scenario

    report_checked((file, *check_scenario(file)) for file in files)


@scenario.command("diff", short_help="Show the differences between two scenarios.")
@click.argument("first", type=SCENARIO)
@click.argument("second", type=SCENARIO)
def diff_command(first: str, second: str) -> None:
    """Show how two scenarios differ: the levers first, then everything else.

    Example:

    \b
      govsim scenario diff layered mission_led
    """
    from govsim.catalogue.scenarios import contrast_scenarios

    contrast = contrast_scenarios(first, second)
    names = (contrast.first.name, contrast.second.name)
    columns = [
        Column(name, scenario=row) for row, name in enumerate(names if len({*names}) > 1 else (first, second))
    ]
    page = Page()
    if not contrast.levers:
        page.text("They have the same levers.")
    for heading, key, changes in (("Levers", "lever", contrast.levers), ("All else", "key", contrast.others)):
        if changes:
            page.heading(heading)
            rows = [[_broken(label), said(one), said(other)] for label, one, other in changes]
            page.table([Column(key), *columns], rows)
    page.blank()
    if not contrast.others:
        page.text("All else is the same.")
    words = [word for word in contrast.words if word != "name"]
    if words:
        page.text(f"They describe themselves differently ({', '.join(words)}).")
    page.show()


@scenario.command("new", short_help="Create a scenario, missions or a country of your own.")
@click.argument("name")
@click.option(
    "--from",
    "parent",
    type=SCENARIO,
    metavar="SCENARIO",
    help="Scenario to start from, or whose departments the country has: a name or a file.  [default: siloed]",
)
@click.option(
    "--missions", is_flag=True, help="Write a scenario with sample missions, to replace by your own."
)
@click.option(
    "--country", is_flag=True, help="Write the folder of a country: by default of three departments."
)
@click.option(
    "--places",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="With --country: its places, a CSV or saved ones. Departments are pruned to the outcomes there.",
)
@click.option(
    "--without",
    multiple=True,
    metavar="OUTCOME",
    help="With --country: leave an outcome out. May be repeated.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="File to write, or folder of a country.  [default: NAME.toml, or NAME]",
)
def new_command(
    name: str,
    parent: str | None,
    missions: bool,
    country: bool,
    places: Path | None,
    without: tuple[str, ...],
    output: Path | None,
) -> None:
    """Create a scenario, missions or a country of your own, in a new file or folder.

    Without an option it writes a scenario in which every lever stands in a comment, with its meaning, benefit, cost
    and range. With --country and --places, --without or --from it writes a country that runs at once.

    Examples:

    \b
      govsim scenario new my_state
      govsim scenario new my_missions --missions
      govsim scenario new my_country --country
      govsim scenario new my_country --country --places places.csv --without environment
    """
    if missions and (parent is not None or country):
        raise click.UsageError("--missions cannot be given with --from or --country.")
    if not country and (places is not None or without):
        raise click.UsageError("--places and --without need --country.")
    if country and (places is not None or without or parent is not None):
        _write_pruned(name, parent or "siloed", places, without, output)
        return
    from govsim.catalogue.new_scenario import write_country, write_missions, write_scenario

    if country:
        folder = write_country(name, output)
        click.echo(f"Wrote {folder}: {', '.join(sorted(file.name for file in folder.iterdir()))}.")
        whole, led = shlex.quote(str(folder)), shlex.quote(str(folder / "mission_led.toml"))
        _next_steps(f"check {whole}", f"compare {whole} {led}")
        return
    below = "mission_led" if missions else parent or "siloed"
    file = write_missions(name, output) if missions else write_scenario(name, below, output)
    compare = f"compare {shlex.quote(below)}"
    show_new_file(file, f"a scenario that extends {below}", "scenario check", compare)


def _write_pruned(
    name: str, parent: str, places: Path | None, without: tuple[str, ...], output: Path | None
) -> None:
    from govsim.catalogue.new_country import ARRANGEMENTS, write_pruned_country

    written = write_pruned_country(name, parent=parent, places=places, without=without, output=output)
    folder = written.folder
    page = Page()
    page.text(f"Wrote {folder}: {', '.join(sorted(file.name for file in folder.iterdir()))}.")
    for sentence in written.changes():
        page.bullet(sentence)
    page.text("It runs as it is. Edit next what country.toml says at its top, then:")
    page.show()
    scenarios = [str(folder), *(str(folder / f"{arrangement}.toml") for arrangement in ARRANGEMENTS)]
    quoted = " ".join(shlex.quote(scenario) for scenario in scenarios)
    _next_steps(f"check {quoted}", f"compare {quoted}")


def _next_steps(check: str, compare: str) -> None:
    click.echo(f"  govsim scenario {check}\n  govsim {compare}")


def _broken(key: str, width: int = 24) -> str:
    """A long key folded at its dots."""
    return folded(key.replace(".", ". "), width).replace(". ", ".")
