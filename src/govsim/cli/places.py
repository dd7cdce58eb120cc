"""`govsim places`: import real places from CSV files, and describe them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from govsim.documents.table import Column
from govsim.documents.terminal import Page
from govsim.words.numbers import decimal
from govsim.words.plurals import counted

if TYPE_CHECKING:
    from govsim.world.describe_places import DescriptionOfPlaces
    from govsim.world.places import Places

_FILE = click.Path(path_type=Path)


@click.group("places", short_help="Import and describe real places.")
def places() -> None:
    """Import and describe real places.

    Examples:

    \b
      govsim places import iod2025.csv --councils councils.csv -o england.parquet
      govsim places describe england.parquet
      govsim compare siloed mission_led --places england.parquet -n 5
    """


@places.command("import", short_help="Import places from CSV files.")
@click.argument("file", type=_FILE)
@click.option(
    "--councils", type=_FILE, metavar="FILE", help="CSV of councils: code, name, region, upper tier."
)
@click.option(
    "--neighbours", type=_FILE, metavar="FILE", help="CSV with pairs of codes of neighbouring councils."
)
@click.option(
    "--tier",
    type=click.Choice(["lower", "upper"]),
    default="lower",
    show_default=True,
    help="upper merges councils that share an upper tier.",
)
@click.option("--name", metavar="NAME", help="What to call the places.  [default: the name of FILE]")
@click.option("-o", "--output", type=_FILE, required=True, metavar="PLACES", help="Where to keep the places.")
def import_command(
    file: Path,
    councils: Path | None,
    neighbours: Path | None,
    tier: Literal["lower", "upper"],
    name: str | None,
    output: Path,
) -> None:
    """Import places from a CSV of communities and keep them in one file.

    FILE is "File 7" of the English Indices of Deprivation, or any table with the columns code, council,
    population and, for each outcome, need_OUTCOME (0 to 1) or score_OUTCOME (any scale).

    Example:

    \b
      govsim places import iod2025.csv --councils councils.csv --neighbours neighbours.csv -o england.parquet
    """
    from govsim.catalogue.places import import_and_keep, warnings_of
    from govsim.world.describe_places import describe_places

    imported = import_and_keep(file, output, councils=councils, neighbours=neighbours, tier=tier, name=name)
    description = describe_places(imported)
    page = Page()
    page.text(f"Imported {_counts(description)}")
    page.text(f"Outcomes: {', '.join(imported.outcomes)}.")
    _sentences(page, "Notes", description.notes)
    _sentences(page, "Look into this", warnings_of(description))
    page.blank()
    page.text(f"Saved in {output}. Describe them, and run on them:")
    page.verbatim(f"  govsim places describe {output}")
    page.verbatim(f"  govsim compare siloed mission_led --places {output} -n 5")
    page.show()


@places.command("describe", short_help="Show how need is spread over places.")
@click.argument("places", default="synthetic", metavar="[PLACES]")
def describe_command(places: str) -> None:
    """Show how many places there are, how need is spread over them, and what to beware of.

    PLACES is a file made by 'govsim places import', or 'synthetic' for made-up England (the default).

    Example:

    \b
      govsim places describe england.parquet
    """
    from govsim.catalogue.places import named_places

    page = Page()
    write_places(page, named_places(places))
    page.show()


def write_places(page: Page, places: Places) -> None:
    """Write how need is spread over places, and what to beware of."""
    from govsim.catalogue.places import warnings_of
    from govsim.world.describe_places import describe_places

    description = describe_places(places)
    page.text(f"{description.name}: {_counts(description)}")
    page.text(description.source)
    _outcomes(page, description)
    _regions(page, description)
    _correlation(page, description)
    _councils(page, description)
    _sentences(page, "Notes", description.notes)
    _sentences(page, "Look into this", warnings_of(description))


def _counts(description: DescriptionOfPlaces) -> str:
    return (
        f"{counted(description.communities, 'community', 'communities')} in "
        f"{counted(description.councils, 'council')} and {counted(description.regions, 'region')}; "
        f"{description.residents:,.0f} residents; {description.neighbour_pairs:,} pairs of neighbouring councils."
    )


def _sentences(page: Page, heading: str, sentences: Sequence[str]) -> None:
    if sentences:
        page.heading(heading)
    for sentence in sentences:
        page.bullet(sentence)


def _number(value: float) -> str:
    return decimal(value, 2)


def _share(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.0%}"


def _outcomes(page: Page, description: DescriptionOfPlaces) -> None:
    page.heading("Need from 0 to 1, each community counting once")
    headings = ("mean", "spread", "least", "most", "between councils", "at an end")
    page.table(
        [Column("outcome"), *(Column(heading, number=True) for heading in headings)],
        [
            [
                outcome.outcome,
                _number(outcome.mean),
                _number(outcome.standard_deviation),
                _number(outcome.least),
                _number(outcome.greatest),
                _share(outcome.between_councils),
                _share(outcome.at_bounds),
            ]
            for outcome in description.outcomes
        ],
    )
    page.text(
        "Spread is the standard deviation; between councils is the share of variance that lies there, the rest "
        "is within them; at an end is the share of communities at 0.02 or less, or 0.98 or more."
    )


def _regions(page: Page, description: DescriptionOfPlaces) -> None:
    page.heading("Regions, with mean need over all outcomes")
    page.table(
        [Column("region"), *(Column(heading, number=True) for heading in ("councils", "residents", "need"))],
        [
            [name, f"{councils:,}", f"{residents:,.0f}", _number(float(need.mean()))]
            for name, councils, residents, need in zip(
                description.region_names,
                description.region_councils,
                description.region_residents,
                description.region_need,
                strict=True,
            )
        ],
    )


def _correlation(page: Page, description: DescriptionOfPlaces) -> None:
    if len(description.outcomes) < 2:
        return
    page.heading("Correlation of needs between outcomes")
    numbers = range(1, len(description.outcomes) + 1)
    page.table(
        [Column("outcome"), *(Column(str(number), number=True) for number in numbers)],
        [
            [f"{number} {outcome.outcome}", *(_number(float(value)) for value in row[:number])]
            + [""] * (len(description.outcomes) - number)
            for number, outcome, row in zip(
                numbers, description.outcomes, description.correlation, strict=True
            )
        ],
    )


def _councils(page: Page, description: DescriptionOfPlaces) -> None:
    page.heading("Councils")

    def listed(councils: tuple[tuple[str, int], ...]) -> str:
        return ", ".join(f"{name} ({communities:,})" for name, communities in councils)

    page.bullet(f"Most communities: {listed(description.most_communities)}.")
    page.bullet(f"Fewest communities: {listed(description.fewest_communities)}.")
    if description.groups_of_neighbours > 1 and description.neighbour_pairs:
        page.bullet(f"Chains of neighbours leave {description.groups_of_neighbours} parts that never touch.")
