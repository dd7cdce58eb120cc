"""A few cautious sentences, with numbers from these runs, on the effects of a setting."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from govsim.comparison.compare import Comparison
from govsim.comparison.document import in_words
from govsim.comparison.trade_off_sentences import break_even_rate_sentence, pence_sentence
from govsim.measures.amounts import figure
from govsim.measures.catalogue import MEASURES
from govsim.runs.run import Run
from govsim.statistics.intervals import Interval, interval
from govsim.units import QUARTERS_IN_YEAR
from govsim.words.numbers import pence
from govsim.words.plurals import counted
from govsim.world.places import Places

BEFORE: Final = "the setting before"  # name of a setting before with the present one's name


def what_happened(now: Run, before: Run | None) -> tuple[str, ...]:
    """Sentences on the level or change of progress, core services and the pound."""
    if before is None:
        return (_progress_alone(now), _core_alone(now), _pound_alone(now))
    spoken = comparison_of(now, before)
    progress, core = (spoken.difference(name, *spoken.runs) for name in ("progress", "core_services"))
    return (progress.sentence(), core.sentence(), pence_sentence(spoken, *spoken.runs))


def value_sentences(now: Run, before: Run) -> str:
    """Sentences on public value at the visitor's weight, and the weight and rate at which its sign turns."""
    spoken, weight = comparison_of(now, before), now.scenario.values.progress_weight
    sentences = [
        f"Progress weighs {weight:.0%} here and core services {1 - weight:.0%}.",
        spoken.difference("public_value", *spoken.runs).sentence(),
    ]
    turning = _turning_weight(spoken)
    if turning is not None:
        sentences.append(f"They break even at a weight of progress of about {turning:.0%}.")
    return " ".join([*sentences, break_even_rate_sentence(spoken, *spoken.runs)])


def turning_sentence(now: Run, before: Run, other_now: Run, other_before: Run) -> str:
    """A warning where worlds of the other kind give public value the other verdict; else empty."""
    apart = [
        spoken.difference("public_value", *spoken.runs)
        for spoken in (comparison_of(now, before), comparison_of(other_now, other_before))
    ]
    own, other = (_side(one.difference) for one in apart)
    if own * other >= 0:
        return ""
    kinds = ["alike", "that differ"]
    if now.scenario.uncertainties.worlds != "alike":
        kinds.reverse()
    sizes = [
        f"in worlds {kind} public value is {figure(abs(one.difference.mean), MEASURES['public_value'])} {one.way}"
        for kind, one in zip(kinds, apart, strict=True)
    ]
    pair = f"under {apart[0].scenario} than under {apart[0].baseline}"
    return f"Here the verdict turns round: {sizes[0]} {pair}, but {sizes[1]}."


def _side(difference: Interval) -> int:
    """1 or −1 where the interval lies on one side of 0; 0 where it does not."""
    return int(difference.low > 0) - int(difference.high < 0)


def comparison_of(now: Run, before: Run, land: Places | None = None) -> Comparison:
    """Both runs, on given places if any, under distinct names for prose."""
    if before.scenario.name == now.scenario.name:
        before = replace(before, scenario=before.scenario.model_copy(update={"name": BEFORE}))
    return in_words(Comparison((before, now), land))


def _turning_weight(result: Comparison) -> float | None:
    """The weight at which the difference in public value, linear in it, is 0; None if there is none."""
    none, whole = (result.public_value_at(weight, *result.runs).difference.mean for weight in (0.0, 1.0))
    return none / (none - whole) if none * whole < 0 else None


def _progress_alone(now: Run) -> str:
    measure = MEASURES["progress"]
    true, reported = (interval(now.at_end(name)).mean for name in ("progress", "reported_progress"))
    years = now.quarters // QUARTERS_IN_YEAR
    way = "fell" if true >= 0 else "rose"
    fell = round(float((now.at_end("progress") > 0).mean()) * len(now.replicates))
    return (
        f"Over {counted(years, 'year')} residents’ need, on a scale from 0 to 1, {way} by {figure(abs(true), measure)} "
        f"on average; it fell in {fell} of {counted(len(now.replicates), 'world')}. "
        f"Councils reported a {'fall' if reported >= 0 else 'rise'} of {figure(abs(reported), measure)}."
    )


def _core_alone(now: Run) -> str:
    measure = MEASURES["core_services"]
    result = now.at_end("core_services")
    short = round(float((result < 1).mean()) * len(result))
    return (
        f"Core services ended at {figure(interval(result).mean, measure)} on average, where 1 meets the requirement; "
        f"they fell short of it in {short} of {counted(len(result), 'world')}."
    )


def _pound_alone(now: Run) -> str:
    shares = now.pound_shares()
    lost = shares["central_overhead"] + shares["local_overhead"]
    return (
        f"Of each pound {pence(shares['effective'])}p had its effect on outcomes, "
        f"{pence(shares['core_services'])}p went to core services and {pence(lost)}p to staff time lost."
    )
