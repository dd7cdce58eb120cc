"""Puts what commands print and experiments answer into the pages, so that no number there is typed by hand.

    python docs/write_outputs.py [--commands] [--england ENGLAND] [--experiments DIR] [--check]

With --commands the govsim commands of each ```text block below `<!-- output -->` are run; they find the files that the
page has below `<!-- file: NAME -->`. ENGLAND is a folder with the three files that docs/places.md names besides;
commands that name a table that is not there are not run. DIR is a folder with results
of the experiments that docs/results.md names, as `govsim experiment run NAME -o DIR` keeps them. What is not given is
left as it is. With --check nothing is written, and the exit code is 1 where a page says something else.
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

DOCS = Path(__file__).resolve().parent
PAGES = (DOCS.parent / "README.md", *sorted(DOCS.rglob("*.md")))
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


def with_outputs(text: str, england: Path | None) -> str:
    """A page with each ```text block below `<!-- output -->` filled with what its commands print.

    Blocks whose commands name a table that neither the page nor the folder of England has are left as they are.
    """
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for file in england.glob("*.csv") if england else ():
            (folder / file.name).symlink_to(file.resolve())
        for name, content in re.findall(r"<!-- file: (\S+) -->\n```csv\n(.*?)\n```", text, flags=re.DOTALL):
            (folder / name).write_text(f"{content}\n", encoding="utf-8")

        def filled(block: re.Match[str]) -> str:
            commands = [line[2:] for line in block[1].splitlines() if line.startswith("$ govsim")]
            tables = [word for command in commands for word in shlex.split(command) if word.endswith(".csv")]
            if not all((folder / table).exists() for table in tables):
                return block[0]
            outputs = [f"$ {command}\n{output_of(command, folder)}" for command in commands]
            return "<!-- output -->\n```text\n" + "\n\n".join(outputs) + "\n```"

        return re.sub(r"<!-- output -->\n```text\n(.*?)\n```", filled, text, flags=re.DOTALL)


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


def answer_of(name: str, parts: list[str], kept: Path) -> str:
    """An experiment's question and, in a list, its report's answer and the first sentence of other parts of it."""
    report = report_of(results_of(name, kept))
    first = {part.key: part.sentences[0] for part in report.parts}
    sentences = [*report.answer, *(first[part] for part in parts)]
    lines = [f"- **{plain(report.question)}** (`{name}`)", *(f"  - {plain(one)}" for one in sentences)]
    return "\n".join(lines)


def with_answers(text: str, kept: Path) -> str:
    """A page with what stands between `<!-- answers: A | B, PART -->` and `<!-- end -->` written anew.

    A and B are experiments. A PART after a comma is the key of a part of the report whose first sentence is added.
    """

    def filled(block: re.Match[str]) -> str:
        asked = [one.split(",") for one in block[1].split("|")]
        items = [answer_of(name.strip(), [part.strip() for part in parts], kept) for name, *parts in asked]
        return f"<!-- answers: {block[1]} -->\n" + "\n".join(items) + "\n<!-- end -->"

    return re.sub(r"<!-- answers: (.*?) -->\n.*?<!-- end -->", filled, text, flags=re.DOTALL)


def main(arguments: list[str]) -> int:
    """Write the pages anew, or check them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--commands", action="store_true")
    parser.add_argument("--england", type=Path, metavar="ENGLAND")
    parser.add_argument("--experiments", type=Path, metavar="DIR")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args(arguments)
    if not (asked.commands or asked.england or asked.experiments):
        parser.error("give --commands, --england ENGLAND or --experiments DIR")
    fresh = {}
    for page in PAGES:
        text = new = page.read_text(encoding="utf-8")
        if asked.commands or asked.england:
            new = with_outputs(new, asked.england)
        if asked.experiments:
            new = with_answers(new, asked.experiments)
        if new != text:
            fresh[page] = new
    for page, new in fresh.items():
        if asked.check:
            print(f"{page.name} is stale")
        else:
            page.write_text(new, encoding="utf-8")
    return int(asked.check and bool(fresh))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
