"""The page that a notebook shows of each kind of result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import singledispatch
from pathlib import Path
from typing import Any, Final

from govsim.catalogue.scenario_page import write_scenario_page
from govsim.cli.experiment.show import write_experiment
from govsim.cli.places import write_places
from govsim.cli.run import write_run
from govsim.comparison.compare import Comparison
from govsim.comparison.setting import held_words
from govsim.documents.charts import drawing_problems
from govsim.documents.document import Document
from govsim.documents.html import embedded_html
from govsim.documents.terminal import Page
from govsim.errors import InputError
from govsim.experiments.compared import comparison_report
from govsim.experiments.experiment import Experiment
from govsim.experiments.report.report import report_of
from govsim.experiments.results import Results
from govsim.explanation.document import document_of as explanation_document
from govsim.explanation.explain import Explanation
from govsim.notebook.html_page import HtmlPage
from govsim.questions.claims import Claims
from govsim.questions.wording import claims_document
from govsim.runs.run import Run
from govsim.scenario.schema import Scenario
from govsim.validation.document import document_of as validation_document
from govsim.validation.validate import Validation
from govsim.world.find_places import places_of
from govsim.world.places import Places

_NOT_DRAWN: Final = "Charts need the extra 'plot': pip install 'govsim[plot]'."


@singledispatch
def page_of(thing: Any) -> str | None:
    """The page of a thing as HTML for a notebook; None where its line says all."""
    return None


@page_of.register
def _of_document(document: Document) -> str:
    if drawing_problems(Path(), ""):
        parts = tuple(replace(part, drawing=None) for part in document.parts)
        document = replace(document, parts=parts, how_sure=(*document.how_sure, _NOT_DRAWN))
    return embedded_html(document)


@page_of.register
def _of_comparison(comparison: Comparison) -> str:
    return _of_document(comparison_report(comparison))


@page_of.register
def _of_results(results: Results) -> str | None:
    return _of_document(report_of(results)) if results.replicates else None


@page_of.register
def _of_explanation(explanation: Explanation) -> str:
    return _of_document(explanation_document(explanation, ""))


@page_of.register
def _of_claims(claims: Claims) -> str:
    return _of_document(claims_document(claims))


@page_of.register
def _of_validation(validation: Validation) -> str:
    return _of_document(validation_document(validation))


@page_of.register
def _of_run(run: Run) -> str:
    try:
        land: Places | None = places_of(run.scenario)
    except InputError:  # its places are in a file that is not here
        land = None
    own = land is not None and land.name == run.places_name
    return _written(lambda page: write_run(page, run, land if own else None))


@page_of.register
def _of_scenario(scenario: Scenario) -> str:
    return _written(lambda page: write_scenario_page(page, scenario, held_words([scenario])))


@page_of.register
def _of_experiment(experiment: Experiment) -> str:
    return _written(lambda page: write_experiment(page, experiment))


@page_of.register
def _of_places(places: Places) -> str:
    return _written(lambda page: write_places(page, places))


def _written(write: Callable[[Page], None]) -> str:
    page = HtmlPage()
    write(page)
    return page.html()
