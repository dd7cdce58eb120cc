"""The results of the claims in words for a minister: the verdict, then the number, then how sure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final

from govsim.comparison.trade_off import BreakEven
from govsim.documents.document import Document, Part
from govsim.documents.table import Column, Table
from govsim.measures.amounts import amount, span
from govsim.measures.catalogue import MEASURES
from govsim.questions.boxes import Side, Where
from govsim.questions.claims import ClaimFound, Claims, PairFound
from govsim.questions.contrasts import Contrast
from govsim.questions.deciding import Deciding, Decisive
from govsim.questions.stated import VOLUMES, Volume
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.statistics.intervals import Interval
from govsim.words.names import capitalised, uncapitalised
from govsim.words.plurals import counted, joined, years_words
from govsim.words.verdicts import MONTE_CARLO

QUESTION: Final = "Do the claims of the essay hold?"
COLUMNS: Final = ("Comparison", "As it is", "By chance", "Equal volume")
MOST_NAMED: Final = 2


def claims_document(found: Claims) -> Document:
    """The document on all claims: verdicts, deciding assumptions, and the comparisons behind them."""
    first, *others = COLUMNS
    columns = (Column(first), *(Column(heading, True) for heading in others))
    numbered = list(enumerate(found.claims, start=1))
    compared = tuple(row for number, one in numbered for row in _rows(one, number))
    table = Table("Share of worlds in which it holds / fails", columns, compared, brief_rows=len(compared))
    parts = [
        Part(
            one.claim.stated.key.replace("_", "-"),
            f"{number}. {one.claim.stated.says}",
            (_answer(one), _sizes(one), _depends_on(one)),
            "",
            (),
            document=one.document(),
            brief=3,
        )
        for number, one in numbered
    ]
    how_sure = _how_sure()
    return Document(
        name="claims",
        about=_about(found),
        question=QUESTION,
        answer=tuple(_in_a_word(number, one) for number, one in numbered),
        how_sure=how_sure,
        does_not_say=(MONTE_CARLO,),
        parts=(*parts, Part("comparisons", "The comparisons behind them", (), "", (table,))),
        provenance=(("Model", f"govsim {found.model_version}"), ("Seed", str(found.seed))),
        failures=(),
        command=found.command,
        brief=len(how_sure),
    )


def _in_a_word(number: int, one: ClaimFound) -> str:
    """`Claim 1, boards against silos: mostly fails; at equal volume it depends on the world.`"""
    as_is, equal = (one.deciding_pair.found[volume].shares.verdict for volume in VOLUMES)
    at_volume = ", at equal volume too" if as_is == equal else f"; at equal volume it {equal}"
    return f"Claim {number}, {one.deciding_pair.pair.stated.name}: {as_is}{at_volume}."


def _about(found: Claims) -> str:
    """The comparison, and the terms of the page."""
    pair = found.claims[0].deciding_pair.pair
    measure = MEASURES[pair.stated.measure]
    weighs = pair.baseline.values.progress_weight
    fall = pair.baseline.constants.progress_unit
    unit = (
        f"Public value counts progress {weighs:.0%} and core services {1 - weighs:.0%}. A fall of mean need by "
        f"{fall:g}, on a scale from 0 to 1, adds {weighs:g} units. "
        if measure.unit == "units"
        else ""
    )
    years = years_words(pair.baseline.horizon)
    return (
        f"Each claim compares two ways of governing in the same {counted(found.worlds, 'world')}, after {years}. "
        "Worlds differ in chance and in assumptions that nobody knows. A claim holds in a world if "
        f"{measure.label.lower()} differs as claimed by {amount(pair.smallest_effect, measure)} or more, and fails if "
        f"it differs by as much the other way. {unit}At equal volume both spend as much on outcomes."
    )


def _answer(one: ClaimFound) -> str:
    """The shares of worlds, as it is and at equal volume: `It holds in 21% of worlds (19 to 23%), fails in …`."""
    as_is, equal = (one.deciding_pair.found[volume].shares for volume in VOLUMES)
    return (
        f"It holds in {_share(as_is.holds, ' of worlds')}, fails in {_share(as_is.fails)} and makes no difference that "
        f"matters in {as_is.neither.mean:.0%}. At equal volume it holds in {_share(equal.holds)}, fails in "
        f"{_share(equal.fails)} and makes none in {equal.neither.mean:.0%}."
    )


def _sizes(one: ClaimFound) -> str:
    """The trade-off, money in £bn a year, the measure itself, and the break-even rate."""
    decides = one.deciding_pair
    found, equal = (decides.found[volume] for volume in VOLUMES)
    measure = MEASURES[decides.pair.stated.measure]
    money = found.money_billion.mean
    need = _moved(-found.progress.mean, f"{abs(found.progress.mean):.3f}")
    core = _moved(found.core_services.mean, f"{abs(found.core_services.mean):.1%}")
    apart, held = (
        f"{amount(one.difference.mean, measure, sign=True)} ({span(one.difference, measure, sign=True)})"
        for one in (found, equal)
    )
    return (
        f"{capitalised(decides.pair.stated.name)}: on average need ends {need}, core services end {core}, and "
        f"£{abs(money):.1f}bn a year {'more' if money > 0 else 'less'} goes to outcomes. The mean difference in "
        f"{measure.label.lower()} is {apart}; at equal volume it is {held}. {_turning(decides, found)}"
    )


def _turning(one: PairFound, found: Contrast) -> str:
    """The break-even rate in words: core services that a fall of need must be worth for a tie on average."""
    even = found.break_even
    if even.rate is None:
        if even.better == "same":
            return "Neither is ahead on average, whatever a fall of mean need by 0.1 is worth."
        holds = (even.better == "any") == (one.pair.sign > 0)
        return f"On average it {'holds' if holds else 'fails'} whatever a fall of mean need by 0.1 is worth."
    way = "more" if (even.better == "above") == (one.pair.sign > 0) else "less"
    return (
        f"On average the claim holds for anyone to whom a fall of mean need by 0.1 is worth {way} than "
        f"{even.rate:.1%} of core services ({_bounds(even)})."
    )


def _depends_on(one: ClaimFound) -> str:
    """The deciding assumptions, as it is and at equal volume, and the box in which it holds."""
    as_is, equal = (one.decisive[volume] for volume in VOLUMES)
    told = (
        f"It holds more often under these assumptions: {'; '.join(_deciding(other) for other in as_is.first)}"
        if as_is.first
        else "It depends on no single assumption"
    )
    told += f". As important may be {_perhaps(as_is)}." if as_is.perhaps else "."
    new = [side for side in map(_side, equal.first) if side not in map(_side, as_is.first)]
    if new:
        told += (
            f" At equal volume {'also' if as_is.first else 'it holds more often'} under: {'; '.join(new)}."
        )
    return f"{told} {_where(one)}"


def _rows(one: ClaimFound, number: int) -> Iterator[tuple[str, ...]]:
    """Rows for the comparisons of a claim: the deciding pair, the same under the rival rule, and the others."""
    decides = one.deciding_pair
    yield _row(f"{number}. {capitalised(decides.pair.stated.name)}", decides.found)
    yield _row("– the same if the parts of reform must keep pace", one.joint)
    for other in one.pairs[1:]:
        yield _row(f"– {other.pair.stated.name}", other.found)


def _row(name: str, found: Mapping[Volume, Contrast]) -> tuple[str, ...]:
    as_is, equal = (found[volume] for volume in VOLUMES)
    shares = (as_is.shares, as_is.nothing, equal.shares)
    return name, *(f"{one.holds.mean:.0%} / {one.fails.mean:.0%}" for one in shares)


def _how_sure() -> tuple[str, ...]:
    """Notes on intervals, and the terms of the page."""
    drawn = UNCERTAINTIES["core_unit"]
    return (
        "Brackets are 95% intervals. By chance: the same with the two ways of governing swapped at random in each "
        "world. A claim that holds no more often than that cannot be distinguished from chance.",
        "Parts of reform: accountability, partners in places, and people who take part. In those rows money loses "
        "effect where one part runs ahead of the others.",
        "High and low: the upper and the lower half of the range of an assumption. Each world draws what a fall of "
        f"mean need by 0.1 is worth: as much as {100 * drawn.low:.0f} to {drawn.high:.0%} of core services.",
    )


def _where(one: ClaimFound) -> str:
    """The box as it is, else the one at equal volume, else that there is none."""
    boxes = [_box(volume, found) for volume, found in one.where.items() if found is not None]
    return boxes[0] if boxes else "No two or three assumptions together tell where it holds."


def _box(volume: Volume, found: Where) -> str:
    limits = joined([_limit(side) for side in found.sides])
    when = "At equal volume it" if volume == "equal" else "It"
    return f"{when} holds in {_share(found.inside)} of worlds with {limits}, against {found.anywhere:.0%} of all."


def _perhaps(found: Decisive) -> str:
    names = [uncapitalised(one.label) for one in found.perhaps]
    rest = len(names) - MOST_NAMED
    return joined(
        [*names[:MOST_NAMED], *(["another" if rest == 1 else f"{rest} others"] if rest > 0 else [])], "or"
    )


def _deciding(one: Deciding) -> str:
    best, other = sorted((one.above.mean, one.below.mean), reverse=True)
    return f"{_side(one)} (holds in {best:.0%}, otherwise in {other:.0%})"


def _side(one: Deciding) -> str:
    return f"{uncapitalised(one.label)} {'high' if one.difference > 0 else 'low'}"


def _limit(side: Side) -> str:
    name = uncapitalised(side.label)
    if side.low is None:
        return f"{name} below {side.high:.2g}"
    if side.high is None:
        return f"{name} above {side.low:.2g}"
    return f"{name} between {side.low:.2g} and {side.high:.2g}"


def _moved(change: float, size: str) -> str:
    return f"{size} {'higher' if change > 0 else 'lower'}"


def _share(found: Interval, of: str = "") -> str:
    return f"{found.mean:.0%}{of} ({100 * found.low:.0f} to {found.high:.0%})"


def _bounds(found: BreakEven) -> str:
    """The interval of the break-even rate, in % of the core index."""
    if found.low is None or found.high is None:
        return "sure at any other share"
    if math.isinf(found.high):
        return "perhaps any share" if found.low == 0 else f"at least {found.low:.1%}"
    return f"{100 * found.low:.1f} to {found.high:.1%}"
