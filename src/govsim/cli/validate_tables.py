"""The tables of `govsim validate`: levers, arrangements, robustness and predictions."""

from __future__ import annotations

from collections.abc import Sequence

from govsim.documents.table import Column
from govsim.documents.terminal import Page
from govsim.measures.catalogue import MEASURES
from govsim.validation.arrangements import Contrast
from govsim.validation.finding import Figure
from govsim.validation.levers import FREE_LUNCH, LeverEffect
from govsim.validation.predictions import Prediction
from govsim.validation.robustness import MEASURES_SHOWN, RobustnessResult
from govsim.validation.summary import is_near, results_as_built, turned
from govsim.validation.wording import cell, chance_words, lever_words, number, unit_after, value_words
from govsim.words.names import arrangement_words
from govsim.words.verdicts import SHORT

NARROW, WIDE = 78, 96  # what a page must have for all effects of levers, and for how often they matter
EFFECTS = (
    ("public_value", "Public\nvalue,\nunits"),
    ("progress", "Progress,\nneed\npoints"),
    ("core_services", "Core,\nindex"),
    ("effectiveness", "Effective\na pound,\n% points"),
)
SHORT_MEASURES = {"public_value": "Public\nvalue", "progress": "Pro-\ngress", "core_services": "Core"}
SMALLEST = MEASURES["public_value"].smallest_effect
CHANGED, TURNED = "*", "**"


def levers(page: Page, effects: Sequence[LeverEffect]) -> None:
    """Each lever alone: in how many worlds it gains and harms, and what it moves."""
    if not effects:
        return
    page.heading("Levers: each moved alone, from where an arrangement has it to the other pole")
    page.text(
        f"Gains, harms: share of {effects[0].worlds:,} worlds in which public value at equal weights rises and falls. "
        f"Above {FREE_LUNCH:.0%} a lever is a free lunch or a dead weight, and something is missing from the model."
    )
    if page.width >= WIDE:
        page.text(f"Matters: share in which it moves by more than {SMALLEST:g} units.")
    effects_shown = EFFECTS if page.width >= NARROW else EFFECTS[:2]
    for base in dict.fromkeys(one.base for one in effects):
        page.heading(f"From {arrangement_words(base)}")
        columns = [Column("Lever, from and to"), Column("Gains,\n%", number=True)]
        columns += [Column("Harms,\n%", number=True)]
        columns += [Column("Matters,\n%", number=True)] if page.width >= WIDE else []
        columns += [Column(heading, number=True) for _, heading in effects_shown]
        names = [name for name, _ in effects_shown]
        page.table(columns, [_lever_row(page, one, names) for one in effects if one.base == base])
    if any(is_near(one) for one in effects):
        page.text(f"~ the interval of a share reaches over {FREE_LUNCH:.0%}: more worlds are needed to tell.")
    page.text("Effects are means over worlds. Intervals and what else they move are in --json and --report.")


def _lever_row(page: Page, one: LeverEffect, names: Sequence[str]) -> list[str]:
    fault = f" {one.fault.upper()}" if one.fault else " ~" if is_near(one) else ""
    means = {figure.label: figure for figure in one.effects}
    return [
        f"{lever_words(one.lever)}, {one.before} to {one.after}{fault}",
        *(number(figure.value, figure.unit) for figure in (one.gains, one.harms)),
        *([number(one.matters, "share")] if page.width >= WIDE else []),
        *(number(means[name].value, means[name].unit, sign=True) for name in names),
    ]


def arrangements(page: Page, contrasts: Sequence[Contrast], worlds: int) -> None:
    """Public value at three weights under each treatment, and what effective money is made of."""
    if not contrasts:
        return
    page.heading("Arrangements: public value against siloed government, by weight of progress")
    for treatment in dict.fromkeys(one.treatment for one in contrasts):
        page.heading(treatment.capitalize())
        rows = []
        for one in contrasts:
            if one.treatment != treatment:
                continue
            for (weight, apart, better), (_, best) in zip(one.at_weights, one.best, strict=True):
                itself = one.arrangement == contrasts[0].arrangement
                rows.append(
                    [
                        arrangement_words(one.arrangement),
                        f"{weight:g}",
                        "–" if itself else cell(apart, sign=True),
                        "–" if itself else number(better.value, better.unit),
                        number(best.value, best.unit),
                    ]
                )
        columns = [Column("Arrangement"), Column("Weight", number=True)]
        columns += [Column("Difference, units", number=True), Column("Better,\n% of\nworlds", number=True)]
        page.table([*columns, Column("Best of\nthree, %\nof worlds", number=True)], rows)
    page.text("In brackets: 95% interval.")
    page.heading("What effective money is made of: more money, or more effect of a pound?")
    for one in contrasts:
        if one.arrangement != contrasts[0].arrangement:
            page.bullet(
                f"{arrangement_words(one.arrangement)}, {one.treatment}: by volume "
                f"{value_words(one.volume, sign=True)}, by efficiency {value_words(one.efficiency, sign=True)}; "
                f"progress {value_words(one.progress, sign=True)}, "
                f"core services {value_words(one.core_services, sign=True)}."
            )
    _hangs_on(page, contrasts)
    page.text(chance_words(worlds))


def robustness(page: Page, outcomes: Sequence[RobustnessResult]) -> None:
    """Verdicts under every other way of building the model, those that differ marked."""
    if not outcomes:
        return
    first = results_as_built(outcomes)
    page.heading("Robustness: verdicts against siloed government with the model built otherwise")
    for arrangement in first:
        page.heading(arrangement_words(arrangement).capitalize())
        columns = [Column("Built otherwise")]
        columns += [Column(SHORT_MEASURES[name], short=True) for name in MEASURES_SHOWN]
        valued = page.width >= NARROW
        columns += [Column("Public value,\nunits", number=True)] if valued else []
        rows = [
            [
                f"{one.variant.kind}: {one.variant.name}" if one is not first[arrangement] else "as it is",
                *(
                    f"{SHORT.get(word, word)}{_mark(one, first[arrangement], row)}"
                    for row, word in enumerate(one.verdicts)
                ),
                *([cell(one.figures[0], sign=True)] if valued else []),
            ]
            for one in outcomes
            if one.arrangement == arrangement
        ]
        page.table(columns, rows)
    page.text(
        f"{CHANGED} another word than in the model as it is; {TURNED} its opposite, or a difference that turned round. "
        f"Equal: too small to matter; unclear: more than {outcomes[0].worlds:,} worlds are needed to tell."
    )


def _hangs_on(page: Page, contrasts: Sequence[Contrast]) -> None:
    """Which assumptions move the difference most."""
    page.heading("What the difference in public value hangs on, at equal weights")
    page.text("Units by which it moves while an assumption goes from one end of its range to the other:")
    for one in contrasts:
        if one.hangs_on and one.arrangement != contrasts[0].arrangement:
            told = "; ".join(
                f"{each.label.lower()} {number(each.change, 'units', sign=True)}" for each in one.hangs_on
            )
            page.bullet(f"{arrangement_words(one.arrangement)}, {one.treatment}: {told}.")


def _mark(one: RobustnessResult, first: RobustnessResult, row: int) -> str:
    if turned(first, one, row):
        return TURNED
    return CHANGED if first.verdicts[row] != one.verdicts[row] else ""


def predictions(page: Page, foresights: Sequence[Prediction]) -> None:
    """What was expected beforehand, what was found, and where the authors were wrong."""
    if not foresights:
        return
    page.heading("Predictions: what the authors expected before they looked")
    if page.width < NARROW:
        for one in foresights:
            page.bullet(
                f"{_right(one)}. {arrangement_words(one.what)}: expected {one.expected} "
                f"(chance given: {one.confidence:.0%}), found {_found(one.simulated)}"
            )
        return
    columns = [Column("Of what"), Column("Expected"), Column("Found"), Column("Chance\ngiven", number=True)]
    rows = [
        [
            arrangement_words(one.what),
            one.expected,
            _found(one.simulated),
            f"{one.confidence:.0%}",
            _right(one),
        ]
        for one in foresights
    ]
    page.table([*columns, Column("", short=True)], rows)


def _right(one: Prediction) -> str:
    return "right" if one.is_right else "WRONG"


def _found(figure: Figure) -> str:
    sign = figure.unit != "share of worlds"
    return f"{number(figure.value, figure.unit, sign)}{unit_after(figure.unit)}"
