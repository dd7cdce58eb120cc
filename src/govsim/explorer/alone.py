"""The document of one run, for a page without a comparison."""

from __future__ import annotations

from govsim.app.what_happened import what_happened
from govsim.comparison.compare import Comparison
from govsim.comparison.document import A_MODEL
from govsim.comparison.ranking import SHOWN
from govsim.comparison.setting import held_words, places_words, worlds_words
from govsim.documents.charts import question_of
from govsim.documents.document import Document, Part
from govsim.documents.table import Column, Table
from govsim.measures.amounts import figure, span, unit_words
from govsim.measures.catalogue import MEASURES
from govsim.measures.pound import CATEGORIES
from govsim.statistics.intervals import interval
from govsim.words.names import capitalised
from govsim.words.numbers import pence
from govsim.words.plurals import years_words
from govsim.words.verdicts import MONTE_CARLO


def document_of_one(told: Comparison, command: str, notes: tuple[str, ...] = ()) -> Document:
    """The results of one arrangement: the answer in three sentences, and two tables."""
    [run] = told.runs
    land = told.land_of(run)
    who = f"{capitalised(run.scenario.name)} over {years_words(run.quarters)} in {worlds_words(told.runs)}"
    about = [who, places_words(told.runs, land), *(f"Note: {note}" for note in land.notes)]
    return Document(
        name=run.scenario.name,
        about=" ".join([*about, *held_words([run.scenario]), *notes]),
        question=question_of(told.runs),
        answer=(*land.doubts, *what_happened(run, None)),
        how_sure=(
            MONTE_CARLO
            if not told.in_one_world
            else "One world only: no intervals are given. Ask for more with -n.",
        ),
        does_not_say=(A_MODEL,),
        parts=(_measures(told), _pound(told)),
        provenance=(("Model", f"govsim {run.model_version}"), ("Seed", str(run.seed))),
        failures=(),
        command=command,
    )


def _measures(told: Comparison) -> Part:
    [run] = told.runs
    rows = []
    for name in SHOWN:
        measure, found = MEASURES[name], interval(run.at_end(name))
        start = figure(float(run.measures[name][0].mean()), measure)
        range_cells = () if told.in_one_world else (span(found, measure),)
        rows.append(
            (f"{measure.label}, {unit_words(measure)}", start, figure(found.mean, measure), *range_cells)
        )
    columns = (
        Column("Measure, unit"),
        Column("First quarter", True),
        Column("Last quarter", True),
        *(() if told.in_one_world else (Column("95% interval", True),)),
    )
    table = Table("Means over worlds", columns, tuple(rows))
    return Part("measures", f"After {years_words(run.quarters)}", (), "", (table,))


def _pound(told: Comparison) -> Part:
    [run] = told.runs
    shares = run.pound_shares()
    rows = tuple((label, pence(shares[key])) for key, label in CATEGORIES.items())
    columns = (Column("Where it ends"), Column("Pence", True))
    table = Table("Pence of each pound, over all quarters and worlds", columns, rows)
    return Part("pound", "The pound’s journey", (), "", (table,))
