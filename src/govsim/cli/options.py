"""Options that `run` and `compare` share, and how they become scenarios, places and files."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import click

from govsim.comparison.compare import HeldTo
from govsim.documents.charts import plot_problems
from govsim.errors import InputError, NetworkError, Problem, ScenarioError
from govsim.files import target_problems
from govsim.runs.simulate import DEFAULT_REPLICATES
from govsim.scenario.load import HELD, load_scenario, with_distinct_names
from govsim.scenario.schema import Scenario
from govsim.world.find_places import places_of
from govsim.world.network import Network
from govsim.world.places import Places
from govsim.world.saved_places import load_places

Command = TypeVar("Command", bound=Callable[..., Any])

MOST_JOBS = 256
MOST_REPLICATES = 1_000_000  # what a person may ask for at once; results of all worlds are held in memory

BASELINE = ""  # an option's value that means the first of the scenarios
_BARE = tuple(f"--{key.replace('_', '-')}" for key in HELD)  # options that may stand alone

_FILE = click.Path(path_type=Path)
_SAME_COUNTRY = ("outcomes", "departments", "services", "missions")  # what a network has nodes for

seed_option = click.option(
    "--seed",
    type=click.IntRange(0, 2**64 - 1),
    default=0,
    show_default=True,
    metavar="N",
    help="The same seed gives the same worlds.",
)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, MOST_JOBS),
    metavar="N",
    help="How many processes share the work.  [default: all cores where that saves a second]",
)
json_option = click.option(
    "--json", "json_file", type=_FILE, metavar="FILE", help="Write the results as JSON."
)
report_option = click.option(
    "--report",
    "report_file",
    type=_FILE,
    metavar="FILE",
    help="Write a report to hand out: .html, .md or .json.",
)
full_option = click.option("--full", is_flag=True, help="Show every table and how each figure came about.")
quiet_option = click.option("--quiet", is_flag=True, help="Show no progress.")
places_option = click.option(
    "--places", type=_FILE, metavar="FILE", help="Places saved by 'govsim places import'."
)


def weight_option(default: str) -> Callable[[Command], Command]:
    """The option for the weight of progress; `default` says what holds without it."""
    return click.option(
        "--weight",
        type=click.FloatRange(0, 1),
        metavar="W",
        help=f"Weight of progress in public value, 0 to 1.  [default: as {default} says]",
    )


def held_options(compared: bool) -> Callable[[Command], Command]:
    """Options that hold scenarios to the volume or overheads of another one, or of the baseline."""
    whose = "[=SCENARIO]" if compared else "SCENARIO"
    default = "  [default: the baseline]" if compared else ""
    volume = f"Hold money for outcomes to the share of a scenario.{default}"
    overhead = f"Hold staff time lost to that of a scenario.{default}"
    options = (
        click.option("--equal-volume", metavar=whose, help=volume),
        click.option("--equal-overhead", metavar=whose, help=overhead),
    )
    return lambda command: with_options(options, command)


class WithBareOptions(click.Command):
    """A command whose options for holding may have no value, which means the baseline.

    A value must be joined to such an option by `=`, so that the next argument is never taken for it.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments as click expects them."""
        return super().parse_args(ctx, [f"{word}={BASELINE}" if word in _BARE else word for word in args])


def held_to(asked: str | None, option: str) -> HeldTo:
    """The meaning of an option that holds: none, the baseline, or a scenario."""
    if asked is None or asked == BASELINE:
        return asked is not None
    return scenario_asked(asked, option)


def scenario_asked(name: str, option: str) -> Scenario:
    """The scenario that an option names. Raises ScenarioError with its place."""
    try:
        return load_scenario(name)
    except ScenarioError as error:
        raise ScenarioError(
            replace(problem, key=problem.key or option) for problem in error.problems
        ) from error


_SHARED = (
    click.option(
        "-n",
        "--replicates",
        type=click.IntRange(1, MOST_REPLICATES),
        default=DEFAULT_REPLICATES,
        show_default=True,
        metavar="N",
        help="How many worlds.",
    ),
    seed_option,
    places_option,
    click.option("--network", type=_FILE, metavar="FILE", help="An edited network from 'govsim network'."),
    click.option(
        "--worlds",
        type=click.Choice(["differ", "alike"]),
        help="Whether contested assumptions differ between worlds.  [default: as the scenario says]",
    ),
)
_ACTOR = (
    click.option(
        "--actor",
        "actor",
        multiple=True,
        metavar="WHO=FILE:NAME",
        help=(
            "Override an actor's decisions by your own class: council:KEY=my_council.py:Thrifty. "
            "This runs the Python of the file. May be repeated."
        ),
    ),
)
_OUTPUTS = (
    json_option,
    click.option("--csv", "csv_folder", type=_FILE, metavar="DIR", help="Write tidy CSV files to a folder."),
    click.option("--plot", "plot_file", type=_FILE, metavar="FILE", help="Draw the results (.svg or .png)."),
    quiet_option,
)


def shared_options(command: Command) -> Command:
    """Options for what is simulated."""
    return with_options(_SHARED, command)


def actor_option(command: Command) -> Command:
    """The option that overrides decisions."""
    return with_options(_ACTOR, command)


def output_options(command: Command) -> Command:
    """Options for where results go."""
    return with_options(_OUTPUTS, command)


def report_problems(path: Path | None) -> list[Problem]:
    """Why no report can be written there, if one is asked for."""
    if path is None:
        return []
    from govsim.documents.saving import report_problems as problems_of

    return problems_of(path, "--report")


def with_options(options: Sequence[Callable[[Command], Command]], command: Command) -> Command:
    """Decorate a command with options, listed in this order in its help."""
    for option in reversed(options):
        command = option(command)
    return command


@dataclass(frozen=True)
class Ready:
    """Inputs of a simulation, read and checked before any work."""

    scenarios: tuple[Scenario, ...]
    places: Places | None  # as given by --places
    network: Network | None
    land: Places  # where the first scenario plays, for names of regions


def ready(
    names: Sequence[str | Scenario],
    changes: dict[str, Any],
    places: Path | None,
    network: Path | None,
    targets: dict[str, Path | None],
    known: Sequence[Problem] = (),
) -> Ready:
    """Read scenarios, places and network. Raises InputError with every problem, files to write included.

    `changes` apply to every scenario; `targets` maps an option to the file or folder that it names; `known` are other
    problems to report together.
    """
    problems = [*problems_of_targets(targets), *known]
    scenarios = [scenario for name in names for scenario in _read(name, changes, problems)]
    given = None
    if places is not None:
        try:
            given = load_places(places)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(dict.fromkeys(problems))
    scenarios = with_distinct_names(scenarios)
    land = given if given is not None else places_of(scenarios[0])
    return Ready(tuple(scenarios), given, _network(network, scenarios, land), land)


def _read(name: str | Scenario, changes: dict[str, Any], problems: list[Problem]) -> list[Scenario]:
    try:
        scenario = load_scenario(name)
        return [scenario.replace(**changes) if changes else scenario]
    except InputError as error:
        problems += error.problems
        return []


def _network(path: Path | None, scenarios: Sequence[Scenario], land: Places) -> Network | None:
    if path is None:
        return None
    first = scenarios[0]
    for other in scenarios[1:]:
        for part in _SAME_COUNTRY:
            if [item.key for item in getattr(first, part)] != [item.key for item in getattr(other, part)]:
                raise NetworkError(
                    Problem(
                        str(path),
                        "scenarios of one country, as they share this network",
                        f"other {part} in '{other.name}' than in '{first.name}'",
                        key="--network",
                        remedy="Run them one by one, each with its own network.",
                    )
                )
    from govsim.world.network_files import read_network

    network: Network = read_network(path, first, land)
    return network


def problems_of_targets(targets: dict[str, Path | None]) -> list[Problem]:
    """Problems of the files or folders to write; `targets` maps each option to its path."""
    problems: list[Problem] = []
    taken: dict[Path, str] = {}
    for option, path in targets.items():
        if path is None:
            continue
        problems += target_problems(path, option, folder=option == "--csv")
        if option == "--plot":
            problems += plot_problems(path, option)
        place = path.absolute()
        if place in taken:
            found = f"the same as {taken[place]}"
            problems.append(
                Problem(str(path), "a file of its own", found, key=option, remedy="Choose another name.")
            )
        taken[place] = option
    return problems


def changes_of(worlds: str | None, weight: float | None = None) -> dict[str, Any]:
    """The changes that options make to every scenario."""
    changes: dict[str, Any] = {}
    if worlds is not None:
        changes["uncertainties"] = {"worlds": worlds}
    if weight is not None:
        changes["values"] = {"progress_weight": weight}
    return changes


def command_line(verb: str, names: Iterable[str], options: dict[str, Any]) -> str:
    """The command that reproduces the results; unset options are left out."""
    words = ["govsim", verb, *names]
    for option, value in options.items():
        if value is True:
            words.append(option)
        elif isinstance(value, tuple):
            words += [word for one in value for word in (option, str(one))]
        elif value == BASELINE:
            words.append(option)
        elif value is not None and value is not False:
            shown = f"{value:g}" if isinstance(value, float) else str(value)
            words += [f"{option}={shown}"] if option in _BARE else [option, shown]
    return shlex.join(words)
