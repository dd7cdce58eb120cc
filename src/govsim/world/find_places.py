"""Find the places of a scenario: synthetic, written in the scenario, or imported from a file."""

from __future__ import annotations

import os.path
from pathlib import Path
from typing import Final

from govsim.errors import PlacesError, Problem
from govsim.scenario.geography import SyntheticPlaces
from govsim.scenario.schema import Scenario
from govsim.world.places import Places
from govsim.world.saved_places import load_places
from govsim.world.synthetic_places import synthetic_places
from govsim.world.written_places import written_places

_TABLES: Final = (".csv", ".csv.gz", ".tsv")
_BESIDE: Final = ("councils", "neighbours")  # tables that may lie beside a CSV of communities


def places_of(scenario: Scenario) -> Places:
    """The places of a scenario. A file is searched for beside the scenario's file, then in the working folder."""
    stated = scenario.places
    if isinstance(stated, SyntheticPlaces):
        return synthetic_places(stated.synthetic, stated.councils, stated.communities_per_council)
    if isinstance(stated, str):
        return places_in(file_of_places(scenario, stated))
    return written_places(stated, [outcome.key for outcome in scenario.outcomes], scenario.name)


def places_in(file: Path) -> Places:
    """Read places from a file: saved places, or a CSV of communities."""
    return _imported(file) if file.name.lower().endswith(_TABLES) else load_places(file)


def _imported(file: Path) -> Places:
    """Import places from a CSV of communities, with `X_councils.csv` and `X_neighbours.csv` beside `X.csv` if they
    exist.
    """
    # a worker gets places: it needs no reader of tables
    from govsim.world.import_places import import_places

    councils, neighbours = (
        beside if beside.is_file() else None
        for beside in (file.with_stem(f"{file.stem}_{table}") for table in _BESIDE)
    )
    name = file.resolve().parent.name if file.stem == "places" else file.stem
    return import_places(file, councils=councils, neighbours=neighbours, name=name or file.stem)


def file_of_places(scenario: Scenario, stated: str) -> Path:
    """The path of the file that a scenario names. Raises PlacesError if there is none."""
    candidates = [Path(stated)]
    if scenario.path is not None and not Path(stated).is_absolute():
        candidates.insert(0, Path(scenario.path).parent / stated)
    for candidate in candidates:
        if os.path.isfile(candidate):  # false, too, for names that no file can have
            return candidate
    raise PlacesError(
        Problem(
            scenario.path or "scenario",
            key="places",
            expected="a file of imported places, or a CSV of communities",
            found=f"no file '{stated}'",
            remedy="Make one with 'govsim places import FILE -o PLACES', or give its path with --places.",
        )
    )
