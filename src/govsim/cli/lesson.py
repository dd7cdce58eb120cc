"""`govsim lesson`: list, show, check and create lessons, and make pages and material from them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govsim.cli.completion import NameOrFile
from govsim.cli.main import EXIT_FAILURE
from govsim.cli.options import (
    FILE,
    Outputs,
    command_again,
    jobs_option,
    json_option,
    material_folder_option,
    outputs_options,
    report_option,
    worlds_option,
)
from govsim.documents.terminal import Page
from govsim.words.plurals import counted

if TYPE_CHECKING:
    from govsim.errors import Problem
    from govsim.lessons.check import LessonResults
    from govsim.lessons.lesson import Lesson

EVERY = "all"


def _lessons() -> Sequence[str]:
    from govsim.lessons.load import lesson_names

    return lesson_names()


LESSON = NameOrFile("lesson", _lessons)


@click.group("lesson")
def lesson() -> None:
    """List, show, check and create lessons: questions for a class, with statements that a machine checks.

    Examples:

    \b
      govsim lesson list
      govsim lesson show one_more_layer
      govsim lesson check one_more_layer
      govsim lesson page one_more_layer
      govsim lesson new my_lesson
    """


@lesson.command("list", short_help="List the lessons that come with govsim.")
@click.argument("folders", nargs=-1, metavar="[FOLDER]...")
def list_command(folders: tuple[str, ...]) -> None:
    """List the lessons that come with govsim, and those in any FOLDER, with the question each one asks.

    Example:

    \b
      govsim lesson list
    """
    from govsim.errors import LessonError
    from govsim.lessons.load import load_lesson

    own = [str(file) for folder in folders for file in sorted(Path(folder).glob("*.toml"))]
    loaded, unusable = [], []
    for source in (*_lessons(), *own):
        try:
            loaded.append((source, load_lesson(source)))
        except LessonError as error:
            unusable.append((source, len(error.problems)))
    page = Page()
    for source, one in sorted(loaded, key=lambda pair: pair[1].minutes):
        page.verbatim(f"{source} ({counted(one.minutes, 'minute')})")
        page.text(one.question, indent=4)
    from govsim.cli.own_files import list_unusable

    list_unusable(page, unusable, "govsim lesson check")
    page.show()


@lesson.command("show", short_help="Show a lesson with its answers.")
@click.argument("name", type=LESSON)
@jobs_option
@outputs_options(report_option, json_option)
def show_command(name: str, jobs: int | None, outputs: Outputs) -> None:
    """Show a lesson step by step with its answers, for the lecturer.

    NAME is a name from 'govsim lesson list' or the path of a .toml file. A lesson of your own is run first.

    Example:

    \b
      govsim lesson show one_more_layer
    """
    from govsim.cli.saving import deliver
    from govsim.lessons.document import lesson_document, lesson_json
    from govsim.lessons.load import load_lesson

    outputs.check()
    loaded = load_lesson(name)
    results = _results(loaded, jobs, outputs.quiet)
    document = lesson_document(loaded, results, command_again())
    deliver(document, outputs, lambda: lesson_json(loaded, results))


@lesson.command("check", short_help="Check that the statements of lessons still hold.")
@click.argument("names", nargs=-1, metavar="[NAME]...", type=LESSON)
@worlds_option("--worlds", default=None, least=2, about="Number of worlds.  [default: 400]")
@click.option(
    "--seed",
    type=click.IntRange(0, 2**64 - 1),
    metavar="N",
    help="Seed of the worlds; the shipped lessons were written with seed 0.  [default: another one]",
)
@click.option("--full", is_flag=True, help="Show every statement with its numbers.")
@click.option("--keep", is_flag=True, help="Save the numbers of all shipped lessons, for pages and material.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
@jobs_option
def check_command(
    names: tuple[str, ...],
    worlds: int | None,
    seed: int | None,
    full: bool,
    keep: bool,
    quiet: bool,
    jobs: int | None,
) -> None:
    """Check the files of lessons, and whether their statements hold in worlds that were not used to write them.

    NAME is a name from 'govsim lesson list', the path of a .toml file, or 'all' (the default). From 1,000 worlds on a
    statement must also be robust: its share of worlds surely above 90%, or its verdict settled. The exit code is 1 if a
    statement does not hold.

    \b
    Examples:
      govsim lesson check
      govsim lesson check my_lesson.toml --worlds 1000 --full
    """
    from govsim.cli.progress_bar import watched
    from govsim.lessons.check import CHECK_SEED, CHECK_WORLDS, checking, failures
    from govsim.lessons.saved_results import changed_numbers, save_results

    if keep and (names or worlds or seed is not None):
        raise click.UsageError("--keep is for all shipped lessons, in the worlds of the check.")
    loaded = _loaded(names)
    work = checking(loaded, worlds or CHECK_WORLDS, CHECK_SEED if seed is None else seed, jobs)
    results = watched(work, quiet, "runs")
    page, broken = Page(), []
    for one in loaded:
        _show_results(page, one, results[one.name], full)
        broken += failures(one, results[one.name])
    if keep and not broken:
        page.text(f"Saved in {save_results(loaded, results)}. Now: govsim lesson material all")
    broken += [line for one in loaded for line in changed_numbers(one, results[one.name])]
    page.show()
    for line in broken:
        click.echo(line, err=True)
    if broken:
        sys.exit(EXIT_FAILURE)


@lesson.command("page", short_help="Write a lesson as one page of HTML, to hand on.")
@click.argument("name", type=LESSON)
@jobs_option
@outputs_options(
    click.option(
        "-o",
        "--output",
        "page_file",
        type=FILE,
        metavar="FILE",
        help="File to write (.html).  [default: NAME.html]",
    )
)
def page_command(name: str, jobs: int | None, outputs: Outputs) -> None:
    """Write a lesson as one file of HTML, to send or to put into a learning platform.

    The page asks, takes the guess and draws it against what came out. It needs no server and no network, and stores
    nothing.

    \b
    Example:
      govsim lesson page one_more_layer -o one_more_layer.html
    """
    from govsim.cli.saving import save
    from govsim.lessons.load import load_lesson
    from govsim.lessons.page import write_lesson_page

    loaded = load_lesson(name)
    outputs = replace(outputs, page_file=outputs.page_file or Path(f"{loaded.name}.html"))
    outputs.check()
    results = _results(loaded, jobs, outputs.quiet)
    click.echo(loaded.question)
    save(outputs, Page=lambda path: write_lesson_page(loaded, results, path))


@lesson.command("material", short_help="Write plan, sheet, answer key, rubric and slides of lessons.")
@click.argument("names", nargs=-1, required=True, metavar="NAME...", type=LESSON)
@material_folder_option
@click.option("--quiet", is_flag=True, help="Show no progress.")
@jobs_option
def material_command(names: tuple[str, ...], folder: Path, quiet: bool, jobs: int | None) -> None:
    """Write the material of lessons: one folder each, with the numbers of the last check.

    NAME is a name from 'govsim lesson list', the path of a .toml file, or 'all'. Each folder has a plan minute by
    minute, a student sheet, an answer key, a marking rubric and slides: pages of HTML to open in a browser and print.

    \b
    Example:
      govsim lesson material one_more_layer
    """
    from govsim.lessons.material import write_material

    for one in _loaded(names):
        for page in sorted(write_material(one, _results(one, jobs, quiet), folder).iterdir()):
            click.echo(f"  {page}")


@lesson.command("new", short_help="Create a lesson of your own in a new file.")
@click.argument("name")
@click.option("-o", "--output", type=FILE, metavar="FILE", help="File to write.  [default: NAME.toml]")
def new_command(name: str, output: Path | None) -> None:
    """Create a lesson of your own in a new file.

    It checks as it is; comments show what else a lesson may have.

    Example:

    \b
      govsim lesson new my_lesson
    """
    from govsim.cli.own_files import show_new_file
    from govsim.lessons.new_lesson import write_lesson

    file = write_lesson(name, output)
    show_new_file(file, "a lesson that checks as it stands", "lesson check", "lesson show")


def _loaded(names: Sequence[str]) -> list[Lesson]:
    """The lessons of these names, or all that ship. Raises LessonError with every problem of all."""
    from govsim.errors import LessonError
    from govsim.lessons.load import load_lesson

    loaded: list[Lesson] = []
    problems: list[Problem] = []
    for name in _lessons() if not names or EVERY in names else names:
        try:
            loaded.append(load_lesson(name))
        except LessonError as error:
            problems += error.problems
    if problems:
        raise LessonError(problems)
    return loaded


def _results(one: Lesson, jobs: int | None, quiet: bool) -> LessonResults:
    """The saved results of a shipped lesson; any other lesson is run."""
    from govsim.cli.progress_bar import watched
    from govsim.lessons.check import CHECK_SEED, CHECK_WORLDS, checking
    from govsim.lessons.saved_results import saved_results

    before = saved_results(one)
    if before is not None:
        return before
    return watched(checking([one], CHECK_WORLDS, CHECK_SEED, jobs), quiet, "runs")[one.name]


def _show_results(page: Page, one: Lesson, results: LessonResults, full: bool) -> None:
    """Print the results of a lesson, in a line or in full."""
    holding = sum(result.holds for result in results.statements.values())
    opened = sum(statement.is_open for statement in one.statements.values())
    state = "holds" if holding == len(one.statements) else "does not hold"
    page.text(
        f"{one.name} {state}: {holding} of {counted(len(one.statements), 'statement')} in "
        f"{counted(results.worlds, 'world')}, {opened} of them open."
    )
    for name, statement in one.statements.items() if full else ():
        result = results.statements[name]
        sure = "open" if statement.is_open else "robust" if result.is_robust else "not robust"
        page.bullet(f"{name}: {result.quotes['sentence']} ({sure if result.holds else 'does not hold'})")
