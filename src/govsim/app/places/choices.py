"""The choices of the page: what the map shows, of which outcome, when, and which council and region."""

from __future__ import annotations

from collections.abc import Mapping

from govsim.app.controls import Control, ControlOption, Group, before_control, standing_before, world_group
from govsim.app.offered import Country
from govsim.app.places.shown import DIFFERENCE, MEAN, NEED, PROGRESS, TITLES
from govsim.app.places.view import PlacesView
from govsim.app.session import Session
from govsim.app.shown_runs import compared_with
from govsim.units import QUARTERS_IN_YEAR


def choices(
    country: Country, session: Session, own: Mapping[str, str], view: PlacesView | None
) -> tuple[tuple[Group, ...], dict[str, float | str]]:
    """The controls, and what each stands at."""
    land, scenario, against = country.land, country.scenario, compared_with(session)
    years = scenario.horizon // QUARTERS_IN_YEAR
    kinds = [DIFFERENCE, PROGRESS, NEED] if against is not None else [PROGRESS, NEED]
    standing = own["map"] if own["map"] in kinds else kinds[0]
    map_of = Control(
        name="map",
        label="Show",
        meaning="progress is the fall of mean need since the start",
        options=tuple(ControlOption(kind, TITLES[kind]) for kind in kinds),
    )
    outcome = Control(
        name="outcome",
        label="Outcome",
        meaning="need in it, from 0 (none) to 1 (as great as can be)",
        options=(
            ControlOption(MEAN, "Mean of all outcomes"),
            *(ControlOption(one.key, one.label) for one in scenario.outcomes),
        ),
    )
    year = Control(
        name="map_year",
        label="End of year",
        meaning=f"the maps at the end of this year, up to {years}",
        low=0,
        high=years,
        step=1,
        tap=1,
        unit="Year",
    )
    council = Control(
        name="council",
        label="Council",
        meaning="opens its own part below; a press on the map does too",
        options=(
            ControlOption("", "None"),
            *(ControlOption(key, land.council_names[row]) for row, key in _by_name(country)),
        ),
    )
    world = tuple(one for one in world_group().first if one.name in ("country", "worlds"))
    values: dict[str, float | str] = {
        "map": standing,
        "before": standing_before(session),
        "outcome": own["outcome"] if view is None or view.shown.outcome is not None else MEAN,
        "map_year": float(min(int(own["map_year"] or years), years)),
        "council": own["council"] if own["council"] in land.council_keys else "",
    }
    return (
        Group(
            "What the map shows",
            first=(map_of, before_control(session, against), outcome, year, council, *world),
        ),
    ), values


def _by_name(country: Country) -> list[tuple[int, str]]:
    """Positions and keys of councils in the order of their names."""
    names = country.land.council_names
    return sorted(enumerate(country.land.council_keys), key=lambda pair: _natural(names[pair[0]]))


def _natural(name: str) -> list[tuple[int, str]]:
    """A name in an order in which 2 comes before 10."""
    return [(int(word), "") if word.isdigit() else (0, word) for word in name.split()]
