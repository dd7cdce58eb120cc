"""`govsim room material`: the facilitator's guide of a game, with role sheets, slides and tables."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.options import material_folder_option, seed_option


@click.command("material")
@click.argument("game", type=click.Choice(["cabinet"]))
@material_folder_option
@seed_option
def material(game: str, folder: Path, seed: int) -> None:
    """Write the facilitator's guide: script by the minute, role sheets, slides, paper version, rubric, research ethics.

    Everything is made from the game itself. The role sheets show the world of the seed: play with the same one.

    \b
    Examples:
      govsim room material cabinet
      govsim room material cabinet --seed 7 -o my-game
    """
    from govsim.errors import InputError
    from govsim.files import target_problems
    from govsim.teaching.guide.pages import write_cabinet_material

    problems = target_problems(folder, "-o", folder=True)
    if problems:
        raise InputError(problems)
    for path in write_cabinet_material(folder / game, seed):
        click.echo(f"  {path}")
