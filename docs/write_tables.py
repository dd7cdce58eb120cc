"""Writes docs/parameters.md, docs/measures.md and docs/experiment-keys.md from the schemas and catalogues they tell of.

    python docs/write_tables.py [--check]

With --check nothing is written, and the exit code is 1 where a page says something else.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from experiment_keys import experiment_keys_page
from markdown_tables import MADE, bounds_of, said, table, wrapped
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from govsim.measures.catalogue import MEASURES
from govsim.measures.measure import AXIS_NAMES, Measure
from govsim.scenario.constant import OWN
from govsim.scenario.constants import Constants
from govsim.scenario.country import Contestable
from govsim.scenario.levers import ELEMENTS, Levers
from govsim.scenario.load import load_scenario
from govsim.scenario.rules import Rules
from govsim.scenario.schema import Scenario, Values
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.scenario.uncertainty import Scale, Uncertainty
from govsim.world.pound import ENDS

DOCS = Path(__file__).resolve().parent
PRESETS = ("siloed", "layered", "mission_led")

INVERSES: dict[Scale, str] = {
    "linear": "`low + u·(high − low)`",
    "log": "`low·(high/low)^u`",
    "complementarity": "`1 − 1/e`, `e = a·(b/a)^u`, `a = 1/(1 − low)`, `b = 1/(1 − high)`",
}
BETTER = {1: "more", -1: "less", 0: "neither"}


def extra_of(field: FieldInfo) -> dict[str, Any]:
    """What a field says beside its bounds: unit, source, benefit, cost."""
    return dict(field.json_schema_extra) if isinstance(field.json_schema_extra, dict) else {}


def levers() -> str:
    """Levers by element, with benefit, cost and the three arrangements."""
    presets = [load_scenario(name).levers for name in PRESETS]
    parts = [
        "## Levers",
        "How a state is run. Every lever has a benefit, a cost and a null setting, at which it does nothing. A number "
        "is a share from 0 to 1. The columns siloed, layered and mission_led say where the three arrangements have it.",
    ]
    for element, heading in [*ELEMENTS.items(), (0, "None of the three")]:
        rows = []
        for name, field in Levers.model_fields.items():
            extra = extra_of(field)
            if extra["element"] != element:
                continue
            cells = [
                f"`{name}`",
                field.description or "",
                extra["benefit"],
                extra["cost"],
                said(extra["null"]),
            ]
            cells += [said(getattr(preset, name)) for preset in presets]
            rows.append([*cells, extra["source"]])
        head = ["lever", "meaning", "benefit", "cost", "null", *PRESETS, "source"]
        parts += [f"### {heading}", table(head, rows)]
    return "\n\n".join(parts)


def bounds_of_uncertainty(spec: Uncertainty) -> str:
    """The bounds that no scenario may leave."""
    low = "any" if spec.minimum == float("-inf") else said(spec.minimum)
    low = f"above {low}" if spec.minimum_excluded and low != "any" else low
    return f"{low} to {'any' if spec.maximum == float('inf') else said(spec.maximum)}"


def uncertainties() -> str:
    """Uncertainties with range, central value and distribution."""
    rows = [
        [
            f"`{name}`",
            spec.label,
            f"{spec.low:.4g} to {spec.high:.4g}",
            said(spec.central),
            spec.scale,
            bounds_of_uncertainty(spec),
            spec.unit,
            spec.meaning,
            spec.source,
        ]
        for name, spec in UNCERTAINTIES.items()
    ]
    head = ["uncertainty", "label", "range", "central", "scale", "bounds", "unit", "meaning", "source"]
    scales = table(["scale", "value for u"], ([scale, formula] for scale, formula in INVERSES.items()))
    return "\n\n".join(
        [
            "## Uncertainties",
            "What nobody knows. Each world draws its own value from the range unless the scenario fixes it; with "
            '`worlds = "alike"` all worlds have the central value. A draw u between 0 and 1 becomes a value by the '
            "inverse of the distribution:",
            scales,
            "Bounds are wider than ranges: a scenario may fix any value within them. An elasticity may be `inf`, and "
            "`centre_bandwidth` too. `power_complementarity` is drawn up to 5/6.",
            table(head, rows),
        ]
    )


def constants() -> str:
    """Constants under the headings of their file."""
    heading, headings = "", {}
    for part in reversed(Constants.__mro__[: Constants.__mro__.index(BaseModel)]):
        for line in inspect.getsource(part).splitlines():
            if mark := re.match(r"\s*# --- (.+?) -+$", line):
                heading = mark[1].capitalize()
            elif mark := re.match(r"\s*(\w+): float", line):
                headings[mark[1]] = heading
    parts = [
        "## Constants",
        "The same in every world and every arrangement; a scenario may override any of them under `[constants]`. "
        f"*Own* alone means {OWN.removeprefix('own: ')}. *Value own* means that the idea has a source and the number "
        "is ours.",
    ]
    for title in dict.fromkeys(headings.values()):
        rows = []
        for name, field in Constants.model_fields.items():
            if headings[name] == title:
                extra = extra_of(field)
                cells = [f"`{name}`", said(field.default), extra["unit"], bounds_of(field)]
                source = "own" if extra["source"] == OWN else extra["source"]
                rows.append([*cells, field.description or "", source])
        parts += [f"### {title}", table(["constant", "value", "unit", "bounds", "meaning", "source"], rows)]
    return "\n\n".join(parts)


def rules() -> str:
    """Rival rules of decisions."""
    rows = [
        [
            f"`{name}`",
            field.title or "",
            f"`{field.default}`",
            field.description or "",
            extra_of(field)["source"],
        ]
        for name, field in Rules.model_fields.items()
    ]
    return "\n\n".join(
        [
            "## Rules",
            "Decisions on which scholars disagree. A scenario chooses under `[rules]`.",
            table(["decision", "who decides what", "default", "rules", "source"], rows),
        ]
    )


def settings() -> str:
    """The other numbers that a scenario may state."""
    places: list[tuple[str, type[BaseModel], Sequence[str]]] = [
        ("", Scenario, ("horizon", "warm_up", "budget_billion", "councils_represented")),
        ("values.", Values, tuple(Values.model_fields)),
        ("contestable.", Contestable, tuple(Contestable.model_fields)),
    ]
    rows = []
    for prefix, model, names in places:
        for name in names:
            field = model.model_fields[name]
            default = "–" if field.default is None else said(field.default)
            rows.append(
                [f"`{prefix}{name}`", default, bounds_of(field) or "above 0", field.description or ""]
            )
    return "\n\n".join(
        ["## Other settings of a scenario", table(["setting", "default", "bounds", "meaning"], rows)]
    )


def parameters_page() -> str:
    """docs/parameters.md."""
    opening = (
        "Every number of the model: what it means, where it may lie and where it comes from. "
        "Sources are keys of [references.bib](references.bib); *own* is our judgement. "
        "The formulas that use them are in [model.md](model.md)."
    )
    parts = [MADE, "# Parameters", opening, levers(), uncertainties(), constants(), rules(), settings()]
    return wrapped("\n\n".join(parts)) + "\n"


def how_taken(measure: Measure) -> str:
    """What the function of a measure says of itself, without shapes and sources."""
    text = " ".join((inspect.getdoc(measure.function) or "").split())
    text = re.sub(r"\s*Source: .*$", "", text)
    text = re.sub(r"\s*Shape \([^)]*\)\.", "", text)
    text = re.sub(r",? shape \([^)]*\)", "", text)
    return "" if text.rstrip(".").lower() == measure.meaning.lower() else text


def measure_rows(measures: Iterable[Measure]) -> list[list[str]]:
    """One row a measure."""
    rows = []
    for measure in measures:
        effect = said(measure.smallest_effect) if measure.smallest_effect else "–"
        axis = AXIS_NAMES[measure.axis] if measure.axis else ""
        axis += " (at the end only)" if measure.only_at_end else ""
        cells = [
            f"`{measure.name}`",
            measure.label,
            measure.unit,
            axis,
            BETTER[measure.better],
            measure.meaning,
        ]
        rows.append([*cells, how_taken(measure), effect, measure.source])
    return rows


def measures_page() -> str:
    """docs/measures.md."""
    head = [
        "measure",
        "label",
        "unit",
        "axis",
        "better",
        "meaning",
        "how it is taken",
        "smallest effect",
        "source",
    ]
    whole = [measure for measure in MEASURES.values() if not measure.axis]
    along = [measure for measure in MEASURES.values() if measure.axis]
    units = Constants()
    without_axis = [position for position, name in enumerate(head) if name != "axis"]
    without_effect = [position for position, name in enumerate(head) if name != "smallest effect"]

    def kept(columns: Sequence[int], rows: Iterable[Sequence[str]]) -> list[list[str]]:
        return [[row[column] for column in columns] for row in rows]

    parts = [
        MADE,
        "# Measures",
        "What is observed each quarter, after phase 13, from the true state and from what was reported, kept apart. "
        "*Better* says which way is good; *smallest effect* is the least difference that matters unless a scenario "
        "says otherwise. Sources are keys of [references.bib](references.bib): of the idea, not of a number. "
        "The formulas are in section 8.1 of [model.md](model.md).",
        f"Public value = `progress_weight·progress/{said(units.progress_unit)} + "
        f"(1 − progress_weight)·(core services − 1)/core_unit`; the weight is the user's, and "
        "`core_unit` an assumption that differs between worlds.",
        "## Of the whole country",
        table([head[column] for column in without_axis], kept(without_axis, measure_rows(whole))),
        "## Along an axis",
        table([head[column] for column in without_effect], kept(without_effect, measure_rows(along))),
        "## The pound's journey",
        "Where each pound of the quarter's budget ends. Shares sum to 1 in every quarter of every world.",
        table(
            ["category", "label", "what ends here"],
            ([f"`{key}`", end.label, end.meaning] for key, end in ENDS.items()),
        ),
    ]
    return wrapped("\n\n".join(parts)) + "\n"


def pages() -> dict[Path, str]:
    """The pages and what they should say."""
    return {
        DOCS / "parameters.md": parameters_page(),
        DOCS / "measures.md": measures_page(),
        DOCS / "experiment-keys.md": experiment_keys_page(),
    }


def main(arguments: Sequence[str]) -> int:
    """Write the pages anew, or check them."""
    if list(arguments) not in ([], ["--check"]):
        print(__doc__)
        return 2
    stale = [
        page
        for page, text in pages().items()
        if not page.exists() or page.read_text(encoding="utf-8") != text
    ]
    if "--check" in arguments:
        for page in stale:
            print(f"docs/{page.name} is stale; make it anew with: python docs/write_tables.py")
        return 1 if stale else 0
    for page, text in pages().items():
        page.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
