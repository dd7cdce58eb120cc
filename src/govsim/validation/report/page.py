"""The report of a validation as one file of HTML, written whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from govsim.documents.charts import drawing_problems
from govsim.documents.markup import element
from govsim.documents.page import page_problems, whole_page
from govsim.errors import InputError, Problem
from govsim.files import atomic_write
from govsim.validation.report.arrangements import arrangements_section, robustness_section
from govsim.validation.report.checks import checks_sections
from govsim.validation.report.closing import limits_section, provenance_section, sources_section
from govsim.validation.report.levers import levers_section
from govsim.validation.report.opening import glance_section, opening_sections
from govsim.validation.report.predictions import predictions_section
from govsim.validation.validate import Validation

TITLE: Final = "govsim: can this model be believed?"


def report_problems(path: Path, option: str) -> list[Problem]:
    """Why no report can be written under this name, if so; to be asked before the work starts."""
    return [*page_problems(path, option), *drawing_problems(path, option)]


def save_report(found: Validation, path: Path) -> Path:
    """Write the report. Raises InputError where it cannot be drawn, OSError where it cannot be written."""
    problems = report_problems(path, "report")
    if problems:
        raise InputError(problems)
    text = html_of(found)
    with atomic_write(path) as file:
        file.write(text.encode())
    return path


def html_of(found: Validation) -> str:
    """The whole page as text."""
    sections = [
        *opening_sections(found),
        glance_section(found.findings),
        checks_sections(found.findings),
        levers_section(found.levers),
        arrangements_section(found.arrangements, found.worlds),
        robustness_section(found.robustness),
        predictions_section(found.predictions),
        limits_section(found),
        sources_section(found.findings),
        provenance_section(found),
    ]
    return whole_page(TITLE, [element("h1", "Can this model be believed?")], sections)
