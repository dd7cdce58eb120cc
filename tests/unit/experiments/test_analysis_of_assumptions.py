"""What analysis says of the assumptions on which a difference hangs, where the answer was planted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from govsim.arrays import Floats
from govsim.experiments.chunk import Failure
from govsim.experiments.figures.morris import screened
from govsim.experiments.figures.sobol import variance
from tests.made_experiments import planted

TWO = ("classroom_small", "siloed")
CROSS = {"name": "cross", "path": "uncertainties.cross_cutting"}
POOL = {"name": "pool", "path": "levers.pooled_funding"}


def test_screening_ranks_assumptions_by_what_they_move() -> None:
    def rule(factors: Any, arm: int, noise: Floats) -> Floats:
        return noise + arm * (2.0 * factors["cross"] + 0.0 * factors["pool"])

    found = screened(
        planted(
            rule,
            scenarios=TWO,
            factors=(POOL, CROSS),
            design={"kind": "morris", "trajectories": 6},
            replicates=2,
        )
    )
    assert [one.name for one in found.factors] == ["cross", "pool"]
    assert found.factors[0].size.mean == pytest.approx(2.0)
    assert found.factors[1].size.mean == pytest.approx(0.0, abs=1e-9)


def test_shares_of_variance_are_those_of_the_planted_sum() -> None:
    def rule(factors: Any, arm: int, noise: Floats) -> Floats:
        return noise + arm * (2.0 * factors["cross"] + 1.0 * factors["pool"])

    made = planted(
        rule, scenarios=TWO, factors=(POOL, CROSS), design={"kind": "sobol", "points": 256}, replicates=1
    )
    found = variance(made)
    assert [one.name for one in found.factors] == ["cross", "pool"]
    assert found.factors[0].total.mean == pytest.approx(0.8, abs=0.03)
    assert found.alone.mean == pytest.approx(1.0, abs=0.03)
    first, second = found.sentences()
    assert "cross-cutting problems (80%, " in first
    assert ") is surely the first" in first
    assert found.chance is None
    assert "the effect of chance cannot be separated from that of assumptions" in second
    assert len(made.plan.sample_rows) == 512


def test_shares_of_variance_tell_chance_from_assumptions_where_there_are_several_worlds() -> None:
    def rule(factors: Any, arm: int, noise: Floats) -> Floats:
        centred = factors["cross"] - 0.5
        return arm * (2.0 * factors["cross"] + noise * 0.4 + noise * 2.0 * centred)

    made = planted(
        rule, scenarios=TWO, factors=(POOL, CROSS), design={"kind": "sobol", "points": 256}, replicates=60
    )
    found = variance(made)
    noise = np.var(made.outcome("public_value")[0, 1] / (0.4 + 2 * (made.plan.rows[0][1] - 0.5)), ddof=1)
    by_cross, by_chance, together = 1 / 3, 0.16 * noise, noise / 3
    whole = by_cross + by_chance + together
    cross, pool = found.factors
    assert found.chance is not None
    assert (cross.name, pool.name, found.worlds) == ("cross", "pool", 60)
    assert cross.first.mean == pytest.approx(by_cross / whole, abs=0.02)
    assert cross.total.mean == pytest.approx((by_cross + together) / whole, abs=0.02)
    assert (pool.first.mean, pool.total.mean) == pytest.approx((0, 0), abs=1e-9)
    assert found.chance.first.mean == pytest.approx(by_chance / whole, abs=0.02)
    assert found.chance.total.mean == pytest.approx((by_chance + together) / whole, abs=0.02)
    first, second = found.sentences()
    assert f"{found.chance.first.mean:.0%} by chance alone" in first
    assert f"goes with {found.chance.total.mean:.0%}, interactions included" in second
    assert "roughly" not in second
    assert "assumptions that no factor moves" in second  # the other assumptions differ from world to world
    assert found.document()["chance"]["first"]["mean"] == found.chance.first.mean


def test_an_outcome_that_is_the_same_whatever_is_assumed_has_no_shares() -> None:
    made = planted(
        lambda factors, arm, noise: noise,
        scenarios=TWO,
        factors=(POOL, CROSS),
        design={"kind": "sobol", "points": 16},
        replicates=2,
    )
    (told,) = variance(made).sentences()
    assert (
        told
        == "The difference in public value (siloed less classroom small) is the same whatever is assumed."
    )


def test_points_with_a_failed_run_are_left_out_of_shares_of_variance() -> None:
    made = planted(
        lambda factors, arm, noise: arm * (factors["cross"] + noise),
        (Failure(3, "failed", "ValueError: no"),),
        scenarios=TWO,
        factors=(POOL, CROSS),
        design={"kind": "sobol", "points": 16},
        replicates=2,
    )
    found = variance(made)
    assert (found.points, found.left_out) == (15, 1)
    assert found.sentences()[1].endswith("The 2 worlds of a set show it only roughly.")
    assert np.isfinite(found.factors[0].total.mean)
