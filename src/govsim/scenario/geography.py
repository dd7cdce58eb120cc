"""The places of a country: regions, councils and communities; written out, synthetic or imported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, Discriminator, Field, Tag, model_validator

from govsim.scenario.country import CHECKED, Key, Label, Several
from govsim.scenario.country_statistics import STATISTICS, CountryStatistics
from govsim.scenario.findings import Finding, Findings, repeated, shown, unknown

# Tags of the union below stand in the paths of pydantic's errors; a space keeps them apart from keys.
FILE_TAG: Final = "places file"
SYNTHETIC_TAG: Final = "synthetic places"
WRITTEN_TAG: Final = "written places"

FEWEST, MOST = 1e-6, 1e10  # residents: in people, thousands or shares, and never so many that sums overflow

Code = Annotated[str, Field(min_length=1, max_length=100, description="code or short name of a place")]


class SyntheticPlaces(BaseModel):
    """Invented places with the structure of a real country, so that no real neighbourhood is named."""

    model_config = CHECKED

    synthetic: Literal["england", "scotland", "wales"] = "england"
    councils: int = Field(default=48, ge=1, le=2_000, description="councils; each region has at least one")
    communities_per_council: int = Field(default=4, ge=1, le=500, description="communities of each council")

    @model_validator(mode="before")
    @classmethod
    def _size_of_the_country(cls, given: Any) -> Any:
        real = STATISTICS.get(str(given.get("synthetic"))) if isinstance(given, Mapping) else None
        if real is None:
            return given
        return {
            "councils": real.councils,
            "communities_per_council": real.communities_per_council,
            **given,
        }

    @model_validator(mode="after")
    def _check(self) -> SyntheticPlaces:
        least = self.real.least_councils(self.communities_per_council)
        if self.councils < least:
            expected = f"a whole number from {least} to 2000"
            remedy = (
                f"Each of {len(self.real.regions)} regions needs a council, and with few communities in each council "
                "there must be more."
            )
            raise Findings([Finding(("councils",), expected, str(self.councils), remedy)])
        return self

    @property
    def real(self) -> CountryStatistics:
        """The statistics of the country that these places take after."""
        return STATISTICS[self.synthetic]


class Region(BaseModel):
    """A region of the country."""

    model_config = CHECKED

    key: Code
    name: Label


class CouncilPlace(BaseModel):
    """A council and the region it lies in."""

    model_config = CHECKED

    key: Code
    name: Label
    region: Code


class CommunityPlace(BaseModel):
    """A community: how many people live there, and how great their need is in each outcome."""

    model_config = CHECKED

    key: Code
    council: Code
    population: float = Field(gt=0, description="people who live there")
    need: Mapping[Key, Annotated[float, Field(ge=0, le=1)]] = Field(
        description="need in each outcome, 0 to 1"
    )
    social_capital: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="how well people know and trust each other; from need if left out",
    )


class WrittenPlaces(BaseModel):
    """Places written out in the scenario itself, for a small country."""

    model_config = CHECKED

    regions: Several[Region] = Field(min_length=1)
    councils: Several[CouncilPlace] = Field(min_length=1)
    communities: Several[CommunityPlace] = Field(min_length=1)
    neighbours: Several[Annotated[tuple[Code, Code], Field(strict=False)]] = Field(
        default=(), description="pairs of councils that learn from each other"
    )

    def findings(self, outcomes: tuple[str, ...] | None) -> list[Finding]:
        """All inconsistencies in these places, and needs that miss an outcome."""
        regions = [region.key for region in self.regions]
        councils = [council.key for council in self.councils]
        wrong = [
            *repeated("regions", regions),
            *repeated("councils", councils),
            *repeated("communities", [community.key for community in self.communities]),
        ]
        for at, council in enumerate(self.councils):
            wrong += unknown(("councils", at, "region"), "a region", council.region, regions)
        for at, community in enumerate(self.communities):
            path = ("communities", at)
            if not FEWEST <= community.population <= MOST:
                expected = f"residents from {FEWEST:f} to {MOST:,.0f}"
                wrong.append(Finding((*path, "population"), expected, shown(community.population)))
            wrong += unknown((*path, "council"), "a council", community.council, councils)
            for outcome in community.need:
                wrong += unknown((*path, "need", outcome), "an outcome", outcome, outcomes)
            missing = [outcome for outcome in outcomes or () if outcome not in community.need]
            if missing:
                found = "none for " + ", ".join(missing)
                wrong.append(Finding((*path, "need"), "need in every outcome", found))
        used = {community.council for community in self.communities}
        wrong += [
            Finding(("councils", at, "key"), "at least one community in each council", "none")
            for at, key in enumerate(councils)
            if key not in used
        ]
        seen: set[frozenset[str]] = set()
        for at, pair in enumerate(self.neighbours):
            for key in pair:
                wrong += unknown(("neighbours", at), "a council", key, councils)
            if pair[0] == pair[1]:
                wrong.append(Finding(("neighbours", at), "two different councils", f"'{pair[0]}' twice"))
            elif frozenset(pair) in seen:
                found = f"'{pair[0]}' and '{pair[1]}' again"
                wrong.append(Finding(("neighbours", at), "each pair once", found))
            seen.add(frozenset(pair))
        return wrong


def _kind_of_places(value: Any) -> str | None:
    if isinstance(value, str):
        return FILE_TAG
    if isinstance(value, SyntheticPlaces):
        return SYNTHETIC_TAG
    if isinstance(value, WrittenPlaces):
        return WRITTEN_TAG
    if not isinstance(value, Mapping):
        return None
    written = "regions" in value or "communities" in value
    return WRITTEN_TAG if written and "synthetic" not in value else SYNTHETIC_TAG


Places = Annotated[
    Annotated[str, Field(min_length=1), Tag(FILE_TAG)]
    | Annotated[SyntheticPlaces, Tag(SYNTHETIC_TAG)]
    | Annotated[WrittenPlaces, Tag(WRITTEN_TAG)],
    Discriminator(_kind_of_places),
]
