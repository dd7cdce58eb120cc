"""What a person at the command line waits for: start-up included, in a fresh process."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.answers import Answer, Figure, Table, shown
from benchmarks.measuring import Spent, command, middle
from benchmarks.sizes import Size


def ask(size: Size) -> Answer:
    """Measure and tell."""
    asked = {
        "help": ["--help"],
        "compare": ["compare", *size.arrangements, "-n", str(size.replicates)],
    }
    spent: dict[str, list[Spent]] = {name: [] for name in asked}
    with tempfile.TemporaryDirectory() as folder:
        command(["-m", "govsim", "--help"], Path(folder))  # compiles what is new
        for _ in range(size.turns):
            for name, words in asked.items():
                spent[name].append(command(["-m", "govsim", *words], Path(folder)))
    cpu = {name: middle([one.cpu for one in times]) for name, times in spent.items()}
    wall = {name: middle([one.wall for one in times]) for name, times in spent.items()}
    told = {name: f"`govsim {' '.join(words)}`" for name, words in asked.items()}
    figures = [
        Figure("help", f"{told['help']}, CPU time in all", cpu["help"], "s", 0.3),
        Figure("compare", f"{told['compare']}, CPU time in all", cpu["compare"], "s", 6),
        Figure("compare_wall", f"{told['compare']}, wall time in all", wall["compare"], "s", 6),
    ]
    rows = [
        [
            told[name],
            shown(cpu[name], "s"),
            f"{shown(min(one.cpu for one in spent[name]))} to {shown(max(one.cpu for one in spent[name]))}",
            shown(wall[name], "s"),
        ]
        for name in asked
    ]
    return Answer(
        "commands",
        "How long does a person wait at the command line?",
        figures,
        [Table("commands", ("A whole process, median", "CPU", "from … to", "wall"), rows)],
        [],
        {name: [[one.cpu, one.wall] for one in times] for name, times in spent.items()},
    )
