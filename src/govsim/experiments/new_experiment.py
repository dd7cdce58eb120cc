"""Template of a new experiment: it runs unchanged; comments show every kind of factor and design."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from govsim.catalogue.new_files import new_toml_file, write_text
from govsim.errors import ExperimentError
from govsim.experiments.describe import size_words
from govsim.experiments.designs.catalogue import DESIGNS
from govsim.experiments.experiment import Experiment
from govsim.experiments.figures.catalogue import FIGURES
from govsim.experiments.load import experiment_names, load_experiment
from govsim.scenario.toml_writing import toml_text

WIDTH: Final = 100  # of comments

_TEXT: Final = """\
# {name}: an experiment of your own. As it stands it comes to
#   {size}.
# Change it, then:
#   govsim experiment check {file}
#   govsim experiment show {file}
#   govsim experiment run {file}

about = "Describe the experiment here in a sentence."
question = "What do you want to know?"

# --- Scenarios, by name or path; the first is the baseline, which all others are compared with in the same worlds.

scenarios = ["siloed", "mission_led"]

# {replicates}

replicates = 100

# {outcomes}

outcomes = ["public_value", "progress", "core_services"]

# --- In place of replicates: go on until the differences are known precisely.
#
# [stopping]
# first = 20
# most = 500

# --- A scenario that only this experiment needs: add its name to scenarios.
#
# [variants.more_room]
# extends = "siloed"
# levers.local_discretion = 0.5

# --- Changes of every scenario: a shorter time, worlds that are alike, a fixed assumption.
#
# [changes]
# horizon = 20
# uncertainties.slack = 0.2

# --- Factors, one table each. Levers and uncertainties have ranges of their own.

[[factors]]
path = "uncertainties.cross_cutting"
values = [0.2, 0.6, 1.0]

# [[factors]]                        # a range in even steps
# path = "levers.pooled_funding"
# low = 0.0
# high = 0.8
# steps = 5

# [[factors]]                        # a choice; without values it takes all that there are
# path = "levers.board_membership"
# values = ["lead_only", "contributors"]

# [[factors]]                        # the levers of an element of another scenario, off and on
# name = "mindset"
# levers_from = "mission_led"
# element = 3

# [[factors]]                        # levels with names, each of which may change several things
# name = "country"
# levels = [
#     {{name = "as it is"}},
#     {{name = "weak and diverse", changes = {{uncertainties = {{local_capacity = 0.2, place_diversity = 1.1}}}}}},
# ]

# --- The design says which combinations are run: a grid, if it is left out. Kinds:
#
{designs}
#
# [design]
# kind = "latin_hypercube"
# points = 500                       # with uncertainties = "all" above all tables, and few replicates

# --- Figures of the report. Kinds:
#
{figures}

[[figures]]
kind = "differences"

[[figures]]
kind = "curve"
x = "cross_cutting"
"""


def write_experiment(name: str, output: Path | None = None) -> Path:
    """Write an experiment that runs unchanged, with all other options in comments.

    Raises ExperimentError if the name is invalid or the file exists.
    """
    file = new_toml_file(name, output, "an experiment", experiment_names(), ExperimentError)
    text = _text(name, file, "")
    return write_text(file, _text(name, file, size_words(load_experiment(_as_table(text)))), ExperimentError)


def _text(name: str, file: Path, size: str) -> str:
    fields = Experiment.model_fields
    text = _TEXT.format(
        name=name,
        file=shlex.quote(str(file)),
        size=size,
        replicates=_sentence(fields["replicates"].description),
        outcomes=_sentence(fields["outcomes"].description),
        designs=_lines(f"{design.name()}: {design.runs}" for design in DESIGNS),
        figures=_lines(f"{figure.kind}: {figure.shows}" for figure in FIGURES),
    )
    if file.stem == name:
        return text
    return text.replace("\nabout = ", f"\n{toml_text({'name': name})}about = ", 1)


def _as_table(text: str) -> dict[str, object]:
    import tomllib

    return {"name": "new", **tomllib.loads(text)}


def _sentence(description: str | None) -> str:
    text = description or ""
    return f"{text[:1].upper()}{text[1:]}."


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(
        textwrap.fill(text, WIDTH, initial_indent="#   ", subsequent_indent="#     ") for text in texts
    )
