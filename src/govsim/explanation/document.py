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
from govsim.statistics.intervals import Interval
from govsim.words.names import arrangement_words
from govsim.words.plurals import joined
from govsim.words.verdicts import MONTE_CARLO

_HEADINGS: Final = ("Public value, units", "Progress, need points", "Core services, index")
BRIEF_ROWS: Final = {"put-back": 5, "switched-off": 0}


def document_of(found: Explanation, command: str) -> Document:
    """The explanation in words and tables."""
    spoken = in_words(found.comparison)
    runs, (baseline, scenario) = spoken.runs, spoken.names
    land, scenarios = spoken.land_of(runs[0]), [run.scenario for run in runs]
    notes = (
        *(f"Note: {note}" for note in land.notes),
        *held_words(scenarios),
        other_countries_words(scenarios),
    )
    differs = f"They differ in {joined(found.differs)}." if found.differs else ""
    about = (f"Both in the same {worlds_words(runs)}", places_words(runs), differs, *notes)
    return Document(
        name=f"{scenario} instead of {baseline}",
        about=" ".join(words for words in about if words),
        question=f"Why does {scenario} differ from {baseline}?",
        answer=(*found.sentences, break_even_rate_sentence(spoken, *runs)),
        how_sure=(
            (ONE_WORLD,) if spoken.in_one_world else ("±: half a 95% interval. *: named in the answer.",)
        ),
        does_not_say=(MONTE_CARLO, A_MODEL),
        parts=tuple(_parts(found, baseline, scenario)),
        provenance=(("Model", f"govsim {runs[0].model_version}"), ("Seed", str(runs[0].seed))),
        failures=(),
        command=command,
        brief=1,
    )


def _parts(found: Explanation, baseline: str, scenario: str) -> list[Part]:
    """The parts on mechanisms put back, mechanisms switched off and how far effects add up; empty ones are left out."""
    put_back = [effect for effect in found.mechanisms if effect.kind != "cost"]
    switched_off = [effect for effect in found.mechanisms if effect.kind == "cost"]
    sides = (
        (
            put_back,
            "put-back",
            "What each lever or part adds to the difference",
            f"Put back in {scenario} to where {baseline} has it",
        ),
        (switched_off, "switched-off", "What each cost adds to the difference", "Switched off in both"),
    )
    parts = [_part(found, *side) for side in sides if side[0]]
    sentences = (*_how_it_adds_up(found), *(f"Not switched off: {words}" for words in found.untried))
    if sentences:
        numbers = {"together": asdict(found.together), "remainder": asdict(found.remainder)}
        parts.append(Part("adding-up", "How far it adds up", sentences, "", (), document=numbers))
    return parts


def _part(
    found: Explanation, effects: Sequence[MechanismEffect], key: str, heading: str, caption: str
) -> Part:
    names = [arrangement_words(name) for name in found.comparison.names]
    with_settings = any(effect.first for effect in effects)
    settings = [Column(name, scenario=place) for place, name in enumerate(names) if with_settings]
    columns = (
        Column("Mechanism"),
        *(Column(heading, True) for heading in _HEADINGS),
        *settings,
    )
    rows = tuple(
        (
            f"{effect.label}{' *' if effect.key in found.named else ''}",
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
    mechanisms = [{**asdict(effect), "named": effect.key in found.named} for effect in effects]
    return Part(key, heading, (), "", (table,), document={"mechanisms": mechanisms})


def effect_cell(found: Interval, name: str) -> str:
    """A mean and the half-width of its interval: `−0.10 ±0.02`."""
    measure = MEASURES[name]
    mean = figure(found.mean, measure, sign=True)
    return mean if math.isnan(found.low) else f"{mean} ±{figure((found.high - found.low) / 2, measure)}"


def _how_it_adds_up(found: Explanation) -> list[str]:
    """Sentences on interaction and on when a cause is named."""
    if not found.mechanisms:
        return []
    sentences, value = [], MEASURES["public_value"]
    whole = found.comparison.difference("public_value", *found.comparison.runs).difference.mean
    together, all_of_it, rest = (
        figure(mean, value, sign=True) for mean in (found.together.mean, whole, found.remainder.mean)
    )
    if sum(effect.kind != "cost" for effect in found.mechanisms) > 1:
        sentences.append(
            "Effects do not add up, because mechanisms work through each other. Put back one at a time they come to "
            f"{together} in public value; the whole difference is {all_of_it}; {rest} is interaction or "
            "lies in what was not put back."
        )
        sentences.append("A lever that is put back also spares the reorganisation it took.")
    return [
        *sentences,
        "A cost that is switched off is part of what levers do, so it is not to be added to them.",
        "A cause is named where its interval leaves out 0 and it moves public value by at least half of what matters.",
        "Of many intervals a few miss by chance. Figures are rounded.",
    ]
