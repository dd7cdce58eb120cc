"""The document of a comparison: the answer, trade-offs, verdicts and all tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from govsim.comparison import document_parts as own
from govsim.comparison.by_place import by_place_sentences, map_part
from govsim.comparison.compare import Comparison
from govsim.comparison.document_gains import gains_part, pound_part
from govsim.comparison.document_trade_off import pence_part, trade_off_part
from govsim.comparison.ranking import (
    FIXED,
    HEADLINES,
    SHOWN,
    lopsided_sentence,
    precision_sentence,
    ranking_sentence,
)
from govsim.comparison.setting import held_words, other_countries_words, places_words, worlds_words
from govsim.documents.charts import question_of
from govsim.documents.document import Document, Part
from govsim.measures.amounts import figure
from govsim.measures.catalogue import MEASURES
from govsim.scenario.load import HELD, with_distinct_names
from govsim.words.names import arrangement_words, capitalised
from govsim.words.plurals import joined, years_words
from govsim.words.verdicts import MONTE_CARLO

BRIEF_HOW_SURE: Final = 1
ONE_WORLD: Final = "One world only: no intervals are given, and nothing is decided. Ask for more with -n."
A_MODEL: Final = (
    "It is a model, not a forecast: its rules and constants are judgement where nobody has measured them, and another "
    "model may answer otherwise."
)
SHARES: Final = (
    "A share of worlds is a share of the worlds that our ranges of contested assumptions produce, not a probability "
    "that something is so."
)


def document_of(
    comparison: Comparison, command: str = "", remarks: Sequence[str] = (), measures: Sequence[str] = SHOWN
) -> Document:
    """The document of a comparison, without further runs.

    `command` repeats it; `remarks` are further sentences on the runs, such as overrides; `measures` are the rows of the
    table of all measures, the first five in its brief form.
    """
    spoken = in_words(comparison)
    return Document(
        name=joined(spoken.names),
        about=_about(spoken, remarks),
        question=question_of(spoken.runs),
        answer=_answer(spoken),
        how_sure=_how_sure(spoken),
        does_not_say=_does_not_say(spoken),
        parts=_parts(spoken, measures),
        provenance=(
            ("Model", f"govsim {', '.join(dict.fromkeys(run.model_version for run in spoken.runs))}"),
            ("Seed", str(spoken.runs[0].seed)),
        ),
        failures=(),
        command=command,
        brief=BRIEF_HOW_SURE,
    )


def in_words(comparison: Comparison) -> Comparison:
    """The comparison with scenarios named as in prose: `mission-led`."""
    called = [
        run.scenario.model_copy(
            update={
                key: arrangement_words(getattr(run.scenario, key)) for key in ("name", "starts_from", *HELD)
            }
        )
        for run in comparison.runs
    ]
    runs = tuple(
        replace(run, scenario=scenario)
        for run, scenario in zip(comparison.runs, with_distinct_names(called), strict=True)
    )
    splits = tuple(
        replace(split, scenario=arrangement_words(split.scenario), baseline=arrangement_words(split.baseline))
        for split in comparison.value_splits
    )
    return replace(comparison, runs=runs, value_splits=splits)


def _parts(spoken: Comparison, measures: Sequence[str]) -> tuple[Part, ...]:
    return (
        trade_off_part(spoken),
        own.measures_part(spoken, measures),
        own.differences_part(spoken),
        *([own.ranking_part(spoken)] if own.may_be_ranked(spoken) else []),
        pence_part(spoken),
        own.weights_part(spoken),
        own.pays_part(spoken),
        gains_part(spoken),
        map_part(spoken),
        pound_part(spoken),
        own.levers_part(spoken),
    )


def _answer(spoken: Comparison) -> tuple[str, ...]:
    """Doubts about places, each scenario against the baseline, the unit of public value, effects of the map."""
    first, *others = spoken.runs
    differences = [spoken.difference("public_value", first, run) for run in reversed(others)]
    few = len(differences) <= own.MOST_IN_BRIEF
    weight, unit = first.scenario.values.progress_weight, first.scenario.constants.progress_unit
    return (
        *dict.fromkeys(doubt for run in spoken.runs for doubt in spoken.land_of(run).doubts),
        *(one.sentence() if few else one.line(with_pair=True) for one in differences),
        f"A fall of mean need by {unit:g}, on a scale from 0 to 1, adds {weight:g} units of public value.",
        *([" ".join(places)] if (places := by_place_sentences(spoken)) else []),
    )


def _about(spoken: Comparison, remarks: Sequence[str]) -> str:
    """The setting of the comparison, and its caveats."""
    first = spoken.runs[0]
    land = spoken.land_of(first)
    years = years_words(first.quarters)
    scenarios = [run.scenario for run in spoken.runs]
    notes = [f"Note: {note}" for note in land.notes] + held_words(scenarios)
    notes += [words for words in [other_countries_words(scenarios)] if words]
    who = f"{capitalised(joined(spoken.names))} over {years} in the same {worlds_words(spoken.runs)}"
    return " ".join([who, places_words(spoken.runs, land), *notes, *remarks])


def _how_sure(spoken: Comparison) -> tuple[str, ...]:
    effects = ", ".join(
        f"{figure(spoken.smallest_effect(name), MEASURES[name])} in {MEASURES[name].label.lower()}"
        for name in HEADLINES
    )
    matters = f"A difference matters from {effects}."
    if spoken.in_one_world:
        return (ONE_WORLD, matters)
    pairs = len(spoken.pairs())
    several = f", wide enough for all {pairs} comparisons at once" if pairs > 1 else ""
    ranked = ranking_sentence(spoken) if own.may_be_ranked(spoken) else ""
    sentences = (
        f"Brackets are 95% intervals of paired differences{several}.",
        precision_sentence(spoken),
        matters,
        FIXED,
        lopsided_sentence(spoken.differences()),
        ranked,
    )
    return tuple(sentence for sentence in sentences if sentence)


def _does_not_say(spoken: Comparison) -> tuple[str, ...]:
    """The limits that apply: without intervals in one world, or shares of worlds that are alike."""
    alike = all(run.scenario.uncertainties.worlds == "alike" for run in spoken.runs)
    alone = spoken.in_one_world
    weight = f"{spoken.runs[0].scenario.values.progress_weight:g}"
    return (
        *(["This is a model: change the assumptions."] if alone else [MONTE_CARLO]),
        A_MODEL,
        *([] if alone or alike else [SHARES]),
        f"Public value weighs progress with {weight} and core services with the rest. That weight is a judgement, "
        "which is the reader’s to make (--weight); it is not a finding.",
    )
