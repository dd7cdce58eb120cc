"""Sentences on trade-offs, break-even rates and differences in effective pence."""

from __future__ import annotations

import math

from govsim.comparison.compare import Comparison
from govsim.comparison.difference import Difference
from govsim.comparison.pound_split import Split
from govsim.comparison.trade_off import BreakEven, Quadrants
from govsim.measures.amounts import amount, figure, span
from govsim.measures.catalogue import MEASURES
from govsim.runs.run import Run
from govsim.statistics.intervals import Interval
from govsim.units import QUARTERS_IN_YEAR, billion_a_quarter
from govsim.words.numbers import decimal, pence
from govsim.words.plurals import counted, joined

PARTS = {"volume": "volume", "overhead": "overhead", "per_pound": "what a pound does"}
RATE_PLACES = 3
_NOUN = {"progress": "progress", "core_services": "core services"}


def trade_off_sentence(comparison: Comparison, baseline: Run, run: Run) -> str:
    """Gains and losses in progress and core services, with numbers of worlds."""
    counts_of, worlds = comparison.quadrants(baseline, run), len(run.replicates)
    pair = f"Trade-off of {run.scenario.name} against {baseline.scenario.name}"
    if counts_of.same == worlds:
        return f"{pair}: none; progress and core services are the same."
    sizes = joined(
        [_size(comparison.difference(name, baseline, run)) for name in ("progress", "core_services")]
    )
    counts = f"; {quadrant_words(counts_of, worlds)}" if worlds > 1 else ""
    return f"{pair}: {sizes}{counts}."


def _size(one: Difference) -> str:
    """`progress 0.045 need points higher (+0.033 to +0.057: better)`."""
    measure, estimate = MEASURES[one.measure], one.difference
    way = "higher" if estimate.mean >= 0 else "lower"
    size = f"{_NOUN[one.measure]} {amount(estimate.mean, measure)} {way}"
    if math.isnan(estimate.low):
        return size
    return f"{size} ({span(estimate, measure, sign=True)}: {one.word})"


def quadrant_words(quadrants: Quadrants, worlds: int) -> str:
    """The number of worlds in each quadrant: `more of both in 1 of 64 worlds, less of both in 6`."""
    counts = [
        (quadrants.more_of_both, "more of both"),
        (quadrants.progress_for_core, "more progress and less core"),
        (quadrants.core_for_progress, "more core and less progress"),
        (quadrants.less_of_both, "less of both"),
        (quadrants.same, "the same of both"),
    ]
    some = sorted(((count, words) for count, words in counts if count), reverse=True, key=lambda one: one[0])
    first, *rest = some
    return joined(
        [
            f"{first[1]} in {first[0]:,} of {counted(worlds, 'world')}",
            *(f"{words} in {count:,}" for count, words in rest),
        ]
    )


def break_even_rate_sentence(comparison: Comparison, baseline: Run, run: Run) -> str:
    """The exchange rate at which the verdict on the means turns, with its interval, and the rates that worlds draw."""
    rate = comparison.break_even_rate(baseline, run)
    return rate_sentence(
        rate, run.scenario.name, baseline.scenario.name, baseline.scenario.constants.progress_unit
    )


def rate_sentence(even: BreakEven, one: str, other: str, progress_unit: float) -> str:
    """A sentence on the break-even rate of one arrangement against another."""
    unit = f"a fall of need by {progress_unit:g}"
    if even.better == "same":
        return f"Break-even rate: none; {one} and {other} break even at any rate."
    weighed = "" if even.weight == 0.5 else f" with progress weighing {even.weight:g}"
    more, less = (
        ("has more public value", "has less public value") if even.worlds == 1 else ("is better", "is worse")
    )
    if even.rate is None:
        way = more if even.better == "any" else less
        return f"Break-even rate: none; {one} {way} than {other}{weighed} at any rate{_surely(even, unit)}."
    bounds = f" (95% interval {rate_bounds(even)})" if rate_bounds(even) else ""
    side = "more" if even.better == "above" else "less"
    drawn = (
        f"; it is worth more in {even.above:,} of {counted(even.worlds, 'world')}" if even.worlds > 1 else ""
    )
    return (
        f"Break-even rate: {one} {more} than {other}{weighed} if {unit} is worth {side} than "
        f"{_rate(even.rate)} of core services{bounds}{drawn}."
    )


def _surely(even: BreakEven, unit: str) -> str:
    """Whether a mean sign that is the same at all rates is sure."""
    if even.low is None or even.high is None or math.isnan(even.low):
        return " (95% confidence)" if even.low is None else ""
    if even.low == 0 and math.isinf(even.high):
        return " on average, but surely at none"
    if math.isinf(even.high):
        return (
            f" on average, and surely (95%) if {unit} is worth less than {_rate(even.low)} of core services"
        )
    if even.low == 0:
        return (
            f" on average, and surely (95%) if {unit} is worth more than {_rate(even.high)} of core services"
        )
    return f" on average, but not surely from {_rate(even.low)} to {_rate(even.high)}"


def rate_bounds(even: BreakEven) -> str:
    """The rates between which the sign of the mean is not sure: `0.049 to 0.098`; empty for one world alone."""
    if even.low is None or even.high is None:
        return "none: sure at any"
    if math.isnan(even.low):
        return ""
    if math.isinf(even.high):
        return "any rate" if even.low == 0 else f"from {_rate(even.low)} up"
    return f"up to {_rate(even.high)}" if even.low == 0 else f"{_rate(even.low)} to {_rate(even.high)}"


def _rate(value: float) -> str:
    return decimal(value, RATE_PLACES)


IN_BRACKETS = "In brackets: the rate at which the verdict turns, and how many worlds draw a higher one."


def short_break_even(even: BreakEven) -> str:
    """The rate for a table, with the share of worlds that draw a higher one: `0.069; 52%`."""
    if even.rate is None or even.above is None:
        return "never"
    return f"{_rate(even.rate)}; {even.above / even.worlds:.0%}"


def pence_sentence(comparison: Comparison, baseline: Run, run: Run) -> str:
    """Effective pence, their difference, and its split into volume, overhead and what a pound does; also in £bn."""
    split, budget = comparison.pence_split(baseline, run), common_budget(baseline, run)
    now, before = (one.pound_shares()["effective"] for one in (run, baseline))
    difference = split.whole
    bounds = (
        ""
        if math.isnan(difference.low)
        else f", 95% interval {pence(difference.low, True)} to {pence(difference.high, True)}"
    )
    money = "" if budget is None else f"; {billion_words(difference.mean, budget)} a year"
    parts = joined([f"{words} {_pence(getattr(split, name), budget)}" for name, words in PARTS.items()])
    return (
        f"Effective pence of a pound: {pence(now)} under {run.scenario.name}, {pence(before)} under "
        f"{baseline.scenario.name} ({pence(difference.mean, True)}{bounds}{money}). By {parts}."
    )


def common_budget(baseline: Run, run: Run) -> float | None:
    """The yearly budget in £bn, if two arrangements have the same."""
    budgets = {one.scenario.annual_budget for one in (baseline, run)}
    return budgets.pop() if len(budgets) == 1 else None


def _pence(part: Interval, budget: float | None) -> str:
    """A part in pence and money: `+2.1 (+£8.9bn)`."""
    money = "" if budget is None else f" ({billion_words(part.mean, budget)})"
    return f"{pence(part.mean, sign=True)}{money}"


def billion_words(share: float, budget: float) -> str:
    """A share of the budget as money in a year.

    >>> billion_words(-0.01, 433.5)
    '−£4.3bn'
    """
    billions = decimal(QUARTERS_IN_YEAR * billion_a_quarter(share, budget), 1, sign=True)
    sign = billions[0] if billions[0] in "+−" else ""
    return f"{sign}£{billions.removeprefix(sign)}bn"


def value_split_sentence(split: Split) -> str:
    """The split of a difference in public value into volume, overhead and what a pound does, from held runs."""
    parts = joined([f"{words} {_units(getattr(split, name))}" for name, words in PARTS.items()])
    return (
        f"Public value of {split.scenario} against {split.baseline}, split by runs: {parts}; together "
        f"{_units(split.whole)}."
    )


def _units(part: Interval) -> str:
    measure = MEASURES["public_value"]
    size = figure(part.mean, measure, sign=True)
    return size if math.isnan(part.low) else f"{size} ({span(part, measure, sign=True)})"


def best_by_rate_sentence(comparison: Comparison) -> str:
    """The scenario with the best mean at each exchange rate, independent of the rates drawn."""
    spans = comparison.best_by_rate()
    unit = f"a fall of need by {comparison.runs[0].scenario.constants.progress_unit:g}"
    if len(spans) == 1:
        return f"By their means {spans[0].scenario} is best whatever {unit} is worth."
    ranges = [
        f"{spans[0].scenario} is best if {unit} is worth less than {_rate(spans[0].high)} of core services"
    ]
    ranges += [f"{one.scenario} from {_rate(one.low)} to {_rate(one.high)}" for one in spans[1:-1]]
    ranges.append(f"{spans[-1].scenario} if it is worth more than {_rate(spans[-1].low)}")
    return f"By their means {joined(ranges)}."
