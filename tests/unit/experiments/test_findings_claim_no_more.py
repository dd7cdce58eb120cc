"""Findings claim no more than results bear: boxes that hold elsewhere, means, no wins by rounding, open ranks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from govsim.arrays import Floats
from govsim.experiments.chunk import Failure
from govsim.experiments.experiment import FigureRequest
from govsim.experiments.figures.attribution import attribution
from govsim.experiments.figures.comparisons import comparisons
from govsim.experiments.figures.frontier import frontier
from govsim.experiments.figures.morris import screened
from govsim.experiments.figures.pawn import distributions
from govsim.experiments.figures.regret import robustness_of
from govsim.experiments.figures.sobol import variance
from govsim.experiments.figures.tornado import tornado
from govsim.experiments.figures.trajectories import trajectories
from govsim.experiments.figures.win_regions import WinRegions, regions_part, win_regions
from govsim.experiments.results_view import contrast_of
from tests.made_experiments import Planted, planted

TWO = ("classroom_small", "siloed")
NAMES = ("cross_cutting", "slack", "fungibility", "local_capacity", "place_diversity")
FACTORS = tuple({"name": name, "path": f"uncertainties.{name}"} for name in NAMES)
ENDS = tuple({**factor, "values": (0.1, 0.9)} for factor in FACTORS)
HAIR = 2e-17


def in_worlds(rule: Any, points: int = 250, seed: int = 0, **changes: Any) -> Planted:
    design = {"kind": "latin_hypercube", "points": points}
    return planted(
        rule,
        **{"scenarios": TWO, "factors": FACTORS, "design": design, "replicates": 1, "seed": seed, **changes},
    )


def luck(factors: Any) -> float:
    """A number from 0 to 1 that no single assumption tells anything of."""
    return float(np.random.default_rng([int(abs(factors[name]) * 2**40) for name in NAMES]).random())


def tables(lean: float, count: int = 40) -> list[WinRegions]:
    def rule(factors: Any, arm: int, noise: Floats) -> Floats:
        chance = 0.4 + lean * (factors["cross_cutting"] - 0.6)
        return noise * 0 + arm * (1.0 if luck(factors) < chance else -1.0)

    return [win_regions(in_worlds(rule, seed=seed)) for seed in range(count)]


def test_of_a_lot_of_tables_in_which_nothing_tells_hardly_any_is_told_of_with_a_box() -> None:
    lot = tables(lean=0.0)
    assert sum(bool(one.regions) for one in lot) <= 1
    silent = next(one for one in lot if not one.regions)
    assert silent.sentences()[1].startswith("No few assumptions tell where siloed loses; it loses in ")


def test_a_box_is_told_of_with_what_new_worlds_bear_out_and_always_beside_the_base_rate() -> None:
    lot = tables(lean=1.5, count=10)
    regions = [(one, region) for one in lot for region in one.regions]
    assert regions
    for found, region in regions:
        assert region.held_out.low >= region.base_rate + 0.1
        assert all(limit.found_again >= 0.5 for limit in region.limits)
        (told,) = [one for one in found.sentences() if f"{region.way} most often with" in one]
        assert f"in {region.held_out.mean:.0%} of such worlds" in told
        assert f"against {region.base_rate:.0%} of all worlds" in told


def test_a_part_without_boxes_has_no_tables_or_drawing_of_them() -> None:
    part = regions_part(
        in_worlds(lambda factors, arm, noise: noise * 0 + arm * (luck(factors) - 0.5)),
        FigureRequest(kind="win_regions"),
    )
    assert part.drawing is None
    assert part.tables == ()
    assert part.caption == ""


def test_what_differs_by_rounding_alone_is_the_same_in_all_worlds_and_wins_in_none() -> None:
    (one,) = comparisons(
        planted(lambda factors, arm, noise: 0.5 + noise + arm * HAIR * np.sign(noise), scenarios=TWO),
        "public_value",
    ).differences
    assert (one.better.mean, one.worse.mean) == (0, 0)
    assert one.is_none
    assert one.sentence() == "Siloed and classroom small have the same public value in all 40 worlds."
    assert one.effect_size == 0


def test_a_real_but_tiny_difference_still_counts() -> None:
    (one,) = comparisons(
        planted(lambda factors, arm, noise: noise + arm * 1e-6 * np.sign(noise + 0.2), scenarios=TWO),
        "public_value",
    ).differences
    assert one.better.mean + one.worse.mean == pytest.approx(1)
    assert 0.3 < one.better.mean < 0.8
    assert not one.is_none


def test_rounding_wins_no_region_turns_no_sign_and_costs_no_regret() -> None:
    def hair(factors: Any, arm: int, noise: Floats) -> Floats:
        return 0.5 + noise * 0.1 + arm * 1e-16 * (1 if luck(factors) < 0.5 else -1)

    sample = in_worlds(hair, smallest_effect={"public_value": 1e-17}, replicates=2)
    found = win_regions(sample)
    assert (found.wins.mean, found.loses.mean) == (0, 0)
    assert not contrast_of(sample).values_rn.any()
    standing = robustness_of(sample).standings
    assert [one.over_worlds.share_best.mean for one in standing] == [0.5, 0.5]
    assert [one.chance_of_best for one in standing] == [0.5, 0.5]
    assert all(one.may_be_best for one in standing)
    grid = [{**factor, "values": (0.1, 0.5, 0.9)} for factor in FACTORS[:2]]

    def hair_on_a_grid(factors: Any, arm: int, noise: Floats) -> Floats:
        return 0.5 + noise * 0.1 + arm * 1e-16 * (factors["slack"] - 0.5)

    turns = frontier(planted(hair_on_a_grid, scenarios=TWO, factors=grid)).turns
    assert all(turn.x is None for turn in turns)


def test_a_course_is_told_with_means_and_the_paired_difference_that_comparisons_tell() -> None:
    """Skewed worlds: by the median the second is ahead, by the mean it is behind, and the mean is what is told."""

    def rule(factors: Any, arm: int, noise: Floats) -> Floats:
        ranks = np.argsort(np.argsort(noise))
        return 0.1 * noise + arm * np.where(ranks < 5, -2.0, 0.1)

    made = planted(
        rule, (Failure(0, "failed", "ValueError: no"),), scenarios=TWO, trajectories=("public_value",)
    )
    found = trajectories(made)
    (difference,) = comparisons(made, "public_value").differences
    first, second = found.courses
    assert first.apart is None
    assert second.apart is not None
    assert second.apart.mean == pytest.approx(
        4 * difference.difference.mean
    )  # the last of four quarters, planted so
    assert second.mean[-1] - first.mean[-1] == pytest.approx(second.apart.mean)
    assert second.apart.mean < 0
    sentence = found.sentence()
    assert sentence.startswith("Mean public value at the end: ")
    assert "median" not in sentence
    assert f"({second.apart.mean:.2f} from classroom small, ".replace("-", "−") in sentence


def test_assumptions_that_do_equally_much_are_not_ranked() -> None:
    def rule(factors: Any, arm: int, noise: Floats) -> Floats:
        return noise + arm * sum((1 + 0.4 * factors["slack"]) * factors[name] for name in NAMES)

    told = screened(in_worlds(rule, design={"kind": "morris", "trajectories": 12})).sentence()
    assert "hangs most on" not in told
    assert "may be" in told
    assert "among the first three" in told


def test_the_one_assumption_that_does_much_is_surely_among_the_first() -> None:
    def rule(factors: Any, arm: int, noise: Floats) -> Floats:
        small = sum(factors[name] * (1 + 0.3 * luck(factors)) for name in NAMES[1:])
        return noise + arm * (10.0 * factors["cross_cutting"] + small)

    for told in (
        screened(in_worlds(rule, design={"kind": "morris", "trajectories": 12})).sentence(),
        variance(in_worlds(rule, design={"kind": "sobol", "points": 128})).sentences()[0],
        tornado(in_worlds(rule, factors=ENDS, design={"kind": "one_at_a_time"}, replicates=40)).sentence(),
    ):
        _, _, named = told.partition("cross-cutting problems (")
        assert " surely among the first three" in named.partition(";")[0], told
        assert " to " in named.partition(")")[0], told


def test_a_distribution_is_told_with_intervals_and_open_ranks() -> None:
    def rule(factors: Any, arm: int, noise: Floats) -> Floats:
        return noise + arm * (factors["cross_cutting"] + factors["slack"] * 1.5)

    found = distributions(in_worlds(rule, points=400))
    assert all(one.low <= one.median <= one.high for one in found.factors)
    told = found.sentence()
    assert "the median distance, with its 95% interval" in told
    assert "first" in told


def test_many_levers_are_not_ranked_by_their_means_alone() -> None:
    names = ("pooled_funding", "joint_accountability", "local_discretion", "community_voice", "learning_loop")
    factors = tuple({"name": name, "path": f"levers.{name}", "values": (0.0, 1.0)} for name in names)

    def rule(values: Any, arm: int, noise: Floats) -> Floats:
        on = [values[name] for name in names]
        return noise + on[0] * 5 + sum(one * (1 + np.roll(noise, place)) for place, one in enumerate(on[1:]))

    found = attribution(planted(rule, factors=factors), 0)
    (told,) = [one for one in found.sentences() if "levers" in one]
    assert "pooled funding +5.00 units (" in told
    assert ") is surely among the first three; " in told
    assert told.endswith(" may be.")
