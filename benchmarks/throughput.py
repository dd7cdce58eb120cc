"""How many worlds a second: beside the reference, in batches, in a warm process, and in two processes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from benchmarks.answers import Answer, Figure, Table, shown
from benchmarks.machine import load
from benchmarks.measuring import apart, cpu_seconds, in_turn, middle, ratios
from benchmarks.reference import SEED, ReferenceRun, by_batch_run, in_a_loop
from benchmarks.sizes import Size
from benchmarks.stages import seconds_by_stage
from govsim import load_scenario, simulate
from govsim.scenario.levers import Levers
from govsim.world.find_places import places_of


def beside_the_reference(size: Size) -> dict[str, list[float]]:
    """CPU seconds a run: `simulate`, the reference in a loop and by mesa.batch_run, in turn."""
    scenario = load_scenario(size.scenario)
    places = places_of(scenario)
    steps = scenario.warm_up + scenario.horizon
    seconds = in_turn(
        {
            "simulate": lambda: simulate(scenario, replicates=size.replicates, seed=SEED, places=places),
            "loop": lambda: in_a_loop(ReferenceRun(scenario, places)),
            "batch_run": lambda: by_batch_run(
                ReferenceRun, steps, scenario=[scenario], places=[places], replicate=[0]
            ),
        },
        size.turns,
    )
    seconds["simulate"] = [value / size.replicates for value in seconds["simulate"]]
    return seconds


def in_batches(size: Size) -> dict[str, list[float]]:
    """CPU seconds a world of building it, of its warm-up and of the run that follows."""
    scenario = load_scenario(size.scenario)
    found: dict[str, list[float]] = {"building": [], "warm-up": [], "run": []}
    for _ in range(size.turns):
        for stage, value in seconds_by_stage(scenario, size.replicates).items():
            found[stage].append(value / size.replicates)
    return found


def warm(scenario: str, turns: int) -> list[float]:
    """CPU seconds of what a visitor of the page waits for: a new setting in 32 worlds whose warm-up is at hand."""
    from govsim.app.part import Request, simulated_part

    country, worlds = load_scenario(scenario), range(WARM_WORLDS)
    shares = [0.1 + 0.8 * turn / turns for turn in range(turns)]
    requests = [
        Request(
            scenario=country.replace(
                levers=Levers(
                    board_membership="contributors", pooled_funding=share, joint_accountability=share
                )
            )
        )
        for share in (0.0, *shares)
    ]
    simulated_part(requests[0], worlds)
    return [cpu_seconds(lambda request=request: simulated_part(request, worlds)) for request in requests[1:]]


WARM_WORLDS: Final = 32


def ask(size: Size) -> Answer:
    """Measure and tell."""
    load_before = load()
    beside = beside_the_reference(size)
    stages = in_batches(size)
    visitor = apart("throughput:warm", scenario=size.scenario, turns=size.turns)
    several = apart(
        "two_processes:seconds",
        scenario=size.scenario,
        worlds=size.many_replicates,
        turns=max(1, size.turns // 2),
    )
    by_loop = ratios(beside["loop"], beside["simulate"])
    by_batch = ratios(beside["batch_run"], beside["simulate"])
    two_wall = ratios(several["one_wall"], several["two_wall"])
    two_cpu = ratios(several["one_cpu"], several["two_cpu"])
    got = ratios(several["one_cpu"], several["one_wall"])
    got_two = ratios(several["two_cpu"], several["two_wall"])
    count = f"{size.replicates:,} worlds"
    many = f"{size.many_replicates:,} worlds"
    figures = [
        Figure("times_loop", f"{count}, throughput of `simulate` as a multiple of the reference in a loop",
               middle(by_loop), "×", 100, 150, more=True),
        Figure("times_batch_run", f"{count}, the same against the reference by mesa.batch_run",
               middle(by_batch), "×", 100, 150, more=True),
        Figure("two_processes", f"{many}, two processes of half each, as a multiple of one process (wall time; the "
               f"machine had {shown(middle(several['cores']))} cores to give)",
               middle(two_wall), "×", 1.7, more=True),
        Figure("two_processes_by_cpu", f"{many}, the same by the CPU time of the longer process",
               middle(two_cpu), "×", 1.7, more=True),
        Figure("run_in_batches", f"a run of the default scenario among {count}, its shared warm-up apart",
               1e3 * middle(stages["run"]), "ms", 6, 3),
        Figure("warm_32", f"{WARM_WORLDS} worlds of a new setting on the page, warm-up at hand",
               1e3 * middle(visitor), "ms", 200, 100),
    ]  # fmt: skip
    rows = [
        ["a run with its warm-up, `simulate`", *_spread(beside["simulate"])],
        ["a run with its warm-up, reference in a loop", *_spread(beside["loop"])],
        ["a run with its warm-up, reference by mesa.batch_run", *_spread(beside["batch_run"])],
        ["a run, its warm-up apart", *_spread(stages["run"])],
        ["a warm-up", *_spread(stages["warm-up"])],
        ["building a world", *_spread(stages["building"])],
        [f"{WARM_WORLDS} worlds of a new setting on the page", *_spread(visitor)],
        [f"{many}, one process, CPU", *_spread(several["one_cpu"])],
        [f"{many}, one process, wall", *_spread(several["one_wall"])],
        [f"{many}, two processes, CPU of the longer and what hands back", *_spread(several["two_cpu"])],
        [f"{many}, two processes, wall", *_spread(several["two_wall"])],
    ]
    measured: dict[str, Any] = {
        "beside_the_reference": beside,
        "by_stage": stages,
        "warm": visitor,
        "two_processes": several,
        "two_processes_by_cpu": two_cpu,
        "load": [load_before, load()],
    }
    return Answer(
        "throughput",
        "How many worlds a second?",
        figures,
        [Table("throughput", ("CPU time, unless wall is said", "median", "from … to"), rows)],
        [
            "govsim itself runs in one process: the two processes are started here, each with half of the worlds, and "
            "hand whole runs back.",
            "Wall time tells what two processes gain only where two cores are free. Two that merely count had "
            f"{shown(middle(several['cores']))} times the throughput of one here, just before; of our own, one had "
            f"{middle(got):.0%} of a core to itself, and two had {middle(got_two):.0%} of one each. The CPU time "
            "of the longer process, and of the one that waits for it, is what they would take where nothing else "
            "runs, if sharing caches and memory cost nothing.",
        ],
        measured,
    )


def _spread(seconds: Sequence[float]) -> tuple[str, str]:
    scale, unit = (1.0, "s") if middle(seconds) >= 1 else (1e3, "ms")
    low, high = min(seconds) * scale, max(seconds) * scale
    return shown(middle(seconds) * scale, unit), f"{shown(low)} to {shown(high)}"
