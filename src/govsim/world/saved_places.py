"""Save places to one file and load them again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from govsim.errors import PlacesError, Problem
from govsim.files import atomic_write
from govsim.world.places import Places, is_pipe

FORMAT: Final = 1
_METADATA: Final = b"govsim_places"
_NEED: Final = "need_"
_IMPORT: Final = "Make one from CSV files with `govsim places import`."


def save_places(places: Places, path: str | Path) -> None:
    """Save places as one Parquet file, atomically: a row for each community, the rest in its metadata.

    Args:
        places: Places to save.
        path: Path of the file.

    Returns:
        None.

    Raises:
        PlacesError: a file that cannot be written.

    >>> save_places(import_places("iod2025.csv"), "england.parquet")  # doctest: +SKIP
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    councils = [places.council_keys[c] for c in places.community_council_k.tolist()]
    columns: dict[str, Any] = {"code": list(places.community_keys)}
    if places.community_names is not None:
        columns["name"] = list(places.community_names)
    columns |= {"council": pa.array(councils).dictionary_encode(), "population": places.population_k}
    for j, outcome in enumerate(places.outcomes):
        columns[_NEED + outcome] = np.ascontiguousarray(places.need_kj[:, j])
    if places.social_capital_k is not None:
        columns["social_capital"] = places.social_capital_k
    table = pa.table(columns).replace_schema_metadata({_METADATA: json.dumps(_beside(places))})
    try:
        with atomic_write(path) as file:
            pq.write_table(table, file, compression="zstd", write_page_checksum=True)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise PlacesError(Problem(str(path), "a file that can be written", reason)) from error


def _beside(places: Places) -> dict[str, Any]:
    capacity = None if places.capacity_c is None else places.capacity_c.tolist()
    return {
        "format": FORMAT,
        "name": places.name,
        "source": places.source,
        "outcomes": places.outcomes,
        "region_keys": places.region_keys,
        "region_names": places.region_names,
        "council_keys": places.council_keys,
        "council_names": places.council_names,
        "council_region": places.council_region_c.tolist(),
        "capacity": capacity,
        "neighbours": places.neighbours.tolist(),
        "councils_represented": places.councils_represented,
        "notes": places.notes,
    }


def load_places(path: str | Path) -> Places:
    """Load places that `save_places` wrote.

    Args:
        path: Path of the file.

    Returns:
        The places, equal to the last bit.

    Raises:
        PlacesError: any other file, or a truncated one.

    >>> places = load_places("england.parquet")  # doctest: +SKIP
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    where, expected = str(path), "places saved by govsim"
    if is_pipe(Path(path)):  # reading might never end
        raise PlacesError(Problem(where, expected, "a pipe or a device", remedy=_IMPORT))
    try:
        with Path(path).open("rb") as file:
            if file.read(4) != b"PAR1":
                found = "a CSV file" if Path(path).suffix.lower() == ".csv" else "another kind of file"
                raise PlacesError(Problem(where, expected, found, remedy=_IMPORT))
            # one thread: pyarrow's readers may abort the process at exit after a damaged file
            table = pq.read_table(file, page_checksum_verification=True, use_threads=False)
    except OSError as error:
        missing = "Check the path." if isinstance(error, FileNotFoundError) else _IMPORT
        reason = error.strerror.lower() if error.strerror else "a Parquet file that is damaged"
        raise PlacesError(Problem(where, expected, reason, remedy=missing)) from error
    except pa.ArrowException as error:
        found = "a Parquet file that is truncated or damaged"
        raise PlacesError(Problem(where, expected, found, remedy=_IMPORT)) from error
    text = (table.schema.metadata or {}).get(_METADATA)
    if text is None:
        raise PlacesError(Problem(where, expected, "a Parquet file of something else", remedy=_IMPORT))
    try:
        beside = json.loads(text)
        if beside["format"] != FORMAT:
            found, remedy = (
                f"format {beside['format']}",
                "Import the places again with this version of govsim.",
            )
            raise PlacesError(Problem(where, f"places in format {FORMAT}", found, remedy=remedy))
        _check_kinds(table, beside)
        return _places(table, beside)
    except PlacesError as error:
        raise PlacesError(replace(problem, where=where) for problem in error.problems) from error
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError, pa.ArrowException) as error:
        found = f"inconsistent contents ({type(error).__name__}: {error})"
        raise PlacesError(Problem(where, expected, found, remedy=_IMPORT)) from error


def _check_kinds(table: Any, beside: Mapping[str, Any]) -> None:
    """Refuse values of the wrong type, which would otherwise fail only in a run. Raises ValueError."""
    import pyarrow as pa

    for name in ("outcomes", "region_keys", "region_names", "council_keys", "council_names", "notes"):
        if not isinstance(beside[name], list) or not all(isinstance(item, str) for item in beside[name]):
            raise ValueError(f"{name} is not a list of names")
    for name in ("name", "source"):
        if not isinstance(beside[name], str):
            raise ValueError(f"{name} is not a text")
    if type(beside["councils_represented"]) is not int or not 1 <= beside["councils_represented"] < 2**31:
        raise ValueError("councils_represented is not a whole number from 1")
    for column in ("code", "name", "council"):
        if column in table.column_names and not all(
            isinstance(item, str) for item in table.column(column).to_pylist()
        ):
            raise ValueError(f"{column} is not a column of names")
    for column in table.column_names:
        a_number = column in ("population", "social_capital") or column.startswith(_NEED)
        if a_number and not pa.types.is_float64(table.column(column).type):
            raise ValueError(f"{column} is not a column of numbers")


def _places(table: Any, beside: Mapping[str, Any]) -> Places:
    def optional(column: str) -> Any:
        return table.column(column) if column in table.column_names else None

    outcomes = tuple(beside["outcomes"])
    position = {council: c for c, council in enumerate(beside["council_keys"])}
    names, social_capital = optional("name"), optional("social_capital")
    return Places(
        name=beside["name"],
        source=beside["source"],
        outcomes=outcomes,
        region_keys=tuple(beside["region_keys"]),
        region_names=tuple(beside["region_names"]),
        council_keys=tuple(beside["council_keys"]),
        council_names=tuple(beside["council_names"]),
        council_region_c=np.array(beside["council_region"], np.int64),
        neighbours=np.array(beside["neighbours"], np.int64).reshape(-1, 2),
        community_keys=tuple(table.column("code").to_pylist()),
        community_council_k=np.array([position[council] for council in table.column("council").to_pylist()]),
        population_k=table.column("population").to_numpy(),
        need_kj=np.column_stack([table.column(_NEED + outcome).to_numpy() for outcome in outcomes]),
        councils_represented=int(beside["councils_represented"]),
        social_capital_k=None if social_capital is None else social_capital.to_numpy(),
        capacity_c=None if beside["capacity"] is None else np.array(beside["capacity"]),
        community_names=None if names is None else tuple(names.to_pylist()),
        notes=tuple(beside["notes"]),
    )
