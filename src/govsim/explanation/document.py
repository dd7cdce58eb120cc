"""Why two arrangements differ, as one document: three paragraphs, the break-even rate and every mechanism's effect."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from govsim.comparison.document import A_MODEL, ONE_WORLD, in_words
from govsim.comparison.setting import held_words, other_countries_words, places_words, worlds_words
from govsim.comparison.trade_off_sentences import break_even_rate_sentence
from govsim.documents.document import Document, Part
from govsim.documents.table import Column, Table
from govsim.explanation.effects import MEASURED, MechanismEffect
from govsim.explanation.explain import Explanation
from govsim.measures.amounts import figure
from govsim.measures.catalogue import MEASURES
from govsim.runs.simulate import DEFAULT_REPLICATES
from govsim.statistics.intervals import Interval
from govsim.words.names import arrangement_words
from govsim.words.plurals import joined
from govsim.words.verdicts import MONTE_CARLO

_HEADINGS: Final = ("Public value, units", "Progress, need points", "Core services, index")
BRIEF_ROWS: Final = {"put-back": 5, "switched-off": 0}


def document_of(result: Explanation, command: str, remarks: Sequence[str] = ()) -> Document:
    """The explanation in words and tables; `remarks` are sentences on its setting."""
    spoken = in_words(result.comparison)
    runs, (baseline, scenario) = spoken.runs, spoken.names
    land, scenarios = spoken.land_of(runs[0]), [run.scenario for run in runs]
    notes = (
        *(f"Note: {note}" for note in land.notes),
        *held_words(scenarios),
        other_countries_words(scenarios),
        *remarks,
    )
    differs = f"They differ in {joined(result.differs)}." if result.differs else ""
    how_sure = _how_sure(len(runs[0].replicates))
    about = (f"Both in the same {worlds_words(runs)}", places_words(runs, land), differs, *notes)
    return Document(
        name=f"{scenario} instead of {baseline}",
        about=" ".join(words for words in about if words),
        question=f"Why does {scenario} differ from {baseline}?",
        answer=(*land.doubts, *result.sentences, break_even_rate_sentence(spoken, *runs)),
        how_sure=how_sure,
        does_not_say=(MONTE_CARLO, A_MODEL),
        parts=tuple(_parts(result, baseline, scenario)),
        provenance=(("Model", f"govsim {runs[0].model_version}"), ("Seed", str(runs[0].seed))),
        failures=(),
        command=command,
        brief=len(how_sure),
    )


def _how_sure(worlds: int) -> tuple[str, ...]:
    """Notes on intervals, on the time that figures are of, and on how `compare` differs."""
    of_time = "Pence: means over all quarters. Public value, progress and core services: the last quarter."
    if worlds == 1:
        return ONE_WORLD, of_time
    usual = f"'govsim compare' takes {DEFAULT_REPLICATES} worlds"
    fewer = f"{usual}, so its intervals are narrower and its verdict may differ."
    return (
        "±: half a 95% interval. *: named in the answer.",
        of_time,
        *([fewer] if worlds < DEFAULT_REPLICATES else []),
    )


def _parts(result: Explanation, baseline: str, scenario: str) -> list[Part]:
    """The parts on mechanisms put back, mechanisms switched off and the sum of effects, without empty ones."""
    put_back = [effect for effect in result.mechanisms if effect.kind != "cost"]
    switched_off = [effect for effect in result.mechanisms if effect.kind == "cost"]
    sides = (
        (
            put_back,
            "put-back",
            "What each lever or part adds to the difference",
            f"Put back in {scenario} to where {baseline} has it",
        ),
        (switched_off, "switched-off", "What each cost adds to the difference", "Switched off in both"),
    )
    parts = [_part(result, *side) for side in sides if side[0]]
    sentences = (*_how_it_adds_up(result), *(f"Not switched off: {words}" for words in result.untried))
    if sentences:
        numbers = {"together": asdict(result.together), "remainder": asdict(result.remainder)}
        parts.append(Part("adding-up", "How far it adds up", sentences, "", (), document=numbers))
    return parts


def _part(
    result: Explanation, effects: Sequence[MechanismEffect], key: str, heading: str, caption: str
) -> Part:
    names = [arrangement_words(name) for name in result.comparison.names]
    with_settings = any(effect.first for effect in effects)
    settings = [Column(name, scenario=place) for place, name in enumerate(names) if with_settings]
    columns = (
        Column("Mechanism"),
        *(Column(heading, True) for heading in _HEADINGS),
        *settings,
    )
    rows = tuple(
        (
            f"{effect.label}{' *' if effect.key in result.named else ''}",
            *(effect_cell(getattr(effect, name), name) for name in MEASURED),
            *((effect.first, effect.second) if with_settings else ()),
        )
        for effect in effects
    )
    table = Table(
        caption,
        columns,
        rows,
        brief_rows=BRIEF_ROWS[key],
    )
    mechanisms = [{**asdict(effect), "named": effect.key in result.named} for effect in effects]
    return Part(key, heading, (), "", (table,), document={"mechanisms": mechanisms})


def effect_cell(estimate: Interval, name: str) -> str:
    """A mean and the half-width of its interval: `−0.10 ±0.02`."""
    measure = MEASURES[name]
    mean = figure(estimate.mean, measure, sign=True)
    half = figure((estimate.high - estimate.low) / 2, measure)
    return mean if math.isnan(estimate.low) else f"{mean} ±{half}"


def _how_it_adds_up(result: Explanation) -> list[str]:
    """Sentences on interaction and on when a cause is named."""
    if not result.mechanisms:
        return []
    sentences, value = [], MEASURES["public_value"]
    whole = result.comparison.difference("public_value", *result.comparison.runs).difference.mean
    together, all_of_it, rest = (
        figure(mean, value, sign=True) for mean in (result.together.mean, whole, result.remainder.mean)
    )
    if sum(effect.kind != "cost" for effect in result.mechanisms) > 1:
        sentences.append(
            "Effects do not add up, because mechanisms work through each other. Put back one at a time they come to "
            f"{together} in public value; the whole difference is {all_of_it}; {rest} is interaction or "
            "lies in the rest."
        )
        sentences.append("A lever that is put back also spares the reorganisation it took.")
    return [
        *sentences,
        "A cost that is switched off is part of what levers do, so it is not to be added to them.",
        "A cause is named where its interval leaves out 0 and it moves public value by at least half of what matters.",
        "Of many intervals a few miss by chance. Figures are rounded.",
    ]
