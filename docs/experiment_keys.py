"""What docs/experiment-keys.md says, from the schema of experiments; `write_tables.py` writes it."""

from __future__ import annotations

from markdown_tables import MADE, bounds_of, table, wrapped
from pydantic import BaseModel

from govsim.experiments.designs.catalogue import DESIGNS
from govsim.experiments.experiment import Experiment, FigureRequest, Stopping
from govsim.experiments.factors import Factor
from govsim.experiments.figures.catalogue import FIGURES
from govsim.experiments.levels import Level
from govsim.experiments.moved import SETTINGS
from govsim.scenario.load import HELD
from govsim.scenario.toml_writing import toml_text


def key_rows(model: type[BaseModel]) -> list[list[str]]:
    """One row a key of a table in an experiment file: the key, its default, bounds and meaning."""
    rows = []
    for name, field in model.model_fields.items():
        if name == "kind":
            continue  # it says which table it is
        default = "–"
        if isinstance(field.default, str | int | float | bool | tuple) and field.default not in ("", ()):
            value = list(field.default) if isinstance(field.default, tuple) else field.default
            default = f"`{toml_text({'x': value})[4:-1]}`"
        elif field.is_required() and "if left out" not in (field.description or ""):
            default = "needed"
        rows.append([f"`{field.alias or name}`", default, bounds_of(field) or "–", field.description or ""])
    return rows


def experiment_keys_page() -> str:
    """docs/experiment-keys.md."""
    head = ["key", "default", "bounds", "meaning"]
    parts = [
        MADE,
        "# Keys of an experiment file",
        "Every key that an experiment file may have; [experiments.md](experiments.md) shows how they go together. "
        "A key with the default – may be left out.",
        "## The experiment",
        table(head, key_rows(Experiment)),
        "## `[[factors]]`: what is moved",
        "A factor has `path` with `values`; or `path` with a range, its own or from `low` to `high`, in `steps` where "
        "the design needs values; or `levels`; or `levers_from`.",
        table(head, key_rows(Factor)),
        "A level, in `levels`:",
        table(head, key_rows(Level)),
        "What a `path` may be:",
        table(["path", "names"], PATHS_TOLD),
        "## `[design]`: which combinations are run",
        table(
            ["kind", "what it runs", "rows", "further keys"],
            ([f"`{one.name()}`", one.runs, one.rows_in_words, design_keys(one)] for one in DESIGNS),
        ),
        "## `[stopping]`: in place of `replicates`",
        table(head, key_rows(Stopping)),
        "## `[[figures]]`: what the report shows",
        table(head, key_rows(FigureRequest)),
        table(
            ["kind", "what it shows", "what it needs"],
            ([f"`{one.kind}`", one.shows, "; ".join(one.needs()) or "–"] for one in FIGURES),
        ),
    ]
    return wrapped("\n\n".join(parts)) + "\n"


PATHS_TOLD = (
    ["`levers.NAME`", "a [lever](parameters.md#levers)"],
    ["`uncertainties.NAME`", "a [contested assumption](parameters.md#uncertainties), fixed world by world"],
    ["`constants.NAME`", "a [constant](parameters.md#constants)"],
    ["`rules.NAME`", "a [rule](parameters.md#rules) that scholars disagree on"],
    ["`values.progress_weight`", "the weight of progress in public value"],
    [", ".join(f"`{name}`" for name in SETTINGS), "whole numbers of the scenario itself"],
    [
        ", ".join(f"`{name}`" for name in HELD),
        'names of scenarios to whose share of money for outcomes, or staff time, all are held; `""` for not held, '
        "which results call `not held`",
    ],
)


def design_keys(design: type[BaseModel]) -> str:
    """The further keys of a kind of design, with what they mean."""
    return "; ".join(f"{name}: {meaning}" for name, _, _, meaning in key_rows(design)) or "–"
