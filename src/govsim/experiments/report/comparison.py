"""The report of a comparison that is in memory: the same as `govsim compare` says, as a page, Markdown or JSON."""

from __future__ import annotations

from collections.abc import Sequence

from govsim.comparison.compare import Comparison
from govsim.comparison.sentences import FIXED, HEADLINES, SHOWN, ranking_sentence
from govsim.comparison.setting import held_words, other_countries_words, places_words, worlds_words
from govsim.documents.charts import question_of
from govsim.documents.document import Document, Part
from govsim.experiments.compared import Compared, in_words
from govsim.experiments.experiment import FigureAsked
from govsim.experiments.figures.pound import pound_part
from govsim.experiments.report import comparison_parts as own
from govsim.experiments.report.opening import MONTE_CARLO, SHARES, does_not_say, effects_words
from govsim.experiments.report.report import provenance
from govsim.experiments.report.trade_off import pence_part, trade_off_part
from govsim.units import QUARTERS_IN_YEAR
from govsim.words.names import capitalised
from govsim.words.plurals import joined


def comparison_report(
    comparison: Comparison, command: str = "", result: Sequence[str] = (), measures: Sequence[str] = SHOWN
) -> Document:
    """What a comparison found, in words, drawings and tables; nothing is run again.

    `command` makes it again; `told` are sentences on how it was made that the comparison does not know, such as who
    decided in whose place; `measures` stand in the table of all measures.
    """
    spoken = in_words(comparison)
    found = Compared(spoken, command)
    parts = _parts(spoken, found, measures)
    traded, differences = (
        next(part for part in parts if part.key == key) for key in ("trade-off", "differences")
    )
    ranked = [ranking_sentence(spoken)] if _may_be_ranked(spoken) else []
    return Document(
        joined(spoken.names),
        _about(spoken, result),
        question_of(comparison.runs),
        (*traded.sentences, differences.sentences[0], *ranked),
        _how_sure(spoken, found),
        _does_not_say(found),
        parts,
        provenance(found, kept=False),
        (),
        command,
    )


def _parts(spoken: Comparison, result: Compared, measures: Sequence[str]) -> tuple[Part, ...]:
    return (
        own.levers_part(spoken),
        trade_off_part(spoken),
        own.differences_part(result),
        pence_part(spoken),
        *([own.ranking_part(spoken)] if _may_be_ranked(spoken) else []),
        own.measures_part(spoken, measures),
        own.weights_part(spoken),
        own.pays_part(spoken),
        own.courses_part(result),
        own.gains_of_all(result),
        pound_part(result, FigureAsked(kind="pound")),
    )


def _may_be_ranked(spoken: Comparison) -> bool:
    return len(spoken.runs) > 2 and bool(spoken.ranking("public_value"))


def _about(spoken: Comparison, result: Sequence[str]) -> str:
    """What was compared, where, and what a reader must know of it."""
    first = spoken.runs[0]
    land = spoken.land_of(first)
    years = f"{first.quarters / QUARTERS_IN_YEAR:g} years"
    scenarios = [run.scenario for run in spoken.runs]
    notes = [f"Note: {note}" for note in land.notes] + held_words(scenarios)
    notes += [result for result in [other_countries_words(scenarios)] if result]
    return " ".join(
        [
            f"{capitalised(joined(spoken.names))}, over {years}.",
            places_words(spoken.runs, land),
            *notes,
            *result,
        ]
    )


def _how_sure(spoken: Comparison, result: Compared) -> tuple[str, ...]:
    who = f"What was run: {joined(spoken.names)}"
    effects = f"Too small to matter is less than {effects_words(result, HEADLINES)}."
    if result.replicates == 1:
        alone = "One world only: no intervals are given, and nothing is decided."
        return (f"{who} in the same world (seed {spoken.runs[0].seed}). {alone}", effects)
    pairs = len(spoken.pairs())
    several = [f"Intervals are widened so that all {pairs} comparisons of a measure hold at once."]
    twins = "A world has the same luck under all of them, so that differences are between twins."
    return (
        f"{who} on the same {worlds_words(spoken.runs)} {twins}",
        FIXED,
        *(several if pairs > 1 else []),
        effects,
        "No run failed.",
    )


def _does_not_say(result: Compared) -> tuple[str, ...]:
    """As of any results, but for what does not apply: intervals in one world, shares of worlds that assume the same."""
    alike = all(scenario.uncertainties.worlds == "alike" for scenario in result.plan.scenarios)
    alone = result.replicates == 1
    left_out = {*([MONTE_CARLO] if alone else []), *([SHARES] if alone or alike else [])}
    return tuple(sentence for sentence in does_not_say(result) if sentence not in left_out)
