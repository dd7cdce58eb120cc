"""Published models against what is known of them, each docking at a small plan, and faults that it must notice."""

from __future__ import annotations

import functools
import json
import math
from typing import Any

import numpy as np
import pytest
from scipy.stats import spearmanr

from govsim.arrays import Floats
from govsim.consequences import learning
from govsim.decisions import treasury_budget
from govsim.measures.budgets import l_kurtosis
from govsim.statistics.mobility import rank_correlation
from govsim.validation.docking import DOCKINGS, diffusion, friction, nk_landscape
from govsim.validation.docking.isolation import alone, surroundings
from govsim.validation.finding import CheckResult, Plan, Reading

SMALL = Plan(worlds=3, seed=1)


def random(seed: int = 0) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


@functools.cache
def reading(key: str, worlds: int = SMALL.worlds) -> Reading:
    return next(check for check in DOCKINGS if check.key == key).examine(Plan(worlds, SMALL.seed))


# --- every docking --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("check", DOCKINGS, ids=lambda check: check.key)
def test_a_docking_reads_both_models_and_can_be_written_down(check: Any) -> None:
    found = CheckResult(check, reading(check.key), SMALL, 0.0)
    assert check.kind == "docking"
    assert found.reading.figures
    assert all(math.isfinite(figure.value) for figure in found.reading.figures)
    assert found.reading.series
    assert json.loads(json.dumps(found.document()))["key"] == check.key
    assert check.observed
    assert check.refuted_by


def test_a_docking_is_the_same_twice() -> None:
    again = friction.CHECK.examine(SMALL)
    assert again.figures == reading("friction").figures


def test_what_dockings_found() -> None:
    """Two agree; in govsim noise about what works does not destroy all that is gained, and the check says so."""
    assert reading("diffusion").agrees is True
    assert reading("friction", 60).agrees is True
    nk = reading("nk_landscape")
    assert nk.agrees is not True
    for yes in ("nil without cross-dependence", "grows with it"):
        assert f"govsim: {yes}: yes" in nk.notes


def test_the_published_landscape_shows_what_it_is_cited_for() -> None:
    found = nk_landscape.published_gains(Plan(40))
    assert nk_landscape.nil_without(found) is True
    assert nk_landscape.grows(found) is True
    assert nk_landscape.destroyed(found) is True


# --- an NK landscape ------------------------------------------------------------------------------------------


def peaks(whole_s: Floats) -> int:
    """States from which no single change is an improvement."""
    states = np.arange(whole_s.size)
    neighbours = [whole_s[states ^ (1 << bit)] for bit in range(int(math.log2(whole_s.size)))]
    return int((whole_s > np.max(neighbours, axis=0)).sum())


def test_without_interactions_a_landscape_has_one_peak_and_departments_find_it() -> None:
    payoff_lds = nk_landscape.landscapes(random(), 40, across=0)
    assert [peaks(whole_s) for whole_s in payoff_lds.sum(axis=1)] == [1] * 40
    assert nk_landscape.search(payoff_lds, False, 0.0, random(1)).min() > 0.99
    assert nk_landscape.search(payoff_lds, True, 0.0, random(1)).min() > 0.99


def test_where_everything_interacts_there_are_as_many_peaks_as_kauffman_and_levin_say() -> None:
    """2^N/(N + 1) on average: each state is the best of N + 1 that were drawn alike."""
    whole_ls = nk_landscape.landscapes(random(), 120, across=6, within=2).sum(axis=1)
    counts = [peaks(whole_s) for whole_s in whole_ls]
    error = np.std(counts) / math.sqrt(len(counts))
    assert np.mean(counts) == pytest.approx(2**9 / 10, abs=4 * error)
    assert error < 1


def test_a_payoff_of_the_whole_is_a_mean_of_uniform_worths() -> None:
    whole_ls = nk_landscape.landscapes(random(), 60, across=6, within=2).sum(axis=1)
    assert whole_ls.min() > 0
    assert whole_ls.max() < 1
    assert whole_ls.mean() == pytest.approx(0.5, abs=0.005)
    assert whole_ls.var() == pytest.approx(1 / 12 / 9, rel=0.1)


def test_noise_about_the_whole_does_not_touch_departments_that_are_paid_for_their_own() -> None:
    payoff_lds = nk_landscape.landscapes(random(), 10, across=2)
    quiet = nk_landscape.search(payoff_lds, False, 0.0, random(1))
    assert (nk_landscape.search(payoff_lds, False, 5.0, random(1)) == quiet).all()


def gains(values: dict[tuple[int, int], float]) -> Floats:
    drawn = np.zeros((4, 3, 3))
    for place, value in values.items():
        drawn[place] = value + 1e-6 * np.array([-1.0, 0.0, 1.0])
    return drawn


RISING = {(1, 0): 0.1, (2, 0): 0.2, (3, 0): 0.3}


@pytest.mark.parametrize(
    ("planted", "question"),
    [
        ({(0, 0): 0.01}, nk_landscape.nil_without),
        ({(2, 0): 0.4}, nk_landscape.grows),
        ({(3, 0): 0.05}, nk_landscape.grows),
        ({(1, 2): 0.02}, nk_landscape.destroyed),
        ({(3, 2): 0.31}, nk_landscape.destroyed),
    ],
)
def test_a_gain_in_the_wrong_place_is_noticed(planted: dict[tuple[int, int], float], question: Any) -> None:
    right, wrong = gains(RISING), gains(RISING | planted)
    assert question(right) is True
    assert question(wrong) is False
    assert nk_landscape.compared(right, right).agrees is True
    assert nk_landscape.compared(right, wrong).agrees is False


def test_govsim_without_credit_for_the_whole_would_not_dock(monkeypatch: pytest.MonkeyPatch) -> None:
    deaf = nk_landscape.departments
    monkeypatch.setattr(nk_landscape, "departments", lambda credit, *rest, **also: deaf(0.0, *rest, **also))
    monkeypatch.setattr(nk_landscape, "RECIPE_ERROR", (0.0, 0.0, 0.0))
    assert nk_landscape.grows(nk_landscape.our_gains(SMALL)) is False


# --- diffusion ------------------------------------------------------------------------------------------------


def test_basss_curve_solves_his_equation_and_bends_where_he_says() -> None:
    innovation, imitation = 0.03, 0.38
    years = np.linspace(0, 30, 30_001)
    adopted = diffusion.bass_curve(years, innovation, imitation)
    rate = np.gradient(adopted, years)
    wanted = (innovation + imitation * adopted) * (1 - adopted)
    assert adopted[0] == 0
    assert rate[1:-1] == pytest.approx(wanted[1:-1], abs=1e-7)
    bend = math.log(imitation / innovation) / (innovation + imitation)
    assert years[rate.argmax()] == pytest.approx(bend, abs=1e-3)
    assert adopted[rate.argmax()] == pytest.approx(0.5 - innovation / (2 * imitation), abs=1e-4)


def test_basss_curve_begun_later_is_the_same_curve() -> None:
    years = np.arange(40.0)
    whole = diffusion.bass_curve(years, 0.02, 0.3)
    later = diffusion.bass_curve(years[:30], 0.02, 0.3, start=float(whole[10]))
    assert later == pytest.approx(whole[10:], abs=1e-12)


def test_innovation_and_imitation_are_found_again() -> None:
    adopted = [0.01]
    for _ in range(40):
        adopted.append(adopted[-1] + (0.02 + 0.3 * adopted[-1]) * (1 - adopted[-1]))
    assert diffusion.bass_of(np.array(adopted)) == pytest.approx((0.02, 0.3), abs=1e-9)


LINE = np.column_stack([np.arange(9), np.arange(1, 10)])


def test_sure_copying_moves_one_place_a_year() -> None:
    shares = diffusion.copying(LINE, 10, 0.0, 1.0, 2, random(), years=12)
    assert shares[:, 0] == pytest.approx(np.minimum(np.arange(1, 14), 10) / 10)


def test_search_by_oneself_has_a_constant_hazard() -> None:
    shares = diffusion.copying(LINE, 10, 0.1, 0.0, 2_000, random(), years=20).mean(axis=1)
    assert shares == pytest.approx(1 - 0.9 * 0.9 ** np.arange(21), abs=0.01)


def test_copying_along_a_line_follows_the_binomial_law() -> None:
    exact = diffusion.copying_along_a_line(30, 10, 0.15)
    assert exact[3, 2] == pytest.approx(3 * 0.15**2 * 0.85 + 0.15**3)
    assert (exact[2, 3:] == 0).all()
    copied = diffusion.copying(LINE, 10, 0.0, 0.15, 4_000, random(), years=30)[:, 0]
    assert copied == pytest.approx(exact.mean(axis=1), abs=0.01)


def test_a_kernel_that_heeds_all_neighbours_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    right = learning.pull_of_better_neighbours

    def heeding_all(values_c: Floats, performance_c: Floats, indices: Any, **other: Any) -> Floats:
        segments = indices.by_neighbour
        size = segments.size.reshape(-1, *(1,) * (values_c.ndim - 1))
        return segments.sum(values_c[indices.neighbour_to]) / size - values_c

    names = surroundings(1, 0)
    assert diffusion.on_a_line(names) < diffusion.EXACT
    monkeypatch.setattr(learning, "pull_of_better_neighbours", heeding_all)
    assert diffusion.on_a_line(names) > 0.1
    monkeypatch.setattr(learning, "pull_of_better_neighbours", right)


# --- friction -------------------------------------------------------------------------------------------------


def test_l_kurtosis_of_known_distributions() -> None:
    draws = random()
    assert round(friction.NORMAL, 4) == 0.1226
    assert l_kurtosis(draws.standard_normal(400_000)) == pytest.approx(friction.NORMAL, abs=0.002)
    assert l_kurtosis(draws.random(400_000)) == pytest.approx(0, abs=0.002)
    assert l_kurtosis(draws.exponential(size=400_000)) == pytest.approx(1 / 6, abs=0.004)


def test_without_friction_whole_answers_are_the_signals() -> None:
    given = {"spread": 0.08, "heads": 13, "runs": 20, "fixed_total": False}
    changes = friction.friction_model(0.0, 1.0, random=random(3), **given)
    assert np.log1p(changes).std() == pytest.approx(0.08, abs=0.001)
    assert l_kurtosis(np.log1p(changes)) == pytest.approx(friction.NORMAL, abs=0.01)


def test_under_an_endless_threshold_nothing_moves() -> None:
    given = {"spread": 0.08, "heads": 13, "runs": 2, "fixed_total": True}
    assert (friction.friction_model(math.inf, 0.7, random=random(), **given) == 0).all()


def test_whoever_moves_had_waited_for_more_than_the_threshold() -> None:
    given = {"spread": 0.08, "heads": 13, "runs": 20, "fixed_total": False}
    moves = np.abs(np.log1p(friction.friction_model(0.2, 0.7, random=random(), **given)))
    assert moves[moves > 1e-12].min() > 0.7 * 0.2
    assert (moves < 1e-12).mean() > 0.5


def test_a_treasury_without_friction_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(friction, "friction", treasury_budget.incremental)
    assert friction.CHECK.examine(Plan(20)).agrees is False


# --- kernels by themselves ------------------------------------------------------------------------------------


def test_a_kernel_alone_takes_what_is_given_instead_and_the_rest_from_its_surroundings() -> None:
    def kernel(core_speed: float, tie_floor: float) -> tuple[float, float]:
        return core_speed, tie_floor

    names = {"core_speed": 1.0, "tie_floor": 0.2, "unread": 3.0}
    assert alone(kernel, names, tie_floor=0.5) == (1.0, 0.5)
    with pytest.raises(KeyError):
        alone(kernel, {"core_speed": 1.0})


def test_rank_correlation_is_spearmans_with_ties() -> None:
    first, second = np.array([1.0, 2.0, 2.0, 5.0, 0.0, 7.0]), np.array([3.0, 3.0, 1.0, 8.0, -1.0, 8.0])
    assert rank_correlation(first, second) == pytest.approx(spearmanr(first, second).statistic)
