"""The measured structure of need in a real country, from which synthetic places are drawn.

Every figure was computed on normal scores of the country's neighbourhoods, of equal weight. A test computes them
again where the data are at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Final


@dataclass(frozen=True, kw_only=True)
class CountryStatistics:
    """What synthetic places take over from a real country: means, variances, correlations, sizes and borders."""

    name: str
    source: str  # a sentence of provenance
    outcomes: tuple[str, ...]
    # Of each region: the mean normal score of its neighbourhoods in each outcome, and residents in millions.
    regions: Mapping[str, tuple[tuple[float, ...], float]]
    between_council_share: tuple[float, ...]  # of the variance of each outcome
    # Upper triangles, row by row: the first outcome with the second, with the third, …; the second with the third, …
    correlation: tuple[float, ...]  # of neighbourhoods
    between_council_correlation: tuple[
        float, ...
    ]  # of the means of councils, weighted by their neighbourhoods
    centres: tuple[tuple[int, int], ...]  # of regions on the map, in tens of kilometres east and north
    borders: tuple[tuple[int, int], ...]  # which regions touch
    spread_of_council_size: float  # standard deviation of log residents
    spread_of_community_size: float  # likewise, within a council
    councils_represented: int
    key: int  # of the generator: a constant, so that every study has the same country
    councils: int  # how many are drawn if a scenario does not say
    communities_per_council: int  # likewise

    def least_councils(self, communities_per_council: int) -> int:
        """The fewest councils that can be drawn: one in each region, and enough places to vary in every outcome."""
        if communities_per_council < 2:
            return self.least_that_differ
        return max(len(self.regions), ceil(len(self.outcomes) / (communities_per_council - 1)))

    @property
    def least_that_differ(self) -> int:
        """The fewest councils that can differ within their regions in every outcome."""
        return len(self.regions) + len(self.outcomes)


# Source: English Indices of Deprivation 2025, File 7; Census 2021 for residents.
_ENGLAND: Final = CountryStatistics(
    name="England",
    source="Invented, to the structure of the English Indices of Deprivation 2025 and the Census 2021.",
    outcomes=("living_standards", "work", "skills", "health", "safety", "homes", "environment"),
    regions={
        "North East": ((0.25, 0.53, 0.21, 0.85, 0.40, -0.57, -0.14), 2.65),
        "North West": ((0.12, 0.31, 0.10, 0.59, 0.26, -0.41, 0.23), 7.42),
        "Yorkshire and The Humber": ((0.12, 0.20, 0.26, 0.34, 0.30, -0.30, 0.14), 5.48),
        "East Midlands": ((-0.04, 0.02, 0.14, 0.08, -0.07, -0.14, -0.17), 4.88),
        "West Midlands": ((0.23, 0.24, 0.25, 0.27, 0.01, -0.10, 0.01), 5.95),
        "East of England": ((-0.19, -0.23, 0.05, -0.33, -0.22, 0.19, -0.32), 6.34),
        "London": ((0.28, -0.03, -0.36, -0.30, 0.11, 0.41, 0.64), 8.80),
        "South East": ((-0.35, -0.41, -0.21, -0.55, -0.20, 0.22, -0.43), 9.28),
        "South West": ((-0.23, -0.17, -0.04, -0.21, -0.40, 0.17, -0.14), 5.70),
    },
    between_council_share=(0.23, 0.25, 0.23, 0.45, 0.25, 0.39, 0.24),
    correlation=(
        *(0.93, 0.84, 0.80, 0.77, 0.17, 0.21),
        *(0.85, 0.88, 0.76, 0.08, 0.17),
        *(0.78, 0.68, 0.17, 0.08),
        *(0.74, -0.04, 0.15),
        *(-0.03, 0.29),
        *(0.10,),
    ),
    # Low incomes and a poor environment go together far more in councils (.55) than in neighbourhoods (.21), so one
    # matrix for both levels would be wrong.
    between_council_correlation=(
        *(0.91, 0.72, 0.77, 0.81, 0.21, 0.55),
        *(0.81, 0.93, 0.78, 0.00, 0.41),
        *(0.77, 0.60, 0.15, 0.08),
        *(0.76, -0.18, 0.32),
        *(-0.08, 0.46),
        *(0.11,),
    ),
    centres=((42, 56), (36, 44), (44, 45), (47, 33), (39, 29), (57, 28), (53, 18), (48, 15), (30, 12)),
    borders=(
        *((0, 1), (0, 2), (1, 2), (1, 3), (1, 4), (2, 3), (3, 4), (3, 5)),
        *((3, 7), (4, 7), (4, 8), (5, 6), (5, 7), (6, 7), (7, 8)),
    ),
    spread_of_council_size=0.25,  # own: mild, real councils vary more
    spread_of_community_size=0.15,  # own
    councils_represented=296,
    key=2025,
    councils=48,
    communities_per_council=4,
)

# Source: Welsh Index of Multiple Deprivation 2019; mid-2020 estimates for residents. Regions are those of the four
# corporate joint committees.
_WALES: Final = CountryStatistics(
    name="Wales",
    source="Invented, to the structure of the Welsh Index of Multiple Deprivation 2019 and mid-2020 population.",
    outcomes=(*("living_standards", "work", "skills", "health", "safety", "homes", "environment", "access"),),
    regions={
        "North Wales": ((-0.12, -0.21, -0.06, -0.18, 0.00, 0.04, -0.86, 0.09), 0.702),
        "Mid Wales": ((-0.40, -0.45, -0.44, -0.63, -0.60, 0.28, -0.48, 1.16), 0.207),
        "South West Wales": ((0.08, 0.17, 0.10, 0.06, -0.22, -0.04, -0.12, 0.17), 0.708),
        "South East Wales": ((0.07, 0.08, 0.04, 0.14, 0.18, -0.04, 0.51, -0.27), 1.553),
    },
    between_council_share=(0.08, 0.14, 0.11, 0.15, 0.15, 0.08, 0.46, 0.23),
    correlation=(
        *(0.94, 0.87, 0.91, 0.65, 0.41, 0.12, 0.21),
        *(0.81, 0.91, 0.63, 0.33, 0.09, 0.16),
        *(0.85, 0.62, 0.39, 0.11, 0.23),
        *(0.62, 0.36, 0.14, 0.12),
        *(0.35, 0.27, -0.03),
        *(0.16, 0.33),
        *(-0.16,),
    ),
    between_council_correlation=(
        *(0.95, 0.88, 0.93, 0.56, 0.24, 0.18, -0.28),
        *(0.86, 0.93, 0.41, 0.11, 0.08, -0.19),
        *(0.89, 0.55, 0.13, 0.09, -0.23),
        *(0.53, 0.05, 0.20, -0.44),
        *(0.10, 0.37, -0.53),
        *(-0.01, 0.38),
        *(-0.46,),
    ),
    centres=((29, 36), (29, 27), (25, 21), (32, 19)),
    borders=((0, 1), (1, 2), (1, 3), (2, 3)),
    spread_of_council_size=0.44,
    spread_of_community_size=0.22,
    councils_represented=22,
    key=2019,
    councils=22,
    communities_per_council=8,
)

# Source: Scottish Index of Multiple Deprivation 2020; mid-2020 estimates for residents. Regions are councils grouped
# like the five statistical regions (ITL 2) of 2021; North Ayrshire and Argyll and Bute, which those divide, are whole.
_SCOTLAND: Final = CountryStatistics(
    name="Scotland",
    source="Invented, to the structure of the Scottish Index of Multiple Deprivation 2020 and mid-2020 population.",
    outcomes=("living_standards", "work", "skills", "health", "safety", "homes", "access"),
    regions={
        "Eastern": ((-0.15, -0.15, -0.08, -0.20, 0.03, -0.11, -0.08), 2.009),
        "Southern": ((0.14, 0.14, 0.05, 0.21, -0.06, -0.24, 0.12), 0.952),
        "West Central": ((0.34, 0.32, 0.21, 0.44, 0.22, 0.46, -0.23), 1.526),
        "Highlands and Islands": ((-0.16, -0.17, -0.10, -0.30, -0.36, -0.25, 0.64), 0.488),
        "North Eastern": ((-0.53, -0.49, -0.31, -0.67, -0.26, -0.21, 0.09), 0.490),
    },
    between_council_share=(0.15, 0.15, 0.14, 0.21, 0.11, 0.26, 0.16),
    correlation=(
        *(0.95, 0.86, 0.93, 0.61, 0.66, -0.31),
        *(0.84, 0.93, 0.60, 0.61, -0.30),
        *(0.83, 0.56, 0.64, -0.23),
        *(0.58, 0.59, -0.32),
        *(0.57, -0.43),
        *(-0.41,),
    ),
    between_council_correlation=(
        *(0.99, 0.90, 0.96, 0.63, 0.61, -0.32),
        *(0.92, 0.97, 0.58, 0.53, -0.26),
        *(0.85, 0.59, 0.49, -0.18),
        *(0.59, 0.54, -0.33),
        *(0.84, -0.80),
        *(-0.76,),
    ),
    centres=((31, 70), (27, 62), (25, 66), (27, 90), (37, 81)),
    borders=((0, 1), (0, 2), (0, 3), (0, 4), (1, 2), (2, 3), (3, 4)),
    spread_of_council_size=0.78,
    spread_of_community_size=0.27,
    councils_represented=32,
    key=2020,
    councils=32,
    communities_per_council=6,
)

STATISTICS: Final[Mapping[str, CountryStatistics]] = {
    "england": _ENGLAND,
    "scotland": _SCOTLAND,
    "wales": _WALES,
}
