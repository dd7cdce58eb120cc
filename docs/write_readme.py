"""Puts what commands print and experiments answer into the README, so that its numbers are made by what they are of.

    python docs/write_readme.py [ENGLAND] [--experiments DIR] [--check]

ENGLAND is a folder with the three files of England's places that the README names: with it the README's commands are
run. DIR is a folder with results of the experiments that the README tells of, as `govsim experiment run NAME -o DIR`
keeps them. What is not given is left as it is. With --check nothing is written, and the exit code is 1 where the
README says something else.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from govsim.documents.markdown import plain
from govsim.experiments.report.report import report_of
from govsim.experiments.results import Results, open_results, results_in

README = Path(__file__).resolve().parent.parent / "README.md"
WIDTH = "100"


def output_of(command: str, folder: Path) -> str:
    """What a command prints, in a folder, at the width of a page."""
    words = shlex.split(command)
    assert words[0] == "govsim"
    done = subprocess.run(
        [sys.executable, "-m", "govsim", *words[1:]],
        cwd=folder,
        env={**os.environ, "COLUMNS": WIDTH, "PYTHONIOENCODING": "utf-8"},
        check=True,
        capture_output=True,
        text=True,
    )
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())


def shown_parts(page: str, headings: list[str]) -> str:
    """The parts of a page under headings that begin with these words; `…` stands for what is left out."""
    parts = re.split(r"\n\n(?=\S)", page)
    kept = [part if any(part.startswith(heading) for heading in headings) else "…" for part in parts]
    return re.sub(r"…(\n\n…)+", "…", "\n\n".join(kept))


def with_outputs(text: str, england: Path) -> str:
    """The README with each ```text block that starts with `$ govsim` filled with what its commands print.

    A comment `<!-- parts: A | B -->` above a block keeps the parts under these headings alone.
    """
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for file in england.glob("*.csv"):
            (folder / file.name).symlink_to(file.resolve())

        def filled(block: re.Match[str]) -> str:
            headings = [heading.strip() for heading in block[1].split("|")]
            commands = [line[2:] for line in block[2].splitlines() if line.startswith("$ govsim")]
            outputs = [f"$ {command}\n\n{output_of(command, folder)}" for command in commands]
            told = [
                "\n\n".join([first, shown_parts(rest, headings)])
                if "compare" in first
                else f"{first}\n{rest}"
                for first, _, rest in (output.partition("\n\n") for output in outputs)
            ]
            return f"<!-- parts: {block[1]} -->\n```text\n" + "\n\n".join(told) + "\n```"

        pattern = r"<!-- parts: (.*?) -->\n```text\n(\$ govsim .*?)\n```"
        return re.sub(pattern, filled, text, flags=re.DOTALL)


def results_of(name: str, kept: Path) -> Results:
    """The results of an experiment in a folder, complete and by the model as it is now. Ends where there are none."""
    found = [results for results in map(open_results, results_in(kept)) if results.name == name]
    usable = [results for results in found if results.is_complete and results.difference_of_model is None]
    if len(usable) == 1:
        return usable[0]
    others = len(found) - len(usable)
    sys.exit(
        f"{kept}: expected one whole run of {name} by this model, found {len(usable)}, and {others} by another model "
        f"or incomplete. To make one: govsim experiment run {name} -o {kept}"
    )


def told_answer(name: str, parts: list[str], kept: Path) -> str:
    """An experiment's question and, in a list, its report's answer and the first sentence of other parts of it."""
    report = report_of(results_of(name, kept))
    first = {part.key: part.sentences[0] for part in report.parts}
    said = [*report.answer, *(first[part] for part in parts)]
    lines = [f"- **{plain(report.question)}** (`{name}`)", *(f"  - {plain(sentence)}" for sentence in said)]
    return "\n".join(lines)


def with_answers(text: str, kept: Path) -> str:
    """The README with what stands between `<!-- answers: A | B, PART -->` and `<!-- end -->` told anew.

    A and B are experiments. A PART after a comma is the key of a part of the report whose first sentence is told too.
    """

    def told(block: re.Match[str]) -> str:
        asked = [one.split(",") for one in block[1].split("|")]
        items = [told_answer(name.strip(), [part.strip() for part in parts], kept) for name, *parts in asked]
        return f"<!-- answers: {block[1]} -->\n" + "\n".join(items) + "\n<!-- end -->"

    return re.sub(r"<!-- answers: (.*?) -->\n.*?<!-- end -->", told, text, flags=re.DOTALL)


def main(arguments: list[str]) -> int:
    """Write the README anew, or check it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("england", nargs="?", type=Path, metavar="ENGLAND")
    parser.add_argument("--experiments", type=Path, metavar="DIR")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args(arguments)
    if asked.england is None and asked.experiments is None:
        parser.error("give ENGLAND, --experiments DIR or both")
    text = fresh = README.read_text(encoding="utf-8")
    if asked.england is not None:
        fresh = with_outputs(fresh, asked.england)
    if asked.experiments is not None:
        fresh = with_answers(fresh, asked.experiments)
    if asked.check:
        if fresh != text:
            print(f"{README.name} is stale")
        return 0 if fresh == text else 1
    README.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
