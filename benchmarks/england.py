"""Real England: all neighbourhoods of the English Indices of Deprivation 2025, imported here, if the files are at hand.

The files are open data of which govsim carries no copy: iod2025_england_lsoa.csv, england_councils_2024.csv and
england_council_neighbours_2024.csv in a folder that `python -m benchmarks --england FOLDER` names.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from benchmarks.answers import Answer, Figure, Table, shown
from benchmarks.measuring import ROOT, apart, command, middle, peak_memory
from benchmarks.sizes import Size
from benchmarks.stages import seconds_by_stage

BESIDE_THE_PROJECT: Final = ROOT.parent / "shared" / "data" / "england"
COMMUNITIES, COUNCILS, NEIGHBOURS = FILES = (
    "iod2025_england_lsoa.csv",
    "england_councils_2024.csv",
    "england_council_neighbours_2024.csv",
)
_QUESTION: Final = "How long does real England take?"


def loading(places: str, turns: int) -> dict[str, Any]:
    """CPU seconds of reading imported places, first and again."""
    from govsim.catalogue.places import named_places

    return {"seconds": [_cpu(lambda: named_places(places)) for _ in range(turns)]}


def running(places: str, scenario: str, replicates: int, turns: int) -> dict[str, Any]:
    """CPU seconds of simulations of England, stage by stage, and the peak of memory in MB, Python's own included."""
    from govsim import load_scenario
    from govsim.catalogue.places import named_places

    land, loaded = named_places(places), load_scenario(scenario)
    found = [seconds_by_stage(loaded, replicates, land) for _ in range(turns)]
    return {"stages": found, "memory": peak_memory(), "communities": len(land.community_keys)}


def _cpu(deed: Callable[[], object]) -> float:
    began = time.process_time()
    deed()
    return time.process_time() - began


def ask(size: Size, folder: Path = BESIDE_THE_PROJECT) -> Answer:
    """Measure and tell, or say what is missing."""
    if not size.england:
        return Answer("england", _QUESTION, notes=["Left out: this is a run for tests."])
    missing = [file for file in FILES if not (folder / file).is_file()]
    if missing:
        said = f"Not measured: {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not here."
        return Answer("england", _QUESTION, notes=[said])
    with tempfile.TemporaryDirectory() as made:
        kept = Path(made) / "england.parquet"
        words = [
            "-m",
            "govsim",
            "places",
            "import",
            str(folder / COMMUNITIES),
            "--councils",
            str(folder / COUNCILS),
        ]
        words += ["--neighbours", str(folder / NEIGHBOURS), "-o", str(kept)]
        imported = command(words, Path(made))
        read = apart("england:loading", places=str(kept), turns=size.turns)
        several, alone = (
            apart(
                "england:running", places=str(kept), scenario="siloed", replicates=n, turns=min(3, size.turns)
            )
            for n in (size.england_replicates, 1)
        )
    return _told(imported.cpu, read["seconds"], several, alone, size.england_replicates)


def _told(
    imported: float, read: list[float], several: dict[str, Any], alone: dict[str, Any], replicates: int
) -> Answer:
    def a_run(stage: str) -> float:
        return middle([stages[stage] for stages in several["stages"]]) / replicates

    with_warm_up = a_run("building") + a_run("warm-up") + a_run("run")
    among = f"among {replicates}"
    figures = [
        Figure("run", f"England, a run {among}, its warm-up apart", a_run("run"), "s", 0.6, 0.4),
        Figure("run_with_warm_up", f"England, a run {among} with its warm-up and its building", with_warm_up, "s",
               0.6, 0.4),
        Figure("loading", "England, loading the imported places", read[0], "s", 1.0),
        Figure("memory", f"England, peak of memory with {replicates} replicates", several["memory"] / 1024, "GB", 1.0),
    ]  # fmt: skip
    stages = [
        [
            f"{stage}, a world",
            *(
                shown(_of(found, stage) / worlds, "s")
                for found, worlds in ((several, replicates), (alone, 1))
            ),
        ]
        for stage in ("building", "warm-up", "run")
    ]
    rows = [
        ["importing, as a command", shown(imported, "s"), "–"],
        ["loading, the first time in a process", shown(read[0], "s"), "–"],
        ["loading again", shown(middle(read[1:] or read), "s"), "–"],
        *stages,
        ["peak of memory", *(shown(found["memory"], "MB") for found in (several, alone))],
    ]
    heads = (
        f"England, {several['communities']:,} communities, CPU time",
        f"{replicates} worlds",
        "one world",
    )
    measured = {"import": imported, "loading": read, "several": several, "alone": alone}
    return Answer("england", _QUESTION, figures, [Table("england", heads, rows)], [], measured)


def _of(found: dict[str, Any], stage: str) -> float:
    return middle([stages[stage] for stages in found["stages"]])
