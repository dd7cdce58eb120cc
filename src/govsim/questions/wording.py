"""What became of the claims, in words that a minister could read: the verdict, then the number, then how sure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from govsim.measures.catalogue import MEASURES
from govsim.questions.boxes import Where
from govsim.questions.claims import ClaimFound, Claims, PairFound
from govsim.questions.contrasts import Contrast, Shares
from govsim.questions.deciding import Deciding, Decisive
from govsim.questions.stated import Volume
from govsim.questions.turning import NEVER, BreakEven
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.statistics.intervals import Interval
from govsim.usecases.figures import amount, figure
from govsim.words.names import arrangement_words, uncapitalised
from govsim.words.numbers import decimal
from govsim.words.plurals import joined

WHEN: Final[dict[Volume, str]] = {"as_is": "As it is", "equal": "At equal volume"}
INDEX: Final = MEASURES["core_services"]


def opening(found: Claims) -> tuple[str, ...]:
    """What the page is about, and what its words mean."""
    effect = figure(found.claims[0].deciding_pair.pair.smallest_effect, MEASURES["public_value"])
    return (
        f"Each claim compares two ways of governing in the same {found.worlds:,} worlds, over ten years. Worlds differ "
        "in chance and in what nobody knows. A claim holds in a world where public value differs as claimed by "
        f"{effect} units or more, and fails where it differs by as much the other way. A unit is what a fall of mean "
        "need by 0.1 is worth.",
        "At equal volume the second way has as much money for outcomes as the first: what is left is how it works.",
    )


def verdict_line(volume: Volume, found: Contrast) -> str:
    """`As it is: mostly fails. It holds in 21% of worlds (19 to 23), fails in 61% (59 to 63), …`."""
    shares = found.shares
    return (
        f"{WHEN[volume]}: {shares.verdict}. It holds in {_share(shares.holds)} of worlds, fails in "
        f"{_share(shares.fails)}, makes no difference in {shares.neither.mean:.0%}."
    )


def nothing_line(one: PairFound) -> str:
    """What the shares would be if the labels of the two ways said nothing."""
    as_is, equal = (one.found[volume].nothing for volume in WHEN)
    return (
        f"If the labels meant nothing (exchanged at random): holds in {as_is.holds.mean:.0%}, fails in "
        f"{as_is.fails.mean:.0%}; at equal volume {_both(equal)}."
    )


def joint_line(one: ClaimFound) -> str:
    """The same under the rule that engines of change need each other."""
    as_is, equal = (one.joint[volume].shares for volume in WHEN)
    return (
        f"If engines of change need each other: holds in {as_is.holds.mean:.0%}, fails in {as_is.fails.mean:.0%}; "
        f"at equal volume {_both(equal)}."
    )


def size_line(one: PairFound) -> str:
    """How large the differences are on average, money in £bn a year."""
    found, pair = one.found["as_is"], one.pair
    measure = MEASURES[pair.stated.measure]
    told = f"{amount(found.difference.mean, measure, sign=True)} {_span(found.difference, measure.name)}"
    equal = one.found["equal"].difference
    return (
        f"On average {measure.label.lower()} {told}; at equal volume "
        f"{figure(equal.mean, measure, sign=True)} {_span(equal, measure.name)}. Need falls by "
        f"{decimal(found.progress.mean, 3, sign=True)}, core services change by "
        f"{decimal(100 * found.core_services.mean, 1, sign=True)}%, money for outcomes by "
        f"{_billion(found.money_billion)}."
    )


def turning_line(found: BreakEven, baseline: str, scenario: str) -> str:
    """At which rate the verdict turns, beside the rates that are drawn."""
    ours, theirs = arrangement_words(scenario), arrangement_words(baseline)
    if found.turns in NEVER:
        does = "beats" if found.turns == NEVER[0] else "loses against"
        return f"On average {ours} {does} {theirs} whatever outcomes are worth in core services."
    rate, drawn = found.rate, UNCERTAINTIES["core_unit"]
    way = "more" if found.turns == "wins above" else "less"
    return (
        f"{ours[:1].upper()}{ours[1:]} wins where a fall of need by 0.1 is worth {way} than "
        f"{_rate(rate.mean)} of core services ({_bounds(rate)}); nobody knows: {_rate(drawn.low)} to "
        f"{_rate(drawn.high)} are drawn."
    )


def pair_line(one: PairFound) -> str:
    """A supporting pair: shares in which it holds and fails, as it is and at equal volume."""
    as_is, equal = (one.found[volume].shares for volume in WHEN)
    return f"{one.pair.stated.name}: {_both(as_is)}; at equal volume {_both(equal)}"


def deciding_lines(found: Decisive) -> tuple[str, ...]:
    """One line an assumption, and which others may belong among the first three."""
    if not found.first:
        return ("no assumption by itself changes how often it holds by more than chance explains",)
    lines = [_deciding(one) for one in found.first]
    if found.perhaps:
        names = joined([uncapitalised(one.label) for one in found.perhaps], "or")
        lines.append(f"among the first three may also be {names}")
    return tuple(lines)


def deciding_words(found: Decisive) -> str:
    """The same in one line."""
    if not found.first:
        return "no assumption by itself"
    return ", ".join(f"{_side(one)} ({_of_halves(one)})" for one in found.first)


def where_line(volume: Volume, found: Where | None) -> str:
    """In which part of what nobody knows it holds, if few assumptions tell."""
    if found is None:
        return f"{WHEN[volume]} no few assumptions tell where it holds."
    limits = joined([_limit(side.label, side.low, side.high, side.part) for side in found.sides])
    return (
        f"{WHEN[volume]} it holds in {_share(found.inside)} of worlds with {limits}: {found.part:.0%} of all worlds; "
        f"anywhere {found.anywhere:.0%}."
    )


def closing(found: Claims) -> tuple[str, ...]:
    """How sure, and how to get it again."""
    return (
        "Brackets are 95% intervals and cover chance between worlds only. Boxes of assumptions are checked on worlds "
        "that they were not found on. This is a model: it shows on which assumption a claim hangs, not that it is true.",
    )


def _deciding(one: Deciding) -> str:
    return f"{_side(one)}: {_of_halves(one)}"


def _side(one: Deciding) -> str:
    return f"{uncapitalised(one.label)} {'high' if one.difference > 0 else 'low'}"


def _of_halves(one: Deciding) -> str:
    best, other = (one.above, one.below) if one.difference > 0 else (one.below, one.above)
    return f"holds in {best.mean:.0%} of worlds, else {other.mean:.0%}"


def _limit(label: str, low: float | None, high: float | None, part: float) -> str:
    name = uncapitalised(label)
    if low is None:
        return f"{name} below {high:.2g} (lower {part:.0%})"
    if high is None:
        return f"{name} above {low:.2g} (upper {part:.0%})"
    return f"{name} between {low:.2g} and {high:.2g} ({part:.0%})"


def _both(shares: Shares) -> str:
    return f"holds {shares.holds.mean:.0%}, fails {shares.fails.mean:.0%}"


def _share(found: Interval) -> str:
    return f"{found.mean:.0%} ({100 * found.low:.0f} to {100 * found.high:.0f})"


def _span(found: Interval, measure: str) -> str:
    if math.isnan(found.low):
        return "(one world: no interval)"
    low, high = (figure(value, MEASURES[measure], sign=True) for value in (found.low, found.high))
    return f"({low} to {high})"


def _billion(found: Interval) -> str:
    sign = "−" if found.mean < 0 else "+"
    return f"{sign}£{abs(found.mean):.1f}bn a year"


def _rate(value: float) -> str:
    return f"{100 * value:.1f}%" if math.isfinite(value) else "any share"


def _bounds(found: Interval) -> str:
    if math.isnan(found.low):
        return "one world: no interval"
    if math.isinf(found.high):
        return f"at least {_rate(found.low)}" if found.low > 0 and math.isfinite(found.low) else "may be any"
    return f"{_rate(found.low)} to {_rate(found.high)}"


def supporting(one: ClaimFound) -> Sequence[PairFound]:
    """The pairs that do not decide."""
    return one.pairs[1:]
