"""Differences split into volume, overhead and what a pound does: exact, and right where only one of them differs."""

import numpy as np
import pytest

import govsim
from govsim.comparison.compare import Comparison, compare
from govsim.comparison.pound_split import factors, split_by_runs, split_of_factors
from govsim.errors import InputError
from govsim.measures.pound import CATEGORIES

SMALL = govsim.load_scenario("classroom_small").replace(horizon=8, warm_up=4)
POOLED = SMALL.replace(name="pooled", levers={"pooled_funding": 0.9, "board_membership": "contributors"})
FREER = SMALL.replace(
    name="freer", levers={"grant_consolidation": 0.9, "local_discretion": 0.8, "central_control": 0.1}
)


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare([SMALL, POOLED, FREER], replicates=6, seed=3, split=True)


def journey(volume: float, central: float, local: float, effective: float) -> tuple[dict, np.ndarray]:
    """A pound in one world and quarter: losses as shares of what is left, core services losing as much to overhead."""
    delivered = volume * (1 - central)
    pound = dict.fromkeys(CATEGORIES, 0.0)
    pound["core_services"] = (1 - volume) * (1 - central)
    pound["central_overhead"] = central
    pound["local_overhead"] = local * delivered
    pound["effective"] = effective * (1 - local) * delivered
    pound["slack"] = (1 - effective) * (1 - local) * delivered
    assert sum(pound.values()) == pytest.approx(1)
    return {name: np.full((1, 1), value) for name, value in pound.items()}, np.full((1, 1), volume)


def test_factors_are_what_the_journey_was_made_of():
    assert factors(*journey(0.4, 0.1, 0.2, 0.5))[:, 0] == pytest.approx([0.4, 0.9 * 0.8, 0.5])


@pytest.mark.parametrize(
    ("changed", "part"),
    [({"volume": 0.5}, "volume"), ({"central": 0.2}, "overhead"), ({"local": 0.3}, "overhead"),
     ({"effective": 0.6}, "per_pound")],
)  # fmt: skip
def test_what_alone_differs_is_the_whole_difference(changed, part):
    base = {"volume": 0.4, "central": 0.1, "local": 0.2, "effective": 0.5}
    split = split_of_factors(factors(*journey(**base)), factors(*journey(**{**base, **changed})), ("a", "b"))
    assert split.whole.mean != 0
    for name in ("volume", "overhead", "per_pound"):
        expected = split.whole.mean if name == part else 0
        assert getattr(split, name).mean == pytest.approx(expected, abs=1e-15)


def test_three_factors_are_split_as_shapley_says():
    one, other = (0.4, 0.9, 0.5), (0.5, 0.8, 0.6)
    split = split_of_factors(
        factors(*journey(0.4, 0.1, 0, 0.5)), factors(*journey(0.5, 0.2, 0, 0.6)), ("a", "b")
    )
    shares = dict.fromkeys(range(3), 0.0)
    for order in ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)):
        now = list(one)
        for place in order:
            before = np.prod(now)
            now[place] = other[place]
            shares[place] += (np.prod(now) - before) / 6
    told = [split.volume.mean, split.overhead.mean, split.per_pound.mean]
    assert told == pytest.approx([shares[place] for place in range(3)])


def test_parts_of_effective_pence_add_up_to_the_pounds_journey(found):
    for baseline, run in found.pairs():
        split = found.pence_split(baseline, run)
        whole = (run.pound["effective"] - baseline.pound["effective"]).mean()
        assert split.whole.mean == pytest.approx(whole, abs=1e-14)
        assert split.volume.mean + split.overhead.mean + split.per_pound.mean == pytest.approx(
            whole, abs=1e-14
        )


def test_parts_of_public_value_add_up_and_are_those_of_runs_that_are_held(found):
    names = [(split.scenario, split.baseline) for split in found.value_splits]
    assert names == [("pooled", SMALL.name), ("freer", SMALL.name)]
    for split, run in zip(found.value_splits, found.runs[1:], strict=True):
        whole = (run.at_end("public_value") - found.runs[0].at_end("public_value")).mean()
        assert split.whole.mean == pytest.approx(whole, abs=1e-14)
        assert split.volume.mean + split.overhead.mean + split.per_pound.mean == pytest.approx(
            whole, abs=1e-14
        )
    both = compare([SMALL, POOLED], replicates=6, seed=3, equal_volume=True, equal_overhead=True)
    left = both.runs[1].at_end("public_value") - both.runs[0].at_end("public_value")
    assert found.value_splits[0].per_pound.mean == pytest.approx(left.mean(), abs=1e-14)


def test_a_split_by_runs_is_the_mean_of_both_orders():
    base, scenario, at_volume, at_overhead, at_both = (
        np.array([value, value]) for value in (0.0, 1, 0.5, 0.8, 0.2)
    )
    split = split_by_runs(base, scenario, (at_volume, at_overhead, at_both), ("a", "b"))
    assert split.volume.mean == pytest.approx(((1 - 0.5) + (0.8 - 0.2)) / 2)
    assert split.overhead.mean == pytest.approx(((1 - 0.8) + (0.5 - 0.2)) / 2)
    assert split.per_pound.mean == pytest.approx(0.2)


def test_what_is_held_already_is_not_split():
    with pytest.raises(InputError, match=r"split: expected scenarios without targets"):
        compare([SMALL, POOLED], replicates=2, equal_volume=True, split=True)
