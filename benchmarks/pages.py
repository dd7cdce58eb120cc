"""Puts the tables of a full run into docs/performance.md, so that no number there is typed by hand.

    python -m benchmarks --json docs/performance.json && python -m benchmarks.pages [--check]

A block between `<!-- measured: NAME -->` and `<!-- end -->` is written anew; with --check nothing is written, and
the exit code is 1 where a page says something else than docs/performance.json.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import Any, Final

from benchmarks.answers import answer_from, figures_table
from benchmarks.measuring import ROOT

KEPT: Final = ROOT / "docs" / "performance.json"
PAGES: Final = (ROOT / "docs" / "performance.md",)
BLOCK: Final = re.compile(r"(<!-- measured: (\w+) -->\n).*?(\n<!-- end -->)", re.DOTALL)


def blocks(kept: Mapping[str, Any]) -> dict[str, str]:
    """Every block that a page may hold: `targets`, `machine`, each table, and `notes_` of each answer.

    An answer without tables says why not where its table would be.
    """
    answers = [answer_from(stored) for stored in kept["answers"].values()]
    found = {
        "targets": figures_table(answers).markdown(),
        "machine": fill(_machine(kept), 120, break_on_hyphens=False, break_long_words=False),
    }
    for answer in answers:
        found.update({table.key: table.markdown() for table in answer.tables})
        notes = "\n".join(
            fill(f"- {note}", 120, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False)
            for note in answer.notes
        )
        found.update({f"notes_{answer.key}": notes} if answer.tables else {answer.key: notes})
    return found


def _machine(kept: Mapping[str, Any]) -> str:
    on = kept["machine"]
    before, after = kept["load"]
    return (
        f"Measured on {kept['date']}, model version {kept['model_version']}, in {kept['minutes']:.0f} minutes, on one "
        f"of {on['cores']} cores of {on['processor']}, {on['system']}, Python {on['python']}, numpy {on['numpy']}, "
        f"scipy {on['scipy']}, mesa {on['mesa']}. Load, the processes that wanted a core: {before:.1f} when it began "
        f"and {after:.1f} when it ended; above {on['cores']} the machine was busy with other work, which makes "
        "wall times longer and, through shared caches and memory, CPU times too."
        + "".join(map(_renewed, kept.get("renewed", {}).items()))
    )


def _renewed(one: tuple[str, Mapping[str, Any]]) -> str:
    name, when = one
    before, after = when["load"]
    return f" *{name.capitalize()}* were measured again on {when['date']}, load {before:.1f} to {after:.1f}."


def filled(text: str, found: Mapping[str, str]) -> str:
    """A page with its blocks written anew. Raises KeyError for a block that nobody measures."""
    return BLOCK.sub(lambda block: block[1] + found[block[2]] + block[3], text)


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or check them."""
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    if kept["size"] != "full":
        print(f"{KEPT.name} is of a {kept['size']} run; pages tell of full ones alone")
        return 2
    found, stale = blocks(kept), []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        fresh = filled(text, found)
        if fresh != text:
            stale.append(page.name)
            if "--check" not in arguments:
                page.write_text(fresh, encoding="utf-8")
    if "--check" in arguments and stale:
        print("stale:", *stale)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
