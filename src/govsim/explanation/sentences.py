"""Three sentences on why two arrangements differ: the verdict, the pound's journey and the causes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from govsim.comparison.compare import Comparison
from govsim.comparison.difference import Difference
from govsim.explanation.effects import (
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
from govsim.measures.amounts import amount, figure, span
from govsim.measures.catalogue import MEASURES
from govsim.measures.measure import Measure
from govsim.scenario.levers import Levers
from govsim.statistics.intervals import Interval
from govsim.units import QUARTERS_IN_YEAR
from govsim.words.numbers import pence
from govsim.words.plurals import counted, joined
from govsim.words.verdicts import IN_WORDS
from govsim.world.pound import ENDS

_VALUE: Final = MEASURES["public_value"]
_COUNTS: Final = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


# --- The verdict ----------------------------------------------------------------------------------------------


def verdict_in_a_sentence(pair: Comparison) -> str:
    """The first sentence: which of two arrangements does better, by how much, in what and in how many worlds."""
    first, second = pair.runs
    found = pair.difference("public_value", first, second)
    progress, core = (pair.difference(name, first, second) for name in ("progress", "core_services"))
    told = (_part(pair, progress, "progress on outcomes is"), _part(pair, core, "core services are"))
    opposed = {progress.verdict, core.verdict} == {"better", "worse"}
    return (
        f"After {_time(second.quarters)}, {_weighed(first.scenario.values.progress_weight)}, "
        f"{_verdict(found, second.scenario.name, first.scenario.name)}: "
        f"{told[0]}{', but ' if opposed else ' and '}{told[1]}."
    )


def _weighed(weight: float) -> str:
    if weight == 0.5:
        return "with progress and core services weighing the same"
    return f"with progress weighing {100 * weight:g}% and core services {100 - 100 * weight:g}%"


def _verdict(found: Difference, one: str, other: str) -> str:
    size = amount(found.difference.mean, _VALUE)
    way = "higher" if found.difference.mean >= 0 else "lower"
    if math.isnan(found.difference.low):
        return f"public value is {size} {way} under {one} than under {other} in this one world, which decides nothing"
    if found.difference.low == found.difference.high == 0:
        return f"{one} and {other} have the same public value in all {found.worlds:,} worlds"
    if found.verdict in ("better", "worse"):
        return (
            f"{one} is {found.verdict} than {other} by {size} of public value "
            f"(95% interval {_sizes(found.difference, _VALUE)}), and so in {_worlds(found)}"
        )
    bounds = f"95% interval {span(found.difference, _VALUE, sign=True)}"
    matters = f"a difference matters from {found.smallest_effect:g}"
    if found.verdict == "equal":
        return f"{one} and {other} do not differ in public value by what matters ({size} {way}, {bounds}; {matters})"
    if found.verdict in IN_WORDS and found.verdict != "unknown":
        return (
            f"public value is {size} {way} under {one} than under {other}, {IN_WORDS[found.verdict]} "
            f"({bounds}; {matters})"
        )
    return (
        f"it is not known whether {one} or {other} does better (public value is {size} {way} under {one}, "
        f"{bounds}, and {way} in {_worlds(found)}; {matters})"
    )


def _part(pair: Comparison, found: Difference, subject: str) -> str:
    measure = MEASURES[found.measure]
    before, now = (figure(pair.mean(run, found.measure).mean, measure) for run in pair.runs)
    unit = f" {measure.unit}" if measure.unit.endswith("points") else ""
    levels = f"{now}{unit} in place of {before}"
    if math.isnan(found.difference.low):
        return f"{subject} {levels}"
    if found.difference.low == found.difference.high == 0:
        return f"{subject} the same ({now}{unit})"
    if found.verdict == "equal":
        return f"{subject} practically the same ({levels})"
    if found.verdict == "unknown":
        return f"{subject} too close to call ({levels})"
    if found.verdict in IN_WORDS:
        way = "higher" if found.difference.mean >= 0 else "lower"
        return f"{subject} {way}, {IN_WORDS[found.verdict]} ({levels})"
    return f"{subject} {found.verdict} in {_worlds(found)} ({levels})"


def _worlds(found: Difference) -> str:
    """In how many worlds the difference has the sign that it has on average."""
    share = found.better if found.difference.mean >= 0 else found.worse
    count = round(share.mean * found.worlds)
    return f"all {count:,} worlds" if count == found.worlds else f"{count:,} of {found.worlds:,} worlds"


def _time(quarters: int) -> str:
    years, rest = divmod(quarters, QUARTERS_IN_YEAR)
    return counted(quarters, "quarter") if rest else counted(years, "year")


# --- The pound's journey --------------------------------------------------------------------------------------


def journey_in_a_sentence(pair: Comparison, split: VolumeAndEfficiency) -> str:
    """The second sentence: more money for outcomes or more effect of each pound, and where else it went."""
    before, now = (f"{pence(share)}p" for share in split.effective)
    movers = largest_movers(split)
    if split.change.low == split.change.high == 0 and not movers:
        return f"Of each pound {now} had its effect on outcomes under both, and nothing moved on its way."
    money = (
        "the money for outcomes",
        ("more money went to outcomes", "less money went to outcomes"),
    )
    effect = (
        "the effect of each pound for outcomes",
        ("each pound for outcomes had more effect", "each pound for outcomes had less effect"),
    )
    told = sorted(
        ((split.volume, split.money, *money), (split.efficiency, split.per_pound, *effect)),
        key=lambda factor: -abs(factor[0].mean),
    )
    names = [run.scenario.name for run in pair.runs]
    moved = [f"{ENDS[mover.category].words} ({pence(mover.change.mean, sign=True)}p)" for mover in movers]
    most = f"; the largest movements besides were in {joined(moved)}" if moved else ""
    return (
        f"Of each pound {now} had its effect on outcomes under {names[1]} and {before} under {names[0]}"
        f"{_change(split)}: {_factor(*told[0])}, and {_factor(*told[1])}{most}."
    )


def _change(split: VolumeAndEfficiency) -> str:
    size = pence(abs(split.change.mean))
    if size == "0.0":
        return ""
    way = "more" if split.change.mean > 0 else "less"
    billion = "" if split.billion is None else f", £{abs(split.billion):.1f}bn a quarter"
    return f" ({size}p {way}{billion})"


def _factor(effect: Interval, shares: tuple[float, float], noun: str, ways: tuple[str, str]) -> str:
    before, now = (f"{pence(share)}p" for share in shares)
    size = pence(effect.mean, sign=True)
    if size == "0.0":
        return f"{noun} hardly changed ({now} in place of {before})"
    if math.isnan(effect.low) or is_clear(effect, 0):
        return f"{size}p because {ways[0] if effect.mean >= 0 else ways[1]} ({now} in place of {before})"
    return f"{size}p from {noun}, which did not clearly change ({now} in place of {before})"


# --- The causes -----------------------------------------------------------------------------------------------


def causes_in_a_sentence(pair: Comparison, effects: Sequence[MechanismEffect]) -> str:
    """The third sentence: the causes that were found by switching off each mechanism, or that there is none."""
    name = pair.runs[1].scenario.name
    if not differs_in(pair):
        return "There is nothing to explain: they do not differ in any lever, nor in anything else that acts."
    opening = _what_alone_differs(pair)
    if not effects:
        return _sentence(f"{opening}no mechanism that could be switched off is at work between them")
    if len(pair.runs[0].replicates) == 1:
        return _sentence(f"{opening}one world cannot tell a cause from chance, so none is named")
    named = named_causes(effects, pair)
    traded = trade_off(effects, named, pair)
    tail = "" if traded is None else f"; {_traded(traded)}"
    count = len(effects)
    of = "the one mechanism" if count == 1 else f"{_count(count)} mechanisms"
    if not named:
        none = (
            f"no single mechanism explains it: of {of} switched off one at a time, none clearly moves public "
            f"value by {pair.smallest_effect('public_value') * SHARE_THAT_COUNTS:g} units or more"
        )
        return _sentence(f"{opening}{none}{tail}")
    sides: dict[bool, list[str]] = {}
    for position, effect in enumerate(named):
        told = _cause(effect, by_way_of(effect, effects, pair), full=position == 0)
        sides.setdefault(effect.public_value.mean < 0, []).append(told)
    words = [f"{'loses' if loses else 'gains'} most by {joined(told)}" for loses, told in sides.items()]
    more = others_that_matter(effects, [*named, *([] if traded is None else [traded])], pair)
    others = f", while {_count(more)} more matter{'s' if more == 1 else ''} too" if more else ""
    return _sentence(
        f"{opening}of {of} switched off one at a time, {name} {', and '.join(words)}{others}{tail}"
    )


def _cause(effect: MechanismEffect, through: MechanismEffect | None, full: bool) -> str:
    bounds = _sizes(effect.public_value, _VALUE)
    unit, interval = (" units of public value", "95% interval ") if full else ("", "")
    size = f"{figure(abs(effect.public_value.mean), _VALUE)}{unit}, {interval}{bounds}"
    way = "" if through is None else f", largely through {through.phrase}"
    return f"{effect.phrase} ({_setting(effect)}{size}){way}"


def _setting(effect: MechanismEffect) -> str:
    """How a lever is set, where a few words say it."""
    if not effect.first or "," in effect.first + effect.second:
        return ""
    return f"from {effect.first} to {effect.second}: "


def _traded(effect: MechanismEffect) -> str:
    measures = [MEASURES["progress"], MEASURES["core_services"]]
    progress, core = (
        f"{name} ({figure(found.mean, measure, sign=True)})"
        for name, found, measure in zip(
            ("progress", "core services"), (effect.progress, effect.core_services), measures, strict=True
        )
    )
    gained, lost = (core, progress) if effect.progress.mean < 0 else (progress, core)
    net = figure(effect.public_value.mean, _VALUE, sign=True)
    setting = f" ({_setting(effect).rstrip(': ')})" if _setting(effect) else ""
    return (
        f"the largest trade is {effect.phrase}{setting}, which brings {gained} at the price of {lost}, "
        f"{net} in public value altogether"
    )


def differs_in(pair: Comparison) -> tuple[str, ...]:
    """What the two scenarios differ in, in words; empty where nothing that is simulated does."""
    first, second = (run.scenario for run in pair.runs)
    levers = differing_levers(first, second)
    return (*([counted(len(levers), "lever")] if levers else []), *_others(pair))


def _others(pair: Comparison) -> tuple[str, ...]:
    first, second = pair.runs
    same_places = first.places_name == second.places_name and first.labels["k"] == second.labels["k"]
    return other_differences(first.scenario, second.scenario, same_places)


def _what_alone_differs(pair: Comparison) -> str:
    """The opening of the sentence where a single lever differs, or none."""
    levers, others = differing_levers(*(run.scenario for run in pair.runs)), _others(pair)
    if len(levers) > 1 or (levers and others):
        return ""
    if levers:
        return f"Only one lever differs, {(Levers.model_fields[levers[0]].title or levers[0]).lower()}; "
    return f"No lever differs, only {joined(others)}; "


def _sizes(found: Interval, measure: Measure) -> str:
    """An interval on one side of 0, without signs."""
    low, high = sorted((abs(found.low), abs(found.high)))
    return span(Interval(found.mean, low, high), measure)


def _count(number: int) -> str:
    return _COUNTS[number] if number < len(_COUNTS) else str(number)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
