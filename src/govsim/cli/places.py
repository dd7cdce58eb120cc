"""`govsim places`: import real places from CSV files, and describe them."""

from __future__ import annotations

import math
import shlex
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
@click.option(
    "--boundaries", type=_FILE, metavar="FILE", help="GeoJSON of councils, saved beside PLACES for maps."
)
@click.option("--drop-empty", is_flag=True, help="Leave out communities without a number or residents.")
@click.option("--sure", is_flag=True, help="The file means what it says: ask no questions about it.")
@click.option("-o", "--output", type=_FILE, required=True, metavar="PLACES", help="Where to keep the places.")
def import_command(
    file: Path,
    councils: Path | None,
    neighbours: Path | None,
    tier: Literal["lower", "upper"],
    name: str | None,
    boundaries: Path | None,
    drop_empty: bool,
    sure: bool,
    output: Path,
) -> None:
    """Import places from a CSV of communities and save them in one file.

    FILE is an official index of England, Wales or Scotland, or any table with the columns code, council,
    population and one for each outcome: need_OUTCOME (0 to 1), score_OUTCOME (any scale, higher is more need),
    rank_OUTCOME or decile_OUTCOME (1 is the most deprived).

    Example:

    \b
      govsim places import iod2025.csv --councils councils.csv --neighbours neighbours.csv -o england.parquet
    """
    from govsim.catalogue.places import boundaries_words, import_and_keep, run_as_they_are, warnings_of
    from govsim.world.describe_places import describe_places

    imported = import_and_keep(
        file,
        output,
        councils=councils,
        neighbours=neighbours,
        tier=tier,
        name=name,
        drop_empty=drop_empty,
        sure=sure,
        boundaries=boundaries,
    )
    description = describe_places(imported)
    page = Page()
    page.text(f"Imported {_counts(description)}")
    page.text(f"Outcomes: {', '.join(imported.outcomes)}.")
    _checks(page, description)
    _sentences(page, "Notes", description.notes)
    _sentences(page, "Look into this", warnings_of(description))
    page.blank()
    if boundaries is not None:
        page.text(boundaries_words(output, imported))
    complete = run_as_they_are(imported)
    quoted = shlex.quote(str(output))
    page.text(f"Saved in {output}. Describe them{', and run on them' if complete else ''}:")
    page.verbatim(f"  govsim places describe {quoted}")
    if complete:
        page.verbatim(f"  govsim compare siloed mission_led --places {quoted} -n 5")
    page.show()


@places.command("template", short_help="Write the column names of a file to fill in.")
@click.argument("table", type=click.Choice(["communities", "councils", "neighbours"]), default="communities")
@click.option("--scenario", metavar="SCENARIO", help="Take its outcomes.  [default: those of siloed]")
@click.option("-o", "--output", type=_FILE, metavar="FILE", help="A new file.  [default: print them]")
def template_command(table: str, scenario: str | None, output: Path | None) -> None:
    """Write the column names of a file to fill in, one line for each community, council or pair of neighbours.

    Example:

    \b
      govsim places template -o communities.csv
    """
    from govsim.catalogue.new_files import refuse_what_is_there, write_text
    from govsim.catalogue.places import template
    from govsim.errors import PlacesError
    from govsim.scenario.load import load_scenario

    outcomes = [outcome.key for outcome in load_scenario(scenario or "siloed").outcomes]
    text = template(table, outcomes)
    if output is None:
        click.echo(text, nl=False)
        return
    refuse_what_is_there(output, PlacesError)
    write_text(output, text, PlacesError)
    click.echo(
        f"Wrote the column names of {table} to {output}. "
        "Begin the name of a column of ranks with rank_, of deciles with decile_."
    )


@places.command("describe", short_help="Show how need is spread over places.")
@click.argument("places", default="synthetic", metavar="[PLACES]")
def describe_command(places: str) -> None:
    """Show how many places there are, how need is spread over them, and what to beware of.

    PLACES is a file from 'govsim places import', or 'synthetic' for an invented England (the default).

    Example:

    \b
      govsim places describe england.parquet
    """
    from govsim.catalogue.places import SYNTHETIC, boundaries_words, named_places

    named, page = named_places(places), Page()
    write_places(page, named, boundaries_words(places, named) if places != SYNTHETIC else "")
    page.show()


def write_places(page: Page, places: Places, boundaries: str = "") -> None:
    """Write how need is spread over places, what looks odd, and what to beware of."""
    from govsim.catalogue.places import warnings_of
    from govsim.world.describe_places import describe_places

    description = describe_places(places)
    page.text(f"{description.name}: {_counts(description)}")
    page.text(description.source)
    if boundaries:
        page.text(boundaries)
    _checks(page, description)
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


def _checks(page: Page, description: DescriptionOfPlaces) -> None:
    """Questions that only the owner of the data can answer, then facts to compare with the country itself."""
    _sentences(page, "Is this right? If not, mend the file and import it again", description.questions)
    _sentences(page, "Does this look right?", description.looks)


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
