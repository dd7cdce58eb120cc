"""How a batch of worlds is cut up for speed changes no result, and progress adds up."""

from __future__ import annotations

import numpy as np
import pytest

import govsim
from govsim.errors import InputError
from govsim.runs import simulate as simulating_module
from govsim.runs.simulate import finished, simulating

NAME = "classroom_small"


def assert_same(first, second):
    for kept in ("measures", "pound", "along_axes"):
        for name, values in getattr(first, kept).items():
            np.testing.assert_array_equal(getattr(second, kept)[name], values)


@pytest.mark.parametrize("cells", [1, 60, 10**9])
def test_results_do_not_depend_on_how_many_worlds_run_at_once(monkeypatch, cells):
    whole = govsim.simulate(NAME, replicates=7, seed=4)
    monkeypatch.setattr(simulating_module, "CELLS_AT_ONCE", cells)
    assert_same(whole, govsim.simulate(NAME, replicates=7, seed=4))


def test_a_world_is_the_same_alone_and_in_company():
    company = govsim.simulate(NAME, replicates=5, seed=1)
    alone = finished(simulating([NAME], [3], seed=1))[0]
    np.testing.assert_array_equal(alone.measures["need"][:, 0], company.measures["need"][:, 3])


def test_a_scenario_is_the_same_alone_and_compared():
    scenario = govsim.load_scenario(NAME)
    other = scenario.replace(name="other", levers={"pooled_funding": 1.0})
    compared = govsim.compare([scenario, other], replicates=3)
    assert_same(govsim.simulate(scenario, replicates=3), compared.runs[0])
    assert_same(govsim.simulate(other, replicates=3), compared.runs[1])


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_observes_some_measures_has_these_alone_and_bit_for_bit(jobs):
    whole = govsim.simulate(NAME, replicates=4, seed=2)
    (some,) = finished(simulating([NAME], 4, 2, only=[["trust", "need_by_outcome"]], jobs=jobs))
    assert (list(some.measures), list(some.along_axes), some.pound) == (["trust"], ["need_by_outcome"], {})
    np.testing.assert_array_equal(some.measures["trust"], whole.measures["trust"])
    np.testing.assert_array_equal(some.along_axes["need_by_outcome"], whole.along_axes["need_by_outcome"])


def test_progress_counts_every_quarter_of_every_world_once():
    work = list(simulating([NAME, NAME], 3))
    scenario = govsim.load_scenario(NAME)
    total = 3 * (scenario.warm_up + 2 * scenario.horizon)  # one warm-up for both
    assert work[-1].done == work[-1].of == total
    assert [step.done for step in work] == sorted({step.done for step in work})


@pytest.mark.parametrize(
    "asked", [{"replicates": 0}, {"replicates": -3}, {"seed": -1}, {"seed": 2**64}], ids=str
)
def test_worlds_and_seeds_that_cannot_be_are_refused(asked):
    with pytest.raises(InputError):
        govsim.simulate(NAME, **{"replicates": 1, **asked})


def test_every_quarters_pound_ends_somewhere():
    run = govsim.simulate(NAME, replicates=4)
    np.testing.assert_allclose(sum(run.pound.values()), 1.0, atol=1e-9)
    assert sum(run.pound_shares().values()) == pytest.approx(1)
