"""Real places: import and save them, find them by name, and list warnings before a run."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from govsim.errors import PlacesError, Problem, nearest
from govsim.scenario.geography import SYNTHETIC_OUTCOMES
from govsim.world.describe_places import DescriptionOfPlaces, describe_places
from govsim.world.import_places import import_places
from govsim.world.places import Places
from govsim.world.saved_places import load_places, save_places
from govsim.world.synthetic_england import synthetic_england

SYNTHETIC: Final = "synthetic"
_TABLES: Final = (".csv", ".toml", ".json", ".graphml")


@dataclass(frozen=True, eq=False)
class ImportedPlaces:
    """Places that were imported and saved, with their description and warnings."""

    places: Places
    description: DescriptionOfPlaces
    warnings: tuple[str, ...]


def check_output(path: str | Path) -> Problem | None:
    """Problems that would stop a file from being written: missing folder, folder in its place, no permission."""
    target = Path(path)
    folder = target.parent
    if target.is_dir():
        return Problem(str(path), "the name of a file", "a folder")
    if target.exists() and not target.is_file():
        return Problem(str(path), "the name of a file", "a device or a pipe")
    if not folder.is_dir():
        return Problem(str(path), "a folder that exists", f"no folder '{folder}'", remedy="Make it first.")
    if not os.access(folder, os.W_OK):
        return Problem(str(path), "a folder that can be written to", f"no permission for '{folder}'")
    return None


def check_places_output(path: str | Path, inputs: Sequence[str | Path | None] = ()) -> None:
    """Refuse a file that cannot or should not be written, before any work is done. Raises PlacesError."""
    target = Path(path)
    problem = check_output(path)
    if problem is None and any(given is not None and _same_file(target, Path(given)) for given in inputs):
        problem = Problem(str(path), "a new file for the places", "a file that is imported from")
    elif problem is None and target.suffix.lower() in _TABLES:
        remedy = "Places are saved as Parquet. Choose a name such as england.parquet."
        problem = Problem(str(path), "another suffix", f"'{target.suffix}'", remedy=remedy)
    if problem is not None:
        raise PlacesError(problem)


def _same_file(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def import_and_keep(
    file: str | Path,
    output: str | Path,
    councils: str | Path | None = None,
    neighbours: str | Path | None = None,
    tier: Literal["lower", "upper"] = "lower",
    name: str | None = None,
) -> ImportedPlaces:
    """Import places from CSV files and save them in one file atomically.

    Raises PlacesError with every problem. An output that cannot be written is refused before any work.
    """
    check_places_output(output, (file, councils, neighbours))
    places = import_places(file, councils=councils, neighbours=neighbours, tier=tier, name=name)
    description = describe_places(places)
    save_places(places, output)
    return ImportedPlaces(places, description, warnings_of(description))


def named_places(name: str | Path) -> Places:
    """Load places from a file, or make synthetic England for 'synthetic'. Raises PlacesError."""
    if str(name) == SYNTHETIC:
        return synthetic_england()
    file = Path(name)
    if not file.exists() and not file.suffix and file.name == str(name):
        remedy = nearest(str(name), [SYNTHETIC])
        raise PlacesError(
            Problem(str(name), "a file of imported places, or 'synthetic'", "no such file", remedy=remedy)
        )
    return load_places(file)


def warnings_of(description: DescriptionOfPlaces) -> tuple[str, ...]:
    """Sentences on what looks wrong in places, or will limit a simulation."""
    warnings = []
    known = [outcome.outcome for outcome in description.outcomes]
    missing = [outcome for outcome in SYNTHETIC_OUTCOMES if outcome not in known]
    if missing:
        warnings.append(
            f"The scenarios that ship with govsim also need {_listed(missing)}; use these places "
            "with scenarios of your own outcomes."
        )
    alone = description.without_neighbours
    if alone and description.councils > 1:
        if description.neighbour_pairs:
            verb = "has" if len(alone) == 1 else "have"
            warnings.append(f"{_listed(alone)} {verb} no neighbours to learn from or to copy.")
        else:
            warnings.append(
                "No council has neighbours to learn from or to copy: give a list with --neighbours."
            )
    for outcome in description.outcomes:
        if outcome.standard_deviation == 0:
            warnings.append(f"Need for {outcome.outcome} is the same everywhere.")
        elif outcome.at_bounds > 0.05:
            share = f"{outcome.at_bounds:.0%}"
            warnings.append(
                f"{share} of communities are at the minimum or maximum need for {outcome.outcome}."
            )
    return tuple(warnings)


def _listed(names: Sequence[str], shown: int = 6) -> str:
    if len(names) > shown:
        return f"{', '.join(names[:shown])} and {len(names) - shown} more"
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
