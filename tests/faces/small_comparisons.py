"""`govsim compare` called on small arrangements, as several tests call it."""

from __future__ import annotations

from pathlib import Path

from click.testing import Result

from tests import program

ARMS = """
extends = "classroom_small"
question = "{question}"
[levers]
pooled_funding = {pooled}
"""


def small_arms(folder: Path) -> list[str]:
    """Three small arrangements of one country; the last has a long name."""
    names = ("apart", "halfway", "one_purse_for_all_missions_and_departments_of_state")
    for row, name in enumerate(names):
        text = ARMS.format(question=f"What if money were {name}?", pooled=row / 2)
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return [str(folder / f"{name}.toml") for name in names]


def invoked(*arguments: str) -> Result:
    return program.invoked("compare", *arguments)


def said(*arguments: str) -> str:
    """The page with every run of blanks as one."""
    return " ".join(invoked(*arguments).stdout.split())
