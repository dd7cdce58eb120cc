"""Puts what each lever does alone, and what arrangements differ by, into docs/levers.md, out of a saved validation.

govsim validate --only levers --only arrangements --worlds 2000 --json levers.json
python docs/write_levers.py levers.json
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from markdown_tables import table

from govsim.validation.finding import Figure
from govsim.validation.wording import cell, lever_words, number
from govsim.words.names import arrangement_words

PAGE = Path(__file__).resolve().parent / "levers.md"
PLACE = re.compile(r"(<!-- levers: .*? -->\n).*?(<!-- end -->)", re.DOTALL)
LEVERS = (
    "lever",
    "gains, %",
    "harms, %",
    "public value, units",
    "gains at equal volume, %",
    "harms at equal volume, %",
    "public value at equal volume, units",
    "fault",
)
ARRANGEMENTS = (
    "arrangement",
    "weight of progress",
    "public value against siloed, units",
    "better, % of worlds",
)


def levers_tables(levers: Iterable[Mapping[str, Any]]) -> str:
    """A table for each arrangement that levers were moved from."""
    by_base: dict[str, list[tuple[str, ...]]] = {}
    for one in levers:
        treatments = (one["as_it_is"], one["equal_volume"])
        faults = dict.fromkeys(treatment["fault"] for treatment in treatments)
        by_base.setdefault(one["base"], []).append(
            (
                f"{lever_words(one['lever'])}, {one['before']} to {one['after']}",
                *(entry for treatment in treatments for entry in entries(treatment)),
                ", ".join(filter(None, faults)),
            )
        )
    return "\n\n".join(
        f"From {arrangement_words(base)}:\n\n{table(LEVERS, rows)}" for base, rows in by_base.items()
    )


def entries(treatment: Mapping[str, Any]) -> tuple[str, str, str]:
    """The shares of worlds that gain and that are harmed, and the mean difference with its interval."""
    shares = (number(treatment[name]["value"], "share of worlds") for name in ("gains", "harms"))
    return (*shares, cell(Figure(**treatment["public_value"]), sign=True))


def arrangements_tables(contrasts: Iterable[Mapping[str, Any]]) -> str:
    """A table for each treatment that was laid over the arrangements."""
    by_treatment: dict[str, list[tuple[str, ...]]] = {}
    for one in contrasts:
        if one["arrangement"] != "siloed":
            by_treatment.setdefault(one["treatment"], []).extend(
                (
                    arrangement_words(one["arrangement"]),
                    f"{at['weight']:g}",
                    cell(Figure(**at["difference"]), sign=True),
                    cell(Figure(**at["better"])),
                )
                for at in one["public_value"]
            )
    return "\n\n".join(
        f"{treatment[0].upper()}{treatment[1:]}:\n\n{table(ARRANGEMENTS, rows)}"
        for treatment, rows in by_treatment.items()
    )


def main(arguments: list[str]) -> int:
    """Write the page anew."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    saved = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    made = f"Made by `{saved['command']}`, version {saved['model_version']}."
    fresh = "\n\n".join([made, levers_tables(saved["levers"]), arrangements_tables(saved["arrangements"])])
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(PLACE.sub(lambda place: f"{place[1]}{fresh}\n{place[2]}", text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
