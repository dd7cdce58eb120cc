"""Runs saved as Parquet: one file with all measures and the scenario, seed and version behind them."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from govsim.errors import Problem, RunFileError, ScenarioError
from govsim.files import atomic_write
from govsim.measures.catalogue import MEASURES
from govsim.measures.pound import CATEGORIES
from govsim.runs.run import Run
from govsim.scenario.describe import to_toml
from govsim.scenario.load import load_scenario
from govsim.scenario.uncertainties import UNCERTAINTIES

METADATA_KEY = b"govsim_run"
FORMAT = 2
ENDINGS = (".parquet", ".pq")
SAVING = "Save one with 'govsim run SCENARIO -o FILE', or Run.save."
POUND = "pound_"
ASSUMPTION = "assumption_"


def ending_problems(path: Path, option: str = "") -> list[Problem]:
    """The problem of a file for a run whose ending belongs to another format."""
    if not path.suffix or path.suffix.lower() in ENDINGS:
        return []
    remedy = "A run is written as Parquet; --csv, or to_arrow() in Python, gives a table for other formats."
    return [Problem(str(path), f"an ending {' or '.join(ENDINGS)}", path.suffix, key=option, remedy=remedy)]


def save_run(run: Run, path: Path) -> Path:
    """Write a run to a file atomically. Raises RunFileError for an ending that belongs to another format."""
    if problems := ending_problems(path):
        raise RunFileError(problems)
    import pyarrow
    import pyarrow.parquet

    names, quarters, items, replicates, values = [], [], [], [], []
    worlds = np.array(run.replicates)
    for name, array, labels in _arrays(run):
        count, size = array.shape[0], array.shape[1]
        first = run.quarters - count
        names.append(np.full(array.size, name))
        quarters.append(np.repeat(np.arange(first, run.quarters), size * worlds.size))
        items.append(np.tile(np.repeat(np.array(labels), worlds.size), count))
        replicates.append(np.tile(worlds, count * size))
        values.append(array.ravel())
    about = {
        "format": FORMAT,
        "model_version": run.model_version,
        "seed": run.seed,
        "replicates": list(run.replicates),
        "quarters": run.quarters,
        "places_name": run.places_name,
        "labels": {axis: list(labels) for axis, labels in run.labels.items()},
        "scenario": to_toml(run.scenario),
    }
    table = pyarrow.table(
        {
            "measure": pyarrow.array(np.concatenate(names)).dictionary_encode(),
            "quarter": np.concatenate(quarters).astype(np.int32),
            "item": pyarrow.array(np.concatenate(items)).dictionary_encode(),
            "replicate": np.concatenate(replicates).astype(np.int64),
            "value": np.concatenate(values),
        }
    ).replace_schema_metadata({METADATA_KEY: json.dumps(about).encode()})
    try:
        with atomic_write(path) as file:
            pyarrow.parquet.write_table(table, file, compression="zstd", write_page_checksum=True)
    except OSError as error:
        raise RunFileError(
            Problem(str(path), "a file that can be written", error.strerror or str(error))
        ) from error
    return path


def _arrays(run: Run) -> list[tuple[str, Any, tuple[str, ...]]]:
    """Every array as (quarter, item, world) with its item labels; the label is empty without a further axis."""
    plain = [(name, values[:, None, :], ("",)) for name, values in run.measures.items()]
    plain += [(f"{POUND}{name}", values[:, None, :], ("",)) for name, values in run.pound.items()]
    plain += [
        (f"{ASSUMPTION}{name}", values[None, None, :], ("",)) for name, values in run.assumptions.items()
    ]
    return plain + [(name, values, run.label(name)) for name, values in run.along_axes.items()]


def load_run(path: str | Path) -> Run:
    """Load a run that `Run.save` wrote.

    Args:
        path: Path of the file.

    Returns:
        The run.

    Raises:
        RunFileError: the file is missing, damaged or of another kind.

    >>> run = load_run("run.parquet")  # doctest: +SKIP
    """
    import pyarrow
    import pyarrow.parquet

    path = Path(path).expanduser()

    def refusal(found: str, expected: str = "a saved run", remedy: str = SAVING) -> RunFileError:
        return RunFileError(Problem(str(path), expected, found, remedy=remedy))

    if not path.is_file():
        raise refusal("no such file")
    try:
        # one thread: pyarrow's readers may abort the process on some damaged files
        table = pyarrow.parquet.read_table(path, use_threads=False, page_checksum_verification=True)
    except (pyarrow.ArrowException, OSError) as error:
        raise refusal((str(error) or "damage").splitlines()[0], "a saved run in Parquet") from error
    metadata = (table.schema.metadata or {}).get(METADATA_KEY)
    if metadata is None:
        raise refusal("another kind of Parquet file")
    try:
        about = json.loads(metadata)
        if about["format"] != FORMAT:
            version = about.get("model_version", "unknown")
            raise refusal(
                f"one of another edition, version {version} (format {about['format']})",
                f"a run of this edition of the model (format {FORMAT})",
                "Its numbers mean something else. Run the scenario again.",
            )
        return _run_of(table, _About.model_validate(about))
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
        ScenarioError,
        pyarrow.ArrowException,
    ) as error:
        found = f"one that is damaged or of another version ({type(error).__name__}: {error})"
        raise refusal(found, remedy="Run it again.") from error


class _About(BaseModel):
    """Metadata of a saved run."""

    model_config = ConfigDict(strict=True)

    model_version: str
    seed: int = Field(ge=0, lt=2**64)
    replicates: list[int] = Field(min_length=1)
    quarters: int = Field(gt=0)
    places_name: str
    labels: dict[str, list[str]]
    scenario: str  # as TOML


def _run_of(table: Any, about: _About) -> Run:
    """The run in a table. Raises ValueError for values or measures that would fail only in use."""
    import pyarrow

    values = table.column("value")
    if not pyarrow.types.is_float64(values.type) or values.null_count:
        raise ValueError("unusable values")
    columns = table.column("measure").combine_chunks()
    names = columns.dictionary.to_pylist()
    pound = {f"{POUND}{name}": name for name in CATEGORIES}
    assumptions = {f"{ASSUMPTION}{name}": name for name in UNCERTAINTIES}
    if {*MEASURES, *pound, *assumptions} != set(names):
        raise ValueError("unusable measures")
    arrays = {}
    for code, name in enumerate(names):
        axis = MEASURES[name].axis if name in MEASURES else ""
        once = name in assumptions or (name in MEASURES and MEASURES[name].only_at_end)
        items = [len(about.labels[axis])] if axis else []
        rows = values.to_numpy()[columns.indices.to_numpy() == code]
        arrays[name] = rows.reshape(1 if once else about.quarters, *items, len(about.replicates))
    return Run(
        scenario=load_scenario(tomllib.loads(about.scenario)),
        seed=about.seed,
        replicates=tuple(about.replicates),
        places_name=about.places_name,
        model_version=about.model_version,
        measures={name: arrays[name] for name in names if name in MEASURES and not MEASURES[name].axis},
        pound={pound[name]: arrays[name] for name in names if name in pound},
        along_axes={name: arrays[name] for name in names if name in MEASURES and MEASURES[name].axis},
        labels={axis: tuple(keys) for axis, keys in about.labels.items()},
        assumptions={assumptions[name]: arrays[name][0] for name in names if name in assumptions},
    )
