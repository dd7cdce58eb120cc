"""Real places and how they moved: open data of which govsim carries no copy, read where they are at hand.

England 2004 to 2025, Wales 2011 to 2019, Scotland 2012 to 2020: mean normal scores of councils in each index of
deprivation, published facts of neighbourhoods, and the latest map, imported as `govsim places import` does it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.measuring import ROOT
from govsim.arrays import Floats
from govsim.statistics.mobility import (
    correlation,
    mean_rank_correlation,
    morans_i,
    net_of_level,
    rank_correlation,
    slope_on,
    spread,
)
from govsim.world.import_places import import_places
from govsim.world.normal_scores import NEED_PER_STANDARD_DEVIATION
from govsim.world.places import Places

BESIDE_THE_PROJECT: Final = ROOT.parent / "shared" / "data"
PLAIN: Final = "plain mean of all domains"
OVERALL: Final = "overall"
NOT_DOMAINS: Final = frozenset({"neighbourhoods", "worst_tenth", OVERALL})

# Name of a country to its files: communities, councils, pairs of neighbours.
FILES: Final[Mapping[str, tuple[str, str, str]]] = {
    "England": ("iod2025_england_lsoa.csv", "england_councils_2024.csv", "england_council_neighbours_2024.csv"),
    "Wales": ("wimd2019_wales_lsoa.csv", "wales_councils_2021.csv", "wales_council_neighbours_2021.csv"),
    "Scotland": ("simd2020_scotland_dz.csv", "scotland_councils_2020.csv", "scotland_council_neighbours_2020.csv"),
}  # fmt: skip

# Facts that take neighbourhoods, as they are published: name to level, subject, beginning of the statistic, and
# whether it is of one date or of two.
PUBLISHED: Final[Mapping[str, tuple[str, str, str, bool]]] = {
    "community_ranks": ("neighbourhood", PLAIN, "Spearman", False),
    "tenth_still_there": ("neighbourhood", PLAIN, "share of the most deprived tenth that is", False),
    "community_spread": ("neighbourhood", PLAIN, "SD over neighbourhoods of change", False),
    "alike_level": ("neighbourhood", "all pairs", "mean rank correlation between domains", True),
    "between_regions": ("neighbourhood", OVERALL, "share of variance between regions", True),
    "between_councils": ("neighbourhood", OVERALL, "share of variance between councils within", True),
    "within_councils": ("neighbourhood", OVERALL, "share of variance within councils", True),
}


def rows(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@dataclass(frozen=True)
class Country:
    """A real country in a folder of such data: its latest map, and what is kept of its history."""

    name: str
    data: Path = BESIDE_THE_PROJECT

    @property
    def folder(self) -> Path:
        """Where its map is."""
        return self.data / self.name.lower()

    @property
    def missing(self) -> list[str]:
        """The files that are not at hand."""
        files = [self._history, self._facts, *(self.folder / file for file in FILES[self.name])]
        return [str(file) for file in files if not file.is_file()]

    @property
    def _history(self) -> Path:
        return self.data / "england_history" / f"{self.name.lower()}_councils_history.csv"

    @property
    def _facts(self) -> Path:
        return self.data / "england_history" / "facts.csv"

    @cached_property
    def places(self) -> Places:
        """Its latest map."""
        communities, councils, neighbours = (self.folder / file for file in FILES[self.name])
        return import_places(communities, councils=councils, neighbours=neighbours, name=self.name)

    @cached_property
    def councils(self) -> list[dict[str, str]]:
        """A row a council, with its mean normal scores at every date."""
        return rows(self._history)

    @cached_property
    def facts(self) -> list[dict[str, str]]:
        """Every published fact about it."""
        return [fact for fact in rows(self._facts) if fact["country"] == self.name]

    @cached_property
    def neighbours(self) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
        """Pairs of its councils that border on each other, as rows of `councils`."""
        codes = [council["code"] for council in self.councils]
        pairs = [sorted(map(codes.index, pair.values())) for pair in rows(self.folder / FILES[self.name][2])]
        return np.array(pairs, dtype=np.int64)

    def domains(self, year: int) -> list[str]:
        """The domains that are known for a year."""
        named = [heading.rpartition("_") for heading in self.councils[0]]
        return [subject for subject, _, of in named if of == str(year) and subject not in NOT_DOMAINS]

    def column(self, subject: str, year: int) -> Floats:
        """One column of `councils`."""
        return np.array([float(council[f"{subject}_{year}"]) for council in self.councils])

    def domain_scores(self, year: int) -> Floats:
        """Mean normal scores, (council, domain)."""
        return np.stack([self.column(domain, year) for domain in self.domains(year)], axis=1)

    def score(self, subject: str, year: int) -> Floats:
        """Mean normal scores of councils in a domain, overall, or as the plain mean of all domains."""
        return self.domain_scores(year).mean(axis=1) if subject == PLAIN else self.column(subject, year)

    def moved(self, start: int, end: int) -> dict[str, float]:
        """The facts of `moving_places.FACTS` between two years; those left out are not known."""
        first, last = self.score(PLAIN, start), self.score(PLAIN, end)
        known = {
            "council_ranks": rank_correlation(first, last),
            "council_spread": NEED_PER_STANDARD_DEVIATION * spread(last - first),
            "neighbours_change": morans_i(last - first, self.neighbours),
            "neighbours_level": morans_i(last, self.neighbours),
            "alike_change": mean_rank_correlation(self.domain_scores(end) - self.domain_scores(start)),
            "slope_on_level": slope_on(last - first, first),
        }
        for name in PUBLISHED:
            value = self.published(name, start, end)
            if value is not None:
                known[name] = value
        return known

    def published(self, name: str, start: int, end: int) -> float | None:
        """A published fact of neighbourhoods between two years, or None."""
        level, subject, statistic, at_end = PUBLISHED[name]
        for fact in self.facts:
            years = ("", str(end)) if at_end else (str(start), str(end))
            said = (fact["level"], fact["subject"], fact["year_from"], fact["year_to"])
            if said == (level, subject, *years) and fact["statistic"].startswith(statistic):
                return float(fact["value"])
        return None

    def momentum(self, subject: str, years: tuple[int, int, int, int]) -> tuple[float, float]:
        """The correlation of an early with a late change of councils, and the same net of level."""
        first, early, later, last = (self.score(subject, year) for year in years)
        net = correlation(net_of_level(early - first, first), net_of_level(last - later, later))
        return correlation(early - first, last - later), net
