"""`govsim validate`: check the model against laws, limits, patterns and rival models."""

from __future__ import annotations

import click

from govsim.cli.options import (
    Outputs,
    full_option,
    jobs_option,
    json_option,
    outputs_options,
    report_option,
    seed_option,
    worlds_option,
)
from govsim.cli.progress_bar import watched
from govsim.cli.saving import deliver
from govsim.errors import InputError, Problem
from govsim.validation.document import document_of
from govsim.validation.validate import DEFAULT_WORLDS, SECTIONS, chosen, validating

FAILED = 1
READ_ON = (
    "--full has every check, lever and prediction; --report FILE the same with drawings.",
    "docs/objections.md has what a sceptical reviewer would say, with the best answers there are.",
)


@click.command("validate")
@click.option(
    "--only",
    multiple=True,
    metavar="NAME",
    help=f"A section ({', '.join(SECTIONS)}) or the key of a check, such as P7. May be repeated.  [default: all]",
)
@worlds_option(
    "--worlds",
    default=DEFAULT_WORLDS,
    least=2,
    about="Number of worlds for levers and arrangements; slow checks use fewer.",
)
@seed_option
@jobs_option
@full_option
@outputs_options(json_option, report_option)
@click.pass_context
def validate(
    context: click.Context,
    only: tuple[str, ...],
    worlds: int,
    seed: int,
    jobs: int | None,
    full: bool,
    outputs: Outputs,
) -> None:
    """Test the model against laws, limits, patterns and rival models, with a verdict on each.

    \b
    laws          what must hold in every world: money is conserved, and so on
    limits        extreme cases whose answer is known by argument
    patterns      facts about real governments, P1 to P16, each with null
                  models that should not show it and what would refute it
    docking       published models, on the same question as govsim
    mechanisms    does each matter? judged by thresholds that were set beforehand
    dead-weight   each number neutral, each phase left out: which change nothing?
    corners       the best setting of all levers: which are at an end of their range?
    levers        each lever alone: does it help, or harm, in nearly all worlds?
    arrangements  siloed, layered and mission-led at three weights of progress, compared
    robustness    the same comparison with other structures of the model
    predictions   what the authors expected beforehand, and where they were wrong

    Ends with code 1 if a law or a limit fails. A pattern that is not met is reported and changes no code.

    \b
    Examples:
      govsim validate
      govsim validate --only P7 --only levers --worlds 60
      govsim validate --only "law 1" --only limits
      govsim validate --full --report report.html
      govsim validate --only levers --worlds 2000
      govsim validate --only dead-weight --only corners --worlds 1000

    On two processors all of it takes about eight minutes. The full sweep of levers, with intervals narrow enough
    to separate 96% from 98% of worlds, takes about ten; the last example about twenty.
    """
    wrong: tuple[Problem, ...] = ()
    try:
        chosen(only)
    except InputError as error:
        wrong = error.problems
    outputs.check(wrong)
    validation = watched(validating(only, worlds, seed, jobs), outputs.quiet, "runs")
    deliver(document_of(validation), outputs, validation.document, full=full, read_on=READ_ON)
    if validation.failures:
        context.exit(FAILED)
