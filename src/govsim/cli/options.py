"""Common options of commands, and their conversion to scenarios, places, files and the command to repeat."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from functools import wraps
from pathlib import Path
from typing import Any

import click

from govsim.cli.completion import SCENARIO
from govsim.comparison.arms import HeldTo
from govsim.documents.charts import plot_problems
from govsim.documents.saving import page_problems, report_problems
from govsim.errors import InputError, Problem, ScenarioError
from govsim.files import target_problems
from govsim.runs.saved import ending_problems
from govsim.runs.simulate import DEFAULT_REPLICATES
from govsim.scenario.load import HELD, load_scenario, with_distinct_names
from govsim.scenario.schema import Scenario
from govsim.world.find_places import places_of
from govsim.world.given import network_given
from govsim.world.network import Network
from govsim.world.network_changes import network_changes
from govsim.world.places import Places
from govsim.world.saved_places import load_places

Command = Callable[..., None]
Option = Callable[[Command], Command]

MOST_JOBS = 256
MOST_REPLICATES = 1_000_000  # most worlds of one command: their results are in memory

BASELINE = ""  # value of an option: the first of the scenarios
_BARE = tuple(f"--{key.replace('_', '-')}" for key in HELD)  # options that may have no value
_CHANGES_NO_RESULT = {
    *("output", "runs_folder", "page_file", "json_file", "csv_folder", "plot_file", "report_file"),
    *("journal", "jobs", "quiet"),
}

FILE = click.Path(path_type=Path)


def file_option(*names: str, about: str, metavar: str = "FILE") -> Option:
    """An option that names a file or folder."""
    return click.option(*names, type=FILE, metavar=metavar, help=about)


def worlds_option(*names: str, default: int | None, about: str, least: int = 1) -> Option:
    """An option for a number of worlds."""
    limits = click.IntRange(least, MOST_REPLICATES)
    return click.option(
        *names, type=limits, default=default, show_default=default is not None, metavar="N", help=about
    )


def weight_option(default: str) -> Option:
    """The option for the weight of progress; `default` describes the default."""
    return click.option(
        "--weight",
        type=click.FloatRange(0, 1),
        metavar="W",
        help=(
            "Weight of progress in public value, 0 to 1; core services have the rest.  "
            f"[default: as {default} says]"
        ),
    )


seed_option = click.option(
    "--seed",
    type=click.IntRange(0, 2**64 - 1),
    default=0,
    show_default=True,
    metavar="N",
    help="Number from which chance is drawn: the same seed gives the same worlds.",
)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, MOST_JOBS),
    metavar="N",
    help="Number of processor cores to use.  [default: all, where that saves a second]",
)
places_option = file_option("--places", about="Places saved by 'govsim places import'.")
network_option = file_option("--network", about="A network written by 'govsim network' and edited.")
material_folder_option = click.option(
    "-o",
    "--output",
    "folder",
    type=FILE,
    default="teaching",
    show_default=True,
    metavar="FOLDER",
    help="Where to write a folder for each.",
)
full_option = click.option(
    "--full", is_flag=True, help="Show every table, and how each number is worked out."
)
quiet_option = click.option("--quiet", is_flag=True, help="Show no progress.")
json_option = file_option("--json", "json_file", about="Write all numbers for other programs (JSON).")
report_option = file_option(
    "--report", "report_file", about="Write a report to hand out: .html, .md or .json."
)
csv_option = file_option(
    "--csv", "csv_folder", about="Write tables for a spreadsheet (CSV) to a folder.", metavar="DIR"
)
plot_option = file_option("--plot", "plot_file", about="Draw the results (.svg or .png).")
actor_option = click.option(
    "--actor",
    "actor",
    multiple=True,
    metavar="WHO=FILE:NAME",
    help=(
        "Let a Python class of your own decide for an actor: council:KEY=my_council.py:Thrifty. "
        "This runs the Python of the file. May be repeated."
    ),
)


def held_options(compared: bool) -> Option:
    """Options that hold scenarios to the volume or overheads of another one, or of the baseline."""
    whose = "[=SCENARIO]" if compared else "SCENARIO"
    default = "  [default: the baseline]" if compared else ""
    volume = f"Give outcomes the same share of the budget as in a scenario.{default}"
    overhead = f"Let government lose as much staff time as in a scenario.{default}"
    return with_options(
        click.option("--equal-volume", metavar=whose, type=SCENARIO, help=volume),
        click.option("--equal-overhead", metavar=whose, type=SCENARIO, help=overhead),
    )


class WithBareOptions(click.Command):
    """A command whose options for holding may lack a value; then they mean the baseline.

    A value must be joined to such an option by `=`, so that the next argument is never mistaken for it.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Rewrite the arguments as click expects them."""
        return super().parse_args(ctx, [f"{word}={BASELINE}" if word in _BARE else word for word in args])


def with_options(*options: Option) -> Option:
    """Decorate a command with options, listed in this order in its help."""

    def decorated(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorated


def options_as(record: type, name: str, *options: Option) -> Option:
    """Decorate a command with options that it gets as one record of this name."""

    def decorated(command: Command) -> Command:
        @wraps(command)
        def gathered(**given: Any) -> None:
            own = {field.name: given.pop(field.name) for field in fields(record) if field.name in given}
            command(**{name: record(**own)}, **given)

        return with_options(*options)(gathered)

    return decorated


@dataclass(frozen=True, kw_only=True)
class Ready:
    """Inputs of a simulation, read and checked before any work."""

    scenarios: tuple[Scenario, ...]
    places: Places | None  # from --places
    network: Network | None
    land: Places  # places of the first scenario, for names of regions
    notes: tuple[str, ...] = ()  # that an edited network is in use, and what it changes


@dataclass(frozen=True, kw_only=True)
class Simulated:
    """Options for simulations, one per field, common to several commands."""

    replicates: int
    seed: int
    places: Path | None
    network: Path | None
    worlds: str | None
    fixed: tuple[str, ...]

    def ready(
        self, names: Sequence[str], targets: Mapping[str, Path | None], weight: float | None = None
    ) -> Ready:
        """Read scenarios, places and network. Raises InputError with every problem, files to write included."""
        changes: dict[str, Any] = {}
        worlds = {} if self.worlds is None else {"worlds": self.worlds}
        if worlds or self.fixed:
            changes["uncertainties"] = {**worlds, **dict(map(_fixed, self.fixed))}
        if weight is not None:
            changes["values"] = {"progress_weight": weight}
        return ready(names, self.places, self.network, targets, changes)


@dataclass(frozen=True, kw_only=True)
class Outputs:
    """Options for output, one per field, common to several commands."""

    output: Path | None = None
    runs_folder: Path | None = None
    page_file: Path | None = None
    json_file: Path | None = None
    csv_folder: Path | None = None
    plot_file: Path | None = None
    report_file: Path | None = None
    quiet: bool = False

    @property
    def targets(self) -> dict[str, Path | None]:
        """The file or folder of each option; the folder of runs may exist."""
        return {
            "--output": self.output,
            "-o": self.page_file,
            "--json": self.json_file,
            "--csv": self.csv_folder,
            "--plot": self.plot_file,
            "--report": self.report_file,
        }

    def check(self, known: Sequence[Problem] = ()) -> None:
        """Raise for targets that cannot be written, and for other `known` problems, before any work."""
        problems = [*known, *problems_of_targets(self.targets)]
        if problems:
            raise InputError(problems)


simulated_options = options_as(
    Simulated,
    "simulated",
    worlds_option("-n", "--replicates", default=DEFAULT_REPLICATES, about="Number of simulated worlds."),
    seed_option,
    places_option,
    network_option,
    click.option(
        "--worlds",
        type=click.Choice(["differ", "alike"]),
        help="Draw contested assumptions for each world, or hold them at their central values.  "
        "[default: as the scenario says]",
    ),
    click.option(
        "--fix",
        "fixed",
        multiple=True,
        metavar="NAME=VALUE",
        help="Fix a contested assumption in all worlds: --fix local_capacity=0.3. Give it again for more.",
    ),
)


def _fixed(given: str) -> tuple[str, float]:
    """An assumption and its value. Raises InputError for any other text."""
    name, _, value = given.partition("=")
    try:
        return name, float(value)
    except ValueError as error:
        expected = "a name and a number, such as local_capacity=0.3"
        raise InputError(Problem("--fix", expected, f"'{given}'")) from error


def outputs_options(*options: Option) -> Option:
    """The options for output, and the one to hide progress."""
    return options_as(Outputs, "outputs", *options, quiet_option)


def ready(
    names: Sequence[str | Scenario],
    places: Path | None,
    network: Path | None,
    targets: Mapping[str, Path | None],
    changes: Mapping[str, Any],
) -> Ready:
    """Read scenarios, places and network. Raises InputError with every problem, files to write included.

    `changes` apply to every scenario; `targets` maps an option to the file or folder that it names.
    """
    problems = problems_of_targets(targets)
    scenarios: list[Scenario] = []
    given = None
    for name in names:
        with _noted(problems):
            scenario = load_scenario(name)
            scenarios.append(scenario.replace(**changes) if changes else scenario)
    if places is not None:
        with _noted(problems):
            given = load_places(places)
    if problems:
        raise InputError(dict.fromkeys(problems))
    scenarios = with_distinct_names(scenarios)
    land = given if given is not None else places_of(scenarios[0])
    edited = network_given(network, scenarios, land)
    notes = (
        ()
        if edited is None
        else (f"The network is that of {network}.", network_changes(edited, scenarios[0], land))
    )
    return Ready(scenarios=tuple(scenarios), places=given, network=edited, land=land, notes=notes)


@contextmanager
def _noted(problems: list[Problem]) -> Iterator[None]:
    """Add the problems of one input to those of all."""
    try:
        yield
    except InputError as error:
        problems += error.problems


def scenario_named(name: str, option: str) -> Scenario:
    """The scenario that an option names. Raises ScenarioError with its place."""
    try:
        return load_scenario(name)
    except ScenarioError as error:
        raise ScenarioError(
            replace(problem, key=problem.key or option) for problem in error.problems
        ) from error


def held_to(value: str | None, option: str) -> HeldTo:
    """The meaning of an option for holding: none, the baseline, or a scenario."""
    if value is None or value == BASELINE:
        return value is not None
    return scenario_named(value, option)


def problems_of_targets(targets: Mapping[str, Path | None]) -> list[Problem]:
    """Problems of the files or folders to write; `targets` maps each option to its path."""
    problems: list[Problem] = []
    options: dict[Path, str] = {}
    for option, path in targets.items():
        if path is None:
            continue
        problems += target_problems(path, option, folder=option == "--csv")
        if option == "--output":
            problems += ending_problems(path, option)
        if option == "-o":
            problems += page_problems(path, option)
        if option == "--plot":
            problems += plot_problems(path, option)
        if option == "--report":
            problems += report_problems(path, option)
        place = path.absolute()
        if place in options:
            found = f"the same as {options[place]}"
            problems.append(
                Problem(str(path), "a file of its own", found, key=option, remedy="Choose another name.")
            )
        options[place] = option
    return problems


def command_again() -> str:
    """The command that repeats these results: the current one without options that change no result."""
    context = click.get_current_context()
    words = ["govsim", *context.command_path.removeprefix("govsim ").split()]
    for parameter in context.command.params:
        option, value = parameter.opts[0], context.params[str(parameter.name)]
        if value is None or value is False or parameter.name in _CHANGES_NO_RESULT:
            continue
        for one in value if isinstance(value, tuple) else (value,):
            text = f"{one:g}" if isinstance(one, float) else str(one)
            if isinstance(parameter, click.Argument):
                words += [text] if text else []
            elif one is True or one == BASELINE:
                words.append(option)
            else:
                words += [f"{option}={text}"] if option in _BARE else [option, text]
    return shlex.join(words)
