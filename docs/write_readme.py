"""Puts the output of the README's commands into the README, so that its numbers are made by what stands beside them.

    python docs/write_readme.py ENGLAND [--check]

ENGLAND is a folder with the three files of England's places that the README names. With --check nothing is written, and
the exit code is 1 where the README says something else.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

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


def main(arguments: list[str]) -> int:
    """Write the README anew, or check it."""
    check = "--check" in arguments
    folders = [argument for argument in arguments if not argument.startswith("--")]
    if len(folders) != 1:
        print(__doc__)
        return 2
    text = README.read_text(encoding="utf-8")
    fresh = with_outputs(text, Path(folders[0]))
    if check:
        return 0 if fresh == text else 1
    README.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
