"""Three paragraphs on why two arrangements differ: the verdict, the pound's journey and the causes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from govsim.comparison.compare import Comparison
from govsim.explanation.effects import (
    MEASURED,
    SHARE_THAT_COUNTS,
    MechanismEffect,
    VolumeAndEfficiency,
    by_way_of,
    is_clear,
    largest_movers,
    named_causes,
    others_that_matter,
    trade_off,
)
from govsim.explanation.mechanisms import differing_levers, other_differences
from govsim.measures.amounts import figure, span
from govsim.measures.catalogue import MEASURES
from govsim.scenario.levers import Levers
from govsim.statistics.intervals import Interval
from govsim.units import QUARTERS_IN_YEAR
from govsim.words.names import capitalised
from govsim.words.numbers import pence
from govsim.words.plurals import counted, joined
from govsim.world.pound import ENDS

_VALUE: Final = MEASURES["public_value"]
_COUNTS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def verdict_in_words(pair: Comparison) -> str:
    """The first paragraph: which of two arrangements does better, by how much, in what and in how many worlds."""
    first, second = pair.runs
    value, *parts = (pair.difference(name, first, second) for name in MEASURED)
    time, weight = _time(second.quarters), first.scenario.values.progress_weight
    weighed = (
        "progress and core services weighing the same"
        if weight == 0.5
        else f"progress weighing {100 * weight:g}% and core services {100 - 100 * weight:g}%"
    )
    return " ".join(
        [value.sentence(), f"That is after {time}, with {weighed}.", *(one.line() for one in parts)]
    )


def _time(quarters: int) -> str:
    """A number of quarters in words: `10 years`, `7 quarters`."""
    years, rest = divmod(quarters, QUARTERS_IN_YEAR)
    return counted(quarters, "quarter") if rest else counted(years, "year")


def journey_in_words(pair: Comparison, split: VolumeAndEfficiency) -> str:
    """The second paragraph: more money for outcomes or more effect of each pound, and where else it went."""
    before, now = (f"{pence(share)}p" for share in split.effective)
    movers, when = largest_movers(split), f"On average over {_time(pair.runs[0].quarters)}"
    if split.change.low == split.change.high == 0 and not movers:
        return f"{when}, {now} of each pound had its effect on outcomes under both, and nothing moved on its way."
    one, other = (run.scenario.name for run in pair.runs)
    sentences = [
        f"{when}, {now} of each pound had its effect on outcomes under {other} and {before} under "
        f"{one}{_change(split)}."
    ]
    factors = (
        (split.volume, split.money, "the money for outcomes", "{} money went to outcomes"),
        (
            split.efficiency,
            split.per_pound,
            "the effect of each pound for outcomes",
            "each pound for outcomes had {} effect",
        ),
    )
    sentences += [_factor(*factor) for factor in sorted(factors, key=lambda factor: -abs(factor[0].mean))]
    moved = [f"{ENDS[mover.category].words} ({pence(mover.change.mean, sign=True)}p)" for mover in movers]
    if moved:
        sentences.append(f"The largest movements besides were in {joined(moved)}.")
    return " ".join(sentences)


def _change(split: VolumeAndEfficiency) -> str:
    size = pence(abs(split.change.mean))
    if size == "0.0":
        return ""
    way = "more" if split.change.mean > 0 else "less"
    billion = "" if split.billion is None else f", £{abs(split.billion):.1f}bn a quarter"
    return f" ({size}p {way}{billion})"


def _factor(effect: Interval, shares: tuple[float, float], noun: str, because: str) -> str:
    """A sentence on one factor's effect; `because` is a clause with a gap for more or less."""
    before, now = (f"{pence(share)}p" for share in shares)
    levels, size = f"({now} in place of {before})", pence(effect.mean, sign=True)
    if size == "0.0":
        return f"{capitalised(noun)} hardly changed {levels}."
    if math.isnan(effect.low) or is_clear(effect, 0):
        clause = because.format("more" if effect.mean >= 0 else "less")
        return f"Of the difference, {size}p is because {clause} {levels}."
    return f"Of the difference, {size}p is from {noun}, which did not clearly change {levels}."


def causes_in_words(pair: Comparison, effects: Sequence[MechanismEffect]) -> str:
    """The third paragraph: the causes, or a sentence that there is none."""
    name = pair.runs[1].scenario.name
    if not differs_in(pair):
        return "There is nothing to explain: they do not differ in any lever, nor in anything else that acts."
    opening = _what_alone_differs(pair)
    if not effects:
        return f"{opening}No mechanism that could be switched off is at work between them."
    if pair.in_one_world:
        return f"{opening}One world cannot tell a cause from chance, so none is named."
    named = named_causes(effects, pair)
    traded = trade_off(effects, named, pair)
    of = "the one mechanism" if len(effects) == 1 else f"{_count(len(effects))} mechanisms"
    sentences = []
    if not named:
        sentences.append(
            f"No single mechanism explains it: of {of} switched off one at a time, none clearly moves public "
            f"value by {pair.smallest_effect('public_value') * SHARE_THAT_COUNTS:g} units or more."
        )
    for place, effect in enumerate(named):
        who = f"Of {of} switched off one at a time, {name}" if place == 0 else "It"
        does = "loses" if effect.public_value.mean < 0 else "gains"
        is_first = not any(one.public_value.mean * effect.public_value.mean > 0 for one in named[:place])
        how = f"{does} most" if is_first else f"also {does}"
        sentences.append(f"{who} {how} by {_cause(effect, by_way_of(effect, effects, pair))}.")
    more = others_that_matter(effects, [*named, *([] if traded is None else [traded])], pair)
    if named and more:
        sentences.append(f"{capitalised(_count(more))} more matter{'s' if more == 1 else ''} too.")
    if traded is not None:
        sentences.append(_traded(traded))
    return opening + " ".join(sentences)


def _cause(effect: MechanismEffect, through: MechanismEffect | None) -> str:
    low, high = sorted((abs(effect.public_value.low), abs(effect.public_value.high)))
    size = f"{figure(abs(effect.public_value.mean), _VALUE)} units"
    bounds = span(Interval(effect.public_value.mean, low, high), _VALUE)
    way = "" if through is None else f", largely through {through.phrase}"
    return f"{effect.phrase} ({_setting(effect, ': ')}{size}, 95% interval {bounds}){way}"


def _setting(effect: MechanismEffect, after: str = "") -> str:
    """The setting of a lever, if short."""
    if not effect.first or "," in effect.first + effect.second:
        return ""
    return f"from {effect.first} to {effect.second}{after}"


def _traded(effect: MechanismEffect) -> str:
    progress, core = (
        f"{noun} ({figure(estimate.mean, MEASURES[name], sign=True)})"
        for noun, name, estimate in (
            ("progress", "progress", effect.progress),
            ("core services", "core_services", effect.core_services),
        )
    )
    gained, lost = (core, progress) if effect.progress.mean < 0 else (progress, core)
    net = figure(effect.public_value.mean, _VALUE, sign=True)
    setting = f" ({_setting(effect)})" if _setting(effect) else ""
    return (
        f"The largest trade is {effect.phrase}{setting}, which brings {gained} at the price of {lost}, "
        f"{net} in public value altogether."
    )


def differs_in(pair: Comparison) -> tuple[str, ...]:
    """The parts in which the scenarios differ, in words; empty if none affects the simulation."""
    levers = differing_levers(*(run.scenario for run in pair.runs))
    return (*([counted(len(levers), "lever")] if levers else []), *_others(pair))


def _others(pair: Comparison) -> tuple[str, ...]:
    first, second = pair.runs
    same_places = first.places_name == second.places_name and first.labels["k"] == second.labels["k"]
    return other_differences(first.scenario, second.scenario, same_places)


def _what_alone_differs(pair: Comparison) -> str:
    """The opening if at most one lever differs."""
    levers, others = differing_levers(*(run.scenario for run in pair.runs)), _others(pair)
    if len(levers) > 1 or (levers and others):
        return ""
    if levers:
        return f"Only one lever differs: {(Levers.model_fields[levers[0]].title or levers[0]).lower()}. "
    return f"No lever differs, only {joined(others)}. "


def _count(number: int) -> str:
    return _COUNTS[number] if number < len(_COUNTS) else str(number)
