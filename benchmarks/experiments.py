"""What keeping everything costs, and what experiments cost elsewhere: a bare script, Mesa's runner, EMA's evaluator."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from benchmarks.answers import Answer, Figure, Table, shown
from benchmarks.measuring import ROOT, apart, apart_with, in_turn, middle, peak_memory, ratios
from benchmarks.sizes import Size
from govsim.experiments.chunk import ChunkResult, run_chunk
from govsim.experiments.experiment import Experiment
from govsim.experiments.plan import Plan, planned, sized
from govsim.experiments.run import run_experiment

KEY: Final = "experiments"
PROCESSES: Final = 2
WORKBENCH: Final = "ema_workbench>=2.5,<3"
ROWS: Final = 3
_SHORT: Final = {"warm_up": 4, "horizon": 6}


def asked(scenarios: list[str], replicates: int, **changes: Any) -> Experiment:
    """Scenarios over three values of one assumption, in so many worlds each."""
    values = [0.2, 0.6, 1.0][:ROWS]
    factors = [{"name": "cross_cutting", "path": "uncertainties.cross_cutting", "values": values}]
    document = {"name": "measured", "scenarios": scenarios, "replicates": replicates, "factors": factors}
    return Experiment.model_validate({**document, **changes})


def bare(plan: Plan) -> int:
    """What a script of ten lines does: the same chunks in a pool, and nothing kept; the number of runs."""
    chunks = [chunk for block in plan.blocks for chunk in plan.chunks(block)]
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        made: list[ChunkResult] = list(pool.map(partial(run_chunk, plan.work), chunks))
    return sum(len(one.runs) for one in made)


def kept(experiment: Experiment, jobs: int) -> int:
    """The same, with every run kept; the number of runs."""
    with tempfile.TemporaryDirectory() as folder:
        return int(run_experiment(experiment, output=folder, jobs=jobs).runs(["run"]).num_rows)


def side_by_side(scenarios: list[str], replicates: int, turns: int) -> dict[str, Any]:
    """Wall seconds of both, in turn, CPU seconds of all their processes, and of this one: what the driver adds."""
    experiment = asked(scenarios, replicates)
    plan = sized(planned(experiment))
    runs = plan.points * plan.most_replicates
    found: dict[str, Any] = {"runs": runs, "chunk": plan.runs_of_a_chunk, "bare": [], "kept": []}
    found |= {f"{name}_{part}": [] for name in ("bare", "kept") for part in ("cpu", "driver")}
    for _ in range(turns):
        for name, deed in (("bare", partial(bare, plan)), ("kept", partial(kept, experiment, PROCESSES))):
            began, before, others = time.perf_counter(), time.process_time(), _cpu_of_others()
            assert deed() == runs
            found[name].append(time.perf_counter() - began)
            found[f"{name}_driver"].append(time.process_time() - before)
            found[f"{name}_cpu"].append(found[f"{name}_driver"][-1] + _cpu_of_others() - others)
    return found


def _cpu_of_others() -> float:
    """CPU seconds of the processes that this one started and that have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def many(replicates: int) -> dict[str, float]:
    """So many runs of a tiny country, kept by this process: peak of memory, size on disk, seconds."""
    experiment = asked(["classroom_small"], replicates, changes=_SHORT)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        results = run_experiment(experiment, output=folder)
        seconds = time.perf_counter() - began
        size = sum(file.stat().st_size for file in results.folder.rglob("*") if file.is_file())
        held = peak_memory()
        began = time.perf_counter()
        asked_for = "SELECT cross_cutting, avg(public_value) FROM runs JOIN points USING (point) GROUP BY 1"
        assert results.query(asked_for).num_rows == ROWS
        query = time.perf_counter() - began
    return {"runs": ROWS * replicates, "peak": held, "disk": size / 2**20, "seconds": seconds, "query": query}


def beside_batch_run(size: Size) -> dict[str, list[float]]:
    """CPU seconds a run: an experiment that is kept, in one process, and the reference by mesa.batch_run."""
    from benchmarks.reference import ReferenceRun, by_batch_run
    from govsim import load_scenario
    from govsim.world.find_places import places_of

    scenario = load_scenario(size.scenario)
    places = places_of(scenario)
    experiment = asked([size.scenario], size.replicates)
    found = in_turn(
        {
            "kept": partial(kept, experiment, 1),
            "batch_run": lambda: by_batch_run(
                ReferenceRun,
                scenario.warm_up + scenario.horizon,
                scenario=[scenario], places=[places], replicate=[0],
            ),
        },
        size.turns,
    )  # fmt: skip
    found["kept"] = [value / (ROWS * size.replicates) for value in found["kept"]]
    return found


def by_the_workbench(size: Size) -> dict[str, Any] | str:
    """The same model in the EMA Workbench, in an environment made for it; or why it was not measured."""
    if not size.newer_mesa:
        return "The EMA Workbench was left out: an environment is made for it in a full run alone."
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder) / "bin" / "python"
        lock = ["-c", str(ROOT / "requirements.lock")]
        try:
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
            words = [str(python), "-m", "pip", "install", "-q", *lock, str(ROOT), WORKBENCH]
            subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
        except subprocess.CalledProcessError as error:
            return f"The EMA Workbench was not measured: it could not be installed ({error})."
        points, replicates = size.replicates, size.replicates // 4
        found: dict[str, Any] = apart_with(
            python, "workbench:seconds", scenario=size.scenario, points=points, replicates=replicates,
            processes=PROCESSES,
        )  # fmt: skip
    experiment = asked([size.scenario], size.many_replicates // ROWS)
    began = time.perf_counter()
    runs = kept(experiment, PROCESSES)
    return {**found, "govsim": {"seconds": time.perf_counter() - began, "runs": runs}}


def ask(size: Size) -> Answer:
    """Measure and tell."""
    both = apart(
        "experiments:side_by_side",
        scenarios=list(size.arrangements),
        replicates=max(4, size.many_replicates // 5),
        turns=max(1, size.turns // 2),
    )
    streamed = [apart("experiments:many", replicates=max(1, runs // ROWS)) for runs in size.streamed]
    batch = beside_batch_run(size)
    workbench = by_the_workbench(size)
    share, by_cpu = ratios(both["bare"], both["kept"]), ratios(both["bare_cpu"], both["kept_cpu"])
    by_batch = ratios(batch["batch_run"], batch["kept"])
    last, before = streamed[-1], streamed[-2]
    added = middle(both["kept_driver"]) - middle(both["bare_driver"])
    figures = [
        Figure("of_bare", f"{both['runs']:,} runs by two processes, throughput with everything kept as a share of a "
               "bare pool that keeps nothing", 100 * middle(share), "%", 90, more=True),
        Figure("of_bare_by_cpu", f"{both['runs']:,} runs by two processes, the same by the CPU time of all processes",
               100 * middle(by_cpu), "%", 90, more=True),
        Figure("memory_of_many", f"peak of memory with {last['runs']:,} runs kept, as a multiple of that with "
               f"{before['runs']:,}", last["peak"] / before["peak"], "×", 1.25),
        Figure("kept_times_batch_run", "a run that is kept, throughput as a multiple of the reference by "
               "mesa.batch_run, which keeps nothing", middle(by_batch), "×", 100, more=True),
    ]  # fmt: skip
    rows = [
        ["bare pool of two processes, nothing kept", *_rate(both["runs"], middle(both["bare"]))],
        ["govsim experiment run --jobs 2, everything kept", *_rate(both["runs"], middle(both["kept"]))],
    ]
    if isinstance(workbench, dict):
        names = {
            "one by one": "EMA Workbench, two processes, run by run",
            "points at once": "EMA Workbench, two processes, a model written for batches",
            "govsim": "govsim experiment run --jobs 2, everything kept, just after",
        }
        rows += [
            [told, *_rate(workbench[name]["runs"], workbench[name]["seconds"])]
            for name, told in names.items()
        ]
    memory = [
        [f"{one['runs']:,.0f}", shown(one["peak"], "MB"), shown(one["disk"], "MB"), shown(one["seconds"], "s"),
         shown(one["query"], "s")]
        for one in streamed
    ]  # fmt: skip
    notes = [
        f"A chunk has {both['chunk']} runs. Keeping adds {shown(1e3 * added / both['runs'], 'ms')} of the driver's CPU "
        "to a run, and a write to disk that is waited for. Runs are of the default country but where many are kept: "
        f"those are of classroom_small, {_SHORT['warm_up']} quarters of warm-up and {_SHORT['horizon']} after it.",
    ]
    if isinstance(workbench, str):
        notes.append(workbench)
    return Answer(
        KEY,
        "What does it cost to keep every run, and what do experiments cost elsewhere?",
        figures,
        [
            Table("experiments", ("The same work, wall time", "runs", "runs a second"), rows),
            Table(
                "many_runs",
                ("Runs kept by one process", "peak of memory", "on disk", "in", "an SQL query"),
                memory,
            ),
        ],
        notes,
        {"side_by_side": both, "many": streamed, "batch_run": batch, "workbench": workbench},
    )


def _rate(runs: int, seconds: float) -> tuple[str, str]:
    return f"{runs:,}", shown(runs / seconds)
