"""Runs kept as Parquet: one file with every measure, and the scenario, seed and version that made it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

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
ASSUMPTION = "assumption_"


def save_run(run: Run, path: Path) -> Path:
    """Write a run beside its place and move it there, so that nothing half written is ever seen."""
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
    """Every array as (quarter, item, world) with its item labels; the item is empty where there is no axis."""
    plain = [(name, values[:, None, :], ("",)) for name, values in run.measures.items()]
    plain += [(f"pound_{name}", values[:, None, :], ("",)) for name, values in run.pound.items()]
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
        RunFileError: a file that is missing, damaged or of another kind.

    >>> run = load_run("run.parquet")  # doctest: +SKIP
    """
    import pyarrow
    import pyarrow.parquet

    path = Path(path)
    remedy = "Save one with 'govsim run SCENARIO -o FILE', or Run.save."
    if not path.is_file():
        raise RunFileError(Problem(str(path), "a saved run", "no such file", remedy=remedy))
    try:
        # one thread: pyarrow's readers may abort the process on some damaged files
        table = pyarrow.parquet.read_table(path, use_threads=False, page_checksum_verification=True)
    except (pyarrow.ArrowException, OSError) as error:
        raise RunFileError(
            Problem(
                str(path), "a saved run in Parquet", (str(error) or "damage").splitlines()[0], remedy=remedy
            )
        ) from error
    metadata = (table.schema.metadata or {}).get(METADATA_KEY)
    if metadata is None:
        raise RunFileError(Problem(str(path), "a saved run", "another kind of Parquet file", remedy=remedy))
    try:
        about = json.loads(metadata)
        if about["format"] != FORMAT:
            raise RunFileError(
                Problem(
                    str(path),
                    f"a run of this edition of the model (format {FORMAT})",
                    f"one of another edition, version {about.get('model_version', 'unknown')} "
                    f"(format {about['format']})",
                    remedy="Its numbers mean something else. Run the scenario again.",
                )
            )
        return _run_of(table, about)
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
        raise RunFileError(Problem(str(path), "a saved run", found, remedy="Run it again.")) from error


def _check_kinds(about: Any, table: Any) -> None:
    """Refuse what would pass for a run until somebody uses it. Raises ValueError."""
    import pyarrow

    def names(items: Any) -> bool:
        return isinstance(items, list) and all(isinstance(item, str) for item in items)

    worlds = about["replicates"]
    right = {
        "replicates": isinstance(worlds, list) and worlds and all(type(world) is int for world in worlds),
        "seed": type(about["seed"]) is int and 0 <= about["seed"] < 2**64,
        "quarters": type(about["quarters"]) is int and about["quarters"] > 0,
        "labels": isinstance(about["labels"], dict) and all(map(names, about["labels"].values())),
        "texts": names([about["places_name"], about["model_version"], about["scenario"]]),
        "values": pyarrow.types.is_float64(table.column("value").type) and not table["value"].null_count,
        "measures": {
            *MEASURES,
            *(f"pound_{name}" for name in CATEGORIES),
            *(f"{ASSUMPTION}{name}" for name in UNCERTAINTIES),
        }
        == set(table.column("measure").unique().to_pylist()),
    }
    wrong = [name for name, is_right in right.items() if not is_right]
    if wrong:
        raise ValueError(f"unusable {', '.join(wrong)}")


def _run_of(table: Any, about: dict[str, Any]) -> Run:
    _check_kinds(about, table)
    replicates, labels = tuple(about["replicates"]), about["labels"]
    measures, pound, along_axes, assumptions = {}, {}, {}, {}
    columns = table.column("measure").combine_chunks()
    code_of = {str(name): code for code, name in enumerate(columns.dictionary.to_pylist())}
    codes, value = columns.indices.to_numpy(), table.column("value").to_numpy()
    for name, code in code_of.items():
        rows = value[codes == code]
        if name.removeprefix("pound_") in CATEGORIES and name.startswith("pound_"):
            pound[name.removeprefix("pound_")] = rows.reshape(-1, len(replicates))
        elif name.startswith(ASSUMPTION):
            (assumptions[name.removeprefix(ASSUMPTION)],) = rows.reshape(-1, len(replicates))
        elif not MEASURES[name].axis:
            measures[name] = rows.reshape(-1, len(replicates))
        else:
            items = len(labels[MEASURES[name].axis])
            along_axes[name] = rows.reshape(-1, items, len(replicates))
    for name, array in {**measures, **pound, **along_axes}.items():
        once = name in MEASURES and MEASURES[name].only_at_end
        if len(array) != (1 if once else about["quarters"]):
            raise ValueError(f"{name} has {len(array)} quarters")
    return Run(
        scenario=load_scenario_text(about["scenario"]),
        seed=about["seed"],
        replicates=replicates,
        places_name=about["places_name"],
        model_version=about["model_version"],
        measures=measures,
        pound=pound,
        along_axes=along_axes,
        labels={axis: tuple(keys) for axis, keys in labels.items()},
        assumptions=assumptions,
    )


def load_scenario_text(text: str) -> Any:
    """A scenario from the TOML that a run was saved with."""
    import tomllib

    return load_scenario(tomllib.loads(text))
