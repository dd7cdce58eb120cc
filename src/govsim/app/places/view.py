"""What the page shows at a moment: results that have come, put in order for its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from govsim.app.arrangements import ArrangementStyle, style_of
from govsim.app.following import Followed
from govsim.app.offered import Country
from govsim.app.places.colours import Classes
from govsim.app.places.courses import PlaceRun
from govsim.app.places.drawing import Panel
from govsim.app.places.money import residents_of
from govsim.app.places.regions import Regions
from govsim.app.places.shown import (
    DIFFERENCE,
    PROGRESS,
    TITLES,
    Shown,
    classes_for,
    communities_k,
    course_yc,
)
from govsim.app.what_happened import comparison_of
from govsim.arrays import Floats
from govsim.comparison.by_place import (
    CouncilChange,
    by_place_sentences,
    council_changes,
)
from govsim.comparison.compare import Comparison
from govsim.words.names import arrangement_words
from govsim.words.plurals import counted
from govsim.world.places import Places


@dataclass(frozen=True, eq=False, kw_only=True)
class PlacesView:
    """The present setting by place, the setting to compare it with, and what of both is drawn."""

    country: Country
    now: PlaceRun
    before: PlaceRun | None
    comparison: Comparison | None  # both under names for prose
    changes: tuple[CouncilChange, ...]  # of councils, from the greatest gain
    regions: Regions | None
    shown: Shown
    absolute: Shown  # the same without a comparison, for maps side by side
    course_yc: Floats  # of what is shown, (year, council)
    values_k: Floats | None
    classes: Classes
    panels: tuple[Panel, ...]
    panel_classes: Classes
    panel_worlds: int
    complete: int  # worlds when all have come
    council: str  # key; empty if none is chosen
    region: str

    @classmethod
    def of(
        cls,
        country: Country,
        followed: Followed,
        arrangements: Followed,
        own: Mapping[str, str],
        *,
        complete: int,
    ) -> PlacesView | None:
        """Put results in order; None before the first of this country arrive. `complete`: worlds when all have."""
        if not _is_of(country, followed):
            return None
        now, before = followed.results[0], followed.results[1] if len(followed.results) > 1 else None
        comparison = None if before is None else comparison_of(now.run, before.run, country.land)
        shown = _shown(own, now, before)
        absolute = replace(shown, what=PROGRESS if shown.what == DIFFERENCE else shown.what)
        runs: tuple[PlaceRun, ...] = arrangements.results if _is_of(country, arrangements) else ()
        runs = tuple(run for run in runs if run.years == now.years)
        courses = [course_yc(absolute.what, absolute.outcome, run, None) for run in runs]
        course = course_yc(shown.what, shown.outcome, now, before)
        panel_classes = classes_for(
            absolute.what, [*courses, course_yc(absolute.what, absolute.outcome, now, None)]
        )
        council = own["council"] if own["council"] in country.land.council_keys else ""
        return cls(
            country=country,
            now=now,
            before=before,
            comparison=comparison,
            changes=() if comparison is None else council_changes(comparison, *comparison.runs),
            regions=(
                None
                if comparison is None or before is None
                else Regions.of(comparison, country.land, now, before)
            ),
            shown=shown,
            absolute=absolute,
            course_yc=course,
            values_k=communities_k(shown, now, before),
            classes=panel_classes if shown == absolute else classes_for(shown.what, [course]),
            panels=tuple(
                _panel(run, values[shown.year], country.land)
                for run, values in zip(runs, courses, strict=True)
            ),
            panel_classes=panel_classes,
            complete=complete,
            panel_worlds=min((run.worlds for run in runs), default=0),
            council=council,
            region=known_region(country.land, own["region"]) or _region_of(country.land, council),
        )

    @property
    def land(self) -> Places:
        """Its places."""
        return self.country.land

    @property
    def style(self) -> ArrangementStyle:
        """The look of the present setting."""
        return style_of(self.now.run.scenario.levers)

    @property
    def now_name(self) -> str:
        """The present setting in prose."""
        return (
            arrangement_words(self.now.run.scenario.name)
            if self.comparison is None
            else self.comparison.names[1]
        )

    @property
    def before_name(self) -> str:
        """The setting to compare with in prose; empty if there is none."""
        return "" if self.comparison is None else self.comparison.names[0]

    @property
    def values_c(self) -> Floats:
        """What the large map shows of each council."""
        return np.asarray(self.course_yc[self.shown.year])

    @property
    def council_row(self) -> int | None:
        """The position of the chosen council."""
        return self.land.council_keys.index(self.council) if self.council else None

    @property
    def title(self) -> str:
        """The heading of the map in full."""
        outcome = self.shown.outcome_words(self.now.run.scenario)
        under = f"under {self.now_name}"
        if self.shown.what == DIFFERENCE:
            under += f" instead of {self.before_name}"
        return f"{TITLES[self.shown.what]} {under}: {outcome}, end of year {self.shown.year}"

    def sentences(self) -> tuple[str, ...]:
        """Which councils gain most and least, as comparisons say it."""
        return () if self.comparison is None else by_place_sentences(self.comparison)

    def spoken_words(self) -> str:
        """What a screen reader announces."""
        worlds = counted(self.now.worlds, "world")
        return " ".join([f"{self.title}, {worlds}.", *self.sentences()])


def _is_of(country: Country, followed: Followed) -> bool:
    """Whether there are results, and of this country."""
    return bool(followed.results) and followed.results[0].run.labels["k"] == country.land.community_keys


def _shown(own: Mapping[str, str], now: PlaceRun, before: PlaceRun | None) -> Shown:
    """What was chosen, as far as there is such a thing here."""
    outcomes = [outcome.key for outcome in now.run.scenario.outcomes]
    what = own["map"] or DIFFERENCE
    if what == DIFFERENCE and before is None:
        what = PROGRESS
    return Shown(
        what=what,
        outcome=outcomes.index(own["outcome"]) if own["outcome"] in outcomes else None,
        year=min(int(own["map_year"] or now.years), now.years),
    )


def known_region(land: Places, region: str) -> str:
    """A region by its key, or by its name where it was chosen in a country of other keys; empty if there is none."""
    if region in land.region_keys:
        return region
    return dict(zip(land.region_names, land.region_keys, strict=True)).get(region, "")


def _region_of(land: Places, council: str) -> str:
    return land.region_keys[land.council_region_c[land.council_keys.index(council)]] if council else ""


def _panel(run: PlaceRun, values_c: Floats, land: Places) -> Panel:
    mean = float(np.average(values_c, weights=residents_of(land)))
    return Panel(style=style_of(run.run.scenario.levers), values_c=values_c, mean=mean)
