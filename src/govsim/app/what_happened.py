"""Says in a few cautious sentences, with numbers from these runs, what a setting changed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from govsim.app.pound import changes_of, earlier_and_now
from govsim.comparison.compare import Comparison
from govsim.comparison.difference import Difference
from govsim.measures.amounts import amount, figure
from govsim.measures.catalogue import MEASURES
from govsim.runs.run import Run
from govsim.statistics.intervals import interval
from govsim.units import QUARTERS_IN_YEAR
from govsim.words.numbers import pence


@dataclass(frozen=True)
class Beside:
    """What a setting is compared with: its run in the same worlds, and how a sentence speaks of it."""

    run: Run
    under: str


_TOO_LITTLE: Final = {
    "negligible": ", by too little to matter",
    "leaning": ", perhaps by too little to matter",
}


def what_happened(now: Run, before: Beside | None) -> tuple[str, ...]:
    """Progress, core services and the pound: what they came to, or how they changed."""
    if before is None:
        return (_progress_alone(now), _core_alone(now), _pound_alone(now))
    found = Comparison((before.run, now))
    progress = found.difference("progress", before.run, now)
    core = found.difference("core_services", before.run, now)
    return (
        _changed(progress, before, now, "residents’ need ended lower", "residents’ need ended higher"),
        _changed(core, before, now, "core services ended higher", "core services ended lower"),
        _pound_changed(now, before),
    )


def value_sentence(now: Run, before: Beside | None) -> str:
    """What follows for public value at the visitor's weight, and the weight at which it would turn."""
    weight = now.scenario.values.progress_weight
    if before is None:
        return ""
    found = Comparison((before.run, now))
    difference = found.difference("public_value", before.run, now)
    higher = difference.difference.mean >= 0
    told = {
        "equal": f"public value is practically the same as {before.under}",
        "unknown": f"whether public value is higher than {before.under} is not known",
    }.get(
        difference.verdict,
        f"public value is {'higher' if higher else 'lower'} than {before.under} in {of_worlds(difference, higher)}"
        f"{_TOO_LITTLE.get(difference.verdict, '')}",
    )
    turning = _turning_weight(found, before.run, now)
    turns = "" if turning is None else f" The two come out even at a weight of about {turning:.0%}."
    turns += _rate(found, before, now)
    return f"If progress weighs {weight:.0%} and core services {1 - weight:.0%}, {told}.{turns}"


def _rate(found: Comparison, before: Beside, now: Run) -> str:
    """At which exchange rate it turns, which nobody knows."""
    rate = found.break_even_rate(before.run, now)
    if rate.rate is None:
        return ""
    unit, side = now.scenario.constants.progress_unit, "more" if rate.better == "above" else "less"
    return (
        f" On average it is higher if a fall of need by {unit:g} is worth {side} than {rate.rate:.3f} of the core "
        f"index; {rate.above} of {rate.worlds} worlds assume more."
    )


def _turning_weight(found: Comparison, before: Run, now: Run) -> float | None:
    """Public value is a straight line in the weight: where the difference crosses nothing, if it does."""
    none, whole = (found.public_value_at(weight, before, now).difference.mean for weight in (0.0, 1.0))
    if none * whole >= 0:
        return None
    return none / (none - whole)


def of_worlds(difference: Difference, higher: bool) -> str:
    """In how many worlds a measure, of which more is better, is higher, or is lower."""
    share = difference.better if higher else difference.worse
    count = round(share.mean * difference.worlds)
    return (
        f"all {difference.worlds} worlds" if count == difference.worlds else _some(count, difference.worlds)
    )


def _some(count: int, worlds: int) -> str:
    return f"{count} of {worlds} worlds"


def _changed(difference: Difference, before: Beside, now: Run, up: str, down: str) -> str:
    measure = MEASURES[difference.measure]
    name = measure.label
    first, second = (interval(run.at_end(measure.name)).mean for run in (before.run, now))
    average = f"{figure(second, measure)} on average, in place of {figure(first, measure)}"
    noun = "progress of" if measure.name == "progress" else "an index of"
    matters = amount(difference.smallest_effect, measure)
    if difference.verdict == "equal":
        return (
            f"{name}: practically the same as {before.under} ({average}); "
            f"a difference of less than {matters} counts as none."
        )
    if difference.verdict == "unknown" or math.isnan(difference.difference.low):
        return (
            f"{name}: too close to call in {difference.worlds} worlds ({average}); "
            f"a difference matters from {matters}."
        )
    higher = difference.difference.mean >= 0
    count = of_worlds(difference, higher)
    little = _TOO_LITTLE.get(difference.verdict, "")
    return f"In {count} {up if higher else down} than {before.under}{little}: {noun} {average}."


def _progress_alone(now: Run) -> str:
    measure = MEASURES["progress"]
    true, told = (interval(now.at_end(name)).mean for name in ("progress", "reported_progress"))
    years = now.quarters // QUARTERS_IN_YEAR
    way = "fell" if true >= 0 else "rose"
    fell = round(float((now.at_end("progress") > 0).mean()) * len(now.replicates))
    return (
        f"Over {years} years residents’ need, on a scale from 0 to 1, {way} by {figure(abs(true), measure)} "
        f"on average; it fell in {_some(fell, len(now.replicates))}. "
        f"Councils reported a {'fall' if told >= 0 else 'rise'} of {figure(abs(told), measure)}."
    )


def _core_alone(now: Run) -> str:
    measure = MEASURES["core_services"]
    found = now.at_end("core_services")
    short = round(float((found < 1).mean()) * len(found))
    return (
        f"Core services ended at {figure(interval(found).mean, measure)} on average, where 1 meets the requirement; "
        f"they fell short of it in {_some(short, len(found))}."
    )


def _pound_alone(now: Run) -> str:
    shares = now.pound_shares()
    lost = shares["central_overhead"] + shares["local_overhead"]
    return (
        f"Of each pound {pence(shares['effective'])}p had its effect on outcomes, "
        f"{pence(shares['core_services'])}p went to core services and {pence(lost)}p to staff time lost."
    )


def _pound_changed(now: Run, before: Beside) -> str:
    effective = earlier_and_now("effective", before.run, now)
    told = (
        f"Of each pound {pence(effective[1])}p had its effect on outcomes, "
        f"in place of {pence(effective[0])}p {before.under}"
    )
    others = [change for change in changes_of(before.run, now) if change.label != "Effective on outcomes"]
    largest = sorted(others, key=lambda change: -abs(change.share))[:2]
    words = [
        f"{change.label[:1].lower()}{change.label[1:]} {pence(change.share, sign=True)}p"
        for change in largest
        if pence(change.share) not in ("0.0",)
    ]
    if not words:
        return f"{told}; nothing else in its journey moved."
    return f"{told}; what moved most besides: {' and '.join(words)}."
