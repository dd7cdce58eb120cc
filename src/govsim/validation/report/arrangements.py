"""The sections of arrangements and robustness: what is compared, at which weights, and how the model was built."""

from __future__ import annotations

from collections.abc import Sequence

from govsim.documents.markup import Html, element, figure, section, table
from govsim.documents.table import Column
from govsim.measures.catalogue import MEASURES
from govsim.validation.arrangements import Contrast
from govsim.validation.report.charts import arrangements_chart, robustness_chart
from govsim.validation.robustness import MEASURES_SHOWN, RobustnessResult
from govsim.validation.summary import results_as_built, turned
from govsim.validation.wording import cell, chance_words, number
from govsim.words.names import arrangement_words
from govsim.words.verdicts import SHORT

EFFECT = MEASURES["public_value"].smallest_effect
HANGS = (
    "By how much the difference in public value at equal weights moves while one contested assumption goes from one "
    "end of its range to the other, other things equal: a regression on ranks over all worlds, without intervals. "
    "Where two people disagree about an arrangement, these are the assumptions that they should ask about first."
)
BAND = f"Grey: ±{EFFECT:g} units, too little to matter."


def arrangements_section(contrasts: Sequence[Contrast], worlds: int) -> Html:
    """The three arrangements at three weights under each treatment, and what effective money is made of."""
    if not contrasts:
        return Html("")
    about = (
        "Which arrangement is better depends on how much progress on outcomes counts against core services, and that "
        "is the user's to say."
    )
    parts = (
        "Effective money is money for outcomes, times what a pound of it achieves. An "
        "arrangement may do better because it moves more money there (volume), which core services pay for, or "
        "because a pound does more (efficiency). Each part is the mean over both orders of change (shapley_1953)."
    )
    caption = (
        "Difference from siloed government in public value at weights of progress of 0.3, 0.5 and 0.7, with 95% "
        f"intervals. {BAND}"
    )
    return section(
        "arrangements",
        "The three arrangements",
        element("p", about),
        figure(arrangements_chart(contrasts), caption),
        table("Public value by weight of progress", _VALUE_COLUMNS, _value_rows(contrasts)),
        element("h3", "More money, or more effect of a pound?"),
        element("p", parts),
        table("What a difference from siloed government is made of", _PART_COLUMNS, _part_rows(contrasts)),
        element("h3", "What the difference hangs on"),
        element("p", f"{HANGS} {chance_words(worlds)}"),
        _hangs_table(contrasts),
    )


_VALUE_COLUMNS = (
    Column("Arrangement"),
    Column("Treatment"),
    Column("Weight of progress", True),
    Column("Difference from siloed, units", True),
    Column("Better than siloed, % of worlds", True),
    Column("Best of the three, % of worlds", True),
)
_PART_COLUMNS = (
    Column("Arrangement"),
    Column("Treatment"),
    Column("Progress, need points", True),
    Column("Core services, index", True),
    Column("Effective money by volume, pence of a pound", True),
    Column("Effective money by efficiency, pence of a pound", True),
)


def _hangs_table(contrasts: Sequence[Contrast]) -> Html:
    """A row for each assumption that is among the strongest anywhere, a column for each contrast."""
    told = [one for one in contrasts if one.arrangement != contrasts[0].arrangement]
    changes = [{each.label: each.change for each in one.hangs_on} for one in told]
    labels = dict.fromkeys(label for each in changes for label in each)
    columns = [Column(f"{arrangement_words(one.arrangement)}, {one.treatment}", True) for one in told]
    rows = [
        [label, *(number(each[label], "units", sign=True) if label in each else "–" for each in changes)]
        for label in sorted(labels, key=lambda label: -max(abs(each.get(label, 0.0)) for each in changes))
    ]
    caption = "Change of the difference in public value, units; –: not among the eight strongest there"
    return table(caption, [Column("Assumption"), *columns], rows)


def _value_rows(contrasts: Sequence[Contrast]) -> list[list[str]]:
    first = contrasts[0].arrangement
    return [
        [
            arrangement_words(one.arrangement),
            one.treatment,
            f"{weight:g}",
            "–" if one.arrangement == first else cell(apart, sign=True),
            "–" if one.arrangement == first else cell(better),
            cell(best),
        ]
        for one in contrasts
        for (weight, apart, better), (_, best) in zip(one.at_weights, one.best, strict=True)
    ]


def _part_rows(contrasts: Sequence[Contrast]) -> list[list[str]]:
    return [
        [
            arrangement_words(one.arrangement),
            one.treatment,
            *(
                cell(part, sign=True)
                for part in (one.progress, one.core_services, one.volume, one.efficiency)
            ),
        ]
        for one in contrasts
        if one.arrangement != contrasts[0].arrangement
    ]


def robustness_section(outcomes: Sequence[RobustnessResult]) -> Html:
    """How far verdicts hang on how the model was built."""
    if not outcomes:
        return Html("")
    first = results_as_built(outcomes)
    about = (
        "Two people who built this model from the same sources would choose differently in many places. Here each "
        "choice is made otherwise, one at a time: steps of half a quarter, other places, other ranges, no learning, "
        "other constants (all at once, by chance), other contributions of departments, and every rival rule. Each is "
        f"compared in {outcomes[0].worlds:,} worlds. In bold: a verdict that is another word than in the model as it "
        "is; “turned round”: it became its opposite, or the difference changed its sign, both intervals beyond zero. "
        "Equal: too small to matter. Unclear: these worlds do not tell. Rows were not combined."
    )
    caption = (
        f"Difference from siloed government in public value under each way of building the model. {BAND}"
    )
    columns = [Column("Built otherwise"), Column("In what")]
    columns += [Column(f"{MEASURES[name].label}, {MEASURES[name].unit}", True) for name in MEASURES_SHOWN]
    tables = [
        table(
            f"{arrangement_words(name).capitalize()} against siloed government",
            columns,
            [_robustness_row(one, first[name]) for one in outcomes if one.arrangement == name],
        )
        for name in first
    ]
    return section(
        "robustness",
        "Robustness: the model built otherwise",
        element("p", about),
        figure(robustness_chart(outcomes), caption),
        *tables,
    )


def _robustness_row(one: RobustnessResult, first: RobustnessResult) -> list[str]:
    cells = [
        _judged(
            cell(figure, sign=True),
            SHORT.get(word, word),
            word != first.verdicts[row],
            turned(first, one, row),
        )
        for row, (figure, word) in enumerate(zip(one.figures, one.verdicts, strict=True))
    ]
    return [one.variant.name, one.variant.kind, *cells]


def _judged(told: str, word: str, changed: bool, opposite: bool) -> str:
    words = f"{word}, turned round" if opposite else word
    return element("span", f"{told} ", element("b" if changed else "span", words))
