"""The same runs by the EMA Workbench: stands alone, because it runs in an environment that has the workbench."""

from __future__ import annotations

import time
from typing import Any

from govsim import load_scenario, simulate
from govsim.scenario.schema import Scenario

SEED = 0
OUTCOMES = ("public_value", "progress", "core_services", "effectiveness")
_SCENARIO: dict[str, Scenario] = {}


def one_run(cross_cutting: float, scenario: str = "", replicate: int = 0) -> dict[str, float]:
    """One world of a scenario, as anybody would hand a model to a workbench."""
    run = simulate(_fixed(scenario, cross_cutting), replicates=[int(replicate)], seed=SEED)
    return {name: float(run.at_end(name)[0]) for name in OUTCOMES}


def many_runs(cross_cutting: float, scenario: str = "", replicates: int = 1) -> dict[str, float]:
    """All worlds of a point at once, which a model has to be written for; means over worlds."""
    run = simulate(_fixed(scenario, cross_cutting), replicates=int(replicates), seed=SEED)
    return {name: float(run.at_end(name).mean()) for name in OUTCOMES}


def _fixed(scenario: str, cross_cutting: float) -> Scenario:
    if scenario not in _SCENARIO:
        _SCENARIO[scenario] = load_scenario(scenario)
    return _SCENARIO[scenario].replace(uncertainties={"cross_cutting": float(cross_cutting)})


def seconds(scenario: str, points: int, replicates: int, processes: int) -> dict[str, Any]:
    """Wall seconds of runs by the workbench's MultiprocessingEvaluator: one by one, and a point's worlds at once."""
    from ema_workbench import (
        Constant,
        IntegerParameter,
        Model,
        MultiprocessingEvaluator,
        RealParameter,
        ScalarOutcome,
    )

    found: dict[str, Any] = {"points": points, "replicates": replicates, "processes": processes}
    for name, function, runs in (
        ("one by one", one_run, points),
        ("points at once", many_runs, points * replicates),
    ):
        model = Model("govsim", function=function)
        model.uncertainties = [RealParameter("cross_cutting", 0.0, 1.0)]
        model.constants = [Constant("scenario", scenario)]
        if function is one_run:
            model.uncertainties = [*model.uncertainties, IntegerParameter("replicate", 0, 10_000)]
        else:
            model.constants = [*model.constants, Constant("replicates", replicates)]
        model.outcomes = [ScalarOutcome(outcome) for outcome in OUTCOMES]
        began = time.perf_counter()
        with MultiprocessingEvaluator(model, n_processes=processes) as evaluator:
            table, _ = evaluator.perform_experiments(scenarios=points)
        assert len(table) == points
        found[name] = {"seconds": time.perf_counter() - began, "runs": runs}
    return found
