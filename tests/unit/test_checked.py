"""Whole numbers and lists are checked at every door of the public functions, before any work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import govsim
from govsim.checked import processes, several, whole_number
from govsim.errors import InputError
from govsim.replay.replay import replay

SMALL = "classroom_small"
NO_WHOLE_NUMBERS = (1.5, 1.0, "1", True, np.float64(2), [1], None)

DOORS: dict[str, Callable[[Any], object]] = {
    "simulate seed": lambda given: govsim.simulate(SMALL, replicates=2, seed=given),
    "simulate replicates": lambda given: govsim.simulate(SMALL, replicates=given),
    "compare seed": lambda given: govsim.compare([SMALL, SMALL], replicates=2, seed=given),
    "compare replicates": lambda given: govsim.compare([SMALL, SMALL], replicates=given),
    "explain seed": lambda given: govsim.explain(SMALL, SMALL, replicates=2, seed=given),
    "explain replicates": lambda given: govsim.explain(SMALL, SMALL, replicates=given),
    "claims worlds": lambda given: govsim.claims(given),
    "claims seed": lambda given: govsim.claims(2, seed=given),
    "validate worlds": lambda given: govsim.validate(worlds=given),
    "validate seed": lambda given: govsim.validate(worlds=2, seed=given),
    "attribute seed": lambda given: govsim.attribute("siloed", "layered", seed=given),
    "attribute orders": lambda given: govsim.attribute("siloed", "layered", orders=given),
    "attribute replicates": lambda given: govsim.attribute("siloed", "layered", replicates=given),
    "discover points": lambda given: govsim.discover("siloed", "layered", points=given),
    "discover seed": lambda given: govsim.discover("siloed", "layered", seed=given),
    "sensitivity seed": lambda given: govsim.sensitivity("siloed", "layered", seed=given),
    "load_experiment seed": lambda given: govsim.load_experiment(
        {"name": "x", "scenarios": ["siloed"], "seed": given}
    ),
    "load_experiment replicates": lambda given: govsim.load_experiment(
        {"name": "x", "scenarios": ["siloed"], "replicates": given}
    ),
    "load_scenario horizon": lambda given: govsim.load_scenario({"extends": SMALL, "horizon": given}),
    "model replicate": lambda given: govsim.GovernanceModel(SMALL, replicate=given),
    "replay world": lambda given: replay(SMALL, actor="council:hillford", quarter=1, world=given),
    "replay quarter": lambda given: replay(SMALL, actor="council:hillford", quarter=given),
}
DOORS_THAT_MAY_BE_NONE: dict[str, Callable[[Any], object]] = {
    "run_experiment seed": lambda given: govsim.run_experiment("quick_look", seed=given),
    "run_experiment replicates": lambda given: govsim.run_experiment("quick_look", replicates=given),
    "run_experiment points": lambda given: govsim.run_experiment("sensitivity_morris", points=given),
    "run_experiment jobs": lambda given: govsim.run_experiment("quick_look", jobs=given),
    "run_experiment runs_of_a_chunk": lambda given: govsim.run_experiment(
        "quick_look", runs_of_a_chunk=given
    ),
    "sensitivity points": lambda given: govsim.sensitivity("siloed", "layered", points=given),
    "sensitivity replicates": lambda given: govsim.sensitivity("siloed", "layered", replicates=given),
    "simulate jobs": lambda given: govsim.simulate(SMALL, replicates=2, jobs=given),
    "claims jobs": lambda given: govsim.claims(2, jobs=given),
    "discover jobs": lambda given: govsim.discover("siloed", "layered", jobs=given),
    "model rng": lambda given: govsim.GovernanceModel(SMALL, rng=given),
    "model seed": lambda given: govsim.GovernanceModel(SMALL, seed=given),
}


@pytest.mark.parametrize("given", [-1, *NO_WHOLE_NUMBERS], ids=repr)
@pytest.mark.parametrize("door", [*DOORS, *DOORS_THAT_MAY_BE_NONE])
def test_what_is_no_whole_number_is_refused_by_name_before_any_work(
    door: str, given: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if given is None and (door in DOORS_THAT_MAY_BE_NONE or door == "load_scenario horizon"):
        return
    if given == [1] and door.endswith("replicates") and door.split()[0] in ("simulate", "compare", "explain"):
        return  # a list of the numbers of worlds
    with pytest.raises(InputError) as caught:
        (DOORS | DOORS_THAT_MAY_BE_NONE)[door](given)
    assert "expected a whole number" in str(caught.value)
    assert door.split()[1] in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_whole_numbers_of_numpy_are_plain_afterwards(tmp_path: Path) -> None:
    run = govsim.simulate(SMALL, replicates=np.int64(2), seed=np.uint64(3))
    assert type(run.seed) is int
    assert govsim.load_run(run.save(tmp_path / "run.parquet")).seed == 3
    assert govsim.load_scenario(SMALL).replace(horizon=np.int64(20)).horizon == 20
    table = {"name": "x", "scenarios": ["siloed"], "replicates": np.int32(3), "seed": np.int64(2)}
    assert (govsim.load_experiment(table).replicates, govsim.load_experiment(table).seed) == (3, 2)


def test_numbers_of_worlds_may_be_an_array() -> None:
    assert govsim.simulate(SMALL, replicates=np.array([4, 0])).replicates == (4, 0)


def test_a_whole_number_that_pandas_turned_into_a_fraction_has_a_remedy() -> None:
    with pytest.raises(InputError, match=r"seed: .* found 1\.0\. Give int\(seed\)\."):
        govsim.simulate(SMALL, seed=1.0)


def test_limits_are_said() -> None:
    with pytest.raises(InputError, match="from 0 to 3, found 4"):
        whole_number("quarter", 4, 0, 3)
    with pytest.raises(InputError, match="None takes as many as save time"):
        processes(-1)


def test_one_name_is_a_list_of_one() -> None:
    assert several("laws") == ("laws",)
    assert several(["laws", "limits"]) == ("laws", "limits")
    assert govsim.validate("law 1", worlds=2, jobs=1).wanted == ("law 1",)


@pytest.mark.parametrize(
    ("given", "remedy"),
    [
        (("siloed", "layered"), r"Give a list: govsim\.compare\(\['siloed', 'layered'\]\)"),
        (("siloed",), r"Give a list: govsim\.compare\(\['siloed'\]\)"),
        ((None,), "a list of at least two scenarios"),
        ((["siloed"],), "at least two scenarios"),
    ],
)
def test_compare_asks_for_a_list(given: tuple[Any, ...], remedy: str) -> None:
    with pytest.raises(InputError, match=remedy):
        govsim.compare(*given)


@pytest.mark.parametrize("given", [["siloed", "layered"], None, 3, 2.5], ids=repr)
def test_what_is_no_scenario_is_refused(given: Any) -> None:
    with pytest.raises(InputError, match="expected a name, a path, a table or a Scenario"):
        govsim.simulate(given)


def test_a_wrong_method_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError, match="Did you mean 'morris'"):
        govsim.sensitivity("siloed", "layered", method="moris")  # type: ignore[arg-type]


def test_a_set_has_no_baseline_so_it_is_not_compared() -> None:
    with pytest.raises(InputError, match="expected scenarios in an order, found a set"):
        govsim.compare({"siloed", "layered"})  # type: ignore[arg-type]
