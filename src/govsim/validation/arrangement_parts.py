"""Parts of the document for the three arrangements, and for the same comparison with the model built otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from govsim.documents.document import Part
from govsim.documents.table import Column, Table
from govsim.measures.catalogue import MEASURES
from govsim.validation.arrangements import ARRANGEMENTS, AtWeight, Contrast
from govsim.validation.charts import arrangements_chart, robustness_chart
from govsim.validation.robustness import MEASURES_SHOWN, RobustnessResult, as_built, turned
from govsim.validation.wording import cell, chance_words, number
from govsim.words.names import arrangement_words, capitalised
from govsim.words.plurals import counted, joined
from govsim.words.verdicts import SHORT

BAND: Final = f"Grey: ±{MEASURES['public_value'].smallest_effect:g} units, too little to matter."
VALUE_COLUMNS: Final = (
    Column("Arrangement"),
    Column("Treatment"),
    Column("Weight of progress", number=True),
    Column("Difference from siloed, units", number=True),
    Column("Better than siloed, % of worlds", number=True),
    Column("Best of the three, % of worlds", number=True),
)
SPLIT_COLUMNS: Final = (
    Column("Arrangement, treatment"),
    Column("Progress, need points", number=True),
    Column("Core services, index", number=True),
    Column("By volume, pence", number=True),
    Column("By overhead, pence", number=True),
    Column("By what a pound does, pence", number=True),
)
NOTES: Final = (
    "Which arrangement is better depends on how much progress on outcomes counts against core services, and that is "
    "the user's to say.",
    "Effective money, in pence of a pound of the budget, is volume (money for outcomes), times what overhead leaves "
    "of it, times what a pound then does. An arrangement may do better in any of the three. Each part is the mean "
    "over all orders in which they could change.",
    "What the difference depends on: by how much the difference in public value at equal weights moves while one "
    "contested assumption goes from one end of its range to the other, by regression on ranks. Where two people "
    "disagree about an arrangement, they should ask about these assumptions first.",
)


def arrangements_part(contrasts: Sequence[Contrast], worlds: int) -> Part:
    """The part on the three arrangements at three weights under each treatment, with factors of effective money."""
    others = [one for one in contrasts if one.arrangement != ARRANGEMENTS[0]]
    values = tuple(_value_row(one, at) for one in contrasts for at in one.at_weights)
    split = tuple((_named(one), *(cell(part, sign=True) for part in one.parts.values())) for one in others)
    few = chance_words(worlds)
    return Part(
        "arrangements",
        "The three arrangements",
        (_better_words(contrasts),),
        "Difference from siloed government in public value at weights of progress of 0.3, 0.5 and 0.7, with 95% "
        f"intervals. {BAND}",
        (
            Table("Public value by weight of progress", VALUE_COLUMNS, values),
            Table("Parts of a difference from siloed government", SPLIT_COLUMNS, split),
            _influences_table(others),
        ),
        partial(arrangements_chart, contrasts),
        (*NOTES, *([few] if few else [])),
        {"arrangements": [one.document() for one in contrasts]},
    )


def _better_words(contrasts: Sequence[Contrast]) -> str:
    first, *others = contrasts[: len(ARRANGEMENTS)]
    shares = [
        f"{arrangement_words(one.arrangement)} in "
        + joined([f"{number(at.better.value, at.better.unit)}%" for at in one.at_weights])
        for one in others
    ]
    return (
        f"Arrangements: at weights of progress of {joined([f'{at.weight:g}' for at in first.at_weights])}, public "
        f"value is above siloed government's: {'; '.join(shares)} of worlds."
    )


def _value_row(one: Contrast, at: AtWeight) -> tuple[str, ...]:
    against = (cell(at.difference, sign=True), cell(at.better))
    if one.arrangement == ARRANGEMENTS[0]:
        against = ("–", "–")
    return arrangement_words(one.arrangement), one.treatment, f"{at.weight:g}", *against, cell(at.best)


def _named(one: Contrast) -> str:
    return f"{arrangement_words(one.arrangement)}, {one.treatment}"


def _influences_table(contrasts: Sequence[Contrast]) -> Table:
    """A row per assumption that is among the strongest of any contrast, a column per contrast."""
    changes = [{each.label: each.change for each in one.influences} for one in contrasts]
    labels = dict.fromkeys(label for each in changes for label in each)
    columns = [Column(_named(one), number=True) for one in contrasts]
    rows = [
        (label, *(number(each[label], "units", sign=True) if label in each else "–" for each in changes))
        for label in sorted(labels, key=lambda label: -max(abs(each.get(label, 0.0)) for each in changes))
    ]
    caption = "What the difference in public value depends on, units; –: not among the eight strongest there"
    return Table(caption, (Column("Assumption"), *columns), tuple(rows))


# --- robustness -----------------------------------------------------------------------------------------------


def robustness_part(results: Sequence[RobustnessResult]) -> Part:
    """The part on the robustness of verdicts to the construction of the model."""
    first = as_built(results)
    columns = (
        Column("Built otherwise"),
        *(Column(f"{MEASURES[name].label}, {MEASURES[name].unit}") for name in MEASURES_SHOWN),
        Column("Verdicts"),
    )
    tables = [
        Table(
            f"{capitalised(arrangement_words(name))} against siloed government",
            columns,
            tuple(_robustness_row(one, first[name]) for one in results if one.arrangement == name),
        )
        for name in first
    ]
    return Part(
        "robustness",
        "Robustness: the model built otherwise",
        (_change_words(results),),
        f"Difference from siloed government in public value under each way of building the model. {BAND}",
        tuple(tables),
        partial(robustness_chart, results),
        (
            "Two modellers with the same sources would choose differently in many places. Here "
            "each choice is replaced, one at a time: steps of half a quarter, other places, other ranges, no "
            "learning, other constants (all at once, by chance), other contributions of departments, and every rival "
            f"rule, each in {results[0].worlds:,} worlds. Choices were not combined.",
            "Turned round: a verdict became its opposite, or a difference changed its sign, both intervals beyond "
            "zero.",
        ),
        {"robustness": [one.document() for one in results]},
    )


def _change_words(results: Sequence[RobustnessResult]) -> str:
    first = as_built(results)
    others = [(one, first[one.arrangement]) for one in results if one is not first[one.arrangement]]
    names = dict.fromkeys(one.variant.title for one, _ in others)
    changed = {one.variant.title for one, before in others if one.verdicts != before.verdicts}
    opposite = list(dict.fromkeys(one.variant.title for one, before in others if turned(before, one)))
    round_words = (
        f"under {len(opposite)} a difference turns round ({joined(opposite)})."
        if opposite
        else "under none does a difference turn round."
    )
    return (
        f"Robustness: with the model built in {counted(len(names), 'other way', 'other ways')}, {len(changed)} change "
        f"at least one of {len(first) * len(MEASURES_SHOWN)} verdicts against siloed government; {round_words}"
    )


def _robustness_row(one: RobustnessResult, first: RobustnessResult) -> tuple[str, ...]:
    cells = [
        f"{cell(figure, sign=True)}, {SHORT.get(word, word)}"
        for figure, word in zip(one.figures, one.verdicts, strict=True)
    ]
    if one is first:
        return "as it is", *cells, "–"
    change = "as before" if one.verdicts == first.verdicts else "another"
    return one.variant.title, *cells, "turned round" if turned(first, one) else change
