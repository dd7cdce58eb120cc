"""Synthetic places have the structure of need that the statistics of their country state."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from govsim.errors import PlacesError
from govsim.scenario.country_statistics import STATISTICS
from govsim.world.describe_places import describe_places
from govsim.world.normal_scores import normal_scores
from govsim.world.places import Floats, Places
from govsim.world.synthetic_places import correlation_matrix, synthetic_england, synthetic_places

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
# Written down when the country was first drawn; results of studies rest on it.
FIRST_NEED = [
    *(0.6186020957386136, 0.5691869842873225, 0.5718007128075213, 0.6220903398402011),
    *(0.6633915354944648, 0.5637200283691377, 0.7009932977772333),
]
FIRST_AND_LAST_RESIDENTS = [348368.56321398204, 186434.06578288565]
SUMS_OF_NEED = {"england": 604.80121615881, "scotland": 605.106472749412, "wales": 633.7118886663122}
DOMAINS = (
    "Income Score (rate)",
    "Employment Score (rate)",
    "Education, Skills and Training Score",
    "Health Deprivation and Disability Score",
    "Crime Score",
    "Barriers to Housing and Services Score",
    "Living Environment Score",
)
COUNTRIES = sorted(STATISTICS)
GROUPED = {  # councils of Scotland by the statistical region (ITL 2, 2021) that holds most of them
    "North Eastern": ("Aberdeen City", "Aberdeenshire"),
    "Highlands and Islands": (
        *("Highland", "Moray", "Argyll and Bute", "Na h-Eileanan Siar", "Orkney Islands", "Shetland Islands"),
    ),
    "West Central": (
        *("East Dunbartonshire", "West Dunbartonshire", "Glasgow City", "Inverclyde", "East Renfrewshire"),
        *("Renfrewshire", "North Lanarkshire"),
    ),
    "Southern": (
        *("Scottish Borders", "Dumfries and Galloway", "East Ayrshire", "North Ayrshire", "South Ayrshire"),
        "South Lanarkshire",
    ),
}


def default(country: str) -> Places:
    real = STATISTICS[country]
    return synthetic_places(country, real.councils, real.communities_per_council)


def scores(places: Places) -> Floats:
    return np.asarray((places.need_kj - 0.45) / 0.15)


def group_means(values: Floats, group: np.ndarray) -> Floats:
    return np.array([values[group == one].mean(0) for one in np.unique(group)])


def test_its_size_is_that_of_the_specification() -> None:
    places = synthetic_england()
    assert (len(places.region_keys), len(places.council_keys), len(places.community_keys)) == (9, 48, 192)
    assert places.outcomes == STATISTICS["england"].outcomes
    assert places.councils_represented == 296
    assert places.council_keys[0] == "North-East-1"
    assert places.community_keys[:2] == ("North-East-1-1", "North-East-1-2")
    assert places.notes == ()


@pytest.mark.parametrize(
    ("country", "councils", "communities"),
    [
        *(("england", 48, 4), ("england", 48, 12), ("england", 296, 4)),
        *(("wales", 22, 8), ("wales", 44, 12), ("scotland", 32, 6), ("scotland", 64, 12)),
    ],
)
def test_need_varies_as_the_figures_say(country: str, councils: int, communities: int) -> None:
    places, real = synthetic_places(country, councils, communities), STATISTICS[country]
    score = scores(places)
    assert np.abs(score.mean(0)).max() < 0.005
    assert np.abs(score.var(0) - 1).max() < (0.02 if country == "england" else 0.035)
    assert np.abs(np.corrcoef(score.T) - correlation_matrix(real.correlation)).max() < 0.01
    share = np.array([outcome.between_councils for outcome in describe_places(places).outcomes])
    assert np.abs(share - real.between_council_share).max() < 0.01
    council = group_means(score, places.community_council_k)
    found = np.corrcoef(council.T) - correlation_matrix(real.between_council_correlation)
    assert np.abs(found).max() < 0.03
    region = group_means(score, places.council_region_c[places.community_council_k])
    off = np.abs(region - [means for means, _ in real.regions.values()])
    # few councils weigh regions coarsely: Mid Wales, of 6.6% of neighbourhoods, is one council of 22
    assert off.max() < {"england": 0.02, "scotland": 0.04, "wales": 0.1}[country]


@pytest.mark.parametrize("country", COUNTRIES)
def test_residents_are_those_of_each_region(country: str) -> None:
    places = default(country)
    region_k = places.council_region_c[places.community_council_k]
    residents = np.bincount(region_k, places.population_k) / 1e6
    expected = [residents for _, residents in STATISTICS[country].regions.values()]
    assert residents == pytest.approx(expected, rel=1e-12)


def test_the_country_is_the_same_everywhere_and_always() -> None:
    places = synthetic_england()
    assert places is synthetic_england()
    assert places.need_kj[0] == pytest.approx(FIRST_NEED, abs=1e-12)
    assert places.population_k[[0, 191]] == pytest.approx(FIRST_AND_LAST_RESIDENTS, rel=1e-12)
    for country, total in SUMS_OF_NEED.items():
        assert float(default(country).need_kj.sum()) == pytest.approx(total, abs=1e-9)


@pytest.mark.parametrize(
    ("country", "councils"),
    [
        *(("england", councils) for councils in (9, 20, 48, 296)),
        *(("wales", councils) for councils in (4, 12, 22)),
        *(("scotland", councils) for councils in (5, 12, 32)),
    ],
)
def test_every_council_can_be_reached_and_regions_touch_as_on_the_map(country: str, councils: int) -> None:
    places = synthetic_places(country, councils, 4)
    description = describe_places(places)
    assert description.groups_of_neighbours == 1
    assert description.without_neighbours == ()
    joined = {tuple(sorted(pair)) for pair in places.council_region_c[places.neighbours].tolist()}
    assert {pair for pair in joined if pair[0] != pair[1]} == set(STATISTICS[country].borders)


def test_councils_have_about_as_many_neighbours_as_real_ones() -> None:
    real = 2 * 795 / 296
    assert 2 * len(synthetic_england(296).neighbours) / 296 == pytest.approx(real, rel=0.15)


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_number_of_councils_can_be_drawn_and_every_region_has_one(country: str) -> None:
    regions = len(STATISTICS[country].regions)
    for councils in range(STATISTICS[country].least_councils(2), 60):
        places = synthetic_places.__wrapped__(country, councils, 2)
        counts = np.bincount(places.council_region_c, minlength=regions)
        assert counts.min() >= 1
        assert counts.sum() == councils


def test_total_variance_is_kept_where_one_level_cannot_vary() -> None:
    for country, *size in (
        *(("england", 9, 50), ("england", 15, 40), ("england", 300, 1)),
        *(("wales", 11, 40), ("wales", 100, 1), ("scotland", 11, 40), ("scotland", 300, 1)),
    ):
        places = synthetic_places(country, *size)
        assert np.abs(scores(places).var(0) - 1).max() < 0.03
        assert len(places.notes) == 1


@pytest.mark.parametrize("size", [(8, 4), (0, 4), (48, 0), (15, 1), (-3, -3)])
def test_a_country_too_small_to_draw_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(PlacesError, match="expected at least"):
        synthetic_england(*size)


@pytest.mark.slow
def test_a_million_communities_can_be_drawn() -> None:
    places = synthetic_places.__wrapped__("england", 5000, 200)
    assert len(places.community_keys) == 1_000_000


class Measured(NamedTuple):
    """Real neighbourhoods as columns: normal scores, councils, regions and residents."""

    score: Floats
    council: np.ndarray
    region: np.ndarray
    residents: Floats


def table(file: Path) -> list[dict[str, str]]:
    if not file.exists():
        pytest.skip(f"the data are not at {file.parent}")
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def measured(
    rows: list[dict[str, str]], columns: tuple[str, str], domains: list[str], region_of: dict[str, str]
) -> Measured:
    council, residents = (np.array([row[name] for row in rows]) for name in columns)
    return Measured(
        np.column_stack([normal_scores(np.array([float(row[name]) for row in rows])) for name in domains]),
        council,
        np.array([region_of[code] for code in council]),
        residents.astype(float),
    )


def england() -> Measured:
    councils = table(DATA / "england" / "england_councils_2024.csv")
    region_of = {row["ltla24_code"]: row["region24_name"] for row in councils}
    columns = ("Local Authority District code (2024)", "Usual residents (Census 2021)")
    return measured(table(DATA / "england" / "iod2025_england_lsoa.csv"), columns, list(DOMAINS), region_of)


def wales() -> Measured:
    councils = table(DATA / "wales" / "wales_councils_2021.csv")
    (code,) = (name for name in councils[0] if name.startswith("ltla") and name.endswith("code"))
    region_of = {row[code]: row["joint_committee"] for row in councils}
    domains = [f"score_{outcome}" for outcome in STATISTICS["wales"].outcomes]
    return measured(
        table(DATA / "wales" / "wimd2019_wales_lsoa.csv"), ("council", "population"), domains, region_of
    )


def scotland() -> Measured:
    councils = table(DATA / "scotland" / "scotland_councils_2020.csv")
    (code,) = (name for name in councils[0] if name.startswith("ltla") and name.endswith("code"))
    itl = {council: region for region, inside in GROUPED.items() for council in inside}
    region_of = {row[code]: itl.get(row[code.replace("code", "name")], "Eastern") for row in councils}
    domains = [f"score_{outcome}" for outcome in STATISTICS["scotland"].outcomes]
    rows = table(DATA / "scotland" / "simd2020_scotland_dz.csv")
    return measured(rows, ("council", "population"), domains, region_of)


@pytest.mark.parametrize("country", [england, scotland, wales])
def test_the_figures_are_those_of_the_indices_of_deprivation(country: Callable[[], Measured]) -> None:
    real, (score, council, region, residents) = STATISTICS[country.__name__], country()
    assert np.abs(np.corrcoef(score.T) - correlation_matrix(real.correlation)).max() < 0.02
    assert set(real.regions) == set(region)
    for name, (means, millions) in real.regions.items():
        assert score[region == name].mean(0) == pytest.approx(means, abs=0.02)
        assert residents[region == name].sum() / 1e6 == pytest.approx(millions, abs=0.02)
    _, position, count = np.unique(council, return_inverse=True, return_counts=True)
    mean = np.column_stack([np.bincount(position, column) / count for column in score.T])
    between = (mean * count[:, None]).T @ mean / len(score)
    assert np.diag(between) / score.var(0) == pytest.approx(real.between_council_share, abs=0.02)
    spread = np.sqrt(np.diag(between))
    found = between / np.outer(spread, spread) - correlation_matrix(real.between_council_correlation)
    assert np.abs(found).max() < 0.02


@pytest.mark.parametrize("country", [scotland, wales])
def test_councils_and_communities_are_as_unequal_in_size_as_real_ones(
    country: Callable[[], Measured],
) -> None:
    real, (_, council, _, residents) = STATISTICS[country.__name__], country()
    _, position = np.unique(council, return_inverse=True)
    assert np.log(np.bincount(position, residents)).std() == pytest.approx(
        real.spread_of_council_size, abs=0.01
    )
    assert np.log(residents).std() == pytest.approx(real.spread_of_community_size, abs=0.01)
