"""The comparison of classes with the rules as one document, and as tidy rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Final

from govsim.documents.document import Document, Part
from govsim.documents.table import Column, Table
from govsim.runs.version import MODEL_VERSION
from govsim.statistics.intervals import Interval
from govsim.teaching.amounts import AMOUNTS, SHARE
from govsim.teaching.compared import AcrossClasses, ComparedDecision, ComparedDial, across, by_dial
from govsim.teaching.game import Game
from govsim.teaching.steps import DIALS, FURTHEST
from govsim.words.names import capitalised
from govsim.words.numbers import decimal
from govsim.words.plurals import counted

NARROW: Final = 0.05  # a narrower range counts as this wide, when what lies furthest outside is sought
QUESTION: Final = "What did the class do otherwise than the rules?"
NO_CONTROL: Final = (
    "No cause: a class has no control group. Another class, seat, hour or lecturer may do otherwise for any "
    "reason."
)
NOT_ALONE: Final = (
    "Not one decision alone: what it came to depends on all else that the class did, and on its one world."
)
NOT_PEOPLE: Final = (
    "Nothing about officials: students are not ministers, and the rules are a model’s, not people’s."
)
BASE_RATE: Final = (
    "Base rate: who pressed at random would depart from the rule in 4 of 5 answers, above as often as below. "
    "A silent seat is at the rule until it first answers."
)
ELSEWHERE: Final = (
    "The range is that of the rules in 95% of {worlds} other worlds, under the same arrangement."
)
FEW: Final = "{classes}: too few for an interval. A class is one observation, however many decisions it took."
COLUMNS: Final = (  # of tidy rows
    ("class", "the file that the class was read from"),
    ("round", "number of the round, from 1"),
    ("seat", "key of the seat"),
    ("role", "kind of the seat"),
    ("decision", "key of the decision"),
    ("dial", "what the decision moves"),
    ("step", "from −2 to 2; 0 is the published rule’s own choice"),
    ("answered", "whether anybody pressed; otherwise it repeats what stood"),
    ("with_class", "what it came to: mean over the round’s quarters, in the unit"),
    ("by_rules", "what the rules come to in the same world, under the same arrangement"),
    ("by_rules_low", "lower end of the rules’ range in 95% of other worlds"),
    ("by_rules_high", "upper end of that range"),
    ("unit", "of the four amounts: a share of 1, or £bn a year"),
)


def tidy_rows(named: Mapping[str, Sequence[ComparedDecision]]) -> list[tuple[object, ...]]:
    """One row a decision of a seat in a round, in the order of `COLUMNS`."""
    rows: list[tuple[object, ...]] = []
    for name, decisions in named.items():
        for one in decisions:
            (alone,) = by_dial([one])
            unit = AMOUNTS[one.dial].unit
            place = (name, one.round + 1, one.seat, one.role, one.choice, one.dial, one.step, one.answered)
            amounts = (one.with_class, one.by_rules, alone.low, alone.high)
            rows.append((*place, *amounts, "share" if unit == SHARE else unit))
    return rows


def compared_document(
    games: Mapping[str, Game],
    named: Mapping[str, Sequence[ComparedDecision]],
    worlds: int,
    command: str = "",
) -> Document:
    """One or more classes beside the rules, in words and tables.

    Args:
        games: The games by the name of their file.
        named: What `compared` found for each of them, by the same names.
        worlds: Number of other worlds.
        command: What repeats it.
    """
    dials = {name: by_dial(found) for name, found in named.items()}
    parts = [_amounts_part(name, one) for name, one in dials.items()]
    answer = _answer(next(iter(dials.values())))
    if len(named) > 1:
        classes = across(list(named.values()))
        parts.insert(0, _across_part(classes))
        answer = _answer_across(classes)
    seeds = ", ".join(f"{game.opened.seed} (world {game.opened.world})" for game in games.values())
    return Document(
        name="A class and the rules",
        about=f"{counted(len(named), 'class', 'classes')}: {', '.join(named)}.",
        question=QUESTION,
        answer=answer,
        how_sure=(ELSEWHERE.format(worlds=worlds), BASE_RATE),
        does_not_say=(NO_CONTROL, NOT_ALONE, NOT_PEOPLE),
        parts=tuple(parts),
        provenance=(("Model", f"govsim {MODEL_VERSION}"), ("Seed", seeds)),
        failures=(),
        command=command,
        brief=2,
    )


def amount_words(dial: str, value: float, sign: bool = False) -> str:
    """An amount of a dial with its unit; with `sign` it is a difference, and shares differ by points of a hundred.

    >>> amount_words("figures", 0.1234), amount_words("figures", 0.02, True), amount_words("budgets", 3.21)
    ('12.3%', '+2.0 points', '£3.2bn a year')
    """
    if AMOUNTS[dial].unit == SHARE:
        return f"{decimal(100 * value, 1, sign)}{' points' if sign else '%'}"
    return f"{'−' if value < 0 else '+' if sign else ''}£{decimal(abs(value), 1)}bn a year"


def _answer(dials: Sequence[ComparedDial]) -> tuple[str, ...]:
    """What lay outside the range of the rules, the furthest first, at most three."""
    beyond = sorted((one for one in dials if one.is_beyond), key=_how_far, reverse=True)
    if not beyond:
        return ("Nothing that is outside the range of the rules in other worlds.",)
    return tuple(_sentence(one) for one in beyond[:3])


def _how_far(one: ComparedDial) -> float:
    """How far outside the range, in widths of it."""
    return max(one.low - one.with_class, one.with_class - one.high) / max(one.high - one.low, NARROW)


def _sentence(one: ComparedDial) -> str:
    amount, rules, low, high = (
        amount_words(one.dial, value) for value in (one.with_class, one.by_rules, one.low, one.high)
    )
    times = one.times
    against = f"{decimal(times, 1)} times" if times is not None and not 0.95 < times < 1.05 else "against"
    return f"{capitalised(AMOUNTS[one.dial].words)}: {amount}, {against} the rules’ {rules} (range {low} to {high})."


def _span(dial: str, found: Interval) -> str:
    return f"{amount_words(dial, found.low, True)} to {amount_words(dial, found.high, True)}"


def _answer_across(found: Sequence[AcrossClasses]) -> tuple[str, ...]:
    said = []
    for one in found:
        if one.interval is not None and (one.interval.low > 0 or one.interval.high < 0):
            span = _span(one.dial, one.interval)
            words = capitalised(AMOUNTS[one.dial].words)
            said.append(
                f"{words}: {amount_words(one.dial, one.mean, True)} against the rules ({span}), above them in "
                f"{one.above} of {one.classes} classes."
            )
    if all(one.interval is None for one in found):
        most = max(one.classes for one in found)
        return (FEW.format(classes=capitalised(counted(most, "class", "classes"))),)
    return tuple(said) or ("Nothing that these classes have in common beyond chance.",)


def _amounts_part(name: str, dials: Sequence[ComparedDial]) -> Part:
    amounts = Table(
        "what it came to, with the class and by the rules",
        (
            Column("What"),
            Column("Class", True),
            Column("Rules", True),
            Column("Rules elsewhere", True),
        ),
        tuple(
            (
                capitalised(AMOUNTS[one.dial].words),
                amount_words(one.dial, one.with_class),
                amount_words(one.dial, one.by_rules),
                f"{amount_words(one.dial, one.low)} to {amount_words(one.dial, one.high)}",
            )
            for one in dials
        ),
    )
    counts = tuple(
        (
            capitalised(AMOUNTS[one.dial].words),
            *(str(one.steps.count(step)) for step in range(-FURTHEST, FURTHEST + 1)),
            f"{one.answered} of {len(one.steps)}",
        )
        for one in dials
    )
    steps = tuple(Column(f"{step:+d}".replace("-", "−") if step else "rule", True) for step in range(-2, 3))
    table = Table(
        "steps that stood, over rounds and seats", (Column("What"), *steps, Column("Answered", True)), counts
    )
    numbers = {"dials": [{**asdict(one), "times": one.times} for one in dials]}
    return Part(f"class-{name}", name, (), "", (amounts, table), document=numbers)


def _across_part(found: Sequence[AcrossClasses]) -> Part:
    rows = []
    for one in found:
        span = "too few"
        if one.interval is not None:
            span = _span(one.dial, one.interval)
        mean = amount_words(one.dial, one.mean, True)
        rows.append((capitalised(AMOUNTS[one.dial].words), f"{one.above} of {one.classes}", mean, span))
    columns = (
        Column("What"),
        Column("Above", True),
        Column("Mean difference", True),
        Column("95% interval", True),
    )
    note = (
        f"Without any direction half of the classes would be above, and of {len(found)} intervals one in twenty leaves "
        "out 0 by chance."
    )
    return Part(
        "classes", "Over all classes", (note,), "", (Table("class less rules", columns, tuple(rows)),)
    )


assert set(AMOUNTS) == set(DIALS)
