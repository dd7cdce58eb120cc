"""A chunk gives every run what it would have got alone, as a scenario of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from govsim.experiments.chunk import run_chunk
from govsim.experiments.designs.grid import Grid
from govsim.experiments.designs.latin_hypercube import LatinHypercube
from govsim.experiments.experiment import Experiment
from govsim.experiments.factors import Factor, Level
from govsim.experiments.outcomes import outcomes_of
from govsim.experiments.plan import Plan, planned
from govsim.runs.simulate import simulate
from govsim.scenario.load import load_scenario

SHORT = {
    "warm_up": 4,
    "horizon": 21,
}  # more than eight quarters, from which on numpy adds one world otherwise


def an_experiment(**changes: object) -> Experiment:
    asked: dict[str, object] = {
        "name": "trial",
        "scenarios": ("classroom_small", "classroom_small"),
        "changes": SHORT,
        "replicates": 3,
        "factors": (
            Factor(name="slack", path="uncertainties.slack", values=(0.05, 0.2)),
            Factor(name="pooled", path="levers.pooled_funding", values=(0.0, 0.7)),
            Factor(
                name="voice",
                levels=(Level(name="none"), Level(name="much", changes={"levers": {"community_voice": 0.8}})),
            ),
        ),
        "trajectories": ("progress",),
    }
    return Experiment.model_validate({**asked, **changes})


def alone(plan: Plan, run: int) -> dict[str, float]:
    """The outcomes of a run, made as anybody would who has only the scenario."""
    at = plan.address(run)
    row = plan.rows[at.row]
    scenario = plan.work.scenario(at.arm, row).replace(uncertainties=dict(plan.work.assumed(row)))
    kept = outcomes_of(simulate(scenario, replicates=[at.replicate], seed=plan.experiment.seed))
    return {name: float(values[0]) for name, values in kept.items()}


@pytest.mark.parametrize("run", [0, 5, 17, 47])
def test_a_run_in_a_chunk_is_bit_for_bit_the_run_of_its_own_scenario(run: int) -> None:
    plan = planned(an_experiment())
    (chunk,) = plan.chunks(plan.blocks[0])
    made = run_chunk(plan.work, chunk)
    assert made.runs.tolist() == list(range(48))
    assert not made.failures
    kept = alone(plan, run)
    assert {name: made.values[row, run] for row, name in enumerate(plan.columns) if name in kept} == kept


def test_parts_of_a_chunk_have_the_runs_of_the_whole() -> None:
    plan = planned(an_experiment())
    (chunk,) = plan.chunks(plan.blocks[0])
    whole = run_chunk(plan.work, chunk)
    parts = [chunk]
    while any(part.size > 4 for part in parts):
        parts = [half for part in parts for half in (part.halves() if part.size > 4 else (part,))]
    found = [run_chunk(plan.work, part) for part in parts]
    runs = np.concatenate([made.runs for made in found])
    assert sorted(runs.tolist()) == whole.runs.tolist()
    values = np.concatenate([made.values for made in found], axis=1)[:, np.argsort(runs)]
    np.testing.assert_array_equal(values, whole.values)
    series = np.concatenate([made.trajectories for made in found], axis=2)[..., np.argsort(runs)]
    np.testing.assert_array_equal(series, whole.trajectories)
    assert series.shape == (1, 21, 48)
    assert np.isfinite(series).all()


def test_runs_are_numbered_so_that_more_replicates_move_no_number() -> None:
    few, many = (
        replace(planned(an_experiment(replicates=n)), rows=((0.1, 0.0, "none"),)) for n in (200, 500)
    )
    assert few.blocks == (range(200),)
    assert few.address(250) == many.address(250)


def test_every_run_has_an_address_and_every_address_its_run() -> None:
    plan = planned(an_experiment(replicates=120))
    numbers = [chunk.runs for block in plan.blocks for chunk in plan.chunks(block)]
    assert np.concatenate(numbers).tolist() == list(range(plan.points * 120))
    for block in plan.blocks:
        for chunk in plan.chunks(block):
            at = plan.address(int(chunk.runs[-1]))
            assert at.row == chunk.first_row + len(chunk.rows) - 1
            assert (at.arm, at.replicate) == (1, block.stop - 1)


def test_designs_over_ranges_stay_inside_them() -> None:
    factors = (
        Factor(name="slack", path="uncertainties.slack"),
        Factor(name="pool", path="levers.pooled_funding"),
    )
    rows = LatinHypercube(kind="latin_hypercube", points=9).rows(factors, 4)
    assert len(rows) == 9
    for factor, column in zip(factors, zip(*rows, strict=True), strict=True):
        assert factor.range is not None
        assert factor.range.low <= min(column) < max(column) <= factor.range.high


def test_a_grid_has_every_combination() -> None:
    assert len(set(Grid().rows(an_experiment().factors, 0))) == 8


def test_rows_that_say_the_same_are_kept_in_every_place() -> None:
    pooled = Factor(name="pooled", path="levers.pooled_funding", values=(0.4, 0.7))
    plan = planned(an_experiment(factors=(pooled,)))
    (chunk,) = replace(plan, rows=(plan.rows[0], plan.rows[0])).chunks(plan.blocks[0])
    made = run_chunk(plan.work, chunk)
    values = made.values.reshape(len(plan.columns), 2, -1)
    assert np.isfinite(values[0]).all()
    np.testing.assert_array_equal(values[:, 0], values[:, 1])
    np.testing.assert_array_equal(made.trajectories[..., :6], made.trajectories[..., 6:])


def test_values_that_are_impossible_together_fail_alone_and_say_why() -> None:
    missions = [
        mission.model_dump(exclude_none=True) for mission in load_scenario("classroom_small").missions
    ]
    deals = [{**missions[0], "levers": {"local_discretion": 0.5}}, *missions[1:]]
    plan = planned(
        an_experiment(
            factors=(
                Factor(name="room", path="levers.local_discretion", values=(0.1, 0.4)),
                Factor(
                    name="deals",
                    levels=(Level(name="none"), Level(name="much", changes={"missions": deals})),
                ),
            )
        )
    )
    rows = (*plan.rows[:3], (0.8, "much"))  # 0.8 and 0.5 are more than all; each alone is possible
    (chunk,) = replace(plan, rows=rows).chunks(plan.blocks[0])
    made = run_chunk(plan.work, chunk)
    assert sorted(failure.run for failure in made.failures) == list(range(18, 24))
    assert "local_discretion" in made.failures[0].error
    assert np.isfinite(made.values[0, :18]).all()
    assert np.isnan(made.values[0, 18:]).all()


def test_chunks_of_a_block_are_about_as_large() -> None:
    plan = replace(planned(an_experiment()), runs_of_a_chunk=6 * 7)  # 8 rows of 6 runs: not 7 and 1
    assert [len(chunk.rows) for chunk in plan.chunks(plan.blocks[0])] == [4, 4]
