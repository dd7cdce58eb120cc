"""Parts of the document on levers one at a time and on the authors' predictions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from govsim.documents.document import Part
from govsim.documents.table import Column, Table
from govsim.measures.catalogue import MEASURES
from govsim.validation.charts import levers_charts
from govsim.validation.levers import FREE_LUNCH, LeverEffect, Shares
from govsim.validation.predictions import Prediction
from govsim.validation.wording import cell, lever_words, number, value_words
from govsim.words.names import arrangement_words
from govsim.words.plurals import counted, joined

SMALLEST: Final = MEASURES["public_value"].smallest_effect
LINE: Final = f"{FREE_LUNCH:.0%}"
NO_FAULT: Final = f"none gains or harms in more than {LINE}: no free lunch and no dead weight."
NEARLY_CERTAIN: Final = 0.99
HELD: Final = (
    Column("Lever, from and to"),
    Column("Gains, % of worlds", number=True),
    Column("Harms, % of worlds", number=True),
    Column("Public value, units", number=True),
    Column("Judged"),
)
SHARES: Final = (*HELD[:3], Column("Matters, % of worlds", number=True), *HELD[3:])
EFFECTS: Final = (
    Column("Lever, from and to"),
    Column("Progress, need points", number=True),
    Column("Core services, index", number=True),
    Column("Effective per pound for outcomes, % points", number=True),
)
MEANS: Final = ("progress", "core_services", "effectiveness")
METHOD: Final = (
    "Each lever is moved alone, from where an arrangement has it to where the other pole has it; both runs share "
    "their chance. Gains and harms are shares of worlds in which public value at equal weights rises and falls. "
    "At equal volume the moved lever leaves the share of money for outcomes as its base has it. "
    f"Above {LINE} a lever is a free lunch or a dead weight: a cost or a benefit is missing from the model.",
    f"A lever matters where public value moves by more than {SMALLEST:g} units. The placebo is a lever that nothing "
    "reads. What each lever does to every outcome and every loss of the pound is in the JSON.",
)


def levers_part(effects: Sequence[LeverEffect]) -> Part:
    """The part on levers that are a free lunch or a dead weight."""
    bases = list(dict.fromkeys(one.base for one in effects))
    by_base = [[one for one in effects if one.base == base] for base in bases]
    tables = [
        Table(f"Levers moved from {arrangement_words(those[0].base)}{how}", columns, tuple(map(row, those)))
        for how, columns, row in (
            ("", SHARES, _shares_row),
            (" at equal volume", HELD, _held_row),
            (": mean effects with 95% intervals", EFFECTS, _effects_row),
        )
        for those in by_base
    ]
    return Part(
        "levers",
        "Levers one at a time",
        (*_faults(effects), *_near(effects), *_placebo(effects)),
        f"In how many of {effects[0].worlds:,} worlds each lever raises public value (circles) and lowers it "
        f"(squares), with 95% intervals. Broken line: {LINE}.",
        tuple(tables),
        partial(levers_charts, by_base),
        METHOD,
        {"levers": [one.document() for one in effects]},
    )


def _faults(effects: Sequence[LeverEffect]) -> Iterator[str]:
    """How many moves are at fault, of which levers, and a sentence for each."""
    faults = [(one, shares, how) for one in effects for how, shares in one.treatments.items() if shares.fault]
    levers = joined([*dict.fromkeys(lever_words(one.lever) for one, _, _ in faults)])
    moves = counted(sum(1 for one in effects if one.treatments), "move")
    yield (
        f"Levers: of {moves} of one lever alone, as it is and at equal volume, in {effects[0].worlds:,} worlds each, "
        + (f"{len(faults)} gain or harm in more than {LINE} ({levers})." if faults else NO_FAULT)
    )
    for one, shares, how in faults:
        yield _fault(one, shares, how)


def _fault(effect: LeverEffect, shares: Shares, how: str) -> str:
    """A lever at fault with its share, and whether the interval of that leaves a doubt."""
    gains = shares.gains.value > shares.harms.value
    share = shares.gains if gains else shares.harms
    doubt = "; the interval reaches below the line" if share.low <= FREE_LUNCH else ""
    moved = f"{lever_words(effect.lever)}, {effect.before} to {effect.after}, from {arrangement_words(effect.base)}"
    verb = "gains" if gains else "harms"
    return f"{moved}, is {how} a {shares.fault}: it {verb} in {value_words(share)}{doubt}."


def _near(effects: Sequence[LeverEffect]) -> Iterator[str]:
    near = [one for one in effects if any(shares.is_near for shares in one.treatments.values())]
    if near:
        yield (
            f"For {counted(len(near), 'move')} the interval of a share reaches over {LINE}, so "
            "these worlds cannot rule it out; more can (--only levers --worlds 2000)."
        )


def _placebo(effects: Sequence[LeverEffect]) -> Iterator[str]:
    placebos = [one for one in effects if one.lever == "placebo"]
    moved = [one.base for one in placebos if _moves_value(one.as_it_is) or _moves_value(one.equal_volume)]
    if moved:
        yield f"The placebo moved public value from {joined(moved)}: the program is at fault."
    elif placebos:
        yield "The placebo changed nothing in any world."


def _moves_value(shares: Shares) -> bool:
    return bool(shares.gains.value or shares.harms.value)


def _moved(one: LeverEffect) -> str:
    return f"{lever_words(one.lever)}, {one.before} to {one.after}"


def _shares_row(one: LeverEffect) -> tuple[str, ...]:
    gains, harms, value, judged = _shares_cells(one, one.as_it_is)
    return _moved(one), gains, harms, number(one.matters, "share"), value, judged


def _held_row(one: LeverEffect) -> tuple[str, ...]:
    return _moved(one), *_shares_cells(one, one.equal_volume)


def _shares_cells(one: LeverEffect, shares: Shares) -> tuple[str, str, str, str]:
    return cell(shares.gains), cell(shares.harms), cell(shares.public_value, sign=True), _judged(one, shares)


def _effects_row(one: LeverEffect) -> tuple[str, ...]:
    means = {figure.label: figure for figure in one.effects}
    return _moved(one), *(cell(means[name], sign=True) for name in MEANS)


def _judged(effect: LeverEffect, shares: Shares) -> str:
    if effect.lever == "placebo":
        return "moves public value: a fault" if _moves_value(shares) else "placebo: nothing"
    if shares.fault:
        return shares.fault.upper()
    return f"interval reaches over {LINE}" if shares.is_near else "neither"


# --- predictions ----------------------------------------------------------------------------------------------

PREDICTION_COLUMNS: Final = (
    Column("Of what"),
    Column("Expected"),
    Column("Simulated", number=True),
    Column("Chance given", number=True),
    Column("Right?", short=True),
    Column("Why it was expected"),
)


def predictions_part(predictions: Sequence[Prediction]) -> Part:
    """The part on the authors' predictions, and where they were wrong."""
    right = sum(one.is_right for one in predictions)
    chance = sum(one.confidence for one in predictions) / len(predictions)
    sure = sum(one.confidence >= NEARLY_CERTAIN for one in predictions)
    rows = sorted(map(_prediction_row, predictions), key=lambda row: row[4] == "right")
    return Part(
        "predictions",
        "Predictions",
        (
            f"Predictions: the authors were right in {right} of {len(predictions)} ({right / len(predictions):.0%}), "
            f"and had given themselves a chance of {chance:.0%} on average.",
            *([f"{sure} of them were nearly certain and say little."] if sure else []),
            "They were written down before the first comparison at full size and have not been changed since; "
            "docs/predictions.toml says what the authors had seen by then. A model whose authors are always right "
            "may have been built to agree with them.",
        ),
        "",
        (
            Table(
                f"{counted(len(predictions), 'prediction')}, {len(predictions) - right} of them wrong",
                PREDICTION_COLUMNS,
                tuple(rows),
            ),
        ),
        document={"predictions": [one.document() for one in predictions]},
    )


def _prediction_row(one: Prediction) -> tuple[str, ...]:
    return (
        arrangement_words(one.what),
        one.expected,
        value_words(one.simulated, sign=one.simulated.unit != "share of worlds"),
        f"{one.confidence:.0%}",
        "right" if one.is_right else "WRONG",
        one.why,
    )
