"""The entry point of the command line: commands, imported on use, and exit codes of errors."""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence
from typing import Any

import click

from govsim.cli.lazy_group import LazyGroup

EXIT_BAD_INPUT = 2
EXIT_FAILURE = 1
EXIT_INTERRUPTED, EXIT_TERMINATED = 130, 143  # as shells report SIGINT and SIGTERM

COMMANDS = {
    "run": "Run one scenario in many worlds and show what happened.",
    "compare": "Compare arrangements on the same worlds, with verdicts.",
    "explain": "Say in three paragraphs why two arrangements differ.",
    "attribute": "Say how much each element and lever adds to a difference.",
    "sensitivity": "Rank the assumptions on which a difference depends.",
    "claims": "Say in which worlds the claims of the essay hold.",
    "discover": "Say in which worlds one arrangement wins or loses.",
    "replay": "Show one decision of an actor, and what another would do.",
    "experiment": "Plan many runs in a file, run, resume and read them.",
    "validate": "Test the model against laws, limits, patterns and rivals.",
    "lesson": "List, show, check and create lessons for a class.",
    "room": "Rehearse the cabinet game with robots, and read its debrief.",
    "app": "Explore scenarios in the browser.",
    "page": "Write one page to read, explore, print and hand on.",
    "scenario": "List, show, check and compare scenario files.",
    "places": "Import and describe real places.",
    "network": "Write the network of a scenario, to view or to edit.",
    "version": "Show versions of govsim and of the packages that it uses.",
}


def _show_version(ctx: click.Context, option: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from govsim.runs.version import MODEL_VERSION

        click.echo(f"govsim {MODEL_VERSION}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    package="govsim.cli",
    table=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version of govsim.",
)
def govsim() -> None:
    """When does mission-led government beat departmental silos, and when does it only add a layer?

    Start with: govsim compare siloed layered mission_led
    """


def main(arguments: Sequence[str] | None = None) -> Any:
    """Run the command line. Exit codes: 0 done, 2 wrong input, 1 anything else that failed."""
    from govsim.errors import ChoiceError, GovsimError, InputError
    from govsim.interrupts import Terminated, sigterm_as_ctrl_c

    try:
        with sigterm_as_ctrl_c():
            code = govsim.main(args=arguments, prog_name="govsim", standalone_mode=False)
    except click.exceptions.Abort as error:
        click.echo("Stopped.", err=True)
        sys.exit(EXIT_TERMINATED if isinstance(error.__context__, Terminated) else EXIT_INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(EXIT_BAD_INPUT)
    except (InputError, ChoiceError) as error:
        click.echo(str(error), err=True)
        sys.exit(EXIT_BAD_INPUT)
    except GovsimError as error:
        click.echo(str(error), err=True)
        sys.exit(EXIT_FAILURE)
    except BrokenPipeError:
        sys.exit(0)  # the reader, such as `head`, closed the pipe
    except MemoryError:
        click.echo("There is not enough memory for this: take fewer worlds (-n), or fewer places.", err=True)
        sys.exit(EXIT_BAD_INPUT)
    except OSError as error:
        click.echo(f"{error.filename or 'file'}: {error.strerror or error}", err=True)
        impossible = error.errno in (errno.ENAMETOOLONG, errno.ELOOP)  # a name that is invalid for a file
        sys.exit(EXIT_BAD_INPUT if impossible else EXIT_FAILURE)
    sys.exit(code if isinstance(code, int) else 0)  # click returns the code of `ctx.exit`
