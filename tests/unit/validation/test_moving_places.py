"""The facts by which places are told to move: by hand, and on the real places where their files are at hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri

from benchmarks.real_places import BESIDE_THE_PROJECT, OVERALL, PLAIN, Country
from govsim.scenario.load import load_scenario
from govsim.statistics.mobility import (
    correlation,
    mean_rank_correlation,
    morans_i,
    net_of_level,
    rank_correlation,
    slope_on,
    spread,
)
from govsim.validation.arms import run_arms
from govsim.validation.finding import Plan, typical
from govsim.validation.moving_places import FACTS, facts_of, momentum, moved, need_at
from govsim.world.synthetic_places import synthetic_england

HISTORY = BESIDE_THE_PROJECT / "england_history"
PLACES = synthetic_england()


def test_places_that_never_move_are_told_so() -> None:
    facts = facts_of(PLACES.need_kj, PLACES.need_kj, PLACES)
    assert set(facts) == set(FACTS)
    for name in ("council_ranks", "community_ranks", "tenth_still_there"):
        assert facts[name] == pytest.approx(1)
    for name in ("council_spread", "community_spread", "neighbours_change", "alike_change", "slope_on_level"):
        assert facts[name] == 0
    assert facts["between_regions"] + facts["between_councils"] + facts["within_councils"] == pytest.approx(1)


def test_what_moves_the_whole_country_moves_no_place() -> None:
    facts = facts_of(PLACES.need_kj, 0.8 * PLACES.need_kj, PLACES)
    assert facts["council_ranks"] == pytest.approx(1)
    assert facts["council_spread"] == pytest.approx(0)


def test_a_region_that_sinks_is_seen_in_every_fact() -> None:
    region_k = PLACES.council_region_c[PLACES.community_council_k]
    end_kj = PLACES.need_kj + 0.3 * (region_k == 7)[:, None]
    facts = facts_of(PLACES.need_kj, end_kj, PLACES)
    assert facts["council_ranks"] < 0.95
    assert facts["tenth_still_there"] < 0.95
    assert facts["neighbours_change"] > 0.4
    assert facts["alike_change"] > 0.4
    assert facts["between_regions"] > 0.1


def test_momentum_is_there_where_the_same_councils_go_on() -> None:
    random = np.random.Generator(np.random.PCG64(11))
    drift_kj = 0.02 * random.normal(size=48)[PLACES.community_council_k][:, None] * np.ones(7)
    path = [0.9 * PLACES.need_kj + 0.05 + years * drift_kj for years in (0, 1, 2, 3)]
    assert min(momentum(path, PLACES)) > 0.8
    back = [path[0], path[1], path[1], path[0]]
    assert max(momentum(back, PLACES)) < -0.8


def test_need_is_what_a_run_has_at_these_quarters() -> None:
    scenario = load_scenario("siloed").replace(horizon=6, warm_up=4)
    arms = [scenario, scenario.replace(name="boards", levers={"board_membership": "all"})]
    run = run_arms(arms, Plan(2, 7))[1]
    start, end = list(need_at(arms, (0, 6), range(2), 7))[1]
    weight_k = PLACES.population_k / PLACES.population_k.sum()
    assert np.allclose(start[..., 1], PLACES.need_kj), "a run begins at the map"
    assert np.allclose(np.einsum("kjw,k->jw", end, weight_k).mean(axis=0), run.at_end("need"))


def test_facts_of_several_arms_stand_one_after_another() -> None:
    scenario = load_scenario("siloed").replace(warm_up=4)
    one, two = moved([scenario, scenario.replace(name="again")], Plan(3, 2), 1, 2)
    assert one["council_ranks"].shape == (6,)
    assert (one["council_ranks"][:3] == one["council_ranks"][3:]).all()
    assert (one["council_spread"] != two["council_spread"]).all()


def test_the_typical_world_is_the_median_between_two_of_its_worlds() -> None:
    found = typical("", np.array([3.0, 1.0, 2.0, 5.0, 4.0, 6.0, 90.0]))
    assert (found.low, found.value, found.high) == (1.0, 4.0, 90.0)  # 98% of the time with seven worlds
    assert np.isnan(typical("", np.array([1.0])).low)


# --- real places --------------------------------------------------------------------------------------------


def shares(country: Country, subject: str, year: int) -> tuple[float, float, float]:
    """Between regions, between councils, within councils; the whole variance of normal scores is known."""
    count_c, mean_c = country.column("neighbourhoods", year), country.score(subject, year)
    number = int(count_c.sum())
    whole = float((ndtri((np.arange(1, number + 1) - 0.5) / number) ** 2).sum())
    region_c = np.unique([council["region"] for council in country.councils], return_inverse=True)[1]
    of_region = np.bincount(region_c, count_c * mean_c) / np.bincount(region_c, count_c)
    regions = float((count_c * of_region[region_c] ** 2).sum()) / whole
    councils = float((count_c * (mean_c - of_region[region_c]) ** 2).sum()) / whole
    return regions, councils, 1 - regions - councils


def recomputed(country: Country, fact: dict[str, str]) -> float | None:
    """A published fact from councils alone; None where it takes neighbourhoods."""
    subject, end, said = fact["subject"], int(fact["year_to"]), fact["statistic"]
    start = int(fact["year_from"] or 0)
    if said.startswith("share of variance") and "change" not in said:
        kinds = ("between regions", "between councils within regions", "within councils")
        return shares(country, subject, end)[[said.endswith(kind) for kind in kinds].index(True)]
    if fact["level"] != "council" or not any(word in said for word in ("council", "domains", "slope")):
        return None
    if said == "mean rank correlation between domains":
        return mean_rank_correlation(country.domain_scores(end))
    if said == "mean rank correlation between changes of domains":
        return mean_rank_correlation(country.domain_scores(end) - country.domain_scores(start))
    if said == "Moran's I of council mean":
        return morans_i(country.score(subject, end), country.neighbours)
    if said.startswith("SD over councils of council mean"):
        return 0.15 * spread(country.score(subject, end))
    if not start or subject not in (PLAIN, OVERALL, *country.domains(start)):
        return None
    first, last = country.score(subject, start), country.score(subject, end)
    if said.startswith("Spearman"):
        return rank_correlation(first, last)
    if said.startswith("SD over councils of change"):
        return 0.15 * spread(last - first)
    if said == "Moran's I of change of council mean":
        return morans_i(last - first, country.neighbours)
    return slope_on(last - first, first) if said.startswith("slope") else None


def hangs_on_one_census(fact: dict[str, str]) -> bool:
    """Scottish housing was the same census in 2016 and in 2020: its changes are rounding."""
    of_housing = fact["subject"] == "housing" or "changes of domains" in fact["statistic"]
    return of_housing and (fact["country"], fact["year_from"]) == ("Scotland", "2016")


@pytest.mark.skipif(not HISTORY.is_dir(), reason="the histories of real councils are not here")
@pytest.mark.parametrize(
    # means of councils are kept to three decimals, which few councils with small changes feel more
    ("name", "fewest", "rounding"),
    [("England", 380, 0.0005), ("Wales", 130, 0.003), ("Scotland", 220, 0.0035)],
)
def test_published_facts_of_real_places_come_out_again(name: str, fewest: int, rounding: float) -> None:
    country, found = Country(name), 0
    for fact in country.facts:
        if hangs_on_one_census(fact):
            continue
        again = recomputed(country, fact)
        if again is not None:
            found += 1
            assert again == pytest.approx(float(fact["value"]), abs=rounding), fact
    assert found >= fewest


@pytest.mark.skipif(not HISTORY.is_dir(), reason="the histories of real councils are not here")
def test_real_councils_that_rose_early_rose_late() -> None:
    plain, net = Country("England").momentum(OVERALL, (2004, 2010, 2015, 2025))
    assert plain == pytest.approx(0.3629, abs=0.001)
    assert net == pytest.approx(0.26, abs=0.005)


@pytest.mark.skipif(not HISTORY.is_dir(), reason="the histories of real councils are not here")
def test_real_momentum_is_not_seen_in_the_three_domains_that_are_known_since_2004() -> None:
    england = Country("England")
    since = ("education", "housing_services", "environment")
    assert england.domains(2004) == list(since)
    first, early, later, last = (
        np.mean([england.column(domain, year) for domain in since], axis=0)
        for year in (2004, 2010, 2019, 2025)
    )
    net = correlation(net_of_level(early - first, first), net_of_level(last - later, later))
    assert net == pytest.approx(-0.005, abs=0.005)
