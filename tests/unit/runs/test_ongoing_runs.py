"""A run that goes on round by round is, bit for bit, the run that had it all in its file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govsim.errors import ChoiceError, InputError, RunFileError, ScenarioError
from govsim.runs.ongoing import OngoingRun, begin_run
from govsim.runs.ongoing_files import resume_run
from govsim.runs.run import Run
from govsim.runs.simulate import simulate
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.validation.stepping import shortened
from govsim.world.find_places import places_of
from govsim.world.network import build_network
from tests.worlds import levers, scenarios

SERIES = ("measures", "along_axes", "pound", "assumptions")


def assert_same_bits(one: Run, other: Run) -> None:
    assert one.scenario == other.scenario
    assert (one.seed, one.replicates, one.labels) == (other.seed, other.replicates, other.labels)
    for series in SERIES:
        first, second = getattr(one, series), getattr(other, series)
        assert set(first) == set(second)
        for name in first:
            assert first[name].tobytes() == second[name].tobytes(), name


class Honest:
    """A council that puts no effort into the figure."""

    def report(self, view: Any) -> Any:
        return np.zeros_like(view.alignment_cjw)


class Refused:
    """A council that promises more than all of its effort."""

    def report(self, view: Any) -> Any:
        return np.full_like(view.alignment_cjw, 2.0)


def classroom(horizon: int = 12) -> Scenario:
    return shortened(load_scenario("classroom_small"), 6, horizon)


@given(scenarios(), st.data())
@settings(max_examples=8, deadline=None)
def test_levers_changed_while_it_runs_give_the_run_with_the_reform_in_its_file(
    scenario: Scenario, data: st.DataObject
) -> None:
    run = begin_run(scenario, replicates=(0, 3), seed=5)
    reforms = {reform.quarter: reform.model_dump() for reform in scenario.reforms}
    aimed: dict[str, Any] = {}
    while run.quarter < scenario.horizon:
        if data.draw(st.booleans()):
            moved = data.draw(levers())
            named = data.draw(st.lists(st.sampled_from(sorted(moved)), min_size=1, max_size=4, unique=True))
            changed = {name: moved[name] for name in named}
            if run.quarter == 0:
                aimed |= changed
            else:
                reforms[run.quarter] = {**reforms.get(run.quarter, {"quarter": run.quarter}), **changed}
            run.change_levers(**changed)
        run.step(data.draw(st.integers(1, scenario.horizon - run.quarter)))
    in_file = scenario.replace(levers=aimed, reforms=list(reforms.values()))
    whole = simulate(in_file, replicates=[0, 3], seed=5)
    done = run.finished()
    for series in SERIES:
        for name, values in getattr(whole, series).items():
            assert values.tobytes() == getattr(done, series)[name].tobytes(), name


@pytest.mark.parametrize("name", ["siloed", "phased_reform", "uk_2025", "wales", "levelling_up_12"])
def test_shipped_scenarios_are_reformed_on_the_way_as_in_a_file(name: str) -> None:
    known = name if name != "wales" else "wales/siloed"
    scenario = shortened(load_scenario(known), 4, 8)
    run = begin_run(scenario, replicates=2, seed=1)
    run.step(3)
    run.change_levers(board_membership="all", pooled_funding=0.4)
    run.step(2)
    run.change_levers(central_control=0.1)
    run.step(3)
    assert_same_bits(run.finished(), simulate(run.scenario, replicates=2, seed=1))


def test_changes_of_one_quarter_are_one_reform() -> None:
    run = begin_run(classroom())
    run.step(4)
    run.change_levers(pooled_funding=0.9)
    run.change_levers(pooled_funding=0.5, central_control=0.0)
    assert [reform.model_dump() for reform in run.scenario.reforms] == [
        {"quarter": 4, "pooled_funding": 0.5, "central_control": 0.0}
    ]


def test_a_saved_run_goes_on_to_the_last_bit(tmp_path: Path) -> None:
    run = begin_run(classroom(), replicates=(4, 9), seed=2)
    for _ in range(3):
        run.step(3, {"council:hillford": Honest()})
        run.change_levers(target_pressure=0.9 - run.quarter / 20)
        path = run.save(tmp_path / "run.npz")
        again = resume_run(path)
        assert again.quarter == run.quarter
        assert again.measure("progress").tobytes() == run.measure("progress").tobytes()
        run = again
    run.step(3)
    unbroken = begin_run(classroom(), replicates=(4, 9), seed=2)
    for _ in range(3):
        unbroken.step(3, {"council:hillford": Honest()})
        unbroken.change_levers(target_pressure=0.9 - unbroken.quarter / 20)
    unbroken.step(3)
    assert_same_bits(run.finished(), unbroken.finished())
    at_end = resume_run(run.save(tmp_path / "end.npz"))
    assert_same_bits(at_end.finished(), run.finished())


def test_another_process_goes_on_with_it(tmp_path: Path) -> None:
    run = begin_run(classroom(), replicates=2, seed=7)
    run.step(5)
    run.change_levers(pooled_funding=0.8)
    run.save(tmp_path / "half.npz")
    program = "import sys, govsim; run = govsim.resume_run(sys.argv[1]); run.step(7); run.save(sys.argv[2])"
    files = [str(tmp_path / "half.npz"), str(tmp_path / "whole.npz")]
    subprocess.run([sys.executable, "-c", program, *files], check=True)
    run.step(7)
    assert_same_bits(resume_run(tmp_path / "whole.npz").finished(), run.finished())


def test_overrides_of_rounds_are_those_of_a_run_whose_actor_knows_the_quarter() -> None:
    class HonestAtFirst:
        def report(self, view: Any, rule: Any) -> Any:
            return np.zeros_like(view.alignment_cjw) if view.quarter < 4 else rule.choose(view)

    run = begin_run(classroom(), replicates=2)
    run.step(4, {"council:hillford": Honest()})
    run.step(8)
    whole = simulate(classroom(), replicates=2, actors={"council:hillford": HonestAtFirst()})
    assert_same_bits(run.finished(), whole)


def test_a_fork_leaves_the_run_as_it_stands() -> None:
    run = begin_run(classroom(), replicates=2)
    run.step(4)
    other = run.fork()
    other.change_levers(central_control=0.0)
    other.step(8)
    run.step(8)
    assert_same_bits(run.finished(), simulate(classroom(), replicates=2))
    assert (other.finished().at_end("progress") != run.finished().at_end("progress")).all()


def test_a_refused_choice_leaves_the_run_before_its_quarter() -> None:
    run = begin_run(classroom())
    run.step(4)
    with pytest.raises(ChoiceError, match="shares from 0 to 1"):
        run.step(4, {"council:hillford": Refused()})
    assert run.quarter == 4
    run.step(8)
    assert_same_bits(run.finished(), simulate(classroom(), replicates=1))


def begun(quarters: int = 0) -> OngoingRun:
    run = begin_run(classroom(8))
    if quarters:
        run.step(quarters)
    return run


def test_what_cannot_be_is_refused_with_its_remedy() -> None:
    with pytest.raises(InputError, match="a run at its end, quarter 8, found quarter 3"):
        begun(3).finished()
    with pytest.raises(InputError, match="not at its end"):
        begun(8).step()
    with pytest.raises(InputError, match="not at its end"):
        begun(8).change_levers(pooled_funding=0.5)
    with pytest.raises(InputError, match="quarters"):
        begun(3).step(6)
    with pytest.raises(ScenarioError, match="poled_funding"):
        begun(3).change_levers(poled_funding=0.5)
    with pytest.raises(ScenarioError, match="at least one lever"):
        begun(3).change_levers()
    with pytest.raises(KeyError, match="Did you mean 'progress'"):
        begun(3).measure("progres")
    with pytest.raises(KeyError, match="Call step"):
        begun().measure("progress")
    with pytest.raises(InputError, match="without targets from another arrangement"):
        begin_run(classroom().replace(equal_volume="siloed"))


def test_a_file_that_is_no_run_under_way_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunFileError, match=r"Call it game\.npz"):
        begun(3).save(tmp_path / "game.parquet")
    with pytest.raises(RunFileError, match="no such file"):
        resume_run(tmp_path / "none.npz")
    (tmp_path / "text.npz").write_text("Dear all")
    np.savez(tmp_path / "other.npz", values=np.zeros(3))
    whole = begun(3).save(tmp_path / "whole.npz").read_bytes()
    (tmp_path / "cut.npz").write_bytes(whole[: len(whole) // 2])
    for name in ("text", "other", "cut"):
        with pytest.raises(RunFileError, match="damaged"):
            resume_run(tmp_path / f"{name}.npz")


def test_a_run_begun_with_another_network_needs_it_again(tmp_path: Path) -> None:
    scenario = classroom(8)
    edited = build_network(scenario, places_of(scenario)).without("neighbours", "hillford", "millbridge")
    run = begin_run(scenario, network=edited)
    run.step(4)
    path = run.save(tmp_path / "run.npz")
    with pytest.raises(RunFileError, match="Give the same places= and network="):
        resume_run(path)
    again = resume_run(path, network=edited)
    for one in (run, again):
        one.step(4)
    assert_same_bits(run.finished(), again.finished())
