"""Templates for new scenarios: with every lever explained, with missions, or a whole small country."""

from __future__ import annotations

import shlex
import shutil
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from govsim.catalogue.new_country import folder_of_country, taken_names
from govsim.catalogue.new_files import new_folder, new_toml_file, write_text
from govsim.errors import Problem, ScenarioError
from govsim.scenario.layers import scenario_in, shipped_folder
from govsim.scenario.levers import ELEMENTS, LEVER_NAMES, MEMBERSHIP_RANK, Levers
from govsim.scenario.load import load_scenario, scenario_names, shipped_path
from govsim.scenario.schema import Scenario
from govsim.scenario.toml_writing import toml_text

MISSIONS_TEMPLATE: Final = "your_missions"
COUNTRY_TEMPLATE: Final = "three_departments"
WIDTH: Final = 100  # of comments

_HEAD: Final = """\
# {name}: a scenario of your own. It is {parent}, except for what you change here.
# Remove the "# " before a lever, change its value, and run:
#   govsim scenario check {file}
#   govsim compare {parent} {file}

{extends}
about = "Say here in a sentence what your government does."
question = "What do you want to know?"

[levers]

"""
_TAIL: Final = """
# --- Reforms on the way: change levers in a quarter, as often as you like. The first quarter is 0.
#
# [[reforms]]
# quarter = 20
# central_control = 0.2

# --- Contested assumptions are drawn for each world. A number fixes one; a range draws it from there.
# docs/parameters.md lists them all.
#
# [uncertainties]
# local_capacity = 0.3
# place_diversity = {low = 0.5, high = 1.2}
"""


def write_scenario(name: str, parent: str = "siloed", output: Path | None = None) -> Path:
    """Write a scenario that extends another, with a comment that explains every lever.

    Raises ScenarioError for an invalid name, an existing file, or a parent out of reach of the file.
    """
    file = _new_file(name, output)
    below = load_scenario(parent)
    extends = _line("extends", _reachable(parent, below, file))
    text = _HEAD.format(name=name, parent=parent, file=shlex.quote(str(file)), extends=extends)
    text += "\n".join(_explained(below, parent)) + "\n" + _TAIL
    return write_text(file, _named(text, name, file), ScenarioError)


def write_missions(name: str, output: Path | None = None) -> Path:
    """Write a scenario with sample missions to replace. Raises ScenarioError as `write_scenario` does."""
    file = _new_file(name, output)
    template = shipped_path(MISSIONS_TEMPLATE).read_text(encoding="utf-8")
    return write_text(file, _named(template, name, file), ScenarioError)


def write_country(name: str, output: Path | None = None) -> Path:
    """Write the folder of a small country atomically: departments, missions and places.

    Raises ScenarioError as `write_scenario` does.
    """
    folder = folder_of_country(name, output)
    template = shipped_folder() / "templates" / COUNTRY_TEMPLATE
    with new_folder(folder, ScenarioError) as inside:
        for file in sorted(template.iterdir()):
            shutil.copyfile(file, inside / file.name)
    return folder


def _new_file(name: str, output: Path | None) -> Path:
    return new_toml_file(name, output, "a scenario", taken_names(), ScenarioError)


def _reachable(parent: str, below: Scenario, file: Path) -> str:
    """How a file can name the scenario it extends: a shipped one by name, others by path from its own folder."""
    if parent in scenario_names():
        return parent
    source = Path(below.path or parent).resolve()
    folder = file.absolute().parent.resolve()
    target = source.parent if scenario_in(source.parent) == source and source.parent != folder else source
    if not target.is_relative_to(folder):
        remedy = f"A scenario can extend only files beside it or below. Write it to '{source.parent}'."
        raise ScenarioError(
            Problem(
                str(file),
                f"a file in the folder of '{parent}' or in one above it",
                str(folder),
                remedy=remedy,
            )
        )
    return target.relative_to(folder).as_posix()


def _explained(below: Scenario, parent: str) -> Iterator[str]:
    for element, heading in ELEMENTS.items():
        yield f"# --- {heading}"
        for name in LEVER_NAMES:
            field = Levers.model_fields[name]
            extra = field.json_schema_extra
            assert isinstance(extra, dict)  # every lever states it
            if extra["element"] != element:
                continue
            value = getattr(below.levers, name)
            choices = ", ".join(MEMBERSHIP_RANK) if isinstance(value, str) else "from 0 to 1"
            yield _comment(f"{field.title}: {field.description}.", "\n# ")
            yield _comment(str(extra["benefit"]), "#   + ")
            yield _comment(str(extra["cost"]), "#   - ")
            yield f"#   {choices}; in {parent}:"
            yield f"# {_line(name, value)}"
        yield ""


def _comment(text: str, opening: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent=opening, subsequent_indent="#   ")


def _line(key: str, value: object) -> str:
    return toml_text({key: value}).rstrip("\n")


def _named(text: str, name: str, file: Path) -> str:
    """The text with the scenario's name added where the file's name differs."""
    if file.stem == name:
        return text
    return text.replace("\nextends = ", f"\n{_line('name', name)}\nextends = ", 1)
