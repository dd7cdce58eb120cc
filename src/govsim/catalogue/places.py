"""Real places: import and save them, find them by name, and list warnings before a run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

from govsim.errors import PlacesError, Problem, nearest
from govsim.files import target_problems
from govsim.scenario.country_statistics import STATISTICS
from govsim.scenario.load import load_scenario
from govsim.words.plurals import joined
from govsim.world.boundaries import boundaries_beside, bounded, read_boundaries, save_boundaries
from govsim.world.council_table import CouncilTable, read_council_table
from govsim.world.describe_places import DescriptionOfPlaces
from govsim.world.import_places import import_places
from govsim.world.places import Places
from govsim.world.saved_places import load_places, save_places
from govsim.world.synthetic_places import synthetic_england

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
    drop_empty: bool = False,
    sure: bool = False,
    boundaries: Path | None = None,
) -> Places:
    """Import places from CSV files and save them in one file atomically, with boundaries beside it.

    Raises PlacesError with every problem. An output that cannot be written is refused before any work.
    """
    check_places_output(output, (file, councils, neighbours, boundaries))
    if boundaries is not None and _same_file(boundaries_beside(output), boundaries):
        raise PlacesError(
            Problem(str(boundaries), "another file of boundaries", "the one that would be written")
        )
    places = import_places(
        file,
        councils=councils,
        neighbours=neighbours,
        tier=tier,
        name=name,
        drop_empty=drop_empty,
        sure=sure,
    )
    if boundaries is not None:
        table = (
            read_council_table(councils, []) if councils is not None and tier == "upper" else CouncilTable()
        )
        shapes = read_boundaries(boundaries, places, table.uppers or {})
        save_boundaries(shapes, output)
    save_places(places, output)
    return places


def boundaries_words(file: str | Path, places: Places) -> str:
    """The number of boundaries saved beside a file of places, in words; empty without any."""
    beside = boundaries_beside(file)
    if not beside.is_file():
        return ""
    known = bounded(read_boundaries(beside, places, {}))
    without = [
        name
        for code, name in zip(places.council_keys, places.council_names, strict=True)
        if code not in known
    ]
    lacking = f" {_listed(without)} {'has' if len(without) == 1 else 'have'} none." if without else ""
    return f"Boundaries of {len(known):,} of {len(places.council_keys):,} councils are in {beside}.{lacking}"


def template(table: str, outcomes: Sequence[str]) -> str:
    """The line of column names of a file to fill in: of communities, councils or neighbours."""
    columns = {
        "communities": (
            "code",
            "name",
            "council",
            "population",
            *(f"score_{outcome}" for outcome in outcomes),
        ),
        "councils": ("code", "name", "region", "region_name", "capacity"),
        "neighbours": ("council_a", "council_b"),
    }
    return ",".join(columns[table]) + "\n"


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


def run_as_they_are(places: Places) -> bool:
    """Whether these places have every outcome of siloed, so that it can run on them."""
    return {outcome.key for outcome in load_scenario("siloed").outcomes} <= set(places.outcomes)


def warnings_of(description: DescriptionOfPlaces) -> list[str]:
    """Warnings about suspect places, and about the limits of a simulation on them."""
    warnings = []
    described = {outcome.outcome for outcome in description.outcomes}
    shipped = [real.outcomes for real in STATISTICS.values()]
    missing = [[outcome for outcome in outcomes if outcome not in described] for outcomes in shipped]
    if all(missing):
        warnings.append(
            f"The scenarios that ship with govsim also need {_listed(min(missing, key=len))}; write a country with "
            "these outcomes: 'govsim scenario new NAME --country --places FILE'."
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
