"""Synthetic England has the structure of English need that its figures state."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from govsim.errors import PlacesError
from govsim.world import synthetic_england as country
from govsim.world.describe_places import describe_places
from govsim.world.normal_scores import normal_scores
from govsim.world.places import Floats, Places
from govsim.world.synthetic_england import REGIONS, correlation_matrix, synthetic_england

ENGLAND = Path(__file__).resolve().parents[4] / "shared" / "data" / "england"
# Written down when the country was first drawn; results of studies rest on it.
FIRST_NEED = [
    *(0.6186020957386136, 0.5691869842873225, 0.5718007128075213, 0.6220903398402011),
    *(0.6633915354944648, 0.5637200283691377, 0.7009932977772333),
]
FIRST_AND_LAST_RESIDENTS = [348368.56321398204, 186434.06578288565]
SUM_OF_NEED = 604.80121615881
DOMAINS = (
    "Income Score (rate)",
    "Employment Score (rate)",
    "Education, Skills and Training Score",
    "Health Deprivation and Disability Score",
    "Crime Score",
    "Barriers to Housing and Services Score",
    "Living Environment Score",
)


def scores(places: Places) -> Floats:
    return np.asarray((places.need_kj - 0.45) / 0.15)


def group_means(values: Floats, group: np.ndarray) -> Floats:
    return np.array([values[group == one].mean(0) for one in np.unique(group)])


def test_its_size_is_that_of_the_specification() -> None:
    places = synthetic_england()
    assert (len(places.region_keys), len(places.council_keys), len(places.community_keys)) == (9, 48, 192)
    assert places.outcomes == country.OUTCOMES
    assert places.councils_represented == 296
    assert places.council_keys[0] == "North-East-1"
    assert places.community_keys[:2] == ("North-East-1-1", "North-East-1-2")
    assert places.notes == ()


def test_the_outcomes_are_those_that_scenarios_promise() -> None:
    geography = pytest.importorskip("govsim.scenario.geography")
    assert geography.SYNTHETIC_OUTCOMES == country.OUTCOMES


@pytest.mark.parametrize("size", [(48, 4), (48, 12), (296, 4)])
def test_need_varies_as_the_figures_say(size: tuple[int, int]) -> None:
    places = synthetic_england(*size)
    score = scores(places)
    assert np.abs(score.mean(0)).max() < 0.005
    assert np.abs(score.var(0) - 1).max() < 0.02
    assert np.abs(np.corrcoef(score.T) - correlation_matrix(country.CORRELATION)).max() < 0.01
    share = np.array([outcome.between_councils for outcome in describe_places(places).outcomes])
    assert np.abs(share - country.BETWEEN_COUNCIL_SHARE).max() < 0.01
    council = group_means(score, places.community_council_k)
    found = np.corrcoef(council.T) - correlation_matrix(country.BETWEEN_COUNCIL_CORRELATION)
    assert np.abs(found).max() < 0.03
    region = group_means(score, places.council_region_c[places.community_council_k])
    assert np.abs(region - [means for means, _ in REGIONS.values()]).max() < 0.02


def test_residents_are_those_of_the_census_in_each_region() -> None:
    places = synthetic_england()
    region_k = places.council_region_c[places.community_council_k]
    residents = np.bincount(region_k, places.population_k) / 1e6
    assert residents == pytest.approx([residents for _, residents in REGIONS.values()], rel=1e-12)
    assert places.population_k.max() / places.population_k.min() < 6


def test_the_country_is_the_same_everywhere_and_always() -> None:
    places = synthetic_england()
    assert places is synthetic_england()
    assert places.need_kj[0] == pytest.approx(FIRST_NEED, abs=1e-12)
    assert places.population_k[[0, 191]] == pytest.approx(FIRST_AND_LAST_RESIDENTS, rel=1e-12)
    assert float(places.need_kj.sum()) == pytest.approx(SUM_OF_NEED, abs=1e-9)


@pytest.mark.parametrize("councils", [9, 20, 48, 296])
def test_every_council_can_be_reached_from_every_other(councils: int) -> None:
    description = describe_places(synthetic_england(councils))
    assert description.groups_of_neighbours == 1
    assert description.without_neighbours == ()


@pytest.mark.parametrize("councils", [9, 48, 296])
def test_regions_touch_as_on_the_map(councils: int) -> None:
    places = synthetic_england(councils)
    joined = {tuple(sorted(pair)) for pair in places.council_region_c[places.neighbours].tolist()}
    assert {pair for pair in joined if pair[0] != pair[1]} == set(country._BORDERS)


def test_councils_have_about_as_many_neighbours_as_real_ones() -> None:
    real = 2 * 795 / 296
    assert 2 * len(synthetic_england(296).neighbours) / 296 == pytest.approx(real, rel=0.15)


def test_every_region_has_a_council_however_few_there_are() -> None:
    for councils in range(9, 60):
        counts = np.bincount(synthetic_england.__wrapped__(councils).council_region_c, minlength=9)
        assert counts.min() >= 1
        assert counts.sum() == councils


def test_total_variance_is_kept_where_one_level_cannot_vary() -> None:
    for size in ((9, 50), (15, 40), (300, 1)):
        places = synthetic_england(*size)
        assert np.abs(scores(places).var(0) - 1).max() < 0.03
        assert len(places.notes) == 1


@pytest.mark.parametrize("size", [(8, 4), (0, 4), (48, 0), (15, 1), (-3, -3)])
def test_a_country_too_small_to_draw_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(PlacesError, match="expected at least"):
        synthetic_england(*size)


@pytest.mark.slow
def test_a_million_communities_can_be_drawn() -> None:
    places = synthetic_england.__wrapped__(5000, 200)
    assert len(places.community_keys) == 1_000_000


def test_the_figures_are_those_of_the_indices_of_deprivation_2025() -> None:
    file, councils = ENGLAND / "iod2025_england_lsoa.csv", ENGLAND / "england_councils_2024.csv"
    if not (file.exists() and councils.exists()):
        pytest.skip(f"the Indices of Deprivation 2025 are not at {ENGLAND}")
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    with councils.open(encoding="utf-8-sig", newline="") as text:
        region_of = {row["ltla24_code"]: row["region24_name"] for row in csv.DictReader(text)}
    score = np.column_stack([normal_scores(np.array([float(row[name]) for row in rows])) for name in DOMAINS])
    council = np.array([row["Local Authority District code (2024)"] for row in rows])
    region = np.array([region_of[code] for code in council])
    residents = np.array([float(row["Usual residents (Census 2021)"]) for row in rows])

    assert np.abs(np.corrcoef(score.T) - correlation_matrix(country.CORRELATION)).max() < 0.02
    for name, (means, millions) in REGIONS.items():
        assert score[region == name].mean(0) == pytest.approx(means, abs=0.02)
        assert residents[region == name].sum() / 1e6 == pytest.approx(millions, abs=0.02)
    _, position, count = np.unique(council, return_inverse=True, return_counts=True)
    mean = np.column_stack([np.bincount(position, column) / count for column in score.T])
    between = (mean * count[:, None]).T @ mean / len(score)
    assert np.diag(between) / score.var(0) == pytest.approx(country.BETWEEN_COUNCIL_SHARE, abs=0.02)
    spread = np.sqrt(np.diag(between))
    found = between / np.outer(spread, spread) - correlation_matrix(country.BETWEEN_COUNCIL_CORRELATION)
    assert np.abs(found).max() < 0.02
