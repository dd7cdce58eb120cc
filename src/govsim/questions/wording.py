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
from govsim.questions.claims import ClaimResult, Claims, PairResult
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


def claims_document(claims: Claims) -> Document:
    """The document on all claims: verdicts, deciding assumptions, and the comparisons behind them."""
    first, *others = COLUMNS
    columns = (Column(first), *(Column(heading, True) for heading in others))
    numbered = list(enumerate(claims.claims, start=1))
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
        about=_about(claims),
        question=QUESTION,
        answer=tuple(_in_a_word(number, one) for number, one in numbered),
        how_sure=how_sure,
        does_not_say=(MONTE_CARLO,),
        parts=(*parts, Part("comparisons", "The comparisons behind them", (), "", (table,))),
        provenance=(("Model", f"govsim {claims.model_version}"), ("Seed", str(claims.seed))),
        failures=(),
        command=claims.command,
        brief=len(how_sure),
    )


def _in_a_word(number: int, one: ClaimResult) -> str:
    """`Claim 1, boards against silos: mostly fails; at equal volume it depends on the world.`"""
    as_is, equal = (one.deciding_pair.found[volume].shares.verdict for volume in VOLUMES)
    at_volume = ", at equal volume too" if as_is == equal else f"; at equal volume it {equal}"
    return f"Claim {number}, {one.deciding_pair.pair.stated.name}: {as_is}{at_volume}."


def _about(claims: Claims) -> str:
    """The comparison, and the terms of the page."""
    pair = claims.claims[0].deciding_pair.pair
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
        f"Each claim compares two ways of governing in the same {counted(claims.worlds, 'world')}, after {years}. "
        "Worlds differ in chance and in assumptions that nobody knows. A claim holds in a world if "
        f"{measure.label.lower()} differs as claimed by {amount(pair.smallest_effect, measure)} or more, and fails if "
        f"it differs by as much the other way. {unit}At equal volume both spend as much on outcomes."
    )


def _answer(one: ClaimResult) -> str:
    """The shares of worlds, as it is and at equal volume: `It holds in 21% of worlds (19 to 23%), fails in …`."""
    as_is, equal = (one.deciding_pair.found[volume].shares for volume in VOLUMES)
    return (
        f"It holds in {_share(as_is.holds, ' of worlds')}, fails in {_share(as_is.fails)} and makes no difference that "
        f"matters in {as_is.neither.mean:.0%}. At equal volume it holds in {_share(equal.holds)}, fails in "
        f"{_share(equal.fails)} and makes none in {equal.neither.mean:.0%}."
    )


def _sizes(one: ClaimResult) -> str:
    """The trade-off, money in £bn a year, the measure itself, and the break-even rate."""
    decides = one.deciding_pair
    as_is, equal = (decides.found[volume] for volume in VOLUMES)
    measure = MEASURES[decides.pair.stated.measure]
    money = as_is.money_billion.mean
    need = _moved(-as_is.progress.mean, f"{abs(as_is.progress.mean):.3f}")
    core = _moved(as_is.core_services.mean, f"{abs(as_is.core_services.mean):.1%}")
    apart, held = (
        f"{amount(one.difference.mean, measure, sign=True)} ({span(one.difference, measure, sign=True)})"
        for one in (as_is, equal)
    )
    return (
        f"{capitalised(decides.pair.stated.name)}: on average need ends {need}, core services end {core}, and "
        f"£{abs(money):.1f}bn a year {'more' if money > 0 else 'less'} goes to outcomes. The mean difference in "
        f"{measure.label.lower()} is {apart}; at equal volume it is {held}. {_turning(decides, as_is)}"
    )


def _turning(one: PairResult, contrast: Contrast) -> str:
    """The break-even rate in words: core services that a fall of need must be worth for a tie on average."""
    even = contrast.break_even
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


def _depends_on(one: ClaimResult) -> str:
    """The deciding assumptions, as it is and at equal volume, and the box in which it holds."""
    as_is, equal = (one.decisive[volume] for volume in VOLUMES)
    words = (
        f"It holds more often under these assumptions: {'; '.join(_deciding(other) for other in as_is.first)}"
        if as_is.first
        else "It depends on no single assumption"
    )
    words += f". As important may be {_perhaps(as_is)}." if as_is.perhaps else "."
    new = [side for side in map(_side, equal.first) if side not in map(_side, as_is.first)]
    if new:
        words += (
            f" At equal volume {'also' if as_is.first else 'it holds more often'} under: {'; '.join(new)}."
        )
    return f"{words} {_where(one)}"


def _rows(one: ClaimResult, number: int) -> Iterator[tuple[str, ...]]:
    """Rows for the comparisons of a claim: the deciding pair, the same under the rival rule, and the others."""
    decides = one.deciding_pair
    yield _row(f"{number}. {capitalised(decides.pair.stated.name)}", decides.found)
    yield _row("– the same if the parts of reform must keep pace", one.joint)
    for other in one.pairs[1:]:
        yield _row(f"– {other.pair.stated.name}", other.found)


def _row(name: str, contrasts: Mapping[Volume, Contrast]) -> tuple[str, ...]:
    as_is, equal = (contrasts[volume] for volume in VOLUMES)
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


def _where(one: ClaimResult) -> str:
    """The box as it is, else the one at equal volume, else a sentence that there is none."""
    boxes = [_box(volume, box) for volume, box in one.where.items() if box is not None]
    return boxes[0] if boxes else "No two or three assumptions together tell where it holds."


def _box(volume: Volume, box: Where) -> str:
    limits = joined([_limit(side) for side in box.sides])
    when = "At equal volume it" if volume == "equal" else "It"
    return f"{when} holds in {_share(box.inside)} of worlds with {limits}, against {box.anywhere:.0%} of all."


def _perhaps(decisive: Decisive) -> str:
    names = [uncapitalised(one.label) for one in decisive.perhaps]
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


def _share(estimate: Interval, of: str = "") -> str:
    return f"{estimate.mean:.0%}{of} ({100 * estimate.low:.0f} to {estimate.high:.0%})"


def _bounds(even: BreakEven) -> str:
    """The interval of the break-even rate, in % of the core index."""
    if even.low is None or even.high is None:
        return "sure at any other share"
    if math.isinf(even.high):
        return "perhaps any share" if even.low == 0 else f"at least {even.low:.1%}"
    return f"{100 * even.low:.1f} to {even.high:.1%}"
