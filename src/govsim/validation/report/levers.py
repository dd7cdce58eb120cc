"""The section of levers: each alone, drawn and as a table, the placebo among them."""

from __future__ import annotations

from collections.abc import Sequence

from govsim.documents.markup import Html, element, figure, joined_html, lines, section, table
from govsim.documents.table import Column
from govsim.measures.catalogue import MEASURES
from govsim.validation.finding import Figure
from govsim.validation.levers import FREE_LUNCH, LeverEffect
from govsim.validation.report.charts import levers_chart
from govsim.validation.summary import is_near
from govsim.validation.wording import cell, lever_words, number
from govsim.words.names import arrangement_words

COLUMNS = (
    Column("Lever, from and to"),
    Column("Gains, % of worlds", True),
    Column("Harms, % of worlds", True),
    Column("Matters, % of worlds", True),
    Column("Public value, units", True),
    Column("Progress, need points", True),
    Column("Core services, index", True),
    Column("Effective per pound for outcomes, % points", True),
    Column("Judged"),
)
SMALLEST = MEASURES["public_value"].smallest_effect
MEANS = ("public_value", "progress", "core_services", "effectiveness")


def levers_section(effects: Sequence[LeverEffect]) -> Html:
    """Whether any lever is a free lunch or a dead weight."""
    if not effects:
        return Html("")
    line = f"{FREE_LUNCH:.0%}"
    about = (
        f"Each lever is moved alone, in {effects[0].worlds:,} worlds that differ in chance and in every contested "
        "assumption, from where an arrangement has it to where the other pole has it; both runs share their chance. "
        f"A lever that raises public value at equal weights in more than {line} of worlds is a free lunch, one that "
        f"lowers it in more than {line} a dead weight: in both a cost or a benefit is missing from the model. The "
        "placebo is a lever that nothing reads. Worlds in which nothing changes count as neither. A lever "
        f"matters where public value moves by more than {SMALLEST:g} units."
    )
    return section("levers", "Levers one at a time", element("p", about), *_by_base(effects))


def _by_base(effects: Sequence[LeverEffect]) -> list[Html]:
    """A drawing and a table for each base."""
    told = []
    for base in dict.fromkeys(one.base for one in effects):
        those = [one for one in effects if one.base == base]
        name = arrangement_words(base)
        caption = (
            f"From {name}: in how many of {those[0].worlds:,} worlds each lever raises public value (circles) and "
            f"lowers it (squares), with 95% intervals. Broken line: {FREE_LUNCH:.0%}."
        )
        told.append(
            joined_html(
                [
                    element("h3", f"From {name}"),
                    figure(levers_chart(those), caption),
                    table(
                        f"Levers moved from {name}: mean effects with 95% intervals", COLUMNS, _rows(those)
                    ),
                ]
            )
        )
    return told


def _rows(effects: Sequence[LeverEffect]) -> list[list[str]]:
    rows = []
    for one in effects:
        means = {figure.label: figure for figure in one.effects}
        rows.append(
            [
                f"{lever_words(one.lever)}, {one.before} to {one.after}",
                over_two(one.gains),
                over_two(one.harms),
                number(one.matters, "share"),
                *(over_two(means[name], sign=True) for name in MEANS),
                judged(one),
            ]
        )
    return rows


def over_two(figure: Figure, sign: bool = False) -> Html:
    """A value, and its interval on a line of its own."""
    value, bracket, span = cell(figure, sign).partition(" (")
    return lines([value, f"{bracket.strip()}{span}"])


def judged(effect: LeverEffect) -> str:
    """What the shares say of a lever."""
    if effect.lever == "placebo":
        return (
            "moves public value: a fault" if effect.gains.value or effect.harms.value else "placebo: nothing"
        )
    if effect.fault:
        return element("b", effect.fault)
    if is_near(effect):
        return f"its interval reaches over {FREE_LUNCH:.0%}"
    return "neither"
