"""Real places: import and save them, find them by name, and list warnings before a run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

from govsim.errors import PlacesError, Problem, nearest
from govsim.files import target_problems
from govsim.scenario.geography import SYNTHETIC_OUTCOMES
from govsim.words.plurals import joined
from govsim.world.describe_places import DescriptionOfPlaces
from govsim.world.import_places import import_places
from govsim.world.places import Places
from govsim.world.saved_places import load_places, save_places
from govsim.world.synthetic_england import synthetic_england

SYNTHETIC: Final = "synthetic"
_TABLES: Final = (".csv", ".toml", ".json", ".graphml")


def check_places_output(path: str | Path, inputs: Sequence[str | Path | None] = ()) -> None:
    """Refuse a file that cannot or should not be written, before any work is done. Raises PlacesError."""
    target = Path(path)
    problems = target_problems(target, "--output")
    if not problems and any(given is not None and _same_file(target, Path(given)) for given in inputs):
        problems = [Problem(str(path), "a new file for the places", "one of the files to import")]
    elif not problems and target.suffix.lower() in _TABLES:
        remedy = "Places are saved as Parquet. Choose a name such as england.parquet."
        problems = [Problem(str(path), "another suffix", f"'{target.suffix}'", remedy=remedy)]
    if problems:
        raise PlacesError(problems)


def _same_file(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def import_and_keep(
    file: Path,
    output: Path,
    *,
    councils: Path | None = None,
    neighbours: Path | None = None,
    tier: Literal["lower", "upper"] = "lower",
    name: str | None = None,
) -> Places:
    """Import places from CSV files and save them in one file atomically.

    Raises PlacesError with every problem. An output that cannot be written is refused before any work.
    """
    check_places_output(output, (file, councils, neighbours))
    places = import_places(file, councils=councils, neighbours=neighbours, tier=tier, name=name)
    save_places(places, output)
    return places


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


def warnings_of(description: DescriptionOfPlaces) -> list[str]:
    """Warnings about suspect places, and about limits that they set to a simulation."""
    warnings = []
    described = {outcome.outcome for outcome in description.outcomes}
    missing = [outcome for outcome in SYNTHETIC_OUTCOMES if outcome not in described]
    if missing:
        warnings.append(
            f"The scenarios that ship with govsim also need {_listed(missing)}; use these places "
            "with scenarios of your own outcomes."
        )
    alone = description.without_neighbours
    if alone and description.councils > 1:
        verb = "has" if len(alone) == 1 else "have"
        warnings.append(
            f"{_listed(alone)} {verb} no neighbours to learn from or to copy."
            if description.neighbour_pairs
            else "No council has neighbours to learn from or to copy: give a list with --neighbours."
        )
    for outcome in description.outcomes:
        if outcome.standard_deviation == 0:
            warnings.append(f"Need for {outcome.outcome} is the same everywhere.")
        elif outcome.at_bounds > 0.05:
            warnings.append(
                f"{outcome.at_bounds:.0%} of communities are at the minimum or maximum need for {outcome.outcome}."
            )
    return warnings


def _listed(names: Sequence[str], shown: int = 6) -> str:
    rest = len(names) - shown
    return joined([*names[:shown], *([f"{rest} more"] if rest > 0 else [])])
