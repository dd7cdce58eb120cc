"""Save places to one file and load them again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from govsim.errors import PlacesError, Problem
from govsim.files import is_pipe, written
from govsim.world.places import Places

FORMAT: Final = 1
_METADATA: Final = b"govsim_places"
_NEED: Final = "need_"
_IMPORT: Final = "Make one from CSV files with `govsim places import`."


class _Beside(BaseModel):
    """Metadata of a file of places, under the names of `Places`."""

    model_config = ConfigDict(strict=True)

    name: str
    source: str
    outcomes: tuple[str, ...]
    region_keys: tuple[str, ...]
    region_names: tuple[str, ...]
    council_keys: tuple[str, ...]
    council_names: tuple[str, ...]
    councils_represented: int = Field(ge=1, lt=2**31)
    notes: tuple[str, ...]
    questions: tuple[str, ...] = ()  # these are written only where there are any
    origins: tuple[str, ...] = ()
    reading: tuple[str, ...] = ()


_OPTIONAL: Final = ("questions", "origins", "reading")


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
    beside = {
        "format": FORMAT,
        **{
            name: getattr(places, name)
            for name in _Beside.model_fields
            if name not in _OPTIONAL or getattr(places, name)
        },
        "council_region": places.council_region_c.tolist(),
        "neighbours": places.neighbours.tolist(),
        "capacity": None if places.capacity_c is None else places.capacity_c.tolist(),
    }
    table = pa.table(columns).replace_schema_metadata({_METADATA: json.dumps(beside)})
    with written(Path(path).expanduser(), PlacesError) as file:
        pq.write_table(table, file, compression="zstd", write_page_checksum=True)


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

    where, path = str(path), Path(path).expanduser()

    def refused(
        found: str, remedy: str = _IMPORT, *, expected: str = "places saved by govsim"
    ) -> PlacesError:
        return PlacesError(Problem(where, expected, found, remedy=remedy))

    if is_pipe(path):  # a read might never end
        raise refused("a pipe or a device")
    try:
        with path.open("rb") as file:
            if file.read(4) != b"PAR1":
                is_csv = path.suffix.lower() == ".csv"
                raise refused("a CSV file" if is_csv else "another kind of file")
            # one thread: pyarrow's readers may abort the process at exit after a damaged file
            table = pq.read_table(file, page_checksum_verification=True, use_threads=False)
    except OSError as error:
        found = error.strerror.lower() if error.strerror else "a Parquet file that is damaged"
        remedy = "Check the path." if isinstance(error, FileNotFoundError) else _IMPORT
        raise refused(found, remedy) from error
    except pa.ArrowException as error:
        raise refused("a Parquet file that is truncated or damaged") from error
    text = (table.schema.metadata or {}).get(_METADATA)
    if text is None:
        raise refused("a Parquet file of something else")
    try:
        beside = json.loads(text)
        if beside["format"] != FORMAT:
            remedy = "Import the places again with this version of govsim."
            raise refused(f"format {beside['format']}", remedy, expected=f"places in format {FORMAT}")
        _check_columns(table)
        return _places(table, beside, _Beside.model_validate_json(text))
    except PlacesError as error:
        raise PlacesError(replace(problem, where=where) for problem in error.problems) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(map(str, first["loc"]))
        raise refused(f"inconsistent contents ({key}: {first['msg']})") from error
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError, pa.ArrowException) as error:
        raise refused(f"inconsistent contents ({type(error).__name__}: {error})") from error


def _check_columns(table: Any) -> None:
    """Refuse values of the wrong type, which would otherwise fail only in a run. Raises ValueError."""
    import pyarrow as pa

    for name in table.column_names:
        column = table.column(name)
        is_named = name in ("code", "name", "council")
        if is_named and not all(isinstance(item, str) for item in column.to_pylist()):
            raise ValueError(f"{name} is not a column of names")
        is_number = name in ("population", "social_capital") or name.startswith(_NEED)
        if is_number and not pa.types.is_float64(column.type):
            raise ValueError(f"{name} is not a column of numbers")


def _places(table: Any, beside: Mapping[str, Any], checked: _Beside) -> Places:
    def optional(column: str) -> Any:
        return table.column(column) if column in table.column_names else None

    position = {council: c for c, council in enumerate(checked.council_keys)}
    names, social_capital = optional("name"), optional("social_capital")
    return Places(
        **checked.model_dump(),
        council_region_c=np.array(beside["council_region"], np.int64),
        neighbours=np.array(beside["neighbours"], np.int64).reshape(-1, 2),
        community_keys=tuple(table.column("code").to_pylist()),
        community_council_k=np.array([position[council] for council in table.column("council").to_pylist()]),
        population_k=table.column("population").to_numpy(),
        need_kj=np.column_stack([table.column(_NEED + outcome).to_numpy() for outcome in checked.outcomes]),
        social_capital_k=None if social_capital is None else social_capital.to_numpy(),
        capacity_c=None if beside["capacity"] is None else np.array(beside["capacity"]),
        community_names=None if names is None else tuple(names.to_pylist()),
    )
