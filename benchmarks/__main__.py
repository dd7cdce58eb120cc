"""One command for all that is said about speed: figures beside their targets, and the tables behind them.

    python -m benchmarks [--quick] [--json FILE] [--renew FILE] [--england FOLDER] [--without-newer-mesa]
                         [--only NAME …]

Everything is measured in CPU time unless wall is said, ratios side by side in turn. In full it takes about a quarter of
an hour on one core; --quick repeats nothing, stops at smaller sizes and makes no second environment.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from benchmarks import (
    commands,
    england,
    experiments,
    newer_mesa,
    page_load,
    phases,
    reference,
    rooms,
    scale,
    throughput,
    work,
)
from benchmarks.answers import Answer, figures_table
from benchmarks.machine import load, machine
from benchmarks.sizes import FULL, QUICK, TINY, Size
from govsim.runs.version import MODEL_VERSION

Ask = Callable[[Size], Answer]


def questions(folder: Path = england.BESIDE_THE_PROJECT) -> dict[str, Ask]:
    """What is asked, in order."""
    return {
        "throughput": throughput.ask,
        "england": partial(england.ask, folder=folder),
        "scale": scale.ask,
        "commands": commands.ask,
        "experiments": experiments.ask,
        "pages": page_load.ask,
        "rooms": rooms.ask,
        "reference": reference.ask,
        "newer_mesa": newer_mesa.ask,
        "phases": phases.ask,
        "work": work.ask,
    }


def measured(size: Size, asked: Mapping[str, Ask], tell: Callable[[str], None] = print) -> dict[str, Any]:
    """Ask every question, telling each answer at once; returns all of it, as it goes into JSON."""
    began, load_before = time.perf_counter(), load()
    answers = []
    for ask in asked.values():
        load_then = load()
        answer = ask(size)
        answers.append(answer)
        tell(_page(answer))
        tell(f"(load {load_then:.1f} to {load():.1f})\n")
    if any(answer.figures for answer in answers):
        tell(f"What was promised\n\n{figures_table(answers).plain()}\n")
    return {
        "size": size.name,
        "date": date.today().isoformat(),
        "model_version": MODEL_VERSION,
        "machine": machine(),
        "load": [load_before, load()],
        "minutes": (time.perf_counter() - began) / 60,
        "answers": {answer.key: answer.as_json() for answer in answers},
    }


def renew(kept: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """What was kept, with the answers found now in their place, and when each of these was measured.

    Raises ValueError for a run of another size or machine: a page would set its numbers side by side.
    """
    if any(kept[key] != found[key] for key in ("size", "machine")):
        raise ValueError("a run of another size or on another machine cannot be renewed in part")
    answers = {**kept["answers"], **found["answers"]}
    when = {name: {key: found[key] for key in ("date", "load", "minutes")} for name in found["answers"]}
    order = [name for name in questions() if name in answers]
    return {
        **kept,
        "answers": {name: answers[name] for name in order},
        "renewed": {**kept.get("renewed", {}), **when},
    }


def _page(answer: Answer) -> str:
    return "\n\n".join([answer.question, *(table.plain() for table in answer.tables), *answer.notes])


def main(words: Sequence[str] | None = None) -> int:
    """Read the options, measure, print, keep."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--quick", action="store_true", help="once each, smaller sizes, no second environment"
    )
    parser.add_argument("--tiny", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep everything in a file")
    parser.add_argument("--renew", type=Path, metavar="FILE",
                        help="put the answers in place of those in a file, which keeps its others")  # fmt: skip
    parser.add_argument("--england", type=Path, metavar="FOLDER", default=england.BESIDE_THE_PROJECT,
                        help="where the files of England are")  # fmt: skip
    parser.add_argument("--without-newer-mesa", action="store_true", help="make no second environment")
    parser.add_argument("--only", nargs="+", choices=list(questions()), metavar="NAME",
                        help=f"some questions alone: {', '.join(questions())}")  # fmt: skip
    given = parser.parse_args(words)
    size: Final = TINY if given.tiny else QUICK if given.quick else FULL
    asked = questions(given.england)
    found = measured(
        replace(size, newer_mesa=size.newer_mesa and not given.without_newer_mesa),
        {name: ask for name, ask in asked.items() if not given.only or name in given.only},
    )
    if given.renew:
        renewed = renew(json.loads(given.renew.read_text(encoding="utf-8")), found)
        given.renew.write_text(json.dumps(renewed, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if given.json:
        given.json.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
